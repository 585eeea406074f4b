"""A scene: what the stage of a page draws, as JSON that Python writes and ``scene.js`` reads. No kernel is needed then.

A scene is a dictionary. Lengths are in its own unit (mm for the hip, 1 = stature for a person), angles in degrees,
colours ``#rrggbb``. Every text is text, never HTML. Keys marked * may be left out.

``axes``     ``"front-up-right"`` (x to the front, y up, z to the patient's right: the hip) or ``"front-left-up"`` (x
             to the front, y to the patient's left, z up: a person).
``extent``   ``[across, up]``: what a view shows of the scene at zoom 1, in its unit; ``centre`` ``[x, y, z]`` is its
             middle.
``meshes``   ``{id: mesh}``. The id names the content (:func:`mesh_id`), so many stages of a page hold a mesh once.
             Arrays are little-endian bytes in base64, a point after the other.

             - ``low``, ``high``: ``[x, y, z]``, the corners of the box of the points
             - ``positions``: uint16 (n, 3), 0 at ``low``, 65535 at ``high``
             - ``indices``: uint16 (m, 3), or uint32 where n > 65535; anticlockwise seen from outside
             - ``normals`` *: int8 (n, 3), 127 is 1; without them the engine makes smooth ones
             - ``subdivide`` *: 0 to 2 steps of Loop's subdivision in the page, for coarse meshes without weights
             - ``segments`` *, ``weights`` *: uint8 (n, 4) each, a point's segments and how far it follows each; the
               four weights of a point sum to 255. Such a mesh stands on a node with ``pose``.
             - ``colours`` *: uint8 (n,), each an index of ``palette``, a list of colours; else the part's colour
``nodes``    ``{id: node}``. A rigid node has ``turn`` * (quaternion w, x, y, z) and ``move`` * ([x, y, z]): a point p
             of its meshes stands at turn(p) + move. A node of a skinned mesh has ``pose``, a list of up to 32 dual
             quaternions, one a segment, from the mesh at rest to the scene: eight numbers, real w x y z then dual w x y
             z, where the dual part is half of (0, move) times the real part.
``parts``    A list of drawn meshes: ``id``, ``mesh``, ``node`` *, ``colour`` *, ``layer`` *, ``opacity`` * (0 to 1;
             below 1 what lies behind is seen through), ``outline`` * (true), ``name`` (what it is), ``tap`` * (the
             sentence that a tap says), ``near`` * (so much nearer to the viewer it counts when one part hides another),
             ``mark`` * (a muscle on the skin, faintly seen through what hides it).
``paths``    A list of bellies, tubes along a line: ``id``, ``points`` [[x, y, z], ...] (or none: then the page computes
             them from the hip model), ``radius`` (of the belly's middle) and ``tendon`` (radius at either end),
             ``colour``, ``layer`` *, ``opacity`` *, ``name``, ``tap`` *, ``card`` * (id of ``cards``).
``labels``   A list: ``id``, ``text``, ``anchor`` ([x, y, z] in the frame of ``node`` *) or ``of`` (the id of a part or
             path whose middle it names), ``layer`` *.
``layers``   A list, what is peeled first stands last: ``id``, ``label``, ``on`` (shown at first).
``views``    A list of named cameras, the first is home: ``id``, ``label`` (the button), ``azimuth`` (0 in front of the
             patient, 90 at the patient's right, 180 behind), ``elevation`` (upwards, -89 to 89), ``zoom`` *.
``cards``    ``{id: {title, lines: [text]}}``: what opens when a muscle is tapped.
``title``    The stage's name; ``alt`` the sentence of its first state. A script that moves nodes says the new sentence.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

LARGEST = 65535  # of a 16-bit number
SEGMENTS = 32  # at most, of a skinned mesh
MOST_SUBDIVISIONS = 2


def packed_mesh(points: ArrayLike, faces: ArrayLike, *, normals: ArrayLike | None = None, subdivide: int = 0,
                segments: ArrayLike | None = None, weights: ArrayLike | None = None,
                colours: ArrayLike | None = None, palette: tuple[str, ...] = ()) -> dict[str, Any]:
    """A mesh as a scene holds it: points (n, 3) in the scene's unit, faces (m, 3), unit normals (n, 3).

    ``segments`` and ``weights`` (n, 4) skin it (weights sum to 1), ``colours`` (n,) are indices of ``palette``. Raises
    ``ValueError`` where the shapes do not fit each other.
    """
    at, corners = np.asarray(points, dtype=float), np.asarray(faces, dtype=np.int64)
    if at.ndim != 2 or at.shape[1] != 3 or corners.ndim != 2 or corners.shape[1] != 3:
        raise ValueError("a mesh takes points (n, 3) and faces (m, 3)")
    if not np.isfinite(at).all() or corners.min() < 0 or corners.max() >= len(at):
        raise ValueError("a mesh takes finite points, and faces of points that there are")
    if not 0 <= subdivide <= MOST_SUBDIVISIONS or (subdivide and segments is not None):
        raise ValueError(f"subdivide is 0 to {MOST_SUBDIVISIONS}, and 0 where a mesh is skinned")
    low, high = at.min(axis=0), at.max(axis=0)
    size = np.where(high > low, high - low, 1.0)
    packed: dict[str, Any] = {
        "low": [round(float(x), 5) for x in low], "high": [round(float(x), 5) for x in low + size],
        "positions": _bytes(np.rint((at - low) / size * LARGEST), "<u2"),
        "indices": _bytes(corners, "<u2" if len(at) <= LARGEST else "<u4")}
    if normals is not None:
        packed["normals"] = _bytes(np.clip(np.rint(_of(normals, (len(at), 3)) * 127), -127, 127), "<i1")
    if subdivide:
        packed["subdivide"] = subdivide
    if segments is not None and weights is not None:
        numbers = _of(segments, (len(at), 4))
        if numbers.min() < 0 or numbers.max() >= SEGMENTS:
            raise ValueError(f"a skinned mesh has at most {SEGMENTS} segments")
        packed["segments"], packed["weights"] = _bytes(numbers, "<u1"), _bytes(_whole_weights(weights, len(at)), "<u1")
    if colours is not None:
        packed["colours"], packed["palette"] = _bytes(_of(colours, (len(at),)), "<u1"), list(palette)
    return packed


def mesh_id(mesh: Mapping[str, Any]) -> str:
    """The id of a packed mesh: twelve hexadecimal digits of its content."""
    return hashlib.sha256(json.dumps(mesh, sort_keys=True).encode()).hexdigest()[:12]


def _of(values: ArrayLike, shape: tuple[int, ...]) -> NDArray[np.float64]:
    array = np.asarray(values, dtype=float)
    if array.shape != shape:
        raise ValueError(f"an array of a mesh has the shape {array.shape}, and {shape} fits its points")
    return array


def _whole_weights(weights: ArrayLike, count: int) -> NDArray[np.float64]:
    """Weights of 255ths that sum to 255: the largest of each point takes what rounding left."""
    whole = np.rint(_of(weights, (count, 4)) * 255)
    rest = 255 - whole.sum(axis=1)
    whole[np.arange(count), whole.argmax(axis=1)] += rest
    return np.asarray(whole, dtype=float)


def _bytes(values: ArrayLike, kind: str) -> str:
    return base64.b64encode(np.asarray(values).astype(kind).tobytes()).decode("ascii")
