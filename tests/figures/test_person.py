"""The person in each exercise: every drawn level, both builds, and facts that follow the drawing."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.image import AxesImage
from matplotlib.patches import PathPatch
from texts_apart import apart

import stretchlib as sl
from stretchlib.core.errors import StretchlibError
from stretchlib.figures import Diagram, plot_exercise, style
from stretchlib.figures.people.artist import Person
from stretchlib.figures.people.labels import Tag, label
from stretchlib.figures.people.marks import ROLES, SECOND, entries
from stretchlib.figures.people.render import Window, _shadow
from stretchlib.figures.people.shapes import scene
from stretchlib.stage import posture
from stretchlib.stage.body import FRAMES, builds
from stretchlib.stage.looks import LOOKS
from stretchlib.tables import catalogue, reviews
from tests.data_files import posture_rows, table_file

POSES = posture_rows("exercise")
DRAWN = list(dict.fromkeys((str(row["exercise"]), str(row["level"])) for row in POSES))
EXERCISES = [str(row["id"]) for row in catalogue.rows("exercises")]


def people(diagram: Diagram) -> list[Person]:
    return [image for top in diagram.figure.axes for child in top.child_axes for image in child.images
            if isinstance(image, Person)]


def test_every_exercise_has_start_and_end_of_its_base_level_for_every_build() -> None:
    keys = {(row["exercise"], row["level"], row["moment"], row["build"]) for row in POSES}
    wanted = {(exercise, level, moment, build) for exercise, level in DRAWN for moment in ("start", "end")
              for build in builds()}
    assert keys == wanted
    assert {exercise for exercise, level in DRAWN if level == "base"} == set(EXERCISES)
    assert ("figure_four_stretch", "easier") in DRAWN


@pytest.mark.parametrize(("exercise", "level"), DRAWN)
def test_start_and_end_are_drawn_and_told_and_no_text_lies_on_another(exercise: str, level: str) -> None:
    for build in builds():
        # The base level is shown unless another is chosen.
        diagram = plot_exercise(exercise, person=build, **({} if level == "base" else {"level": level}))
        start, end = people(diagram)
        assert (start.row["moment"], end.row["moment"]) == ("start", "end")
        assert start.row["level"] == end.row["level"] == level
        assert start.row["build"] == end.row["build"] == build
        assert all(fact.endswith(".") for fact in diagram.facts)
        assert not any("no label" in fact or "Not touching" in fact for fact in diagram.facts), diagram.facts
        assert sum(fact.startswith("Marked") for fact in diagram.facts) == len(entries(end.row))
        assert "Drawn posture, not a measurement." in diagram.note
        assert reviews.NOT_REVIEWED in diagram.note
        apart(diagram.figure)


@pytest.mark.parametrize("row", [row for row in POSES if row["highlight"]],
                         ids=lambda row: f"{row['exercise']}-{row['level']}")
def test_marks_say_what_the_table_of_structures_says(row: dict[str, object]) -> None:
    roles = {(aim["structure"], aim["role"]) for aim in catalogue.rows("exercise_structures")
             if aim["exercise"] == row["exercise"]}
    for entry in str(row["highlight"]).split(";"):
        structure, side, role, *rest = entry.split(":")
        assert (structure, role) in roles
        assert side in ("left", "right")
        assert rest in ([], ["second"])


def test_stretched_and_working_differ_without_colour() -> None:
    assert ROLES["working"][2]
    assert not ROLES["stretched"][2]
    assert abs(style.luminance(ROLES["working"][0]) - style.luminance(ROLES["stretched"][0])) > .3
    assert abs(style.luminance(SECOND) - style.luminance(ROLES["stretched"][0])) > .15
    assert all(style.contrast(edge, style.PAPER) >= 3 for _, edge, _, _ in ROLES.values())
    facts = plot_exercise("half_kneeling_hip_flexor_stretch").facts
    assert any("Marked solid: right psoas and iliacus" in fact and "stretched" in fact for fact in facts)
    assert any("Marked striped: right gluteus maximus" in fact and "working" in fact for fact in facts)


@pytest.mark.parametrize(
    ("exercise", "level"), [key for key in DRAWN if key[0] in ("side_plank", "copenhagen_adduction")])
def test_who_leans_on_a_forearm_is_not_seen_leaning_on_a_straight_arm(exercise: str, level: str) -> None:
    for person in people(plot_exercise(exercise, level=level)):
        shoulder = person.frames.origin[FRAMES.index("right_upper_arm")]
        elbow, wrist = (posture.point(person.frames, person.body, f"right_{name}")[0] for name in ("elbow", "wrist"))
        upper, lower = ((person.eye @ (b - a))[:2] for a, b in ((shoulder, elbow), (elbow, wrist)))
        cosine = upper @ lower / np.linalg.norm(upper) / np.linalg.norm(lower)
        assert np.degrees(np.arccos(cosine)) > 25
        assert np.linalg.norm(lower) > 0.55 * person.body.length["forearm"]


def test_people_differ_in_build_age_and_sex_and_are_clothed() -> None:
    assert set(builds()) == set(LOOKS)
    assert {"younger_woman", "older_man"} <= set(builds())
    for build in builds():
        person = people(plot_exercise("bird_dog", "start", person=build))[0]
        assert person.row["build"] == build
    drawn = {str(people(plot_exercise(exercise, "start"))[0].row["build"]) for exercise in EXERCISES[:4]}
    assert drawn == set(builds())


def test_a_moved_joint_moves_the_picture_and_the_facts() -> None:
    diagram = plot_exercise("bridge", "end")
    person = people(diagram)[0]
    before, facts = person.view.picture.copy(), diagram.facts
    assert "right hip straight and knee bent 95 degrees" in facts[1]
    assert any(fact.startswith("On the floor: occiput") for fact in facts)
    person.set_pose(person.pose | {"right_knee_flexion_deg": 20.0})
    assert not np.array_equal(before, person.view.picture)
    assert "right hip straight and knee bent 20 degrees" in diagram.facts[1]
    assert any("Not touching: right heel" in fact for fact in diagram.facts)


def test_a_changed_mark_and_label_are_told() -> None:
    diagram = plot_exercise("bridge", "end")
    panel = diagram.figure.axes[0].child_axes[0]
    patch = next(child for child in panel.get_children() if isinstance(child, PathPatch))
    patch.set_hatch("")
    assert any("Marked not striped" in fact for fact in diagram.facts)
    next(text for text in panel.texts if str(text.get_gid()).startswith("label|")).set_text("Calf: working")
    assert any("labelled \"Calf: working\"" in fact for fact in diagram.facts)


def test_the_facts_follow_the_table(whole_data_copy: Path) -> None:
    before = plot_exercise("ball_squeeze").facts
    path = table_file(whole_data_copy, "poses")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("Both knees press the ball", "The knees rest"), encoding="utf-8")
    assert set(plot_exercise("ball_squeeze").facts) - set(before) == {"End: The knees rest."}


def test_one_moment_and_own_axes() -> None:
    assert [person.row["moment"] for person in people(plot_exercise("clamshell", "end"))] == ["end"]
    figure = Figure(figsize=(8, 4))
    diagram = plot_exercise("bridge", ax=figure.add_subplot())
    assert diagram.figure is figure
    assert diagram.facts == plot_exercise("bridge").facts


def test_the_same_bytes_twice() -> None:
    assert plot_exercise("bridge", "end").png() == plot_exercise("bridge", "end").png()


@pytest.mark.parametrize("magnification", [1.0, 2.5])
@pytest.mark.parametrize("own_axes", [False, True])
def test_the_picture_lies_where_matplotlib_would_put_it(own_axes: bool, magnification: float) -> None:
    diagram = plot_exercise("bridge", ax=Figure(figsize=(7, 5)).add_subplot() if own_axes else None)
    canvas = FigureCanvasAgg(diagram.figure)
    canvas.draw()  # from then on the axes have their place
    for person in people(diagram):
        ours, x, y, _ = person.make_image(canvas.get_renderer(), magnification)
        theirs, left, bottom, _ = AxesImage.make_image(person, canvas.get_renderer(), magnification)
        # Before 3.11 matplotlib rounded neither the corner nor the size.
        assert (x, y) == pytest.approx((left, bottom), abs=0.5 / magnification + 1e-6)
        assert np.abs(np.subtract(ours.shape, theirs.shape)).max() <= 1
        h, w = np.minimum(ours.shape, theirs.shape)[:2]
        assert np.abs(ours[:h, :w].astype(int) - theirs[:h, :w]).mean() < 4
        assert np.abs(ours[::-1][:h, :w].astype(int) - theirs[:h, :w]).mean() > 10, "it would be seen upside down"


def test_an_svg_is_drawn_as_fine_as_it_is_saved(tmp_path: Path) -> None:
    person = people(diagram := plot_exercise("bridge", "end"))[0]
    across = person.view.depth.shape[1]
    diagram.save(tmp_path / "bridge.svg")
    assert person.view.depth.shape[1] > 1.5 * across


def test_a_shadow_has_no_steps() -> None:
    person = people(plot_exercise("figure_four_stretch", "start"))[0]
    stage = scene(person.cast[0], [])
    low, high = stage.surface.points[:, :2].min(axis=0), stage.surface.points[:, :2].max(axis=0)
    across = np.linspace(low[0], high[0], 2000)
    dark = _shadow(stage, np.stack([across, np.full(2000, (low[1] + high[1]) / 2)], axis=1))
    assert dark.max() > 0.5
    assert np.abs(np.diff(dark)).max() < 0.03
    assert _shadow(stage, np.array([low - 1, high + 1])).tolist() == [0, 0], "no shadow far from everything"


def test_what_is_not_drawn_is_told_in_one_sentence() -> None:
    for wrong, text in ((lambda: plot_exercise("bridge", level="easier"), "not drawn at level 'easier'; use one of"),
                        (lambda: plot_exercise("bridge", "middle"), "no moment 'middle'"),
                        (lambda: plot_exercise("bridge", person="giant"), "no person 'giant'"),
                        (lambda: plot_exercise("bridg"), "did you mean 'bridge'")):
        with pytest.raises(StretchlibError, match=text):
            wrong()


def test_the_tables_load() -> None:
    exercises, tests = sl.load_exercise_poses(), sl.load_test_poses()
    assert len(exercises) == len(POSES)
    assert len(exercises) + len(tests) == len(sl.load_poses())
    assert set(tests["role"]) == {"patient", "examiner"}
    assert {"exercise", "level"} <= set(exercises) - set(tests)
    assert {"test", "casting", "role", "holds"} <= set(tests) - set(exercises)
    assert set(sl.load_body_segments()["build"]) == set(builds())


def test_words_longer_than_the_panel_find_a_place_all_the_same() -> None:
    window = Window(left=0.0, right=1.0, bottom=0.0, top=0.8, scale=500)
    ax = Figure(figsize=(4, 3.2)).add_axes((0, 0, 1, 1))
    nobody = SimpleNamespace(names=[], seen=np.full((400, 500), -1))
    long = Tag("long", ("a very long word" * 12,) * 30, [np.array([0.5, 0.4])])
    label(ax, [long, long._replace(gid="second")], nobody, window)  # type: ignore[arg-type]
    assert len(ax.texts) == 2
    for text in ax.texts:
        assert 0 <= text.get_position()[0] <= 1
        assert 0 <= text.get_position()[1] <= 0.8
