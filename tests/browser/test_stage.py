"""The stage in a page without a kernel: turned, dragged, peeled, tapped, by mouse, finger and keyboard alone."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from lab_page import violations
from playwright.sync_api import Browser, Page, expect
from stage_page import SHOWS_STILL, at_rest, drawings, pixels, point, stands, write_page

import stretchlib as sl
from tests.hostile import ACCEPTED

NO_WEBGL = """HTMLCanvasElement.prototype.getContext = new Proxy(HTMLCanvasElement.prototype.getContext,
    {apply: (get, canvas, words) => words[0] === 'webgl2' ? null : Reflect.apply(get, canvas, words)})"""
#: Elements that lie partly outside the explorer, or under the window's right border.
OUTSIDE = """root => { const {right} = root.getBoundingClientRect();
    return [...root.querySelectorAll('*')].filter(node => node.getBoundingClientRect().right > right + 1
        && !node.closest('.slx-heard')).map(node => node.outerHTML.slice(0, 120)); }"""


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Page]]:
    """``opened(explorers, ...)``: a page with them; keyword arguments go to the context."""
    contexts = []

    def made(*explorers: Any, before: str = "", script: str = "", **how: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 800, "height": 640}, **how})
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(30_000)
        if script:
            page.add_init_script(script)
        page.on("pageerror", lambda error: errors.append(str(error)))
        path = write_page(tmp_path / "hip.html", explorers or (sl.explore_hip(),), before=before)
        page.goto(path.as_uri())
        return page

    errors: list[str] = []
    yield made
    for context in contexts:
        context.close()
    assert errors == []


def painted(page: Page) -> np.ndarray:
    """The alpha of the picture, 0 to 1, (height, width)."""
    return np.asarray(pixels(page.locator(".slx").first)[..., 3] / 255)


def rested(page: Page) -> dict[str, Any]:
    """The state that the page told Python last."""
    page.wait_for_function("() => window.rested.length > 0")
    return dict(page.evaluate("window.rested.at(-1)"))


@pytest.mark.everyday
def test_all_of_it_fits_in_the_room_that_a_notebook_leaves(opened: Callable[..., Page]) -> None:
    page = opened()
    explorer = stands(page)
    box = explorer.bounding_box()
    assert box is not None
    assert box["height"] <= 620
    assert explorer.evaluate(OUTSIDE) == []
    seen = painted(page)
    assert 0.05 < seen.mean() < 0.5
    assert max(seen[[0, -1]].max(), seen[:, [0, -1]].max()) == 0, "the body is not cut off"


def test_nothing_is_drawn_and_nothing_told_while_nothing_changes(opened: Callable[..., Page]) -> None:
    page = opened()
    explorer = stands(page)
    at_rest(page, explorer)
    before = drawings(explorer)
    page.wait_for_timeout(1500)
    assert drawings(explorer) == before
    assert page.evaluate("window.rested") == []


def test_the_mouse_turns_it_and_nothing_else_moves(opened: Callable[..., Page]) -> None:
    page = opened()
    explorer = stands(page)
    before, values = painted(page), page.locator("canvas").get_attribute("aria-label")
    box = explorer.locator(".sls-view").bounding_box()
    assert box is not None
    x, y = box["x"] + 300, box["y"] + 60  # beside the bones
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x - 90, y + 20, steps=4)
    page.mouse.up()
    at_rest(page, explorer)
    assert np.abs(painted(page) - before).mean() > 0.02
    assert page.locator("canvas").get_attribute("aria-label") == values


def test_the_thigh_is_dragged_by_its_knee_and_stops_at_its_limit_and_says_so(opened: Callable[..., Page]) -> None:
    page = opened(sl.explore_hip(view="lateral"))
    explorer = stands(page)
    at_rest(page, explorer)
    x, y = point(explorer, ".sls-handle")
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y - 20, steps=4)
    flexion = int(explorer.locator("[data-field=flexion]").input_value())
    assert 5 < flexion < 60
    expect(page.locator("canvas")).to_have_attribute("aria-label", re.compile(f" {flexion}° flexion"))
    page.mouse.move(x - 150, y - 60, steps=8)
    expect(explorer.locator(".slx-state")).to_have_text(
        "Flexion (thigh forward) stops at -20 degrees: the geometries were checked as far as that.")
    page.mouse.up()
    assert rested(page)["flexion"] == -20
    expect(explorer.locator("[role=status]")).to_contain_text("stops at -20 degrees")
    assert explorer.locator("[data-field=flexion]").input_value() == "-20"


@pytest.mark.everyday
def test_by_keyboard_alone(opened: Callable[..., Page]) -> None:
    page = opened(before="<h1>Hip</h1>")
    explorer = stands(page)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "sls-view"
    at_rest(page, explorer)
    before = painted(page)
    for key in ("ArrowLeft", "ArrowLeft", "ArrowUp", "+"):
        page.keyboard.press(key)
    at_rest(page, explorer)
    turned = painted(page)
    assert np.abs(turned - before).mean() > 0.02
    page.keyboard.press("Home")
    at_rest(page, explorer)
    assert np.abs(painted(page) - before).mean() < 0.002
    names = []
    for _ in range(20):
        page.keyboard.press("Tab")
        names.append(page.evaluate("(({dataset, className}) => dataset.action ?? dataset.field ?? dataset.control ?? "
                                   "dataset.layer ?? className)(document.activeElement)"))
    for name in ("turn_left", "larger", "view", "deep", "surface", "flexion", "rotation", "muscle", "model"):
        assert name in names, names
    page.get_by_role("button", name="Front", exact=True).focus()
    page.keyboard.press("Enter")
    page.wait_for_function("() => window.rested.at(-1)?.view === 'anterior'")
    assert page.get_by_role("button", name="Front", exact=True).get_attribute("aria-pressed") == "true"


def test_the_wheel_is_the_pages_until_ctrl_or_a_click(opened: Callable[..., Page]) -> None:
    page = opened(before="<div style='height: 30px'></div>", viewport={"width": 800, "height": 400})
    explorer = stands(page)
    x, y = point(explorer, ".sls-view")
    page.mouse.move(x, y - 80)
    page.mouse.wheel(0, 60)
    page.wait_for_function("() => scrollY > 0")
    at_rest(page, explorer)
    before, scrolled = painted(page), page.evaluate("scrollY")
    page.keyboard.down("Control")
    page.mouse.wheel(0, -200)
    page.keyboard.up("Control")
    at_rest(page, explorer)
    assert painted(page).mean() > 1.1 * before.mean()
    assert page.evaluate("scrollY") == scrolled
    explorer.locator(".sls-view").press("Home")
    at_rest(page, explorer)
    scrolled = page.evaluate("scrollY")
    box = explorer.locator(".sls-view").bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] - 20, box["y"] + box["height"] / 2 - 30)  # beside the body
    page.mouse.wheel(0, 400)
    at_rest(page, explorer)
    assert page.evaluate("scrollY") == scrolled
    assert painted(page).mean() < 0.9 * before.mean()


def test_layers_are_peeled_and_the_chosen_muscle_stays(opened: Callable[..., Page]) -> None:
    page = opened(sl.explore_hip("gluteus_maximus_middle"))
    explorer = stands(page)
    at_rest(page, explorer)
    whole = painted(page).mean()
    for layer in ("deep", "middle", "surface"):
        explorer.locator(f"[data-layer={layer}]").uncheck()
    at_rest(page, explorer)
    assert painted(page).mean() < whole - 0.005
    expect(explorer.locator(".sls-name", has_text="Gluteus maximus")).to_be_visible()


def tap_named(page: Page, name: str) -> None:
    """Click where the line of this name ends."""
    explorer = page.locator(".slx").first
    number = explorer.locator(".sls-name").all_inner_texts().index(name)
    dot, view = explorer.locator(".sls-dot").nth(number), explorer.locator(".sls-view").bounding_box()
    assert view is not None
    page.mouse.click(view["x"] + float(dot.get_attribute("cx") or 0), view["y"] + float(dot.get_attribute("cy") or 0))


def test_a_tap_names_a_muscle_and_opens_its_card_and_escape_closes_it(opened: Callable[..., Page]) -> None:
    page = opened()
    explorer = stands(page)
    at_rest(page, explorer)
    tap_named(page, "Piriformis")
    card = explorer.locator(".slx-card")
    expect(card).to_be_visible()
    expect(card).to_be_focused()
    expect(card).to_contain_text("Piriformis")
    expect(card).to_contain_text("What it could do")
    assert violations(page, ".slx") == []
    page.keyboard.press("Escape")
    expect(card).to_be_hidden()
    assert page.evaluate("document.activeElement.className") == "sls-view"
    for layer in ("deep", "middle", "surface"):
        explorer.locator(f"[data-layer={layer}]").uncheck()
    at_rest(page, explorer)
    tap_named(page, "Thigh bone")
    expect(explorer.locator("[role=status]")).to_have_text("Right thigh bone (femur).")


def test_a_muscle_is_chosen_from_its_card(opened: Callable[..., Page]) -> None:
    page = opened(sl.explore_hip(view="lateral"))
    explorer = stands(page)
    at_rest(page, explorer)
    x, y = point(explorer, ".sls-view")
    page.mouse.click(x - 75, y - 95)
    card = explorer.locator(".slx-card")
    expect(card).to_be_visible()
    name = card.locator("h4").inner_text()
    card.locator("[data-action=choose]").click()
    expect(card).to_be_hidden()
    expect(explorer.locator(".slx-title")).to_contain_text(name)
    expect(explorer.locator(".sls-name", has_text=name)).to_be_visible()
    assert rested(page)["muscle"] != "piriformis"


@pytest.mark.everyday
def test_a_finger_turns_sideways_moves_the_knee_and_lets_the_page_scroll(opened: Callable[..., Page]) -> None:
    page = opened(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    explorer = stands(page)
    at_rest(page, explorer)
    assert explorer.evaluate(OUTSIDE) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    session = page.context.new_cdp_session(page)

    def swipe(x: float, y: float, across: float, down: float) -> None:
        session.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": x, "y": y}]})
        for step in range(1, 9):
            session.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [
                {"x": x + across * step / 8, "y": y + down * step / 8}]})
            page.wait_for_timeout(30)
        session.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
        page.wait_for_timeout(400)

    view = explorer.locator(".sls-view").bounding_box()
    assert view is not None
    before = painted(page)
    swipe(view["x"] + 300, view["y"] + 60, -120, 0)
    at_rest(page, explorer)
    assert np.abs(painted(page) - before).mean() > 0.02
    assert page.evaluate("scrollY") == 0
    swipe(*point(explorer, ".sls-handle"), -40, -60)
    assert {name: rested(page)[name] for name in ("flexion", "adduction")} != {"flexion": 0, "adduction": 0}
    assert page.evaluate("scrollY") == 0, "the knee's handle is the finger's own"
    at_rest(page, explorer)
    turned = painted(page)
    swipe(view["x"] + 300, view["y"] + 300, 0, -200)
    assert page.evaluate("scrollY") > 50, "up and down belongs to the page"
    assert np.abs(painted(page) - turned).mean() < 0.002


def test_the_context_may_be_lost_and_comes_back(opened: Callable[..., Page]) -> None:
    page = opened()
    explorer = stands(page)
    at_rest(page, explorer)
    before = painted(page)
    page.evaluate("""window.loser = globalThis[Symbol.for('stretchlib.painter')].gl.getExtension('WEBGL_lose_context');
        window.loser.loseContext()""")
    page.wait_for_timeout(300)
    explorer.locator("[data-field=flexion]").fill("90")
    page.keyboard.press("Enter")
    expect(page.locator("canvas")).to_have_attribute("aria-label", re.compile("90° flexion"))
    page.wait_for_timeout(300)
    assert np.abs(painted(page) - before).mean() < 0.002, "the last picture stays"
    page.evaluate("window.loser.restoreContext()")
    page.wait_for_function("() => globalThis[Symbol.for('stretchlib.painter')].lost() === false")
    at_rest(page, explorer)
    assert np.abs(painted(page) - before).mean() > 0.02


def test_fifty_on_a_page_share_one_context_and_are_drawn_when_they_are_in_view(opened: Callable[..., Page]) -> None:
    contexts = """window.contexts = 0; HTMLCanvasElement.prototype.getContext = new Proxy(
        HTMLCanvasElement.prototype.getContext, {apply: (get, canvas, words) => {
            window.contexts += words[0] === 'webgl2'; return Reflect.apply(get, canvas, words); }})"""
    page = opened(*[sl.explore_hip(flexion=2 * number) for number in range(50)], script=contexts)
    page.set_default_timeout(120_000)
    stands(page)
    assert page.locator(".slx").count() == 50
    assert page.evaluate("window.contexts") == 1
    assert page.locator(".sls-view[data-drawn]").count() < 5
    page.locator(".slx").nth(49).scroll_into_view_if_needed()
    explorer = stands(page, 49)
    expect(explorer.locator("canvas")).to_have_attribute("aria-label", re.compile("98° flexion"))


@pytest.mark.everyday
def test_hostile_text_stays_text(opened: Callable[..., Page]) -> None:
    explorer = sl.explore_hip()
    texts = iter(ACCEPTED * 9)
    stage = {**explorer.stage, "title": next(texts)}
    for group in ("paths", "parts", "labels", "layers", "views"):
        key = {"paths": "name", "parts": "name", "labels": "text"}.get(group, "label")
        stage[group] = [{**each, key: next(texts)} for each in stage[group]]
    stage["cards"] = {card: {"title": next(texts), "lines": [next(texts), next(texts)]} for card in stage["cards"]}
    explorer.stage = stage
    explorer.words = {key: next(texts) if key.startswith("explorer.") else text for key, text in explorer.words.items()}
    page = opened(explorer)
    stands(page)
    page.locator(".slt-button").nth(5).click()
    page.wait_for_timeout(300)
    assert page.evaluate("window.hacked") is None
    assert page.locator(".slx :is(script, iframe, img, b, a, style)").count() == len(
        [control for control in explorer.controls if "min" in control]), "only our own bold labels"


@pytest.mark.parametrize("how", [{}, {"color_scheme": "dark"}, {"forced_colors": "active"},
                                 {"reduced_motion": "reduce"}, {"viewport": {"width": 390, "height": 844}}], ids=str)
def test_axe_has_nothing_to_mend(opened: Callable[..., Page], how: dict[str, Any]) -> None:
    page = opened(before="<h1>The hip</h1><h2>To turn</h2>", **how)
    stands(page)
    assert violations(page, ".slx") == []


def test_it_follows_the_size_of_its_room(opened: Callable[..., Page]) -> None:
    page = opened()
    explorer = stands(page)
    page.set_viewport_size({"width": 560, "height": 640})
    at_rest(page, explorer)
    width = explorer.locator("canvas").evaluate("canvas => [canvas.width, canvas.clientWidth]")
    assert width[0] == width[1] > 400


def test_python_moves_it_and_is_not_told_its_own_words(opened: Callable[..., Page]) -> None:
    page = opened()
    explorer = stands(page)
    state = {**sl.explore_hip().state, "flexion": 75, "muscle": "iliacus"}
    page.evaluate("state => window.tell[0]('state', state)", state)
    expect(page.locator("canvas")).to_have_attribute("aria-label", re.compile("Iliacus at 75° flexion"))
    assert explorer.locator("[data-field=flexion]").input_value() == "75"
    page.wait_for_timeout(1000)
    assert page.evaluate("window.rested") == []


def test_without_webgl_the_still_stays_and_with_it_the_still_goes(opened: Callable[..., Page]) -> None:
    page = opened()
    stands(page)
    expect(page.locator("figure img")).to_be_hidden()
    page.evaluate("window.leave()")
    expect(page.locator("figure img")).to_be_visible()
    page = opened(script=NO_WEBGL)
    page.wait_for_function("() => window.laid")
    expect(page.locator("figure img"), SHOWS_STILL).to_be_visible()
    assert page.locator(".slx").count() == 0
