"""A dose with everything filled in, from its row to table, practice, timer, picture, handout and the banks."""

from __future__ import annotations

import re
import sqlite3
import zipfile
from datetime import date
from pathlib import Path

import pytest

import stretchlib as sl
from stretchlib import publish
from stretchlib.authoring.check import check_data
from stretchlib.core.errors import StretchlibError
from stretchlib.exercises.guide import dose_table, guide
from stretchlib.exercises.pacing import WORK
from stretchlib.exercises.programme import Item, Programme, dose_text
from stretchlib.exercises.session import Session
from stretchlib.learner.practice_log import PracticeLog
from stretchlib.publish.pages import exercise as page
from tests.data_files import table_file
from tests.node_page import ask
from tests.wide_exercise import CODE, ID, NAME, add_wide_exercise, change_exercise

ROUND = [("contract", 6.0), ("relax", 20.0)]


@pytest.fixture
def wide(data_copy: Path) -> Path:
    add_wide_exercise(data_copy)
    return data_copy


def kinds(session: Session, side: str) -> list[tuple[str, float]]:
    return [(phase.kind, phase.duration_s) for phase in session.phases if phase.side == side and phase.kind in WORK]


def plain(html: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def test_the_tables_take_it(wide: Path) -> None:
    assert check_data(wide) == []
    row = next(row for row in sl.load("exercises").to_dict("records") if row["code"] == CODE)
    assert (row["hold_max_s"], row["contract_s"], row["rpe_min"], row["load_min_kg"]) == (600, 6, 6.0, 4.0)


def test_the_rounds_end_the_hold_and_belong_to_its_time(wide: Path) -> None:
    session = Session.from_exercise(ID)
    once = [("hold", 548.0), *ROUND, *ROUND, ("release", 5.0)]
    assert kinds(session, "right") == kinds(session, "left") == once * 2
    assert session.hold_s == 600
    cues = {phase.kind: phase.cue for phase in session.phases}
    assert (cues["contract"], cues["relax"]) == ("Press against your hands", "Let go, stay there")
    assert session.rehearse()["hold_right_s"] == 1200
    assert "tighten 6 s, relax 20 s" in repr(session)
    assert "hold 9:08 min" in repr(session)


@pytest.mark.parametrize("more", ["right", "left"])
def test_the_side_that_is_named_gets_more(wide: Path, more: str) -> None:
    session = Session.from_exercise(ID, side=more)
    reps = {side: {phase.rep for phase in session.phases if phase.side == side and phase.kind in WORK}
            for side in ("right", "left")}
    assert reps == {side: {1, 2, 3} if side == more else {1, 2} for side in reps}
    assert [phase.side for phase in session.phases if phase.kind == "change side"] == ["left"]
    assert session.rehearse()["reps_planned"] == 5
    text = plain("".join(page.dose(session)))
    assert ("3 on the right, 2 on the left" if more == "right" else "2 on the right, 3 on the left") in text
    assert "the side that needs more" not in text


def test_a_side_that_gets_more_by_turns_ends_alone(data_copy: Path) -> None:
    add_wide_exercise(data_copy, sides="alternating")
    session = Session.from_exercise(ID, side="left")
    turns = [(phase.side, phase.rep) for phase in session.phases if phase.kind == "release"]
    assert turns == [("right", 1), ("left", 1), ("right", 2), ("left", 2), ("left", 3)]
    assert {phase.side for phase in session.phases if phase.kind == "rest" and phase.rep == 3} == {"left"}


@pytest.mark.parametrize("side", ["both", "Left", "up"])
def test_no_other_side_gets_more(wide: Path, side: str) -> None:
    with pytest.raises(StretchlibError, match="is right or left, not"):
        Session.from_exercise(ID, side=side)


def test_a_side_is_refused_where_both_get_the_same(data_copy: Path) -> None:
    with pytest.raises(StretchlibError, match="leave side out"):
        Session.from_exercise("bridge", side="left")


def test_a_pause_stands_between_repetitions_and_belongs_to_none(data_copy: Path) -> None:
    change_exercise(data_copy, "bridge", pause_s="3")
    session = Session.from_exercise("bridge")
    assert sum(phase.kind == "pause" for phase in session.phases) == session.sets * (session.reps - 1)
    assert session.rehearse()["reps_planned"] == session.sets * session.reps
    assert "Tempo: lift 2 s, hold 2 s, lower 2 s, short pause 3 s." in guide("bridge").sections["amount"].texts
    assert "Short pause 3 s" in plain("".join(page.dose(session)))


def test_the_guide_and_the_sheet_of_doses_say_how_hard(wide: Path) -> None:
    assert guide(ID).sections["amount"].texts == (
        "Load: an ankle weight, 4 kg.",
        "Effort: 6 of 10 (0 is rest, 10 is the most you can do); at the end of a set 2 to 3 more would still be "
        "possible.",
        "Tighten and relax: 6 s and 20 s, 2 times, at the end of each hold.",
        "Sides: 1 repetition more on the side that needs more.",
        "On each day: 3 times.")
    assert "amount" not in guide("bridge").sections
    table = dose_table().set_index("exercise")
    assert table.loc[NAME, "load"] == "an ankle weight, 4 kg"
    assert table.loc[NAME, "times_a_day"] == "3"
    assert table.loc["Bridge", "load"] == ""


def test_a_sheet_of_doses_without_any_load_has_no_column_for_it(data_copy: Path) -> None:
    assert not {"load", "effort", "times_a_day"} & set(dose_table().columns)


def test_the_picture_of_the_dose_has_a_panel_for_each(wide: Path) -> None:
    facts = sl.plot_dose(ID).facts
    for fact in ("Hold, minutes: the article 0.5, this course 10.",
                 "Effort, 0 to 10: the article to where something is felt, without pain, this course 6.",
                 "Repetitions left at the end: the article to where something is felt, without pain, "
                 "this course 2 to 3.",
                 "Load, kilograms: the article not given, this course 4.",
                 "Times a day: the article 'routinely', with no number, this course 3."):
        assert fact in facts, facts
    assert "Tighten and relax: 6 s and 20 s, 2 times" in sl.plot_dose(ID).note


def test_an_effort_that_nobody_gives_is_seen_to_lack(data_copy: Path) -> None:
    """The ball squeeze, which the course blames the article for."""
    diagram = sl.plot_dose("ball_squeeze")
    assert "Effort: the article not given, this course left open." in diagram.facts
    panel = next(axes for axes in diagram.figure.axes[0].child_axes if axes.get_gid() == "panel|effort")
    panel.texts[0].set_text("moderate")
    assert "Effort: the article moderate, this course left open." in diagram.facts
    assert not any("Effort" in fact for fact in sl.plot_dose("bridge").facts)


def test_the_timeline_shows_the_rounds(wide: Path) -> None:
    text = sl.plot_session(Session.from_exercise(ID)).text
    assert 'labelled "2 x hold 10:00 min": 2 holds of 548 s, 4 contractions of 6 s' in text
    assert "4 relaxations of 20 s" in text


def test_a_set_clock_leads_through_it_in_the_page(wide: Path, tmp_path: Path) -> None:
    """The timer's own clockwork, a second at a time: each phase begins when the session says, and all is counted."""
    session = Session.from_exercise(ID, side="left")
    seen = ask(tmp_path, """(given) => {
        let at = 0; const begun = [], rows = [], phases = given.phases;
        const work = clockwork.createClockwork({ phases, now: () => at, wall: () => 1767600000000 + at,
          onPhase: (i) => begun.push([i, at / 1000]), onEnd: (row) => rows.push(row) });
        work.start();
        for (; rows.length === 0; at += 1000) work.tick();
        const t = (key, values) => `${key} ${JSON.stringify(values ?? {})}`;
        return { begun, row: record.recordOf(given, { ...rows[0], mode: "practised" }),
          counts: phases.map((phase) => display.countText(t, phases, phase)),
          tones: phases.map(({ kind }) => sound.toneOf(kind)), big: display.bigNumber(548) };
    }""", session.as_dict(), clockwork="widgets/timer/clock.js", record="publish/pages/practice_record.js",
               display="widgets/timer/display.js", sound="widgets/timer/sound.js")
    *led, done = enumerate(session.phases)
    assert done[1].kind == "done"
    assert dict(map(tuple, seen["begun"])) == {number: phase.start_s for number, phase in led}
    row = {key: value for key, value in seen["row"].items() if not key.endswith("_at")}
    assert row == {key: value for key, value in session.rehearse().items() if not key.endswith("_at")}
    assert (row["hold_right_s"], row["hold_left_s"], row["reps_done"]) == (1200, 1800, 5)
    tones = {phase.kind: tone for phase, tone in zip(session.phases, seen["tones"], strict=True)}
    assert (tones["contract"], tones["relax"]) == ("move", "ease")
    assert seen["big"] == [10, "timer.minutes"]
    for phase, count in zip(session.phases, seen["counts"], strict=True):
        if phase.rep:
            assert f'"reps":{3 if phase.side == "left" else 2}' in count


def test_a_week_counts_each_time_of_a_day(wide: Path) -> None:
    add = Item(ID, (1, 3, 5, 6, 7), side="right")
    assert dose_text(add.filled()).endswith("1 more on the right, 3 times a day")
    with pytest.raises(StretchlibError, match="A day of practice takes at most 20 minutes"):
        Programme.of([add])


def test_the_log_asks_for_each_time_of_a_day(data_copy: Path) -> None:
    add_wide_exercise(data_copy, hold_min_s="52", hold_max_s="600")
    plan = Programme.of([Item(ID, (1, 2, 3, 4, 5))])
    assert plan.minutes_per_day[0] == round(3 * plan.sessions[0].total_s / 60, 1)
    first = date(2026, 1, 5)
    record = plan.sessions[0].rehearse(started_at="2026-01-05T09:00:00+01:00")
    log = PracticeLog((record, record), ((first, plan),), first)
    assert log.days().to_dict("records")[0] | {"watched": 0} == {
        "day": "2026-01-05", "week": 1, "planned": 3, "done": 2.0, "extra": 0.0, "watched": 0, "entries": 2}
    assert log.doses().iloc[0]["reps_planned"] == 3 * record["reps_planned"]


def test_the_handout_says_all_of_it_and_has_a_box_for_each_time(wide: Path, tmp_path: Path) -> None:
    html = publish.handout([ID], tmp_path / "h.html").read_text(encoding="utf-8")
    text = plain(html)
    for part in ("Hold 10:00 min", "Load an ankle weight, 4 kg", "Effort 6 of 10", "On each day 3 times",
                 "Tighten and relax 6 s and 20 s, 2 times, at the end of each hold", "1 repetition more on the side"):
        assert part in text, part
    assert html.count('class="pub-box"') == 3 * 14


def test_it_is_drawn_and_asked_in_moodle_and_anki(wide: Path, tmp_path: Path) -> None:
    assert NAME in sl.plot_exercise(ID, "end").title
    questions = table_file(wide, "questions")
    questions.write_text(questions.read_text(encoding="utf-8").replace("While holding a stretch,",
                                                                       f"While holding the {NAME} ({CODE}),"),
                         encoding="utf-8")
    moodle = publish.moodle(tmp_path / "bank.xml").read_text(encoding="utf-8")
    assert f"While holding the {NAME} ({CODE})," in moodle
    with zipfile.ZipFile(publish.anki(tmp_path / "cards.apkg")) as deck:
        deck.extract("collection.anki2", tmp_path)
    notes = sqlite3.connect(tmp_path / "collection.anki2").execute("select flds from notes").fetchall()
    assert any(f"{NAME} ({CODE})" in fields for (fields,) in notes)


@pytest.mark.parametrize(("changes", "sentence"), [
    ({"contract_s": "20", "contract_times": "20"}, "take 800 s and the shortest hold is 600 s"),
    ({"contract_times": "21"}, "the largest allowed value is 20 ('21')"),
    ({"relax_s": ""}, "contract_s is filled in and relax_s is not"),
    ({"contract_s": "", "relax_s": ""}, "contract_times counts rounds and contract_s gives them no time"),
    ({"rpe_max": ""}, "rpe_min is filled in and rpe_max is not"),
    ({"rpe_max": "11"}, "rpe_max"),
    ({"load_min_kg": "5"}, "it is more than load_max_kg"),
    ({"hold_max_s": "601"}, "hold_max_s"),
    ({"code": "E00"}, "code"),
    ({"code": "E1234"}, "code"),
    ({"pause_s": "2"}, "the cell is filled in, but mode is hold"),
    ({"sides": "together", "change_side_s": ""}, "the cell is filled in, but sides is together"),
], ids=lambda value: " ".join(f"{key}={cell}" for key, cell in value.items()) if isinstance(value, dict) else "")
def test_a_dose_that_cannot_be_is_told(data_copy: Path, changes: dict[str, str], sentence: str) -> None:
    add_wide_exercise(data_copy, **changes)
    faults = check_data(data_copy)
    assert any(sentence in fault and "exercises.csv" in fault for fault in faults), faults


def test_rounds_longer_than_the_hold_are_told_where_nobody_checked(data_copy: Path) -> None:
    add_wide_exercise(data_copy, contract_s="20", contract_times="20")
    with pytest.raises(StretchlibError, match="take 800 s, more than a hold of 600 s"):
        Session.from_exercise(ID)


@pytest.mark.parametrize("code", ["E01", "E99", "E100", "E999"])
def test_codes_of_more_than_two_digits(data_copy: Path, code: str) -> None:
    add_wide_exercise(data_copy, code=code if code != "E01" else "E17")
    assert check_data(data_copy) == []


def test_in_german_every_word_is_german(wide: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", "de")
    text = plain(publish.handout([ID], tmp_path / "h.html").read_text(encoding="utf-8"))
    for part in ("Anspannen und entspannen 6 s und 20 s, 2-mal, am Ende jedes Haltens", "Anstrengung 6 von 10",
                 "An jedem Tag 3-mal", "Zwei Wochen zum Abhaken", "Telefon"):
        assert part in text, part
    assert "Last, Kilogramm" in sl.plot_dose(ID).text
    assert "anspannen 6 s, entspannen 20 s" in repr(Session.from_exercise(ID))


WRONG = {"extra_reps": "2", "contract_s": "7", "relax_s": "21", "contract_times": "3", "load_min_kg": "3",
         "load_max_kg": "5", "rpe_min": "5", "rpe_max": "7", "reps_left_min": "1", "reps_left_max": "4",
         "times_per_day_min": "2", "times_per_day_max": "4", "hold_min_s": "590", "load": "a band"}


def test_a_wrong_number_is_seen_by_who_reads(wide: Path) -> None:
    """Each number of a dose that no row of the course fills in yet: guide, picture and paper say another one."""
    def read() -> list[str]:
        return [repr(guide(ID)), repr(sl.plot_dose(ID)), plain("".join(page.dose(Session.from_exercise(ID))))]

    before, table = read(), table_file(wide, "exercises")
    rows = table.read_bytes()
    for column, cell in WRONG.items():
        change_exercise(wide, ID, **{column: cell})
        guided, drawn, printed = (now != then for now, then in zip(read(), before, strict=True))
        assert drawn, column
        assert guided or column == "hold_min_s"  # a guide tells no hold
        assert printed, column
        table.write_bytes(rows)
