"""A page that a student fills in, kept in the journal, exported to read and to print: a critically appraised topic, or
goals of one's own.

The sections of each page and their prompts are rows of ``topic_sections.csv``. What is missing is named on the page,
never invented; what is longer than the page has room for is named as well, and kept whole.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path

from ..core.document import Block, Document, Heading, Paragraph, Terms, emphasis
from ..core.errors import StretchlibError, one_of
from ..core.files import write_atomically
from ..core.text import as_html, as_markdown
from ..tables import catalogue
from ..tables.catalogue import current_language
from ..tables.phrases import say
from ..tables.rows.evidence import TopicSection
from ..tables.shows_document import ShowsDocument
from . import journal

# Self-contained: nothing is loaded and nothing runs; one page of A4.
_STYLE = """@page { size: A4; margin: 11mm 14mm; }
body { font: 9.5pt/1.28 "Liberation Sans", Arial, Helvetica, sans-serif; color: #14232a; background: #fff;
  max-width: 182mm; margin: 0 auto; padding: 4mm; overflow-wrap: anywhere; }
h1 { font-size: 15pt; margin: 0 0 1mm; } h2 { font-size: 10pt; margin: 1.9mm 0 .3mm; break-after: avoid; }
p { margin: 0; white-space: pre-line; } h1 + p { margin: 1mm 0 0; } h1 + p > i { font-style: normal; }
i, footer { color: #43555e; } footer { margin-top: 3mm; border-top: .3mm solid #d3dde1; padding-top: 1mm;
  font-size: 8.5pt; } @media print { body { padding: 0; max-width: none; } }"""


TOPIC = "topic"


@dataclass(frozen=True, repr=False)
class Topic(ShowsDocument):
    """One page: ``name`` and the text of each section by its id; shows itself with what is still missing.

    ``page`` says which sections it has: those of a ``topic``, or those of ``goals``.
    """

    name: str
    texts: dict[str, str]
    page: str = TOPIC

    def _text(self, section: TopicSection) -> str:
        return self.texts.get(section.id, "").strip()

    @property
    def missing(self) -> tuple[str, ...]:
        """The headings of the sections that hold nothing yet."""
        return tuple(section.title for section in sections_of(self.page) if not self._text(section))

    @property
    def too_long(self) -> tuple[str, ...]:
        """A sentence for each section that is longer than the page has room for."""
        return tuple(say("topic.too_long", title=section.title, length=len(text), longest=section.longest)
                     for section in sections_of(self.page) if len(text := self._text(section)) > section.longest)

    @property
    def title(self) -> str:
        """What the page is, and its name."""
        return say(f"topic.named_{self.page}", name=self.name)

    def _progress(self) -> str:
        """Which sections are missing or too long."""
        first = say("topic.missing", names=", ".join(self.missing)) if self.missing else say("topic.complete")
        return " ".join([first, *self.too_long])

    def parts(self) -> Iterator[tuple[Block, ...]]:
        texts = tuple((section.title, self._text(section) or emphasis(
            section.prompt, plain=f"[{say('topic.empty')}] {section.prompt}")) for section in sections_of(self.page))
        yield Heading(self.title), Paragraph(self._progress()), Terms(texts)

    def document_to_keep(self) -> Document:
        """The page to keep, under headings of its own and without its foot."""
        sections = (part for section in sections_of(self.page) for part in (
            Heading(section.title, 2), Paragraph(self._text(section) or emphasis(say("topic.empty")))))
        return Document((Heading(self.title, 1), Paragraph(emphasis(self._progress())), *sections), current_language())

    def markdown(self) -> str:
        """The page as Markdown; what was typed stays text and makes no markup."""
        return f"{self.document_to_keep().markdown()}\n*{as_markdown(say(f'topic.foot_{self.page}'))}*\n"

    def html(self) -> str:
        """The page as HTML that needs nothing else, for a printer and one sheet of A4."""
        return (f'<!doctype html>\n<html lang="{say("speech.lang")}"><head><meta charset="utf-8">'
                '<meta http-equiv="Content-Security-Policy" '
                "content=\"default-src 'none'; style-src 'unsafe-inline'\">"
                '<meta name="viewport" content="width=device-width, initial-scale=1">'
                f"<title>{escape(self.title)}</title><style>{_STYLE}</style></head><body><main>{self.document_to_keep().html()}"
                f"</main><footer>{as_html(say(f'topic.foot_{self.page}'))}</footer></body></html>\n")

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


def topic(name: str, **sections: str) -> Topic:
    """The page of this name with these sections filled in; those filled in earlier stay as they are in the journal.

    Sections are the ids of ``topic_sections``, such as ``question="..."``; an empty text empties one. Raises
    :class:`StretchlibError` for an unknown section or a value that is no text.
    """
    if not isinstance(name, str) or not name.strip():
        raise StretchlibError('A page needs a name, such as topic("stretching"); write one.')
    ids = [section.id for section in sections_of(TOPIC)]
    for section, text in sections.items():
        one_of(section, ids, "section of the page")
        if not isinstance(text, str):
            raise StretchlibError(f"The section {section} holds text, not {text!r}; put it between quotes.")
    earlier = kept_sections(TOPIC, name)
    changed = {section: text for section, text in sections.items() if earlier.get(section) != text}
    if changed:
        journal.current().append("note", topic=name, sections=changed)
    return Topic(name, {**earlier, **changed})


def topics() -> list[str]:
    """The names of the pages in the journal, the newest last."""
    names = [str(record["topic"]) for record in journal.current().records("note") if "topic" in record]
    return list(dict.fromkeys(reversed(names)))[::-1]


def kept_sections(page: str, name: str) -> dict[str, str]:
    """The texts of the page of this name in the journal, by section. A record holds the sections that had changed, or
    all of them, as older records do: of each section the newest counts."""
    texts: dict[str, str] = {}
    for record in journal.current().records("note"):
        if record.get(page) == name and isinstance(record.get("sections"), dict):
            texts |= {str(section): str(text) for section, text in record["sections"].items()}
    return texts


def sections_of(page: str) -> list[TopicSection]:
    """The sections of a page, in their order."""
    return sorted((section for section in catalogue.rows(TopicSection) if section.page == page),
                  key=lambda section: section.number)
