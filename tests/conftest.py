"""What all tests share: a clean environment, and the data folder as a copy that may be spoilt."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import settings

from tools.checks import ROOT

# A slow moment of the machine is no fault of the code: speed belongs to the benchmarks. In CI the examples are the
# same each time, so that a red run can be run again; at a desk they are new ones.
settings.register_profile("course", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("course")


@pytest.fixture(autouse=True)
def _own_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("STRETCHLIB_DATA", "STRETCHLIB_COURSE", "STRETCHLIB_JOURNAL", "STRETCHLIB_LANGUAGE",
                 "STRETCHLIB_TODAY"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def data_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lecturer's copy of ``data/``, in use for this test."""
    copy = tmp_path / "data"
    shutil.copytree(ROOT / "data", copy)
    monkeypatch.setenv("STRETCHLIB_DATA", str(copy))
    return copy
