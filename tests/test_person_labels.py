"""Labels beside drawn people: no lines cross, and no label lies over another label or over a dot."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import combinations

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.lines import Line2D
from matplotlib.text import Text

import stretchlib as sl
from stretchlib import datasets, posture
from stretchlib.body import body
from stretchlib.figures import Diagram, labels, person_shapes

SHEETS: dict[str, Callable[[], Diagram]] = {
    "landmarks": sl.plot_landmarks,
    **{f"landmarks-{view}": (lambda view=view: sl.plot_landmarks(view)) for view in ("back", "side", "front")},
    **{str(row["id"]): (lambda row=row: sl.plot_exercise(str(row["id"]))) for row in datasets.rows("exercises")},
    **{test: (lambda test=test: sl.plot_clinical_test(test))
       for test in sorted({str(row["test"]) for row in datasets.rows("test_poses")})},
}


@pytest.fixture(params=["en", "de"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    sl.language(request.param)
    yield request.param
    sl.language("en")


@pytest.mark.parametrize("sheet", SHEETS)
def test_no_lines_cross_and_no_label_hides_a_label_or_a_dot(sheet: str, language: str) -> None:
    figure = SHEETS[sheet]().figure
    FigureCanvasAgg(figure).draw()
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


def test_the_sciatic_nerve_divides_above_the_knee_into_one_strand_behind_and_one_at_the_outside() -> None:
    pose = dict.fromkeys((*posture.ROOT, *posture.ANGLES), 0.0)
    frames = posture.frames(pose, "upright", body("younger_woman"))
    centres, _ = person_shapes.muscle("sciatic_nerve", "right", frames)
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
