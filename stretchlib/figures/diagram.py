"""A figure that tells its facts: what nbval compares, what a screen reader reads, what stands in the caption."""

from __future__ import annotations

import base64
import io
import re
from collections.abc import Callable, Iterable, Iterator
from html import escape
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
from matplotlib.artist import Artist
from matplotlib.axes import Axes
from matplotlib.axis import Axis
from matplotlib.figure import Figure
from matplotlib.text import Text
from numpy.typing import NDArray
from PIL import Image

from ..core.document import in_language
from ..core.errors import StretchlibError
from ..core.files import write_atomically
from ..core.text import as_html
from ..tables.catalogue import current_language
from ..tables.credit import CREDIT
from ..tables.paths import spoken
from ..tables.phrases import say, term
from ..tables.unchecked_sign import sign_html, with_signs
from .style import GREY, PAPER, SMALL

CAPTION_WORDS = 30
#: A picture is seen as a whole on a small laptop, and its smallest letters stay 10 pixels high.
_FITS = "max-width:100%;max-height:590px;width:auto;height:auto"
PART = 1 << 16  # pixels of which the colours are counted at once
#: Between two sentences: not after a short word such as an initial, and before a capital or a quotation.
_SENTENCE = re.compile(r'(?<=\w\w[.!?])\s+(?=[A-ZÄÖÜ"„“])')


class Diagram:
    """A matplotlib figure, its title, and ``facts``: short sentences read back from the drawn artists.

    ``read`` takes the figure and returns the facts; it is asked each time, so the facts follow the drawing
    and never the arguments. ``note`` says what the picture leaves out.
    """

    def __init__(self, figure: Figure, title: str, read: Callable[[Figure], Iterable[str]], note: str = "",
                 dpi: int = 110) -> None:
        self.figure, self.title, self.note, self.dpi = figure, title, note, dpi
        self.language = current_language()
        self._read = read
        for text in _texts(figure):
            text.set_parse_math(False)  # a dollar in a name is a dollar and begins no formula

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts as drawn at this moment, in the language in which the picture was drawn."""
        with spoken(self.language):
            return tuple(self._read(self.figure))

    @property
    def text(self) -> str:
        """Title and facts in one paragraph: the alternative text."""
        return self.telling(self.facts)

    def telling(self, facts: Iterable[str]) -> str:
        """:attr:`text` with facts that were read already."""
        return " ".join([f"{self.title}.", *facts])

    def image(self) -> Image.Image:
        """The picture as drawn at this moment, red, green and blue."""
        drawn = io.BytesIO()
        # As raw pixels, which any file format would only wrap for a moment. They do not tell their width, and 8.2
        # inches at 110 dpi are 901 or 902 of them: matplotlib is asked.
        dpi, self.figure.dpi = self.figure.dpi, self.dpi
        try:
            size = self.figure.canvas.get_width_height(physical=True)
            self.figure.savefig(drawn, format="raw", facecolor=PAPER, dpi=self.dpi)
        finally:
            self.figure.dpi = dpi
            self._forget_pixels()
        return Image.frombytes("RGBA", size, drawn.getvalue()).convert("RGB")

    def _forget_pixels(self) -> None:
        """Let go of what drew the figure: its texts keep it, and with it all pixels, 2.5 MB a picture."""
        for text in _texts(self.figure):
            text._renderer = None  # type: ignore[attr-defined]  # matplotlib's own note of it, which it makes anew

    def png(self) -> bytes:
        """The picture as PNG in 256 colours, the same bytes each time: a third of the size, and notebooks hold many."""
        small = io.BytesIO()
        few_colours(self.image()).save(small, "png", compress_level=6)
        return small.getvalue()

    def save(self, path: str | Path, *, credit_line: bool = False) -> Path:
        """Write the picture as ``.png`` or ``.svg``, its description and credit inside; returns the path.

        The same picture is the same bytes each time. ``credit_line`` writes the credit below the picture too, for a
        picture that leaves the course.
        """
        path = Path(path)
        if path.suffix == ".png":
            facts = {"Software": None, "Title": self.title, "Description": self.text, "Copyright": CREDIT}
        elif path.suffix == ".svg":
            facts = {"Date": None, "Title": self.title, "Description": self.text, "Rights": CREDIT}
        else:
            raise StretchlibError(f"A figure is saved as .png or .svg, not as {path.name!r}; change the ending.")
        drawn = io.BytesIO()
        line = None
        whole: dict[str, Any] = {}
        if credit_line:
            line = self.figure.text(0.5, -0.01, CREDIT, ha="center", va="top", fontsize=SMALL, color=GREY)
            whole = {"bbox_inches": "tight", "pad_inches": 0.08}
        try:
            with mpl.rc_context({"svg.hashsalt": "stretchlib"}):  # without one the ids in an SVG are drawn by lot
                self.figure.savefig(drawn, format=path.suffix[1:], dpi=200, facecolor=PAPER, metadata=facts, **whole)
        finally:
            if line is not None:
                line.remove()
            self._forget_pixels()
        write_atomically(path, drawn.getvalue())
        return path

    def __repr__(self) -> str:
        lines = [self.title, *(f"- {fact}" for fact in self.facts)]
        return "\n".join([*lines, self.note] if self.note else lines)

    @property
    def caption(self) -> str:
        """What stands below the picture after its title: the sentences at the beginning of the note, as far as
        both have at most :data:`CAPTION_WORDS` words."""
        count, sentences = len(self.title.split()), []
        for sentence in _SENTENCE.split(self.note.strip()):
            count += len(sentence.split())
            if count > CAPTION_WORDS:
                break
            sentences.append(sentence)
        return " ".join(sentences)

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.png()).decode("ascii")
        with spoken(self.language):
            facts = self.facts
            caption = f"<b>{as_html(self.title)}.</b> {as_html(self.caption)}".rstrip()
            if term("checked", "unchecked") in self.note.removeprefix(self.caption):
                caption += f" {sign_html()}"  # the words stand in what is folded, and the sign may not be
            folded = "".join(f"<li>{as_html(fact)}</li>" for fact in facts)
            folded = f"<ul>{folded}</ul>" + (f"<p>{as_html(self.note)}</p>" if self.note else "")
            # The words stand side by side, behind the picture: packed with it, what is said twice takes no room.
            html = (f'<figure style="margin:0"><img style="{_FITS}" src="data:image/png;base64,'
                    f'{data}" alt="{escape(self.telling(facts))}"><figcaption>{caption}'
                    f'<details><summary>{as_html(say("figure.says"))}</summary>{with_signs(folded)}</details>'
                    "</figcaption></figure>")
        return in_language(html, self.language)


def _texts(artist: Artist) -> Iterator[Text]:
    """The texts of an artist. Axes that are switched off draw no ticks, and asking for them would make them."""
    if isinstance(artist, Text):
        yield artist
    for child in artist.get_children():
        if not isinstance(child, Axis) or child.axes.axison:
            yield from _texts(child)


def few_colours(picture: Image.Image) -> Image.Image:
    """An RGB picture in the 256 colours of its own median cut.

    The cut is made on every fourth pixel of every fourth line and on each colour that fills a patch, and colours are
    told apart by six bits a channel: five times as fast as cutting all pixels.
    """
    bands = [np.asarray(band).reshape(-1) for band in picture.split()]
    codes = np.zeros(bands[0].size, dtype=np.int32)
    for band in bands:
        codes <<= 6
        codes |= band >> 2
    # A part at a time: NumPy counts in numbers of 8 bytes, and all pixels at once would take 25 MB for a moment.
    parts = [slice(start, start + PART) for start in range(0, codes.size, PART)]
    count = np.zeros(1 << 18, dtype=np.intp)
    for part in parts:
        count += np.bincount(codes[part], minlength=1 << 18)
    used = np.flatnonzero(count)
    numbers = np.zeros(1 << 18, dtype=np.int32)
    numbers[used] = np.arange(used.size)
    for part in parts:  # numbered without gaps: so small a table stays near the processor
        codes[part] = numbers[codes[part]]
    count = count[used]
    # The true mean colour of each code that occurs, so that a flat fill keeps its exact colour.
    sums = [sum(np.bincount(codes[part], band[part], used.size) for part in parts) for band in bands]
    mean = np.stack(sums, axis=1) / count[:, None]
    weight = np.maximum(np.ceil(count / 16), 1).astype(int)
    strip = np.repeat(np.rint(mean).astype(np.uint8), np.minimum(weight, 4000), axis=0)
    cut = Image.frombytes("RGB", (len(strip), 1), strip.tobytes()).quantize(256, Image.Quantize.MEDIANCUT)
    palette = np.array(cut.getpalette(), dtype=float).reshape(-1, 3)
    near = np.concatenate([_nearest(mean[start:start + 1024], palette) for start in range(0, used.size, 1024)])
    small = Image.frombytes("P", picture.size, b"".join(near[codes[part]].tobytes() for part in parts))
    small.putpalette(palette.astype(np.uint8).tobytes())
    return small


def _nearest(colours: NDArray[np.float64], palette: NDArray[np.float64]) -> NDArray[np.uint8]:
    """The number in the palette (256, 3) of the colour nearest to each of ``colours`` (n, 3)."""
    # Summed by hand: for so small a product the threads of the linear algebra cost more than they save.
    product = sum(colours[:, i, None] * palette[:, i] for i in range(3))
    return np.asarray(((palette ** 2).sum(axis=1) - 2 * product).argmin(axis=1), dtype=np.uint8)


def canvas(ax: Axes | None, width: float, height: float) -> tuple[Any, Axes]:
    """(figure, axes): the axes given, or new ones of ``width`` x ``height`` inches outside pyplot's list."""
    if ax is not None:
        return ax.figure, ax
    figure = Figure(figsize=(width, height), layout="constrained")
    return figure, figure.add_subplot()
