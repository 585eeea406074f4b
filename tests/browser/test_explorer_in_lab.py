"""The explorers in JupyterLab: a slider by keyboard moves picture and facts; what is out of range is refused."""

from __future__ import annotations

import re
from collections.abc import Callable

from lab_page import run_busy
from playwright.sync_api import Locator, Page, expect

MAKE = "import stretchlib as sl\nexplorer = sl.explore_hip()\nexplorer"
Open = Callable[..., Page]


def the_explorer(page: Page) -> Locator:
    explorer = page.locator(".slx").first
    expect(explorer).to_be_visible(timeout=30_000)
    return explorer


def first_fact(explorer: Locator) -> Locator:
    return explorer.locator(".slx-facts li").first


def test_by_keyboard_alone(opened: Callable[..., Page]) -> None:
    page = opened(MAKE)
    explorer = the_explorer(page)
    cells = page.evaluate("window.jupyterapp.shell.currentWidget.content.widgets.length")
    picture = explorer.locator("img")
    before, alt = picture.get_attribute("src"), picture.get_attribute("alt")
    expect(first_fact(explorer)).to_contain_text("Piriformis turns the thigh outward, 26 mm")
    slider = explorer.get_by_label("Flexion (thigh forward)", exact=True)
    slider.focus()
    for key in ["PageUp"] * 10 + ["ArrowRight"] * 5:
        page.keyboard.press(key)
    expect(first_fact(explorer)).to_contain_text("turns the thigh inward")
    expect(slider).to_have_attribute("aria-valuetext", f"{slider.input_value()} degrees")
    assert int(slider.input_value()) > 60
    assert explorer.locator("[data-field=flexion]").input_value() == slider.input_value()
    assert (picture.get_attribute("src"), picture.get_attribute("alt")) != (before, alt)
    assert picture.evaluate("image => image.complete && image.naturalWidth > 400")
    for key in ("d", "d", "x", "a", "b", "m", "0", "0"):
        page.keyboard.press(key)
    assert page.evaluate("window.jupyterapp.shell.currentWidget.content.widgets.length") == cells, "a cell was deleted"
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.dataset.field") == "flexion"
    style = page.evaluate("(({outlineStyle, outlineWidth}) => [outlineStyle, parseFloat(outlineWidth)])"
                          "(getComputedStyle(document.activeElement))")
    assert style[0] != "none"
    assert style[1] >= 2


def test_what_is_typed_out_of_range_is_refused_in_one_sentence(opened: Callable[..., Page]) -> None:
    page = opened(MAKE)
    explorer = the_explorer(page)
    field, slider = explorer.locator("[data-field=flexion]"), explorer.locator("[data-control=flexion]")
    field.fill("90")
    field.press("Enter")
    expect(first_fact(explorer)).to_contain_text("turns the thigh inward, 19 mm")
    assert slider.input_value() == "90"
    field.fill("200")
    field.press("Tab")
    fault = explorer.locator(".slx-fault:visible")
    expect(fault).to_have_text("Flexion (thigh forward) goes from -20 to 120 degrees, and 200 is outside; "
                               "the picture stays at 90.")
    assert field.get_attribute("aria-invalid") == "true"
    assert (slider.input_value(), field.input_value()) == ("90", "200"), "nothing is clamped, nothing typed is lost"
    expect(first_fact(explorer)).to_contain_text("turns the thigh inward, 19 mm")
    field.fill("ninety")
    field.press("Enter")
    expect(fault).to_contain_text("not ninety")
    field.fill("0")
    field.press("Enter")
    expect(fault).to_have_count(0)
    expect(first_fact(explorer)).to_contain_text("turns the thigh outward, 26 mm")


def test_while_the_kernel_is_busy_one_question_waits_and_the_newest_wins(opened: Callable[..., Page]) -> None:
    page = opened(MAKE, "import time; time.sleep(0)", anew=True)
    explorer = the_explorer(page)
    run_busy(page, 1, "import time; time.sleep(5)")
    explorer.locator("[data-control=flexion]").focus()
    for _ in range(30):
        page.keyboard.press("ArrowRight")
    expect(explorer.locator(".slx-state")).to_contain_text("kernel is busy", timeout=10_000)
    assert page.evaluate("window.sent") == 1
    page.evaluate("window.busy")
    expect(first_fact(explorer)).to_be_visible()
    expect(explorer.locator("img")).to_have_attribute("alt", re.compile("30° flexion"), timeout=10_000)
    assert page.evaluate("window.sent") == 2
    expect(explorer.locator(".slx-state")).to_be_empty()


def test_another_muscle_and_a_geometry_that_lacks_it(opened: Callable[..., Page]) -> None:
    page = opened(MAKE)
    explorer = the_explorer(page)
    explorer.get_by_label("Muscle", exact=True).select_option("obturator_internus")
    expect(first_fact(explorer)).to_contain_text("Rajagopal 2023 has no obturator internus")
    explorer.get_by_label("Geometry", exact=True).select_option("dostal1981")
    expect(first_fact(explorer)).to_contain_text("Obturator internus turns the thigh outward")


def test_targets_are_large_and_named_and_a_narrow_page_shows_all(opened: Callable[..., Page]) -> None:
    page = opened(MAKE, viewport={"width": 640, "height": 900})
    explorer = the_explorer(page)
    sizes = explorer.locator("input, select").evaluate_all(
        "all => all.map(node => node.getBoundingClientRect().height)")
    assert min(sizes) >= 44
    wide = explorer.evaluate("""root => [...root.querySelectorAll('*')].filter(node =>
        node.getBoundingClientRect().right > root.getBoundingClientRect().right + 1).map(node => node.outerHTML)""")
    assert wide == []
    named = explorer.locator("input, select").evaluate_all(
        "all => all.map(field => field.labels.length > 0 || Boolean(field.ariaLabel))")
    assert named
    assert all(named)
    assert explorer.locator("[data-lm-suppress-shortcuts]").count() == len(named)
    assert len(explorer.locator("img").get_attribute("alt") or "") > 100
