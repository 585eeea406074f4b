"""What low back, hip and pelvis share in forward bending and in sitting: small models of published averages.

Degrees throughout; flexion and forward (anterior) tilt of the pelvis are positive. The numbers are rows of
``back_motion.csv``. They describe how movement is shared between segments in groups of people. They are no cause of
pain: between people, tilt and lordosis hardly go together, and more hip range did not change how the back moves.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..core.errors import StretchlibError, one_of
from ..tables import catalogue
from ..tables.rows.hip_model import BackMotion
from .inputs import numbers

Array = NDArray[np.float64]
#: Studies of forward bending. Their segments are defined differently: compare them, never merge them.
SOURCES = ("esola1996", "tafazzol2014")


class Rhythm(NamedTuple):
    """Degrees of a forward bend: from the low back, from the hips (the pelvis on the thighs), and from elsewhere."""

    lumbar: Array
    hip: Array
    rest: Array


class Limited(NamedTuple):
    """A forward bend whose hips stop early: degrees reached by low back and hips, and degrees of bend not reached."""

    lumbar: Array
    hip: Array
    lost: Array


class Span(NamedTuple):
    """The lowest and highest of the published values."""

    low: Array
    high: Array


def largest_bend(source: str = SOURCES[0]) -> float:
    """The whole forward bend that a study measured, degrees."""
    return _value(_checked_source(source), "trunk")


def lumbopelvic_rhythm(bend: ArrayLike, source: str = SOURCES[0]) -> Rhythm:
    """How a forward bend of ``bend`` degrees (0 to :func:`largest_bend`) is shared, in the shape of ``bend``.

    ``esola1996``: the published ratio of low back to hip holds inside each 30 degrees; past 90 degrees the hips do the
    rest. ``tafazzol2014``: the published ratio so far, on a straight line between the middles of its first and last
    30 degrees and the ratio of the peaks; ``rest`` is what the peaks of low back and pelvis leave of the chest's.
    Raises :class:`StretchlibError` for a bend beyond that range or an unknown source.
    """
    largest = largest_bend(source)
    turned = _inside("bend", bend, 0, largest, f"what {source} measured")
    ratios = sorted((row.from_deg, row.to_deg, row.value) for row in catalogue.rows(BackMotion)
                    if row.study == source and row.quantity == "ratio"
                    and row.from_deg is not None and row.to_deg is not None)
    if source == "esola1996":
        lumbar = sum((np.clip(turned - low, 0, high - low) * ratio / (1 + ratio) for low, high, ratio in ratios),
                     np.zeros_like(turned))
        return Rhythm(lumbar, turned - lumbar, np.zeros_like(turned))
    back, hips = _value(source, "lumbar"), _value(source, "hip")
    ratio = np.interp(turned, [*((low + high) / 2 for low, high, _ in ratios), largest],
                      [*(share for _, _, share in ratios), back / hips])
    both = turned * (back + hips) / largest
    return Rhythm(both * ratio / (1 + ratio), both / (1 + ratio), turned - both)


def limited_hip(bend: ArrayLike, hip_max: ArrayLike, share: ArrayLike, *, lumbar_max: float | None = None,
                source: str = SOURCES[0]) -> Limited:
    """A forward bend in which the hips stop at ``hip_max`` degrees.

    ``share`` (0 to 1) of what the hips do not do is taken by the low back, at most up to ``lumbar_max`` degrees where
    that is given; the rest is lost to the reach. No study gives the share: it is an assumption, shown as a slider, and
    has no default. This is mechanics, not a cause of pain. Arguments broadcast.
    """
    free = lumbopelvic_rhythm(bend, source)
    stop = _inside("hip_max", hip_max, 0, 180, "what a hip does")
    part = _inside("share", share, 0, 1, "a share")
    try:
        missing = np.maximum(free.hip - stop, 0.0)
        lumbar = free.lumbar + part * missing
    except ValueError:
        raise StretchlibError("bend, hip_max and share do not fit together; give numbers or arrays of one shape.") \
            from None
    if lumbar_max is not None:
        most = _inside("lumbar_max", lumbar_max, 0, 180, "what a low back does")
        lumbar = np.minimum(lumbar, most)
    hip = np.broadcast_to(free.hip - missing, np.shape(lumbar)).copy()
    return Limited(np.asarray(lumbar), hip, np.asarray(free.lumbar + free.hip - lumbar - hip))


def sitting_hip_flexion(thigh: ArrayLike, tilt: ArrayLike = 0) -> Array:
    """Hip flexion in sitting: the thigh's angle in front of the upright trunk line (90 with a level thigh) plus the
    forward tilt of the pelvis, both in degrees; slumping (negative tilt) takes flexion away. Arguments broadcast."""
    raised = _inside("thigh", thigh, -90, 180, "an angle of the thigh")
    tilted = _inside("tilt", tilt, -90, 90, "a tilt of the pelvis")
    try:
        return np.asarray(raised + tilted)
    except ValueError:
        raise StretchlibError("thigh and tilt do not fit together; give numbers or arrays of one shape.") from None


def lordosis_change(tilt: ArrayLike) -> Span:
    """How lordosis changes within one person when the pelvis tilts by ``tilt`` degrees (forward positive): the span of
    the published slopes, about 0.9 to 1.5 degrees a degree. It says nothing about differences between people."""
    turned = _inside("tilt", tilt, -90, 90, "a tilt of the pelvis")
    slopes = [row.value for row in catalogue.rows(BackMotion) if row.quantity == "slope"]
    ends = turned * min(slopes), turned * max(slopes)
    return Span(np.minimum(*ends), np.maximum(*ends))


def _checked_source(source: Any) -> str:
    if not isinstance(source, str):
        raise StretchlibError(f"A source is named by a word; use one of: {', '.join(SOURCES)}.")
    one_of(source, SOURCES, "study of forward bending")
    return source


def _value(source: str, quantity: str) -> float:
    return next(row.value for row in catalogue.rows(BackMotion) if (row.study, row.quantity) == (source, quantity))


def _inside(name: str, value: ArrayLike, low: float, high: float, limit: str) -> Array:
    degrees = numbers(name, value)
    outside = (degrees < low) | (degrees > high)
    if outside.any():
        raise StretchlibError(f"The {name} {degrees[outside].flat[0]:g} lies beyond {low:g} to {high:g}, {limit}; "
                              "stay inside.")
    return degrees
