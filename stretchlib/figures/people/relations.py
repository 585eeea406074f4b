"""Where one part of a drawn person lies to another: outside, across, above, touching, pulled.

A relation is an entry ``point relation point`` of the column ``relations`` ("left_elbow outside right_knee") and is
computed from the bodies that are drawn, so that a caption or a step says it only where the picture holds it. What each
one means, with :data:`MARGIN` to spare, stands in :data:`MEANS`; :func:`spare` computes it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import NamedTuple

import numpy as np

from ...core.errors import StretchlibError, one_of
from ...core.text import begun
from ...stage import posture
from ...stage.body import FRAMES, SIDES, Array
from ...stage.stance import Stance, stance
from ...tables.phrases import say, term
from ...tables.reader import Table, sentence
from ...tables.rows.people import Pose
from ..cell_entries import split

MARGIN = 0.010  # of stature: 10 mm per metre
MIDLINE = "midline"

#: What each relation of A to B means. Lengths between the middles of the spheres of the two skin points, unless
#: the skin is named.
MEANS = {
    "outside": "the middle of A lies beyond the skin of B on the outer side of B's limb: along the axis about which "
               "its knee or elbow bends, away from the other side of the body",
    "across": "A has gone over to the side of B's limb, past it: from the side of A to the other side, along the "
              "line from hip to hip, its middle lies beyond the skin of B; past the midline where B is the midline",
    "above": "A lies nearer to the hip or shoulder than B, along the thigh, shin or arm that ends in B",
    "touches": "the skin of A is no farther from the skin of B, a point or a part of the body, than the margin, and "
               "no deeper in it",
    "pulled": "A is nearer to B than at the start of the same level, and a palm lies on the limb of A",
}


class Relation(NamedTuple):
    """One entry of the column: two skin points (B may be ``midline``, or a part for ``touches``) and the word."""

    a: str
    word: str
    b: str


#: Segment that ends in a joint, by the segment that begins there.
_ENDS_IN = {"shank": "thigh", "foot": "shank", "forearm": "upper_arm", "hand": "forearm"}


def relations(cell: str) -> list[Relation]:
    """The entries of a cell; raises :class:`StretchlibError` for what is no relation."""
    entries = []
    for entry in split(cell):
        words = entry.split()
        if len(words) != 3:
            raise StretchlibError(f"{entry!r} is no relation; write a point, a word and a point, such as "
                                  "left_elbow outside right_knee.")
        one_of(words[1], MEANS, "relation")
        entries.append(Relation(*words))
    return entries


def _axis(at: Stance, name: str, column: int) -> Array:
    return at.frames.rotation[..., FRAMES.index(name), :, column]


def spare(relation: Relation, of: Stance, to: Stance, start: Stance | None = None) -> float:
    """By how much a relation holds, as a fraction of stature; below :data:`MARGIN` it does not.

    A is a point of the person ``of``, B of the person ``to``: the same person, or for the examiner of a test the
    patient. ``start`` is ``of`` at the start of the same level, which ``pulled`` compares with. Raises
    :class:`StretchlibError` for a point or side that is not there.
    """
    a, word, b = relation
    where = of.middle_of(a)
    if word == "touches":
        if of is to and np.isin(of.region(a), of.region(b)).any():  # what is part of it is not on it
            return -MARGIN
        return 2 * MARGIN - abs(of.reach(a, to, b))
    if b == MIDLINE and word == "across":
        return float((where - to.frames.origin[0]) @ _axis(to, "pelvis", 1)) * -_sign(a)
    there, beyond = posture.point(to.frames, to.body, b)
    frame = to.body.points[b][0]
    if word == "across":
        return float((where - there) @ _axis(to, "pelvis", 1)) * -_sign(a) - beyond
    if word == "outside":
        return float((where - there) @ _axis(to, frame, 1)) * _sign(b) - beyond
    if word == "above":
        side, _, segment = frame.partition("_")
        ends = f"{side}_{_ENDS_IN[segment]}" if segment in _ENDS_IN else frame
        return float((where - there) @ _axis(to, ends, 2))
    if start is None:
        return -MARGIN
    before = np.subtract(*(posture.point(start.frames, start.body, name)[0] for name in (a, b)))
    held = min(abs(of.gap(f"touch:{side}_palm>{part}"))
               for side in SIDES for part in _limb(of.body.points[a][0])) <= MARGIN
    return float(np.linalg.norm(before) - np.linalg.norm(where - there)) if held else -MARGIN


def _sign(name: str) -> float:
    """1 for a point of the left side, -1 for one of the right."""
    side = name.partition("_")[0]
    one_of(side, SIDES, "side of the body")
    return SIDES[side]


def _limb(frame: str) -> list[str]:
    """The parts of the limb that a frame belongs to."""
    side, _, segment = frame.partition("_")
    leg, arm = ("thigh", "shank", "foot"), ("upper_arm", "forearm", "hand")
    return [f"{side}_{part}" for part in (leg if segment in leg else arm)]


def caption(row: Pose) -> str:
    """The note of a row, with its relations in words where the note has ``{relations}``."""
    named = "; ".join(map(phrase, relations(row.relations)))
    return begun(row.note.replace("{relations}", named))


def faults(tables: Mapping[str, Table]) -> Iterator[str]:
    """A sentence for each relation of the poses in use that the drawn body does not keep, or that is none."""
    poses = tables["poses"]
    rows = [row for row in poses.rows if isinstance(row, Pose)]
    scenes = [(row.exercise, row.level, row.test, row.casting or row.build) for row in rows]
    cast = {(scene, row.moment, row.role): row for scene, row in zip(scenes, rows, strict=True)}
    drawn = cache(stance)  # of a row several relations ask
    for scene, row, line in zip(scenes, rows, poses.sheet_rows, strict=True):
        patient = cast.get((scene, row.moment, "patient"), row)
        before = cast.get((scene, "start", row.role)) if row.moment == "end" else None
        for relation in relations(row.relations):
            try:
                gap = spare(relation, drawn(row), drawn(patient), drawn(before) if before else None)
            except StretchlibError as error:
                yield sentence(poses.name, str(error).rstrip("."), "correct it", line, "relations", " ".join(relation))
                continue
            if gap < MARGIN:
                yield sentence(poses.name, "the drawn body does not keep this relation: "
                               f"{1000 * (MARGIN - gap):.0f} mm per metre of stature are missing",
                               "change the angles, or take the relation away", line, "relations", " ".join(relation))


def phrase(relation: Relation) -> str:
    """A relation in words, such as "left elbow outside the right knee"."""
    return say(f"relation.{relation.word}", part=term("point", relation.a),
               target=term("point_reached", relation.b))
