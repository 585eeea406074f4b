"""The cards of structures: four answers from the rows, beside a picture that is drawn as the tables have it."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from matplotlib.patches import Circle

import stretchlib as sl
from stretchlib.core.errors import StretchlibError
from stretchlib.figures.plates.structure_card import ANSWERS
from stretchlib.tables import catalogue
from stretchlib.tables.phrases import say
from stretchlib.tables.rows.anatomy import Structure
from stretchlib.tables.rows.evidence import StructureGroup, StructureLink
from tests.data_files import table_file

GROUPS = [group.id for group in catalogue.rows(StructureGroup)]
TEN = {"piriformis", "gluteus_medius", "gluteus_maximus", "adductors", "psoas_major", "hamstrings", "sciatic_nerve",
       "hip_joint", "sacroiliac_joint", "gluteal_tendons"}


def ring_of(structure: str) -> tuple[float, float]:
    ax = sl.structure(structure).picture.figure.axes[0]
    ring = next(patch for patch in ax.patches if str(patch.get_gid()) == f"ring-{structure}")
    assert isinstance(ring, Circle)
    x, y = ring.get_center()
    return float(x), float(y)


def test_the_ten_structures_have_a_card() -> None:
    assert set(GROUPS) == TEN


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("group", GROUPS)
def test_a_card_gives_four_answers_from_its_rows_beside_its_picture(
        group: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", language)
    card = sl.structure(group)
    text = repr(card)
    rows = [row for row in catalogue.rows(StructureLink) if row.structure == group]
    assert {row.question for row in rows} == {"could", "seen", "treated", "test", "say"}
    places = [text.index(say(f"structure_card.{answer}")) for answer in ANSWERS]
    assert places == sorted(places)
    for row in rows:
        assert row.text in text
    assert text.index(say("structure_card.sources")) > max(text.index(row.text) for row in rows), "behind a click"
    assert text.splitlines()[1] == card.picture.text
    labelled(catalogue.row(StructureGroup, group), card.picture.figure)


def labelled(group: StructureGroup, figure: Any) -> None:
    """What is drawn is what the row names, the members in bold, and no letter leaves the picture."""
    ax = figure.axes[0]
    bold = {" ".join(text.get_text().split()) for text in ax.texts if str(text.get_gid()).startswith("label-")
            and text.get_weight() == "bold"}
    ringed = {str(patch.get_gid()).removeprefix("ring-") for patch in ax.patches
              if str(patch.get_gid()).startswith("ring-")}
    drawn = {str(body.get_gid()).partition("-")[2] for body in ax.collections
             if str(body.get_gid()).startswith(("muscle-", "nerve-"))}
    assert set(group.members) <= drawn | ringed
    assert drawn | ringed == {*group.members, *group.beside}
    names = {catalogue.row(Structure, member).name_en for member in group.members if member not in ringed}
    assert bold <= names | {group.name, say("structure_card.origin", name=group.name)}
    assert bold, "the structure is labelled"
    covered = " ".join(" ".join(text.get_text().split()) for text in ax.texts if text.get_gid() == "covered")
    assert all(name in bold or name in covered for name in names), "a member that is not seen is named as such"
    figure.draw_without_rendering()
    for text in ax.texts:
        box = text.get_window_extent()
        assert box.x0 >= -1, text.get_text()
        assert box.x1 <= figure.bbox.width + 1, text.get_text()


def test_a_joint_and_a_tendon_are_ringed_where_their_point_is(data_copy: Path) -> None:
    x, y = ring_of("hip_joint")
    path = table_file(data_copy, "muscle_sections")
    path.write_text(path.read_text(encoding="utf-8").replace("hip_bone_right,0 0 0,", "hip_bone_right,0 25 0,"),
                    encoding="utf-8")
    assert ring_of("hip_joint") == pytest.approx((x, y + 25))


def test_where_no_trial_was_found_the_card_says_so_and_no_certainty_of_it() -> None:
    text = repr(sl.structure("adductors"))
    assert "Treated: No trial was found that trains the adductors for low back pain.\n" in text
    assert "Treated: No trial was found that holds a piriformis stretch" in repr(sl.structure("piriformis"))


def test_the_shares_of_the_sacroiliac_joint_are_said_to_be_unchecked() -> None:
    assert "Felt: Shares not yet checked." in repr(sl.structure("sacroiliac_joint"))
    assert "Shares not yet checked" not in repr(sl.structure("hip_joint")), "its map has them"


def test_words_for_a_person_say_whose_they_are_until_they_are_signed(data_copy: Path) -> None:
    assert say("structure_card.unsigned") in repr(sl.structure("hip_joint"))
    path = table_file(data_copy, "structure_links")
    text = path.read_text(encoding="utf-8")
    signed = re.sub(r'^(hip_joint,say,.*),,$', r"\1,A. Muster,2026-11-02", text, flags=re.MULTILINE)
    assert signed != text
    path.write_text(signed, encoding="utf-8")
    card = repr(sl.structure("hip_joint"))
    assert say("structure_card.unsigned") not in card
    assert "We test the hip by itself. (reviewed by A. Muster, 2026-11-02)" in card


def test_a_structure_without_a_card_is_a_sentence() -> None:
    with pytest.raises(StretchlibError, match="piriformis"):
        sl.structure("pirifornis")
