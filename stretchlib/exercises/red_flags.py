"""The safety questions that come before any exercise, and whom to turn to when one of them is a yes."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.errors import one_of
from ..core.text import as_html
from ..tables import catalogue, phrases, reviews
from ..tables.phrases import say, term
from ..tables.rows import Row
from ..tables.spoken_html import spoken_html

URGENCIES = ("emergency", "same day", "before exercise")


@dataclass(frozen=True)
class RedFlags:
    """The red-flag questions by urgency; shows itself as a list with whom to turn to. Nothing is answered here."""

    questions: tuple[tuple[str, str, str, str, str, str], ...]  # id, question, urgency, region, mark, review state

    @property
    def review(self) -> str:
        """Whether somebody of the profession has signed these questions, in a sentence."""
        return say("gate.review", state="; ".join(dict.fromkeys(one[-1] for one in self.questions)))

    def as_dicts(self) -> list[dict[str, str]]:
        """The questions as plain values for the browser; ``mark``: not yet checked against a source, or empty."""
        names = ("id", "question", "urgency", "region", "mark", "review")
        return [dict(zip(names, one, strict=True)) for one in self.questions]

    def groups(self) -> list[tuple[str, str, list[str]]]:
        """(heading, whom to turn to, questions with their marks) of each urgency, the most urgent first."""
        words = phrases.words()
        return [(words[f"gate.urgency.{key}"], words[f"gate.help.{key}"],
                 [f"{question} {mark}".strip() for _, question, level, _, mark, _ in self.questions
                  if level == urgency])
                for urgency, key in zip(URGENCIES, ("emergency", "same_day", "before_exercise"), strict=True)
                if any(level == urgency for _, _, level, *_ in self.questions)]

    def __repr__(self) -> str:
        lines: list[str] = []
        for heading, help_text, questions in self.groups():
            lines += [heading, *(f"  - {question}" for question in questions),
                      f"  {say('flags.if_yes')} {help_text}"]
        return "\n".join([*lines, self.review])

    @spoken_html
    def _repr_html_(self) -> str:
        parts = []
        for heading, help_text, questions in self.groups():
            items = "".join(f"<li>{as_html(question)}</li>" for question in questions)
            parts.append(f"<h3>{as_html(heading)}</h3><ul>{items}</ul><p><b>{as_html(say('flags.if_yes'))}</b> "
                         f"{as_html(help_text)}</p>")
        return "\n".join([*parts, f"<p>{as_html(self.review)}</p>"])


def red_flags(*urgencies: str) -> RedFlags:
    """The questions of ``red_flags.csv``, the most urgent first; of some :data:`URGENCIES` only where named.

    Raises :class:`StretchlibError` for an urgency that does not exist.
    """
    for one in urgencies:
        one_of(one, URGENCIES, "urgency")
    rows = sorted((row for row in catalogue.rows("red_flags") if not urgencies or row["urgency"] in urgencies),
                  key=lambda row: URGENCIES.index(str(row["urgency"])))
    return RedFlags(tuple((str(row["id"]), str(row["question"]), str(row["urgency"]), str(row["region"]),
                           _mark(row), reviews.review_state(row)) for row in rows))


def _mark(row: Row) -> str:
    """What stands beside a question that nobody has held against a source yet; empty where somebody has."""
    return f"({term('checked', row['checked'])})" if row["checked"] == "unchecked" else ""
