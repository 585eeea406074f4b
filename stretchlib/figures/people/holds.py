"""The examiner's hands and the places that matter: a few words, a line to the place, and whether it is touched."""

from __future__ import annotations

import re
from collections.abc import Iterator
from textwrap import wrap
from typing import NamedTuple

import numpy as np
from matplotlib.axes import Axes

from ...tables.phrases import say, term, words
from . import posture
from .artist import TOUCH, Person, split
from .labels import Tag, letters


class Hold(NamedTuple):
    """One entry of the column ``holds``: a point of the examiner (empty: of nobody), one of the person, words."""

    by: str
    at: str
    words: str


def holds(artist: Person) -> list[Hold]:
    """What the examiner's row, or the person's own, says of hands and places."""
    found = []
    for one in artist.cast:
        for entry in split(one.row.get("holds")):
            points, _, words = entry.partition(":")
            by, _, at = points.rpartition(">")
            found.append(Hold(by.strip(), at.strip(), words.strip()))
    return found


def tags(artist: Person) -> list[Tag]:
    """A label for each hold, at the middle between hand and place."""
    made = []
    for one in holds(artist):
        at, _ = posture.point(artist.frames, artist.body, one.at)
        if one.by:
            at = (at + posture.point(artist.cast[1].frames, artist.cast[1].body, one.by)[0]) / 2
        lines = tuple(wrap(_shown(one.words), letters(artist.axes)))
        made.append(Tag(f"hold|{one.by}|{one.at}", lines, [at @ artist.eye[:2].T]))
    return made


def _shown(told: str) -> str:
    """The words of a hold in the language that is set; as the table has them where no phrase says the same."""
    name = re.sub(r"[^a-z0-9]+", "_", told.lower()).strip("_")
    return words().get(f"hold.{name}", told)


def told(ax: Axes, artist: Person) -> Iterator[str]:
    """What each label says, and how far the hand that is drawn is from its place."""
    for text in ax.texts:
        kind, _, rest = str(text.get_gid()).partition("|")
        if kind != "hold":
            continue
        by, at = rest.split("|")
        told_there, place = " ".join(text.get_text().split()), _point(at)
        if not by:
            yield say("person.place", place=place, words=told_there)
            continue
        hand = artist.cast[1]
        left = float(np.asarray(posture.reach(by, hand.frames, hand.body, at, artist.frames, artist.body)))
        yield say("person.hand" if abs(left) <= TOUCH else "person.hand_off", hand=_point(by), place=place,
                  gap=f"{1000 * left:+.0f}", words=told_there)


def _point(name: str) -> str:
    return term("point", name).replace("_", " ")
