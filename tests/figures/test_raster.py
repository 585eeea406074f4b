"""Triangles as pixels: each pixel has the nearest triangle over it, with the shares of its corners."""

from __future__ import annotations

import numpy as np

from stretchlib.figures.people.raster import cover


def test_a_square_is_covered_once_and_without_a_gap() -> None:
    flat = np.array([[0.0, 0, 0], [1, 0, 0], [1, 1, 0], [0, 1, 0]])
    covered = cover(flat, np.array([[0, 1, 2], [0, 2, 3]]), (40, 40), 40, (0.0, 1.0))
    assert sorted(covered.at.tolist()) == list(range(1600))
    assert np.allclose(covered.share.sum(axis=1), 1, atol=1e-5)
    at = np.stack([covered.at % 40 + .5, 40 - covered.at // 40 - .5], axis=1) / 40
    assert np.abs((flat[np.array([[0, 1, 2], [0, 2, 3]])[covered.face]][:, :, :2]
                   * covered.share[:, :, None]).sum(axis=1) - at).max() < 1e-5


def test_the_nearest_triangle_is_seen_whatever_its_order_and_winding() -> None:
    flat = np.array([[0.0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, .5], [1, 0, .5], [0, 1, .5]])
    for faces in ([[0, 1, 2], [3, 4, 5]], [[5, 4, 3], [2, 1, 0]]):
        covered = cover(flat, np.array(faces), (30, 30), 30, (0.0, 1.0))
        assert set(np.array(faces)[covered.face].min(axis=1).tolist()) == {3}
        assert np.allclose(covered.depth, .5)
        assert len(set(covered.at.tolist())) == len(covered.at)


def test_the_same_pixels_as_one_by_one() -> None:
    rng = np.random.default_rng(3)
    flat = rng.uniform(-.3, 1.3, (120, 3))
    faces = rng.integers(0, 120, (150, 3))
    faces = faces[(faces[:, 0] != faces[:, 1]) & (faces[:, 1] != faces[:, 2]) & (faces[:, 0] != faces[:, 2])]
    h, w, scale = 50, 60, 45
    covered = cover(flat, faces, (h, w), scale, (0.0, 1.0))
    depth = np.full(h * w, -np.inf)
    depth[covered.at] = covered.depth
    x, y = (np.arange(w) + .5) / scale, 1 - (np.arange(h) + .5) / scale
    gx, gy = np.meshgrid(x, y)
    best = np.full((h, w), -np.inf)
    for a, b, c in flat[faces]:
        twice = (b[0] - a[0]) * (c[1] - a[1]) - (c[0] - a[0]) * (b[1] - a[1])
        s = ((b[0] - gx) * (c[1] - gy) - (c[0] - gx) * (b[1] - gy)) / twice
        t = ((c[0] - gx) * (a[1] - gy) - (a[0] - gx) * (c[1] - gy)) / twice
        inside = (s >= 0) & (t >= 0) & (1 - s - t >= 0)
        best = np.where(inside, np.maximum(best, s * a[2] + t * b[2] + (1 - s - t) * c[2]), best)
    alike = np.isclose(depth.reshape(h, w), best, atol=1e-3) | (np.isinf(best) & np.isinf(depth.reshape(h, w)))
    assert alike.mean() > .995  # a pixel on a border may fall to either side


def test_nothing_in_the_picture_is_nothing() -> None:
    covered = cover(np.array([[5.0, 5, 0], [6, 5, 0], [5, 6, 0]]), np.array([[0, 1, 2]]), (10, 10), 10, (0.0, 1.0))
    assert len(covered.at) == 0
