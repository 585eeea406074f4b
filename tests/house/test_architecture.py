"""The picture of the house is the house: floors, names and arrows as the imports are."""

from __future__ import annotations

import re
import subprocess

from tools.checks import ROOT
from tools.make_architecture import PICTURE, arrows, floors, picture

PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")


def test_the_picture_is_drawn_from_the_imports() -> None:
    assert PICTURE.read_text(encoding="utf-8") == picture(), "run python -m tools.make_architecture"


def test_no_arrow_goes_up() -> None:
    height = {name: -number for number, name in enumerate(floors())}
    assert len(arrows()) > 40
    assert all(height[upper] > height[lower] for upper, lower in arrows())


def test_the_page_has_a_line_for_each_package_and_names_modules_that_are_there() -> None:
    lines = re.findall(r"^\| `(\w+)` \| .+ \| `([\w/]+\.py)` \|$", PAGE, re.MULTILINE)
    assert [package for package, _ in lines] == floors()
    for package, start in lines:
        assert (ROOT / "stretchlib" / package / start).is_file(), (package, start)
    for module in re.findall(rf"`((?:{'|'.join(floors())})\.(?!csv)[\w.]+)`", PAGE):
        path = ROOT.joinpath("stretchlib", *module.split("."))
        assert path.with_suffix(".py").is_file() or path.is_dir(), module


def test_the_papers_name_files_that_are_there() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    papers = [path for path in tracked if path.endswith(".md") and path != "CHANGELOG.md"]
    named = {(paper, name) for paper in papers
             for name in re.findall(r"`([\w/]+\.(?:py|js|css))`", (ROOT / paper).read_text(encoding="utf-8"))}
    assert len(named) > 60
    gone = {(paper, name) for paper, name in named if not any(f"/{path}".endswith(f"/{name}") for path in tracked)}
    assert not gone
