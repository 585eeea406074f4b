"""Hip or spine? in Python: what the page is given, what is written down, and how it comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import stretchlib as sl
from stretchlib.learner.journal import Journal
from stretchlib.widgets import HipOrSpine


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "journal.jsonl"
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(path))
    return path


def step(widget: HipOrSpine, do: str, subject: Any = "", seq: int = 1) -> dict[str, Any]:
    """What the page sees after a step."""
    widget._take_step(widget, {"seq": seq, "do": do, "what": subject}, [])
    return dict(widget.visit)


def test_no_answer_is_on_the_page_before_it_is_asked(journal: Path) -> None:
    widget = sl.hip_or_spine("sore_buttock")
    given = str({name: value for name, value in widget.get_state().items() if name[0] != "_"})
    for hidden in (widget.person.flags_answer, widget.person.say, widget.person.next_test, "'present': "):
        assert hidden not in given
    visit = step(widget, "find", "groin_pain", seq=4)
    assert visit["refused"].startswith("First the red flags")
    assert (visit["seq"], visit["steps"]) == (4, [])


def test_steps_are_written_down_and_come_back(journal: Path) -> None:
    widget = sl.hip_or_spine("front_of_thigh")
    for do, subject in (("flags", ""), ("find", "groin_pain"), ("find", "low_back_pain"), ("end", ""),
                        ("write", "I test the nerve.")):
        assert step(widget, do, subject)["refused"] == ""
    records = Journal(journal).records("case")
    assert [record["do"] for record in records] == ["flags", "find", "find", "end", "write"]
    assert {record["case"] for record in records} == {"hip_or_spine.front_of_thigh"}
    back = sl.hip_or_spine("front_of_thigh").visit
    assert [item["id"] for item in back["steps"]] == ["groin_pain", "low_back_pain"]
    assert back["bar"]["text"] == "The hip takes part: 29 of 100"
    assert (back["ended"], back["written"]) == (True, "I test the nerve.")
    assert back["ending"]["next"] == widget.person.next_test
    assert sl.hip_or_spine("sore_buttock").visit["steps"] == []
    assert step(widget, "again")["steps"] == []
    assert sl.hip_or_spine("front_of_thigh").visit["flags_asked"] is False


def test_a_step_that_is_gone_is_left_out_and_said(journal: Path) -> None:
    widget = sl.hip_or_spine("sore_buttock")
    step(widget, "flags")
    gone = {"case": "hip_or_spine.sore_buttock", "play": widget._token, "do": "find", "what": "no_such", "ending": ""}
    Journal(journal).append("case", **gone)
    back = sl.hip_or_spine("sore_buttock").visit
    assert back["flags_asked"]
    assert back["refused"].startswith("1 of your earlier steps")


@pytest.mark.parametrize(("do", "subject"), [("fly", ""), ("find", None), ("find", ["groin_pain"]), ("write", 3)],
                         ids=["no step", "no subject", "a list", "a number"])
def test_a_message_that_cannot_be_read_is_answered(journal: Path, do: str, subject: Any) -> None:
    widget = sl.hip_or_spine("sore_buttock")
    step(widget, "flags")
    assert "cannot be read" in step(widget, do, subject)["refused"]


def test_a_red_flag_ends_before_any_finding(journal: Path) -> None:
    widget = sl.hip_or_spine("more_running")
    assert widget.visit["ending"] == {}
    visit = step(widget, "flags")
    assert visit["ended"]
    assert "today" in visit["ending"]["flag"]


def test_in_german_with_a_decimal_comma(journal: Path) -> None:
    sl.language("de")
    try:
        widget = sl.hip_or_spine("front_of_thigh")
        assert widget.visit["bar"]["text"] == "Die Hüfte ist beteiligt: 12,5 von 100"
        assert "2,8" in repr(widget._paper)
        step(widget, "flags")
        assert "Verhältnis 2,8: von 12,5 auf 29" in step(widget, "find", "groin_pain")["steps"][0]["moved"]
    finally:
        sl.language("en")
