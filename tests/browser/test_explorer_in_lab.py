"""The hip explorer in JupyterLab, by keyboard, by drag and with a busy kernel; the one that Python draws beside it."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from lab_page import output, run_busy, run_cell
from playwright.sync_api import Locator, Page, expect

MAKE = "import stretchlib as sl\nexplorer = sl.explore_hip()\nexplorer"
BEND = "import stretchlib as sl\nexplorer = sl.explore_forward_bend()\nexplorer"
SHOWS_STILL = "the page shows its still: this browser gave no WebGL2"
Open = Callable[..., Page]


def the_explorer(page: Page) -> Locator:
    explorer = page.locator(".slx").first
    expect(explorer, SHOWS_STILL).to_be_visible(timeout=30_000)
    return explorer


def drawn(explorer: Locator) -> int:
    """How often the stage has drawn its picture; waits for the first."""
    view = explorer.locator(".sls-view")
    expect(view, SHOWS_STILL).to_have_attribute("data-drawn", re.compile(r"\d+"), timeout=30_000)
    return int(view.get_attribute("data-drawn") or 0)


def ink(explorer: Locator) -> float:
    """The share of the stage's picture that is painted."""
    return explorer.locator("canvas").evaluate("""canvas => {
        const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
        let painted = 0;
        for (let i = 3; i < data.length; i += 4) painted += data[i] > 0;
        return painted / (data.length / 4);
    }""")


def first_fact(explorer: Locator) -> Locator:
    return explorer.locator(".slx-facts li").first


@pytest.mark.everyday
def test_by_keyboard_alone(opened: Callable[..., Page]) -> None:
    page = opened(MAKE)
    explorer = the_explorer(page)
    cells = page.evaluate("window.jupyterapp.shell.currentWidget.content.widgets.length")
    picture = explorer.locator("canvas")
    before, alt = drawn(explorer), picture.get_attribute("aria-label")
    assert 0.05 < ink(explorer) < 0.6
    expect(first_fact(explorer)).to_contain_text("Piriformis turns the thigh outward, 26 mm")
    slider = explorer.get_by_label("Flexion (thigh forward)", exact=True)
    slider.focus()
    for key in ["PageUp"] * 10 + ["ArrowRight"] * 5:
        page.keyboard.press(key)
    expect(first_fact(explorer)).to_contain_text("turns the thigh inward")
    expect(slider).to_have_attribute("aria-valuetext", f"{slider.input_value()} degrees")
    assert int(slider.input_value()) > 60
    assert explorer.locator("[data-field=flexion]").input_value() == slider.input_value()
    assert picture.get_attribute("aria-label") != alt
    assert drawn(explorer) > before
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


@pytest.mark.everyday
def test_while_the_kernel_is_busy_the_hip_goes_on_and_python_hears_where_it_rests(opened: Callable[..., Page]) -> None:
    page = opened(MAKE, "import time; time.sleep(0)", "print(explorer.values['flexion'])", anew=True)
    explorer = the_explorer(page)
    drawn(explorer)
    run_busy(page, 1, "import time; time.sleep(15)")
    explorer.locator("[data-control=flexion]").focus()
    for _ in range(6):
        page.keyboard.press("ArrowRight")
    expect(explorer.locator("canvas")).to_have_attribute("aria-label", re.compile(" 6° flexion"))
    expect(explorer.locator("[role=status]")).to_contain_text("Piriformis turns")
    assert page.evaluate("window.jupyterapp.shell.currentWidget.sessionContext.session.kernel.status") == "busy"
    page.evaluate("window.busy")
    run_cell(page, 2)
    assert output(page, 2).strip() == "6"


def test_python_moves_the_hip_too(opened: Callable[..., Page]) -> None:
    page = opened(MAKE, "explorer.set(flexion=75, muscle='iliacus')")
    explorer = the_explorer(page)
    expect(explorer.locator("canvas")).to_have_attribute("aria-label", re.compile("Iliacus at 75° flexion"))
    assert explorer.locator("[data-field=flexion]").input_value() == "75"


def test_the_still_goes_once_the_hip_stands(opened: Callable[..., Page]) -> None:
    page = opened(MAKE)
    explorer = the_explorer(page)
    drawn(explorer)
    expect(page.locator(".jp-OutputArea-child figure img")).to_be_hidden()


def test_while_the_kernel_is_busy_one_question_waits_and_the_newest_wins(opened: Callable[..., Page]) -> None:
    page = opened(BEND, "import time; time.sleep(0)", anew=True)
    explorer = the_explorer(page)
    run_busy(page, 1, "import time; time.sleep(5)")
    explorer.locator("[data-control=bend]").focus()
    for _ in range(30):
        page.keyboard.press("ArrowLeft")
    expect(explorer.locator(".slx-state")).to_contain_text("kernel is busy", timeout=10_000)
    assert page.evaluate("window.sent") == 1
    page.evaluate("window.busy")
    expect(first_fact(explorer)).to_be_visible()
    expect(explorer.locator("img")).to_have_attribute("alt", re.compile("60 degrees"), timeout=10_000)
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
    sizes = explorer.locator("input:not([type=checkbox]), select, button, label:has([type=checkbox])").evaluate_all(
        "all => all.filter(node => node.checkVisibility()).map(node => node.getBoundingClientRect().height)")
    assert min(sizes) >= 44
    wide = explorer.evaluate("""root => [...root.querySelectorAll('*')].filter(node =>
        node.getBoundingClientRect().right > root.getBoundingClientRect().right + 1).map(node => node.outerHTML)""")
    assert wide == []
    named = explorer.locator("input, select").evaluate_all(
        "all => all.map(field => field.labels.length > 0 || Boolean(field.ariaLabel))")
    assert named
    assert all(named)
    assert explorer.locator(":is(input, select, button, [tabindex='0']):not([data-lm-suppress-shortcuts])").count() == 0
    assert len(explorer.locator("canvas").get_attribute("aria-label") or "") > 100
