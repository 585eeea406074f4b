"""Invented trial reports to read, and their rating with the PEDro scale as a question made from the tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..core.document import Heading, Paragraph, Part, emphasis, strong
from ..core.errors import StretchlibError
from ..evidence.references import split_keys
from ..tables import catalogue, reviews
from ..tables.phrases import say
from ..tables.reader import Table, sentence
from ..tables.rows import Row
from ..tables.shows_document import ShowsDocument
from .bank import Option, Question

PARTS = ("aim", "methods", "results", "conclusion")
MET, NOT_MET = "_yes", "_no"


@dataclass(frozen=True, repr=False)
class TrialReport(ShowsDocument):
    """One report; shows itself as a short article that says first of all that it is invented."""

    row: Row

    def parts(self) -> Iterator[Part]:
        headings = [(part, say(f"trial.part.{part}")) for part in PARTS]
        yield (Heading(str(self.row["title"])), Paragraph(emphasis(str(self.row["invented"])), apart=True),
               *(Paragraph((strong(f"{heading}.", plain=f"{heading}:"), f" {self.row[part]}"), apart=True)
                 for part, heading in headings))


def trial_report(report: str) -> TrialReport:
    """The invented report of this id, such as ``"stretch_and_back"``, to read; raises for an unknown one."""
    return TrialReport(catalogue.row("trial_reports", report))


def rating_question(report: str) -> Question:
    """The rating of a report as a question: each item met or not, with where in the report it shows.

    Raises :class:`StretchlibError` for an unknown report.
    """
    row = catalogue.row("trial_reports", report)
    key = {str(rated["item"]): rated for rated in catalogue.rows("trial_ratings") if rated["report"] == report}
    items = sorted(catalogue.rows("pedro_items"), key=lambda item: int(str(item["number"])))
    for item in items:
        if str(item["id"]) not in key:
            raise StretchlibError(_unrated(report, str(item["id"])))
    sources = dict.fromkeys(source for item in items for source in split_keys(item["sources"]))
    return Question(id=f"pedro_{report}", kind="rating", stem=say("trial.rate", title=row["title"]),
                    options=tuple(option for item in items for option in _levels(item, key[str(item["id"])])),
                    notebook="04", objective="LO5", level="apply", sources=tuple(sources),
                    certainty=str(row["certainty"]), review=reviews.review_state(row))


def _levels(item: Row, rated: Row) -> Iterator[Option]:
    part = say("trial.item" if item["counted"] else "trial.item_uncounted", number=item["number"], item=item["item"])
    evidence = say("trial.shown" if rated["quote"] else "trial.silent", why=rated["why"],
               part=say(f"trial.part.{rated['part']}"), quote=rated["quote"])
    for level in (True, False):
        right = rated["met"] == level
        word = say("trial.met" if level else "trial.not_met")
        yield Option(f"{item['id']}{MET if level else NOT_MET}", "level", word, right, part,
                     feedback=evidence if right else str(item["look_for"]))


def rating_result(questions: Mapping[str, Question], first: Mapping[str, Mapping[str, Any]]) -> str:
    """The learner's score beside the key's, from the first rating, in plain sentences; empty before it.

    Of the eleven items all but the first count.
    """
    counted = {str(item["id"]) for item in catalogue.rows("pedro_items") if item["counted"]}
    scores = []
    for question in questions.values():
        if question.id not in first:
            return ""
        chosen = {str(level) for level in first[question.id]["response"]}
        key = {level.id for level in question.of("level") if level.correct}
        scores.append(say("trial.score", mine=_score(chosen, counted), theirs=_score(key, counted), most=len(counted),
                        same=len(chosen & key), count=len(key)))
    return " ".join([*scores, say("trial.raters")])


def _score(levels: set[str], counted: set[str]) -> int:
    return sum(f"{item}{MET}" in levels for item in counted)


def _unrated(report: str, item: str) -> str:
    return sentence("trial_ratings.csv", f"the report {report} has no rating of the item {item}", "add its row")


def rating_faults(tables: Mapping[str, Table]) -> Iterator[str]:
    """A sentence for each item of a report that is not rated, and for each quotation that the report does not hold."""
    if not {"trial_reports", "trial_ratings", "pedro_items"} <= set(tables):
        return  # those files have faults of their own, told already
    reports = {row["id"]: row for row in tables["trial_reports"].rows}
    ratings = tables["trial_ratings"]
    rated = {(row["report"], row["item"]) for row in ratings.rows}
    for report in reports:
        for item in tables["pedro_items"].rows:
            if (report, item["id"]) not in rated:
                yield _unrated(str(report), str(item["id"]))
    for row, number in zip(ratings.rows, ratings.sheet_rows, strict=True):
        quote = str(row["quote"] or "")
        if row["report"] in reports and quote not in str(reports[row["report"]][str(row["part"])]):
            yield sentence(ratings.name, f"these words do not stand in the {row['part']} of that report",
                           "copy them from it", number, "quote", quote)
