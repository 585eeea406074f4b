"""The language of what is shown as HTML: a page in English can then read German aloud as German (WCAG 3.1.2)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from ..core.text import as_attribute
from .catalogue import current_language
from .memo import one_look
from .paths import spoken


def in_language(html: str, language: str) -> str:
    """``html`` in an element that names the language of its words, such as ``"de"``."""
    return f'<div lang="{as_attribute(language)}">{html}</div>'


def spoken_html(show: Callable[[Any], str]) -> Callable[[Any], str]:
    """Have a ``_repr_html_`` tell its language: the object's own ``language`` where it keeps one, else that is set."""
    @wraps(show)
    def shown(self: Any) -> str:
        language = getattr(self, "language", None) or current_language()
        with one_look(), spoken(language):
            return in_language(show(self), language)
    return shown
