"""The still beside a widget: what a notebook shows where the widget does not live, as an output of its own.

A notebook that is opened without a kernel hides the text in the output of a lost widget, so the still is no part of
it. The page hides a still while the widget after it lives (``look.css``), and so it is there again where none does.
"""

from __future__ import annotations

from typing import Any

#: How a page knows a still from all else that a cell shows.
STILL_CLASS = "stretchlib-still"


class Still:
    """Shows ``parts``, pictures or documents of the course, one below the other, as one output."""

    def __init__(self, *parts: Any) -> None:
        self.parts = parts

    def __repr__(self) -> str:
        return "\n".join(map(repr, self.parts))

    def _repr_html_(self) -> str:
        inside = "".join(part._repr_html_() for part in self.parts)
        return f'<div class="{STILL_CLASS}">{inside}</div>'
