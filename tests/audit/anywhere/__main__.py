"""The same course elsewhere: ``python -m tests.audit.anywhere versions|lowest|locales|zones|twice|nbval20 [NAME ...]``.

``--write`` puts the rows into docs/verification/anywhere.md; ``--keep FOLDER`` keeps the environments that are made.
Ends with 1 where something failed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from tests import record

from . import environments, locales, nbval20, twice, zones

PARTS = {"versions": environments.versions, "lowest": environments.lowest, "locales": locales.locales,
         "zones": zones.zones, "twice": twice.twice, "nbval20": nbval20.nbval20}


def main(words: list[str]) -> int:
    """Run one part; returns 1 where something failed."""
    parser = argparse.ArgumentParser(prog="python -m tests.audit.anywhere", description=__doc__)
    parser.add_argument("part", choices=list(PARTS))
    parser.add_argument("names", nargs="*", help="some of its rows, such as 3.13 or de_DE.UTF-8 (default: all)")
    parser.add_argument("--write", action="store_true", help="into docs/verification/anywhere.md")
    parser.add_argument("--keep", type=Path, metavar="FOLDER", help="where the environments are kept")
    asked = parser.parse_args(words)
    failed = 0
    with tempfile.TemporaryDirectory() as made:
        folder = (asked.keep or Path(made)).absolute()
        folder.mkdir(parents=True, exist_ok=True)
        for name, cells, faults in PARTS[asked.part](asked.names, folder):
            print(name, *cells, *faults, sep="\n  ", flush=True)
            if asked.write:  # as each is done, so that a run that is broken off keeps what it found
                record.write(f"anywhere: {asked.part}", {name: cells}, {name: faults})
            failed += len(faults)
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
