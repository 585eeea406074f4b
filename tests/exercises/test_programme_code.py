"""The code of a week of practice: it survives a hurried hand, or says which group of it was misread."""

from __future__ import annotations

import random
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stretchlib.core.errors import StretchlibError
from stretchlib.exercises import paper_code
from stretchlib.exercises.programme import Item, Programme
from tests.exercises.test_programme import weeks


@given(weeks(), st.randoms(use_true_random=False))
def test_property_a_code_gives_the_same_programme_however_it_is_typed(week: Programme, dice: random.Random) -> None:
    code = week.to_code()
    assert Programme.from_code(code) == week
    swaps = {"0": "0oO", "1": "1iIlL", "V": "vVuU"}
    typed = "".join(dice.choice(swaps.get(one, one + one.lower())) for one in code if one != "-" or dice.random() < 0.8)
    typed = "".join(one + dice.choice(["", "", " ", "\n"]) if one == "-" else one for one in typed)
    assert Programme.from_code(f" {typed}. ") == week


def test_every_wrong_character_is_seen_and_its_group_named() -> None:
    code = Programme.for_case("reader_of_the_article").to_code()
    for place, right in enumerate(code):
        for wrong in set(paper_code.ALPHABET) - {right} if right != "-" else ():
            with pytest.raises(StretchlibError) as told:
                Programme.from_code(code[:place] + wrong + code[place + 1:])
            assert f"Group {place // 6 + 1} of the code: misread" in str(told.value)


def test_two_neighbours_changed_about_are_seen() -> None:
    code = Programme.for_case("socks_and_stairs").to_code().replace("-", "")
    for place in range(len(code) - 1):
        turned = code[:place] + code[place + 1] + code[place] + code[place + 2:]
        if turned != code:
            with pytest.raises(StretchlibError, match="misread, or in another place"):
                Programme.from_code(turned)


def test_groups_changed_about_left_out_or_mixed_are_seen() -> None:
    groups = Programme.for_case("reader_of_the_article").to_code().split("-")
    for one, two in combinations(range(len(groups)), 2):
        turned = [*groups]
        turned[one], turned[two] = turned[two], turned[one]
        if turned != groups:
            with pytest.raises(StretchlibError, match=f"Groups? {one + 1}, .*misread, or in another"):
                Programme.from_code("-".join(turned))
    with pytest.raises(StretchlibError, match=f"it has {len(groups) - 1} groups and needs more"):
        Programme.from_code("-".join(groups[:-1]))
    others = Programme.for_case("pelvic_pain_after_birth").to_code().split("-")
    with pytest.raises(StretchlibError, match="do not belong together"):
        Programme.from_code("-".join([*groups[:3], *others[3:]]))
    longer = Programme.for_case("leg_pain_after_lifting").to_code()
    extra = paper_code.pack([(0, 20)] * 9).split("-")
    with pytest.raises(StretchlibError, match="leave out what does not belong"):
        Programme.from_code("-".join([longer, *extra[longer.count("-") + 1:]]))


@pytest.mark.parametrize(("spoil", "sentence"), [
    (lambda code: "", "There is no code here"),
    (lambda code: " - - ", "There is no code here"),
    (lambda code: code.replace(code[7], "é", 1), "which is in no code"),
    (lambda code: code[:8] + code[9:], "group 2 has 4"),
    (lambda code: code.replace("-", "")[:-1], "this has"),
])
def test_a_code_that_cannot_be_one_says_why(spoil: Any, sentence: str) -> None:
    with pytest.raises(StretchlibError) as told:
        Programme.from_code(spoil(Programme.for_case("reader_of_the_article").to_code()))
    assert sentence in str(told.value)
    assert "\n" not in str(told.value)


@pytest.mark.parametrize(("numbers", "sentence"), [
    ([(2, 2)], "newer version of the course"),
    ([(1, 2), (0, 6), (1, 3), (99, 7), (0, 2), (0, 2), (0, 4), (0, 6), (0, 7), (1, 7)],
     "no exercise with the code 'E99'"),
    ([(1, 2), (63, 6), (1, 3), (9, 7), (1, 2), (0, 2), (2, 4), (8, 6), (3, 7), (21, 7)], "for case 63"),
    ([(1, 2), (0, 6), (1, 3), (9, 7), (1, 2), (0, 2), (2, 4), (40, 6), (3, 7), (21, 7)], "reps is 8 to 15"),
    ([(1, 2), (0, 6), (0, 3)], "has 1 to 7 exercises"),
])
def test_a_whole_code_of_what_the_course_has_not_says_so(numbers: list[tuple[int, int]], sentence: str) -> None:
    with pytest.raises(StretchlibError, match=sentence):
        Programme.from_code(paper_code.pack(numbers))


@given(st.text())
def test_property_any_other_text_is_told_in_a_sentence(text: str) -> None:
    said = ""
    try:
        Programme.from_code(text)
    except StretchlibError as error:
        said = str(error)
    assert said.endswith(".")
    assert "\n" not in said


def test_a_number_without_room_is_told() -> None:
    with pytest.raises(StretchlibError, match="no room for the number 8"):
        paper_code.pack([(8, 3)])


def test_a_sheet_that_was_printed_once_is_read_for_ever() -> None:
    """The codes stand on paper: another alphabet, sum or check would make waste of it."""
    assert paper_code.pack([(1, 2), (5, 7), (0, 3)]) == "8A1XK-R000Z"
    long = paper_code.pack([(place * 37 % 1024, 10) for place in range(70)])
    assert long.endswith("-2P3VR-5065T-7A8FJ-9MASE-BYD3X-E8FDB-GJHQD-JWM1Y-N6PB0-QGRNT-STTZ5-W4X92-YEZKW-0R1X2-3247X-"
                         "5C6HV-7P8VT-A0B5S-CADFK-EMFSQ-BT005"), "the places of its groups are counted round 32"


@pytest.mark.parametrize(("spoil", "sentence"), [
    (lambda code: code.split("-")[0][:4], "this has 4 in all"),
    (lambda code: "-".join([code.split("-")[0][:4], code.split("-")[1]]), "group 1 has 4")])
def test_a_group_too_short_is_named_where_there_are_several(spoil: Any, sentence: str) -> None:
    with pytest.raises(StretchlibError, match=sentence):
        Programme.from_code(spoil(Programme.for_case("reader_of_the_article").to_code()))


@pytest.mark.parametrize(("case", "code"), [
    ("reader_of_the_article", "8NG55-0GHYA-FGH1Q-206AM-H911F-GCN9K-FG00F"),
    ("leg_pain_after_lifting", "89188-11GC6-AJ00S-001ZT-H2G0A")])
def test_a_week_keeps_the_code_that_was_printed(case: str, code: str) -> None:
    assert Programme.for_case(case).to_code() == code
    assert Programme.from_code(code) == Programme.for_case(case)


def test_every_side_level_hold_and_count_comes_back() -> None:
    for item in (Item("sciatic_nerve_slider", days=tuple(range(1, 8)), side="left"),
                 Item("sciatic_nerve_slider", days=tuple(range(1, 8)), side="right"),
                 Item("bridge", days=(1, 3), level="harder", sets=2, reps=9, hold_s=3),
                 Item("bridge", days=(2, 7), level="easier")):
        week = Programme.of([item])
        again = Programme.from_code(week.to_code())
        assert again == week
        assert (again.items[0].days, again.items[0].level, again.items[0].side) == (item.days, item.level, item.side)
    assert Programme.of([Item("bridge", days=(2, 7))]).case == ""
    assert Programme.from_code(Programme.of([Item("bridge", days=(2, 7))]).to_code()).case == ""
