"""Text that stays text: on a page, in a terminal and in a file, whatever characters it holds."""

from __future__ import annotations

import re
from html import escape

#: Characters that are not seen, or that turn the text around them; no data file holds one.
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200b\u200e\u200f"
                     r"\u2028-\u202e\u2060\u2066-\u2069\ufeff\U000e0000-\U000e007f]")

#: What a page would take for a tag. Text is shown as text, so a tag helps nobody and is told by the check.
TAG = re.compile(r"</?[A-Za-z!][^<>]*>")

#: What a notebook and a learning system would typeset as a formula.
FORMULA = re.compile(r"\$[^$]*\$|\\[(\[]|\\begin\{")

#: An address that runs what stands in it.
RUNS = re.compile(r"(javascript|vbscript|data)(?=:(?://|text/))|(javascript|vbscript)(?=:)", re.IGNORECASE)

_RUNS_END = re.compile("ript|data", re.IGNORECASE)  # how each of them ends

# Dollar and backslash begin a formula for the typesetters of notebooks and learning systems; Anki plays [sound:x].
_MARKS = re.compile(r"[$\\]|\[(?=sound:|latex\]|\$|anki:)")


def markup_fault(text: str) -> tuple[str, str, str] | None:
    """(what is wrong, how to mend it, where) of a text that looks like a tag or a formula; it is shown as it stands."""
    tag = TAG.search(text) if "<" in text else None
    if tag:
        return "holds an HTML tag, which is never run", "write it without tags", tag[0]
    formula = FORMULA.search(text) if "$" in text or "\\" in text else None
    if formula:
        return "holds the marks of a formula, which is never typeset", "write it in words", formula[0]
    address = RUNS.search(text) if _may_run(text) else None
    if address:
        return "holds an address that would run as a program", "remove it", address[0]
    return None


def _may_run(text: str) -> bool:
    """Whether an address may end before one of the colons: quicker than to look for one at each letter."""
    return any(_RUNS_END.fullmatch(part[-4:]) for part in text.split(":")[:-1])


def begun(text: str) -> str:
    """``text`` with a capital at its beginning and the rest as it is: a German noun keeps its own."""
    return text[:1].upper() + text[1:]


def as_html(text: str) -> str:
    """``text`` as HTML that shows it letter by letter: no tag of it is one, and no formula of it is typeset."""
    # Typesetters and players look for their marks in one run of text, so an element around a mark takes it away.
    return _MARKS.sub(lambda mark: f"<span>{mark[0]}</span>", escape(visible(text)))


def as_attribute(text: str) -> str:
    """``text`` as the value of an HTML attribute, between double quotation marks; it holds no mark of a formula."""
    # No element can stand in an attribute, so the marks are written by number: a page reads the same letters.
    return _MARKS.sub(lambda mark: f"&#{ord(mark[0])};", escape(visible(text)))


def as_markdown(text: str) -> str:
    """``text`` as Markdown that shows it letter by letter: what would be markup is escaped, in a line and at the start
    of one."""
    escaped = re.sub(r"([\\`*_\[\]<>#&|~])", r"\\\1", text)
    escaped = re.sub(r"(?m)^(\s*)([-+=])(?=\s|$)", r"\1\\\2", escaped)
    return re.sub(r"(?m)^(\s*\d+)([.)])(?=\s|$)", r"\1\\\2", escaped)


def visible(text: str) -> str:
    """``text`` with each control or direction character written as its escape, such as ``\\x1b``; lines stay lines."""
    return CONTROL.sub(lambda mark: mark[0].encode("unicode_escape").decode("ascii"), text.replace("\r", "\\r"))


def unlinked(text: str) -> str:
    """``text`` for a place that makes links of addresses by itself, as JupyterLab does in plain text: a space takes
    its power from an address that would run."""
    return RUNS.sub(lambda name: f"{name[0]} ", text)
