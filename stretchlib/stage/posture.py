"""From joint angles to a body in space: segment frames and named skin points.

House signs: flexion, adduction and internal rotation are positive; right and left are the person's own; degrees.
Lengths are fractions of stature. World: x to the right, y away, z up, the floor at z = 0. A pose is a mapping from
the names in :data:`ANGLES` and :data:`ROOT` to numbers or arrays that broadcast; all results lead with that shape.
Joint order: flexion, then adduction, then rotation, each in the frame left by the one before (Grood and Suntay 1983
for the hip); at 90 degrees of shoulder abduction that order is singular, which is fine for drawing. Pronation counts
from the middle position; the fingers bend by their angle at the knuckles and once more at their middle joints.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from ..core.errors import StretchlibError, one_of
from ..tables.rows.people import Pose
from .body import FRAMES, LIMB_FRAMES, SIDES, Array, Body

ROOT = ("root_x", "root_y", "root_z", "root_yaw_deg", "root_tilt_deg", "root_roll_deg")
SPINE = tuple(f"{part}_{motion}_deg" for part in ("lumbar", "thorax", "neck")
              for motion in ("flexion", "bend_right", "turn_right"))
LIMBS = tuple(f"{side}_{motion}" for side in SIDES for motion in (
    "hip_flexion_deg", "hip_adduction_deg", "hip_rotation_deg", "knee_flexion_deg", "ankle_dorsiflexion_deg",
    "shoulder_forward", "shoulder_flexion_deg", "shoulder_adduction_deg", "shoulder_rotation_deg",
    "elbow_flexion_deg", "pronation_deg", "wrist_extension_deg", "finger_flexion_deg"))
ANGLES = (*SPINE, *LIMBS)
STICK_RADIUS = 0.008
#: Where the fingers bend, as shares of the hand from the wrist: at the knuckles, and at their middle joints.
KNUCKLES, FINGER_JOINTS = np.array([0.100, 0, -0.517]), np.array([0.082, 0, -0.662])


class Frames(NamedTuple):
    """``rotation`` (..., frame, 3, 3), columns X, Y, Z of the frame; ``origin`` (..., frame, 3). Order: FRAMES."""

    rotation: Array
    origin: Array


def _turn(axis: int, degrees: Any) -> Array:
    """Rotation matrices (..., 3, 3) about x, y or z."""
    angle = np.radians(np.asarray(degrees, dtype=float))
    out = np.zeros((*angle.shape, 3, 3))
    i, j = (axis + 1) % 3, (axis + 2) % 3
    out[..., axis, axis] = 1
    out[..., i, i] = out[..., j, j] = np.cos(angle)
    out[..., j, i] = np.sin(angle)
    out[..., i, j] = -out[..., j, i]
    return out


STARTS: dict[str, Array] = {
    "upright": np.eye(3), "supine": _turn(1, -90), "prone": _turn(1, 90),
    "lying_left": np.array([[0.0, 0, 1], [-1, 0, 0], [0, -1, 0]]),
    "lying_right": np.array([[0.0, 0, -1], [-1, 0, 0], [0, 1, 0]]),
}


def frames(pose: Mapping[str, Any], start: str, body: Body) -> Frames:
    """The segment frames of a pose that starts from ``start`` (a name in :data:`STARTS`); zero where not given.

    Raises :class:`StretchlibError` for an unknown start or name, and for what is no number.
    """
    one_of(start, STARTS, "starting posture")
    for name in pose:
        one_of(name, (*ROOT, *ANGLES), "joint angle")
    names = [name for name in (*ROOT, *ANGLES) if name in pose]
    values = np.broadcast_arrays(*[np.asarray(pose[name], dtype=float) for name in names]) if names else []
    if not all(np.isfinite(value).all() for value in values):
        raise StretchlibError("A joint angle is not a number; correct it.")
    shape = values[0].shape if values else ()
    at = dict(zip(names, values, strict=True))
    zero = np.zeros(shape)
    length = body.length
    placed: dict[str, tuple[Array, Array]] = {}

    def got(name: str) -> Array:
        return at.get(name, zero)

    def step(parent: tuple[Array, Array], offset: Any, rotation: Array) -> tuple[Array, Array]:
        r, o = parent
        return np.asarray(r @ rotation), o + np.einsum("...ij,...j->...i", r, np.asarray(offset, dtype=float))

    def spine(part: str, share: float) -> Array:
        flexion, bend, turn = (share * got(f"{part}_{m}_deg") for m in ("flexion", "bend_right", "turn_right"))
        return np.asarray(_turn(1, flexion) @ _turn(0, bend) @ _turn(2, -turn))

    root = (_turn(2, got("root_yaw_deg")) @ STARTS[start] @ _turn(1, got("root_tilt_deg"))
            @ _turn(0, got("root_roll_deg")))
    pelvis = root, np.stack([got(f"root_{axis}") for axis in "xyz"], axis=-1)
    placed["pelvis"] = pelvis
    placed["lumbar"] = lumbar = step(pelvis, (-.010, 0, length["pelvis"]), spine("lumbar", .5))
    # Each part of the spine shares its bend: its own link carries half, the next one all of it.
    whole = pelvis[0] @ spine("lumbar", 1.0), lumbar[1]
    lower = whole[0], step(lumbar, (0, 0, length["lumbar"]), np.eye(3))[1]
    placed["lower_thorax"] = half = lower[0] @ spine("thorax", .5), lower[1]
    up = lower[0] @ spine("thorax", 1.0), step(half, (0, 0, length["lower_thorax"]), np.eye(3))[1]
    placed["upper_thorax"] = up
    neck = step(up, (0, 0, length["neck_base"]), spine("neck", .5))
    placed["neck"] = neck
    placed["head"] = up[0] @ spine("neck", 1.0), step(neck, (.006, 0, length["neck"]), np.eye(3))[1]

    for side, sign in SIDES.items():
        def ball(joint: str, side: str = side, sign: float = sign) -> Array:
            motions = ("flexion", "adduction", "rotation")
            flexion, adduction, rotation = (got(f"{side}_{joint}_{motion}_deg") for motion in motions)
            return np.asarray(_turn(1, -flexion) @ _turn(0, -sign * adduction) @ _turn(2, -sign * rotation))

        thigh = step(pelvis, (0, sign * length["hip_half"], 0), ball("hip"))
        shank = step(thigh, (0, 0, -length["thigh"]), _turn(1, got(f"{side}_knee_flexion_deg")))
        foot = step(shank, (0, 0, -length["shank"]), _turn(1, -got(f"{side}_ankle_dorsiflexion_deg")))
        forward = got(f"{side}_shoulder_forward")  # the shoulder blade slides round the chest
        across = sign * length["shoulder_half"] * np.where(forward != 0, .92, 1.0)
        at_shoulder = np.stack([forward, across, np.full(shape, length["upper_thorax"])], axis=-1)
        arm = step(up, at_shoulder, ball("shoulder"))
        forearm = step(arm, (0, 0, -length["upper_arm"]), _turn(1, -got(f"{side}_elbow_flexion_deg")))
        # Midway between pronation and supination the thumb leads; turned in by 90 degrees the palm looks back.
        turned = _turn(2, sign * (90 - got(f"{side}_pronation_deg")))
        hand = step(forearm, (0, 0, -length["forearm"]), turned @ _turn(1, -got(f"{side}_wrist_extension_deg")))
        curl = _turn(1, got(f"{side}_finger_flexion_deg"))
        fingers = step(hand, KNUCKLES * length["hand"], curl)
        fingertips = step(fingers, (FINGER_JOINTS - KNUCKLES) * length["hand"], curl)
        for name, frame in zip(LIMB_FRAMES, (thigh, shank, foot, arm, forearm, hand, fingers, fingertips), strict=True):
            placed[f"{side}_{name}"] = frame
    return Frames(np.stack([np.broadcast_to(placed[name][0], (*shape, 3, 3)) for name in FRAMES], axis=-3),
                  np.stack([np.broadcast_to(placed[name][1], (*shape, 3)) for name in FRAMES], axis=-2))


def pose_of(row: Pose) -> dict[str, float]:
    """The angles of a drawn posture, in degrees, and its root, in fractions of stature, by name."""
    return {name: getattr(row, name) for name in (*ROOT, *ANGLES)}


def mirror(pose: Mapping[str, Any], start: str) -> tuple[dict[str, Any], str]:
    """The same pose on the other side, and its start: sides change places, bends and turns change sign."""
    opposite = {"left": "right", "right": "left"}
    out: dict[str, Any] = {}
    for name, value in pose.items():
        side, _, rest = name.partition("_")
        turned = name.endswith(("root_y", "root_yaw_deg", "root_roll_deg", "bend_right_deg", "turn_right_deg"))
        out[f"{opposite[side]}_{rest}" if side in opposite else name] = -np.asarray(value) if turned else value
    return out, {"lying_left": "lying_right", "lying_right": "lying_left"}.get(start, start)


def point(frames: Frames, body: Body, name: str) -> tuple[Array, float]:
    """A named skin point: the centre (..., 3) of its sphere and the radius."""
    one_of(name, body.points, "skin point")
    frame, local, radius = body.points[name]
    i = FRAMES.index(frame)
    return frames.origin[..., i, :] + frames.rotation[..., i, :, :] @ local, radius
