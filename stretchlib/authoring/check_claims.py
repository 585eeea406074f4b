"""What stands with a claim of the article: the numbers of its correct statement, and what to look at in the course.

The claims are rows of ``claims.csv``. ``claim_numbers.csv`` holds each number of each correct statement, so that a
number cannot change unseen; ``claim_links.csv`` says which figure, model, exercise or question speaks to the claim.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from .. import __all__ as public
from ..core.errors import StretchlibError, did_you_mean
from ..core.plain_call import parse_call
from ..tables.reader import Table, lost_link, sentence
from ..tables.rows.evidence import ArticlePart, Claim, ClaimLink, ClaimNumber, HipBackLink

#: Kind of link -> the table its target is a row of; or the beginning of the call that its target is.
ROWS = {"position": "stretch_positions", "exercise": "exercises", "question": "questions",
        "hip_back_link": "hip_back_links"}
CALLS = {"figure": "plot_", "model": "explore_"}
# What holds digits and is no number of the statement, in this order: names such as L5, E02, cm2 or 10RM; the 95 % of
# an interval; the top of a scale (of 10, /10, on a 100 mm scale); years.
_NO_NUMBER = re.compile(
    r"\b[A-Za-z]+\d\w*|\b\d+[A-Za-z]\w*|\b95 % (?=CI\b|interval\b)|(?<=\d) of 100?\b|(?<=\d)/100?\b"
    r"|\ba 100?(?= \w+ scale\b)|(?<![\d.,-])(?:19|20)\d\d\b(?![.,]\d)")
_NUMBER = re.compile(r"(?<![\d.])[-\u2212]?\d+(?:,\d{3})*(?:\.\d+)?")


def numbers_in(statement: str) -> list[float]:
    """The numbers of a statement in the order in which they stand; numbers written as words are not read.

    Years, names that hold a digit, the 95 % of an interval and the top of a scale are no numbers of a statement.
    """
    plain = _NO_NUMBER.sub(" ; ", statement)
    return [float(digits.replace(",", "").replace("\u2212", "-")) for digits in _NUMBER.findall(plain)]


def names_of(begins: str) -> list[str]:
    """The public names that begin so, such as all figures for ``plot_``."""
    return [name for name in public if name.startswith(begins)]


def claim_faults(tables: Mapping[str, Table]) -> Iterator[str]:
    """A sentence for each claim without a link, each link to nothing, and each number that is not accounted for."""
    if "claims" not in tables:
        return  # that file has faults of its own, told already
    yield from _rating_faults(tables["claims"])
    if "article_parts" in tables:
        yield from _part_faults(tables["claims"], tables["article_parts"])
    if "claim_links" in tables:
        yield from _link_faults(tables)
        if "hip_back_links" in tables:
            yield from _certainty_faults(tables["claims"], tables["claim_links"], tables["hip_back_links"])
    if "claim_numbers" in tables:
        yield from _number_faults(tables["claims"], tables["claim_numbers"])


def _part_faults(claims: Table, parts: Table) -> Iterator[str]:
    """Each claim of the article stands in a part of it, and an omission in none."""
    parts_of = [(claim, number) for part, number in parts.numbered(ArticlePart) for claim in part.claims]
    placed = {claim for claim, _ in parts_of}
    omissions = {row.id for row in claims.of(Claim) if row.id.startswith("O")}
    for row, number in claims.numbered(Claim):
        if row.id not in placed | omissions:
            yield sentence(claims.name, f"no part of the article in {parts.name} holds this claim",
                           "add its id to the paragraph that it was taken from", number, "id", row.id)
    for claim, number in parts_of:
        if claim in omissions:
            yield sentence(parts.name, "what the article leaves out stands in no part of it", "remove it", number,
                           "claims", claim)


def _rating_faults(claims: Table) -> Iterator[str]:
    """Where nothing is claimed, or nobody can tell what, or no source was read, there is no evidence to rate."""
    for row, number in claims.numbered(Claim):
        if row.evidence_certainty == "not rated":
            continue
        if row.verdict in ("omission", "unclear wording"):
            yield sentence(claims.name, f"the verdict is {row.verdict}, so there is no evidence to rate",
                           "write not rated", number, "evidence_certainty", row.evidence_certainty)
        elif row.checked == "unchecked":
            yield sentence(claims.name, "no source of this claim was read, so its evidence cannot be rated",
                           "write not rated", number, "evidence_certainty", row.evidence_certainty)


def _certainty_faults(claims: Table, links: Table, hip_back: Table) -> Iterator[str]:
    """A claim and the link of hip and back that it is about rest on the same evidence and are rated alike."""
    of_claim = {row.id: row.evidence_certainty for row in claims.of(Claim)}
    of_link = {row.id: row.evidence_certainty for row in hip_back.of(HipBackLink)}
    for row, number in links.numbered(ClaimLink):
        claim, target = row.claim, row.target
        if row.kind == "hip_back_link" and target in of_link and of_claim.get(claim) != of_link[target]:
            yield sentence(links.name, f"the evidence of the claim {claim} is {of_claim.get(claim)} in claims.csv, "
                           f"that of the link {target} is {of_link[target]} in hip_back_links.csv",
                           "rate the two alike, in the column evidence_certainty", number, "target")


def _link_faults(tables: Mapping[str, Table]) -> Iterator[str]:
    links = tables["claim_links"]
    linked = {link.claim for link in links.of(ClaimLink)}
    for claim, number in tables["claims"].numbered(Claim):
        if claim.id not in linked:
            yield sentence(tables["claims"].name, "claim_links.csv has no row for this claim",
                           "add one; its kind may be none, with the reason in the note", number, "id", claim.id)
    nothing = {link.claim for link in links.of(ClaimLink) if link.kind == "none"}
    for link, number in links.numbered(ClaimLink):
        kind, target = link.kind, link.target
        if link.claim in nothing and kind != "none":
            yield sentence(links.name, "another row says that nothing speaks to this claim", "remove one of the two",
                           number, "claim", link.claim)
        if kind in CALLS:
            try:
                parse_call(target, names_of(CALLS[kind]))
            except StretchlibError as error:
                wrong, mend = str(error).split("; ", 1)
                yield sentence(links.name, wrong, mend, number, "target", target)
        elif kind in ROWS and ROWS[kind] in tables:
            ids = [row["id"] for row in tables[ROWS[kind]].rows]
            if target not in ids:
                yield sentence(links.name, *lost_link(tables[ROWS[kind]], "id", target), number, "target", target)


def _number_faults(claims: Table, numbers: Table) -> Iterator[str]:
    numbers_by_claim: dict[str, list[tuple[ClaimNumber, int]]] = {}
    for row, number in numbers.numbered(ClaimNumber):
        numbers_by_claim.setdefault(row.claim, []).append((row, number))
    for claim, at in claims.numbered(Claim):
        stated = numbers_in(claim.correct_statement)
        listed = sorted(numbers_by_claim.get(claim.id, []), key=lambda entry: entry[0].position)
        for position, value in enumerate(stated, start=1):
            if not any(row.position == position for row, _ in listed):
                yield sentence(claims.name, f"number {position} of the statement has no row in claim_numbers.csv",
                               f"add a row: {claim.id}, position {position}, with its source", at,
                               "correct_statement", f"{value:g}")
        for row, number in listed:
            there = stated[row.position - 1] if row.position <= len(stated) else None
            if there != row.value:
                stands = "no such number" if there is None else f"{there:g} in this position"
                yield sentence(numbers.name, f"the correct statement of {claim.id} has {stands}",
                               "make the two agree", number, "value", f"{row.value:g}")
            for key in row.sources:
                if key not in claim.sources:
                    yield sentence(numbers.name, f"{claim.id} does not name this source",
                                   did_you_mean(key, claim.sources), number, "sources", key)
