"""Forms in Python: what a message does, what is written down, and how it comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import stretchlib as sl
from stretchlib.core.errors import StretchlibError
from stretchlib.learner import journal as journals
from stretchlib.learner.journal import Journal
from stretchlib.learner.typed_text import LONGEST_TEXT
from stretchlib.widgets.forms.form import Form


@pytest.fixture
def journal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "journal.jsonl"
    monkeypatch.setattr(journals, "_CURRENT", {})
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(path))
    return path


def tell(form: Form, do: str, subject: Any = None, name: str = "m1") -> dict[str, Any]:
    """What the page sees after a message."""
    form._receive(form, {"id": name, "do": do, "what": subject}, [])
    return dict(form.visit)


def written(section: str, text: str, *bases: str) -> dict[str, Any]:
    return {"section": section, "text": text, "bases": ["", *bases]}


def test_a_section_is_written_once_and_comes_back(journal: Path) -> None:
    form = sl.appraise_topic()
    visit = tell(form, "write", written("question", "One?"), "m7")
    assert (visit["taken"], visit["texts"], visit["refused"]) == (["m7"], {"question": "One?"}, "")
    tell(form, "write", written("question", "One?", "One?"))  # sent again by a page that waited
    tell(form, "write", written("results", "0.55"))
    assert [record["sections"] for record in Journal(journal).records("note")] == [
        {"question": "One?"}, {"results": "0.55"}]
    assert sl.appraise_topic().visit["texts"] == sl.appraised_topic.topic("stretching").texts == {
        "question": "One?", "results": "0.55"}
    assert sl.appraise_topic("other").visit["texts"] == sl.set_goals("stretching").visit["texts"] == {}


def test_what_another_page_wrote_meanwhile_is_shown_and_kept(journal: Path) -> None:
    first, second = sl.set_goals(), sl.set_goals()
    tell(first, "write", written("goal_wish", "To walk."))
    visit = tell(second, "write", written("goal_wish", "To climb."))
    assert visit["elsewhere"] == {"goal_wish": "To walk."}
    assert visit["texts"] == {"goal_wish": "To climb."}
    assert tell(second, "write", written("goal_wish", "To walk.", "To climb."))["elsewhere"] == {}


def test_what_the_page_itself_sent_before_is_no_other_text(journal: Path) -> None:
    form = sl.set_goals()
    tell(form, "write", written("goal_wish", "To walk"))
    visit = tell(form, "write", written("goal_wish", "To walk to the lake", "To walk"))
    assert (visit["elsewhere"], visit["texts"]) == ({}, {"goal_wish": "To walk to the lake"})


def test_a_long_text_is_kept_whole_or_refused_in_words(journal: Path) -> None:
    form = sl.set_goals()
    longest = form.head["most"]
    assert len(tell(form, "write", written("goal_wish", "x" * longest))["texts"]["goal_wish"]) == longest
    visit = tell(form, "write", written("goal_wish", "x" * (longest + 1)))
    assert visit["refused"].startswith(f"{longest + 1} characters are more than your journal takes")
    assert len(sl.set_goals().visit["texts"]["goal_wish"]) == longest


@pytest.mark.parametrize("make", [lambda: sl.case("socks_and_stairs"), sl.hip_or_spine])
def test_the_texts_of_case_and_weighing_are_not_cut_either(journal: Path, make: Any) -> None:
    widget = make()
    widget._take_step(widget, {"seq": 1, "do": "write", "what": "x" * 5000}, [])
    assert len(widget.visit["written"]) == 5000
    widget._take_step(widget, {"seq": 2, "do": "write", "what": "x" * (LONGEST_TEXT + 1)}, [])
    assert "characters are more than your journal takes" in widget.visit["refused"]
    assert len(widget.visit["written"]) == 5000


def test_only_what_stands_in_the_journal_is_called_kept(journal: Path) -> None:
    form = sl.appraise_topic()
    assert [tell(form, "print")["kept"], tell(form, "fly")["kept"]] == [False, False]
    assert tell(form, "write", written("question", "One?"))["kept"]
    again = sl.appraise_topic()
    assert not again.visit["kept"]
    assert tell(again, "write", written("question", "One?"))["kept"], "sent again by a page that never heard of it"
    week = sl.plan_week()
    assert not tell(week, "person", "reader_of_the_article")["kept"]
    assert not change(week, "remove", "no_such")["kept"]
    assert change(week, "add", "bridge")["kept"]


@pytest.mark.parametrize(("do", "subject"), [("fly", None), ("write", "x"), ("write", {"section": "question"}),
                                             ("write", {"section": "question", "text": 3, "bases": [""]}),
                                             ("write", {"section": "question", "text": "x", "bases": ""}),
                                             ("write", {"section": "question", "text": "x", "bases": [3]}),
                                             ("write", {"section": "no_such", "text": "x", "bases": [""]})])
def test_what_cannot_be_read_is_answered_and_not_written(journal: Path, do: str, subject: Any) -> None:
    form = sl.appraise_topic()
    visit = tell(form, do, subject)
    assert visit["refused"]
    assert visit["taken"] == ["m1"], "it is not sent again and again"
    assert not journal.exists()
    form._receive(form, "no message", [])


def test_a_journal_that_cannot_be_written_is_told_until_it_can(journal: Path) -> None:
    journal.mkdir()
    form = sl.set_goals()
    assert "could not be written to your journal" in tell(form, "write", written("goal_wish", "To walk."))["unsaved"]
    sent: list[Any] = []
    form.send = sent.append
    tell(form, "save")
    assert "To walk." in sent[0]["journal"]
    journal.rmdir()
    assert tell(form, "write", written("goal_reason", "For the view."))["unsaved"] == ""
    assert sl.set_goals().visit["texts"] == {"goal_wish": "To walk.", "goal_reason": "For the view."}


def test_a_page_prints_as_it_was_typed_and_tells_its_text(journal: Path) -> None:
    form = sl.appraise_topic("<i>mine</i>")
    tell(form, "write", written("question", "Is it <b>worth</b> doing?"))
    sent: list[Any] = []
    form.send = sent.append
    tell(form, "print", name="m9")
    assert sent[0]["id"] == "m9"
    assert "Is it &lt;b&gt;worth&lt;/b&gt; doing?" in sent[0]["page"]
    assert "<title>Critically appraised topic: &lt;i&gt;mine&lt;/i&gt;</title>" in sent[0]["page"]
    assert "Not filled in yet: Bottom line" in repr(form.paper)
    assert "at 0x" not in repr(form)
    with pytest.raises(StretchlibError, match="needs a name"):
        sl.appraise_topic(" ")


def test_goals_have_their_own_title_and_foot(journal: Path) -> None:
    page = sl.set_goals().page
    assert page.title == "My goals"
    assert "for themselves" in page.html()
    assert page.missing[0] == "What I want to do"
    assert len(page.missing) == 5


# The week

def change(form: Any, do: str, subject: Any = None, person: str | None = None) -> dict[str, Any]:
    """What the page sees after a change of the week of ``person``, of the one that is shown by default."""
    return tell(form, do, {"person": form.draft.case if person is None else person, "change": subject})


def test_a_week_breaks_rules_of_person_and_week_at_once(journal: Path) -> None:
    form = sl.plan_week("socks_and_stairs")
    assert form.visit["broken"] == []
    change(form, "add", "figure_four_stretch")
    visit = change(form, "set", {"exercise": "bridge", "field": "days", "value": [2, 1]})
    assert [(rule["kind"], rule["exercise"]) for rule in visit["broken"]] == [
        ("contraindication", "figure_four_stretch"), ("rule of the week", "bridge")]
    assert "Garber" in visit["broken"][1]["source"]
    assert "cannot be your programme yet" in change(form, "follow")["refused"]
    assert Journal(journal).setting("programme") is None
    assert form.programme == sl.programme.Programme.for_case("socks_and_stairs"), "the last that kept to the rules"
    visit = change(form, "set", {"exercise": "bridge", "field": "days", "value": []})
    assert "Bridge has no day yet; tick one." in [rule["text"] for rule in visit["broken"]]
    assert "painful end of the range" in repr(form.paper)
    assert sl.plan_week("socks_and_stairs").visit["broken"] == visit["broken"], "it comes back as it was left"


def test_a_week_of_ones_own_becomes_the_programme(journal: Path) -> None:
    form = sl.plan_week()
    assert form.visit["rows"] == []
    assert "empty" in change(form, "follow")["refused"]
    for exercise in ("bridge", "sciatic_nerve_slider", "graded_walking"):
        assert change(form, "add", exercise)["broken"] == [], "what is added keeps to its dose"
    visit = change(form, "set", {"exercise": "bridge", "field": "reps", "value": 12})
    row = visit["rows"][0]
    assert (row["dose"], row["days"], row["seconds"]) == ("2 sets, 12 repetitions, hold 2 s", [1, 4],
                                                          form.programme.sessions[0].total_s)
    assert visit["minutes"] == [f"{length:g}" for length in form.programme.minutes_per_day]
    assert "Your programme from" in change(form, "follow")["followed"]
    kept = Journal(journal).setting("programme")
    assert sl.programme.Programme.of(form.programme.items).items == form.programme.items
    assert [item["exercise"] for item in kept["items"]] == ["bridge", "sciatic_nerve_slider", "graded_walking"]
    log = sl.practice_log
    Journal(journal).append("practice", **form.programme.sessions[0].rehearse(
        started_at=journals.now()))
    assert log.read().plans[-1][1].items == form.programme.items


def test_two_tabs_change_one_week(journal: Path) -> None:
    first, second = sl.plan_week(), sl.plan_week()
    change(first, "add", "bridge")
    visit = change(second, "add", "clamshell")
    assert [row["exercise"] for row in visit["rows"]] == ["bridge", "clamshell"]
    change(first, "remove", "bridge")
    assert [row["exercise"] for row in change(first, "add", "clamshell")["rows"]] == ["clamshell"]


@pytest.mark.parametrize(("do", "subject"), [
    ("add", "no_such"), ("add", 3), ("set", None), ("set", {"exercise": "bridge", "field": "reps", "value": 99}),
    ("set", {"exercise": "bridge", "field": "reps", "value": True}),
    ("set", {"exercise": "bridge", "field": "days", "value": [9]}),
    ("set", {"exercise": "bridge", "field": "color", "value": 1}), ("person", "numb_saddle"), ("person", 3),
    ("fly", 1)])
def test_a_week_refuses_what_there_is_not(journal: Path, do: str, subject: Any) -> None:
    form = sl.plan_week("socks_and_stairs")
    before = form.visit["rows"]
    visit = tell(form, do, subject) if do == "person" else change(form, do, subject)
    assert visit["refused"]
    assert visit["rows"] == before
    assert not journal.exists()


def test_every_exercise_comes_within_its_dose(journal: Path) -> None:
    for exercise in sl.load_exercises()["id"]:
        form = sl.plan_week()
        form.draft = type(form.draft)().add(exercise)
        assert form.draft.broken() == (), exercise
        assert form.draft.programme() is not None


def test_a_person_keeps_a_week_of_their_own(journal: Path) -> None:
    form = sl.plan_week()
    change(form, "add", "bridge")
    visit = tell(form, "person", "reader_of_the_article")
    assert visit["rows"][0]["exercise"] == "figure_four_stretch"
    change(form, "remove", "figure_four_stretch")
    assert [row["exercise"] for row in tell(form, "person", "")["rows"]] == ["bridge"]
    assert len(tell(form, "person", "reader_of_the_article")["rows"]) == 2
    assert len(change(form, "example")["rows"]) == 3


def test_a_change_reaches_the_week_of_the_person_it_was_made_for(journal: Path) -> None:
    mine, clinic = sl.plan_week(), sl.plan_week("socks_and_stairs")
    assert mine.head["form"] != clinic.head["form"], "neither sends again what waits for the other"
    change(mine, "add", "bridge")
    visit = change(mine, "remove", "clamshell", "socks_and_stairs")
    assert (visit["person"], [row["exercise"] for row in visit["rows"]]) == ("", ["bridge"])
    socks = [row["exercise"] for row in tell(clinic, "person", "socks_and_stairs")["rows"]]
    assert "clamshell" not in socks
    assert change(mine, "follow", None, "socks_and_stairs")["followed"] == "", "it is not the week that is shown"
    assert Journal(journal).setting("programme")["case"] == "socks_and_stairs"
    visit = change(mine, "example")
    assert visit["refused"], "the learner has no example week"
    assert [row["exercise"] for row in sl.plan_week().visit["rows"]] == ["bridge"]


@pytest.mark.parametrize("subject", ["bridge", {"change": "bridge"}, {"person": 3, "change": "bridge"},
                                     {"person": "numb_saddle", "change": "bridge"}])
def test_a_change_without_a_person_is_refused(journal: Path, subject: Any) -> None:
    assert tell(sl.plan_week(), "add", subject)["refused"]
    assert not journal.exists()


def test_weeks_that_could_not_be_kept_outlive_the_choice_of_a_person(journal: Path) -> None:
    journal.mkdir()
    form = sl.plan_week()
    change(form, "add", "bridge")
    tell(form, "person", "socks_and_stairs")
    change(form, "remove", "clamshell")
    assert [row["exercise"] for row in tell(form, "person", "")["rows"]] == ["bridge"]
    journal.rmdir()
    change(form, "add", "clamshell")
    assert [row["exercise"] for row in sl.plan_week().visit["rows"]] == ["bridge", "clamshell"]
    assert "clamshell" not in [row["exercise"] for row in sl.plan_week("socks_and_stairs").visit["rows"]]


# A practice without the timer

BRIDGE = {"exercise": "bridge", "level": "base", "side": None, "day": "2026-03-10", "reps": 16, "minutes": 4.5,
          "reps_planned": 16, "planned_s": 270}


@pytest.fixture
def tuesday(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(journals, "now", lambda: "2026-03-10T18:00:00+01:00")


def test_a_practice_counts_like_one_of_the_timer(journal: Path, tuesday: None) -> None:
    form = sl.note_practice()
    tell(form, "add", BRIDGE, "00000000000000aa")
    visit = tell(form, "add", BRIDGE, "00000000000000aa")  # sent again by a page that waited
    assert [entry["text"] for entry in visit["entries"]] == ["2026-03-10: Bridge, 16 of 16 repetitions, 4.5 min"]
    tell(form, "add", {**BRIDGE, "reps": 4}, "00000000000000bb")
    week = sl.programme.Programme.of([sl.programme.Item("bridge", days=(1, 3, 5))])
    log = sl.practice_log.read(week)
    assert list(log.practices()["status"]) == ["finished", "broken off"]
    assert log.days().iloc[0][["planned", "done", "extra"]].tolist() == [1, 1, 0.25]
    assert tell(form, "take_back", "00000000000000aa")["entries"][0]["text"].startswith("2026-03-10: Bridge, 4 of 16")
    assert len(sl.practice_log.read(week).practices()) == 1
    assert len(Journal(journal).records("practice")) == 2, "it still stands in the journal"


@pytest.mark.parametrize(("wrong", "sentence"), [
    ({"day": "2026-03-11"}, "today at the latest"), ({"day": "2024-03-11"}, "last 12 months"),
    ({"day": "soon"}, "Choose a day"),
    ({"reps": 17}, "0 to 16"), ({"reps": -1}, "0 to 16"), ({"reps": True}, "0 to 16"), ({"minutes": 0}, "above 0"),
    ({"minutes": 181}, "at most 180"), ({"minutes": "4"}, "how many minutes"), ({"exercise": "brigde"}, "did you mean"),
    ({"reps_planned": None}, "cannot be read"), ({"reps_planned": 1e9}, "cannot be read"),
    ({"planned_s": 0}, "cannot be read"), ({"planned_s": True}, "cannot be read"), ({"side": "top"}, "side"),
    ({"level": "hard"}, "level"), ({"minutes": float("nan")}, "how many minutes")])
def test_what_cannot_have_been_is_a_sentence(journal: Path, tuesday: None, wrong: dict[str, Any],
                                            sentence: str) -> None:
    visit = tell(sl.note_practice(), "add", {**BRIDGE, **wrong})
    assert sentence in visit["refused"]
    assert visit["entries"] == []


def offered(visit: dict[str, Any], exercise: str, side: str = "both") -> dict[str, Any]:
    """What the page offers of the base level of an exercise."""
    row = next(row for row in visit["exercises"] if row["id"] == exercise)
    return {"mine": row["mine"], **next(level["doses"][side] for level in row["levels"] if level["id"] == "base")}


def follow(*items: Any) -> None:
    sl.practice_log.follow(sl.programme.Programme.of(list(items)))


def test_the_programme_gives_the_dose_that_is_told_of(journal: Path, tuesday: None) -> None:
    form = sl.note_practice()
    assert (offered(form.visit, "bridge")["mine"], offered(form.visit, "bridge")["reps_planned"]) == (False, 16)
    follow(sl.programme.Item("bridge", (1, 4), reps=12))
    assert offered(tell(form, "look"), "bridge")["reps_planned"] == 24, "a form made before the programme hears of it"
    assert offered(form.visit, "bridge")["mine"]
    follow(sl.programme.Item("bridge", (1, 4), reps=10))
    visit = tell(form, "add", {**BRIDGE, "reps": 24, "reps_planned": 24})
    assert visit["entries"][0]["text"] == "2026-03-10: Bridge, 24 of 24 repetitions, 4.5 min", "as the page offered it"
    assert Journal(journal).records("practice")[0]["status"] == "finished"


def test_each_side_has_its_own_dose(journal: Path, tuesday: None) -> None:
    follow(sl.programme.Item("sciatic_nerve_slider", range(1, 8), reps=15, side="left"))
    visit = sl.note_practice().visit
    right, left = (offered(visit, "sciatic_nerve_slider", side) for side in ("right", "left"))
    assert (right["reps_planned"], left["reps_planned"]) == (10, 15)
    assert right["planned_s"] < left["planned_s"]
