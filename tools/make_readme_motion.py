"""The moving picture of the README: the stage itself, filmed as a page draws it. It plays once and rests.

``python -m tools.make_readme_motion`` writes ``docs/pictures/hip_in_motion.webp``. It needs a Chromium (Debian:
chromium, or named in ``CHROMIUM``), whose software renderer draws it alike on every computer.
"""

from __future__ import annotations

import io
import math
import sys
import tempfile
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Locator, Page, sync_playwright

import stretchlib as sl

from .checks import ROOT

sys.path.insert(0, str(ROOT / "tests" / "browser"))
from lab_page import FLAGS, chromium  # type: ignore[import-not-found]
from stage_page import at_rest, stands, write_page  # type: ignore[import-not-found]

PICTURE = ROOT / "docs" / "pictures" / "hip_in_motion.webp"
FLEXION = 100  # degrees, as far as the thigh is lifted
FRAMES, FRAME_MS = 40, 125  # five seconds
LARGEST = 1_500_000  # bytes
WIDTH, QUALITY = 820, 82


def angles() -> list[int]:
    """Degrees of hip flexion, a frame each: up, a short stay, and down to standing, where the picture rests."""
    lift = FRAMES * 2 // 5
    stay = FRAMES - 2 * lift
    up = [round(FLEXION * (1 - math.cos(math.pi * frame / (lift - 1))) / 2) for frame in range(lift)]
    return [*up, *[FLEXION] * stay, *reversed(up)]


def frame(page: Page, explorer: Locator, flexion: int) -> Image.Image:
    """The explorer with the hip bent so far, once it has been drawn and its names stand still."""
    field = explorer.locator("[data-field=flexion]")
    field.fill(str(flexion))
    field.press("Enter")
    field.blur()
    page.wait_for_timeout(150)
    at_rest(page, explorer)
    return Image.open(io.BytesIO(explorer.screenshot())).convert("RGB")


def opened(browser: Browser) -> Locator:
    """The explorer of the hip on a page of its own."""
    page = browser.new_page(viewport={"width": WIDTH, "height": 700}, color_scheme="light")
    with tempfile.TemporaryDirectory() as folder:
        page.goto(write_page(Path(folder) / "hip.html", [sl.explore_hip()], width=f"{WIDTH}px").as_uri())
    explorer = stands(page)
    at_rest(page, explorer)
    return explorer


def film(browser: Browser) -> list[Image.Image]:
    """The frames, one after the other."""
    explorer = opened(browser)
    every = {flexion: frame(explorer.page, explorer, flexion) for flexion in sorted(set(angles()))}
    size = WIDTH, max(image.height for image in every.values())  # a longer sentence makes it a line higher
    filmed = {flexion: Image.new("RGB", size, "white") for flexion in every}
    for flexion, paper in filmed.items():
        paper.paste(every[flexion])
    return [filmed[flexion] for flexion in angles()]


def main() -> None:
    """Write the picture; raises SystemExit where it is heavier than a reader should load."""
    path = chromium()
    if path is None:
        raise SystemExit("no Chromium was found: install it (Debian: chromium), or name it in CHROMIUM")
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=FLAGS)
        first, *others = film(browser)
        browser.close()
    made = io.BytesIO()
    first.save(made, "webp", save_all=True, append_images=others, duration=FRAME_MS, loop=1, quality=QUALITY, method=6)
    if len(made.getvalue()) > LARGEST:
        raise SystemExit(f"{PICTURE.name} has {len(made.getvalue()):,} bytes, more than {LARGEST:,}: lower QUALITY")
    PICTURE.write_bytes(made.getvalue())
    print(f"{PICTURE.relative_to(ROOT)}: {len(made.getvalue()):,} bytes")


if __name__ == "__main__":
    main()
