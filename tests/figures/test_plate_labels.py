"""Each label of a plate stands on what it names: drawn by identity, its dot covers visible pixels of nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
from matplotlib.figure import Figure

from stretchlib.figures import plot_hip, plot_muscle_map
from stretchlib.figures.diagram import Diagram
from stretchlib.figures.plates import bones, dots, labels, muscles
from stretchlib.figures.plates import plate as plates
from stretchlib.tables import catalogue
from stretchlib.tables.rows import Row
from tests import identity

KIND = {(str(row["plate"]), str(row["structure"])): str(row["kind"]) for row in catalogue.rows("plate_muscles")}
PLATES = [str(row["id"]) for row in catalogue.rows("plates")]
LAYERED = [(str(row["id"]), number + 1) for row in catalogue.rows("plates") if row["layers"]
           for number in range(len(str(row["layers"]).split(";")))]
POSED = [
    (("gluteus_minimus", "gluteus_medius", "gluteus_maximus"), {"view": "lateral"}),
    (("gluteus_medius", "gluteus_minimus"), {"view": "posterolateral", "flexion": 90}),
    (("obturator_internus", "piriformis", "sciatic_nerve"), {"view": "posterior", "flexion": 60, "rotation": -30}),
    # With the thigh straight, adductor longus is seen from here as a strip that is narrower than a dot.
    (("adductor_magnus", "adductor_brevis", "adductor_longus", "gracilis"), {"view": "medial", "flexion": 30}),
    (("psoas_major", "iliacus"), {"view": "anterolateral", "flexion": 45}),
]


def wrong_dots(draw: Callable[[], Diagram], kinds: dict[str, str], part: float = 1.0) -> list[str]:
    """Which dots, or this part of their radius, stand on something else, with what is seen there and its share."""
    faults = []
    for see_through in (False, True) if "skin" in kinds.values() else (False,):
        figure = draw().figure
        seen = identity.names_at(figure, see_through=see_through)
        for dot in identity.dots(figure, part):
            kind = kinds[dot.structure]
            through = kind == "landmark" and "skin" in kinds.values()  # bone is named through the area of skin over it
            if see_through != through:
                continue
            wanted = {f"{kind}-{dot.structure}"} if kind != "landmark" else {
                f"bone-{bone}" for bone in muscles.sections(dot.structure)[0].bones}
            below = seen[dot.pixels]
            share = float(np.isin(below, list(wanted)).mean())
            if share < 0.95:
                faults.append(f"{dot.structure}: {share:.0%} on it, the rest on {sorted(set(below.tolist()) - wanted)}")
    return faults


def kinds_of(plate: str) -> dict[str, str]:
    return {structure: kind for (name, structure), kind in KIND.items() if name == plate}


@pytest.mark.parametrize("plate", PLATES)
def test_every_dot_lies_on_what_its_label_names_and_leaders_are_apart_on_paper_and_slide(plate: str) -> None:
    facts = []
    # A dot is as large on a slide as on paper, the body smaller: a narrow strip is named by the middle of the dot.
    for wall, part in ((False, 1.0), (True, 0.5)):
        drawn = [plot_muscle_map(plate, wall=wall) for _ in range(2 if "skin" in kinds_of(plate).values() else 1)]
        facts.append(drawn[0].facts)
        unused = iter(drawn)
        assert not wrong_dots(lambda unused=unused: next(unused), kinds_of(plate), part)
        leaders_are_apart(drawn[0].figure)
    assert facts[0] == facts[1]  # nothing that is named on paper goes without a name


def leaders_are_apart(figure: Figure) -> None:
    """Of a figure drawn by identity: no leader runs over the dot or the leader of another label."""
    every = list(identity.dots(figure))
    for ax in figure.axes:
        ends = list(identity.leaders(ax))
        for structure, (start, end) in ends:
            for dot in every:
                if dot.structure != structure:
                    along = np.clip(np.dot(dot.centre - start, end - start) / np.dot(end - start, end - start), 0, 1)
                    gap = np.linalg.norm(start + along * (end - start) - dot.centre) / identity.DPI * 72
                    assert gap > labels.DOT / 2 + 0.5, (structure, dot.structure, gap)
        for (name, first), (second_name, second) in combinations(ends, 2):
            assert not labels.cross(*first, *second), (name, second_name)


@pytest.mark.parametrize(("plate", "layer"), LAYERED)
def test_every_dot_of_a_layer_lies_on_what_its_label_names(plate: str, layer: int) -> None:
    assert not wrong_dots(lambda: plot_muscle_map(plate, layer=layer), kinds_of(plate))


@pytest.mark.parametrize(("structures", "pose"), POSED)
def test_every_dot_of_a_posed_hip_lies_on_what_its_label_names(structures: tuple[str, ...], pose: dict) -> None:
    kinds = {structure: kind for (_, structure), kind in KIND.items() if kind in plates.DRAWN}
    assert not wrong_dots(lambda: plot_hip(**pose, muscles=structures), kinds)


def test_a_dot_whose_place_is_covered_is_moved_to_where_its_structure_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [replace(row, dot_along=0.6, dot_across=0.5) for row in muscles.named_rows()]  # the nerve covers some there
    monkeypatch.setattr(plates, "named_rows", lambda: rows)
    assert not wrong_dots(lambda: plot_muscle_map("deep_rotators"), kinds_of("deep_rotators"))


@pytest.mark.parametrize("plate", [plate for plate in PLATES if plate not in dict(LAYERED)])
def test_on_a_plate_every_dot_stands_where_its_row_wants_it(plate: str, monkeypatch: pytest.MonkeyPatch) -> None:
    moved, spot = [], dots.Uppermost.spot

    def watched(self: dots.Uppermost, number: int, wanted: tuple[float, float]) -> tuple[float, float] | None:
        moved.append((wanted, spot(self, number, wanted)))
        return moved[-1][1]

    monkeypatch.setattr(dots.Uppermost, "spot", watched)
    plot_muscle_map(plate)
    assert not [pair for pair in moved if pair[0] != pair[1]]


@pytest.mark.parametrize("row", [row for row in catalogue.rows("plate_muscles") if row["kind"] == "landmark"],
                         ids=lambda row: f"{row['plate']}-{row['structure']}")
def test_a_landmark_lies_on_the_side_of_its_bone_that_is_seen(row: Row) -> None:
    section = muscles.sections(str(row["structure"]))[0]
    view = bones.view_of(str(catalogue.row("plates", row["plate"])["view"]))
    near = []
    for bone in section.bones:
        mesh = bones.mesh(bone)
        corners = np.vstack([mesh.points, mesh.points[mesh.faces].mean(axis=1)])
        near.append(float(np.linalg.norm(corners - section.points[0], axis=1).min()))
        front = bones.DepthMap.of([view.project(mesh.points)[mesh.faces]])
        assert not front.hidden(view.project(section.points), 12.0).any(), "it lies behind its own bone"
    assert min(near) < 8, near
