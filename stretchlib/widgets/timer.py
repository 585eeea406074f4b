"""The guided timer: a session led through in the page, by its clock, with the kernel busy or gone."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from .. import datasets, journal
from ..errors import StretchlibError
from ..literal import unlinked
from ..safety import red_flags
from ..session import Session
from .source import module, style

if TYPE_CHECKING:
    import pandas as pd

COLUMNS = ("exercise", "level", "started_at", "ended_at", "status", "mode", "reps_planned", "reps_done",
           "hold_right_s", "hold_left_s", "hold_both_s", "planned_s", "done_s")
_STATUS = ("finished", "broken off")
_MODE = ("practised", "watched")


class Timer(anywidget.AnyWidget):
    """A guided practice of one :class:`~stretchlib.session.Session`; build it with :func:`timer`.

    Shows the session's timeline as a picture with its text, and beside it the timer. Finished and broken-off
    practices come back as :attr:`sessions` and are written to the learner's journal, once each; :meth:`table` gives
    them as a DataFrame.
    """

    _esm = module("timer.js")
    _css = style("timer.css")

    session = traitlets.Dict().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    red_flags = traitlets.List().tag(sync=True)
    progress = traitlets.Dict().tag(sync=True)  # where the running practice is; written by the page
    runs = traitlets.List().tag(sync=True)  # finished and broken-off practices; written by the page
    kept = traitlets.List().tag(sync=True)  # which of them are in the journal, as the page names them
    unsaved = traitlets.Unicode().tag(sync=True)  # why one is not
    place = traitlets.Unicode().tag(sync=True)  # the cell it stands in, the same for every kernel

    def __init__(self, session: Session, place: str = "") -> None:
        self.plan = session
        shown = {key: text for key, text in datasets.words().items()
                 if key.split(".")[0] in ("timer", "gate", "phase", "side", "speech")}
        super().__init__(session=session.as_dict(), words=shown, red_flags=red_flags().as_dicts(), place=place)
        self.observe(lambda _: self.keep(), "runs")

    def keep(self) -> None:
        """Write into the journal what is not there yet; why that is not possible is told in the page."""
        kept, unsaved = list(self.kept), ""
        for run in self.runs:
            name = f"{run.get('started_at')} {run.get('run')}" if isinstance(run, dict) else ""
            if not name or name in kept:
                continue
            try:
                journal.current().append("practice", id=self._id(name), **_row(self.plan, run))
            except (StretchlibError, OSError, TypeError, ValueError) as error:
                unsaved = str(error)
                continue
            kept.append(name)
        self.kept, self.unsaved = kept, unsaved

    def _id(self, name: str) -> str:
        """The same for the same practice, whichever page or kernel tells of it."""
        return hashlib.sha256(f"{self.plan.exercise} {self.plan.level} {name}".encode()).hexdigest()[:16]

    @property
    def sessions(self) -> list[dict[str, Any]]:
        """One row for each finished or broken-off practice, oldest first (see :meth:`Session.record`)."""
        return [_row(self.plan, run) for run in self.runs]

    def table(self) -> pd.DataFrame:
        """The practices of this timer as a DataFrame, with the same columns when it is still empty."""
        import pandas as pd

        return pd.DataFrame(self.sessions, columns=list(COLUMNS))

    def __repr__(self) -> str:
        plan = self.plan
        return f"Timer({plan.exercise}, {plan.level}, {len(plan.phases)} phases, {plan.total_s:g} s)"

    def _ipython_display_(self) -> None:
        from IPython.display import display

        from ..figures import plot_session

        display(plot_session(self.plan), Phases(self.plan))
        # An output of its own: a notebook reopened without a kernel hides the text beside a lost widget.
        data, metadata = super()._repr_mimebundle_()
        display(data, raw=True, metadata=metadata)


class Phases:
    """A session's phases as text, so that the notebook still teaches where no widget runs."""

    def __init__(self, session: Session, place: str = "") -> None:
        self.session = session

    def __repr__(self) -> str:
        return unlinked(repr(self.session))


def _row(session: Session, run: Mapping[str, Any]) -> dict[str, Any]:
    """A row from what the page sent; the page is not trusted to send sense."""
    status, mode = run.get("status"), run.get("mode")
    if status not in _STATUS or mode not in _MODE:
        raise StretchlibError(f"The timer sent a practice that is neither finished nor broken off ({status!r}); "
                              "run its cell again.")
    seconds = [float(value) for value in run.get("done_s", ())]
    return session.record(seconds, started_at=str(run.get("started_at")), ended_at=str(run.get("ended_at")),
                          status=str(status), mode=str(mode))


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
        if level != "base" or any(one is not None for one in (sets, reps, hold_s, side)):
            raise StretchlibError("A session has its dose already; give sl.timer the session alone, or an exercise "
                                  "with its dose.")
        session = exercise
    else:
        session = Session.from_exercise(exercise, level, sets=sets, reps=reps, hold_s=hold_s, side=side)
    cell = _cell()
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


def _cell() -> tuple[str, int] | None:
    """(id of the notebook cell being run, its execution count), where the front end tells it."""
    try:
        from IPython import get_ipython
    except ImportError:
        return None
    shell = get_ipython()
    parent = getattr(shell, "parent_header", None) or {}
    name = parent.get("metadata", {}).get("cellId")
    return (str(name), int(shell.execution_count)) if name else None
