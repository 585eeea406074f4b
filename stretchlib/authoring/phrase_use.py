"""Which phrases of ``words.csv`` the library asks for: read off its own sources, so that no list has to be kept."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING

from ..core.errors import did_you_mean
from ..tables.reader import Table, sentence
from ..tables.rows.words import Phrase

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

# A key in quotes, such as "phase.rest"; {…} and ${…} of a template stand for any word.
_KEY = re.compile(r"""(["'`])([a-z_]+(?:\.(?:[a-z0-9_]|\$?\{[^{}\n]*\})+)+)\1""")
_HOLE = re.compile(r"\$?\{[^{}]*\}")
_GROUP = re.compile(r"""\b(?:term|wordKey)\(\s*["']([a-z_.]+)["']""")  # groups whose keys are made from an id
_SIDE = re.compile(r"(?<![a-z])(left|right)(?![a-z])")
_FILE = re.compile(r"\.(?:js|css|csv|py|md|toml|html|json|png|svg|ipynb|npz|xml)$")


@dataclass(frozen=True)
class Asked:
    """The keys asked for as they stand, and by their group the patterns of those that are put together."""

    keys: frozenset[str]
    made: Mapping[str, re.Pattern[str]]

    def has(self, key: str) -> bool:
        """Whether the library may ask for this key."""
        made = self.made.get(key.partition(".")[0])
        return key in self.keys or (made is not None and made.fullmatch(key) is not None)


@lru_cache(maxsize=1)
def asked() -> Asked:
    """All that the sources of the library ask for."""
    keys: set[str] = set()
    patterns: dict[str, set[str]] = {}
    for file in _sources(files("stretchlib")):
        text = file.read_text(encoding="utf-8")
        groups = set(_GROUP.findall(text)) if "term(" in text or "wordKey(" in text else set()
        for group in groups:
            patterns.setdefault(group.partition(".")[0], set()).add(f"{re.escape(group)}\\.[^.]+")
        for _, key in _KEY.findall(text):
            if _HOLE.search(key):
                made = "[^.]+".join(map(re.escape, _HOLE.split(key)))
                patterns.setdefault(key.partition(".")[0], set()).add(made)
            elif key not in groups and not _FILE.search(key):
                keys.add(key)
    return Asked(frozenset(keys), {group: re.compile("|".join(sorted(made))) for group, made in patterns.items()})


def _sources(folder: Traversable) -> Iterator[Traversable]:
    for entry in folder.iterdir():
        if entry.is_dir():
            yield from _sources(entry)
        elif entry.name.endswith((".py", ".js")):
            yield entry


def word_faults(words: Table) -> Iterator[str]:
    """A sentence for each phrase that nothing shows, that names the other side than its key, or that is missing."""
    keys = {row.key for row in words.of(Phrase)}
    groups = {key.partition(".")[0] for key in keys}
    missing = sorted(key for key in asked().keys - keys if key.partition(".")[0] in groups)
    for row, number in words.numbered(Phrase):
        if not asked().has(row.key):
            yield sentence(words.name, "nothing shows a phrase of this key",
                           did_you_mean(row.key, missing or sorted(keys - {row.key})), number, "key",
                           row.key)
        word = row.key.partition(".begins_")[2]
        if not word.startswith(row.en if word else ""):
            yield sentence(words.name, f"{word} does not begin so", f"write the beginning of {word}", number, "en",
                           row.en)
            continue
        meant, said = _SIDE.findall(row.key), _SIDE.findall(_HOLE.sub("", row.en).lower())
        if len(meant) == 1 and said and meant[0] not in said:
            yield sentence(words.name, f"the phrase of {row.key} names the other side", f"write {meant[0]}, or give "
                           "it another key", number, "en", row.en)
    for key in missing:
        yield sentence(words.name, "there is no phrase of this key", "write the row again, or restore it", None, "key",
                       key)
