"""Questions as a sheet of paper asks them, without answers: what a saved notebook keeps of a quiz."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ...core.text import as_html
from ...questions.feedback import short_level
from ...questions.sheet import Sheet
from ...tables.spoken_html import spoken_html
from ...tables.store import say, words


class Paper:
    """Questions as a sheet of paper asks them; in a notebook folded, because the widget asks them too."""

    def __init__(self, sheets: Iterable[Sheet]) -> None:
        self._pages = [sheet.public() for sheet in sheets]

    def __repr__(self) -> str:
        return "\n\n".join("\n".join([f"{number}. {_stem(page)}", *(f"   - {line}" for line in _lines(page))])
                           for number, page in enumerate(self._pages, start=1))

    @spoken_html
    def _repr_html_(self) -> str:
        items = "".join(f"<li>{as_html(_stem(page))}<ul>{''.join(f'<li>{as_html(line)}</li>' for line in _lines(page))}"
                        "</ul></li>" for page in self._pages)
        return (f"<details><summary>{as_html(words()['quiz.paper'])}</summary>"
                f"<ol>{items.replace('<ul></ul>', '')}</ol></details>")


def _stem(page: Mapping[str, Any]) -> str:
    return say("quiz.in_unit", stem=page["stem"], unit=page["unit"]) if page["unit"] else str(page["stem"])


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
