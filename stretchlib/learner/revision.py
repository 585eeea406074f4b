"""What to repeat and when: the answers of the journal, replayed through the FSRS schedule, day by day.

Nothing is stored beside the answers: each time the plan is worked out anew from the journal, so the two never
disagree. Time is counted in the learner's own calendar days (:func:`day`), so neither travel nor
the hour of an answer matters. FSRS runs without its random spread: the same journal gives the same plan.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

from fsrs import Card, Rating, Scheduler

from ..core.errors import StretchlibError, one_of
from ..questions.bank import bank
from ..questions.marking import CONFIDENCE
from ..questions.sheet import Sheet
from ..tables import paths
from ..tables.phrases import say
from . import journal
from .answers import Answer, first_tries

if TYPE_CHECKING:
    import pandas as pd

FULL, HARD_FROM = 1.0, 2 / 3  # of the points; with less, more was forgotten than known
GUESSED, SURE = min(CONFIDENCE), max(CONFIDENCE)
STATES = ("due", "new", "later")
NAME = "revision"  # what an answer given in a revision says in its ``quiz``
#: For :func:`rehearse`: how an answer went, as its points (0 to 1) and confidence (percent, or None).
TRIES = {"wrong": (0.0, None), "partly": (HARD_FROM, None), "right by guessing": (FULL, GUESSED), "right": (FULL, None),
         "right and sure": (FULL, SURE)}
LONGEST_WAIT = 180  # days; nothing is put off beyond a term
# No steps of minutes: only the first answer of a day counts. What was not known comes back the next day.
_FSRS = Scheduler(learning_steps=(), relearning_steps=(timedelta(days=1),), maximum_interval=LONGEST_WAIT,
                  enable_fuzzing=False)
_COLUMNS = ("question", "notebook", "objective", "state", "times", "last_day", "due_day", "wait_days", "recall")


@dataclass(frozen=True, slots=True)
class Item:
    """A question in the plan. ``recall`` is the chance, 0 to 1, that FSRS gives to a right answer today."""

    question: str
    notebook: str
    objective: str
    state: str  # one of STATES
    times: int = 0  # answers that count, see first_tries
    last_day: str = ""
    due_day: str = ""
    wait_days: int | None = None
    recall: float | None = None


def rating(answer: Answer) -> Rating:
    """The FSRS rating of an answer, from its ``points`` (0 to 1) and its ``confidence`` (percent, or None).

    Right: *easy* where sure (95 %), *hard* where only guessed (25 %), else *good*. Partly right: *hard* from two thirds
    of the points on. Everything else: *again*, however sure it was.
    """
    points, sure = float(answer["points"]), answer.get("confidence")
    if points < FULL:
        return Rating.Hard if points >= HARD_FROM - 1e-3 else Rating.Again  # points are kept to three decimals
    if not isinstance(sure, (int, float)):
        return Rating.Good
    return Rating.Easy if sure >= SURE else Rating.Hard if sure <= GUESSED else Rating.Good


def _review(card: Card, rated: Rating, when: date) -> Card:
    """One review, at noon of the day: FSRS counts the days between in whole ones."""
    return _FSRS.review_card(card, rated, _noon(when))[0]


def _noon(when: date) -> datetime:
    return datetime.combine(when, time(12), UTC)


def _fresh(when: date) -> Card:
    return Card(card_id=0, due=_noon(when))  # left to itself Card takes its number from the clock, and waits for it


def plan(answers: Iterable[Answer], today: date) -> list[Item]:
    """Every question that counts, in the order of asking: due, new, later.

    Due: least likely to be recalled first. New: of the notebooks that exist, those whose own check was begun
    first; one of each notebook in turn, those of the mixed form before the others. Later: the soonest first.
    """
    answers = list(answers)
    cards: dict[str, Card] = {}
    times: Counter[str] = Counter()
    for when, answer in first_tries(answers, today):
        name = answer["question"]
        cards[name] = _review(cards.get(name) or _fresh(when), rating(answer), when)
        times[name] += 1
    begun = {str(answer.get("quiz")) for answer in answers}
    return sorted(_items(cards, times, today), key=_asking_order(begun))


def _items(cards: Mapping[str, Card], times: Mapping[str, int], today: date) -> Iterable[Item]:
    there = {name[:2] for name in _notebooks()}
    for question in bank():
        card = cards.get(question.id)
        if card is not None and card.last_review is not None:
            last, due = card.last_review.date(), card.due.date()
            yield Item(question.id, question.notebook, question.objective, "due" if due <= today else "later",
                       times[question.id], last.isoformat(), due.isoformat(), (due - last).days,
                       round(_FSRS.get_card_retrievability(card, _noon(today)), 3))
        elif question.notebook in there:
            yield Item(question.id, question.notebook, question.objective, "new")


def _notebooks() -> list[str]:
    """File names of the notebooks that exist."""
    return sorted(file.name for file in paths.notebooks_root().iterdir() if file.name.endswith(".ipynb"))


def _asking_order(begun: set[str]) -> Any:
    """The sorting key of :func:`plan`."""
    turn: dict[str, int] = {}
    count: Counter[str] = Counter()
    for question in sorted(bank(), key=lambda question: question.mixed_position or math.inf):  # equals as they stand
        turn[question.id] = count[question.notebook]
        count[question.notebook] += 1

    def key(item: Item) -> tuple[Any, ...]:
        if item.state == "new":
            return 1, item.notebook not in begun, turn[item.question], item.notebook
        order = (item.recall, item.due_day) if item.state == "due" else (item.due_day, item.recall)
        return (STATES.index(item.state), *order, item.question)

    return key


def schedule(now: datetime | date | None = None, answers: Iterable[Answer] | None = None) -> pd.DataFrame:
    """Every question with its place in the plan, a row each, in the order of asking.

    ``now``: the moment to look from (default: this one); ``answers``: records instead of the journal's. Columns:
    ``state`` (due, new, later), ``times`` it counted, ``last_day`` and ``due_day`` (year-month-day), ``wait_days``
    between the two, ``recall`` (0 to 1, FSRS's estimate for today). Raises :class:`StretchlibError` for a journal that
    cannot be read.
    """
    import pandas as pd

    planned = plan(_kept() if answers is None else answers, _day(now))
    table = pd.DataFrame([asdict(item) for item in planned], columns=list(_COLUMNS))
    return table.astype({"wait_days": "Int64", "recall": "Float64"})


def due(now: datetime | date | None = None, answers: Iterable[Answer] | None = None) -> pd.DataFrame:
    """The rows of :func:`schedule` that are due."""
    table = schedule(now, answers)
    return table[table["state"] == "due"].reset_index(drop=True)


def rehearse(*tries: str) -> pd.DataFrame:
    """How the wait for one question grows and shrinks when it is answered on each day that it falls due.

    ``tries`` are words of :data:`TRIES`, such as ``"right"`` and ``"wrong"``. Nobody answered this: it is worked out by
    the functions that plan. Raises :class:`StretchlibError` for another word.
    """
    import pandas as pd

    start = when = date(2026, 1, 5)  # any day will do: only the distances are told
    card, rows = _fresh(when), []
    for word in tries:
        one_of(word, TRIES, "way an answer went")
        points, confidence = TRIES[word]
        rated = rating({"points": points, "confidence": confidence})
        card = _review(card, rated, when)
        rows.append({"day": (when - start).days, "answer": word, "rating": rated.name.lower(),
                     "wait_days": (card.due.date() - when).days})
        when = card.due.date()
    return pd.DataFrame(rows, columns=["day", "answer", "rating", "wait_days"])


def next_set(n: int = 10, now: datetime | date | None = None) -> tuple[list[Sheet], str]:
    """(sheets, sentence) of the next ``n`` questions to ask: what is due, then new ones, else the soonest.

    They are drawn with a seed one above every seed of the journal: no set repeats the numbers of an earlier one. Raises
    :class:`StretchlibError` for an ``n`` below 1.
    """
    if isinstance(n, bool) or not isinstance(n, int) or n < 1:
        raise StretchlibError(f"A revision asks a whole number of questions from 1 on, not {n!r}.")
    answers, today = _kept(), _day(now)
    planned = plan(answers, today)
    by_id = {question.id: question for question in bank()}
    chosen = [item for item in planned if item.state != "later"][:n] or planned[:n]
    seed = 1 + max((answer["seed"] for answer in answers if isinstance(answer.get("seed"), int)), default=0)
    return [Sheet(by_id[item.question], seed) for item in chosen], _sentence(planned, len(chosen), today)


def _sentence(planned: Sequence[Item], asked: int, today: date) -> str:
    count = Counter(item.state for item in planned)
    key = "revise.due" if count["due"] else "revise.new" if count["new"] else "revise.nothing"
    text = say(key, due=str(count["due"]), new=str(count["new"]), count=str(asked))
    soonest = next((item.due_day for item in planned if item.state == "later"), None)
    if soonest is None:
        return text + "."
    ahead = date.fromisoformat(soonest) - today
    later = "revise.tomorrow" if ahead == timedelta(days=1) else "revise.later"
    return text + say(later, days=str(ahead.days), day=soonest) + "."


def _kept() -> list[dict[str, Any]]:
    return journal.current().records("answer")


def _day(now: datetime | date | None) -> date:
    """The calendar day of a moment where it was told; of this moment where none is given."""
    return date.today() if now is None else now.date() if isinstance(now, datetime) else now
