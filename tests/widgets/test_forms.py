"""Forms in Python: what a message does, what is written down, and how it comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import stretchlib as sl
from stretchlib.core.errors import StretchlibError
from stretchlib.learner import journal as journals
from stretchlib.learner.journal import Journal
from stretchlib.widgets.forms.form import Form


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "journal.jsonl"
    monkeypatch.setattr(journals, "_CURRENT", {})
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(path))
    return path


def tell(form: Form, do: str, subject: Any = None, name: str = "m1") -> dict[str, Any]:
    """What the page sees after a message."""
    form._receive(form, {"id": name, "do": do, "what": subject}, [])
    return dict(form.visit)


def written(section: str, text: str, base: str = "") -> dict[str, str]:
    return {"section": section, "text": text, "base": base}


def test_a_section_is_written_once_and_comes_back(journal: Path) -> None:
    form = sl.appraise_topic()
    visit = tell(form, "write", written("question", "One?"), "m7")
    assert (visit["taken"], visit["texts"], visit["refused"]) == (["m7"], {"question": "One?"}, "")
    tell(form, "write", written("question", "One?", "One?"))  # sent again by a page that waited
    tell(form, "write", written("results", "0.55"))
    assert [record["sections"] for record in Journal(journal).records("note")] == [
        {"question": "One?"}, {"results": "0.55"}]
    assert sl.appraise_topic().visit["texts"] == sl.appraised_topic.topic("stretching").texts == {
        "question": "One?", "results": "0.55"}
    assert sl.appraise_topic("other").visit["texts"] == sl.set_goals("stretching").visit["texts"] == {}


def test_what_another_page_wrote_meanwhile_is_shown_and_kept(journal: Path) -> None:
    first, second = sl.set_goals(), sl.set_goals()
    tell(first, "write", written("goal_wish", "To walk."))
    visit = tell(second, "write", written("goal_wish", "To climb."))
    assert visit["elsewhere"] == {"goal_wish": "To walk."}
    assert visit["texts"] == {"goal_wish": "To climb."}
    assert tell(second, "write", written("goal_wish", "To walk.", "To climb."))["elsewhere"] == {}


@pytest.mark.parametrize(("do", "subject"), [("fly", None), ("write", "x"), ("write", {"section": "question"}),
                                             ("write", {"section": "question", "text": 3, "base": ""}),
                                             ("write", {"section": "no_such", "text": "x", "base": ""})])
def test_what_cannot_be_read_is_answered_and_not_written(journal: Path, do: str, subject: Any) -> None:
    form = sl.appraise_topic()
    visit = tell(form, do, subject)
    assert visit["refused"]
    assert visit["taken"] == ["m1"], "it is not sent again and again"
    assert not journal.exists()
    form._receive(form, "no message", [])


def test_a_journal_that_cannot_be_written_is_told_until_it_can(journal: Path) -> None:
    journal.mkdir()
    form = sl.set_goals()
    assert "could not be written to your journal" in tell(form, "write", written("goal_wish", "To walk."))["unsaved"]
    sent: list[Any] = []
    form.send = sent.append
    tell(form, "save")
    assert "To walk." in sent[0]["journal"]
    journal.rmdir()
    assert tell(form, "write", written("goal_reason", "For the view."))["unsaved"] == ""
    assert sl.set_goals().visit["texts"] == {"goal_wish": "To walk.", "goal_reason": "For the view."}


def test_a_page_prints_as_it_was_typed_and_tells_its_text(journal: Path) -> None:
    form = sl.appraise_topic("<i>mine</i>")
    tell(form, "write", written("question", "Is it <b>worth</b> doing?"))
    sent: list[Any] = []
    form.send = sent.append
    tell(form, "print", name="m9")
    assert sent[0]["id"] == "m9"
    assert "Is it &lt;b&gt;worth&lt;/b&gt; doing?" in sent[0]["page"]
    assert "<title>Critically appraised topic: &lt;i&gt;mine&lt;/i&gt;</title>" in sent[0]["page"]
    assert "Not filled in yet: Bottom line" in repr(form.paper)
    assert "at 0x" not in repr(form)
    with pytest.raises(StretchlibError, match="needs a name"):
        sl.appraise_topic(" ")


def test_goals_have_their_own_title_and_foot(journal: Path) -> None:
    page = sl.set_goals().page
    assert page.title == "My goals"
    assert "for themselves" in page.html()
    assert page.missing[0] == "What I want to do"
    assert len(page.missing) == 5
