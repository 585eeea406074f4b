"""The examiner's hands and the places that matter: a few words, a line to the place, and whether it is touched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import wrap
from typing import NamedTuple

from matplotlib.axes import Axes

from ...stage import posture
from ...tables.phrases import say, term, words
from ..cell_entries import split
from .artist import TOUCH, Person
from .labels import Tag, letters


class Hold(NamedTuple):
    """One entry of the column ``holds``: a point of the examiner (empty: of nobody), one of the person, words."""

    by: str
    at: str
    words: str


def holds(artist: Person) -> list[Hold]:
    """What the examiner's row, or the person's own, says of hands and places."""
    entries = []
    for member in artist.cast:
        for entry in split(member.row.holds):
            points, _, words = entry.partition(":")
            by, _, at = points.rpartition(">")
            entries.append(Hold(by.strip(), at.strip(), words.strip()))
    return entries


def tags(artist: Person) -> list[Tag]:
    """A label for each hold, at the middle between hand and place."""
    made = []
    for hold in holds(artist):
        at, _ = posture.point(artist.frames, artist.body, hold.at)
        if hold.by:
            at = (at + posture.point(artist.cast[1].frames, artist.cast[1].body, hold.by)[0]) / 2
        lines = tuple(wrap(_in_language(hold.words), letters(artist.axes)))
        made.append(Tag(f"hold|{hold.by}|{hold.at}", lines, [at @ artist.eye[:2].T]))
    return made


def _in_language(text: str) -> str:
    """The words of a hold in the language that is set; as the table has them where no phrase says the same."""
    name = re.sub(r"[^a-z0-9]+", "_", text.lower()).strip("_")
    return words().get(f"hold.{name}", text)


def facts(ax: Axes, artist: Person) -> Iterator[str]:
    """What each label says, and how far the hand that is drawn is from its place."""
    for text in ax.texts:
        kind, _, rest = str(text.get_gid()).partition("|")
        if kind != "hold":
            continue
        by, at = rest.split("|")
        label, target = " ".join(text.get_text().split()), point_name(at)
        if not by:
            yield say("person.place", target=target, words=label)
            continue
        hand = artist.cast[1]
        left = hand.reach(by, artist.cast[0], at)
        yield say("person.hand" if abs(left) <= TOUCH else "person.hand_off", hand=point_name(by), target=target,
                  gap=f"{1000 * left:+.0f}", words=label)


def point_name(name: str) -> str:
    """A skin point in words: "left outer ankle"."""
    return term("point", name).replace("_", " ")
