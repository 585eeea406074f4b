"""Where words stand on printed pages, by poppler's ``pdftotext``; and the headings that stand there without theirs."""

from __future__ import annotations

import shutil
import subprocess
import unicodedata
import xml.etree.ElementTree as ET
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

GAP_PT = 24  # between the foot of a heading and the head of what it is above: a line of 10 pt has 13.6
TEXT = 40  # letters of it that are looked for
INDENT_PT = 30  # of a list beside its heading; a column of a page in two is 240 pt wide
#: Headings that are seen in print, each with the text that follows; a list's own numbers are no text of the page.
HEADINGS = """[...document.querySelectorAll('h1, h2, h3, h4')].filter(heading => heading.getClientRects().length
  && !heading.closest('.pub-screen, .pub-timer')).map(heading => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT); walk.currentNode = heading.lastChild;
    while (walk.nextNode() && !walk.currentNode.data.trim());
    return [heading.textContent, walk.currentNode.data]; })"""


@dataclass(frozen=True)
class Word:
    """A word on a page counted from 1; its box in points from the page's left and upper edge."""

    text: str
    page: int
    left: float
    top: float
    bottom: float


def has_pdftotext() -> bool:
    """Whether the program is here."""
    return shutil.which("pdftotext") is not None


def words_of(pdf: Path) -> list[Word]:
    """The words of a PDF in the order in which they are read: block by block, line by line."""
    run = subprocess.run(["pdftotext", "-bbox-layout", str(pdf), "-"], capture_output=True, check=True)
    space = "{http://www.w3.org/1999/xhtml}"
    edges = ("xMin", "yMin", "yMax")
    return [Word(_letters(word.text or ""), number, *(float(word.get(edge, "nan")) for edge in edges))
            for number, page in enumerate(ET.fromstring(run.stdout).iter(f"{space}page"), start=1)
            for word in page.iter(f"{space}word")]


def stranded(words: Sequence[Word], headings: Iterable[Sequence[str]]) -> list[str]:
    """The headings, ``(heading, text that follows)``, that do not stand right above that text in the same column.

    A pair that is there several times must stand so as often; a heading that is not on the paper at all is named too.
    """
    missing = []
    starts = defaultdict(list)
    for at, word in enumerate(words):
        starts[word.text].append(at)

    def find(text: str) -> list[Sequence[Word]]:
        """Each run of words that says this text, without its last word where it was cut."""
        wanted = _letters(text[:TEXT]).split()[:None if len(text) <= TEXT else -1]
        return [words[at:at + len(wanted)] for at in starts[wanted[0]]
                if [word.text for word in words[at:at + len(wanted)]] == wanted]

    for (heading, text), count in Counter(map(tuple, headings)).items():
        texts = find(text)
        whole = sum(any(_above(first, then) for then in texts) for first in find(heading))
        missing += [f"{heading}: {text[:TEXT]}"] * max(0, count - whole)
    return missing


def _above(heading: Sequence[Word], text: Sequence[Word]) -> bool:
    last, first = heading[-1], text[0]
    return (last.page == first.page and -1 <= first.top - last.bottom <= GAP_PT
            and abs(first.left - heading[0].left) <= INDENT_PT)


def _letters(text: str) -> str:
    """A text with each letter by itself: Firefox prints "fi" as the one sign that fonts have for both."""
    return unicodedata.normalize("NFKC", text)
