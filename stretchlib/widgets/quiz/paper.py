"""Questions as a sheet of paper asks them, without answers: what a saved notebook keeps of a quiz."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ...core.document import Details, Item, List, Part, Span
from ...questions.feedback import short_level
from ...questions.sheet import Sheet
from ...tables.phrases import say, words
from ...tables.shows_document import ShowsDocument


class Paper(ShowsDocument):
    """Questions as a sheet of paper asks them; in a notebook folded, because the widget asks them too."""

    def __init__(self, sheets: Iterable[Sheet]) -> None:
        self._asked = [(sheet.question.asked, sheet.public()) for sheet in sheets]

    def parts(self) -> Iterator[Part]:
        items = tuple(Item(asked, tuple(_lines(page))) for asked, page in self._asked)
        yield Details(Span(words()["quiz.paper"], plain=""), (List(items, ordered=True, loose=True),))


def _lines(page: Mapping[str, Any]) -> list[str]:
    if page["kind"] == "rating":
        parts: dict[str, list[str]] = {}
        for option in page["options"]:
            parts.setdefault(str(option["part"]), []).append(short_level(str(option["text"])))
        return [f"{part}: {' / '.join(levels)}" for part, levels in parts.items()]
    lines = [str(option["text"]) for option in page["options"]]
    if page.get("right"):
        lines.append(say("quiz.match_with", texts="; ".join(option["text"] for option in page["right"])))
    return lines
