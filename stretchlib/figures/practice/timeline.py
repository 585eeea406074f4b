"""The timeline of a session: what happens when, right and left."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import groupby

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Patch, Rectangle
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ...exercises.pacing import WORK, Phase
from ...exercises.session import Session, clock, lasting
from ...tables.phrases import say, term, written
from ..diagram import Diagram, canvas
from ..style import GREY, INK, KIND_STYLE, NORMAL, PALE, PAPER, SMALL

WIDTH = 6.6  # inches that the whole practice takes
LETTER = 0.06  # inches of a small letter
BAR = 0.62  # height of a bar; rows are 1 apart


def plot_session(session: Session, *, ax: Axes | None = None) -> Diagram:
    """Draw the phases of ``session`` as bars along the time, one row a side (the patient's own).

    Time in minutes and seconds. Work is coloured and hatched, waiting is pale. Returns a :class:`Diagram`.
    """
    rows = [side for side in ("right", "left", "both", "none") if any(
        phase.side == side and phase.kind in WORK for phase in session.phases)]
    figure, ax = canvas(ax, 7.6, 1.25 + 0.8 * len(rows))
    used: dict[str, str] = {}  # what a phase is called -> its kind, which has the look
    for index, phase in enumerate(session.phases[:-1]):
        lanes = [rows.index(phase.side)] if phase.side in rows else range(len(rows))
        for lane in lanes:
            _bar(ax, phase, index, -lane, session.total_s)
        used[phase.name] = phase.kind
    for (side, number), group in groupby((p for p in session.phases if p.kind in WORK), lambda p: (p.side, p.set)):
        phases = list(group)
        if session.sides != "alternating":
            _label(ax, phases, number, session, -rows.index(side))
    if session.sides == "alternating":
        for lane, side in enumerate(rows):
            for number in range(1, session.sets + 1):
                _label(ax, [p for p in session.phases if p.kind in WORK and (p.side, p.set) == (side, number)],
                       number, session, -lane)
    end = ax.axvline(session.total_s, color=INK, linewidth=1.5)
    end.set_gid("end")
    _finish(ax, session, rows, used)
    title = say("timeline.title", title=session.title, level=session.level_title)
    return Diagram(figure, title, _facts, note=say("timeline.note"))


def _bar(ax: Axes, phase: Phase, index: int, y: int, total_s: float) -> None:
    fill, edge, hatch = KIND_STYLE[phase.kind]
    bar = Rectangle((phase.start_s, y - BAR / 2), phase.duration_s, BAR, facecolor=fill, edgecolor=edge,
                    linewidth=0.7, hatch=hatch if phase.duration_s / total_s > 0.004 else "")
    bar.set_gid(f"{index}|{phase.kind}|{phase.side}|{phase.set}|{phase.rep}|{phase.name}")
    ax.add_patch(bar)
    share = phase.duration_s / total_s
    lasts = clock(phase.duration_s) if phase.duration_s >= 120 else lasting(phase.duration_s)
    text = f"{term('kind', phase.name)}\n{lasts}"
    fits = max(map(len, text.split("\n"))) * LETTER <= share * WIDTH
    if fits and share > (0.065 if phase.kind != "change side" else 0.12) and y <= 0:
        box = None if fill != PALE else {"facecolor": fill, "edgecolor": "none", "pad": 1.2}
        ax.text(phase.start_s + phase.duration_s / 2, y, text, ha="center", va="center", fontsize=SMALL,
                color=PAPER if fill != PALE else INK, linespacing=1.15, bbox=box)


def _label(ax: Axes, phases: list[Phase], number: int, session: Session, y: int) -> None:
    """One line over a run of work: set, count and content."""
    first = [phase for phase in phases if phase.rep == phases[0].rep and phase.side == phases[0].side]
    reps = len({phase.rep for phase in phases})
    lengths: dict[str, float] = {}
    for phase in first:
        if phase.kind != "release":  # the rounds of contract-relax are parts of their hold
            name = "hold" if phase.kind in ("contract", "relax") else phase.name
            lengths[name] = lengths.get(name, 0.0) + phase.duration_s
    content = " + ".join(f"{term('kind', name)} {lasting(seconds)}" for name, seconds in lengths.items())
    if first[0].kind == "walk":
        content = say("timeline.walk", minutes=f"{first[0].duration_s / 60:g}")
    text_shown = say("timeline.times", reps=reps, content=content) if reps > 1 else content
    if session.sets > 1:  # later sets repeat the first: their number is enough
        text_shown = say("timeline.first_set", content=text_shown) if number == 1 else say("timeline.set", set=number)
    text = ax.text(phases[0].start_s, y + BAR / 2 + 0.05, text_shown, ha="left", va="bottom", fontsize=SMALL, color=INK)
    text.set_gid(f"label|{phases[0].side}|{number}")


def _finish(ax: Axes, session: Session, rows: list[str], used: Mapping[str, str]) -> None:
    ax.set_xlim(0, session.total_s * 1.015)
    ax.set_ylim(-len(rows) + 0.45, 0.72)
    ax.set_yticks([-lane for lane in range(len(rows))],
                  ["" if side == "none" else say(f"timeline.row.{side}") for side in rows], fontsize=NORMAL)
    ax.xaxis.set_major_locator(MaxNLocator(8, steps=[1, 1.5, 2, 3, 6]))
    ax.xaxis.set_major_formatter(FuncFormatter(lambda x, _: clock(x)))
    ax.set_xlabel(say("timeline.axis"), fontsize=SMALL, color=GREY)
    ax.tick_params(axis="x", labelsize=SMALL)
    ax.tick_params(axis="y", length=0)
    ax.spines[["top", "right", "left"]].set_visible(False)
    handles = [Patch(facecolor=KIND_STYLE[kind][0], edgecolor=KIND_STYLE[kind][1], hatch=KIND_STYLE[kind][2],
                     label=term("kind", name)) for name, kind in used.items()]
    ax.legend(handles=handles, ncols=len(handles), fontsize=SMALL, frameon=False, loc="lower left",
              bbox_to_anchor=(0, 1.0), borderaxespad=0, handlelength=1.8, handleheight=1.1, columnspacing=1.2)


def _facts(figure: Figure) -> Iterator[str]:
    """Read the bars, their labels and the end line back."""
    ax = next(axes for axes in figure.axes if any(line.get_gid() == "end" for line in axes.lines))
    bars = {}
    for patch in ax.patches:
        if isinstance(patch, Rectangle) and (gid := patch.get_gid()):
            index, kind, side, number, _, name = gid.split("|")
            bars[int(index)] = (kind, side, int(number), patch.get_x(), patch.get_width(), name)
    labels = {text.get_gid(): text.get_text() for text in ax.texts if text.get_gid()}
    work = sorted((bar for bar in bars.values() if bar[0] in WORK), key=lambda bar: bar[3])
    for side, nth in dict.fromkeys((bar[1], bar[2]) for bar in work):
        mine = [bar for bar in work if (bar[1], bar[2]) == (side, nth)]
        parts = []
        for name in dict.fromkeys(bar[5] for bar in mine):
            lengths = sorted({round(bar[4], 1) for bar in mine if bar[5] == name})
            count = sum(bar[5] == name for bar in mine)
            kinds = term("kind", name) if count == 1 else term("kinds", name)
            parts.append(say("timeline.some", count=count, kinds=kinds,
                             lengths=f" {say('timeline.or')} ".join(map(written, lengths))))
        stop = max(bar[3] + bar[4] for bar in mine)
        yield say("timeline.fact", where=say(f"timeline.where.{side}"), set=nth, label=labels[f"label|{side}|{nth}"],
                  parts=", ".join(parts), start=clock(mine[0][3]), stop=clock(stop))
    waits = [bar for _, bar in sorted(bars.items()) if bar[0] not in WORK]
    for kind in dict.fromkeys(bar[0] for bar in waits):
        times = [say("timeline.wait", seconds=f"{bar[4]:g}", clock=clock(bar[3])) for bar in waits if bar[0] == kind]
        yield f"{say('phase.' + kind.replace(' ', '_'))}: {', '.join(times)}."
    end = next(line for line in ax.lines if line.get_gid() == "end")
    yield say("timeline.end", clock=clock(float(end.get_xdata()[0])))  # type: ignore[index, arg-type]
