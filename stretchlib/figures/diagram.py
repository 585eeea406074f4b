"""A figure that tells its facts: what nbval compares, what a screen reader reads, what stands in the caption."""

from __future__ import annotations

import base64
import io
from collections.abc import Callable, Iterable
from html import escape
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from PIL import Image

from ..errors import StretchlibError
from .style import PAPER

CREDIT = "stretchlib, CC BY 4.0. Education, not advice."


class Diagram:
    """A matplotlib figure, its title, and ``facts``: short sentences read back from the drawn artists.

    ``read`` takes the figure and returns the facts; it is asked each time, so the facts follow the drawing
    and never the arguments. ``note`` says what the picture leaves out.
    """

    def __init__(self, figure: Figure, title: str, read: Callable[[Figure], Iterable[str]], note: str = "",
                 dpi: int = 110) -> None:
        self.figure, self.title, self.note, self.dpi = figure, title, note, dpi
        self._read = read

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts as drawn at this moment."""
        return tuple(self._read(self.figure))

    @property
    def text(self) -> str:
        """Title and facts in one paragraph: the alternative text."""
        return " ".join([f"{self.title}.", *self.facts])

    def png(self) -> bytes:
        """The picture as PNG in 256 colours, the same bytes each time: a third of the size, and notebooks hold many."""
        drawn, small = io.BytesIO(), io.BytesIO()
        self.figure.savefig(drawn, format="png", dpi=self.dpi, facecolor=PAPER, metadata={"Software": None})
        picture = Image.open(drawn).convert("RGB")
        picture.quantize(256, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE).save(small, "png", optimize=True)
        return small.getvalue()

    def save(self, path: str | Path) -> Path:
        """Write the picture as ``.png`` or ``.svg``, its description and credit inside; returns the path."""
        path = Path(path)
        if path.suffix == ".png":
            facts = {"Software": None, "Title": self.title, "Description": self.text, "Copyright": CREDIT}
        elif path.suffix == ".svg":
            facts = {"Date": None, "Title": self.title, "Description": self.text, "Rights": CREDIT}
        else:
            raise StretchlibError(f"A figure is saved as .png or .svg, not as {path.name!r}; change the ending.")
        self.figure.savefig(path, dpi=200, facecolor=PAPER, metadata=facts)
        return path

    def __repr__(self) -> str:
        lines = [self.title, *(f"- {fact}" for fact in self.facts)]
        return "\n".join([*lines, self.note] if self.note else lines)

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.png()).decode("ascii")
        caption = " ".join([*self.facts, self.note]).strip()
        heading = f"<b>{escape(self.title)}.</b>"
        return (f'<figure style="margin:0"><img alt="{escape(self.text)}" style="max-width:100%;height:auto" '
                f'src="data:image/png;base64,{data}"><figcaption>{heading} {escape(caption)}</figcaption></figure>')


def canvas(ax: Axes | None, width: float, height: float) -> tuple[Any, Axes]:
    """(figure, axes): the axes given, or new ones of ``width`` x ``height`` inches outside pyplot's list."""
    if ax is not None:
        return ax.figure, ax
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.add_subplot()
