"""What the stage draws of a scene: the hip as it was looked at, skin that bends, and what is seen through."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page
from stage_page import at_rest, pixels, stands, write_page, write_scene

import stretchlib as sl
from stretchlib.stage.scene import mesh_id, packed_mesh

EXPECTED = Path(__file__).with_name("snapshots") / "stage_hip.png"
TINY = (92, 104)  # pixels: what a renderer does to single pixels does not count
DIFFERENT = 3.0  # of 255, mean: another pose, a bone or a belly gone is 5 and more
STILL_TURN = [1.0, 0, 0, 0, 0, 0, 0, 0]


@pytest.fixture
def opened(browser: Browser, tmp_path: Path) -> Iterator[Callable[[Path], Page]]:
    contexts = []

    def made(path: Path) -> Page:
        context = browser.new_context(viewport={"width": 800, "height": 640})
        contexts.append(context)
        page = context.new_page()
        page.goto(path.as_uri())
        return page

    yield made
    for context in contexts:
        context.close()


def picture(page: Page) -> Image.Image:
    """The picture of the stage on white."""
    image = Image.fromarray(pixels(page.locator(":is(.slx, main)").first))
    paper = Image.new("RGBA", image.size, "#ffffff")
    return Image.alpha_composite(paper, image).convert("RGB")


def difference(one_picture: Image.Image, another: Image.Image) -> float:
    """Mean difference of two pictures made tiny, of 255."""
    first, second = (np.asarray(image.resize(TINY, Image.Resampling.BOX), dtype=float)
                     for image in (one_picture, another))
    return float(np.abs(first - second).mean())


@pytest.mark.everyday
def test_the_hip_looks_as_it_did_when_it_was_looked_at(opened: Callable[[Path], Page], tmp_path: Path) -> None:
    """STRETCHLIB_LOOK_ANEW=1 writes the picture anew: look at it before it is kept."""
    page = opened(write_page(tmp_path / "hip.html", [sl.explore_hip(flexion=40)]))
    explorer = stands(page)
    at_rest(page, explorer)
    seen = picture(page)
    if os.environ.get("STRETCHLIB_LOOK_ANEW"):
        seen.resize(TINY, Image.Resampling.BOX).save(EXPECTED, optimize=True)
    expected = Image.open(EXPECTED).convert("RGB")
    assert difference(seen, expected) < DIFFERENT
    explorer.locator("[data-field=flexion]").fill("60")
    page.keyboard.press("Enter")
    at_rest(page, explorer)
    assert difference(picture(page), expected) > DIFFERENT, "20 degrees are seen"


def bar() -> dict[str, Any]:
    """A square bar from (0, 0, 0) up to z = 1 whose upper half follows a segment of its own."""
    heights = np.linspace(0, 1, 9)
    ring = np.array([[-0.1, -0.1], [0.1, -0.1], [0.1, 0.1], [-0.1, 0.1]])
    points = np.array([[x, y, z] for z in heights for x, y in ring])
    faces = [corners for i in range(8) for j in range(4) for corners in (
        (4 * i + j, 4 * i + (j + 1) % 4, 4 * i + 4 + j),
        (4 * i + (j + 1) % 4, 4 * i + 4 + (j + 1) % 4, 4 * i + 4 + j))]
    upper = np.clip((points[:, 2] - 0.4) / 0.2, 0, 1)
    weights = np.stack([1 - upper, upper, 0 * upper, 0 * upper], axis=1)
    order = np.argsort(-weights, axis=1, kind="stable")
    segments = np.take_along_axis(np.tile([0, 1, 0, 0], (len(points), 1)), order, axis=1)
    return packed_mesh(points, faces, segments=segments, weights=np.take_along_axis(weights, order, axis=1),
                       normals=np.c_[points[:, :2] / 0.1414, 0 * upper])


def scene(pose: list[list[float]], **part: Any) -> dict[str, Any]:
    mesh = bar()
    return {"axes": "front-left-up", "extent": [2, 2], "centre": [0, 0, 0.5], "meshes": {mesh_id(mesh): mesh},
            "nodes": {"person": {"pose": pose}}, "views": [{"id": "side", "label": "Side", "azimuth": 90}],
            "parts": [{"id": "bar", "mesh": mesh_id(mesh), "node": "person", "name": "Bar", "colour": "#336699",
                       **part}]}


def ink(page: Page) -> np.ndarray:
    """Where the picture is painted, 0 to 1."""
    return np.asarray(pixels(page.locator("main"))[..., 3] / 255)


def test_skin_bends_where_its_segments_turn(opened: Callable[[Path], Page], tmp_path: Path) -> None:
    # The upper segment turns by 90 degrees about the patient's left-right axis through z = 0.5, to the front.
    half = np.sqrt(0.5)
    real = np.array([half, 0, half, 0])
    middle = np.array([0, 0, 0.5])
    moved = middle - np.array([0.5, 0, 0])  # middle - turn(middle)
    w, x, y, z = real
    dual = 0.5 * np.array([-moved @ [x, y, z], *(w * moved + np.cross(moved, [x, y, z]))])
    page = opened(write_scene(tmp_path / "bar.html", scene([STILL_TURN, [*real, *dual]])))
    stage = page.locator("main")
    at_rest(page, stage)
    painted = ink(page)
    height, width = painted.shape
    unit = height / 2 if height < width else width / 2  # pixels of 1 at extent 2
    up, front = height / 2, width / 2
    assert painted[int(up + 0.3 * unit), int(front)] == 1, "the lower half stands"
    assert painted[int(up - 0.3 * unit), int(front)] == 0, "the upper half is gone from above"
    ahead = painted[int(up), int(front + 0.3 * unit)], painted[int(up), int(front - 0.3 * unit)]
    assert sorted(ahead) == [0, 1], "and lies to one side"
    assert ahead[0] == 1, "seen from the patient's right the front is at the right"
    page.evaluate("pose => window.stage.setNode('person', {pose: Float32Array.from(pose.flat())})", [STILL_TURN] * 2)
    at_rest(page, stage)
    assert ink(page)[int(up - 0.3 * unit), int(front)] == 1, "it stands again"


def test_what_is_seen_through_covers_itself_but_not_what_lies_behind(opened: Callable[[Path], Page],
                                                                     tmp_path: Path) -> None:
    page = opened(write_scene(tmp_path / "bar.html", scene([STILL_TURN] * 2, opacity=0.5, outline=False)))
    at_rest(page, page.locator("main"))
    painted = ink(page)
    middle = painted[painted.shape[0] // 2, painted.shape[1] // 2]
    assert abs(middle - 0.5) < 0.02, "its near side alone, not its far side behind it"
