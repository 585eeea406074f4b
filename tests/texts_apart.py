"""What each picture is held to: no text leaves it, and none lies on another."""

from __future__ import annotations

from itertools import combinations

from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox


def apart(figure: Figure, slack: float = 0.0) -> None:
    """Raise for a text that leaves the picture by more than ``slack`` pixels, or that lies on another one."""
    FigureCanvasAgg(figure)
    figure.draw_without_rendering()  # each artist finds its place; paint is not what is measured
    frame = figure.bbox.padded(slack)
    texts = list(figure.texts)
    for ax in [axes for top in figure.axes for axes in (top, *top.child_axes)]:
        texts += [*ax.texts, ax.title, ax._left_title, ax._right_title]  # type: ignore[attr-defined]
        texts += [ax.xaxis.label, ax.yaxis.label, *_tick_labels(ax)] if ax.axison else []
    texts = [text for text in texts if text.get_text().strip() and text.get_visible()]
    boxes = [text.get_window_extent() for text in texts]
    for text, box in zip(texts, boxes, strict=True):
        where = (text.get_text(), box.extents, frame.extents)
        assert box.x0 >= frame.x0, where
        assert box.x1 <= frame.x1, where
        assert box.y0 >= frame.y0, where
        assert box.y1 <= frame.y1, where
    lines = [_line_boxes(text, box) for text, box in zip(texts, boxes, strict=True)]
    for (text, written), (neighbour, covered) in combinations(zip(texts, lines, strict=True), 2):
        assert not any(line.padded(-slack / 2).overlaps(below) for line in written for below in covered), (
            text.get_text(), neighbour.get_text())


def _line_boxes(text: Text, box: Bbox) -> list[Bbox]:
    """A box for each line of an upright text: the month under the ninth takes no room beside the tenth."""
    lines = text.get_text().split("\n")
    if len(lines) == 1 or text.get_rotation():
        return [box]
    boxes = []
    for number, line in enumerate(lines):
        text.set_text(line)
        wide, top = text.get_window_extent(), box.y1 - number * box.height / len(lines)
        boxes.append(Bbox.from_extents(wide.x0, top - box.height / len(lines), wide.x1, top))
    text.set_text("\n".join(lines))
    return boxes


def _tick_labels(ax: Axes) -> list[Text]:
    """Labels of the ticks in view, on both axes."""
    return [label for ends, ticks, labels in ((ax.get_xlim(), ax.get_xticks(), ax.get_xticklabels()),
                                              (ax.get_ylim(), ax.get_yticks(), ax.get_yticklabels()))
            for at, label in zip(ticks, labels, strict=True) if min(ends) <= at <= max(ends)]
