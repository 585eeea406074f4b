"""The question bank: rows of ``questions.csv`` with their options, as plain values."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.errors import one_of
from ..core.text import begun
from ..evidence.references import cited
from ..tables import catalogue, phrases, reviews
from ..tables.catalogue import derived
from ..tables.rows.anatomy import Structure
from ..tables.rows.evidence import BodyArea
from ..tables.rows.questions import Option as OptionRow
from ..tables.rows.questions import Question as QuestionRow
from .typed_numbers import names_unit

#: Kinds a learner can be asked; a row of kind ``model`` is drawn first and becomes ``numeric`` or ``single``.
#: A further kind, ``rating``, is made from other tables: each part (``match`` of its levels) gets one level.
KINDS = ("single", "multiple", "numeric", "match", "order", "label", "area", "written", "model")
CHOSEN = ("choice", "region", "area", "rule", "level")  # roles of the options of which one or several are chosen


@dataclass(frozen=True, slots=True)
class Option:
    """One row of ``options.csv``; what it holds depends on its ``role`` (see the table's dictionary).

    Ratings, which no row of the table holds, have the roles ``level`` (one of the levels of the part ``match``) and
    ``aside`` (told after the answer, never offered).
    """

    id: str
    role: str
    text: str = ""
    correct: bool = False
    match: str = ""
    order: int = 0
    structure: str = ""
    feedback: str = ""

    @property
    def name(self) -> str:
        """The words of an option; a region of a plate goes by its structure's name, an area by that of its own row."""
        if self.role == "area":
            return begun(catalogue.row(BodyArea, self.id).name)
        return self.text or catalogue.row(Structure, self.structure).name_en


@dataclass(frozen=True, slots=True)
class Question:
    """One question. ``answer``, ``tolerance`` and ``decimals`` belong to numbers; ``compute`` to a template.

    ``certainty`` is how sure the course is of its answer. ``evidence``, of a claim only, is how sure the evidence makes
    us, empty where that is not rated: an answer can be sure that the evidence is weak. The positions, from 1, are those
    in the check of its notebook, in the mixed form and in the gallery of traps; ``None`` where it is not asked there.
    """

    id: str
    kind: str
    stem: str
    options: tuple[Option, ...]
    notebook: str = ""
    objective: str = ""
    level: str = ""
    claims: tuple[str, ...] = ()
    basis: str = ""
    sources: tuple[str, ...] = ()
    certainty: str = ""
    evidence: str = ""
    review: str = reviews.NOT_REVIEWED
    optional: bool = False
    answer: float | None = None
    tolerance: float = 0.0
    unit: str = ""
    decimals: int = 0
    plate: str = ""
    response: str = ""
    compute: str = ""
    core_position: int | None = None
    mixed_position: int | None = None
    trap_position: int | None = None

    @property
    def foot(self) -> dict[str, str]:
        """What stands below the feedback: ``sources`` ("; " between the works), ``certainty`` in words, ``review``."""
        return {"sources": "; ".join(cited(source) for source in self.sources), "certainty": self.sureness,
                "review": self.review}

    @property
    def sureness(self) -> str:
        """What the foot of the feedback says: how sure the evidence is, or else how sure the course is."""
        if self.evidence:
            return phrases.say("sure.evidence", certainty=phrases.term("certainty", self.evidence))
        return phrases.say("sure.answer", certainty=phrases.term("certainty", self.certainty))

    @property
    def asked(self) -> str:
        """The text of the question with the unit of its number, unless the text names that itself."""
        if not self.unit or names_unit(self.stem, self.unit):
            return self.stem
        return phrases.say("question.in_unit", stem=self.stem, unit=self.unit)

    def of(self, *roles: str) -> tuple[Option, ...]:
        """The options of these roles, in their order."""
        return tuple(option for option in self.options if option.role in roles)


def bank(notebook: str | None = None, objective: str | None = None, *, optional: bool = False) -> tuple[Question, ...]:
    """The questions of a notebook ("01") or an objective ("LO1"), or all, in the order of the table.

    Optional ones come only where asked for, after the others. Raises :class:`StretchlibError` where there is none.
    """
    every = _all().values()
    if notebook is not None:
        one_of(notebook, sorted({question.notebook for question in every}), "notebook with questions")
    if objective is not None:
        one_of(objective, sorted({question.objective for question in every}), "objective")
    chosen = [question for question in every
              if notebook in (None, question.notebook) and objective in (None, question.objective)]
    counted = [question for question in chosen if not question.optional]
    return tuple(counted + [question for question in chosen if question.optional and optional])


def check_of(notebook: str) -> tuple[tuple[Question, ...], tuple[Question, ...]]:
    """(the questions that a notebook's check asks, its other ones); the first by their ``core_position``.

    A notebook without one asks all that are not optional. Raises :class:`StretchlibError` where there is none.
    """
    every = bank(notebook, optional=True)
    core = [question for question in every if question.core_position]
    core.sort(key=lambda question: question.core_position or 0)
    core = core or [question for question in every if not question.optional]
    return tuple(core), tuple(question for question in every if question not in core)


def question(question_id: str) -> Question:
    """One question by its id, such as ``"Q01"``; raises :class:`StretchlibError` with the nearest ids."""
    every = _all()
    one_of(question_id, every, "question")
    return every[question_id]


@derived
def _all() -> dict[str, Question]:
    """Every question by id, with its options in the order of their table."""
    options: dict[str, list[Option]] = {}
    for row in catalogue.rows(OptionRow):
        options.setdefault(row.question, []).append(Option(
            row.option, row.role, row.text, bool(row.correct), row.match, row.order or 0, row.structure, row.feedback))
    return {row.id: Question(
        id=row.id, kind=row.kind, stem=row.stem, options=tuple(options.get(row.id, ())), notebook=row.notebook,
        objective=row.objective, level=row.level, claims=row.claims, basis=row.basis, sources=row.sources,
        certainty=row.certainty, review=reviews.review_state(row), optional=row.optional, answer=row.answer,
        tolerance=row.tolerance or 0.0, unit=row.unit, decimals=row.decimals or 0, plate=row.plate,
        response=row.response, compute=row.compute, core_position=row.core_position,
        mixed_position=row.mixed_position, trap_position=row.trap_position) for row in catalogue.rows(QuestionRow)}
