"""The phrases of ``words.csv``, which the library itself shows, and how numbers and terms stand in them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType

from ..core.errors import StretchlibError
from .catalogue import derived, rows
from .rows.words import Phrase


class _Phrases(dict[str, str]):
    """The phrases by key; one that is not there is named in a sentence."""

    def __missing__(self, key: str) -> str:
        raise StretchlibError(f"words.csv has no phrase with the key {key!r}; write the row again, or restore it.")


@derived
def words() -> Mapping[str, str]:
    """Every phrase by key, in the language that is set.

    Asking for one that is not there raises :class:`StretchlibError`.
    """
    return MappingProxyType(_Phrases((phrase.key, phrase.en) for phrase in rows(Phrase)))


def written(value: object, form: str = "g") -> str:
    """A number, or one written already, with the decimal mark of the language that is set."""
    text = value if isinstance(value, str) else format(value, form)
    mark = words()["number.decimal_mark"]
    return re.sub(r"(?<=\d)\.(?=\d)", lambda point: mark, text)  # as it is written: no pattern of a replacement


def say(key: str, **values: object) -> str:
    """The phrase of ``words.csv`` with this key, its {names} filled in, numbers among them by :func:`written`."""
    def filled(name: re.Match[str]) -> str:
        text = str(values.get(name[1], name[0]))
        return written(text) if re.fullmatch(r"[-+\u2212]?\d+\.\d+", text) else text

    return re.sub(r"\{(\w+)\}", filled, words()[key])


def term(group: str, value: object) -> str:
    """A word of a table as a reader reads it, such as ``term("certainty", "very low")``; itself where it has none."""
    return words().get(f"{group}.{str(value).replace(' ', '_')}", str(value))
