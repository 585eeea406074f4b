"""The small sign beside a statement that is not yet checked: a page shows it for the words, which the text keeps."""

from __future__ import annotations

import re

from ..core.text import as_attribute, as_html
from .phrases import say, term

SIGN = "(?)"


def with_signs(html: str) -> str:
    """``html`` with each mark that says "not yet checked against the source" as a small sign that bears these words.

    A mark in brackets is replaced with them. What stands inside a tag, such as an alternative text, keeps its words.
    """
    words = as_html(term("checked", "unchecked"))
    if words not in html:
        return html
    mark = re.compile(rf"(<[^>]*>)|\[{re.escape(words)}\]|\({re.escape(words)}\)|{re.escape(words)}")
    sign = sign_html()
    return mark.sub(lambda match: match[1] or sign, html)


def sign_html() -> str:
    """The sign as HTML: named for a screen reader, and explained where a pointer rests on it."""
    name = as_attribute(term("checked", "unchecked"))
    return f'<sup role="img" aria-label="{name}" title="{name}">{SIGN}</sup>'


def foot() -> str:
    """The sentence that explains the sign, for the foot of a page."""
    return say("checked.sign", sign=SIGN)
