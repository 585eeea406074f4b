"""The body with letters: which letter stands on which area is read back from the drawing."""

from __future__ import annotations

import numpy as np
import pytest
from matplotlib.patches import Polygon

import stretchlib as sl
from stretchlib.core.errors import StretchlibError
from stretchlib.figures.evidence.lettered_body import plot_lettered_body
from stretchlib.questions.bank import Question, bank, question
from stretchlib.questions.sheet import Sheet
from tests.texts_apart import apart

AREAS = [asked for asked in bank(optional=True) if asked.kind == "area"]


@pytest.mark.parametrize("asked", AREAS, ids=lambda asked: asked.id)
def test_each_area_bears_its_letter_within_its_own_shape(asked: Question) -> None:
    sheet = Sheet(asked)
    diagram = plot_lettered_body(sheet)
    letters = sheet.letters()
    facts = " ".join(diagram.facts)
    for position, option in enumerate(sheet.options, start=1):
        assert f"{letters[str(position)]}: {option.name}, from " in facts
    (ax,) = diagram.figure.axes
    polygons = [patch for patch in ax.patches if isinstance(patch, Polygon)]
    fills = [patch for patch in polygons if patch.get_fill() and patch.get_zorder() > 2]
    for text in ax.texts:
        if str(text.get_gid()).startswith("letter|"):
            number = sorted(letters.values()).index(text.get_text())
            holding = [patch for patch in fills if patch.get_path().contains_point(text.get_position())]
            assert np.isclose(holding[0].get_zorder(), 2.005 + number / 100), text.get_gid()
    assert diagram.png() == plot_lettered_body(sheet).png()


def test_texts_stand_apart_in_both_languages() -> None:
    for language in ("en", "de"):
        sl.language(language)
        try:
            apart(plot_lettered_body(Sheet(question("Q421"))).figure, slack=1)
        finally:
            sl.language("en")


def test_another_question_is_refused() -> None:
    with pytest.raises(StretchlibError, match="Q01 is of the kind single"):
        plot_lettered_body(Sheet(question("Q01")))
