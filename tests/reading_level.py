"""How hard a text is to read: the Flesch-Kincaid grade (Kincaid and others, 1975), in school years of the USA.

``grade = 0.39 * words per sentence + 11.8 * syllables per word - 15.59``

What the course teaches is its terms, and a term cannot be swapped for a short word. A word of the glossary or of a
Latin name therefore counts for the length of its sentence, but not for the syllables per word. Nothing else is left
out: a sentence full of terms is still a long sentence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from stretchlib.tables import catalogue

WORD = re.compile(r"[A-Za-z]+(?:['\u2019][A-Za-z]+)*")
#: A sentence ends at its mark, at the end of a paragraph and of a line in a list. Colon and semicolon end none.
END = re.compile(r"[.!?]+(?=[\"'\u201d\u2019)*_`]*(?:\s|$))|\n\s*\n|\n(?=\s*(?:[-*#|>]|\d+\.))")
#: Groups of vowel letters that are two syllables: medi-al, radi-us, earli-er, be-ing, cre-ate.
TWO = re.compile(r"i(?:a(?!l$|lly|n$|ns$|ge|lis|r)|[uo](?!us|n)|e[tn](?!d|ts?$|ce|cy))|i(?:er|est)$|[^q]ua(?!r)|reass|"
                 r"ria|[aeiouy](?=ing)|uou|ism|thm|crea|coex|area|idea|heo|geom")
#: Words of the course that the rules count wrongly.
COUNTED = {"one": 1, "are": 1, "people": 2, "technique": 2, "ninety": 2, "safety": 2, "language": 2, "anyone": 3,
           "someone": 2, "something": 2, "everyone": 3, "everything": 3, "notebook": 2, "notebooks": 2, "framework": 2,
           "guideline": 2, "guidelines": 2, "surgeon": 2, "whoever": 3, "likelihood": 3, "criterion": 4, "beyond": 2,
           "familiar": 3, "sideways": 2, "serious": 3, "lifetime": 2, "sometimes": 2, "somewhere": 2}


def syllables(word: str) -> int:
    """Syllables of an English word as spoken, estimated from its letters; at least 1."""
    word, _, ending = word.lower().replace("\u2019", "'").partition("'")
    heard = int((ending == "t" and word[-2:] in ("dn", "sn", "tn"))
                or (ending == "s" and bool(re.search("(s|x|[scgz]e)$", word))))
    if ending == "t" and len(word) > 3:
        word = word.removesuffix("n")
    if word in COUNTED:
        return COUNTED[word] + heard
    if len(word) > 2:
        word = re.sub(r"(?<=[aeiouy])([bcdfghjkmnpqrstvwxzl]{1,2})e(ly|ful|less|ments?|ness)$", r"\1\2", word)
        if not re.search(r"[^aeiouyrl]le(s|d)?$|[^aeiouy]re(s|d)?$", word):
            word = re.sub(r"(?<![cs]h)(?<![scxzg])es$", "s", re.sub(r"(?<![td])ed$", "d", re.sub("e$", "", word)))
        else:
            word = re.sub("ed$", "er", word)
    return max(1, len(re.findall("[aeiouy]+", word)) + len(TWO.findall(word))) + heard


@dataclass(frozen=True)
class Level:
    """What was counted in a text: words, sentences, and syllables of the words that are no terms."""

    words: int
    sentences: int
    syllables: int
    plain_words: int

    @property
    def grade(self) -> float:
        """School years; below 0 for very short sentences of very short words."""
        return 0.39 * self.words / self.sentences + 11.8 * self.syllables / self.plain_words - 15.59


@cache
def terms() -> frozenset[str]:
    """Every word of a term of the glossary, with its plural, and of a Latin name of a structure."""
    named = [("glossary", "term"), ("structures", "name_en"), ("structures", "name_la")]
    names = [str(row[column] or "") for table, column in named for row in catalogue.rows(table)]
    words = {word.lower() for name in names for word in WORD.findall(name) if len(word) > 3}
    return frozenset(words | {f"{word}s" for word in words})


def sentences(text: str) -> list[str]:
    """The sentences of a text that have a word."""
    return [part for part in (part.strip() for part in END.split(text)) if WORD.search(part)]


def level(texts: str | Iterable[str], *, leave_out: frozenset[str] | None = None) -> Level:
    """Count the sentences of one text, or of several together; ``leave_out`` takes the place of :func:`terms`."""
    left = terms() if leave_out is None else leave_out
    counted = [sentence for text in ([texts] if isinstance(texts, str) else texts) for sentence in sentences(text)]
    words = [word for sentence in counted for word in WORD.findall(sentence)]
    plain = [word for word in words if word.lower() not in left]
    return Level(len(words), len(counted), sum(map(syllables, plain)), len(plain))
