"""The safety questions that come before any exercise, and whom to turn to when one of them is a yes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from ..core.document import Columns, Details, Heading, List, Paragraph, Part, Span, strong
from ..core.errors import one_of
from ..tables import catalogue, phrases, reviews
from ..tables.phrases import say, term
from ..tables.rows.clinic import RedFlag
from ..tables.shows_document import ShowsDocument

URGENCIES = ("emergency", "same day", "before exercise")


@dataclass(frozen=True, repr=False)
class RedFlags(ShowsDocument):
    """The red-flag questions by urgency; shows itself as a list with whom to turn to. Nothing is answered here.

    ``folded``: a page shows how many questions there are and whom to turn to, and the questions behind a click.
    """

    questions: tuple[tuple[str, str, str, str, str, str], ...]  # id, question, urgency, region, mark, review state
    folded: bool = False

    @property
    def review(self) -> str:
        """Whether somebody of the profession has signed these questions, in a sentence."""
        return say("gate.review", state="; ".join(dict.fromkeys(question[-1] for question in self.questions)))

    def as_dicts(self) -> list[dict[str, str]]:
        """The questions as plain values for the browser; ``mark``: not yet checked against a source, or empty."""
        names = ("id", "question", "urgency", "region", "mark", "review")
        return [dict(zip(names, question, strict=True)) for question in self.questions]

    def groups(self) -> list[tuple[str, str, list[str]]]:
        """(heading, whom to turn to, questions with their marks) of each urgency, the most urgent first."""
        words = phrases.words()
        return [(words[f"gate.urgency.{key}"], words[f"gate.help.{key}"],
                 [f"{question} {mark}".strip() for _, question, level, _, mark, _ in self.questions
                  if level == urgency])
                for urgency, key in zip(URGENCIES, ("emergency", "same_day", "before_exercise"), strict=True)
                if any(level == urgency for _, _, level, *_ in self.questions)]

    def parts(self) -> Iterator[Part]:
        if self.folded:
            for heading, help_text, questions in self.groups():
                summary = Span(say("flags.folded", heading=heading, count=len(questions)), "b", plain=heading)
                yield Details(summary, (List(tuple(questions), indent=2),)), _help_line(help_text)
        else:
            yield Columns(tuple((Heading(heading), List(tuple(questions), indent=2), _help_line(help_text))
                                for heading, help_text, questions in self.groups()))
        yield Paragraph(self.review)


def _help_line(text: str) -> Paragraph:
    return Paragraph((strong(say("flags.if_yes")), f" {text}"), indent=2)


def red_flags(*urgencies: str, folded: bool = False) -> RedFlags:
    """The questions of ``red_flags.csv``, the most urgent first; of some :data:`URGENCIES` only where named.

    ``folded``: for a page whose reader has met them; the questions stand behind a click.
    Raises :class:`StretchlibError` for an urgency that does not exist.
    """
    for urgency in urgencies:
        one_of(urgency, URGENCIES, "urgency")
    flags = sorted((flag for flag in catalogue.rows(RedFlag) if not urgencies or flag.urgency in urgencies),
                   key=lambda flag: URGENCIES.index(flag.urgency))
    return RedFlags(tuple((flag.id, flag.question, flag.urgency, flag.region, _mark(flag), reviews.review_state(flag))
                          for flag in flags), folded)


def _mark(flag: RedFlag) -> str:
    """What stands beside a question that nobody has held against a source yet; empty where somebody has."""
    return f"({term('checked', flag.checked)})" if flag.checked == "unchecked" else ""
