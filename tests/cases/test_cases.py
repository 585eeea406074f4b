"""The cases: a sound way through each, an unsafe process that fails, and every fault of a file in a sentence."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import tomllib
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import stretchlib as sl
from stretchlib import cases
from stretchlib.authoring.check import check_data
from stretchlib.cases import case_faults, load_case
from stretchlib.cases.form import HEARD
from stretchlib.cases.play import EMERGENCY, OUTCOMES, Play, ratio_of
from stretchlib.core.errors import StretchlibError, TableError
from stretchlib.tables import catalogue, paths, phrases
from tools.checks import ROOT

CASES = ("buttock_pain_cycling", "leg_pain_after_lifting", "socks_and_stairs", "pelvic_pain_after_birth",
         "reader_of_the_article", "numb_saddle", "six_months_off_work", "groin_from_the_back")
BENIGN = tuple(name for name in CASES if name != "numb_saddle")
URGENT = tuple(str(row["id"]) for row in catalogue.rows("case_questions") if row["group"] == "emergency")


def asked(name: str, leave_out: str = "") -> Play:
    """A play in which everything needed was asked, apart from one question."""
    play = Play(load_case(name))
    for topic in dict.fromkeys((*URGENT, *play.case.needs_asked)):
        if topic != leave_out:
            play.ask(topic)
    return play


def needed(play: Play) -> list[str]:
    return [action for action, worth in play.case.actions.items() if worth.verdict == "needed"]


def test_the_cases_stand_in_order() -> None:
    assert cases.case_ids() == CASES


@pytest.mark.parametrize("name", CASES)
def test_a_sound_way_leads_through_every_case(name: str) -> None:
    play = asked(name)
    ending = play.decide(needed(play))
    assert (ending.outcome, ending.needless) == ("sound", 0), ending.reasons


@pytest.mark.parametrize("name", BENIGN)
@pytest.mark.parametrize("topic", URGENT)
def test_leg_pain_without_the_five_questions_is_an_unsafe_process(name: str, topic: str) -> None:
    play = asked(name, leave_out=topic)
    ending = play.decide(needed(play))
    if play.case.leg_pain:
        assert ending.outcome == "unsafe process"
        assert str(catalogue.row("case_questions", topic)["ask"]) in ending.reasons
    else:
        assert ending.outcome == "sound"


@pytest.mark.parametrize("name", [name for name in BENIGN if load_case(name).leg_pain])
def test_no_part_of_the_five_questions_is_enough(name: str) -> None:
    case = load_case(name)
    for count in range(len(URGENT) + 1):
        for asked in itertools.combinations(URGENT, count):
            play = Play(case)
            for topic in (*asked, *case.needs_asked):
                play.ask(topic)
            assert (play.decide(needed(play)).outcome == "sound") == (set(asked) | set(case.needs_asked) >= set(URGENT))


@pytest.mark.parametrize("name", CASES)
def test_every_answer_finding_and_action_of_a_file_is_reached(name: str) -> None:
    case = load_case(name)
    for topic, reply in case.replies.items():
        assert Play(case).ask(topic).text == reply.text
    for test, finding in case.findings.items():
        assert Play(case).examine(test).text == finding.text
    for action, worth in case.actions.items():
        ending = Play(case).decide([action, *filter(None, [worth.unsafe_unless])])
        assert ending.decisions[0][1:] == (worth.verdict, worth.feedback)
    for number, move in enumerate(case.moves):
        play = Play(case)
        for test in move.tests:
            play.examine(test)
        assert number in play._moved, "a rule that no play ever counts"


@pytest.mark.parametrize("name", CASES)
def test_what_is_told_of_the_person_is_heard_by_asking(name: str) -> None:
    assert set(HEARD) <= set(load_case(name).replies)


STEPS = st.one_of(
    st.tuples(st.just("ask"), st.sampled_from([str(row["id"]) for row in catalogue.rows("case_questions")])),
    st.tuples(st.just("examine"), st.sampled_from([str(row["id"]) for row in catalogue.rows("case_examinations")])))
PLANS = st.lists(st.sampled_from([str(row["id"]) for row in catalogue.rows("case_actions")]), min_size=1, max_size=9)


@given(name=st.sampled_from(CASES), steps=st.lists(STEPS, max_size=25), plan=PLANS)
def test_any_play_ends_in_one_way_and_never_soundly_past_a_danger(
        name: str, steps: list[tuple[str, str]], plan: list[str]) -> None:
    play = Play.replay(load_case(name), [*steps, ("decide", plan)])
    assert play.ending is not None
    assert play.ending.outcome in OUTCOMES
    assert all(play.ending.reasons), "an ending says why"
    case, done = play.case, {step.id for step in play.steps}
    if play.ending.outcome == "sound":
        assert set(needed(play)) <= set(plan)
        assert not [action for action in plan if case.worth(action).verdict_in(plan) == "unsafe"]
        assert not case.leg_pain or set(URGENT) <= done or EMERGENCY in plan
        assert not case.red_flag or EMERGENCY in plan
    again = Play.replay(load_case(name), [*steps, ("decide", plan)])
    assert (again.steps, again.ending) == (play.steps, play.ending)


def test_the_five_questions_are_those_of_the_house() -> None:
    assert set(URGENT) == {"bladder", "bowel", "saddle", "both_legs", "power"}
    assert sum(load_case(name).leg_pain for name in CASES) >= 5


@pytest.mark.parametrize("name", CASES)
def test_what_is_left_out_is_named(name: str) -> None:
    for action in needed(asked(name)):
        play = asked(name)
        others = [needed_action for needed_action in needed(play) if needed_action != action] or ["explain"]
        ending = play.decide(others)
        assert ending.outcome in ("incomplete", "red flag passed")
        assert play.case.actions[action].missing in ending.reasons


@pytest.mark.parametrize("name", CASES)
def test_an_unsafe_decision_never_passes(name: str) -> None:
    for action in [str(row["id"]) for row in catalogue.rows("case_actions")]:
        play = asked(name)
        if play.case.worth(action).verdict == "unsafe":
            assert play.decide([*needed(play), action]).outcome == "unsafe decision"


@pytest.mark.parametrize("name", BENIGN)
def test_needless_scans_and_referrals_are_counted(name: str) -> None:
    play = asked(name)
    ending = play.decide([*needed(play), "mri", "emergency_now"])
    assert ending.needless == 2
    assert "needless" in {verdict for _, verdict, _ in ending.decisions}


def test_a_red_flag_passed_by_ends_the_case() -> None:
    play = asked("numb_saddle")
    ending = play.decide(["explain", "safety_net"])
    assert ending.outcome == "red flag passed"
    assert play.case.red_flag in ending.reasons


def test_provoking_in_the_face_of_a_sign_ends_the_case_at_once() -> None:
    play = Play(load_case("numb_saddle"))
    play.ask("saddle")
    play.examine("saddle_sensation")  # allowed: it provokes nothing
    assert play.ending is None
    play.examine("straight_leg_raise")
    assert play.ending is not None
    assert play.ending.outcome == "red flag passed"
    assert play.ending.reasons[0] == play.case.red_flag
    assert "numb where the seat touches" in play.ending.reasons[1]
    with pytest.raises(StretchlibError, match="has ended"):
        play.decide([EMERGENCY])
    with pytest.raises(StretchlibError, match="has ended"):
        play.ask("sleep")


def test_acting_on_the_first_sign_is_safe_and_guessing_is_not() -> None:
    heard = Play(load_case("numb_saddle"))
    heard.ask("saddle")
    assert heard.decide([EMERGENCY]).outcome == "sound"
    guessed = Play(load_case("numb_saddle"))
    assert guessed.decide([EMERGENCY]).outcome == "unsafe process"


@pytest.mark.parametrize("plan", [["hip_strength"], ["stretch_figure_four", "trunk_exercise", "medicine_talk"],
                                  ["whole_body", "walking", "mri"]])
def test_a_plan_of_muscles_alone_does_not_pass_where_the_risk_is_high(plan: list[str]) -> None:
    ending = asked("six_months_off_work").decide(plan)
    assert ending.outcome == "incomplete"
    assert ending.reasons[0] == phrases.words()["case.muscles_only"]


@pytest.mark.parametrize("topic", ["beliefs", "mood", "sleep", "work", "goals"])
def test_the_person_has_to_be_asked_where_the_risk_is_high(topic: str) -> None:
    play = asked("six_months_off_work", leave_out=topic)
    ending = play.decide(needed(play))
    assert ending.outcome == "incomplete"
    assert str(catalogue.row("case_questions", topic)["ask"]) in ending.reasons


def percent(play: Play, hypothesis: str) -> list[int]:
    return [round(100 * end) for end in play.probability[hypothesis]]


def test_two_piriformis_tests_count_once() -> None:
    play = Play(load_case("buttock_pain_cycling"))
    play.examine("seated_piriformis")
    assert percent(play, "deep_gluteal") == [66, 36, 87]
    second = play.examine("active_piriformis")
    assert percent(play, "deep_gluteal") == [66, 36, 87]
    assert second.moved == phrases.words()["case.counted"]


def test_a_cause_is_named_once_a_test_moves_it_and_at_the_end() -> None:
    play = Play(load_case("buttock_pain_cycling"))
    play.ask("worse_better")
    play.examine("straight_leg_raise")
    assert play.considered == ()
    play.examine("seated_piriformis")
    assert play.considered == ("deep_gluteal",)
    ended = asked("socks_and_stairs")
    assert ended.considered == ()
    ended.decide(needed(ended))
    assert ended.considered == tuple(hypothesis.id for hypothesis in ended.case.hypotheses)


@pytest.mark.parametrize("name", CASES)
def test_no_number_stands_where_an_emergency_decides(
        name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There the page says what to do now, once the case has ended; elsewhere each hypothesis has its number."""
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(tmp_path / "journal.jsonl"))
    from stretchlib.widgets.case.player import CasePlayer

    player, case = CasePlayer(load_case(name)), load_case(name)
    for topic in URGENT:
        player._take_step(None, {"seq": 1, "do": "ask", "what": topic}, None)
    assert (player.visit["chances"], player.visit["act_now"]) == ([], {}), "it would tell what is to be found out"
    player._take_step(None, {"seq": 2, "do": "decide", "what": needed(player.play)}, None)
    causes = [{"name": hypothesis.name, "note": hypothesis.note} for hypothesis in case.hypotheses]
    if case.red_flag:
        assert player.visit["chances"] == []
        assert player.play.probability == {}
        assert player.visit["act_now"] == {"text": case.act_now, "causes": causes}
        assert "does not depend on the number" in case.act_now
    else:
        assert player.visit["act_now"] == {}
        assert [{key: chance[key] for key in ("name", "note")} for chance in player.visit["chances"]] == causes


def test_what_is_unsafe_in_place_of_the_call_is_safe_beside_it() -> None:
    case = load_case("numb_saddle")
    beside = [action for action, worth in case.actions.items() if worth.unsafe_unless]
    assert set(beside) >= {"mri", "surgeon", "doctor_soon", "review_days", "review_weeks"}
    for action in beside:
        ending = asked("numb_saddle").decide([action, EMERGENCY])
        assert (ending.outcome, ending.decisions[0][1]) == ("sound", case.actions[action].verdict)
        alone = asked("numb_saddle").decide([action])
        assert (alone.outcome, alone.decisions[0][1]) == ("red flag passed", "unsafe")
    assert "The emergency team orders the scan" in case.actions["mri"].feedback
    assert asked("numb_saddle").decide(["walking", EMERGENCY]).outcome == "unsafe decision"


def test_a_cluster_counts_when_it_is_decided() -> None:
    play = Play(load_case("pelvic_pain_after_birth"))
    for test in ("thigh_thrust", "distraction", "compression"):
        play.examine(test)
        assert percent(play, "sacroiliac") == [25, 25, 25]
    play.examine("sacral_thrust")
    assert percent(play, "sacroiliac") == [42, 29, 57]


def test_a_negative_cluster_lowers_the_probability() -> None:
    ratio = ratio_of("sacroiliac_cluster_pooled", "negative")
    assert (ratio.value, ratio.low, ratio.high) == (0.33, 0.11, 0.72)


def test_a_finding_without_figures_moves_nothing() -> None:
    play = Play(load_case("socks_and_stairs"))
    assert play.examine("fadir").moved == phrases.words()["case.no_ratio"]
    assert percent(play, "hip_joint") == [50, 50, 50]


def test_asking_twice_costs_once_and_unlisted_topics_have_usual_answers() -> None:
    play = Play(load_case("reader_of_the_article"))
    first, again = play.ask("cancer"), play.ask("cancer")
    assert first is again
    assert play.minutes == first.minutes
    assert first.text == catalogue.row("case_questions", "cancer")["usual_answer"]


def test_a_play_comes_back_from_its_steps() -> None:
    events = [("ask", "saddle"), ("examine", "gait"), ("decide", ["emergency_now"]), ("ask", "sleep")]
    play = Play.replay(load_case("numb_saddle"), events)
    assert [step.id for step in play.steps] == ["saddle", "gait"]
    assert play.ending is not None
    assert play.ending.outcome in OUTCOMES


@pytest.mark.parametrize("call", [lambda play: play.ask("sadle"), lambda play: play.examine("mri"),
                                  lambda play: play.decide(["operate"]), lambda play: play.decide([])])
def test_unknown_steps_are_one_sentence(call: object) -> None:
    with pytest.raises(StretchlibError) as caught:
        call(Play(load_case("numb_saddle")))  # type: ignore[operator]
    assert "\n" not in str(caught.value)


@pytest.fixture
def spoil(tmp_path: Path) -> Callable[..., list[str]]:
    """``spoil(old, new, name)``: what ``check`` says of the cases beside the real tables, one of them changed."""
    shutil.copytree(ROOT / "data" / "clinic" / "cases", tmp_path / "clinic" / "cases")

    def change(old: str, new: str, name: str = "numb_saddle") -> list[str]:
        file = tmp_path / "clinic" / "cases" / f"{name}.toml"
        text = file.read_text(encoding="utf-8")
        assert old in text
        file.write_text(text.replace(old, new, 1), encoding="utf-8")
        tables = catalogue.catalogue()
        return list(case_faults(catalogue.in_folder(tmp_path),
                                {table: tables.table(table) for table in tables.resources}))
    return change


FAULTS = [
    ("number = 6", "number = 4", "numb_saddle has the same number"),
    ("number = 6", 'number = "six"', "number is not a whole number"),
    ('id = "numb_saddle"', 'id = "numb"', "the id is not the name of the file"),
    ("leg_pain = true", "leg_pian = true", "did you mean 'leg_pain'?"),
    ("leg_pain = true", "", "leg_pain is missing"),
    ('ask = "saddle"', 'ask = "sadle"', "did you mean 'saddle'?"),
    ('ask = "saddle"', 'ask = "bladder"', "bladder stands twice"),
    ('do = "gait"', 'do = "gate"', "did you mean 'gait'?"),
    ('do = "mri"', 'do = "mrt"', "case_actions.csv has no row of this name"),
    ('verdict = "needed"', 'verdict = "good"', "is not one of the allowed words"),
    ('verdict = "needed"', 'verdict = "helpful"', "no action is needed, so every plan would pass"),
    ('missing = "The person drove off with signs of cauda equina syndrome."', "", "says nothing where it is left out"),
    ('sources = ["dionne2019"', 'sources = ["dione2019"', "did you mean 'dionne2019'?"),
    ('claims = ["O01"', 'claims = ["O99"', "claims.csv has no row of this name"),
    ("act_now = ", "# act_now = ", "nothing says what to do now in place of a probability; add a line: act_now = ..."),
    ('name = "Cauda equina syndrome"', 'name = "Cauda equina syndrome"\npre_test = 0.01',
     "an emergency decides this case, so that no probability is shown ('0.01'); remove the line pre_test"),
    ("[[actions]]", '[[moves]]\ntests = ["gait"]\npositive_at = 1\nhypothesis = "cauda_equina"\n'
     'accuracy = "straight_leg_raise_surgical"\nnote = "A test."\n\n[[actions]]',
     "moves: an emergency decides this case, so that no test moves a probability; remove each [[moves]]"),
    ('unsafe_unless = "emergency_now"', 'unsafe_unless = "emergency_nou"',
     "unsafe_unless: case_actions.csv has no row of this name ('emergency_nou'); did you mean 'emergency_now'?"),
    ('unsafe_unless = "emergency_now"', 'unsafe_unles = "emergency_now"', "did you mean 'unsafe_unless'?"),
    ('verdict = "neutral"\nunsafe_unless', 'verdict = "unsafe"\nunsafe_unless',
     "the verdict is unsafe whatever else is chosen"),
    ('unsafe_unless = "emergency_now"', 'unsafe_unless = "doctor_soon"',
     "actions doctor_soon: unsafe_unless names an action that cannot make it safe"),
    ('unsafe_unless = "emergency_now"', 'unsafe_unless = "walking"', "names an action that cannot make it safe"),
    ("alarm = true", "alarm = yes", "cannot be read"),
    ('result = "positive"', 'result = "bad"', "is not one of the allowed words"),
    ("age = 52", 'age = 52\nname = "Anna"', "person.name is not a key of a case"),
    ('finding = "Broad', 'finding = "\u202eBroad', "control or direction character"),
    ('answer = "To be back in the cab at two."', 'answer = ""', "is no text"),
    ('answer = "To be back in the cab at two."', 'answer = "<script>alert(1)</script>"',
     "holds an HTML tag, which is never run ('<script>alert(1)</script>'); write it without tags."),
    ('answer = "To be back in the cab at two."', "", "answer is missing"),
    ('ask = "goals"', 'ask = "fears"', "person.goals can never be heard, because no answer tells it; add [[history]]"),
    ('feedback = "Not today; it only delays."', "", "feedback is missing"),
    ('feedback = "Not today; it only delays."', 'feedback = " "', "feedback is no text"),
    ("[[history]]", "[[histroy]]", "did you mean 'history'?"),
    ('question = "Write the phone', 'qestion = "Write the phone', "debrief.qestion is not a key of a case"),
    ("red_flag = ", "# red_flag = ", "the emergency call is needed, but the case has no red_flag text"),
    ("red_flag = ", "# red_flag = ", "a sign is marked as an alarm, but the case has no red_flag text"),
    ('do = "emergency_now"\nverdict = "needed"', 'do = "emergency_now"\nverdict = "helpful"',
     "the case has a red flag, but the emergency call is not needed"),
    ('feedback = "Not today; it only delays."', 'feedback = "Not today; it only delays."\nmissing = "Left out."',
     "has a text for being left out, which nobody will ever read"),
    ('certainty = "moderate"', 'certainty = "sure"', "certainty is not one of the allowed words"),
    ("leg_pain = true", 'leg_pain = "yes"', "leg_pain is not true or false"),
    ('opening = "', f'opening = "{"x" * 900}', "opening is longer than 900 characters"),
]


@pytest.mark.parametrize(("old", "new", "part"), FAULTS)
def test_a_fault_is_told_in_a_sentence(spoil: Callable[..., list[str]], old: str, new: str, part: str) -> None:
    problems = spoil(old, new)
    assert any(part in problem for problem in problems), problems
    assert all("\n" not in problem and problem.startswith("cases/") for problem in problems), problems


@pytest.mark.parametrize(("name", "old", "new", "part"), [
    ("pelvic_pain_after_birth", "positive_at = 3", "positive_at = 7", "can never be reached with 6 tests"),
    ("pelvic_pain_after_birth", 'tests = ["thigh_thrust", "distraction"', 'tests = ["thigh_thrust", "thigh_thrust"',
     "moves 1: thigh_thrust stands twice and would count once"),
    ("pelvic_pain_after_birth", 'accuracy = "sacroiliac_cluster_pooled"', 'accuracy = "sacroiliac_three_of_six"',
     "moves 1: this row of test_accuracy.csv gives no ratio that may be used ('sacroiliac_three_of_six')"),
    ("pelvic_pain_after_birth", 'accuracy = "sacroiliac_cluster_pooled"', 'accuracy = "slump_mri"',
     "gives no ratio that may be used"),
    ("pelvic_pain_after_birth", "pre_test = 0.25", "pre_test = 1", "write 0.3 for 30 %"),
    ("pelvic_pain_after_birth", "pre_test = 0.25", "", "hypotheses 1: pre_test is missing"),
    ("pelvic_pain_after_birth", "leg_pain = ", 'act_now = "Phone now."\nleg_pain = ',
     "act_now is written, but the case has no red_flag text"),
    ("pelvic_pain_after_birth", 'hypothesis = "sacroiliac"', 'hypothesis = "sacroilliac"',
     "the case has no hypothesis of this name ('sacroilliac'); did you mean 'sacroiliac'?"),
])
def test_a_rule_that_leads_nowhere_is_told(
        spoil: Callable[..., list[str]], name: str, old: str, new: str, part: str) -> None:
    problems = spoil(old, new, name)
    assert any(part in problem for problem in problems), problems


def test_a_case_that_no_plan_can_pass_is_told(whole_data_copy: Path) -> None:
    file = whole_data_copy / "clinic" / "cases" / "six_months_off_work.toml"
    head, *actions = file.read_text(encoding="utf-8").split("[[actions]]")
    debrief = actions[-1].split("[debrief]")[1]
    only = '\ndo = "hip_strength"\nverdict = "needed"\nfeedback = "Graded."\nmissing = "No exercise."\n\n[debrief]'
    file.write_text(head + "[[actions]]" + only + debrief, encoding="utf-8")
    assert [line for line in check_data(whole_data_copy) if "no needed action is about the person" in line]


def test_a_red_flag_nobody_can_hear_is_told(whole_data_copy: Path) -> None:
    file = whole_data_copy / "clinic" / "cases" / "numb_saddle.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("alarm = true\n", ""), encoding="utf-8")
    assert any("no answer is a sign of it" in problem for problem in check_data(whole_data_copy))


@pytest.mark.parametrize("name", CASES)
def test_a_lecturer_adds_a_case_by_copying_a_file(whole_data_copy: Path, tmp_path: Path, name: str,
                                                  monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(tmp_path / "journal.jsonl"))
    old = load_case(name)
    text = (whole_data_copy / "clinic" / "cases" / f"{name}.toml").read_text(encoding="utf-8")
    new = text.replace(f'id = "{name}"', 'id = "ours"', 1).replace(f"number = {old.number}", "number = 9", 1)
    new = re.sub('^title = .*$', 'title = "A case of ours"', new, count=1, flags=re.MULTILINE)
    (whole_data_copy / "clinic" / "cases" / "ours.toml").write_text(new, encoding="utf-8")
    assert not check_data(whole_data_copy)
    assert cases.case_ids()[-1] == "ours"
    player = sl.case("ours")
    assert player.head["title"] == "A case of ours"
    for topic in dict.fromkeys((*URGENT, *old.needs_asked)):
        player._take_step(None, {"seq": 1, "do": "ask", "what": topic}, None)
    player._take_step(None, {"seq": 2, "do": "decide", "what": needed(player.play)}, None)
    assert player.visit["ending"]["outcome"] == "sound"


@pytest.mark.parametrize("data", [b"\xff\xfe", b"id = ", b"x" * 5_000_001])
def test_a_file_that_cannot_be_read_is_one_sentence(whole_data_copy: Path, data: bytes) -> None:
    (whole_data_copy / "clinic" / "cases" / "ours.toml").write_bytes(data)
    with pytest.raises(TableError) as caught:
        load_case("ours")
    assert len(caught.value.problems) == 1


@pytest.mark.parametrize("name", CASES)
def test_the_page_gets_no_answer_before_it_asks(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(tmp_path / "journal.jsonl"))
    from stretchlib.widgets.case.player import CasePlayer

    player = CasePlayer(load_case(name))
    sent = json.dumps([player.head, player.menu, player.words, player.visit], ensure_ascii=False)
    file = Path(str(paths.data_root())) / "clinic" / "cases" / f"{name}.toml"
    raw = tomllib.loads(file.read_text(encoding="utf-8"))
    hidden = [entry["answer"] for entry in raw["history"]] + [entry["finding"] for entry in raw["examination"]]
    hidden += [raw["debrief"]["answer"], *raw["debrief"]["reasoning"], raw["person"]["beliefs"]]
    hidden += [cause["name"] for cause in raw["hypotheses"]] + [raw[key] for key in ("act_now",) if key in raw]
    assert not [text for text in hidden if text in sent]
    first = raw["history"][0]
    player._take_step(None, {"seq": 1, "do": "ask", "what": first["ask"]}, None)
    assert first["answer"] in json.dumps(player.visit, ensure_ascii=False)
    # Another player, as after a kernel restart, goes on where this one stood.
    assert CasePlayer(load_case(name)).visit["steps"] == player.visit["steps"]
    player._take_step(None, {"seq": 2, "do": "again"}, None)
    assert player.visit["steps"] == []
    assert CasePlayer(load_case(name)).visit["steps"] == []


def test_the_shares_that_cases_tell_are_those_of_the_tables() -> None:
    buttock, groin, back = (catalogue.row("pain_areas", f"hip_joint_{area}")
                            for area in ("buttock", "groin", "low_back"))
    of_hip = " ".join(load_case("socks_and_stairs").reasoning)
    assert f"of {buttock['people']} people" in of_hip
    assert f"{buttock['count']} felt it in the buttock, {groin['count']} in the groin and none in" in of_hip
    assert back["count"] == 0
    of_roots = " ".join(load_case("groin_from_the_back").reasoning)
    assert f"ratio of {catalogue.row('hip_or_spine', 'groin_pain')['lr_positive']}," in of_roots
    for root in ("L3", "L4", "L5", "S1"):
        row = catalogue.row("pain_areas", f"root_{root.lower()}_groin")
        assert f"{row['count'] or 'none'} of {row['people']} with {root}" in of_roots
