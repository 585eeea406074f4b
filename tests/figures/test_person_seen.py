"""What a stranger sees of the drawn people: a head in every picture, a movement between start and end, props apart."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from stretchlib.figures.people.artist import Posed, stage
from stretchlib.figures.people.raster import cover
from stretchlib.figures.people.render import View, Window, camera, render, rgb
from stretchlib.figures.style import PAPER
from stretchlib.stage import posture
from stretchlib.tables import catalogue
from stretchlib.tables.rows import Row

PIXELS = 300  # a stature
HEAD = 0.50  # of the head's own outline, at least this much is to be seen
MOVED = 0.060  # of a stature on the paper: 60 mm per metre, a quarter of a shin
CASTS: dict[tuple[Any, ...], dict[str, list[Row]]] = {}
for _row in catalogue.rows("poses"):
    _key = (_row["exercise"], _row["level"], _row["build"]) if _row["exercise"] else (_row["test"], _row["casting"])
    CASTS.setdefault(_key, {}).setdefault(str(_row["moment"]), []).append(_row)
each_cast = pytest.mark.parametrize("key", CASTS, ids="-".join)


class Picture:
    """The people of one moment, drawn small: who is seen where (``view``), and each person's spheres."""

    def __init__(self, rows: list[Row]) -> None:
        self.cast = [Posed(row) for row in rows]
        self.eye = camera(float(str(rows[0]["camera_azimuth_deg"])), float(str(rows[0]["camera_elevation_deg"])))
        self.scene = stage(self.cast)
        flat = self.scene.surface.points @ self.eye.T
        (left, bottom), (right, top) = flat[:, :2].min(axis=0) - .15, flat[:, :2].max(axis=0) + .15
        self.window = Window(float(left), float(right), float(bottom), float(top), PIXELS)
        self.view: View = render(self.scene, self.eye, self.window, rgb(PAPER))

    def share(self, part: str) -> float:
        """Of the pixels of a part drawn alone, the share that is seen."""
        surface = self.scene.surface
        alone = cover(surface.points @ self.eye.T, surface.faces[surface.part == part], self.window.shape,
                      self.window.scale, (self.window.left, self.window.top)).at
        seen = self.view.seen == self.view.names.index(part)
        return float(seen.reshape(-1)[alone].mean())

    def middle(self, part: str) -> np.ndarray[Any, Any]:
        """Where the middle of a part lies on the paper, in shares of stature."""
        surface, spheres = self.scene.surface, self.scene.spheres
        points = spheres.centre[spheres.part == part] if part in spheres.part else surface.points[
            np.unique(surface.faces[surface.part == part])]
        return np.asarray((points @ self.eye.T).mean(axis=0))


@lru_cache(maxsize=400)
def picture(key: tuple[Any, ...], moment: str) -> Picture:
    return Picture(CASTS[key][moment])


def pictures() -> Iterator[tuple[tuple[Any, ...], str]]:
    for key, moments in CASTS.items():
        for moment in moments:
            yield key, moment


@pytest.mark.parametrize(("key", "moment"), list(pictures()), ids=str)
def test_every_head_is_seen(key: tuple[Any, ...], moment: str) -> None:
    drawn = picture(key, moment)
    for part in ("head", "other head")[:len(drawn.cast)]:
        assert drawn.share(part) >= HEAD, (part, round(drawn.share(part), 2))


def arrow_length(key: tuple[Any, ...], entry: str) -> float:
    """How long the drawn path of a skin point is on the paper, as a share of stature."""
    _, point, _, first, last = entry.split(":")
    start, end = (CASTS[key][moment][0] for moment in ("start", "end"))
    who = Posed(start)
    share = np.linspace(float(first), float(last), 25)
    pose = {name: value * (1 - share) + float(str(end[name])) * share for name, value in who.pose.items()}
    way = posture.frames(pose, str(start["start"]), who.body)
    flat = posture.point(way, who.body, point)[0] @ picture(key, "end").eye[:2].T
    return float(np.linalg.norm(np.diff(flat, axis=0), axis=1).sum())


@each_cast
def test_the_end_does_not_look_like_the_start(key: tuple[Any, ...]) -> None:
    """What an arrow says to move moves far enough to be read; where nothing moves far, an arrow shows the push."""
    arrows = str(CASTS[key]["end"][0]["arrows"] or "").split(";")
    paths = [entry for entry in arrows if entry.startswith("path:")]
    for entry in paths:
        assert arrow_length(key, entry) >= MOVED, (entry, round(1000 * arrow_length(key, entry)))
    moved = max(float(np.linalg.norm(np.diff([each.points @ picture(key, "end").eye[:2].T
                                              for each in pair], axis=0), axis=-1).max())
                for pair in zip(*(picture(key, moment).cast for moment in ("start", "end")), strict=True))
    if moved < MOVED:
        assert [entry for entry in arrows if entry.startswith("line:")], round(1000 * moved)


@pytest.mark.parametrize(("key", "moment"), [(key, moment) for key, moment in pictures() if any(
    str(row["props"] or "").find("ball:") >= 0 for row in CASTS[key][moment])], ids=str)
def test_a_ball_lies_between_two_knees_that_are_seen_and_apart_from_the_head(key: tuple[Any, ...], moment: str) -> None:
    """A ball in front of a hidden head was read as the head."""
    drawn = picture(key, moment)
    ball, head = drawn.middle("ball"), drawn.middle("head")
    knees = [posture.point(drawn.cast[0].frames, drawn.cast[0].body, f"{side}_knee")[0] @ drawn.eye.T
             for side in ("right", "left")]
    assert np.linalg.norm((ball - head)[:2]) > .25
    assert np.linalg.norm((ball - np.mean(knees, axis=0))[:2]) < .03
    for side in ("right", "left"):
        assert drawn.share(f"{side}_shank") > .5
