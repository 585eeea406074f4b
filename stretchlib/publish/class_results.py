"""A class's result files into one table and one picture; what is faulty or foreign is named and left out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..core.errors import StretchlibError
from ..core.spreadsheet import write_csv_for_spreadsheet
from ..figures import Diagram, plot_class
from ..learner.results import Result, read_result
from ..questions.bank import bank
from ..tables.phrases import say

COLUMNS = ("question", "objective", "learners", "right", "share_right", "mean_points", "mean_confidence_percent",
           "question_text")


@dataclass(frozen=True)
class Collected:
    """What a folder of result files holds: ``rows`` a question each, ``skipped`` a sentence for each file left out."""

    rows: tuple[dict[str, Any], ...]
    files: int
    skipped: tuple[str, ...]

    def picture(self) -> Diagram:
        """The class at a glance. Raises :class:`StretchlibError` where no answer was found."""
        return plot_class(self.rows)

    def save(self, path: str | Path) -> tuple[Path, Path]:
        """Write the table as CSV and beside it the picture as PNG; returns both paths."""
        path = Path(path)
        if path.suffix != ".csv":
            raise StretchlibError(f"The table of a class is written as .csv, not as {path.name!r}; change the ending.")
        diagram = self.picture()
        table = write_csv_for_spreadsheet(path, COLUMNS, ([row[name] for name in COLUMNS] for row in self.rows))
        return table, diagram.save(path.with_suffix(".png"), credit_line=True)

    def __repr__(self) -> str:
        counted = say("class.counted_one", questions=len(self.rows)) if self.files == 1 else \
            say("class.counted", files=self.files, questions=len(self.rows))
        return "\n".join([counted, *(say("class.left_out", why=sentence) for sentence in self.skipped)])


def collect(folder: str | Path) -> Collected:
    """Read every file of ``folder`` (not of folders within). A file that is the copy of another counts once.

    Raises :class:`StretchlibError` where the folder cannot be read or holds no result file.
    """
    folder = Path(folder)
    try:
        paths = sorted(path for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
    except OSError as error:
        raise StretchlibError(f"{folder} cannot be read as a folder ({error.strerror or error}); give the folder that "
                              "holds the result files.") from None
    by_content: dict[Any, Result] = {}
    skipped = []
    for path in paths:
        try:
            result = read_result(path)
        except StretchlibError as error:
            skipped.append(str(error))
            continue
        same = repr((result.code_word, result.written_at, result.answers))
        if same in by_content:
            twin = getattr(by_content[same].path, "name", "")
            skipped.append(say("class.copy", name=path.name, twin=twin))
        else:
            by_content[same] = result
    if not by_content:
        raise StretchlibError("\n".join([*skipped, f"{folder} holds no result file that can be read; ask the class for "
                                                   "files written by sl.results.result().save(...)."]))
    return Collected(tuple(_rows(by_content.values())), len(by_content), tuple(skipped))


def _rows(results: Iterable[Result]) -> Iterable[dict[str, Any]]:
    """A row a question, the least right first: of each file the first answer to it."""
    first: dict[str, list[Any]] = {}
    for result in results:
        for name, answer in {answer["question"]: answer for answer in reversed(result.answers)}.items():
            first.setdefault(name, []).append(answer)
    questions = {question.id: question for question in bank(optional=True)}
    rows = []
    for name, answers in first.items():
        right = sum(bool(answer["right"]) for answer in answers)
        sure = [answer["confidence"] for answer in answers if answer["confidence"] is not None]
        rows.append({
            "question": name, "objective": questions[name].objective if name in questions else "",
            "learners": len(answers), "right": right, "share_right": round(right / len(answers), 3),
            "mean_points": round(sum(answer["points"] for answer in answers) / len(answers), 3),
            "mean_confidence_percent": round(sum(sure) / len(sure), 1) if sure else "",
            "question_text": questions[name].stem if name in questions else ""})
    return sorted(rows, key=lambda row: (row["share_right"], row["question"]))
