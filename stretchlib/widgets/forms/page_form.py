"""A page that a student writes section by section: the appraised topic, and goals of one's own; printed on one A4."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ...core.document import Details, Part, Span
from ...core.errors import StretchlibError, one_of
from ...learner.appraised_topic import Topic, kept_sections, sections_of
from ...learner.typed_text import LONGEST_TEXT, whole_text
from ...tables.phrases import say
from ...tables.shows_document import ShowsDocument
from ..shared.bundle import module
from .form import Form


class PageForm(Form):
    """A page to write; build it with :func:`appraise_topic` or :func:`set_goals`. ``page`` is what stands on it."""

    _esm = module("widgets/forms/page_form.js")
    _groups = ("page_form",)

    def __init__(self, kind: str, name: str) -> None:
        if not isinstance(name, str) or not name.strip():
            raise StretchlibError("A page needs a name of one or more letters; write one.")
        self.kind, self.name = kind, name
        self._elsewhere: dict[str, str] = {}  # section -> what another page wrote there meanwhile
        self._texts = _kept(kind, name)
        sections = [{"id": row.id, "title": row.title, "prompt": row.prompt, "longest": row.longest}
                    for row in sections_of(kind)]
        super().__init__({"title": self.page.title, "form": f"{kind} {name}", "sections": sections,
                          "most": LONGEST_TEXT})

    @property
    def page(self) -> Topic:
        """What was written so far; ``page.save("my_page")`` writes it as Markdown and as a page to print."""
        return Topic(self.name, dict(self._texts), self.kind)

    def _take(self, message_id: str, do: str, subject: Any) -> None:
        if do == "print":
            self.send({"id": message_id, "page": self.page.html(), "name": f"{self.kind}.html"})
            return
        if do != "write" or not _is_written(subject):
            raise StretchlibError(say("form.malformed"))
        section, text = subject["section"], whole_text(subject["text"])
        one_of(section, [row.id for row in sections_of(self.kind)], "section of the page")
        there = {**self._texts, **_kept(self.kind, self.name)}
        self._elsewhere.pop(section, None)
        if there.get(section, "") not in ("", text, *subject["bases"]):
            self._elsewhere[section] = there[section]  # both stand in the journal; the student chooses
        changed = there.get(section, "") != text
        self._texts = {**there, section: text}
        if changed:
            self._keep(section, "note", **{self.kind: self.name}, sections={section: text})
        elif text:  # a page before this one brought it home and was not told
            self._stands_in_journal = True

    def _filled(self) -> dict[str, Any]:
        return {"texts": dict(self._texts), "elsewhere": dict(self._elsewhere)}

    @property
    def paper(self) -> ShowsDocument:
        return PageOnPaper(self.page)

    def __repr__(self) -> str:
        return say("page_form.named", title=self.page.title)


class PageOnPaper(ShowsDocument):
    """A page as text, folded away where the form is beside it."""

    def __init__(self, page: Topic) -> None:
        self._page = page

    def parts(self) -> Iterator[Part]:
        _, *blocks = (block for part in self._page.parts() for block in part)
        yield Details(Span(say("page_form.as_text", title=self._page.title), plain=self._page.title), tuple(blocks))


def _is_written(subject: Any) -> bool:
    """Whether this is a section and its text, with the texts that the page saw or wrote there before (``bases``)."""
    if not isinstance(subject, dict) or not isinstance(subject.get("bases"), list):
        return False
    return all(isinstance(text, str) for text in (subject.get("section"), subject.get("text"), *subject["bases"]))


def _kept(kind: str, name: str) -> dict[str, str]:
    """The texts of the journal; none where it cannot be read: the first text that is kept tells why."""
    try:
        return kept_sections(kind, name)
    except (StretchlibError, OSError):
        return {}


def appraise_topic(name: str = "stretching") -> PageForm:
    """Write a critically appraised topic: one question answered on one page, a section at a time.

    What you type is kept in your journal as you type it, and the page prints on one sheet of A4. ``name`` tells several
    pages apart. Raises :class:`StretchlibError` for a name that is no text.
    """
    return PageForm("topic", name)


def set_goals(name: str = "mine") -> PageForm:
    """Write down what you want to practise for, what you do for it, and when you look again; kept as you type it.

    ``name`` tells several pages apart. Raises :class:`StretchlibError` for a name that is no text.
    """
    return PageForm("goals", name)
