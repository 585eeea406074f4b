"""Text as an output of its own beside a widget, so that a notebook still teaches where no widget runs."""

from __future__ import annotations

from ...core.text import unlinked


class Plain:
    """Shows itself as this text."""

    def __init__(self, text: str) -> None:
        self.text = text

    def __repr__(self) -> str:
        return unlinked(self.text)
