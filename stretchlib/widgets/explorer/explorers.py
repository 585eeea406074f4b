"""The explorers of the course, each one line in a notebook: the hip you can move, and a bend shared out."""

from __future__ import annotations

from functools import partial

from ... import hip
from ...core.errors import StretchlibError, one_of
from ...figures.back.bend import BendView, bend_limits
from ...figures.evidence.post_test import PostTestView, usable_tests
from ...figures.hip.body import VIEWS, HipBody
from ...figures.hip.explorer import HipView
from ...figures.hip.wall import WallHipView
from ...hip import people
from ...hip.wording import model_name, muscle_name
from ...tables import catalogue, phrases
from ...tables.rows.hip_model import StretchPosition
from .explore_hip import HipExplorer
from .explored import Choice, Range
from .explorer import Explorer


def explore_hip(muscle: str = "piriformis", model: str = hip.MODELS[0], *, flexion: float = 0, adduction: float = 0,
                rotation: float = 0, position: str | None = None, view: str = "posterolateral",
                whose_hip: str | int = "mean", wall: bool = False) -> HipExplorer:
    """Move a thigh by sliders; see what ``muscle`` would do from there, and how long it is, in three geometries.

    Degrees; flexion, adduction and internal rotation are positive. ``position`` names a row of ``stretch_positions``
    to open in, in place of the three angles; ``whose_hip`` is ``"mean"``, ``"all"`` or a person from 1 to 26, whose
    bones are drawn and over whose bones four muscles were carried. Millimetres, and percent of the length of muscle
    and tendon; ``wall`` is for a slide: large letters, no lengths, the mean hip. Raises :class:`StretchlibError` for an
    unknown muscle, model, position or hip, and for a position that lies beyond the range in which the models were
    checked.
    """
    if position is not None:
        if flexion or adduction or rotation:
            raise StretchlibError("explore_hip opens in a position or at angles, not at both; leave one of them out.")
        posture = catalogue.row(StretchPosition, position)
        flexion, adduction, rotation = posture.flexion_deg, posture.adduction_deg, posture.rotation_deg
    words = phrases.words()
    one_of(model, hip.MODELS, "hip model")
    one_of(view, VIEWS, "view of the hip")
    muscles = list(dict.fromkeys(muscle_id for each in hip.MODELS for muscle_id in hip.muscle_ids(each)))
    one_of(muscle, muscles, "muscle in the hip models")
    controls: list[Range | Choice] = [
        Range("flexion", words["explorer.flexion"], -20, 120, flexion, note=words["explorer.flexion_note"]),
        Range("adduction", words["explorer.adduction"], -45, 30, adduction, note=words["explorer.adduction_note"]),
        Range("rotation", words["explorer.rotation"], -45, 45, rotation, note=words["explorer.rotation_note"]),
        Choice("muscle", words["explorer.muscle"], {part: muscle_name(part) for part in sorted(muscles)}, muscle),
        Choice("model", words["explorer.model"], {model_id: model_name(model_id) for model_id in hip.MODELS}, model),
        Choice("view", words["explorer.view"], {view_id: words[f"seen.{view_id}"] for view_id in VIEWS}, view),
    ]
    if not wall:  # a slide has no room for it
        whose = {"mean": words["explorer.hip.mean"], "all": words["explorer.hip.all"]} | {
            str(person): phrases.say("explorer.hip.person", person=person) for person in range(1, people.PEOPLE + 1)}
        one_of(str(whose_hip), whose, "hip")
        controls.insert(5, Choice("hip", words["explorer.hip"], whose, str(whose_hip)))
    return HipExplorer(WallHipView if wall else partial(HipView, HipBody), controls, views=VIEWS, wall=wall)


def explore_forward_bend(bend: float = 90, hip_max: float = 35, share: float = 0) -> Explorer:
    """Share a bend forward between low back and hips, with the hips held at ``hip_max`` degrees.

    ``share`` (0 to 1) of what the hips do not give is taken by the lumbar spine: an assumption, not a finding.
    """
    words = phrases.words()
    largest, hips = bend_limits()
    controls = [
        Range("bend", words["explorer.bend"], 0, largest, bend),
        Range("hip_max", words["explorer.hip_max"], 0, hips, hip_max, note=words["explorer.hip_max_note"]),
        Range("share", words["explorer.share"], 0, 1, share, step=0.05, unit=words["explorer.share_unit"],
              note=words["explorer.share_note"]),
    ]
    return Explorer("explore_forward_bend", BendView, controls)


def explore_post_test(test: str = "crossed_straight_leg_raise_surgical", pre_test: float = 30) -> Explorer:
    """What a test result does to a probability, in 100 people: move the pre-test probability, choose the test.

    ``pre_test`` in whole percent; ``test`` is a row of ``test_accuracy`` that may be used for arithmetic. Raises
    :class:`StretchlibError` for another one.
    """
    words = phrases.words()
    tests = usable_tests(test)
    controls: list[Range | Choice] = [
        Range("pre_test", words["explorer.pre_test"], 1, 99, pre_test, unit="%", note=words["explorer.pre_test_note"]),
        Choice("test", words["explorer.test"], tests, test),
    ]
    return Explorer("explore_post_test", PostTestView, controls)
