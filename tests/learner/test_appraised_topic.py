"""The critically appraised topic: what is missing is named, what was typed is kept, and text is never markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from stretchlib.core.errors import StretchlibError
from stretchlib.learner import appraised_topic, journal
from stretchlib.learner.appraised_topic import sections_of, topic, topics
from tests.data_files import table_file

SECTIONS = [section.id for section in sections_of("topic")]
HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(2)> & \"quoted\" *bold* [a](javascript:b)"


@pytest.fixture(autouse=True)
def own_journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A journal of its own for each test."""
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(tmp_path / "journal.jsonl"))


class Tags(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        assert not any(name.startswith("on") or name in ("src", "href") for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def test_what_is_missing_is_named_and_nothing_is_invented() -> None:
    page = topic("stretching", question="Does stretching the hip help the back?")
    assert len(page.missing) == len(SECTIONS) - 1
    assert "Question" not in page.missing
    for text in (page.markdown(), page.html(), repr(page)):
        assert "Not filled in yet: Bottom line" in text
        assert text.count("not filled in") == len(SECTIONS) - 1
    full = topic("all", **dict.fromkeys(SECTIONS, "Text."))
    assert full.missing == ()
    assert "All sections are filled in." in full.html()


def test_what_was_typed_is_kept_section_by_section() -> None:
    topic("stretching", question="One?")
    topic("other", question="Two?")
    page = topic("stretching", results="0.55 of 10")
    assert page.texts == {"question": "One?", "results": "0.55 of 10"}
    assert topic("stretching").texts == page.texts, "the page comes back from the journal"
    assert topics() == ["other", "stretching"]
    assert topic("stretching", question="").missing[0] == "Question"
    before = len(journal.current().records("note"))
    topic("stretching")
    assert len(journal.current().records("note")) == before, "reading writes nothing"


def test_text_is_text_in_every_form() -> None:
    page = topic(HOSTILE, **dict.fromkeys(SECTIONS, HOSTILE))
    for text in (page.html(), page._repr_html_()):
        tags = Tags()
        tags.feed(text)
        assert not {"script", "img", "a"} & set(tags.tags)
        assert tags.text.count(HOSTILE) >= len(SECTIONS)
    for sign in ("<", "*", "[", "_"):
        body = "\n".join(line for line in page.markdown().splitlines() if "alert" in line and not line.startswith("*"))
        assert not re.search(rf"(?<!\\){re.escape(sign)}", body), sign
    plain = topic("lines", results="- one\n2. two\n# three").markdown()
    assert "\\- one\n2\\. two\n\\# three" in plain


def test_a_long_text_is_kept_whole_and_named() -> None:
    long = "word " * 200
    page = topic("long", results=long)
    assert page.too_long == ("Results has 999 characters and room for 420; all is kept, but it may not fit on one "
                             "page.",)
    assert long.strip() in page.html()
    assert not topic("short", results="word").too_long


def test_it_is_saved_twice_and_never_over_another(tmp_path: Path) -> None:
    page = topic("stretching", question="One?")
    markdown, html = page.save(tmp_path / "mine")
    assert (markdown.name, html.name) == ("mine.md", "mine.html")
    assert markdown.read_text(encoding="utf-8") == page.markdown()
    assert html.read_text(encoding="utf-8").startswith("<!doctype html>")
    assert page.save(tmp_path / "mine.html") == (markdown, html), "the same page may be saved again"
    with pytest.raises(StretchlibError, match=r"mine\.md is there already"):
        topic("stretching", question="Another?").save(tmp_path / "mine")
    assert "One?" in markdown.read_text(encoding="utf-8")
    with pytest.raises(StretchlibError, match="could not be written"):
        page.save(tmp_path / "no" / "folder")


def test_the_page_needs_nothing_from_elsewhere() -> None:
    page = topic("stretching").html()
    assert "size: A4" in page
    assert "default-src 'none'" in page
    assert not re.search(r"https?:|url\(|@import", page)


@pytest.mark.parametrize(("sections", "sentence"), [
    ({"questoin": "x"}, "There is no section of the page 'questoin': did you mean 'question'"),
    ({"results": 5}, "holds text, not 5")])
def test_a_mistake_is_one_sentence(sections: dict[str, str], sentence: str) -> None:
    with pytest.raises(StretchlibError, match=sentence):
        topic("stretching", **sections)
    assert journal.current().records("note") == []
    with pytest.raises(StretchlibError, match="needs a name"):
        topic(" ")


def test_the_sections_are_those_of_the_table(whole_data_copy: Path) -> None:
    path = table_file(whole_data_copy, "topic_sections")
    path.write_text(path.read_text(encoding="utf-8").replace("Bottom line", "In short"), encoding="utf-8")
    assert "## In short" in appraised_topic.topic("x").markdown()
    assert sum(section.longest for section in sections_of("topic")) < 3600, "it fits on one page"
