"""When an export was made, and its name: what tells one edition of the bank from the next in Moodle and Anki."""

from __future__ import annotations

import os
import time

from ... import __version__
from ...core.errors import StretchlibError
from ...tables.catalogue import current_language

_EARLIEST, _LATEST = 1_704_067_200, 4_102_444_799  # from 2024, before the course was there, to the end of 2099
_DAY = 86_400


def edition_time() -> int:
    """Whole seconds since 1970 that an export is dated by: ``SOURCE_DATE_EPOCH`` where that is set, else now.

    Anki brings a note up to date only where the new edition is later, and stops with a fault of its own on a time of 0;
    one far ahead would keep out every edition after it. So :class:`StretchlibError` is raised for a time before 2024,
    after 2099 or later than tomorrow, and for one that is no number.
    """
    named, now = os.environ.get("SOURCE_DATE_EPOCH", "").strip(), int(time.time())
    if not named:
        if not _EARLIEST <= now <= _LATEST:
            raise StretchlibError("This computer's clock is set before 2024 or after 2099, and an edition is told by "
                                  "its date: set the clock, then try again.")
        return now
    moment = int(named) if named.isascii() and named.isdigit() and len(named) < 12 else 0
    latest = min(now + _DAY, _LATEST) if now >= _EARLIEST else _LATEST
    if not _EARLIEST <= moment <= latest:
        raise StretchlibError(f"SOURCE_DATE_EPOCH is {named[:40]!r}, and no edition has that date: set it to the "
                              "seconds from 1970 to a moment between 2024 and tomorrow, or leave it unset.")
    return moment


def edition_name(notebook: str | None) -> str:
    """The name of an edition: version, language, notebook or "all", and its minute in UTC."""
    minute = time.strftime("%Y-%m-%d %H:%M UTC", time.gmtime(edition_time()))
    return f"stretchlib {__version__} {current_language()} {notebook or 'all'} ({minute})"
