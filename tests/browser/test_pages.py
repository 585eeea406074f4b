"""Two notebooks on a student's laptop keep to the budget of screens and of words; the command measures them all."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from lab_page import Lab, faults, run_all
from playwright.sync_api import Page

from tests.audit.pages.measure import WINDOW, measured


@pytest.mark.parametrize("name", ["00_start_here", "02_hip_position_and_muscles"])
def test_a_notebook_keeps_to_the_budget(lab: Lab, open_notebook: Callable[..., Page], name: str) -> None:
    (lab.folder / "journal.jsonl").unlink(missing_ok=True)
    page = open_notebook(lab.copy_of(name, f"pages_{name}"), viewport=WINDOW)
    run_all(page)
    assert faults(page) == []
    length = measured(page)
    assert length.faults == []
    # Something was measured: text and pictures take more than a screen each, and code is folded into bars.
    assert length.core > 4 * 647
    assert len(length.captions) >= 3
    assert min(length.captions) > 2
    assert length.code / len(length.cells) < 30
