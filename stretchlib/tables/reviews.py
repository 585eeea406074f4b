"""Whether a row was signed by a clinician, and until when that holds."""

from __future__ import annotations

import os
from calendar import monthrange
from datetime import date

from ..core.errors import StretchlibError
from .catalogue import catalogue
from .phrases import say
from .rows import Row
from .translations import OPEN

NOT_REVIEWED = "not clinically reviewed"  # as in words.csv, for what is made without a row


def review_state(row: Row, on: date | None = None) -> str:
    """Who has signed a row and when, that its review is due again, or that nobody has signed it.

    ``on``: the day to judge by (default: today). The row's table has the columns of a review.
    """
    return signed_state(row["reviewed_by"], row["reviewed_on"], row.translation_state, on)


def signed_state(by: object, day: object, translation: str = "", on: date | None = None) -> str:
    """As :func:`review_state`, of what was signed ``by`` somebody on a ``day`` (None or empty: by nobody, on no day).

    A review holds for the months that ``review_months`` of ``datapackage.json`` states. ``translation`` is how far the
    translation is signed ("open": nobody signed it).
    """
    if not by:
        state = say("review.none")
    else:
        ends = months_after(str(day), review_months()) if day else None
        state = say("review.signed" if ends and (on or today()) < ends else "review.due", who=by, day=day)
    return f"{state}; {say('review.translation')}" if translation == OPEN else state


def review_months() -> int:
    """For how many months the review of a row holds."""
    return int(catalogue().package["review_months"])


def months_after(day: str, months: int) -> date:
    """The day of the calendar ``months`` after a day such as 2026-11-30; the last of a shorter month."""
    start = date.fromisoformat(day)
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return next(date(year, month + 1, last) for last in range(start.day, 0, -1)
                if last <= 28 or last <= monthrange(year, month + 1)[1])


def today() -> date:
    """The day by which reviews fall due: ``STRETCHLIB_TODAY`` (as 2026-11-30) where it is set, else the clock's.

    Saved notebooks are run and checked with a set day, so that no output changes by the calendar alone.
    """
    named = os.environ.get("STRETCHLIB_TODAY")
    try:
        return date.fromisoformat(named) if named else date.today()
    except ValueError:
        raise StretchlibError(f"STRETCHLIB_TODAY is a day such as 2026-11-30, not {named!r}; "
                              "mend or unset it.") from None
