"""The README's moving picture is the stage as it is drawn today, light enough to load, and comes to rest."""

from __future__ import annotations

import numpy as np
from PIL import Image
from playwright.sync_api import Browser

from tools import make_readme_motion as motion

STILL_ALIKE = 4.0  # mean difference of a colour, of 255: what the packing of a film costs


def test_it_is_as_it_is_drawn_today(browser: Browser) -> None:
    kept = Image.open(motion.PICTURE)
    kept.seek(0)
    first = np.asarray(kept.convert("RGB"), dtype=float)
    explorer = motion.opened(browser)
    today = np.asarray(motion.frame(explorer.page, explorer, 0), dtype=float)
    bent = np.asarray(motion.frame(explorer.page, explorer, motion.FLEXION), dtype=float)
    explorer.page.close()
    rows = min(len(first), len(today), len(bent))
    assert np.abs(first[:rows] - today[:rows]).mean() < STILL_ALIKE, "run python -m tools.make_readme_motion"
    assert np.abs(bent[:rows] - today[:rows]).mean() > STILL_ALIKE, "nothing moves"


def test_it_rests_after_five_seconds() -> None:
    kept = Image.open(motion.PICTURE)
    assert motion.PICTURE.stat().st_size <= motion.LARGEST
    assert kept.info["loop"] == 1
    assert motion.FRAMES * motion.FRAME_MS == 5000
    assert motion.angles()[0] == motion.angles()[-1] == 0
