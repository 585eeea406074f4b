"""Practice done of planned, day by day: what was planned, what was done, and the days that have no entry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ...core.errors import StretchlibError
from ...core.text import begun
from ...learner.journal import done_of_planned
from ...learner.practice_log import PracticeLog
from ...tables.phrases import say
from ..diagram import Diagram, canvas
from ..style import BLUE, GREY, INK, NORMAL, PALE, SMALL

if TYPE_CHECKING:
    import pandas as pd

WIDTH = 0.78


def plot_practice(log: PracticeLog, *, weeks: int = 4, ax: Axes | None = None) -> Diagram:
    """Draw the last ``weeks`` (1 to 8) of a practice log, a bar a day: done inside planned. Returns a :class:`Diagram`.

    Build the log with :func:`stretchlib.learner.practice_log.read` or :func:`stretchlib.learner.practice_log.example`.
    """
    if not (type(weeks) is int and 1 <= weeks <= 8):
        raise StretchlibError(f"The figure shows 1 to 8 weeks, not {weeks!r}; give a whole number within.")
    days = log.days()
    days = days[days["week"] > max(days["week"]) - weeks].reset_index(drop=True)
    figure, ax = canvas(ax, 9.2, 3.3)
    top = max(2, float((days["done"] + days["extra"]).max()), int(days["planned"].max()))
    for index, row in days.iterrows():
        _day(ax, int(str(index)), row)
    for week, rows in days.groupby("week"):
        _week(ax, int(str(week)), rows, top)
    ax.set_xlim(-0.7, len(days) - 0.3)
    ax.set_ylim(0, top * 1.32)
    ax.set_yticks(range(int(top) + 1))
    ax.set_xticks(range(len(days)), [_tick(day, index) for index, day in enumerate(days["day"])], fontsize=SMALL)
    ax.set_ylabel(say("practice.axis"), fontsize=SMALL, color=GREY)
    ax.tick_params(labelsize=SMALL, length=0)
    ax.spines[["top", "right", "left"]].set_visible(False)
    title = say("practice.title_invented" if log.invented else "practice.title")
    return Diagram(figure, title, _facts, note=say("practice.note"))


def _tick(day: str, index: int) -> str:
    """The number of the day, and month and year where a week begins."""
    return f"{int(day[8:])}" + (f"\n{day[:7]}" if index % 7 == 0 else "")


def _day(ax: Axes, index: int, row: pd.Series) -> None:
    parts = [("planned", 0.0, float(row["planned"]), PALE, GREY, ""), ("done", 0.0, float(row["done"]), BLUE, INK, ""),
             ("extra", float(row["done"]), float(row["extra"]), "#FFFFFF", BLUE, "////")]
    for name, bottom, height, fill, edge, hatch in parts:
        if height > 0:
            bar = Rectangle((index - WIDTH / 2, bottom), WIDTH, height, facecolor=fill, edgecolor=edge, hatch=hatch,
                            linewidth=0.9)
            bar.set_gid(f"{name}|{row['day']}|{row['week']}")
            ax.add_patch(bar)
    if row["planned"] and not row["entries"]:
        text = ax.text(index, 0.08, say("practice.no_entry"), rotation=90, ha="center", va="bottom",
                       fontsize=SMALL, color=INK)
        text.set_gid(f"no entry|{row['day']}|{row['week']}")


def _week(ax: Axes, week: int, rows: pd.DataFrame, top: float) -> None:
    planned = float(rows["planned"].sum())
    if planned <= 0:
        return
    share = done_of_planned(float(rows["done"].sum()), planned)
    first, last = int(rows.index[0]), int(rows.index[-1])
    line = ax.plot([first - 0.4, last + 0.4], [top * 1.1] * 2, color=GREY, linewidth=1)[0]
    line.set_gid(f"week|{week}")
    ax.text((first + last) / 2, top * 1.13, say("practice.share", week=week, share=f"{share:.0f}"), ha="center",
            va="bottom", fontsize=NORMAL, color=INK).set_gid(f"share|{week}")


def _facts(figure: Figure) -> Iterator[str]:
    """Read the bars and the words of each week back."""
    ax = figure.axes[0]
    bars = []
    for patch in ax.patches:
        if isinstance(patch, Rectangle) and patch.get_gid():
            kind, _, week = str(patch.get_gid()).split("|")
            bars.append((kind, week, patch.get_height()))
    gaps = [str(text.get_gid()).split("|") for text in ax.texts if str(text.get_gid()).startswith("no entry|")]
    shares = {str(text.get_gid()).split("|")[1]: text.get_text() for text in ax.texts
              if str(text.get_gid()).startswith("share|")}
    for week in dict.fromkeys(bar[1] for bar in bars):
        sums = {name: sum(height for kind, of, height in bars if (kind, of) == (name, week))
                for name in ("planned", "done", "extra")}
        missing = sum(of == week for _, _, of in gaps)
        without = say("practice.gap" if missing == 1 else "practice.gaps", count=missing) if missing else ""
        more = say("practice.beyond", extra=f"{sums['extra']:.2g}") if sums["extra"] > 0 else ""
        yield say("practice.read", week=begun(shares.get(week, say("practice.week", week=week))),
                  done=f"{round(sums['done'], 2):g}", planned=f"{round(sums['planned'], 2):g}", without=without,
                  more=more)
