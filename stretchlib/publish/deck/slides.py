"""Which cells of a notebook stand on which slide: pure, so that any notebook can be shown, not only the class deck.

A cell's ``slideshow.slide_type`` says what it begins (slide, subslide), continues (fragment or none), or is (notes,
skip). A notebook without any is cut at its headings. The metadata ``deck`` of the cell that begins a slide holds its
``minutes``, its ``layout`` (one of :data:`LAYOUTS`) and ``cut`` (true where a shorter class leaves it out first).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, MutableMapping
from typing import Any

from ...core.errors import StretchlibError, one_of

#: How a slide is laid out: ``text`` one below the other, ``columns`` a long list in two, ``wide`` what was drawn fills
#: it, ``widget`` only the live part of each output, ``title`` in the middle.
LAYOUTS = ("text", "columns", "wide", "widget", "title")
_BEGINS = ("slide", "subslide")
_HEADING = re.compile(r"^#{1,2} ", re.MULTILINE)


def prepare(notebook: MutableMapping[str, Any]) -> None:
    """Give every cell of ``notebook`` the metadata ``slide`` that the page is built from, in place.

    ``slide.begins`` is true where a slide begins, ``slide.role`` is content, notes or skip, and a beginning cell
    also carries ``number``, ``of`` (how many there are), ``minutes``, ``from`` and ``to`` (minutes of the hour),
    ``layout``, ``cut`` and ``title``. Raises :class:`StretchlibError` for an
    unknown layout and for minutes that are no number.
    """
    cells = notebook["cells"]
    planned = any(_kind(cell) in _BEGINS for cell in cells)
    number = 0
    for cell in cells:
        kind = _kind(cell)
        begins = kind in _BEGINS if planned else _starts_with_heading(cell)
        if not number and kind not in ("skip", "notes"):
            begins = True  # whatever stands before the first slide belongs to it
        role = kind if kind in ("notes", "skip") else "content"
        slide: dict[str, Any] = {"role": role, "begins": begins and role == "content"}
        if slide["begins"]:
            number += 1
            slide |= {"number": number, "title": _title(cell), **_deck(cell, number)}
        cell["metadata"]["slide"] = slide
    _count([cell["metadata"]["slide"] for cell in cells if cell["metadata"]["slide"]["begins"]])


def _count(begun: list[dict[str, Any]]) -> None:
    """Give each slide the number of all, and the minutes of the hour from which and to which it is planned."""
    minute = 0.0
    for slide in begun:
        slide |= {"of": len(begun), "from": f"{minute:g}", "to": f"{minute + slide['minutes']:g}"}
        minute += slide["minutes"]


def plan(notebook: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The slides of a prepared notebook: number, title, minutes, layout, cut."""
    return [{key: value for key, value in cell["metadata"]["slide"].items() if key not in ("role", "begins")}
            for cell in notebook["cells"] if cell["metadata"]["slide"]["begins"]]


def notes(notebook: Mapping[str, Any]) -> Iterator[tuple[int, str]]:
    """(number of the slide, Markdown of its speaker notes) of a prepared notebook."""
    number = 0
    for cell in notebook["cells"]:
        number = cell["metadata"]["slide"].get("number", number)
        if cell["metadata"]["slide"]["role"] == "notes":
            yield number, source_of(cell)


def _kind(cell: Mapping[str, Any]) -> str:
    return str(cell["metadata"].get("slideshow", {}).get("slide_type", "-"))


def _starts_with_heading(cell: Mapping[str, Any]) -> bool:
    return cell["cell_type"] == "markdown" and bool(_HEADING.match(source_of(cell)))


def source_of(cell: Mapping[str, Any]) -> str:
    """What stands in a cell, as one text."""
    return cell["source"] if isinstance(cell["source"], str) else "".join(cell["source"])


def _title(cell: Mapping[str, Any]) -> str:
    heading = re.search(r"^#+ +(.+)$", source_of(cell), re.MULTILINE) if cell["cell_type"] == "markdown" else None
    return re.sub(r"[*_`]", "", heading[1]).strip() if heading else ""


def _deck(cell: Mapping[str, Any], number: int) -> dict[str, Any]:
    deck = cell["metadata"].get("deck", {})
    layout, minutes = deck.get("layout", "text"), deck.get("minutes", 0)
    one_of(layout, LAYOUTS, "layout of a slide")
    if not isinstance(minutes, (int, float)) or isinstance(minutes, bool) or minutes < 0:
        raise StretchlibError(f"Slide {number} is planned for {minutes!r} minutes; write a number, 0 or more.")
    return {"layout": layout, "minutes": minutes, "cut": bool(deck.get("cut", False))}
