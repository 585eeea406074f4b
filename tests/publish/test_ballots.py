"""One device one vote, changed until it is shown: what counts, what is refused, and what the wall may show."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchlib.publish.votes import ballots
from stretchlib.publish.votes.ballots import BallotBox, Refusal

OPTIONS = ("Yes", "No", "Perhaps")


class Clock:
    """Seconds that a test sets."""

    now = 1000.0

    def __call__(self) -> float:
        return self.now


def box_with_question(clock: Clock | None = None) -> BallotBox:
    box = BallotBox(clock or Clock())
    box.open("Q1", "Does it?", OPTIONS, "en")
    return box


def round_id(box: BallotBox) -> str:
    return str(json.loads(box.state)["round"])


def ballot(box: BallotBox, phone: int = 1, option: Any = 0, turn: Any = 1, **changed: Any) -> bytes:
    parts = {"device": f"{phone:032x}", "round": round_id(box), "option": option, "turn": turn, **changed}
    return json.dumps(parts).encode()


def refusal(box: BallotBox, content: bytes) -> tuple[int, str]:
    with pytest.raises(Refusal) as caught:
        box.cast(content)
    return caught.value.status, caught.value.reason


def counts(box: BallotBox) -> Any:
    box.close("Q1")
    return box.result("Q1")["rounds"]


def test_a_device_has_one_vote_and_may_change_it_until_it_is_shown() -> None:
    box = box_with_question()
    assert box.cast(ballot(box, 1, 0, 1)) == {"option": 0, "turn": 1}
    box.cast(ballot(box, 2, 0, 1))
    box.cast(ballot(box, 1, 2, 2))
    assert box.result("Q1")["voted"] == 2
    assert box.result("Q1")["rounds"] == [None], "how the votes stand is not told before it is shown"
    assert counts(box) == [[1, 0, 1]]
    assert refusal(box, ballot(box, 1, 1, 3)) == (410, "late")
    assert refusal(box, ballot(box, 3, 1, 1)) == (410, "late")
    assert counts(box) == [[1, 0, 1]]


def test_the_same_vote_again_counts_once_and_is_acknowledged_again_even_after_the_end() -> None:
    box = box_with_question()
    same = ballot(box, 1, 1, 1)
    assert [box.cast(same) for _ in range(3)] == [{"option": 1, "turn": 1}] * 3
    box.close("Q1")
    assert box.cast(same) == {"option": 1, "turn": 1}, "it counted; only its answer was lost"
    assert counts(box) == [[0, 1, 0]]


def test_an_earlier_vote_that_is_played_again_changes_nothing() -> None:
    box = box_with_question()
    first = ballot(box, 1, 0, 1)
    box.cast(first)
    box.cast(ballot(box, 1, 1, 2))
    assert refusal(box, first) == (409, "replayed")
    assert refusal(box, ballot(box, 1, 2, 2)) == (409, "replayed")
    assert counts(box) == [[0, 1, 0]]


def test_a_vote_of_an_earlier_round_question_or_class_is_late() -> None:
    box = box_with_question()
    first = ballot(box, 1, 0, 1)
    box.cast(first)
    box.close("Q1")
    box.again("Q1")
    assert json.loads(box.state)["number"] == 2
    assert refusal(box, ballot(box, 9, 0, 1, round=json.loads(first)["round"])) == (410, "late")
    box.cast(ballot(box, 1, 1, 1))
    assert counts(box) == [[1, 0, 0], [0, 1, 0]]
    box.open("Q2", "And this?", OPTIONS, "en")
    assert refusal(box, ballot(box, 9, 0, 1, round=json.loads(first)["round"])) == (410, "late")
    box.new_class()
    assert refusal(box, first) == (410, "late")
    assert (box.result("Q1")["rounds"], json.loads(box.state)) == ([], {"round": None})


def test_a_question_that_was_left_without_being_shown_goes_on() -> None:
    clock = Clock()
    box = box_with_question(clock)
    tapped = ballot(box, 1, 0, 1)
    box.cast(ballot(box, 2, 1, 1))
    box.open("Q2", "And this?", OPTIONS, "en")
    assert box.cast(tapped) == {"option": 0, "turn": 1}, "the phone had not yet heard of the other question"
    assert box.result("Q1")["rounds"] == [None], "left is not shown"
    clock.now += 600
    box.open("Q1", "Does it?", OPTIONS, "en")
    assert (json.loads(box.state)["open"], box.result("Q1")["open"], box.result("Q1")["voted"]) == (True, True, 2)
    assert box.result("Q1")["waiting_s"] == 0, "a deck that was leafed through beforehand has waited for nobody"
    box.cast(ballot(box, 2, 2, 2))
    assert counts(box) == [[1, 0, 1]]
    box.again("Q1")
    box.open("Q2", "And this?", OPTIONS, "en")
    box.open("Q1", "Does it?", OPTIONS, "en")
    assert (json.loads(box.state)["number"], json.loads(box.state)["open"]) == (2, True), "so does a second round"
    box.open("Q2", "And this?", OPTIONS, "en")
    assert counts(box) == [[1, 0, 1], [0, 0, 0]], "it may be shown while another is before the class"
    assert json.loads(box.state)["open"]


def test_a_question_that_was_shown_stays_shown_and_has_two_rounds_at_most() -> None:
    box = box_with_question()
    box.again("Q1")
    assert json.loads(box.state)["number"] == 1, "the first round is still open"
    box.close("Q1")
    box.open("Q1", "Does it?", OPTIONS, "en")
    assert not json.loads(box.state)["open"]
    box.again("Q1")
    box.close("Q1")
    box.again("Q1")
    assert len(box.result("Q1")["rounds"]) == 2
    box.open("Q1", "Does it, in other words?", OPTIONS, "en")
    assert (len(box.result("Q1")["rounds"]), json.loads(box.state)["open"]) == (1, True)


@pytest.mark.parametrize("changed", [
    {"device": "x" * 32}, {"device": "0" * 31}, {"device": 5}, {"round": 7}, {"option": 3}, {"option": -1},
    {"option": True}, {"option": "0"}, {"option": 1.0}, {"option": None}, {"turn": 0}, {"turn": 10_001}, {"turn": "1"},
    {"name": "Anna"}])
def test_a_malformed_vote_is_refused(changed: dict[str, Any]) -> None:
    box = box_with_question()
    assert refusal(box, ballot(box, **changed)) == (400, "malformed")
    assert counts(box) == [[0, 0, 0]]


JSON = st.recursive(st.none() | st.booleans() | st.integers() | st.text(max_size=20),
                    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
                    max_leaves=8)


@given(st.binary(max_size=400) | JSON.map(lambda value: json.dumps(value).encode()))
def test_whatever_arrives_is_refused_and_never_counted(content: bytes) -> None:
    box = box_with_question()
    assert refusal(box, content)[0] in (400, 410)
    assert counts(box) == [[0, 0, 0]]


def test_made_up_devices_fill_no_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ballots, "MOST_DEVICES", 3)
    box = box_with_question()
    for device in range(3):
        box.cast(ballot(box, device))
        box.see(f"{device:032x}")
    assert refusal(box, ballot(box, 4)) == (503, "full")
    box.see(f"{4:032x}")
    assert box.result("Q1")["phones"] == 3
    box.cast(ballot(box, 2, 1, 2))
    assert counts(box) == [[2, 1, 0]], "who is in may still change a vote"


def test_the_wall_is_told_how_long_it_has_waited_for_a_phone() -> None:
    clock = Clock()
    box = box_with_question(clock)
    clock.now += 59
    assert box.result("Q1") == {"rounds": [None], "open": True, "voted": 0, "phones": 0, "waiting_s": 59.0}
    box.see("a" * 32)
    box.see("no device")
    clock.now += 5
    assert (box.result("Q1")["phones"], box.result("Q1")["waiting_s"]) == (1, 5.0)
    clock.now += 60
    assert (box.result("Q1")["phones"], box.result("Q1")["waiting_s"]) == (0, 65.0), "a phone that went counts no more"
