"""The skin of the people: size, volume, lengths, and how it follows a bent body."""

from __future__ import annotations

import numpy as np
import pytest

from stretchlib.core.errors import StretchlibError
from stretchlib.stage import human, posture
from stretchlib.stage.body import FRAMES, SIDES, body, builds
from stretchlib.stage.skinning import SEGMENTS
from stretchlib.stage.stance import Stance, between
from stretchlib.tables import paths

STATURE_M = 1.65
each_skin = pytest.mark.parametrize(("build", "shod"), [(build, shod) for build in builds() for shod in (False, True)])


def litres(who: Stance) -> float:
    """The volume between a skin and its left hip joint, of a person of 1.65 m."""
    from_hip = who.points - who.frames.origin[FRAMES.index("left_thigh")]  # hems are open: the zero is to be inside
    return float(np.linalg.det(from_hip[who.skin.faces]).sum() / 6 * STATURE_M**3 * 1000)


@each_skin
def test_a_skin_is_small_and_whole(build: str, shod: bool) -> None:
    skin = human.skin(build, shod)
    assert 7_500 < len(skin.faces) < 9_000
    assert (paths.data_root() / "people" / f"{build}{'_shod' if shod else ''}.npz").stat().st_size < 95_000
    assert np.allclose(skin.weights.sum(axis=1), 1)
    assert (skin.weights[:, 0] + 1e-9 >= skin.weights[:, 1:].max(axis=1)).mean() > .999
    assert skin.segments.max() < len(SEGMENTS)
    assert np.allclose(np.linalg.norm(skin.normals, axis=1), 1, atol=.02)
    assert skin.faces.max() == len(skin.points) - 1
    assert set(np.unique(skin.colours)) <= set(range(len(skin.palette)))
    outward = np.cross(*(skin.points[skin.faces[:, i]] - skin.points[skin.faces[:, 0]] for i in (1, 2)))
    assert ((outward * skin.normals[skin.faces].sum(axis=1)).sum(axis=1) > 0).mean() > .97
    assert "shoe" in {skin.palette[paint] for paint in skin.colours} if shod else True


@each_skin
def test_the_skin_was_made_for_the_lengths_of_the_table(build: str, shod: bool) -> None:
    rest, length = human.skin(build, shod).rest, body(build).length
    at = dict(zip(FRAMES, rest.origin, strict=True))
    for side in SIDES:
        for upper, lower in (("thigh", "shank"), ("shank", "foot"), ("upper_arm", "forearm"), ("forearm", "hand")):
            apart = np.linalg.norm(at[f"{side}_{upper}"] - at[f"{side}_{lower}"])
            assert apart == pytest.approx(length[upper], abs=2e-4), "body_segments.csv changed: run tools/make_body.py"
    assert np.linalg.norm(at["left_thigh"] - at["right_thigh"]) == pytest.approx(2 * length["hip_half"], abs=2e-4)
    assert np.allclose(rest.rotation @ np.swapaxes(rest.rotation, -1, -2), np.eye(3), atol=1e-5)


@each_skin
def test_at_rest_nothing_moves(build: str, shod: bool) -> None:
    skin = human.skin(build, shod)
    rest = posture.Frames(skin.rest.rotation, skin.rest.origin)
    points, normals = skin.pose(rest)
    far_from_arms = np.array([not any(word in name for word in ("arm", "hand", "finger", "girdle", "pronation"))
                              for name in SEGMENTS])[skin.segments].all(axis=1)
    assert np.abs(points - skin.points)[far_from_arms].max() < 1e-5
    assert np.abs(normals - skin.normals)[far_from_arms].max() < .02


@pytest.mark.parametrize("build", builds())
@pytest.mark.parametrize("angles", [{"left_hip_flexion_deg": 120.0}, {"left_hip_flexion_deg": 60.0},
                                    {"left_knee_flexion_deg": 130.0}, {"left_hip_adduction_deg": -40.0}], ids=str)
def test_a_bent_joint_keeps_its_volume(build: str, angles: dict[str, float]) -> None:
    straight, bent = (Stance({"root_z": .53} | more, "upright", build) for more in ({}, angles))
    assert 45 < litres(straight) < 80
    assert abs(litres(bent) - litres(straight)) < 1.5  # linear blending: 1.7


@pytest.mark.parametrize("build", builds())
def test_both_legs_are_nearly_alike(build: str) -> None:
    who = Stance({"root_z": .53}, "upright", build)
    left, right = (np.array([(who.skin.part == f"{side}_{part}").sum() for part in ("thigh", "shank", "foot", "hand")])
                   for side in SIDES)
    assert np.all(abs(left - right) < .05 * left)
    assert np.ptp(who.points[:, 2]) == pytest.approx(1, abs=.06)  # hair stands above the stature


def test_pronation_turns_the_palm_and_half_the_forearm() -> None:
    build = builds()[0]
    palms = [Stance({"left_pronation_deg": angle}, "upright", build) for angle in (0, 90)]
    inner, back = (-who.frames.rotation[FRAMES.index("left_hand"), :, 0] for who in palms)
    assert inner == pytest.approx([0, -1, 0], abs=1e-9), "midway the palm looks at the thigh"
    assert back == pytest.approx([-1, 0, 0], abs=1e-9), "turned in it looks back"
    moved = np.linalg.norm(palms[0].points - palms[1].points, axis=1)
    part = palms[0].skin.part
    assert moved[part == "left_hand"].max() > .03
    assert moved[part == "left_upper_arm"].max() < .004
    assert moved[part == "left_thigh"].max() == 0


def test_fingers_bend_towards_the_palm() -> None:
    build = builds()[0]
    flat, bent = (Stance({"left_pronation_deg": 90, "left_finger_flexion_deg": angle}, "upright", build)
                  for angle in (0, 60))
    tips = flat.region("left_fingertips")
    assert (bent.points[tips] - flat.points[tips]).mean(axis=0)[0] < -.01
    wrist = flat.region("left_wrist")
    assert np.abs(bent.points[wrist] - flat.points[wrist]).max() < .012


def test_contacts_are_between_skins() -> None:
    build = builds()[0]
    who = Stance({"root_z": .53}, "upright", build)
    assert abs(who.gap("floor:left_heel")) < .004
    lifted = Stance({"root_z": .58}, "upright", build)
    assert lifted.gap("floor:left_heel") - who.gap("floor:left_heel") == pytest.approx(.05, abs=1e-9)
    assert who.gap("floor:left_heel@.02") == pytest.approx(who.gap("floor:left_heel") - .02)
    wide = who.gap("near:left_knee>right_knee")
    assert who.gap("between:left_knee>right_knee@.01") == pytest.approx(wide / 2 - .01)
    flat = np.stack(np.meshgrid(*[np.linspace(0, .1, 21)] * 2), axis=-1).reshape(-1, 2)
    plane = np.column_stack([flat, np.zeros(len(flat))])
    up = np.tile([0.0, 0, 1], (len(plane), 1))
    for height in (.01, -.01):
        assert between(np.array([[.05, .05, height]]), plane, up) == pytest.approx(height)


def test_a_build_without_a_skin_is_told() -> None:
    with pytest.raises(StretchlibError, match=r"giant\.npz is not there"):
        human.skin("giant")
