"""Run the proof and write its tables: ``python -m tests.audit.wrong_numbers data|code [--most N] [NAME ...]``.

``data`` goes through the tables, ``code`` through the calculations; names choose some of them, ``--most`` takes a
seeded sample of each. All of it takes about an hour on two idle cores. Ends with 1 where something passed unnoticed.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, TypeVar

from tests import record

from . import code

if TYPE_CHECKING:  # not loaded: the half of the code must not have the library yet
    from .bones import BoneChange
    from .changes import Change

Each = TypeVar("Each")


def main(words: list[str]) -> int:
    """Run one half of the proof; returns 1 where something passed unnoticed."""
    parser = argparse.ArgumentParser(prog="python -m tests.audit.wrong_numbers", description=__doc__)
    parser.add_argument("half", choices=("data", "code"))
    parser.add_argument("names", nargs="*")
    parser.add_argument("--most", type=int, default=10 ** 9)
    parser.add_argument("--shown", default="", help="ask only what is shown under names such as 'guide|05_.*'")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--at-once", type=int, default=2, help="mutants that are tested side by side")
    parser.add_argument("--write", action="store_true", help="into docs/verification/wrong_numbers.md")
    asked = parser.parse_intermixed_args(words)  # options may stand before names
    unnoticed = 0
    if asked.half == "data":
        results = _data(asked.names, asked.most, asked.seed, asked.shown)
    else:
        results = _code(asked.names, asked.most, asked.seed, asked.at_once)
    for name, cells, left in results:
        print(name, *cells, *left, sep="\n  ", flush=True)
        if asked.write:  # as each is done, so that a run that is broken off keeps what it found
            record.write(f"wrong numbers: {asked.half}", {name: cells}, {name: left})
        unnoticed += len(left)
    return int(bool(unnoticed))


def sample(every: Sequence[Each], most: int, seed: int, name: str) -> list[Each]:
    """At most so many of them, the same for the same seed."""
    return list(every) if len(every) <= most else random.Random(f"{seed} {name}").sample(list(every), most)


def every_change(table: str, seed: int) -> list[Change | BoneChange]:
    """Every change of a table or, by the name ``bones``, of the bones."""
    from . import bones, changes

    return [*bones.bone_changes(seed)] if table == bones.TABLE else [*changes.changes(table, seed)]


Result = tuple[str, list[object], list[str]]  # name, the cells of its row, what was not noticed


def _data(names: list[str], most: int, seed: int, pattern: str) -> Iterator[Result]:
    from stretchlib.tables import catalogue

    from . import data
    from .bones import TABLE
    from .products import surfaces

    with data.own_data() as folder:
        index = data.readers((surface for surface in surfaces(names) if re.match(pattern, surface.name)), names)
        if index.stale:
            sys.exit(f"These cells differ from their saved outputs already: {', '.join(index.stale)}; run them again.")
        for table in names or [*catalogue.catalogue().resources, TABLE]:
            every = every_change(table, seed)
            drawn = sample(every, most, seed, table)
            count, left = data.tally(drawn, folder, index)
            who: Counter[str] = Counter()
            for (_, outcome), number in count.items():
                who[outcome] += number
            yield table, [f"{len(drawn)} of {len(every)}", *(who[verdict] for verdict in data.OUTCOMES)], left


def _code(names: list[str], most: int, seed: int, at_once: int) -> Iterator[Result]:
    from .mutants import mutants
    from .waived_mutants import WAIVED

    code.load_all()
    for module in names or code.TESTS:
        seconds = code.allowed(module)
        every = mutants(module)
        drawn = sample(every, most, seed, module)
        alive = []
        for mutant, noticed in code.tried(drawn, seconds, at_once):
            if not noticed:
                alive.append(mutant)
                print(f"  not noticed: {mutant.name}", file=sys.stderr, flush=True)
        left = [mutant.name.removeprefix(f"{module}: ") for mutant in alive if mutant.name not in WAIVED]
        waived = len(alive) - len(left)
        share = 100 * (len(drawn) - len(alive)) / max(len(drawn) - waived, 1)
        cells = [f"{len(drawn)} of {len(every)}", len(drawn) - len(alive), waived, len(left), f"{share:.0f} %"]
        yield module, cells, left


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
