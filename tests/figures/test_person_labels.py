"""Labels beside drawn people: no lines cross, and no label lies over another label or over a dot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

import stretchlib as sl
from stretchlib.figures import Diagram
from stretchlib.figures.people import shapes
from stretchlib.figures.people.artist import Person, Posed, stage
from stretchlib.figures.people.render import Window, camera, render, rgb, splat
from stretchlib.figures.plates import labels
from stretchlib.figures.style import PAPER
from stretchlib.stage import posture
from stretchlib.stage.body import body
from stretchlib.tables import catalogue
from tests.data_files import posture_rows

SHEETS: dict[str, Callable[[], Diagram]] = {
    "landmarks": sl.plot_landmarks,
    **{f"landmarks-{view}": (lambda view=view: sl.plot_landmarks(view)) for view in ("back", "side", "front")},
    **{str(row["id"]): (lambda row=row: sl.plot_exercise(str(row["id"]))) for row in catalogue.rows("exercises")},
    **{test: (lambda test=test: sl.plot_clinical_test(test))
       for test in sorted({str(row["test"]) for row in posture_rows("test")})},
}

EXERCISES = [str(row["id"]) for row in catalogue.rows("exercises")]
CLEAR = 1.2  # points of paper that stay free around the letters of a label
PALE = .72  # of white: nothing behind the letters is darker


@pytest.fixture(params=["en", "de"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    sl.language(request.param)
    yield request.param
    sl.language("en")


@pytest.mark.parametrize("sheet", SHEETS)
def test_each_label_is_read_and_leads_to_its_mark(sheet: str, language: str) -> None:
    figure = SHEETS[sheet]().figure
    FigureCanvasAgg(figure).draw()
    nothing_hides_or_crosses(figure)
    if sheet in EXERCISES:
        each_line_ends_on_the_mark_of_its_own_side(figure, sheet)
        the_paper_holds_the_letters(figure)


@pytest.mark.slow
@pytest.mark.parametrize("exercise", EXERCISES)
@pytest.mark.parametrize("dpi", [80, 160])
def test_the_paper_of_a_label_holds_its_letters_at_each_size(exercise: str, dpi: int, language: str) -> None:
    figure = sl.plot_exercise(exercise).figure
    figure.set_dpi(dpi)
    FigureCanvasAgg(figure).draw()
    the_paper_holds_the_letters(figure)


def nothing_hides_or_crosses(figure: Figure) -> None:
    """Of a figure that was drawn: no lines cross, and no label lies over a label, a dot or another's line."""
    labelled = 0
    for panel in [child for ax in figure.axes for child in ax.child_axes]:
        drawn = {kind: [child for child in panel.get_children() if isinstance(child, Line2D)
                        and str(child.get_gid()).startswith(kind)] for kind in ("leader-", "dot-")}
        leaders = [(str(line.get_gid()), panel.transData.transform(line.get_xydata())) for line in drawn["leader-"]]
        dots = [(str(dot.get_gid()), panel.transData.transform(dot.get_xydata())[0]) for dot in drawn["dot-"]]
        texts = {str(text.get_gid()): text for text in panel.get_children() if isinstance(text, Text)
                 and f"leader-{text.get_gid()}" in {gid for gid, _ in leaders}}
        boxes = {gid: text.get_window_extent() for gid, text in texts.items()}
        labelled += len(boxes)
        for (gid, first), (second_gid, second) in combinations(leaders, 2):
            assert gid == second_gid or not labels.cross(*first, *second), f"{gid} crosses {second_gid}"
        for (gid, box), (second_gid, second_box) in combinations(boxes.items(), 2):
            assert not box.overlaps(second_box), f"{gid} lies over {second_gid}"
        for gid, box in boxes.items():
            for dot, (x, y) in dots:
                assert not box.contains(x, y), f"{gid} lies over {dot}"
            for leader, ends in leaders:
                if leader != f"leader-{gid}":
                    way = ends[0] + np.linspace(0, 1, 50)[:, None] * (ends[1] - ends[0])
                    assert not any(box.contains(x, y) for x, y in way), f"{leader} runs through {gid}"
            assert box.x0 >= figure.bbox.x0 - 1, gid
            assert box.x1 <= figure.bbox.x1 + 1, gid
    assert labelled, "nothing is labelled"


def the_paper_holds_the_letters(figure: Figure) -> None:
    """Of a figure that was drawn: no line runs behind the letters of a label; their colour is gone afterwards."""
    labels_drawn = [text for ax in figure.axes for panel in ax.child_axes for text in panel.texts
                    if str(text.get_gid()).startswith("label|")]
    assert labels_drawn
    extents = {}
    for text in labels_drawn:
        letters, patch = text.get_window_extent(), text.get_bbox_patch()
        assert patch is not None
        paper, clear = patch.get_window_extent(), CLEAR * figure.dpi / 72
        for low, high in ((paper.x0, letters.x0), (paper.y0, letters.y0), (letters.x1, paper.x1),
                          (letters.y1, paper.y1)):
            assert high - low >= clear, (text.get_text(), figure.dpi)
        extents[text.get_text()] = letters
        text.set_color("none")
    canvas = FigureCanvasAgg(figure)
    canvas.draw()
    pixels = np.asarray(canvas.buffer_rgba())[::-1, :, :3].mean(axis=2) / 255
    for words, box in extents.items():
        behind = pixels[int(box.y0):int(box.y1) + 1, int(box.x0):int(box.x1) + 1]
        assert behind.min() >= PALE, (words, figure.dpi, behind.min())


def each_line_ends_on_the_mark_of_its_own_side(figure: Figure, exercise: str) -> None:
    """Of a figure that was drawn: each dot of a label lies on a mark of its muscle and side that is seen."""
    both = 0
    for panel in [child for ax in figure.axes for child in ax.child_axes]:
        person = next(image for image in panel.images if isinstance(image, Person))
        window, view = person.window, person.view
        marks = {tuple(str(patch.get_gid()).split("|")[1:4]): patch.get_path() for patch in panel.patches
                 if str(patch.get_gid()).startswith("muscle|")}
        for text in [text for text in panel.texts if str(text.get_gid()).startswith("label|")]:
            _, name, role = str(text.get_gid()).split("|")
            sides = [side for muscle, side, how in marks if (muscle, how) == (name, role)]
            dots = [line.get_xydata()[0] for line in panel.lines if line.get_gid() == f"dot-{text.get_gid()}"]
            assert len(dots) == len(sides)
            both += len(sides) == 2
            for side, (x, y) in zip(sides, dots, strict=True):
                assert marks[name, side, role].contains_point((x, y)), (name, side)
                part = view.seen[int((window.top - y) * window.scale), int((x - window.left) * window.scale)]
                seen = view.names[part]
                assert seen in shapes.carriers(name, side), (name, side, seen)
                if len(sides) == 2:
                    assert seen == f"{side}_thigh", (name, side, seen)
            leaders = [line.get_xydata() for line in panel.lines if line.get_gid() == f"leader-{text.get_gid()}"]
            for number, way in enumerate(leaders):
                points = way[0] + np.linspace(0, 1, 100)[:, None] * (way[1] - way[0])
                for dot in (*dots[:number], *dots[number + 1:]):
                    assert np.linalg.norm(points - dot, axis=1).min() > .01, f"{name}: a line runs over another dot"
    assert both == (exercise == "ball_squeeze")


def test_the_sciatic_nerve_divides_above_the_knee_into_one_strand_behind_and_one_at_the_outside() -> None:
    pose = dict.fromkeys((*posture.ROOT, *posture.ANGLES), 0.0)
    frames = posture.frames(pose, "upright", body("younger_woman"))
    centres, _ = shapes.muscle("sciatic_nerve", "right", frames)
    knee = posture.point(frames, body("younger_woman"), "right_knee")[0]
    outwards = (centres - knee)[:, 1] * -1  # y points to the left
    above = np.abs((centres - knee)[:, 2] - 0.09) < 0.01  # 9 % of the stature above the knee: a hand's breadth
    below = np.abs((centres - knee)[:, 2] + 0.03) < 0.01
    assert np.ptp(outwards[above]) < 0.01  # one strand
    ordered = np.sort(outwards[below])
    gaps = np.diff(ordered)
    assert gaps.max() > 0.015, "one strand runs on below the knee"
    assert ordered[-1] > 0.02  # the common fibular nerve, at the outside
    assert np.abs(ordered[0]) < 0.012  # the tibial nerve, behind
    strands = centres[np.abs((centres - knee)[:, 2] + 0.12) < 0.01]
    assert len(strands)  # the tibial nerve goes on down the calf
    assert sl.plot_exercise("sciatic_nerve_slider").text.count("its two branches") == 2


def test_both_adductors_of_the_ball_squeeze_are_seen() -> None:
    # From beside the mat the far thigh showed two slivers of its muscle.
    for row in posture_rows("exercise"):
        if (row["exercise"], row["moment"]) == ("ball_squeeze", "end"):
            who = Posed(row)
            eye = camera(float(str(row["camera_azimuth_deg"])), float(str(row["camera_elevation_deg"])))
            scene = stage([who])
            flat = scene.surface.points @ eye.T
            (left, bottom), (right, top) = flat[:, :2].min(axis=0) - .1, flat[:, :2].max(axis=0) + .1
            window = Window(float(left), float(right), float(bottom), float(top), 300)
            view = render(scene, eye, window, rgb(PAPER))
            for side in ("right", "left"):
                centres, radii = shapes.muscle("adductor_longus", side, who.frames)
                alone = splat(centres @ eye.T, radii, window)[1] >= 0
                own = view.seen == view.names.index(f"{side}_thigh")
                assert (alone & own).sum() >= .3 * alone.sum(), (row["build"], side)
