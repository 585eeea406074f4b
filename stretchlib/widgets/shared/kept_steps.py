"""What of the learner's journal brings a play back: the steps of the newest, taken again one after the other."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from typing import Any

from ...core.errors import StretchlibError
from ...learner import journal
from ...learner.journal_order import is_misdated

Event = tuple[str, str, Any]  # the record's id, the step, what it was


def unfinished(case: str) -> tuple[str, list[Event], str]:
    """The newest play of this case in the journal: its token, its steps, and what was written in it.

    A record without a play belongs to none, and one dated later than tomorrow begins none where there is another.
    """
    try:
        records = [record for record in journal.current().records("case")
                   if record.get("case") == case and isinstance(record.get("play"), str)]
    except (StretchlibError, OSError):
        records = []
    if not records:
        return secrets.token_hex(8), [], ""
    believed = [record for record in records if not is_misdated(journal.day(record))] or records
    token = believed[-1]["play"]
    events: list[Event] = []
    written = ""
    for record in records:
        if record["play"] != token:
            continue
        if record.get("do") == "write":
            written = str(record.get("what"))
        elif record.get("do") != "again":
            events.append((record["id"], str(record.get("do")), record.get("what")))
    return token, events, written


def replayed(take: Callable[[str, Any], None], events: Iterable[Event], lists: Iterable[str] = ()) -> set[str]:
    """Take the steps again; the records of those that this edition of the course does not have any more.

    ``lists`` are the steps whose subject is a list of texts and not one text.
    """
    left_out = set()
    for record_id, do, subject in events:
        whole = all(isinstance(text, str) for text in (subject if isinstance(subject, list) else [subject]))
        try:
            if not whole or isinstance(subject, list) != (do in lists):
                left_out.add(record_id)
            else:
                take(do, subject)
        except StretchlibError:
            left_out.add(record_id)
    return left_out
