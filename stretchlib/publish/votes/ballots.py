"""The votes of a class: which question is open, whose vote counts, how many there are. Nothing here knows a network.

A device is known by a random number that it made for itself, and by nothing else. It has one vote in each round and may
change it until the votes of the round are shown. Each change carries a higher turn; the same vote sent again counts
once and is acknowledged again, so that a phone may repeat it until it hears an answer.
"""

from __future__ import annotations

import json
import re
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

MOST_ROUNDS = 2  # of one question: before and after the talk with the neighbour
MOST_DEVICES = 5000  # what is kept stays small, whoever makes up devices
MOST_TURNS = 10_000
PRESENT_S = 12.0  # a phone asks every few seconds; one that has not for so long is gone
_DEVICE = re.compile(r"[0-9a-f]{32}")
_PARTS = {"device", "round", "option", "turn"}


class Refusal(Exception):
    """A vote that does not count: ``status`` is that of HTTP, ``reason`` a word for the page."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status, self.reason = status, reason


@dataclass
class Round:
    """A question as it is voted on: ``votes`` holds (turn, position of the option) by device. It ends when its votes
    are shown, and by nothing else: a lecturer who looks at the next slide and comes back has ended no vote."""

    question: str
    stem: str
    options: tuple[str, ...]
    language: str
    number: int
    opened_at: float
    id: str = field(default_factory=lambda: secrets.token_hex(6))
    votes: dict[str, tuple[int, int]] = field(default_factory=dict)
    is_shown: bool = False

    def counts(self) -> list[int]:
        """How many devices chose each option, in the order of the options."""
        chosen = [option for _, option in self.votes.values()]
        return [chosen.count(position) for position in range(len(self.options))]


class BallotBox:
    """All rounds of one class. ``clock`` gives seconds that never run backwards."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._rounds: dict[str, Round] = {}
        self._current: Round | None = None
        self._present: dict[str, float] = {}
        self._last_phone: float | None = None
        self.state = b""  # what every phone is told, as JSON; made anew with each change
        self._tell()

    # The lecturer's side

    def open(self, question: str, stem: str, options: Sequence[str], language: str) -> None:
        """Bring a question before the class; another that was before it waits. What was shown stays shown, unless the
        wording has changed."""
        rounds = self._of(question)
        if not rounds or (rounds[-1].stem, rounds[-1].options) != (stem, tuple(options)):
            for stale in rounds:
                del self._rounds[stale.id]
            self._begin(Round(question, stem, tuple(options), language, 1, self._clock()))
        elif self._current is not rounds[-1]:
            rounds[-1].opened_at = self._clock()
            self._bring(rounds[-1])

    def again(self, question: str) -> None:
        """Open the second round of a question whose first is shown; else nothing happens."""
        rounds = self._of(question)
        if rounds and rounds[-1].is_shown and len(rounds) < MOST_ROUNDS:
            last = rounds[-1]
            self._begin(Round(question, last.stem, last.options, last.language, len(rounds) + 1, self._clock()))

    def close(self, question: str) -> None:
        """Show the votes on a question: from now on votes on it are late."""
        rounds = self._of(question)
        if rounds and not rounds[-1].is_shown:
            rounds[-1].is_shown = True
            self._tell()

    def new_class(self) -> None:
        """Forget all votes and phones."""
        self._rounds.clear()
        self._present.clear()
        self._current, self._last_phone = None, None
        self._tell()

    def result(self, question: str) -> dict[str, Any]:
        """What the wall may show: the counts of rounds that are shown, and of an open one only how many voted.

        ``waiting_s`` are the seconds since the question was brought before the class or, where that was later, since a
        phone was last seen.
        """
        rounds, now = self._of(question), self._clock()
        opened_at = rounds[-1].opened_at if rounds else now
        self._forget_gone()
        return {"rounds": [each.counts() if each.is_shown else None for each in rounds],
                "open": bool(rounds) and not rounds[-1].is_shown, "voted": len(rounds[-1].votes) if rounds else 0,
                "phones": len(self._present), "waiting_s": round(now - max(opened_at, self._last_phone or 0.0), 1)}

    # The phones' side

    def see(self, device: str) -> None:
        """Note that a phone is here; what is no number of a device is passed by."""
        if _DEVICE.fullmatch(device) and (device in self._present or len(self._present) < MOST_DEVICES):
            self._present[device] = self._last_phone = self._clock()

    def cast(self, content: bytes) -> dict[str, int]:
        """Count a vote and return what is acknowledged. Raises :class:`Refusal` for a vote that does not count:
        malformed (400), replayed (409), late (410), or of too many devices (503)."""
        device, round_id, option, turn = _read(content)
        asked = self._rounds.get(round_id)
        if asked is None:
            raise Refusal(410, "late")
        if option >= len(asked.options):
            raise Refusal(400, "malformed")
        earlier = asked.votes.get(device)
        if earlier != (turn, option):  # else it counts already, and its answer was lost on the way
            if asked.is_shown:
                raise Refusal(410, "late")
            if earlier is not None and turn <= earlier[0]:
                raise Refusal(409, "replayed")
            if earlier is None and len(asked.votes) >= MOST_DEVICES:
                raise Refusal(503, "full")
            asked.votes[device] = (turn, option)
        return {"option": option, "turn": turn}

    def _of(self, question: str) -> list[Round]:
        return [each for each in self._rounds.values() if each.question == question]

    def _begin(self, fresh: Round) -> None:
        self._rounds[fresh.id] = fresh
        self._bring(fresh)

    def _bring(self, asked: Round) -> None:
        self._current = asked
        self._tell()

    def _tell(self) -> None:
        now = self._current
        content = {"round": None} if now is None else {
            "round": now.id, "number": now.number, "open": not now.is_shown, "language": now.language, "stem": now.stem,
            "options": now.options}
        self.state = json.dumps(content).encode("ascii")

    def _forget_gone(self) -> None:
        gone = self._clock() - PRESENT_S
        self._present = {device: seen for device, seen in self._present.items() if seen > gone}


def _read(content: bytes) -> tuple[str, str, int, int]:
    """Device, round, option and turn of a vote. Raises :class:`Refusal` for anything that is none."""
    try:
        ballot = json.loads(content)
    except (ValueError, RecursionError):
        raise Refusal(400, "malformed") from None
    if not isinstance(ballot, Mapping) or set(ballot) != _PARTS:
        raise Refusal(400, "malformed")
    device, round_id, option, turn = (ballot[name] for name in ("device", "round", "option", "turn"))
    fits = (isinstance(device, str) and _DEVICE.fullmatch(device) and isinstance(round_id, str)
            and _is_count(option) and _is_count(turn) and 1 <= turn <= MOST_TURNS)
    if not fits:
        raise Refusal(400, "malformed")
    return device, round_id, option, turn


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
