"""Put the tables through their changes: who notices which."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from unittest import mock

import numpy as np
from numpy.typing import NDArray

from stretchlib import journal
from stretchlib.check import check_data
from tools.checks import ROOT

from .changes import Change
from .surfaces import Surface, plain
from .trace import Place, forget, traced
from .waived import waived

OUTCOMES = CHECK, NOTEBOOK, SHOWN, PICTURE, WAIVED, NOBODY = ("check", "notebook", "shown", "picture", "waived",
                                                              "nobody")
OWN = "stretchlib_wrong_numbers_"
VISIBLE = (48, 200)  # a picture differs where so many pixels differ by more than so much, of 255


@dataclass
class Readers:
    """Each surface with what it showed before any change, and which surfaces read a cell."""

    said: dict[str, str] = field(default_factory=dict)
    of: dict[Place, list[Surface]] = field(default_factory=dict)
    cost: dict[str, float] = field(default_factory=dict)  # seconds it took to show; the quick are asked first
    stale: list[str] = field(default_factory=list)  # cells of notebooks that differ from their saved output already


@contextmanager
def own_data() -> Iterator[Path]:
    """A copy of the data, in use, with no learner's journal."""
    with tempfile.TemporaryDirectory(prefix=OWN) as folder:
        copy = Path(folder) / "data"
        shutil.copytree(ROOT / "data", copy)
        # A kernel's tables are printed for 80 columns, whatever terminal this runs in.
        with mock.patch.dict(os.environ, {"STRETCHLIB_DATA": str(copy), "COLUMNS": "80", "MPLBACKEND": "agg",
                                          "STRETCHLIB_JOURNAL": str(Path(folder) / "journal.jsonl")}):
            yield copy
        forget()


def readers(surfaces: Iterable[Surface]) -> Readers:
    """Show every surface once and write down what it reads."""
    found = Readers()
    with traced() as begin:
        for one in surfaces:
            reads = begin()
            begun = perf_counter()
            said = tell(one)
            found.cost[one.name] = perf_counter() - begun
            if one.saved is not None and plain(said) != plain(one.saved):
                found.stale.append(one.name)
            found.said[one.name] = said
            for place in reads:
                found.of.setdefault(place, []).append(one)
    return found


def tell(surface: Surface) -> str:
    """What a surface shows, to someone whose journal is empty; an error is shown too."""
    place = os.environ.get("STRETCHLIB_JOURNAL", "")
    if OWN in place:  # never that of a learner
        Path(place).unlink(missing_ok=True)
        journal._CURRENT.clear()
    try:
        return surface.show()
    except Exception as error:  # whatever it is, a reader sees it
        return f"{type(error).__name__}: {error}"


def noticed_by(change: Change, folder: Path, known: Readers) -> tuple[str, str]:
    """(who notices the change first, where)."""
    before = change.write(folder)
    try:
        faults = check_data(folder)
        if faults:
            return CHECK, faults[0]
        asked = {one.name: one for place in change.places for one in known.of.get(place, [])}
        for one in sorted(asked.values(), key=lambda one: (one.saved is None, known.cost[one.name])):
            if plain(tell(one)) != plain(known.said[one.name]):
                return (SHOWN if one.saved is None else NOTEBOOK), one.name
        drawn = {name: _pixels(one) for name, one in asked.items() if one.draw}
    finally:
        (folder / f"{change.table}.csv").write_bytes(before)
    for name, picture in drawn.items():
        as_it_was = _pixels(asked[name])
        if picture.shape != as_it_was.shape or (abs(picture - as_it_was).max(axis=2) > VISIBLE[0]).sum() > VISIBLE[1]:
            return PICTURE, name
    return (WAIVED if waived(change) else NOBODY), f"{len(asked)} read it"


def _pixels(surface: Surface) -> NDArray[np.int16]:
    """The figure as a reader sees it in a notebook."""
    assert surface.draw
    return np.asarray(surface.draw().image(), dtype=np.int16)


def tally(changes: Iterable[Change], folder: Path, known: Readers) -> tuple[Counter[tuple[str, str]], list[str]]:
    """(how many of each kind who noticed, a sentence for each change that nobody noticed)."""
    count: Counter[tuple[str, str]] = Counter()
    missed = []
    for change in changes:
        who, where = noticed_by(change, folder, known)
        count[change.kind, who] += 1
        if who == NOBODY:
            missed.append(f"{change} ({where})")
    return count, missed
