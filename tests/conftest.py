"""What all tests share: a clean environment, and a data folder as a copy that may be spoilt."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tools.checks import ROOT

# A slow moment of the machine is no fault of the code: speed belongs to the benchmarks. In CI the examples are the
# same each time, so that a red run can be run again; at a desk they are new ones.
settings.register_profile("course", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("course")
#: What the published handout holds: a level of its own, a plain one, one on one side.
PUBLISHED = ("figure_four_stretch:easier", "bridge", "sciatic_nerve_slider:base:left")


def needs_jupyterlab(path: Path) -> bool:
    """Whether a module of browser tests takes the page of JupyterLab that its worker's tests share."""
    return path.parent.name == "browser" and "open_notebook" in path.read_text(encoding="utf-8")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first, so that two workers end together: browsers, then notebooks, then the rest."""
    lab = {path: needs_jupyterlab(path) for path in {item.path for item in items}}
    items.sort(key=lambda item: (not lab[item.path], item.path.parent.name != "browser", item.path.suffix != ".ipynb"))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> object | None:
    """Every day one worker has all that is tested in JupyterLab, for to start and to load it takes 15 s of processor
    time; with ``--all`` that would be half of everything, and each module goes by itself."""
    if config.getoption("dist") != "loadscope" or config.getoption("markexpr") != "not slow":
        return None
    from xdist.scheduler import LoadScopeScheduling  # here, for it is there only where xdist is

    class OneJupyterLab(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            scope: str = super()._split_scope(nodeid)
            return "JupyterLab" if needs_jupyterlab(ROOT / scope) else scope

    return OneJupyterLab(config, log)


@pytest.hookimpl(optionalhook=True)  # without pytest-xdist there are no workers
def pytest_handlecrashitem(crashitem: str) -> None:
    """End where a worker did: pytest-xdist would wait for its tests for ever, and never say which of them it was."""
    pytest.exit(f"a worker of pytest ended in {crashitem}", returncode=1)


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


class LentCopy:
    """A copy of a data folder that is lent to one test after the other, each of which finds it as it was made.

    What a test changed is put back, so that the library reads that alone again, and not every table for each test.
    """

    def __init__(self, source: Path, folder: Path) -> None:
        self.source, self.folder = source, folder
        shutil.copytree(source, folder)
        self.state = self._state()

    def _state(self) -> dict[Path, tuple[int, ...]]:
        """What tells whether a file was written to or its mode set, whatever its date says."""
        return {path.relative_to(self.folder): (0,) if path.is_dir() and not path.is_symlink() else
                (status.st_ino, status.st_ctime_ns, status.st_size)
                for path in self.folder.rglob("*") for status in [path.lstat()]}

    def put_back(self) -> None:
        """The folder as it was lent."""
        state = self._state()
        changed = {name for name, status in state.items() if self.state.get(name) != status}
        for name in sorted(changed - set(self.state), reverse=True):
            path = self.folder / name
            if path.is_dir() and not path.is_symlink():
                path.rmdir()
            else:
                path.unlink()
        for name in sorted((changed & set(self.state)) | (set(self.state) - set(state))):
            if (self.source / name).is_dir():
                (self.folder / name).mkdir()
            else:
                (self.folder / name).unlink(missing_ok=True)
                shutil.copy2(self.source / name, self.folder / name)
        if changed or len(state) != len(self.state):
            self.state = self._state()


@pytest.fixture(scope="session")
def _small_copy(small_course: Path, tmp_path_factory: pytest.TempPathFactory) -> LentCopy:
    return LentCopy(small_course, tmp_path_factory.mktemp("small copy") / "data")


@pytest.fixture(scope="session")
def _whole_copy(tmp_path_factory: pytest.TempPathFactory) -> LentCopy:
    return LentCopy(ROOT / "data", tmp_path_factory.mktemp("whole copy") / "data")


@pytest.fixture
def data_copy(_small_copy: LentCopy, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A lecturer's copy of the small course, in use for this test."""
    monkeypatch.setenv("STRETCHLIB_DATA", str(_small_copy.folder))
    yield _small_copy.folder
    _small_copy.put_back()


@pytest.fixture
def whole_data_copy(_whole_copy: LentCopy, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A lecturer's copy of the real ``data/``, in use for a test of what stands in it."""
    monkeypatch.setenv("STRETCHLIB_DATA", str(_whole_copy.folder))
    yield _whole_copy.folder
    _whole_copy.put_back()


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A handout of ``PUBLISHED`` and the pocket page, published once for all workers of a run."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "published \u00e9"
    files = {name: folder / f"{name}.html" for name in ("handout", "pocket")}
    finished = folder / "finished"
    try:
        folder.mkdir()
    except FileExistsError:  # another worker is at it
        deadline = time.monotonic() + 600
        while not finished.exists():
            assert time.monotonic() < deadline, "nobody published the pages"
            time.sleep(0.2)
        return files
    from stretchlib import publish

    publish.handout(PUBLISHED, files["handout"])
    publish.pocket(files["pocket"])
    finished.touch()
    return files


@pytest.fixture
def new_copy(small_course: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lecturer's copy of the small course in a folder that nothing has been read from yet, in use for this test."""
    shutil.copytree(small_course, tmp_path / "data")
    monkeypatch.setenv("STRETCHLIB_DATA", str(tmp_path / "data"))
    return tmp_path / "data"
