"""The plates: each with a checklist of origin, insertion, depth and neighbours, held against bones and artists."""

from __future__ import annotations

import csv
import io
from functools import lru_cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from PIL import Image
from texts_apart import apart

from stretchlib.core.errors import StretchlibError
from stretchlib.figures import Diagram, plot_hip, plot_muscle_map
from stretchlib.figures.plates import bones, dots, labels, muscles
from stretchlib.figures.plates import plate as plates
from stretchlib.figures.style import MUSCLE_EDGE, TISSUE, contrast, luminance
from stretchlib.tables import catalogue
from stretchlib.tables.rows.evidence import StructureGroup
from tools.checks import ROOT

PLATES = [str(row["id"]) for row in catalogue.rows("plates")]
DRAWN = sorted({str(row["structure"]) for row in catalogue.rows("plate_muscles") if row["kind"] in plates.DRAWN})

# plate -> structure -> (bone at the origin, at the insertion); "" means soft tissue
ENDS = {
    "deep_rotators": {
        "piriformis": ("sacrum", "femur_right"), "gemellus_superior": ("hip_bone_right", "femur_right"),
        "obturator_internus": ("hip_bone_right", "femur_right"), "gemellus_inferior": ("hip_bone_right", "femur_right"),
        "quadratus_femoris": ("hip_bone_right", "femur_right"), "sciatic_nerve": ("sacrum", ""),
        "sacrospinous_ligament": ("sacrum", "hip_bone_right"),
        "sacrotuberous_ligament": ("hip_bone_right; sacrum", "hip_bone_right")},
    "gluteal_peel": {
        "gluteus_minimus": ("hip_bone_right", "femur_right"), "gluteus_medius": ("hip_bone_right", "femur_right"),
        "gluteus_maximus": ("hip_bone_right; sacrum", "femur_right")},
    "adductors": {
        **dict.fromkeys(("adductor_magnus", "adductor_brevis", "adductor_longus", "pectineus"),
                        ("hip_bone_right", "femur_right")), "gracilis": ("hip_bone_right", "tibia_right")},
    "psoas_iliacus": {
        "psoas_major": ("thoracic_12; lumbar_1; lumbar_2; lumbar_3; lumbar_4; lumbar_5", "femur_right"),
        "iliacus": ("hip_bone_right", "femur_right")},
    "superficial_lateral": {
        "gluteus_medius": ("hip_bone_right", "femur_right"),
        "gluteus_maximus": ("hip_bone_right; sacrum", "femur_right"),
        "tensor_fasciae_latae": ("hip_bone_right", ""), "iliotibial_tract": ("", "tibia_right")},
    "saddle": {},
}
# plate -> pairs (deeper, more superficial)
OVER = {
    "deep_rotators": [("sciatic_nerve", "piriformis"), ("quadratus_femoris", "sciatic_nerve"),
                      ("gemellus_superior", "sciatic_nerve"), ("obturator_internus", "sciatic_nerve"),
                      ("sacrospinous_ligament", "sacrotuberous_ligament")],
    "gluteal_peel": [("gluteus_minimus", "gluteus_medius"), ("gluteus_medius", "gluteus_maximus")],
    "adductors": [("adductor_magnus", "adductor_brevis"), ("adductor_brevis", "adductor_longus"),
                  ("adductor_brevis", "pectineus")],
    "psoas_iliacus": [("iliacus", "psoas_major")],
    "superficial_lateral": [("gluteus_medius", "tensor_fasciae_latae"), ("gluteus_medius", "gluteus_maximus"),
                            ("iliotibial_tract", "tensor_fasciae_latae")],
    "saddle": [],
}
DASHED = {"deep_rotators": {"piriformis", "sciatic_nerve"},
          "adductors": {"adductor_magnus", "adductor_brevis", "adductor_longus", "pectineus"}}


def artists(diagram: Diagram) -> dict[str, object]:
    ax = diagram.figure.axes[-1]
    return {str(artist.get_gid()): artist for artist in (*ax.collections, *ax.lines, *ax.patches, *ax.texts)
            if artist.get_gid()}


def ends_of(structure: str) -> tuple[muscles.Section, muscles.Section]:
    lines = muscles.sections(structure)
    return lines[0], lines[-1]


def gap(point: np.ndarray, bone: str) -> float:
    """mm from a point to the nearest point or middle of a face of a bone."""
    mesh = bones.mesh(bone)
    near = np.vstack([mesh.points, mesh.points[mesh.faces].mean(axis=1)])
    return float(np.linalg.norm(near - point, axis=1).min())


@lru_cache(maxsize=len(PLATES))
def plate_to_read(plate: str) -> Diagram:
    """A plate for tests that read it and change nothing."""
    return plot_muscle_map(plate)


@pytest.mark.parametrize("plate", PLATES)
def test_origin_and_insertion(plate: str) -> None:
    seen = artists(plate_to_read(plate))
    drawn = {gid.split("-", 1)[1] for gid in seen if gid.startswith(tuple(f"{kind}-" for kind in plates.DRAWN))}
    assert drawn == set(ENDS[plate])
    for structure, (origin, insertion) in ENDS[plate].items():
        assert f"origin-{structure}|{origin}" in seen
        assert f"insertion-{structure}|{insertion}" in seen


@pytest.mark.parametrize("plate", PLATES)
def test_depth(plate: str) -> None:
    seen = artists(plate_to_read(plate))
    level = {gid.split("-", 1)[1]: artist.get_zorder() for gid, artist in seen.items()  # type: ignore[attr-defined]
             if gid.startswith(tuple(f"{kind}-" for kind in plates.DRAWN))}
    for deep, superficial in OVER[plate]:
        assert level[deep] < level[superficial], (deep, superficial)
    assert {structure for structure in level if f"behind-{structure}" in seen} >= DASHED.get(plate, set())


@pytest.mark.parametrize("structure", DRAWN)
def test_an_end_lies_on_the_bone_it_claims(structure: str) -> None:
    for section in ends_of(structure):
        meshes = [bone for bone in section.bones if bone in bones.bone_names()]
        if not meshes:
            continue
        gaps = [min(gap(point, bone) for bone in meshes) for point in section.points]
        if structure == "gluteus_maximus":  # half of either end is fascia or tract
            assert sorted(gaps)[len(gaps) // 2 - 1] < 14, gaps
        elif structure.endswith("_ligament"):  # it ends on bone, with all its width
            assert max(gaps) < 5, gaps
        else:
            assert max(gaps) < 14, gaps
            assert min(gaps) < 8, gaps


@pytest.mark.parametrize("structure", DRAWN)
def test_a_bone_that_an_end_names_is_touched(structure: str) -> None:
    lines = muscles.sections(structure)
    for section in (lines[0], lines[-1]):
        for bone in section.bones:
            if bone in bones.bone_names():
                near = min(gap(point, bone) for line in lines for point in line.points)
                assert near < 12, (bone, near)


def test_the_ligaments_end_on_the_spine_and_on_the_inner_edge_of_the_tuberosity() -> None:
    hip_bone = bones.mesh("hip_bone_right")
    view = bones.view_of("posterior")
    front = bones.DepthMap.of([view.project(hip_bone.points)[hip_bone.faces]])

    def over_bone(point: np.ndarray, medial: float) -> bool:
        return bool(front.hidden(view.project(point + np.array([1e6, 0, -medial])), 0))

    spine = ends_of("gemellus_superior")[0].points.mean(axis=0)  # that muscle starts on the ischial spine
    assert np.linalg.norm(ends_of("sacrospinous_ligament")[1].points - spine, axis=1).max() < 12
    end = ends_of("sacrotuberous_ligament")[1].points
    low = end[end[:, 1] < -12]  # beside the obturator foramen, whose upper border lies there
    assert len(low) >= 3
    for point in low:
        assert over_bone(point, 0), f"{point} lies over the obturator foramen"
        assert not all(over_bone(point, medial) for medial in range(16)), f"{point} is not at the inner edge"
    assert {"hip_bone_right", "sacrum"} == set(ends_of("sacrotuberous_ligament")[0].bones)


def test_a_belly_that_comes_out_from_behind_bone_ends_there_in_a_line_and_not_in_teeth() -> None:
    view = bones.view_of("posterior")
    sacrum = bones.mesh("sacrum")
    front = bones.DepthMap.of([view.project(sacrum.points)[sacrum.faces]])
    ax = Figure().add_subplot()
    _, faces = muscles.draw_muscle(ax, view, "piriformis", "deep", 1.0, hidden_by=front)
    seen = dots.Uppermost((-90, 90, -60, 120), 0.02)
    seen.paint(0, faces)
    fill = seen.numbers == 0
    smooth = opened(fill, 4)  # what a disc of 4 cells, 6 mm wide, can paint
    teeth = (fill & ~smooth).sum() / fill.sum()
    assert teeth < 0.02, teeth


def opened(fill: np.ndarray, radius: int) -> np.ndarray:
    """The cells that some disc of this radius within ``fill`` covers."""
    steps = [(i, j) for i in range(-radius, radius + 1) for j in range(-radius, radius + 1) if np.hypot(i, j) <= radius]
    inner = np.all([np.roll(fill, step, axis=(0, 1)) for step in steps], axis=0)
    return np.any([np.roll(inner, step, axis=(0, 1)) for step in steps], axis=0)


def test_neighbours_of_the_deep_rotators() -> None:
    heights = [ends_of(name)[1].points[:, 1].mean() for name in (
        "piriformis", "gemellus_superior", "obturator_internus", "gemellus_inferior", "quadratus_femoris")]
    assert heights == sorted(heights, reverse=True)
    piriformis, nerve = (muscles.ribbon(name)[0] for name in ("piriformis", "sciatic_nerve"))
    front = bones.mesh("sacrum").points[:, 0]
    assert piriformis[0, :, 0].mean() > np.median(front)  # starts on the front of the sacrum
    out = nerve[np.abs(nerve[:, 6, 1] - 10).argmin()]  # the nerve below the muscle: lower, and behind the bone
    lower_edge = piriformis[:, -1]
    beside = lower_edge[np.abs(lower_edge[:, 2] - out[:, 2].mean()).argmin()]
    assert out[:, 1].max() < beside[1]
    low = nerve[np.abs(nerve[:, 6, 1] + 30).argmin(), 6]
    sitting, trochanter = -22.0, 55.0  # z of the outer border of the sitting bone and of the trochanter, mm
    assert abs(low[2] - (sitting + trochanter) / 2) < 15  # midway


def test_gluteus_medius_fans_out_and_minimus_starts_below_it() -> None:
    medius, minimus = (ends_of(name) for name in ("gluteus_medius", "gluteus_minimus"))
    spread = [np.ptp(section.points[:, 0]) for section in medius]
    assert spread[0] > 3 * spread[1]
    assert minimus[0].points[:, 1].max() < medius[0].points[:, 1].max() - 30
    assert minimus[1].points[:, 0].mean() > medius[1].points[:, 0].mean()  # the front facet


def test_neighbours_of_the_adductors() -> None:
    rows = {name: ends_of(name) for name in ENDS["adductors"]}
    downwards = ("pectineus", "adductor_brevis", "adductor_longus", "adductor_magnus")
    ends = [rows[name][1].points[:, 1].min() for name in downwards]
    assert ends == sorted(ends, reverse=True)
    assert rows["gracilis"][0].points[:, 2].mean() == min(line[0].points[:, 2].mean() for line in rows.values())
    for name in ("pectineus", "adductor_brevis", "adductor_longus"):  # on the back of the femur
        for point in rows[name][1].points:
            shaft = bones.mesh("femur_right").points
            assert point[0] < np.median(shaft[np.abs(shaft[:, 1] - point[1]) < 12, 0])


def test_psoas_and_iliacus_share_the_lesser_trochanter_and_iliacus_fills_its_fossa() -> None:
    psoas, iliacus = (ends_of(name) for name in ("psoas_major", "iliacus"))
    assert np.linalg.norm(psoas[1].points.mean(axis=0) - iliacus[1].points.mean(axis=0)) < 15
    assert abs(iliacus[1].points[:, 1].mean() + 60) < 10
    assert np.ptp(iliacus[0].points[:, 2]) > 70


def test_psoas_comes_from_t12_to_l5_and_the_picture_says_which_of_them_it_leaves_out() -> None:
    diagram = plate_to_read("psoas_iliacus")
    assert ("Psoas major (muscle): from thoracic 12 (not drawn), lumbar 1, lumbar 2, lumbar 3, lumbar 4 and lumbar 5 "
            "to femur right") in diagram.text
    assert "T12" in diagram.note
    levels = [f"lumbar_{number}" for number in range(1, 6)]
    lines = muscles.ribbon("psoas_major")[0]
    for bone in levels:  # it runs beside each of them
        assert min(gap(point, bone) for point in lines.reshape(-1, 3)) < 12, bone
    top = bones.mesh("lumbar_1").points[:, 1].max()
    assert lines[:, :, 1].max() > top  # up to the disc over it


def test_tensor_fasciae_latae_is_a_short_belly() -> None:
    top, end = ends_of("tensor_fasciae_latae")
    tract = ends_of("iliotibial_tract")[1]
    belly = top.points[:, 1].mean() - end.points[:, 1].mean()
    assert belly < 0.4 * (top.points[:, 1].mean() - tract.points[:, 1].mean())
    assert end.tendon > 0.9


@pytest.mark.parametrize("plate", PLATES)
def test_labels_are_apart_inside_the_picture_and_their_leaders_never_cross(plate: str) -> None:
    diagram = plate_to_read(plate)
    apart(diagram.figure)
    for ax in diagram.figure.axes:
        lines = [line.get_xydata() for line in ax.lines if str(line.get_gid()).startswith("leader-")]
        for a, b in combinations(lines, 2):
            assert not labels.cross(a[0], a[1], b[0], b[1])
        dots = {str(line.get_gid()) for line in ax.lines if str(line.get_gid()).startswith("dot-")}
        names = {str(text.get_gid()) for text in ax.texts if str(text.get_gid()).startswith("label-")}
        assert {dot.replace("dot-", "label-") for dot in dots} == names


@pytest.mark.parametrize("plate", PLATES)
def test_a_plate_is_small(plate: str) -> None:
    assert len(plate_to_read(plate).png()) < 250 * 1024


@pytest.mark.parametrize("plate", [PLATES[0], *(pytest.param(plate, marks=pytest.mark.slow) for plate in PLATES[1:])])
def test_a_plate_is_drawn_alike_twice(plate: str) -> None:
    bones.mesh.cache_clear()
    assert plot_muscle_map(plate).png() == plate_to_read(plate).png()


def test_names_are_those_of_the_table_of_structures() -> None:
    structures = {str(row["id"]): row for row in catalogue.rows("structures")}
    for row in muscles.named_rows():
        assert row["name"]
        if row["structure"] in structures:
            assert row["name"] == structures[str(row["structure"])]["name_en"]
            assert row["name_la"] == structures[str(row["structure"])]["name_la"]


def test_every_row_of_the_tables_is_used() -> None:
    on_plates = {str(row["structure"]) for row in catalogue.rows("plate_muscles")}
    ringed = {member for group in catalogue.rows(StructureGroup) for member in group.members} - on_plates
    assert on_plates | ringed == {row["structure"] for row in catalogue.rows("muscle_sections")}
    assert {str(row["plate"]) for row in catalogue.rows("plate_muscles")} == set(PLATES)
    for row in catalogue.rows("plates"):
        assert {name.strip() for name in str(row["bones"]).split(";")} <= set(bones.bone_names())
        assert row["left_out"]
        assert "male" in str(row["caption"])


def test_the_facts_follow_the_artists() -> None:
    diagram = plate_to_read("deep_rotators")
    assert "Piriformis (muscle): from sacrum to femur right, partly dashed behind bone." in diagram.facts
    assert diagram.facts[-1] == "In the picture the patient's left is on the left."
    seen = artists(diagram)
    seen["muscle-piriformis"].set_zorder(1)  # type: ignore[attr-defined]
    seen["label-sciatic_nerve"].set_text("Nerve")  # type: ignore[attr-defined]
    seen["behind-piriformis"].set_visible(False)  # type: ignore[attr-defined]
    assert "From deep to superficial: Piriformis" in diagram.text
    assert "Nerve (nerve)" in diagram.text
    assert "Piriformis (muscle): from sacrum to femur right." in diagram.facts


def test_layers() -> None:
    numbered, named = plot_muscle_map("gluteal_peel", layer=1), plot_muscle_map("gluteal_peel", layer="2 middle")
    assert "Gluteus medius" not in numbered.text
    assert "From deep to superficial: Gluteus minimus, Gluteus medius." in named.facts
    for wrong in (0, 4, "outer"):
        with pytest.raises(StretchlibError, match="has the layers 1 deep, 2 middle, 3 superficial"):
            plot_muscle_map("gluteal_peel", layer=wrong)
    with pytest.raises(StretchlibError, match="has no layers"):
        plot_muscle_map("adductors", layer=1)
    with pytest.raises(StretchlibError, match="deep_rotators"):
        plot_muscle_map("deep_rotator")


def test_the_view_puts_the_patients_sides_where_the_letters_say() -> None:
    right = np.array([[0.0, 0.0, 100.0]])
    assert bones.view_of("anterior").project(right)[0, 0] < 0
    assert bones.view_of("posterior").project(right)[0, 0] > 0
    assert bones.view_of("lateral").project(np.array([[100.0, 0, 0]]))[0, 0] > 0  # the front is at the right
    for name in bones.VIEWS:
        assert np.allclose(bones.view_of(name, elevation=20).axes @ bones.view_of(name, elevation=20).axes.T, np.eye(3))


def test_the_femur_turns_by_the_houses_convention() -> None:
    knee = np.array([0.0, -400, 0])
    assert np.allclose(bones.turn(flexion=90) @ knee, [400, 0, 0])
    assert (bones.turn(adduction=30) @ knee)[2] < 0  # towards the midline
    assert (bones.turn(rotation=30) @ np.array([100.0, 0, 0]))[2] < 0  # the front turns inwards
    both = bones.turn(20, -10, 30)
    assert np.allclose(both, bones.turn(flexion=20) @ bones.turn(adduction=-10) @ bones.turn(rotation=30))


def test_a_posed_hip() -> None:
    diagram = plot_hip("lateral", flexion=90, muscles=["gluteus_medius_anterior", "piriformis"])
    assert diagram.title == "Right hip: 90° flexion"
    assert "Piriformis (muscle): from sacrum to femur right" in diagram.text
    ax = diagram.figure.axes[0]
    femur = next(collection for collection in ax.collections if collection.get_gid() == "bone-femur_right")
    reach = np.concatenate([path.vertices for path in femur.get_paths()])
    assert reach[:, 0].max() > 380
    assert plot_hip(azimuth=40, elevation=20, flexion=60, muscles="psoas_major").png()
    for wrong in ({"flexion": float("nan")}, {"azimuth": float("inf")}, {"elevation": 95}, {"view": "above"},
                  {"muscles": ["biceps"]}):
        with pytest.raises(StretchlibError):
            plot_hip(**wrong)  # type: ignore[arg-type]


@pytest.mark.parametrize(("how", "seen", "sides"), [
    ({"view": "anterior"}, "seen from the front", ("R", "L")), ({"view": "posterior"}, "seen from behind", ("L", "R")),
    ({"view": "medial"}, "right side, seen from the middle", ("front", "back")),
    ({"azimuth": 140, "elevation": -20}, "seen from 140° to the right, 20° from below", ("L", "R")),
    ({"azimuth": -45}, "seen from 45° to the left", ("R", "L")),
    ({"view": "lateral"}, "right side, seen from the side", ("back", "front"))])
def test_a_posed_hip_says_from_where_it_is_seen_and_keeps_all_of_it_on_the_page(
        how: dict[str, Any], seen: str, sides: tuple[str, str]) -> None:
    muscles = ["gluteus_maximus", "obturator_internus"]
    figure = plot_hip(**how, flexion=90, adduction=-45, rotation=-45, muscles=muscles).figure
    ax = figure.axes[0]
    FigureCanvasAgg(figure)
    figure.draw_without_rendering()
    texts = {str(text.get_gid()): text for text in (*figure.texts, *ax.texts) if text.get_text()}
    assert texts["seen"].get_text() == seen
    assert texts["pose"].get_text() == "90° flexion, 45° abduction, 45° external rotation"
    assert (texts["side-left"].get_text(), texts["side-right"].get_text()) == sides
    boxes = {gid: text.get_window_extent() for gid, text in texts.items()}
    for gid, box in boxes.items():
        assert box.x0 >= 0, gid
        assert box.x1 <= figure.bbox.x1, gid
        assert not any(box.overlaps(neighbour) for name, neighbour in boxes.items() if name < gid), gid
    for belly in (artist for artist in (*ax.collections, *ax.patches) if str(artist.get_gid()).startswith("muscle-")):
        assert belly.get_window_extent().y0 >= 0


def test_a_belly_follows_the_thigh() -> None:
    matrix = bones.turn(flexion=60, rotation=20)
    still, moved = muscles.ribbon("piriformis")[0], muscles.ribbon("piriformis", matrix)[0]
    assert np.allclose(still[0, 6], moved[0, 6])
    assert np.allclose(still[-1, 6] @ matrix.T, moved[-1, 6], atol=1.0)


def test_fills_are_told_apart_in_greyscale_by_edge_or_lightness() -> None:
    for tone, fill in TISSUE.items():
        assert contrast(fill, MUSCLE_EDGE) > 2.5, tone
    light = sorted(luminance(TISSUE[tone]) for tone in ("deep", "middle", "light", "pale"))
    assert all(b / a > 1.2 for a, b in pairwise(light))


def test_a_plate_is_not_blank_and_not_clipped() -> None:
    picture = np.asarray(Image.open(io.BytesIO(plate_to_read("deep_rotators").png())).convert("L"))
    assert (picture < 250).mean() > 0.15
    assert (picture[:, [0, -1]] > 250).all()


def test_bones_are_small_and_their_licence_is_kept() -> None:
    folder = ROOT / "data"
    assert (folder / "anatomy" / "bones.npz").stat().st_size <= 80 * 1024
    with (folder / "LICENSES" / "third_party.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if "bones.npz" in row["where"]]
    assert {row["licence"][:4] for row in rows} == {"Apac", "CC B", "MPL-"}
    for name in ("bones.md", "hips.md", "myo-sim-Apache-2.0.txt", "musculoskeletal-models-MPL-2.0.txt"):
        assert Path(folder / "LICENSES" / name).stat().st_size > 500
