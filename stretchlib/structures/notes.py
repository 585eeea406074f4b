"""The anatomy notes: one Markdown file per structure, in a fixed form that a lecturer can edit.

The form is a title line ``# Name (Latin name)``, one short paragraph, and the headings of :data:`HEADINGS`,
each with bullets or plain lines. The text is shown as text: no markup of a note is ever run as HTML.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from ..core.document import Columns, Details, Heading, List, Paragraph, Part, Span, small
from ..core.errors import TableError, did_you_mean
from ..core.text import CONTROL, markup_fault
from ..tables import catalogue, frames, reviews
from ..tables.file_texts import FOLDERS, NOTES, Translator, note_shown
from ..tables.phrases import say
from ..tables.reader import MAX_BYTES, sentence
from ..tables.rows.anatomy import Structure
from ..tables.shows_document import ShowsDocument

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    import pandas as pd

    from ..tables.catalogue import Catalogue

#: Id of a section -> its heading in the file, in their order.
HEADINGS = {"attachments": "Attachments", "nerve": "Nerve and roots", "actions": "Actions",
            "flexion": "Actions that change with hip flexion", "surface": "Surface anatomy",
            "tests": "What a clinician tests", "uncertain": "What is not certain", "sources": "Sources"}
UNCHECKED = "[not yet checked against the source]"
_KEY = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, repr=False)
class Note(ShowsDocument):
    """One structure's note: ``sections`` maps each id of :data:`HEADINGS` to its lines; shows itself as an article.

    ``headings`` are the headings as they are shown, where they are not those of the file.
    """

    structure: str
    title: str
    summary: str
    sections: dict[str, tuple[str, ...]]
    review: str = reviews.NOT_REVIEWED
    numbers: str = ""  # in Terminologia Anatomica, 2nd edition, and the Foundational Model of Anatomy
    headings: dict[str, str] = field(default_factory=dict)

    def parts(self) -> Iterator[Part]:
        yield Heading(self.title), Paragraph(self.summary)
        yield Columns(tuple((Heading(self.headings.get(section, HEADINGS[section]), 4, apart=True), *_blocks(lines))
                            for section, lines in self.sections.items() if section != "sources"))
        numbers = [Paragraph(say("note.numbers", numbers=self.numbers))] if self.numbers else []
        yield Details(Span(say("note.sources")), (*_blocks(self.sections.get("sources", ())), *numbers), apart=True)
        yield Paragraph((small(say("note.review", state=self.review)),))

    def source_keys(self) -> list[str]:
        """The keys of ``references.csv`` named under *Sources*: ``- What they carry: key, key (how checked)``."""
        named = [line.partition(": ")[2] for line in self.sections.get("sources", ())]
        words = [word.strip() for line in named for word in re.sub(r"[(\[].*?[)\]]", "", line).split(",")]
        return sorted({word for word in words if _KEY.fullmatch(word)})


def _blocks(lines: tuple[str, ...]) -> Iterator[Paragraph | List]:
    """The lines of a section: what is no bullet first, then the bullets."""
    yield from (Paragraph(line, indent=2) for line in lines if not line.startswith("- "))
    bullets = tuple(line.removeprefix("- ") for line in lines if line.startswith("- "))
    yield from [List(bullets, indent=2)] if bullets else []


def read_note(file: Traversable, structure: str) -> Note:
    """Read one note. Raises :class:`TableError` with a sentence for each departure from the form."""
    text = _text(file)
    title, lines = "", None
    summary: list[str] = []
    problems: list[str] = []
    sections: dict[str, list[str]] = {}
    ids = {heading: section for section, heading in HEADINGS.items()}
    for number, raw in enumerate(re.split("\r?\n|\r", text), start=1):
        line = raw.strip()
        control = CONTROL.search(line)
        if control:
            problems.append(sentence(file.name, f"line {number} holds an invisible control character "
                                     f"(U+{ord(control[0]):04X})", "type the line again"))
        if line.startswith("# ") and not title:
            title = line[2:].strip()
        elif line.startswith("#"):
            heading = line.lstrip("# ").strip()
            if heading not in ids:
                problems.append(sentence(file.name, f"line {number}: the heading {heading!r} is not one of the form",
                                         did_you_mean(heading, ids)))
            elif ids[heading] in sections:
                problems.append(sentence(file.name, f"line {number}: the heading {heading!r} stands twice",
                                         "join the two"))
            lines = sections.setdefault(ids.get(heading, heading), [])
        elif line and lines and not line.startswith("- "):
            lines[-1] += f" {line}"  # a bullet goes on over the next line
        elif line:
            (summary if lines is None else lines).append(line)
    if not title:
        problems.append(sentence(file.name, "the first line is no title", "begin with '# Name (Latin name)'"))
    for section, heading in HEADINGS.items():
        if not sections.get(section):
            problems.append(sentence(file.name, f"there is nothing under the heading {heading!r}",
                                     f"add '## {heading}' with a line, even 'No sourced statement yet.'"))
    if not problems and list(sections) != list(HEADINGS):
        problems.append(sentence(file.name, "the headings stand in another order",
                                 "order them: " + ", ".join(ids)))
    if problems:
        raise TableError(problems)
    return Note(structure, title, " ".join(summary), {key: tuple(value) for key, value in sections.items()})


def _text(file: Traversable) -> str:
    if not file.is_file():
        raise TableError([sentence(f"anatomy/{file.name}", "the note is missing", "write it, or restore it")])
    data = file.read_bytes()
    if len(data) > MAX_BYTES:
        raise TableError([sentence(file.name, "the note is larger than 5 MB", "shorten it")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise TableError([sentence(file.name, "the note is not UTF-8 text", "save it as UTF-8")]) from None


def note_faults(data: Catalogue, structures: list[str], references: set[str]) -> Iterator[str]:
    """A sentence for each missing, stray or malformed note, and for each source key that is not in the table."""
    for structure in structures:
        try:
            note = read_note(data.file(f"{FOLDERS[NOTES]}/{structure}.md"), structure)
        except TableError as error:
            yield from error.problems
            continue
        for line in (note.title, note.summary, *(line for lines in note.sections.values() for line in lines)):
            markup = markup_fault(line)
            if markup:
                yield sentence(f"{structure}.md", f"the text {markup[0]}", markup[1], value=markup[2])
        for key in note.source_keys():
            if key not in references:
                yield sentence(f"{structure}.md", "references.csv has no work of this key",
                               did_you_mean(key, sorted(references)), value=key)
    for name in data.names(FOLDERS[NOTES], ".md"):
        if name not in structures:
            yield sentence(f"anatomy/{name}.md", "structures.csv has no structure of this name",
                           did_you_mean(name, structures))


def anatomy(structure: str | None = None) -> Note | pd.DataFrame:
    """The note of one structure, or, with no argument, the list of all structures as a DataFrame.

    A note is shown in the language that is set as far as it is translated, and says whether anybody reviewed that.

    ``structure`` is an id such as ``"piriformis"``. Raises :class:`StretchlibError` for an unknown one.
    """
    if structure is None:
        return frames.load("structures")[["id", "kind", "name_en", "name_la", "nerve_supply", "roots"]]
    row = catalogue.row(Structure, structure)
    note, translation = _read(structure)
    return replace(note, review=reviews.signed_state(row.reviewed_by, row.reviewed_on, translation))


@catalogue.derived
def _read(structure: str) -> tuple[Note, str]:
    """The note of a structure in the language that is set, and how far its translation is signed.

    Its review is left out: that falls due without a change of any file.
    """
    row = catalogue.row(Structure, structure)
    note = read_note(catalogue.catalogue().file(f"{FOLDERS[NOTES]}/{structure}.md"), structure)
    translator = Translator(NOTES, structure)
    parts = note_shown(note.title, note.summary, HEADINGS, note.sections, translator)
    numbers = [f"TA2 {row.ta2_id}" if row.ta2_id else "", row.fma_id]
    return replace(note, **parts, numbers=", ".join(filter(None, numbers))), translator.state


__all__ = ["HEADINGS", "UNCHECKED", "Note", "anatomy", "note_faults", "read_note"]
