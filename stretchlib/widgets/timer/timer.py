"""The guided timer: a session led through in the page, by its clock, with the kernel busy or gone."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

import traitlets

from ...core.document import Details, List, Part, Span
from ...core.errors import StretchlibError
from ...core.still import Still
from ...exercises.red_flags import red_flags
from ...exercises.session import Session
from ...learner import journal
from ...tables import phrases
from ...tables.phrases import say
from ...tables.shows_document import ShowsDocument
from ..shared.bundle import module, style
from ..shared.running_cell import running_cell
from ..shared.spoken_widget import SpokenWidget
from .moving_person import moving_person

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("exercise", "level", "started_at", "ended_at", "status", "mode", "reps_planned", "reps_done",
           "hold_right_s", "hold_left_s", "hold_both_s", "planned_s", "done_s")
_STATUS = ("finished", "skipped", "broken off")
_MODE = ("practised", "watched")


class Timer(SpokenWidget):
    """A guided practice of one :class:`Session`; build it with :func:`timer`.

    Shows the session's timeline as a picture with its text, and beside it the timer. Practices that are over come
    back as :attr:`sessions` and are written to the learner's journal, once each; :meth:`table` gives them as a
    DataFrame. The ``status`` of a practice is ``finished`` (its end was reached and every repetition done),
    ``skipped`` (its end was reached, but not every repetition was done) or ``broken off``.
    """

    _esm = module("widgets/timer/timer.js")
    _css = style("widgets/timer/timer.css", "stage/stage.css", "widgets/timer/person.css")

    session = traitlets.Dict().tag(sync=True)
    person = traitlets.Dict().tag(sync=True)  # who moves with the phases: a scene, or nothing
    words = traitlets.Dict().tag(sync=True)
    red_flags = traitlets.List().tag(sync=True)
    progress = traitlets.Dict().tag(sync=True)  # where the running practice is; written by the page
    beat = traitlets.Dict().tag(sync=True)  # that the page which leads it is still there; see lead.js
    runs = traitlets.List().tag(sync=True)  # practices that are over; written by the pages, see _add_runs
    kept = traitlets.List().tag(sync=True)  # which of them are in the journal, as the page names them
    unsaved = traitlets.Unicode().tag(sync=True)  # what is to be told of keeping them
    cell = traitlets.Unicode().tag(sync=True)  # the notebook cell it stands in, the same for every kernel

    def __init__(self, session: Session, cell: str = "") -> None:
        self.plan = session
        page_words = {key: text for key, text in phrases.words().items()
                 if key.split(".")[0] in ("timer", "gate", "phase", "side", "speech", "keeping", "stage")}
        super().__init__(session=session.as_dict(), person=moving_person(session), words=page_words,
                         red_flags=red_flags().as_dicts(), cell=cell)
        self._named_unreadable: set[str] = set()  # the unreadable practices that table() has named
        self.observe(lambda _: self.keep(), "runs")
        self.on_msg(self._asked)

    @traitlets.validate("runs")  # type: ignore[untyped-decorator]
    def _add_runs(self, proposal: Mapping[str, Any]) -> list[Any]:
        """Pages only ever add a practice: of two pages that tell of the same one, the first is believed."""
        names = {_name(run) for run in self.runs}
        return [*self.runs, *(run for run in proposal["value"] if _name(run) not in names)]

    def keep(self) -> None:
        """Write into the journal what is not there yet; why that is not possible is told in the page."""
        kept, sentences = list(self.kept), []
        names = set(kept)
        for run in self.runs:
            name = _name(run)
            if name in names:
                continue
            row = _row(self.plan, run)
            if row is None:
                sentences.append(say("timer.unreadable"))
                continue
            stands = {"cell": self.cell.rpartition(" ")[0]} if self.cell else {}  # it tells the notebook
            done, why = journal.keep("practice", id=self._id(name), **row, **stands)
            if done:
                kept.append(name)
            sentences.append(why if done else say("timer.unsaved", why=why))
        self.kept, self.unsaved = kept, " ".join(dict.fromkeys(filter(None, sentences)))

    def _asked(self, _: Any, message: Any, __: Any) -> None:
        """The page asks for the text of all records, to save it as a file."""
        if isinstance(message, dict) and message.get("do") == "save":
            self.send({"journal": journal.current().rescued()})

    def _id(self, name: str) -> str:
        """The same for the same practice, whichever page or kernel tells of it."""
        return hashlib.sha256(f"{self.plan.exercise} {self.plan.level} {name}".encode()).hexdigest()[:16]

    @property
    def sessions(self) -> list[dict[str, Any]]:
        """A row for each practice that is over, oldest first (see :meth:`Session.record`), without unreadable ones."""
        return [row for run in self.runs if (row := _row(self.plan, run)) is not None]

    def table(self) -> pd.DataFrame:
        """The practices of this timer as a DataFrame, with the same columns when it is still empty.

        One that the page sent and nobody can read is left out, and that is printed the first time.
        """
        import pandas as pd

        unreadable = {_name(run) for run in self.runs if _row(self.plan, run) is None}
        if unreadable - self._named_unreadable:
            print(say("timer.unreadable"))
        self._named_unreadable |= unreadable
        return pd.DataFrame(self.sessions, columns=list(COLUMNS))

    def __repr__(self) -> str:
        plan = self.plan
        return f"Timer({plan.exercise}, {plan.level}, {len(plan.phases)} phases, {plan.total_s:g} s)"

    def still(self) -> Still:
        from ...figures import plot_session

        return Still(plot_session(self.plan), Phases(self.plan))


class Phases(ShowsDocument):
    """A session's phases as text, so that the notebook still teaches where no widget runs; folded below its length."""

    def __init__(self, session: Session) -> None:
        self.session = session

    def parts(self) -> Iterator[Part]:
        length, *lines = self.session.describe()
        yield Details(Span(length), (List(tuple(lines), mark=""),))


def _name(run: Any) -> str:
    """What tells one practice from another, in the page as well (``runKey`` in run.js)."""
    return f"{run.get('started_at')} {run.get('run')}" if isinstance(run, dict) else repr(run)


def _row(session: Session, run: Any) -> dict[str, Any] | None:
    """A row from what the page sent, or ``None`` where that is nonsense: the page is not trusted to send sense."""
    try:
        if run["status"] not in _STATUS or run["mode"] not in _MODE:
            return None
        started, ended = run["started_at"], run["ended_at"]
        seconds = [float(value) for value in run["done_s"]]
        if not (_is_time(started) and _is_time(ended) and all(0 <= value < math.inf for value in seconds)):
            return None
        return session.record(seconds, started_at=started, ended_at=ended, status=run["status"], mode=run["mode"])
    except (StretchlibError, KeyError, TypeError, ValueError, OverflowError):
        return None


def _is_time(text: Any) -> bool:
    """Whether this is the text of a time with its offset from UTC, as the page's ``isoLocal`` writes it."""
    return datetime.fromisoformat(text).utcoffset() is not None


# The timers of this kernel by the cell that made them, so that a cell run again takes up its running practice.
_BY_CELL: dict[tuple[str, str, int], Timer] = {}
_ASKED: dict[str, tuple[int, int]] = {}


def timer(exercise: str | Session, level: str = "base", *, sets: int | None = None, reps: int | None = None,
          hold_s: float | None = None, side: str | None = None) -> Timer:
    """A guided practice of ``exercise`` at ``level`` (easier, base, harder), with the dose of the course.

    ``sets``, ``reps`` and ``hold_s`` (seconds) may be chosen within the dose; ``side`` (right or left) is asked
    for where an exercise is done on one side only. In place of all that a :class:`Session` may be given, such as
    ``programme.sessions[0]``. Running the cell again takes up the running practice. Raises
    :class:`StretchlibError` for an unknown exercise or level and for a dose outside its range.
    """
    if isinstance(exercise, Session):
        if level != "base" or any(change is not None for change in (sets, reps, hold_s, side)):
            raise StretchlibError("A session has its dose already; give sl.timer the session alone, or an exercise "
                                  "with its dose.")
        session = exercise
    else:
        session = Session.from_exercise(exercise, level, sets=sets, reps=reps, hold_s=hold_s, side=side)
    cell = running_cell()
    if cell is None:
        return Timer(session)
    name, run = cell
    # The same call may stand twice in a cell: the first, second ... of a run find the first, second ... timer.
    turn = _ASKED[name][1] + 1 if _ASKED.get(name, (None, 0))[0] == run else 0
    _ASKED[name] = (run, turn)
    key = (name, repr(session.as_dict()), turn)
    if key not in _BY_CELL:
        _BY_CELL[key] = Timer(session, f"{name} {turn}")
    _BY_CELL[key].keep()  # a disk that was full may have room by now
    return _BY_CELL[key]
