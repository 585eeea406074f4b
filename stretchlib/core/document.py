"""A document: headings, paragraphs, lists and tables that show themselves as plain text, HTML and Markdown.

Who writes one gives texts and what they are, never markup: all escaping is done here. Each block has ``plain()``,
``html()`` and ``markdown()``, which give it without empty lines around it.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum
from functools import partial
from typing import Literal

from .text import as_attribute, as_html, as_markdown

_SIGNS = {"": "", "b": "**", "i": "*", "small": ""}  # HTML element of a span -> its mark in Markdown


@dataclass(frozen=True)
class Span:
    """A text in an HTML element, or in none. ``plain`` is what stands for it in plain text, where nothing is bold."""

    text: str
    element: Literal["", "b", "i", "small"] = ""
    plain: str | None = None


strong, emphasis, small = partial(Span, element="b"), partial(Span, element="i"), partial(Span, element="small")


class Break(Enum):
    """Where plain text begins a new line; HTML does so after ``LINE`` and runs on after ``SPACE``."""

    LINE = "<br>"
    SPACE = " "


Inline = str | Span | Break
Text = Inline | tuple[Inline, ...]


def _pieces(text: Text) -> tuple[Inline, ...]:
    return text if isinstance(text, tuple) else (text,)


def _joined(text: Text, show: Callable[[Span], str], begin: Callable[[Break], str]) -> str:
    """The pieces of ``text`` one after the other: each span by ``show``, each break by ``begin``."""
    return "".join(begin(piece) if isinstance(piece, Break) else show(Span(piece) if isinstance(piece, str) else piece)
                   for piece in _pieces(text))


def _plain(text: Text, pad: str = "") -> str:
    """``text`` as plain text; its further lines begin with ``pad``."""
    return _joined(text, lambda span: span.text if span.plain is None else span.plain, lambda _: f"\n{pad}")


def _html(text: Text) -> str:
    return _joined(text, lambda span: _element(span.element, as_html(span.text)), lambda line: line.value)


def _markdown(text: Text, line: str = "  \n") -> str:
    """``text`` as Markdown; ``line`` is how it begins a new line."""
    return _joined(text, lambda span: as_markdown(span.text).join([_SIGNS[span.element]] * 2), lambda _: line)


def _element(tag: str, inside: str) -> str:
    return f"<{tag}>{inside}</{tag}>" if tag else inside


@dataclass(frozen=True, kw_only=True)
class _Block:
    """In plain text a block begins ``indent`` characters in, and below an empty line if it stands ``apart``."""

    indent: int = 0
    apart: bool = False

    @property
    def _pad(self) -> str:
        return " " * self.indent


@dataclass(frozen=True)
class Paragraph(_Block):
    """A paragraph."""

    text: Text

    def plain(self) -> str:
        return self._pad + _plain(self.text, self._pad)

    def html(self) -> str:
        return _element("p", _html(self.text))

    def markdown(self) -> str:
        return _markdown(self.text)


@dataclass(frozen=True)
class Heading(Paragraph):
    """A heading of ``level`` 1 to 6. What stands in a notebook begins at 3, below the headings of its text cells."""

    level: int = 3

    def html(self) -> str:
        return _element(f"h{self.level}", _html(self.text))

    def markdown(self) -> str:
        return f"{'#' * self.level} {_markdown(self.text)}"


@dataclass(frozen=True)
class Item:
    """An item of a list with a list of its own."""

    text: Text
    items: tuple[Text, ...] = ()


@dataclass(frozen=True)
class List(_Block):
    """A list, numbered if ``ordered``. In plain text ``mark`` begins an item that has no number, and an empty line
    stands between the items of a ``loose`` list."""

    items: tuple[Text | Item, ...]
    ordered: bool = False
    loose: bool = False
    mark: str = "- "

    def _marked(self) -> Iterator[tuple[str, Item]]:
        for number, item in enumerate(self.items, start=1):
            yield f"{number}. " if self.ordered else self.mark, item if isinstance(item, Item) else Item(item)

    def plain(self) -> str:
        lines = [[self._pad + mark + _plain(item.text, self._pad + " " * len(mark)),
                  *(f"{self._pad}   - {_plain(inner)}" for inner in item.items)] for mark, item in self._marked()]
        return ("\n\n" if self.loose else "\n").join(map("\n".join, lines))

    def html(self) -> str:
        return _element("ol" if self.ordered else "ul", "".join(
            _element("li", _html(item.text) + (List(item.items).html() if item.items else ""))
            for _, item in self._marked()))

    def markdown(self) -> str:
        lines = [(mark or "- ") + "\n".join([_markdown(item.text), *(f"- {_markdown(inner)}" for inner in item.items)])
                 .replace("\n", "\n" + " " * len(mark or "- ")) for mark, item in self._marked()]
        return "\n".join(lines)


@dataclass(frozen=True)
class Terms(_Block):
    """Terms, each with what is said of it."""

    terms: tuple[tuple[str, Text], ...]

    def plain(self) -> str:
        return "\n".join(f"{self._pad}{term}: {_plain(text, self._pad + '    ')}" for term, text in self.terms)

    def html(self) -> str:
        return _element("dl", "".join(_element("dt", _html(strong(term))) + _element("dd", _html(text))
                                      for term, text in self.terms))

    def markdown(self) -> str:
        return "\n\n".join(_markdown((strong(term), ": ", *_pieces(text))) for term, text in self.terms)


#: Kind of a cell -> how it begins in HTML.
_CELLS = {"": "<td>", "row": '<th scope="row">', "prose": '<td style="text-align:left">',
          "box": '<td aria-hidden="true" style="font-size:1.4em">'}
_ROW = '<tr style="break-inside:avoid;vertical-align:top;text-align:left">'


@dataclass(frozen=True)
class Cell:
    """A cell of a table: a value, the name of its ``row``, ``prose``, or a ``box`` to tick."""

    text: Text
    kind: Literal["", "row", "prose", "box"] = ""


@dataclass(frozen=True)
class Table(_Block):
    """A table. ``line`` is how plain text shows a row, with ``{0}`` for its first cell and so on."""

    caption: Text
    heads: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    line: str

    def plain(self) -> str:
        rows = (self.line.format(*(_plain(cell.text, self._pad + "      ") for cell in row)) for row in self.rows)
        return "\n".join(self._pad + line for line in (_plain(self.caption), *rows))

    def html(self) -> str:
        heads = "".join(f'<th scope="col">{as_html(head)}</th>' for head in self.heads)
        rows = "".join(_ROW + "".join(f"{_CELLS[cell.kind]}{_html(cell.text)}</{_CELLS[cell.kind][1:3]}>"
                                      for cell in row) + "</tr>" for row in self.rows)
        return (f"<table><caption>{_html(self.caption)}</caption><thead><tr>{heads}</tr></thead>"
                f"<tbody>{rows}</tbody></table>")

    def markdown(self) -> str:
        lines = [[*map(_markdown, self.heads)], ["---"] * len(self.heads),
                 *([_markdown(cell.text, "<br>").replace("\n", " ") for cell in row] for row in self.rows)]
        return "\n".join([_markdown(self.caption), "", *(f"| {' | '.join(line)} |" for line in lines)])


@dataclass(frozen=True)
class Details(_Block):
    """Blocks that HTML folds away below their summary, which is short: a line or two to press on.

    Of those of one ``choice`` on a page only one is open at a time.
    """

    summary: Span
    blocks: tuple[Block, ...]
    choice: str = ""

    def plain(self) -> str:
        blocks = ("\n" * block.apart + block.plain() for block in self.blocks)
        return "\n".join(filter(None, (_plain(self.summary), *blocks)))

    def html(self) -> str:
        inside = "".join(block.html() for block in self.blocks)
        begin = f'<details name="{as_attribute(self.choice)}">' if self.choice else "<details>"
        return f"{begin}{_element('summary', _html(self.summary))}{inside}</details>"

    def markdown(self) -> str:
        return "\n\n".join([_markdown(self.summary), *(block.markdown() for block in self.blocks)])


@dataclass(frozen=True)
class Picture(_Block):
    """A picture as PNG, ``width`` pixels wide where there is room; ``text`` says all that it shows."""

    png: bytes
    text: str
    width: int

    def plain(self) -> str:
        return self._pad + self.text

    def html(self) -> str:
        data = b64encode(self.png).decode("ascii")
        return (f'<img style="max-width:100%;height:auto" width="{self.width}" src="data:image/png;base64,{data}" '
                f'alt="{as_attribute(self.text)}">')

    def markdown(self) -> str:
        return as_markdown(self.text)


@dataclass(frozen=True)
class Beside(_Block):
    """Blocks that HTML lets run round a picture, line by line close together; elsewhere they follow it."""

    picture: Picture
    blocks: tuple[Block, ...]

    def plain(self) -> str:
        return "\n".join("\n" * block.apart + block.plain() for block in (self.picture, *self.blocks))

    def html(self) -> str:
        inside = "".join(block.html() for block in self.blocks)
        return ('<div style="display:flow-root;font-size:.93em;line-height:1.35">'
                f'<div style="float:right;margin:0 0 8px 12px">{self.picture.html()}</div>{inside}</div>')

    def markdown(self) -> str:
        return "\n\n".join(block.markdown() for block in (self.picture, *self.blocks))


@dataclass(frozen=True)
class Columns(_Block):
    """Groups of blocks that HTML sets in two columns where there is room; a group is not torn apart."""

    groups: tuple[tuple[Block, ...], ...]

    def plain(self) -> str:
        return "\n".join("\n" * block.apart + block.plain() for group in self.groups for block in group)

    def html(self) -> str:
        groups = ("".join(block.html() for block in group) for group in self.groups)
        inside = "".join(f'<div style="break-inside:avoid;display:flow-root">{group}</div>' for group in groups)
        return f'<div style="columns:2 20em;column-gap:2em">{inside}</div>'

    def markdown(self) -> str:
        return "\n\n".join(block.markdown() for group in self.groups for block in group)


Block = Paragraph | List | Terms | Table | Details | Picture | Beside | Columns
#: Of a document: a block, or blocks that belong together, which HTML keeps on a line.
Part = Block | tuple[Block, ...]


@dataclass(frozen=True)
class Document:
    """Parts in the order they are read, in a language such as ``"de"``."""

    parts: tuple[Part, ...]
    language: str

    def _groups(self) -> Iterator[tuple[Block, ...]]:
        yield from (part if isinstance(part, tuple) else (part,) for part in self.parts)

    def plain(self) -> str:
        """The document as plain text."""
        return "\n".join("\n" * block.apart + block.plain() for group in self._groups() for block in group)

    def html(self) -> str:
        """The document as HTML in an element that names its language: an English page then reads German as German."""
        lines = ("".join(block.html() for block in group) for group in self._groups())
        return in_language("\n".join(lines), self.language)

    def markdown(self) -> str:
        """The document as Markdown in which no text makes markup, with a newline at its end."""
        return "\n\n".join(block.markdown() for group in self._groups() for block in group) + "\n"


def in_language(html: str, language: str) -> str:
    """``html`` in an element that names the language of its words (WCAG 3.1.2), such as ``"de"``."""
    return f'<div lang="{as_attribute(language)}">{html}</div>'
