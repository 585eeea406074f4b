"""Rows of the tables of data/evidence/.

Written by ``python -m tools.make_rows`` from datapackage.json; change the schema, not this file.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from .base import ReviewedRow, Row


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Route(ReviewedRow):
    """A row of evidence/routes.csv: four routes from hip to back."""

    TABLE: ClassVar[str] = "routes"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "number", "name", "sentence", "best_study", "null_result", "sources",
        "certainty", "checked", "checked_note", "reviewed_by", "reviewed_on",)

    id: str
    number: int
    name: str
    sentence: str
    best_study: str
    null_result: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class HipBackLink(ReviewedRow):
    """A row of evidence/hip_back_links.csv: links between hip and back."""

    TABLE: ClassVar[str] = "hip_back_links"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "route", "verdict", "ruled_out_by", "statement", "evidence",
        "not_shown", "evidence_certainty", "sources", "certainty", "checked", "checked_note", "reviewed_by",
        "reviewed_on",)

    id: str
    route: str
    verdict: str
    ruled_out_by: str
    statement: str
    evidence: str
    not_shown: str
    evidence_certainty: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class ArticlePart(Row):
    """A row of evidence/article_parts.csv: parts of the article."""

    TABLE: ClassVar[str] = "article_parts"
    COLUMNS: ClassVar[tuple[str, ...]] = ("position", "part", "paragraph", "gist", "claims",)

    position: int
    part: str
    paragraph: int | None
    gist: str
    claims: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Claim(ReviewedRow):
    """A row of evidence/claims.csv: claims of the article."""

    TABLE: ClassVar[str] = "claims"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "paragraph", "claim", "verdict", "correct_statement", "evidence",
        "evidence_certainty", "evidence_certainty_reason", "pack", "pack_theme", "pack_position", "core_position",
        "sources", "certainty", "checked", "checked_note", "reviewed_by", "reviewed_on",)

    id: str
    paragraph: str
    claim: str
    verdict: str
    correct_statement: str
    evidence: str
    evidence_certainty: str
    evidence_certainty_reason: str
    pack: int
    pack_theme: str
    pack_position: int
    core_position: int | None


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class ClaimLink(Row):
    """A row of evidence/claim_links.csv: what to look at for a claim."""

    TABLE: ClassVar[str] = "claim_links"
    COLUMNS: ClassVar[tuple[str, ...]] = ("claim", "kind", "target", "note",)

    claim: str
    kind: str
    target: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class ClaimNumber(Row):
    """A row of evidence/claim_numbers.csv: numbers of the correct statements."""

    TABLE: ClassVar[str] = "claim_numbers"
    COLUMNS: ClassVar[tuple[str, ...]] = ("claim", "position", "value", "unit", "quantity", "origin", "sources",
        "checked",)

    claim: str
    position: int
    value: float
    unit: str
    quantity: str
    origin: str
    sources: tuple[str, ...]
    checked: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class TrialReport(ReviewedRow):
    """A row of evidence/trial_reports.csv: trial reports to practise on."""

    TABLE: ClassVar[str] = "trial_reports"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "title", "invented", "aim", "methods", "results", "conclusion",
        "sources", "certainty", "checked", "checked_note", "reviewed_by", "reviewed_on",)

    id: str
    title: str
    invented: str
    aim: str
    methods: str
    results: str
    conclusion: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class Trial(ReviewedRow):
    """A row of evidence/trials.csv: effects quoted in the course."""

    TABLE: ClassVar[str] = "trials"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "comparison", "population", "outcome", "unit", "people", "measure",
        "effect", "low", "high", "better_when", "worthwhile", "claim", "caveat", "sources", "certainty", "checked",
        "checked_note", "reviewed_by", "reviewed_on",)

    id: str
    comparison: str
    population: str
    outcome: str
    unit: str
    people: int | None
    measure: str
    effect: float
    low: float
    high: float
    better_when: str
    worthwhile: float | None
    claim: str
    caveat: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class ClaimSide(ReviewedRow):
    """A row of evidence/claim_sides.csv: both sides of contested claims."""

    TABLE: ClassVar[str] = "claim_sides"
    COLUMNS: ClassVar[tuple[str, ...]] = ("claim", "side", "statement", "sources", "certainty", "checked",
        "checked_note", "reviewed_by", "reviewed_on",)

    claim: str
    side: int
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class PedroItem(ReviewedRow):
    """A row of evidence/pedro_items.csv: items of the PEDro scale."""

    TABLE: ClassVar[str] = "pedro_items"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "number", "counted", "item", "look_for", "sources", "certainty",
        "checked", "checked_note", "reviewed_by", "reviewed_on",)

    id: str
    number: int
    counted: bool
    item: str
    look_for: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class TrialRating(Row):
    """A row of evidence/trial_ratings.csv: key of the PEDro-scale trainer."""

    TABLE: ClassVar[str] = "trial_ratings"
    COLUMNS: ClassVar[tuple[str, ...]] = ("report", "item", "met", "part", "quote", "why",)

    report: str
    item: str
    met: bool
    part: str
    quote: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class TopicSection(Row):
    """A row of evidence/topic_sections.csv: sections of the pages that a student writes."""

    TABLE: ClassVar[str] = "topic_sections"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "page", "number", "title", "prompt", "longest",)

    id: str
    page: str
    number: int
    title: str
    prompt: str
    longest: int


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class PublishedShare(ReviewedRow):
    """A row of evidence/published_shares.csv: shares quoted in the course."""

    TABLE: ClassVar[str] = "published_shares"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "picture", "heading", "label", "percent", "low_percent",
        "high_percent", "ends", "people", "counted", "claim", "caveat", "sources", "certainty", "checked",
        "checked_note", "reviewed_by", "reviewed_on",)

    id: str
    picture: str
    heading: str
    label: str
    percent: float | None
    low_percent: float | None
    high_percent: float | None
    ends: str
    people: int | None
    counted: str
    claim: str
    caveat: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class BodyArea(Row):
    """A row of evidence/body_areas.csv: areas of the body."""

    TABLE: ClassVar[str] = "body_areas"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "position", "name", "meaning", "parts", "marked",)

    id: str
    position: int
    name: str
    meaning: str
    parts: tuple[str, ...]
    marked: bool


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class AreaOutline(Row):
    """A row of evidence/area_outlines.csv: outlines of the areas."""

    TABLE: ClassVar[str] = "area_outlines"
    COLUMNS: ClassVar[tuple[str, ...]] = ("area", "view", "mirrored", "path",)

    area: str
    view: str
    mirrored: bool
    path: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class PainSource(ReviewedRow):
    """A row of evidence/pain_sources.csv: where pain comes from."""

    TABLE: ClassVar[str] = "pain_sources"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "position", "name", "structure", "statement", "sources", "certainty",
        "checked", "checked_note", "reviewed_by", "reviewed_on",)

    id: str
    position: int
    name: str
    structure: str
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class PainArea(ReviewedRow):
    """A row of evidence/pain_areas.csv: where pain is felt."""

    TABLE: ClassVar[str] = "pain_areas"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "source_of_pain", "part", "study", "study_position", "people_are",
        "proven", "area", "people", "count", "percent", "count_from", "drawn", "note", "sources", "certainty",
        "checked", "checked_note", "reviewed_by", "reviewed_on",)

    id: str
    source_of_pain: str
    part: str
    study: str
    study_position: int
    people_are: str
    proven: str
    area: str
    people: int | None
    count: int | None
    percent: float | None
    count_from: str
    drawn: bool
    note: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class StructureGroup(Row):
    """A row of evidence/structure_groups.csv: structures that get a card."""

    TABLE: ClassVar[str] = "structure_groups"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "position", "name", "members", "plate", "beside", "core",)

    id: str
    position: int
    name: str
    members: tuple[str, ...]
    plate: str
    beside: tuple[str, ...]
    core: bool


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class StructureLink(ReviewedRow):
    """A row of evidence/structure_links.csv: structures and back pain."""

    TABLE: ClassVar[str] = "structure_links"
    COLUMNS: ClassVar[tuple[str, ...]] = ("structure", "question", "position", "finding", "text", "sources",
        "certainty", "checked", "checked_note", "reviewed_by", "reviewed_on",)

    structure: str
    question: str
    position: int
    finding: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class HipOrSpine(ReviewedRow):
    """A row of evidence/hip_or_spine.csv: hip or spine?."""

    TABLE: ClassVar[str] = "hip_or_spine"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "position", "kind", "finding", "speaks_for", "target", "compared",
        "studies", "people", "sensitivity", "sensitivity_low", "sensitivity_high", "specificity", "specificity_low",
        "specificity_high", "lr_positive", "lr_positive_low", "lr_positive_high", "lr_negative", "lr_negative_low",
        "lr_negative_high", "computed", "moves", "can_tell", "cannot_tell", "sources", "certainty", "checked",
        "checked_note", "reviewed_by", "reviewed_on",)

    id: str
    position: int
    kind: str
    finding: str
    speaks_for: str
    target: str
    compared: str
    studies: int | None
    people: int | None
    sensitivity: float | None
    sensitivity_low: float | None
    sensitivity_high: float | None
    specificity: float | None
    specificity_low: float | None
    specificity_high: float | None
    lr_positive: float | None
    lr_positive_low: float | None
    lr_positive_high: float | None
    lr_negative: float | None
    lr_negative_low: float | None
    lr_negative_high: float | None
    computed: str
    moves: bool
    can_tell: str
    cannot_tell: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class HipOrSpinePerson(ReviewedRow):
    """A row of evidence/hip_or_spine_people.csv: invented people for hip or spine?."""

    TABLE: ClassVar[str] = "hip_or_spine_people"
    COLUMNS: ClassVar[tuple[str, ...]] = ("id", "position", "title", "description", "flags_answer", "red_flag",
        "start_percent", "start_why", "next_test", "say", "sources", "certainty", "checked", "checked_note",
        "reviewed_by", "reviewed_on",)

    id: str
    position: int
    title: str
    description: str
    flags_answer: str
    red_flag: str
    start_percent: float
    start_why: str
    next_test: str
    say: str


@dataclass(frozen=True, slots=True, kw_only=True, repr=False, eq=False)
class HipOrSpineSign(Row):
    """A row of evidence/hip_or_spine_signs.csv: findings of the invented people."""

    TABLE: ClassVar[str] = "hip_or_spine_signs"
    COLUMNS: ClassVar[tuple[str, ...]] = ("person", "finding", "present",)

    person: str
    finding: str
    present: bool
