"""The one line that every exported thing carries: what it is from, under which licences."""

from __future__ import annotations

from .. import __version__
from .phrases import say

#: For what programs read.
CREDIT = f"stretchlib {__version__}, CC BY 4.0; bones CC BY 3.0; people CC0. Education, not advice."


def credit() -> str:
    """The line for a reader, in the language that is set."""
    return say("credit.line", name=f"stretchlib {__version__}")
