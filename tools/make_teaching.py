"""Write ``docs/teaching/notebooks.md`` and ``competences.csv`` from the notebooks and the question bank.

``python -m tools.make_teaching`` writes them; a test holds them in step. Nothing in them is typed twice.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

from stretchlib.questions.bank import Question, bank
from stretchlib.questions.marking import answer_text
from stretchlib.questions.sheet import Sheet
from stretchlib.tables import catalogue

from .checks import ROOT

TEACHING = ROOT / "docs" / "teaching"
HEAD = """# What each notebook asks

Made by `python -m tools.make_teaching` from the notebooks and the tables; do not edit it by hand. For each notebook
its outcomes and minutes, then every question with its key and **the usual wrong answers with what they show**. Ids are
stable: write them on your own slides. Questions marked *made* are drawn with a seed and computed from the model; the
example here has seed 0.
"""


def main() -> None:
    """Write both files."""
    (TEACHING / "notebooks.md").write_text(guide(), encoding="utf-8", newline="\n")
    (TEACHING / "competences.csv").write_text(competences(), encoding="utf-8", newline="\n")


def guide() -> str:
    """The text of ``notebooks.md``."""
    parts = [HEAD]
    for path in sorted((ROOT / "notebooks").glob("0*.ipynb")):
        parts.append("\n".join(_notebook(path)))
    return "\n".join(parts) + "\n"


def competences() -> str:
    """The text of ``competences.csv``: objectives and where they are asked; the last three columns are a school's."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["objective", "text", "notebooks", "your_framework", "your_code", "your_level"])
    for row in catalogue.rows("objectives"):
        asked = sorted({question.notebook for question in bank(objective=str(row["id"]))})
        writer.writerow([row["id"], row["text"], "; ".join(asked), "", "", ""])
    return out.getvalue()


def _notebook(path: Path) -> Iterator[str]:
    cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    prose = "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")
    title = re.search(r"^# (.+)$", prose, re.MULTILINE)
    minutes = re.search(r"\*\*Time:\*\* (.+?)\.\s*$", prose, re.MULTILINE)
    outcomes = re.search(r"After this notebook you can\n\n((?:- .+\n(?:  .+\n)*)+)", prose)
    yield f"\n## {path.stem[:2]}. {title[1] if title else path.stem}\n"
    if minutes:
        yield f"**Time:** {minutes[1]}.\n"
    if outcomes:
        yield f"Afterwards a student can\n\n{outcomes[1].strip()}\n"
    mine = [question for question in bank(optional=True) if question.notebook == path.stem[:2]]
    if mine:
        yield "| item | objective | question | key | usual wrong answers |\n| --- | --- | --- | --- | --- |"
        yield from map(_row, mine)


def _row(question: Question) -> str:
    drawn = Sheet(question).question
    marks = ["made"] * (question.kind == "model") + ["extra"] * question.optional
    name = question.id + (f" ({', '.join(marks)})" if marks else "")
    cells = (name, question.objective, drawn.stem, _key(drawn), _wrong(drawn))
    return "| " + " | ".join(_plain(cell) for cell in cells) + " |"


def _key(question: Question) -> str:
    if question.kind == "written":  # the rubric, not the example
        return "; ".join(criterion.text for criterion in question.of("criterion"))
    return answer_text(question)


def _wrong(question: Question) -> str:
    if question.kind == "numeric":
        return " / ".join(f"{slip.match}: {slip.feedback}" for slip in question.of("misconception"))
    if question.kind in ("single", "label", "area"):
        return " / ".join(f"{option.name}: {option.feedback}" for option in question.of("choice", "region", "area")
                          if not option.correct)
    return ""


def _plain(text: str) -> str:
    """Text inside a cell of a Markdown table."""
    return re.sub(r"\s+", " ", text).replace("|", "\\|").replace("<", "&lt;").strip()


if __name__ == "__main__":
    main()
