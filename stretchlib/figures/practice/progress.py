"""How far a learner has come: a square for each core question, what is due, practices, and the next step."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from matplotlib.axes import Axes
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from ...core.text import begun
from ...learner.progress import NotebookProgress, Progress, current_progress
from ...tables.phrases import say
from ..diagram import Diagram, canvas
from ..style import BLUE, GREY, INK, LARGE, NORMAL, PALE, PAPER, SMALL

SIDE = 0.56  # of a square; rows are 1 apart
SQUARES, STATE, CARDS, RIGHT = 5.1, 10.4, 14.4, 20.0  # where squares, words, cards and the picture begin or end
NUMBERS = {"due": LARGE + 5, "practices": LARGE + 5, "confidence": NORMAL}  # card -> size of its text


def progress(*, ax: Axes | None = None) -> Diagram:
    """Draw how far you have come, from your journal alone: notebooks, questions due, practices, and the next step.

    A notebook is begun once a question of it was answered, a case played or a practice done in it, and finished once
    each of its core questions was answered. Returns a :class:`Diagram`; raises :class:`StretchlibError` for a journal
    that cannot be read.
    """
    return plot_progress(current_progress(), ax=ax)


def plot_progress(mine: Progress, *, ax: Axes | None = None) -> Diagram:
    """Draw this progress. Returns a :class:`Diagram`."""
    rows = len(mine.notebooks)
    figure, ax = canvas(ax, 9.2, 0.36 * (rows + 1.4))
    for index, item in enumerate(mine.notebooks):
        _row(ax, item, -index)
    texts = {"due": str(mine.due), "practices": str(mine.practices), "confidence": _confidence(mine)}
    for index, (name, text) in enumerate(texts.items()):
        _card(ax, name, text, -index * rows / 3, rows / 3)
    step = ax.text(0, -rows - 0.15, mine.next_step, fontsize=LARGE - 0.5, color=INK, weight="bold", va="center")
    step.set_gid("next")
    ax.set_xlim(0, RIGHT)
    ax.set_ylim(-rows - 0.7, 0.7)
    ax.axis("off")
    return Diagram(figure, say("progress.title"), _facts, note=say("progress.note"))


def _row(ax: Axes, item: NotebookProgress, y: float) -> None:
    name = ax.text(0, y, say("progress.notebook", notebook=item.notebook, title=item.title), fontsize=NORMAL,
                   color=INK, va="center")
    name.set_gid(f"name|{item.notebook}")
    for number in range(item.core):
        done = number < item.answered
        square = Rectangle((SQUARES + 0.7 * number, y - SIDE / 2), 0.5, SIDE, facecolor=BLUE if done else PAPER,
                           edgecolor=INK if done else GREY, linewidth=1.1)
        square.set_gid(f"question|{item.notebook}")
        ax.add_patch(square)
    if not item.core:
        ax.text(SQUARES, y, say("progress.no_core"), fontsize=SMALL, color=GREY, va="center").set_gid("aside")
    state = ax.text(STATE, y, say(f"progress.{item.state.replace(' ', '_')}"), fontsize=NORMAL, va="center",
                    color=GREY if item.state == "not begun" else INK,
                    weight="bold" if item.state == "finished" else "normal")
    state.set_gid(f"state|{item.notebook}")


def _card(ax: Axes, name: str, text: str, top: float, height: float) -> None:
    """A number in a box, and below it what it counts."""
    box = Rectangle((CARDS, top - height + 0.62), RIGHT - CARDS, height - 0.2, facecolor=PALE, edgecolor="none")
    ax.add_patch(box)
    middle = top - height / 2 + 0.52
    number = ax.text((CARDS + RIGHT) / 2, middle + 0.38, text, fontsize=NUMBERS[name], color=INK, weight="bold",
                     ha="center", va="center")
    number.set_gid(f"number|{name}")
    label = ax.text((CARDS + RIGHT) / 2, middle - 0.75, say(f"progress.label_{name}"), fontsize=SMALL, color=INK,
                    ha="center", va="center")
    label.set_gid(f"label|{name}")


def _confidence(mine: Progress) -> str:
    if mine.sure is None or mine.right is None:
        return say("progress.unrated")
    return say("progress.rated", sure=mine.sure, right=mine.right)


def _facts(figure: Figure) -> Iterator[str]:
    """Read the squares and the words back."""
    ax = figure.axes[0]
    texts = {str(text.get_gid()): text.get_text() for text in ax.texts}
    core: Counter[str] = Counter()
    answered: Counter[str] = Counter()
    for patch in ax.patches:
        kind, _, notebook = str(patch.get_gid()).partition("|")
        if kind == "question":
            core[notebook] += 1
            answered[notebook] += to_hex(patch.get_facecolor()).upper() == BLUE
    yield texts["next"]
    for gid, name in texts.items():
        kind, _, notebook = gid.partition("|")
        if kind == "name":
            key = "progress.read" if core[notebook] else "progress.read_no_core"
            yield say(key, notebook=name, state=texts[f"state|{notebook}"], answered=answered[notebook],
                      core=core[notebook])
        if kind == "number":
            yield say("progress.read_number", label=begun(texts[f"label|{notebook}"]), number=name)
