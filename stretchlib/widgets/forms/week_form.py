"""The week planner: exercises, days and doses in the page; every rule a week breaks is told at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from ...core.document import Block, Details, List, Paragraph, Span
from ...core.errors import StretchlibError
from ...exercises.programme import Programme, dose_text
from ...exercises.programme_rules import DAYS, Broken, cautions
from ...exercises.session import clock
from ...learner import journal
from ...learner.kept_plan import plan_record
from ...learner.week_draft import DOSE, DraftRow, WeekDraft, example_of, kept_draft, last_programme, people, person_of
from ...tables import catalogue
from ...tables.phrases import say, term, written
from ...tables.rows.exercises import Exercise, ExerciseLevel
from ...tables.rows.people import PatientFeature
from ...tables.shows_document import ShowsDocument
from ..shared.bundle import module
from .form import Form

STEP_S, MANY = 5, 12  # of a hold with many seconds to choose from, only every fifth is offered


class WeekPlanner(Form):
    """A week to plan; build it with :func:`plan_week`. ``draft`` is what stands in it."""

    _esm = module("widgets/forms/week_form.js")
    _groups = ("week_form",)

    def __init__(self, case: str) -> None:
        person_of(case)
        self.draft = kept_draft(case)
        self._followed = ""
        self._unkept: dict[str, WeekDraft] = {}  # person -> a draft that stands here alone: the journal did not take it
        # A notebook may hold several planners: what waits for the week of one person is no matter of another's.
        super().__init__({"title": say("week_form.title"), "form": self.draft.name, "people": _people(),
                          "exercises": _exercises(), "days": list(DAYS)})

    @property
    def programme(self) -> Programme:
        """The week as a programme; while it breaks a rule, the last that did not, or the example week."""
        return self.draft.programme() or last_programme(self.draft.case)

    def _take(self, message_id: str, do: str, subject: Any) -> None:
        if do == "person":
            if not isinstance(subject, str):
                raise StretchlibError(say("form.malformed"))
            person_of(subject)
            self.draft, self._followed = self._draft_of(subject), ""
            return
        # The page says whose week it showed: by now another person may be chosen here.
        if not isinstance(subject, dict) or not isinstance(subject.get("person"), str):
            raise StretchlibError(say("form.malformed"))
        person_of(subject["person"])
        before = self._draft_of(subject["person"])
        if do == "follow":
            self._follow(before)
        else:
            self._change(before, do, subject.get("change"))

    def _draft_of(self, case: str) -> WeekDraft:
        """The draft of a person as it is by now; another tab may have changed it."""
        return self._unkept.get(case) or kept_draft(case)

    def _change(self, before: WeekDraft, do: str, change: Any) -> None:
        """Keep the week of a person with one change; it is shown where this person is chosen."""
        steps: dict[str, Callable[[Any], WeekDraft]] = {
            "add": before.add, "remove": before.remove, "set": before.change}
        if before.case:  # nobody has laid out an example for the learner: it would empty the week
            steps["example"] = lambda _: example_of(before.case)
        if do not in steps:
            raise StretchlibError(say("form.malformed"))
        changed = steps[do](change)
        self._show(changed)
        if changed == before:
            return
        if self._keep("week", "setting", name=changed.name, value=changed.value):
            self._unkept = {}
        else:
            self._unkept[changed.case] = changed

    def _show(self, draft: WeekDraft) -> None:
        if draft.case == self.draft.case:
            self.draft, self._followed = draft, ""

    def _follow(self, draft: WeekDraft) -> None:
        """Take the week up as the learner's programme from today on."""
        self._show(draft)
        programme = draft.programme()
        if programme is None:
            raise StretchlibError(say("week_form.not_yet"))
        followed = self._keep("programme", "setting", name="programme", value=plan_record(programme))
        if followed and draft.case == self.draft.case:
            self._followed = say("week_form.followed", day=journal.now()[:10])

    def _filled(self) -> dict[str, Any]:
        draft, broken = self.draft, self.draft.broken()
        rows = [_row(row) for row in draft.rows]
        minutes = [sum(row["seconds"] for row in rows if day in row["days"]) / 60 for day in DAYS]
        person = person_of(draft.case)
        items = [row.item for row in draft.rows if row.days]
        mind = [row.text for row in cautions(items, person.features)] if person else []
        return {"person": draft.case, "rows": rows, "minutes": [written(round(length, 1)) for length in minutes],
                "broken": list(map(_rule, broken)), "mind": mind, "followed": self._followed,
                "total": say("week_form.total", total=written(round(sum(minutes), 1)))}

    @property
    def paper(self) -> ShowsDocument:
        return WeekOnPaper(self.draft)

    def __repr__(self) -> str:
        return say("week_form.named")


class WeekOnPaper(ShowsDocument):
    """A week as text, with what it breaks; folded away where the planner is beside it."""

    def __init__(self, draft: WeekDraft) -> None:
        self._draft = draft

    def parts(self) -> Iterator[Details]:
        programme = self._draft.programme()
        if programme:
            _, *blocks = (block for part in programme.parts() for block in part)
            yield Details(Span(say("week_form.as_text"), plain=programme.title), tuple(blocks))
            return
        lines = [say("programme.line", exercise=row["name"], level=row["level_title"], dose=row["dose"],
                     days=", ".join(map(str, row["days"])), length=row["length"])
                 for row in map(_row, self._draft.rows)]
        broken = [str(rule) if rule.source else rule.text for rule in self._draft.broken()]
        blocks_of: list[Block] = [List((*lines, *broken), mark="")] if lines else [Paragraph(say("week_form.empty"))]
        yield Details(Span(say("week_form.as_text"), plain=say("programme.title")), tuple(blocks_of))


def _rule(rule: Broken) -> dict[str, str]:
    return {"kind": term("broken", rule.kind), "text": rule.text, "source": rule.source, "exercise": rule.exercise}


def _row(row: DraftRow) -> dict[str, Any]:
    """A row of the draft as the page shows it; its length is that of one practice."""
    exercise = catalogue.row(Exercise, row.exercise)
    item = DraftRow(row.exercise, row.level, row.sets, row.reps, row.hold_s, row.side, row.days or (1,)).item.filled()
    return {"exercise": row.exercise, "name": exercise.name, "level": row.level,
            "level_title": item.session.level_title, "side": row.side, "days": list(row.days),
            **{part: getattr(item, part) for part in DOSE}, "dose": dose_text(item),
            "length": clock(item.session.total_s), "seconds": item.times_a_day * item.session.total_s}


def _people() -> list[dict[str, Any]]:
    """The learner first, then the invented people with what the rules know of them."""
    labels = {row.id: row.label for row in catalogue.rows(PatientFeature)}
    rows: list[dict[str, Any]] = [{"id": "", "title": say("week_form.myself"), "note": say("week_form.myself_note")}]
    for case in people():
        person = person_of(case)
        if person:
            known_of = "; ".join(labels[feature] for feature in person.features)
            note = say("week_form.person_note" if known_of else "week_form.person_plain", age=person.person["age"],
                       work=person.person["work"], features=known_of)
            rows.append({"id": case, "title": person.title, "note": note})
    return rows


def _exercises() -> list[dict[str, Any]]:
    """Every exercise with what can be chosen of it; a dose of which nothing can be chosen is left out."""
    levels: dict[str, list[dict[str, str]]] = {}
    for level in catalogue.rows(ExerciseLevel):
        levels.setdefault(level.exercise, []).append({"id": level.level, "title": level.title})
    return [{"id": row.id, "name": row.name, "levels": levels[row.id], "days": _days_text(row),
             "side": "one" if row.sides == "affected" else "more" if row.extra_reps else "",
             "dose": {part: choice for part in DOSE if len(choice := _choices(row, part)) > 1}}
            for row in catalogue.rows(Exercise)]


def _days_text(row: Exercise) -> str:
    low, high = row.days_per_week_min, row.days_per_week_max
    return str(low) if low == high else say("dose.range", low=low, high=high)


def _choices(row: Exercise, part: str) -> list[int]:
    stem, unit = (part[:-2], "_s") if part.endswith("_s") else (part, "")
    low, high = (getattr(row, f"{stem}_{end}{unit}") for end in ("min", "max"))
    if low is None or high is None:
        return []
    every = list(range(int(low), int(high) + 1))
    return every if len(every) <= MANY else [value for value in every if value in (low, high) or value % STEP_S == 0]


def plan_week(person: str = "") -> WeekPlanner:
    """Plan a week of practice in a form: exercises, their days and doses; what the week breaks is told at once.

    ``person`` is the id of a case of the clinic, or empty for a week of your own. What you choose is kept in your
    journal at once, and once it breaks no rule it can become your programme. Raises :class:`StretchlibError` for a case
    without a week.
    """
    return WeekPlanner(person)
