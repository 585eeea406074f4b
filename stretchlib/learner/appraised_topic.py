"""A critically appraised topic: one page that a student fills in, kept in the journal, exported to read and to print.

The sections and their prompts are rows of ``topic_sections.csv``. What is missing is named on the page, never invented;
what is longer than the page has room for is named as well, and kept whole.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from ..core.errors import StretchlibError, one_of
from ..core.files import write_atomically
from ..core.text import as_html
from ..tables import catalogue
from ..tables.phrases import say
from ..tables.rows import Row
from ..tables.spoken_html import spoken_html
from . import journal

# Self-contained: nothing is loaded and nothing runs; one page of A4.
_STYLE = """@page { size: A4; margin: 11mm 14mm; }
body { font: 9.5pt/1.28 "Liberation Sans", Arial, Helvetica, sans-serif; color: #14232a; background: #fff;
  max-width: 182mm; margin: 0 auto; padding: 4mm; overflow-wrap: anywhere; }
h1 { font-size: 15pt; margin: 0 0 1mm; } h2 { font-size: 10pt; margin: 1.9mm 0 .3mm; break-after: avoid; }
p { margin: 0; white-space: pre-line; } .empty { color: #43555e; font-style: italic; }
.told { margin: 1mm 0 0; color: #43555e; } footer { margin-top: 3mm; border-top: .3mm solid #d3dde1; padding-top: 1mm;
  font-size: 8.5pt; color: #43555e; } @media print { body { padding: 0; max-width: none; } }"""


@dataclass(frozen=True)
class Topic:
    """One page: ``name`` and the text of each section by its id; shows itself with what is still missing."""

    name: str
    texts: dict[str, str]

    @property
    def missing(self) -> tuple[str, ...]:
        """The headings of the sections that hold nothing yet."""
        return tuple(str(row["title"]) for row in _sections() if not self.texts.get(str(row["id"]), "").strip())

    @property
    def too_long(self) -> tuple[str, ...]:
        """A sentence for each section that is longer than the page has room for."""
        return tuple(say("topic.too_long", title=row["title"], length=len(text), longest=row["longest"])
                     for row in _sections()
                     if len(text := self.texts.get(str(row["id"]), "").strip()) > int(str(row["longest"])))

    def _told(self) -> str:
        first = say("topic.missing", names=", ".join(self.missing)) if self.missing else say("topic.complete")
        return " ".join([first, *self.too_long])

    def _parts(self) -> Iterator[tuple[str, str, str]]:
        """(heading, text, prompt) in the order of the page."""
        for row in _sections():
            yield str(row["title"]), self.texts.get(str(row["id"]), "").strip(), str(row["prompt"])

    def markdown(self) -> str:
        """The page as Markdown; what was typed stays text and makes no markup."""
        lines = [f"# {say('topic.title')}: {_plain(self.name)}", "", f"*{_plain(self._told())}*"]
        for heading, text, _ in self._parts():
            lines += ["", f"## {heading}", "", _plain(text) if text else f"*{say('topic.empty')}*"]
        return "\n".join([*lines, "", f"*{say('topic.foot')}*", ""])

    def html(self) -> str:
        """The page as HTML that needs nothing else, for a printer and one sheet of A4."""
        title = f"{say('topic.title')}: {self.name}"
        body = "".join(
            f"<section><h2>{as_html(heading)}</h2>"
            + (f"<p>{as_html(text)}</p>" if text else f'<p class="empty">{as_html(say("topic.empty"))}</p>')
            + "</section>" for heading, text, _ in self._parts())
        return (f'<!doctype html>\n<html lang="{say("speech.lang")}"><head><meta charset="utf-8">'
                '<meta http-equiv="Content-Security-Policy" '
                "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
                '<meta name="viewport" content="width=device-width, initial-scale=1">'
                f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body><main><h1>{as_html(title)}</h1>"
                f'<p class="told">{as_html(self._told())}</p>{body}</main>'
                f"<footer>{as_html(say('topic.foot'))}</footer></body></html>\n")

    def save(self, path: str | os.PathLike[str]) -> tuple[Path, Path]:
        """Write ``path.md`` and ``path.html``; returns both. Raises :class:`StretchlibError` where that is not possible
        or where one of the two is there already: nothing is written over."""
        stem = Path(path)
        stem = stem.with_suffix("") if stem.suffix in (".md", ".html") else stem
        files = (stem.with_name(f"{stem.name}.md"), stem.with_name(f"{stem.name}.html"))
        try:
            for file, text in zip(files, (self.markdown(), self.html()), strict=True):
                if file.exists() and file.read_text(encoding="utf-8") != text:
                    raise StretchlibError(f"{file.name} is there already and holds another text; give another name.")
            for file, text in zip(files, (self.markdown(), self.html()), strict=True):
                write_atomically(file, text.encode("utf-8"))
        except (OSError, UnicodeError) as error:
            raise StretchlibError(f"{stem.name} could not be written ({error}); choose another place.") from None
        return files

    def __repr__(self) -> str:
        lines = [f"{say('topic.title')}: {self.name}", self._told()]
        for heading, text, prompt in self._parts():
            lines += [f"{heading}: {text}" if text else f"{heading}: [{say('topic.empty')}] {prompt}"]
        return "\n".join(lines)

    @spoken_html
    def _repr_html_(self) -> str:
        parts = "".join(f"<dt><b>{as_html(heading)}</b></dt><dd>"
                        + (as_html(text) if text else f"<i>{as_html(prompt)}</i>") + "</dd>"
                        for heading, text, prompt in self._parts())
        return (f"<h3>{as_html(say('topic.title'))}: {as_html(self.name)}</h3><p>{as_html(self._told())}</p>"
                f"<dl>{parts}</dl>")


def topic(name: str, **sections: str) -> Topic:
    """The page of this name with these sections filled in; those filled in earlier stay as they are in the journal.

    Sections are the ids of ``topic_sections``, such as ``question="..."``; an empty text empties one. Raises
    :class:`StretchlibError` for an unknown section or a value that is no text.
    """
    if not isinstance(name, str) or not name.strip():
        raise StretchlibError('A page needs a name, such as topic("stretching"); write one.')
    known = [str(row["id"]) for row in _sections()]
    for section, text in sections.items():
        one_of(section, known, "section of the page")
        if not isinstance(text, str):
            raise StretchlibError(f"The section {section} holds text, not {text!r}; put it between quotes.")
    earlier = _kept(name)
    texts = {**earlier, **sections}
    if texts != earlier:
        journal.current().append("note", topic=name, sections=texts)
    return Topic(name, texts)


def topics() -> list[str]:
    """The names of the pages in the journal, the newest last."""
    names = [str(one["topic"]) for one in journal.current().records("note") if "topic" in one]
    return list(dict.fromkeys(reversed(names)))[::-1]


def _kept(name: str) -> dict[str, str]:
    for one in reversed(journal.current().records("note")):
        if one.get("topic") == name and isinstance(one.get("sections"), dict):
            return {str(section): str(text) for section, text in one["sections"].items()}
    return {}


def _sections() -> list[Row]:
    return sorted(catalogue.rows("topic_sections"), key=lambda row: int(str(row["number"])))


def _plain(text: str) -> str:
    """Typed text in Markdown: what would be markup is escaped, in a line and at the start of one."""
    escaped = re.sub(r"([\\`*_\[\]<>#&|~])", r"\\\1", text)
    escaped = re.sub(r"(?m)^(\s*)([-+=])(?=\s|$)", r"\1\\\2", escaped)
    return re.sub(r"(?m)^(\s*\d+)([.)])(?=\s|$)", r"\1\\\2", escaped)
