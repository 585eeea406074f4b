"""Wrong bones: the meshes of ``data/anatomy/bones.npz`` moved, dented and taken for those of the other side."""

from __future__ import annotations

import io
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from stretchlib.stage import meshes
from tools.checks import ROOT

TABLE = "bones"
SAMPLE = 200
MOVED = (6, 15)  # mm by which a bone, or the surface within NEAR of one of its points, is moved
NEAR = 25  # mm
UNIT = 10  # a stored number is a tenth of a millimetre
FILE = Path("anatomy") / "bones.npz"


@dataclass(frozen=True)
class BoneChange:
    """Points of one bone moved, or the bones of two sides exchanged."""

    bone: str
    kind: str  # "number" or "word", as of the tables
    label: str
    moved: tuple[float, float, float] = (0, 0, 0)  # mm
    about: int | None = None  # the point whose surroundings are moved; None: the whole bone
    table: str = TABLE

    @property
    def places(self) -> set[tuple[str, int, str]]:
        """The bones as a trace names them."""
        return {(TABLE, 0, self.bone), *([(TABLE, 0, other_side(self.bone))] if self.kind == "word" else [])}

    def __str__(self) -> str:
        return f"{FILE}: {self.bone}, {self.label}"

    @contextmanager
    def written(self, folder: Path) -> Iterator[None]:
        """While this lasts, the bones in ``folder`` stand with the change."""
        path = folder / FILE
        before = path.read_bytes()
        points = dict(stored())
        name = f"{self.bone}_points"
        if self.kind == "word":
            opposite = f"{other_side(self.bone)}_points"
            points[name], points[opposite] = points[opposite], points[name]
        else:
            own = points[name].copy()
            near = slice(None) if self.about is None else \
                np.linalg.norm(own - own[self.about].astype(float), axis=1) < NEAR * UNIT
            own[near] += np.rint(np.multiply(self.moved, UNIT)).astype(own.dtype)
            points[name] = own
        out = io.BytesIO()
        np.savez(out, allow_pickle=False, **points)  # type: ignore[arg-type]  # (the stubs take a name for the flag)
        path.write_bytes(out.getvalue())
        _read_again()
        try:
            yield
        finally:
            path.write_bytes(before)
            _read_again()


def _read_again() -> None:
    """Meshes are kept for good: nobody edits them while the course runs."""
    meshes._stored.cache_clear()
    meshes.mesh.cache_clear()


def other_side(bone: str) -> str:
    """The name of the same bone on the other side."""
    ends = {"_right": "_left", "_left": "_right"}
    return next(bone.removesuffix(end) + opposite for end, opposite in ends.items() if bone.endswith(end))


@cache
def stored() -> dict[str, NDArray[np.int16]]:
    """What the file holds, by its names."""
    with np.load(ROOT / "data" / FILE) as archive:
        return {name: archive[name] for name in archive.files}


def bone_changes(seed: int = 1) -> list[BoneChange]:
    """A seeded sample of bones moved and dented, and each pair of sides exchanged."""
    draw = random.Random(f"{seed} {TABLE}")
    names = [name.removesuffix("_points") for name in stored() if name.endswith("_points")]
    bone_sample = []
    for number in range(SAMPLE):
        bone, by = draw.choice(names), draw.uniform(*MOVED)
        way = np.array([draw.gauss(0, 1) for _ in range(3)])
        x, y, z = (round(float(coordinate), 1) for coordinate in by * way / np.linalg.norm(way))
        about = draw.randrange(len(stored()[f"{bone}_points"])) if number % 2 else None
        label = "the whole bone" if about is None else f"what is near its point {about}"
        bone_sample.append(BoneChange(bone, "number", f"{label} moved by {x}, {y}, {z} mm", (x, y, z), about))
    pairs = [name for name in names if name.endswith("_right") and other_side(name) in names]
    return [*bone_sample, *(BoneChange(name, "word", f"exchanged with {other_side(name)}") for name in pairs)]
