"""What the tables of hip and back hold: both sides of each structure, honest findings, four routes."""

from __future__ import annotations

import pytest

import stretchlib as sl
from stretchlib.tables import catalogue
from stretchlib.tables.rows.evidence import HipBackLink, HipOrSpine, Route, StructureGroup, StructureLink

GROUPS = [group.id for group in catalogue.rows(StructureGroup)]
#: What no trial was found on, so that no card may tell of one.
WITHOUT_A_TRIAL = {"piriformis", "adductors", "sacroiliac_joint"}


@pytest.mark.parametrize("group", GROUPS)
def test_each_structure_answers_every_question(group: str) -> None:
    rows = [row for row in catalogue.rows(StructureLink) if row.structure == group]
    assert {row.question for row in rows} == {"could", "seen", "treated", "test", "say"}
    assert [row.position for row in rows if row.question == "seen"] == list(
        range(1, 1 + sum(row.question == "seen" for row in rows)))
    assert {"against a link", "open"} & {row.finding for row in rows}, "a finding that does not speak for it"
    assert (group in WITHOUT_A_TRIAL) == any(row.finding == "none found" for row in rows)


def test_words_to_say_are_marked_as_nobodys_finding() -> None:
    for row in catalogue.rows(StructureLink):
        if row.question == "say":
            assert (row.certainty, row.checked, row.sources) == ("expert opinion", "unchecked", ())
        if row.finding == "none found":
            assert row.text.startswith(("No trial was found", "For this course no trial was read"))
            assert not row.sources


def test_groups_hold_five_adductors_and_the_neighbours_that_act_with_them() -> None:
    members = {group.id: group.members for group in catalogue.rows(StructureGroup)}
    assert members["adductors"] == ("adductor_longus", "adductor_brevis", "adductor_magnus", "pectineus", "gracilis")
    assert members["gluteus_medius"] == ("gluteus_medius", "gluteus_minimus")
    assert members["psoas_major"] == ("psoas_major", "iliacus")
    assert {group.id for group in catalogue.rows(StructureGroup) if group.core} == {
        "piriformis", "gluteus_medius", "adductors"}


def test_a_ratio_that_moves_a_chance_follows_from_its_shares() -> None:
    moving = [row for row in catalogue.rows(HipOrSpine) if row.moves]
    assert len(moving) >= 5
    for row in moving:
        assert row.sensitivity is not None
        assert row.specificity is not None
        assert row.lr_positive == pytest.approx(row.sensitivity / (1 - row.specificity), rel=0.05), row.id
        assert row.lr_negative == pytest.approx((1 - row.sensitivity) / row.specificity, rel=0.03), row.id
        assert row.checked == "abstract", row.id


def test_no_ratio_moves_where_it_was_not_read_or_not_held_against_this_question() -> None:
    still = {row.id for row in catalogue.rows(HipOrSpine) if not row.moves}
    assert {"limp", "less_inward_rotation", "buttock_sore_spot", "leg_strip", "inner_thigh_worst"} <= still
    for name in ("limp", "less_inward_rotation"):
        row = catalogue.row(HipOrSpine, name)
        assert (row.sensitivity, row.specificity, row.lr_positive, row.lr_negative) == (None,) * 4


def test_pain_below_the_knee_and_in_the_buttock_name_nothing() -> None:
    for name in ("buttock_pain", "pain_below_knee", "pain_below_l5_only"):
        assert catalogue.row(HipOrSpine, name).speaks_for == "neither"


@pytest.mark.parametrize("route", ["felt_elsewhere", "shared_movement", "both_at_once", "sensitivity_and_person"])
def test_each_route_has_links_a_best_study_and_what_speaks_against_it(route: str) -> None:
    row = catalogue.row(Route, route)
    text = repr(sl.hip_back_links(route))
    assert row.sentence in text
    assert row.best_study in text
    assert row.null_result in text
    assert any(link.route == route for link in catalogue.rows(HipBackLink))
    assert row.sentence not in repr(sl.hip_back_links())
