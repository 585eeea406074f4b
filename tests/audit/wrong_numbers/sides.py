"""Left for right, origin for insertion, abduction for adduction, in English and in German."""

from __future__ import annotations

import re

_WORD = re.compile(r"\b(left|right|origin|insertion|link(?:s|e[nmrs]?)|recht(?:s|e[nmrs]?)|ursprung|ansatz"
                   r"|(?:ab|ad)du(?:ct|kt|z)\w*)\b", re.IGNORECASE)
_STEMS = (("left", "right"), ("origin", "insertion"), ("ursprung", "ansatz"), ("link", "recht"), ("ab", "ad"))
_OTHER = {**dict(_STEMS), **{opposite: word for word, opposite in _STEMS}}


def exchanged(text: str) -> str | None:
    """The text with the first such word taken for its opposite; ``None`` where it has none."""
    return _WORD.sub(_opposite, text, count=1) if _WORD.search(text) else None


def _opposite(match: re.Match[str]) -> str:
    word = match[0]
    stem = next(stem for stem in _OTHER if word.lower().startswith(stem))
    opposite = _OTHER[stem]
    return (opposite.capitalize() if word[0].isupper() else opposite) + word[len(stem):]
