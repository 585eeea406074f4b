"""What must hold between claims and their packs and sides, trials, shares, the PEDro items, words and works."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from ..core.errors import did_you_mean
from ..tables.reader import Table, sentence
from ..tables.rows.evidence import (
    Claim,
    ClaimSide,
    HipBackLink,
    PainArea,
    PedroItem,
    PublishedShare,
    TopicSection,
    Trial,
    TrialRating,
    TrialReport,
)
from ..tables.rows.sources import Reference, ReviewForm
from ..tables.rows.words import GlossaryTerm
from .same_words import alike_faults

RATIOS = ("risk ratio", "hazard ratio")
PAGE = 3200  # characters that a page of A4 has room for beside its headings


def pack_faults(claims: Table) -> Iterator[str]:
    """Every claim is dealt in a pack, of one theme; the packs are numbered without a gap; no claim is told twice."""
    themes: dict[int, tuple[str, int]] = {}
    for row, number in claims.numbered(Claim):
        theme, first = themes.setdefault(row.pack, (row.pack_theme, number))
        if theme != row.pack_theme:
            yield sentence(claims.name, f"pack {row.pack} is about {theme!r} in row {first}", "give all claims of a "
                           "pack the same words", number, "pack_theme", row.pack_theme)
        if (row.verdict == "omission") != row.id.startswith("O"):
            yield sentence(claims.name, f"{row.id} is " + ("an omission by its id" if row.id.startswith("O") else
                           "a claim of the article by its id"), "choose another verdict, or another id", number,
                           "verdict", row.verdict)
    yield from alike_faults(claims, "claim")


def side_faults(sides: Table) -> Iterator[str]:
    """A contested claim has both sides: what speaks for it, and what speaks against it."""
    there: dict[str, dict[int, int]] = {}
    for row, number in sides.numbered(ClaimSide):
        there.setdefault(row.claim, {})[row.side] = number
    for claim, rows in there.items():
        if len(rows) == 1:
            (side, number), = rows.items()
            yield sentence(sides.name, f"{claim} has one side only", f"add side {3 - side}, or remove this one", number,
                           "side", side)
    yield from alike_faults(sides, "statement")


def trial_faults(trials: Table) -> Iterator[str]:
    """A ratio is more than nothing, and the smallest change that matters is more than none."""
    for row, number in trials.numbered(Trial):
        if row.measure in RATIOS:
            for column in ("effect", "low", "high"):
                if row[column] is not None and float(str(row[column])) <= 0:
                    yield sentence(trials.name, f"the {row.measure} of {row.id} is not more than 0", "check the number",
                                   number, column, row[column])
        if row.worthwhile == 0:
            yield sentence(trials.name, f"for {row.id} any change at all would be worth having", "write the smallest "
                           "that is, or leave the cell empty", number, "worthwhile", row.worthwhile)


def share_faults(shares: Table) -> Iterator[str]:
    """The rows of a picture ask one thing, and each has a share, or a range whose ends are named."""
    headings: dict[str, tuple[str, int]] = {}
    for row, number in shares.numbered(PublishedShare):
        heading, first = headings.setdefault(row.picture, (row.heading, number))
        if heading != row.heading:
            yield sentence(shares.name, f"the picture {row.picture} asks something else in row {first}",
                           "give all rows of a picture the same heading", number, "heading", row.heading)
        ends = [end for end in (row.low_percent, row.high_percent) if end is not None]
        if len(ends) == 1:
            yield sentence(shares.name, f"of the range of {row.id} one end is missing", "give both ends, or none",
                           number, "low_percent" if row.low_percent is None else "high_percent")
        if bool(ends) != bool(row.ends):
            yield sentence(shares.name, f"{row.id} has " + ("ends and does not say what they are" if ends else
                           "no range whose ends these are"), "fill in low_percent, high_percent and ends, or none of "
                           "them", number, "ends", row.ends)
        if row.percent is None and not ends:
            yield sentence(shares.name, f"{row.id} has neither a share nor a range", "give one", number, "percent")
    yield from alike_faults(shares, "label")


def link_faults(links: Table) -> Iterator[str]:
    """What the evidence shows as a link, or rules out, is surer than very low."""
    for row, number in links.numbered(HipBackLink):
        if row.verdict in ("links", "does not link") and row.evidence_certainty == "very low":
            yield sentence(links.name, f"evidence of very low certainty cannot show that {row.id} {row.verdict}",
                           "write might link or not shown, or rate the evidence anew", number, "verdict", row.verdict)


def pedro_faults(items: Table, ratings: Table, reports: Table) -> Iterator[str]:
    """The scale has eleven items of which all but the first count; what a report meets is shown by its words."""
    rows = [(row, number) for row, number in items.numbered(PedroItem)]
    for row, number in rows:
        if row.counted != (row.number != 1):
            yield sentence(items.name, f"item {row.number} of the PEDro scale " + ("does not count" if row.number == 1
                           else "counts") + " in the score of 0 to 10", f"write {str(row.number != 1).lower()}", number,
                           "counted", str(row.counted).lower())
    for wanted in range(1, 12):
        if wanted not in [row.number for row, _ in rows]:
            yield sentence(items.name, f"the PEDro scale has eleven items, and item {wanted} is missing",
                           "put its row back", None, "number", wanted)
    for rating, number in ratings.numbered(TrialRating):
        if rating.met and not rating.quote:
            yield sentence(ratings.name, f"{rating.item} is met in {rating.report}, and no words of the report show "
                           "it", "quote them, or write false", number, "quote")
    for report, number in reports.numbered(TrialReport):
        if "invented" not in report.invented.casefold():
            yield sentence(reports.name, f"{report.id} does not say that it is invented", "say so in these words",
                           number, "invented", report.invented)


def section_faults(sections: Table) -> Iterator[str]:
    """The sections of a page have headings of their own and fit on one sheet together."""
    yield from alike_faults(sections, "title")
    totals: dict[str, int] = {}
    for row, number in sections.numbered(TopicSection):
        total = totals[row.page] = totals.get(row.page, 0) + row.longest
        if total > PAGE >= total - row.longest:
            yield sentence(sections.name, f"with this section the page has {total} characters, and one of A4 has room "
                           f"for {PAGE}", "make a section shorter", number, "longest", row.longest)


def area_faults(areas: Table) -> Iterator[str]:
    """A study of where a source of pain is felt has one position, and of one part the same people in all its rows."""
    stated: dict[tuple[str, ...], tuple[int, int]] = {}
    for row, number in areas.numbered(PainArea):
        for column, value, key in (("study_position", row.study_position, (row.source_of_pain, row.study)),
                                   ("people", row.people, (row.source_of_pain, row.study, row.part or "whole"))):
            if value is None:
                continue
            said, first = stated.setdefault((column, *key), (value, number))
            if said != value:
                yield sentence(areas.name, f"row {first} has {said} for the same study", "write the same in both",
                               number, column, value)


def term_faults(glossary: Table) -> Iterator[str]:
    """A word is explained once, whether it is the term or another name of it."""
    named: dict[str, tuple[str, int]] = {}
    for row, number in glossary.numbered(GlossaryTerm):
        for column, word in (("term", row.term), *(("also", name) for name in row.also.split("; ") if name)):
            term, first = named.setdefault(word.casefold(), (row.id, number))
            if term != row.id:
                yield sentence(glossary.name, f"{term} in row {first} explains this word already",
                               "remove it from one of the two", number, column, word)


def work_faults(references: Table) -> Iterator[str]:
    """A work is listed once."""
    yield from alike_faults(references, "doi", "isbn")
    titles: dict[tuple[str, str, int | None], int] = {}
    for row, number in references.numbered(Reference):
        first = titles.setdefault((row.title.casefold(), row.authors.casefold(), row.year), number)
        if first != number:
            yield sentence(references.name, f"row {first} is this work already", "remove one, and use the key of the "
                           "one that stays", number, "title", row.title)


def form_faults(forms: Table, tables: Mapping[str, Table]) -> Iterator[str]:
    """A form lists columns of a table that there is."""
    for row, number in forms.numbered(ReviewForm):
        table = tables.get(row.table)
        if table is None:
            continue  # that file has faults of its own; a table that no folder has is told by the caller
        columns = table.rows[0].COLUMNS if table.rows else ()
        for column in (name.strip() for name in row.columns.split(";")):
            if column not in columns:
                yield sentence(forms.name, f"{table.name} has no column of this name", did_you_mean(column, columns),
                               number, "columns", column)


#: Rule -> the tables it takes, in this order.
RULES: dict[Callable[..., Iterable[str]], tuple[str, ...]] = {
    pack_faults: ("claims",), side_faults: ("claim_sides",), trial_faults: ("trials",),
    share_faults: ("published_shares",), area_faults: ("pain_areas",), link_faults: ("hip_back_links",),
    pedro_faults: ("pedro_items", "trial_ratings", "trial_reports"), section_faults: ("topic_sections",),
    term_faults: ("glossary",), work_faults: ("references",),
}
