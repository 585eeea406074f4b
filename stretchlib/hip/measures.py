"""Measures of a hip, each by a method stated here: angles of neck and socket, lengths of neck, offset and thigh bone.

All are read from the shape alone: mirrored, turned or moved bones keep them, larger bones keep the angles. Points are
in mm in the frames of :mod:`stretchlib.hip.people`; the bones are those of a right hip.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..core.errors import StretchlibError
from . import people
from .shapes import cut, pelvis_frame, sphere, spines, thigh_frame, unit

Array = NDArray[np.float64]
Index = NDArray[np.int64]
SHAFT = np.linspace(0.3, 0.6, 7)  # where the shaft is cut: shares of the length, from the head down
NECK_MM = np.arange(16.0, 44.0, 1.5)  # where the neck is cut: distance from the middle of a head of 23 mm radius
USUAL_HEAD_MM = 23.0
ROUNDS = 3  # in which the direction of the neck settles to a tenth of a degree


class Thigh(NamedTuple):
    """Measures of a thigh bone: degrees and mm."""

    neck_shaft_deg: float
    version_deg: float
    neck_length_mm: float
    offset_mm: float
    head_radius_mm: float
    length_mm: float


class Pelvis(NamedTuple):
    """Measures of a pelvis: mm and degrees."""

    width_mm: float
    hip_distance_mm: float
    anteversion_deg: float
    inclination_deg: float


def thigh(points: Array, faces: Index, head: Index) -> Thigh:
    """The measures of a right thigh bone that stands roughly upright; ``head`` are the points on its head.

    Shaft: the line through the middles of seven cuts between 30 and 60 % of the length. Neck: from the middle of the
    head's sphere to the middle of the smallest cut across the neck. Neck-shaft angle: between both, in space. Version:
    between neck and the line through the rearmost points of the condyles, seen along the shaft, positive where the
    neck points to the front. Neck length: along the neck to where it passes the shaft nearest. Offset: from the
    middle of the head square to the shaft. Length: from the top of the head to the lowest point, along the bone.
    Raises :class:`StretchlibError` where a cut misses the bone.
    """
    centre, radius = sphere(points[head])
    placed = thigh_frame(points, centre)
    local = placed.of(points)
    lowest = float(local[:, 1].min())
    middles = np.array([_middle(local, faces, np.array([0.0, lowest * share, 0.0]), np.array([0.0, 1.0, 0.0]))
                        for share in SHAFT])
    through = middles.mean(axis=0)
    down = unit(np.linalg.svd(middles - through)[2][0])
    down *= -np.sign(down[1])
    neck = _neck(local, faces, radius, through, down)
    right = unit(np.array([0.0, 0.0, 1.0]) - down[2] * down)  # the line of the condyles, square to the shaft
    front = np.cross(-down, right)
    # The neck runs from the head outward and back: turned about, it points inward and to the front.
    version = np.degrees(np.arctan2(-neck @ front, neck @ right))
    across = np.cross(neck, down)
    reach = np.linalg.det(np.stack([through, down, across])) / (across @ across)
    return Thigh(float(np.degrees(np.arccos(-neck @ down))), float(version), float(reach),
                 float(np.linalg.norm(np.cross(through, down))), radius, radius - lowest)


def _neck(local: Array, faces: Index, radius: float, through: Array, down: Array) -> Array:
    """The direction of the neck, from the middle of the head, which is the origin, outward."""
    start = through - (through @ down) * down  # the nearest point of the shaft
    axis = unit(start + down * 0.7 * float(np.linalg.norm(start)))
    reach = 2.5 * radius + NECK_MM[-1]
    faces = faces[(np.linalg.norm(local, axis=1) < reach)[faces].all(axis=1)]  # the rest is out of the cuts' way
    for _ in range(ROUNDS):
        cuts = [cut(local, faces, axis * distance, axis) for distance in NECK_MM * radius / USUAL_HEAD_MM]
        smallest = min((piece for piece in cuts if piece is not None), key=lambda piece: piece.area, default=None)
        if smallest is None:
            raise StretchlibError("No cut across the neck meets the thigh bone; turn its head inward and up first.")
        axis = unit(smallest.middle)
    return axis


def _middle(points: Array, faces: Index, at: Array, normal: Array) -> Array:
    piece = cut(points, faces, at, normal)
    if piece is None:
        raise StretchlibError("A cut across the shaft misses the thigh bone; give the whole bone, upright.")
    return piece.middle


def pelvis(points: Array, sockets: tuple[Index, Index], rims: tuple[Index, Index]) -> Pelvis:
    """The measures of a pelvis that stands roughly upright; ``sockets`` and ``rims`` are points, right then left.

    Width: between the anterior superior iliac spines. Distance of the hips: between the middles of the spheres of both
    sockets. Opening of the sockets: the normal of the plane through the rim, mean of both sides, with the plane of the
    spines and the pubis upright: anteversion is how far it points to the front of sideways, seen from above;
    inclination its angle with the long axis of the body.
    """
    right, left = (sphere(points[socket])[0] for socket in sockets)
    placed = pelvis_frame(points, right)
    local = placed.of(points)
    openings = []
    for rim, socket, side in zip(rims, sockets, (1, -1), strict=True):
        edge = local[rim] * [1, 1, side]
        middle = edge.mean(axis=0)
        normal = np.linalg.svd(edge - middle)[2][2]
        outward = middle - local[socket].mean(axis=0) * [1, 1, side]
        openings.append(normal * np.sign(normal @ outward))
    x, y, z = np.array(openings).T
    anteversion, inclination = np.degrees(np.arctan2(x, z)).mean(), np.degrees(np.arccos(-y)).mean()
    spine_right, spine_left = spines(points)
    return Pelvis(float(np.linalg.norm(spine_right - spine_left)), float(np.linalg.norm(right - left)),
                  float(anteversion), float(inclination))


def of_person(person: int | None = None) -> tuple[Thigh, Pelvis]:
    """The measures of the mean, or of a person from 1 to 26."""
    return of_bones(people.points("femur", person), people.points("pelvis", person))


def of_bones(femur: Array, pelvic: Array) -> tuple[Thigh, Pelvis]:
    """The measures of bones whose points are numbered as in :mod:`stretchlib.hip.people`."""
    return (thigh(femur, people.bone("femur").faces, people.mark("head")),
            pelvis(pelvic, (people.mark("socket_right"), people.mark("socket_left")),
                   (people.mark("rim_right"), people.mark("rim_left"))))
