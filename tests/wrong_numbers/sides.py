"""Left for right, origin for insertion, abduction for adduction."""

from __future__ import annotations

import re

_WORD = re.compile(r"\b(left|right|origin|insertion|(?:ab|ad)duct\w*)\b", re.IGNORECASE)
_OTHER = {"left": "right", "right": "left", "origin": "insertion", "insertion": "origin", "ab": "ad", "ad": "ab"}


def exchanged(text: str) -> str | None:
    """The text with the first such word taken for its opposite; ``None`` where it has none."""
    return _WORD.sub(_opposite, text, count=1) if _WORD.search(text) else None


def _opposite(found: re.Match[str]) -> str:
    word = found[0]
    stem = word[:2] if word[:2].lower() in ("ab", "ad") else word
    other = _OTHER[stem.lower()]
    return (other.capitalize() if word[0].isupper() else other) + word[len(stem):]
