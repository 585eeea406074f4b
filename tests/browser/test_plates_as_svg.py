"""A plate saved as SVG, in a browser: its borders fade into the paper, and no hair of bone stays on them."""

from __future__ import annotations

import base64
import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser

import stretchlib as sl

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def plate(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, list[tuple[float, float, float, float]]]:
    """A plate as SVG, and where its windows lie in it: left, right, top, bottom as shares of width and height."""
    diagram = sl.plot_muscle_map("deep_rotators")
    path = diagram.save(tmp_path_factory.mktemp("plate") / "plate.svg")
    width, height = diagram.figure.bbox.size
    windows = []
    for ax in diagram.figure.axes:
        faded = [image.get_extent() for image in ax.images]  # the four borders
        if faded:
            left, right, bottom, top = (pick(extent[at] for extent in faded)
                                        for at, pick in enumerate((min, max, min, max)))
            (x0, y0), (x1, y1) = ax.transData.transform([(left, bottom), (right, top)])
            windows.append((x0 / width, x1 / width, 1 - y1 / height, 1 - y0 / height))
    return Path(path).read_bytes(), windows


@pytest.mark.parametrize("width", [783, 1600], ids=["as it is", "on paper"])
def test_no_hair_of_bone_stays_on_a_border(
        browser: Browser, plate: tuple[bytes, list[tuple[float, float, float, float]]], width: int) -> None:
    svg, windows = plate
    page = browser.new_page(viewport={"width": width, "height": width})
    address = f"data:image/svg+xml;base64,{base64.b64encode(svg).decode('ascii')}"
    page.set_content(f'<body style="margin:0"><img src="{address}" style="width:{width}px;display:block">')
    page.wait_for_function("() => document.images[0].complete && document.images[0].naturalWidth > 0")
    shot = page.locator("img").screenshot()
    page.close()
    pixels = np.asarray(Image.open(io.BytesIO(shot)).convert("RGB"), int)
    bone = pixels[:, :, 0] - pixels[:, :, 2] > 14  # red over blue; labels, lines and paper are grey
    height = len(bone)
    assert windows
    for left, right, top, bottom in windows:
        inside = bone[round(top * height):round(bottom * height), round(left * width):round(right * width)]
        assert inside.mean() > 0.1, "the plate is there"
        for at in round(left * width), round(right * width):
            assert not bone[:, at - 1:at + 2].any(), f"column {at}"
        for at in round(top * height), round(bottom * height):
            assert not bone[at - 1:at + 2].any(), f"row {at}"
