"""Put the tables through their changes: who notices which."""

from __future__ import annotations

import os
import shutil
import tempfile
import tomllib
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from time import perf_counter
from unittest import mock

import numpy as np
from numpy.typing import NDArray

from stretchlib.authoring import check
from stretchlib.figures.people import sheet
from stretchlib.learner import journal
from stretchlib.tables import paths
from stretchlib.tables.reader import Table
from tools.checks import DAY, ROOT

from .bones import TABLE, BoneChange
from .changes import GEOMETRY, Change
from .covered import below_the_next_area, from_behind, in_depth_alone
from .surfaces import Surface, plain
from .trace import Place, forget, traced
from .waived import waived

OUTCOMES = CHECK, NOTEBOOK, SHOWN, PICTURE, WAIVED, NOBODY = ("check", "notebook", "shown", "picture", "waived",
                                                              "nobody")
OWN = "stretchlib_wrong_numbers_"
EXPORTED = "1790000000"  # an export tells its minute, and the next minute would be taken for a change
QUICK = 0.05  # seconds
#: What the rules of a week of practice are made from; of other tables their part of the check tells nothing.
OF_PROGRAMMES = ("programmes", "programme_items", "programme_rules", "exercises", "exercise_levels", "exercise_steps",
                 "exercise_structures", "red_flags", "references", "words")
#: A picture differs where so many pixels, the patch of one letter, differ by more than so much in their three colours.
VISIBLE = (48, 60)


@dataclass(repr=False)  # all cells with all their readers: written out by a failing test, it filled 15 GB
class Readers:
    """Each surface with what it showed before any change, and which surfaces read a cell."""

    said: dict[str, str] = field(default_factory=dict)
    of: dict[Place, list[Surface]] = field(default_factory=dict)
    cost: dict[str, float] = field(default_factory=dict)  # seconds it took to show; the quick are asked first
    noticed: set[str] = field(default_factory=set)  # the surfaces that have noticed a change
    pictures: dict[str, NDArray[np.uint8]] = field(default_factory=dict)  # of figures, before any change
    stale: list[str] = field(default_factory=list)  # cells of notebooks that differ from their saved output already


@contextmanager
def own_data() -> Iterator[Path]:
    """A copy of the data, in use, with no learner's journal, on the day of the saved outputs; exports have one date."""
    with tempfile.TemporaryDirectory(prefix=OWN) as folder, ExitStack() as patched:
        copy = Path(folder) / "data"
        shutil.copytree(ROOT / "data", copy)
        # A kernel's tables are printed for 80 columns, whatever terminal this runs in.
        own = {"STRETCHLIB_DATA": str(copy), "COLUMNS": "80", "MPLBACKEND": "agg", "STRETCHLIB_TODAY": DAY,
               "STRETCHLIB_JOURNAL": str(Path(folder) / "journal.jsonl"), paths.LANGUAGE: "",
               "SOURCE_DATE_EPOCH": EXPORTED}
        patched.enter_context(mock.patch.dict(os.environ, own))
        # Most of a check is to read again what has not changed.
        for rule in ("_markup_faults", "_together_faults"):
            patched.enter_context(mock.patch.object(check, rule, _once(getattr(check, rule))))
        loads = cache(tomllib.loads)
        patched.enter_context(mock.patch.object(tomllib, "loads", lambda text: deepcopy(loads(text))))
        yield copy
        forget()


def _once(rule: Callable[[Table], Iterator[str]]) -> Callable[[Table], list[str]]:
    """A rule that looks at one table alone, asked once of each table as it was read last."""
    checked: dict[str, tuple[Table, list[str]]] = {}

    def faults(table: Table) -> list[str]:
        if table.name not in checked or checked[table.name][0] is not table:
            checked[table.name] = table, list(rule(table))
        return checked[table.name][1]

    return faults


def readers(surfaces: Iterable[Surface], tables: Collection[str] = ()) -> Readers:
    """Show every surface once and write down what it reads, of these tables or of all."""
    index = Readers()
    with traced() as begin:
        for surface in surfaces:
            reads = begin()
            begun = perf_counter()
            said = tell(surface)
            index.cost[surface.name] = perf_counter() - begun
            if surface.saved is not None and plain(said) != plain(surface.saved):
                index.stale.append(surface.name)
            index.said[surface.name] = said
            for cell in reads:
                if not tables or cell[0] in tables:  # who shows a translation reads all that could be translated
                    index.of.setdefault(cell, []).append(surface)
    return index


def tell(surface: Surface) -> str:
    """What a surface shows, to someone whose journal is empty; an error is shown too."""
    path = os.environ.get("STRETCHLIB_JOURNAL", "")
    if OWN in path:  # never that of a learner
        Path(path).unlink(missing_ok=True)
        journal._CURRENT.clear()
    try:
        return surface.show()
    except Exception as error:  # whatever it is, a reader sees it
        return f"{type(error).__name__}: {error}"


def noticed_by(change: Change | BoneChange, folder: Path, index: Readers) -> tuple[str, str]:
    """(who notices the change first, where). The quick are asked before the check of the data, notebooks first.

    Of a shape the pictures are looked at before slower words: words seldom tell of a shape.
    """
    asked = {reader.name: reader for cell in change.places for reader in index.of.get(cell, [])}
    order = sorted(asked.values(), key=lambda reader: (reader.saved is None, index.cost[reader.name]))
    quick = [reader for reader in order if index.cost[reader.name] < QUICK]
    slow = [reader for reader in order if index.cost[reader.name] >= QUICK]
    figures = sorted((reader for reader in order if reader.draw), key=lambda reader: index.cost[reader.name])
    shape = change.table in (*GEOMETRY, TABLE)
    with change.written(folder):
        noticed = _told_otherwise(quick, index)
        if not noticed:
            faults = check.check_data(None if change.table in OF_PROGRAMMES else folder)
            noticed = (CHECK, faults[0]) if faults else None if shape else _told_otherwise(slow, index)
    passes = isinstance(change, Change) and waived(change)  # then no reader far off is asked, which takes longest
    for surface in figures if not noticed and not passes else ():
        if _drawn_otherwise(surface, change, folder, index):
            return PICTURE, surface.name
    if not noticed and shape and not passes:
        with change.written(folder):
            noticed = _told_otherwise(slow, index)
    if not noticed and isinstance(change, Change) and any(_only_covered(reader, change, folder) for reader in figures):
        return WAIVED, "covered in the picture, and seen from the other side"
    if not noticed and isinstance(change, Change) and in_depth_alone(change):
        return WAIVED, "moved along the line of sight alone"
    if not noticed and isinstance(change, Change) and below_the_next_area(change):
        return WAIVED, "below the next area, or beyond the body"
    return noticed or (WAIVED if passes else NOBODY, f"{len(asked)} read it")


def _told_otherwise(surfaces: Iterable[Surface], index: Readers) -> tuple[str, str] | None:
    for surface in surfaces:
        if plain(tell(surface)) != plain(index.said[surface.name]):
            index.noticed.add(surface.name)
            return (SHOWN if surface.saved is None else NOTEBOOK), surface.name
    return None


def _drawn_otherwise(surface: Surface, change: Change | BoneChange, folder: Path, index: Readers) -> bool:
    if surface.name not in index.pictures:
        index.pictures[surface.name] = _pixels(surface)
    with change.written(folder):
        try:
            now = _pixels(surface)
        except Exception:  # whatever it is, a reader sees it, and no picture
            return True
    return _differ(index.pictures[surface.name], now)


def _only_covered(surface: Surface, change: Change, folder: Path) -> bool:
    """Whether the picture of a posture shows the change from the other side, the legs of an examiner in its frame."""
    pictures = []
    with mock.patch.object(sheet, "BEHIND", []):
        for view in from_behind(change):
            with view.written(folder):
                pictures.append(_pixels(surface))
    return bool(pictures) and _differ(*pictures)


def _differ(first: NDArray[np.uint8], second: NDArray[np.uint8]) -> bool:
    if first.shape != second.shape:
        return True
    return int((abs(first.astype(np.int16) - second).sum(axis=2) > VISIBLE[0]).sum()) > VISIBLE[1]


def _pixels(surface: Surface) -> NDArray[np.uint8]:
    """The figure as a reader sees it in a notebook."""
    assert surface.draw
    return np.asarray(surface.draw().image(), dtype=np.uint8)


def tally(changes: Iterable[Change | BoneChange], folder: Path, index: Readers
          ) -> tuple[Counter[tuple[str, str]], list[str]]:
    """(how many of each kind who noticed, a sentence for each change that nobody noticed).

    Raises ``RuntimeError`` where a surface goes on showing a change that was taken back: it would notice anything.
    """
    count: Counter[tuple[str, str]] = Counter()
    missed = []
    index.noticed.clear()
    for change in changes:
        who, where = noticed_by(change, folder, index)
        count[change.kind, who] += 1
        if who == NOBODY:
            missed.append(f"{change} ({where})")
    by_name = {surface.name: surface for those in index.of.values() for surface in those}
    for name in sorted(index.noticed):
        if plain(tell(by_name[name])) != plain(index.said[name]):
            raise RuntimeError(f"{name} shows what stood in the tables before.")
    return count, missed
