"""The everyday part of ``python -m tests.audit.votes``: a small class votes, alone and beside hostile clients."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator

import pytest

from tests.audit.votes.__main__ import vote
from tests.audit.votes.phones import ask, get, vote_request
from tests.audit.votes.served import Served, room_alone
from tests.own_loop import run_in_own_loop

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has the whole of 127.0.0.0/8 to come from")


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    with room_alone() as room:
        yield room


@pytest.mark.parametrize("hostile", [False, True])
def test_no_vote_is_lost_and_none_counts_twice(served: Served, hostile: bool) -> None:
    seen = vote(served, 40, 1.5, hostile=hostile, question=f"hostile {hostile}")
    assert len(seen.waits) > 40, "some change their minds"
    assert seen.repeats > 0, "some answers are lost on the way"


def test_a_vote_that_was_lost_would_be_seen(served: Served) -> None:
    """A stranger's vote in the same round is what no phone of the class knows."""
    served.wall("open", question="stranger")
    _, state = run_in_own_loop(ask(served.room, get(f"/{served.code}/state"), "127.0.0.1"))
    stranger = {"device": "f" * 32, "round": json.loads(state)["round"], "option": 0, "turn": 1}
    assert run_in_own_loop(ask(served.room, vote_request(served.code, stranger), "127.0.0.1"))[0] == 200
    with pytest.raises(AssertionError, match="lost or counted twice"):
        vote(served, 5, 0.2, hostile=False, question="stranger")
