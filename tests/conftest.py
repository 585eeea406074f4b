"""What all tests share: a clean environment, and a data folder as a copy that may be spoilt."""

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


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first, so that two workers end together: browsers, then notebooks, then the rest."""
    items.sort(key=lambda item: (item.path.parent.name != "browser", item.path.suffix != ".ipynb"))


@pytest.fixture(autouse=True)
def _own_folders(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("STRETCHLIB_DATA", "STRETCHLIB_COURSE", "STRETCHLIB_JOURNAL", "STRETCHLIB_LANGUAGE",
                 "STRETCHLIB_TODAY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("STRETCHLIB_MY_ROWS", "none")  # so that no command reads what the person at this desk has in use


@pytest.fixture(scope="session")
def small_course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small course of ``make_fixture_course.py``; nobody writes into it."""
    from make_fixture_course import make  # here, for not every run of tests needs the library's check

    return make(tmp_path_factory.mktemp("small course") / "data")


@pytest.fixture
def data_copy(small_course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lecturer's copy of the small course, in use for this test."""
    return in_use(small_course, tmp_path / "data", monkeypatch)


@pytest.fixture
def whole_data_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lecturer's copy of the real ``data/``, in use for a test of what stands in it."""
    return in_use(ROOT / "data", tmp_path / "data", monkeypatch)


def in_use(folder: Path, copy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Copy a data folder and have the library read the copy."""
    shutil.copytree(folder, copy)
    monkeypatch.setenv("STRETCHLIB_DATA", str(copy))
    return copy
