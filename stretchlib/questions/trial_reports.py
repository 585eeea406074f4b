"""Invented trial reports to read, and their rating with the PEDro scale as questions made from the tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from ..core.document import Heading, Paragraph, Part, emphasis, strong
from ..core.errors import StretchlibError
from ..tables import catalogue, reviews
from ..tables.phrases import say
from ..tables.reader import Table, sentence
from ..tables.rows.evidence import PedroItem, TrialRating
from ..tables.rows.evidence import TrialReport as TrialReportRow
from ..tables.shows_document import ShowsDocument
from .bank import Option, Question

PARTS = ("aim", "methods", "results", "conclusion")
MET, NOT_MET = "_yes", "_no"


@dataclass(frozen=True, repr=False)
class TrialReport(ShowsDocument):
    """One report; shows itself as a short article that says first of all that it is invented."""

    row: TrialReportRow

    def parts(self) -> Iterator[Part]:
        headings = [(part, say(f"trial.part.{part}")) for part in PARTS]
        yield (Heading(self.row.title), Paragraph(emphasis(self.row.invented), apart=True),
               *(Paragraph((strong(f"{heading}.", plain=f"{heading}:"), f" {self.row[part]}"), apart=True)
                 for part, heading in headings))


def trial_report(report: str) -> TrialReport:
    """The invented report of this id, such as ``"stretch_and_back"``, to read; raises for an unknown one."""
    return TrialReport(catalogue.row(TrialReportRow, report))


def rating_questions(report: str) -> tuple[Question, ...]:
    """The rating of a report as a question an item: met or not, with where in the report it shows.

    Raises :class:`StretchlibError` for an unknown report.
    """
    row = catalogue.row(TrialReportRow, report)
    key = {rated.item: rated for rated in catalogue.rows(TrialRating) if rated.report == report}
    items = sorted(catalogue.rows(PedroItem), key=lambda item: item.number)
    for item in items:
        if item.id not in key:
            raise StretchlibError(_unrated(report, item.id))
    return tuple(_question(row, item, key[item.id]) for item in items)


def _question(row: TrialReportRow, item: PedroItem, rated: TrialRating) -> Question:
    named = say("trial.item" if item.counted else "trial.item_uncounted", number=item.number, item=item.item)
    return Question(id=f"pedro_{row.id}_{item.id}", kind="rating", stem=say("trial.rate", title=row.title, item=named),
                    options=tuple(_levels(item, rated)), notebook="04", objective="LO5", level="apply",
                    sources=item.sources, certainty=row.certainty, review=reviews.review_state(row))


def _levels(item: PedroItem, rated: TrialRating) -> Iterator[Option]:
    part = say("trial.in_report")
    evidence = say("trial.shown" if rated.quote else "trial.silent", why=rated.why,
                   part=say(f"trial.part.{rated.part}"), quote=rated.quote)
    for level in (True, False):
        right = rated.met == level
        word = say("trial.met" if level else "trial.not_met")
        yield Option(f"{item.id}{MET if level else NOT_MET}", "level", word, right, part,
                     feedback=evidence if right else item.look_for)


def rating_result(questions: Mapping[str, Question], first: Mapping[str, Mapping[str, Any]]) -> str:
    """The learner's score beside the key's, from the first rating of each item, in plain sentences; empty before all
    are rated.

    Of the eleven items all but the first count.
    """
    if not questions or any(name not in first for name in questions):
        return ""
    counted = {item.id for item in catalogue.rows(PedroItem) if item.counted}
    chosen = {str(level) for name in questions for level in first[name]["response"]}
    key = {level.id for question in questions.values() for level in question.of("level") if level.correct}
    return " ".join([say("trial.score", mine=_score(chosen, counted), theirs=_score(key, counted), most=len(counted),
                         same=len(chosen & key), count=len(key)), say("trial.raters")])


def _score(levels: set[str], counted: set[str]) -> int:
    return sum(f"{item}{MET}" in levels for item in counted)


def _unrated(report: str, item: str) -> str:
    return sentence("trial_ratings.csv", f"the report {report} has no rating of the item {item}", "add its row")


def rating_faults(tables: Mapping[str, Table]) -> Iterator[str]:
    """A sentence for each item of a report that is not rated, and for each quotation that the report does not hold."""
    if not {"trial_reports", "trial_ratings", "pedro_items"} <= set(tables):
        return  # those files have faults of their own, told already
    reports = {report.id: report for report in tables["trial_reports"].of(TrialReportRow)}
    ratings = tables["trial_ratings"]
    rated = {(rating.report, rating.item) for rating in ratings.of(TrialRating)}
    for report in reports:
        for item in tables["pedro_items"].of(PedroItem):
            if (report, item.id) not in rated:
                yield _unrated(report, item.id)
    for rating, number in ratings.numbered(TrialRating):
        if rating.report in reports and rating.quote not in str(reports[rating.report][rating.part] or ""):
            yield sentence(ratings.name, f"these words do not stand in the {rating.part} of that report",
                           "copy them from it", number, "quote", rating.quote)
