"""How long a text may be that is typed into a page: far longer than any page has room for, and never cut."""

from __future__ import annotations

from ..core.errors import StretchlibError
from ..tables.phrases import say

LONGEST_TEXT = 100_000  # characters; a journal is read as a whole each time, so that a pasted book would slow all of it


def whole_text(text: str) -> str:
    """The text as it was typed. Raises :class:`StretchlibError` for one that the journal does not take."""
    if len(text) > LONGEST_TEXT:
        raise StretchlibError(say("form.text_too_long", length=len(text), most=LONGEST_TEXT))
    return text
