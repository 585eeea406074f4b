"""The results as tables in ``docs/verification/``: a run replaces the rows of what it ran and leaves the others."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from tools.checks import ROOT

FOLDER = ROOT / "docs" / "verification"


def write(mark: str, rows: Mapping[str, Sequence[object]], left: Mapping[str, Sequence[str]] | None = None,
          file: Path | None = None) -> None:
    """Put ``rows`` (first cell -> other cells) into the table under ``<!-- mark -->``, and what was ``left`` of each,
    where that is told, into the list under ``<!-- mark: left -->``, of ``file`` or the one named as ``mark`` begins."""
    file = file or FOLDER / f"{mark.partition(':')[0].replace(' ', '_')}.md"
    text = file.read_text(encoding="utf-8")
    text = _merged(text, mark, {name: f"| {name} | {' | '.join(map(str, cells))} |" for name, cells in rows.items()},
                   r"\| ([^|]+) \|")
    if left is not None:
        lines = {name: "\n".join(f"- {name}: {sentence}" for sentence in sentences) for name, sentences in left.items()}
        text = _merged(text, f"{mark}: left", lines, r"- ([^:]+): ")
    file.write_text(text, encoding="utf-8", newline="\n")


def _merged(text: str, mark: str, new: Mapping[str, str], name: str) -> str:
    begin, end = f"<!-- {mark} -->\n", f"<!-- {mark}: end -->"
    before, rest = text.split(begin)
    inside, after = rest.split(end)
    kept_lines: dict[str, list[str]] = {}
    head = []
    lines = inside.splitlines()
    rule = re.compile(r"\|( :?-+:? \|)+")
    above = next((number for number, line in enumerate(lines) if rule.fullmatch(line)), -1)  # where a table's head ends
    for number, line in enumerate(lines):
        row = re.match(name, line)
        if not row or number <= above:
            head += [line]
        elif row[1] not in new:
            kept_lines.setdefault(row[1], []).append(line)
    every = {**{key: "\n".join(lines) for key, lines in kept_lines.items()}, **new}
    body = [*head, *(every[key] for key in sorted(every) if every[key])]
    return before + begin + "".join(f"{line}\n" for line in body) + end + after
