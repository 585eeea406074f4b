"""All that is made from the sources, made twice: other folder, day, zone and order of sets, the same bytes."""

from __future__ import annotations

import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path

import stretchlib as sl
from tools.checks import ROOT, environment

from . import running

EPOCH = "1767225600"  # for what carries a time by its nature: the notes of an Anki deck
#: The settings of the two rounds; the second begins later by the clock as well.
ROUNDS: tuple[Mapping[str, str], ...] = (
    {"PYTHONHASHSEED": "1", "TZ": "UTC", "LC_ALL": "C.UTF-8", "STRETCHLIB_TODAY": "2026-11-30"},
    {"PYTHONHASHSEED": "4242", "TZ": "Pacific/Kiritimati", "LC_ALL": "C", "STRETCHLIB_TODAY": "2026-12-24"})


def _bank(kind: str) -> Callable[[Path], object]:
    return lambda folder: getattr(sl.publish, kind)(folder / "bank")


def _pages(folder: Path) -> None:
    sl.publish.handout(["bridge", "sciatic_nerve_slider:base:left"], folder / "handout.html")
    sl.publish.pocket(folder / "pocket.html")


def _figures(folder: Path) -> None:
    for end in ("png", "svg"):
        sl.publish.figure("plot_muscle_map", "deep_rotators", path=folder / f"map.{end}")
        sl.publish.figure("plot_moment_arm", "piriformis", path=folder / f"arm.{end}")


def _deck(folder: Path) -> None:
    from stretchlib.publish.deck.printed import deck

    deck(ROOT / "notebooks" / "class_deck.ipynb", folder / "deck.html")


def _texts(folder: Path) -> None:
    from tools import make_dictionary, make_review_forms, make_teaching

    texts = {"dictionary.md": make_dictionary.dictionary(), "guide.md": make_teaching.guide(),
             "competences.csv": make_teaching.competences(),
             **{f"form_{name}": text for name, text in make_review_forms.pages(kept_only=False).items()}}
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8", newline="\n")


def _wheel(folder: Path) -> None:
    from stretchlib.publish.site.wheels import own_wheel

    own_wheel(ROOT, folder)


def _site(folder: Path) -> None:
    from stretchlib.publish.site.site import site

    site(folder / "site")


def _reference(folder: Path) -> None:
    from tools import make_hip_reference

    make_hip_reference.main()
    shutil.move(ROOT / "tests" / "hip_reference.csv", folder)


def _bones(folder: Path) -> None:
    from tools import make_bones

    spec = find_spec("myo_sim")
    meshes = Path(str(spec.submodule_search_locations[0])) / "models" / "meshes" if spec else Path("none")
    make_bones.main(meshes)
    shutil.move(ROOT / "data" / "anatomy" / "bones.npz", folder)


QUICK: dict[str, Callable[[Path], object]] = {
    "handout and pocket page": _pages, "Moodle XML": _bank("moodle"), "table of questions": _bank("bank_csv"),
    "Anki deck": _bank("anki"), "figures as PNG and SVG": _figures, "slides as HTML": _deck,
    "dictionary, teaching kit, review forms": _texts}
PARTS = {**QUICK, "wheel": _wheel, "site": _site, "hip reference": _reference, "bones": _bones}
NEEDS = {"hip reference": "opensim", "bones": "myo_sim"}
KEPT = {"hip reference": "tests/hip_reference.csv", "bones": "data/anatomy/bones.npz"}  # as they stand in the course


def twice(names: Sequence[str], folder: Path) -> running.Results:
    """Each part in two copies of the checkout that differ in all that must not matter."""
    for name in names or PARTS:
        if NEEDS.get(name) and find_spec(NEEDS[name]) is None:
            yield name, ["not made: it needs an environment of its own, see tools/"], []
            continue
        first, second = (made(name, folder / subfolder) for subfolder in ("one", "another folder, für Ana"))
        faults = differ(first, second)
        if name in KEPT and hashed(ROOT / KEPT[name]) not in first.values():
            faults.append(f"{KEPT[name]} is not what is made")
        yield name, [f"{len(first)} file{'' if len(first) == 1 else 's'}, "
                     f"{sum(size for _, size in first.values()) / 1000:.0f} kB"], faults


def made(name: str, folder: Path) -> dict[str, tuple[str, int]]:
    """File name -> (hash, size) of one part, made from a copy of the checkout in ``folder``."""
    copy, out = folder / "checkout", folder / "made"
    shutil.rmtree(out, ignore_errors=True)
    out.mkdir(parents=True)
    if not copy.exists():
        left = shutil.ignore_patterns(".venv*", ".git", "my_course", "__pycache__", ".*_cache", ".hypothesis")
        shutil.copytree(ROOT, copy, ignore=left, copy_function=shutil.copyfile)  # with the date of now
    again = folder.name != "one"
    settings = {**environment(), **ROUNDS[again], "SOURCE_DATE_EPOCH": EPOCH, "PYTHONPATH": str(copy)}
    run = subprocess.run([sys.executable, "-m", "tests.audit.anywhere.twice", name, str(out)], cwd=copy, env=settings,
                         check=False, capture_output=True, text=True, encoding="utf-8", errors="replace")
    if run.returncode:
        raise RuntimeError(f"{name} could not be made: {run.stderr.strip()[-600:]}")
    return {path.relative_to(out).as_posix(): hashed(path) for path in sorted(out.rglob("*")) if path.is_file()}


def hashed(path: Path) -> tuple[str, int]:
    """Hash and size of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size


def differ(first: Mapping[str, object], second: Mapping[str, object]) -> list[str]:
    """The names of the files that are not the same; nothing at all is a difference, too."""
    if not first:
        return ["nothing was made"]
    return [name for name in sorted({*first, *second}) if first.get(name) != second.get(name)]


if __name__ == "__main__":
    PARTS[sys.argv[1]](Path(sys.argv[2]))
