"""The printed sheet of a partner lab: who does what, with minutes, words, cautions, and a box to tick."""

from __future__ import annotations

from dataclasses import dataclass

from ..core.errors import one_of
from ..core.text import as_html
from ..tables import catalogue, reviews
from ..tables.phrases import say, term
from ..tables.rows import Row
from ..tables.spoken_html import spoken_html
from .care import test_care

LABS, ROLES = ("surface_anatomy", "tests"), ("examiner", "model", "observer")
COLUMNS = ("done", "step", "minutes", "who", "kind", "what")  # of the printed sheet
BOX = "\u2610"
ROW = "break-inside:avoid;vertical-align:top;text-align:left"


@dataclass(frozen=True)
class Step:
    """One line of the sheet: who, minutes, what kind of step, its text, and what goes with it as (word, text)."""

    role: str
    minutes: int
    kind: str
    text: str
    details: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Checklist:
    """The steps of one lab; shows itself as a table to print. Build it with :func:`checklist`."""

    title: str
    steps: tuple[Step, ...]
    note: str

    @property
    def minutes(self) -> int:
        """Planned length of the lab."""
        return sum(step.minutes for step in self.steps)

    def __repr__(self) -> str:
        lines = [f"{self.title} ({self.minutes} min)"]
        for number, step in enumerate(self.steps, start=1):
            lines.append(f"[ ] {number}. {term('lab.role', step.role)}, {step.minutes} min "
                         f"({term('lab.kind', step.kind)}): {step.text}")
            lines += [f"      {word}: {text}" for word, text in step.details]
        return "\n".join([*lines, self.note])

    @spoken_html
    def _repr_html_(self) -> str:
        rows = []
        for number, step in enumerate(self.steps, start=1):
            details = "".join(f"<br><b>{as_html(word)}:</b> {as_html(text)}" for word, text in step.details)
            what = f"{as_html(step.text)}{details}"
            rows.append(f'<tr style="{ROW}"><td aria-hidden="true" style="font-size:1.4em">{BOX}</td>'
                        f'<th scope="row">{number}</th><td>{step.minutes}</td>'
                        f"<td>{as_html(term('lab.role', step.role))}</td>"
                        f"<td>{as_html(term('lab.kind', step.kind))}</td>"
                        f'<td style="text-align:left">{what}</td></tr>')
        heads = "".join(f'<th scope="col">{as_html(say(f"lab.head.{column}"))}</th>' for column in COLUMNS)
        length = as_html(say("lab.minutes", minutes=self.minutes))
        return (f"<table><caption><b>{as_html(self.title)}</b>, {length}</caption>"
                f"<thead><tr>{heads}</tr></thead><tbody>{''.join(rows)}</tbody></table><p>{as_html(self.note)}</p>")


def checklist(lab: str, role: str | None = None) -> Checklist:
    """The sheet of a ``lab``, ``"surface_anatomy"`` or ``"tests"``; with ``role`` (``"examiner"``, ``"model"`` or
    ``"observer"``) only that person's steps and those of all three.

    Raises :class:`StretchlibError` for an unknown lab or role.
    """
    one_of(lab, LABS, "lab")
    one_of(role, (None, *ROLES), "role")
    rows = [row for row in catalogue.rows("lab_steps") if (row["lab"] == lab and role in (None, row["role"]))
            or (row["lab"] == lab and row["role"] == "all")]
    steps = tuple(Step(str(row["role"]), int(str(row["minutes"])), str(row["kind"]), str(row["text"]), _details(row))
                  for row in rows)
    states = {reviews.review_state(row) for row in rows}
    state = states.pop() if len(states) == 1 else say("review.part")
    title = say(f"lab.title.{lab}")
    if role:
        title = say(f"lab.for.{role}", title=title)
    return Checklist(title, steps, say("lab.note", review=state))


def _details(row: Row) -> tuple[tuple[str, str], ...]:
    found = [("test.words", row["words"])]
    if row["landmark"]:
        mark = catalogue.row("landmarks", str(row["landmark"]))
        found += [("lab.landmark", f"{mark['name']}, {mark['plain_name']}"), ("lab.find", mark["find"]),
                  ("lab.next_to", mark["next_to"]), ("test.words", mark["words"]), ("lab.mind", mark["caution"])]
        if mark["explicit_consent"]:
            found.append(("test.consent", say("lab.consent_explicit")))
    if row["test"]:
        test = catalogue.row("clinical_tests", str(row["test"]))
        found += [("lab.test", test["name"]), ("test.hands", test["hands"]), ("test.words", test["words"]),
                  ("lab.counts", test["positive"]), ("lab.stop", test["stop"]),
                  *(("test.care", text) for text in test_care(str(test["id"]))), ("test.consent", test["consent"])]
    return tuple((say(key), str(text)) for key, text in found if text)
