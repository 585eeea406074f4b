"""The quiz's Python side: nothing of an answer leaves before an attempt, and no attempt of the page is lost."""

from __future__ import annotations

import base64
import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import stretchlib as sl
from stretchlib.core.errors import StretchlibError
from stretchlib.learner import journal
from stretchlib.questions.bank import KINDS, Question, bank, check_of, question
from stretchlib.questions.marking import brier, score
from stretchlib.questions.sheet import Sheet, draw_sheets
from stretchlib.tables import phrases
from stretchlib.widgets.quiz.quiz import Quiz
from tests.data_files import table_file

EVERY = bank(optional=True)
OF_KIND = {kind: next(question for question in EVERY if question.kind == kind) for kind in KINDS}


@pytest.fixture(autouse=True)
def kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A journal of this test's own."""
    file = tmp_path / "journal.jsonl"
    monkeypatch.setenv("STRETCHLIB_JOURNAL", str(file))
    yield file
    journal._CURRENT.pop(str(file), None)


def tell(quiz: Quiz, question_id: str, response: Any, confidence: Any = 75, seq: Any = 7,
         asked: Any = False) -> dict[str, Any]:
    """What the page gets back for an attempt: the new mark, or the refusal."""
    sent: list[dict[str, Any]] = []
    quiz.send = lambda content, buffers=None: sent.append(content)  # type: ignore[method-assign]
    before = quiz.marks
    quiz._receive(quiz, {"question": question_id, "response": response, "confidence": confidence, "seq": seq,
                      "asked": asked}, [])
    if sent:
        assert quiz.marks == before, "a refusal takes nothing away"
        return sent[-1]
    return dict(quiz.marks.get(question_id, {})) if quiz.marks != before else {}


def right_response(question: Question) -> Any:
    """The page's right response to a question."""
    kind = {"match": {option.id: option.id for option in question.of("pair")},
            "order": [option.id for option in sorted(question.of("step"), key=lambda option: option.order)],
            "multiple": [option.id for option in question.options if option.correct],
            "area": [option.id for option in question.options if option.correct],
            "written": {"text": "Mine", "criteria": [option.id for option in question.of("criterion")]},
            "numeric": f"{question.answer}"}
    single = next((option.id for option in question.options if option.correct), "")
    return Sheet(question).placed(kind.get(question.kind, single))


def telling_texts(question: Question) -> set[str]:
    """The texts of a question that would tell its answer: feedback, partners of slips, rubric and example."""
    after = [option for option in question.options if option.role in ("criterion", "model_answer")]
    visible = {question.stem, *(option.text for option in question.options if option not in after)}
    hidden = {option.feedback for option in question.options} | {option.text for option in after}
    return {text for text in hidden if text} - visible


@pytest.mark.parametrize("notebook", sorted({question.notebook for question in EVERY}))
def test_what_is_saved_or_sent_before_an_attempt_tells_no_answer(notebook: str) -> None:
    quiz = sl.quiz(notebook)
    quiz._receive(quiz, {"do": "pictures"}, [])
    state = {name: value for name, value in quiz.get_state().items() if not name.startswith("_")}
    sent = json.dumps({**state, "pictures": {plate: picture.get("alt", picture)
                                             for plate, picture in quiz.pictures.items()}},
                      ensure_ascii=False)
    saved = repr(quiz.paper) + quiz.paper._repr_html_() + repr(quiz)
    assert len(quiz.questions) == len(bank(notebook, optional=True))
    for drawn in quiz.questions.values():
        for text in telling_texts(drawn):
            assert text not in saved + sent, drawn.id
        assert drawn.stem in repr(quiz.paper)
    keys = {key for public in quiz.asked for key in public}
    assert keys <= {"id", "kind", "stem", "unit", "plate", "options", "right", "extra", "confidences", "letters",
                    "outlined"}
    for public in quiz.asked:
        assert all(set(option) - {"meaning"} == {"id", "text"} for option in public["options"])


@pytest.mark.parametrize("question", EVERY, ids=lambda question: question.id)
def test_the_right_answer_is_right_and_says_why(question: Question) -> None:
    made = Sheet(question).question
    quiz = Quiz(draw_sheets([question]))
    mark = tell(quiz, question.id, right_response(made))
    assert (mark["stage"], mark["right"], mark["points"]) == ("marked", True, 1.0)
    assert all(note["text"] or note["of"] for note in mark["notes"])
    assert mark["notes"] or made.kind == "written"
    assert mark["first"] == {"right": True, "confidence": 75}
    if made.kind in ("single", "multiple", "label", "area"):
        assert {note["fits"] for note in mark["notes"]} <= {"fits_chosen", "fits_not"}
    assert {f"quiz.{note['fits']}" for note in mark["notes"] if note["fits"]} <= set(phrases.words())


def test_a_note_says_what_was_chosen() -> None:
    question = OF_KIND["multiple"]
    wrong = [option.id for option in question.options if not option.correct][:1]
    mark = tell(Quiz(draw_sheets([question])), question.id, Sheet(question).placed(wrong))
    assert [note["fits"] for note in mark["notes"]].count("fits_not_chosen") == 1
    assert {note["fits"] for note in mark["notes"]} == {"fits", "fits_not", "fits_not_chosen"}
    order = [option["text"] for option in Sheet(question).public()["options"]]
    assert [note["of"] for note in mark["notes"]] == order, "in the order of the page"


def test_a_wrong_pair_is_told_with_its_partner() -> None:
    question = OF_KIND["match"]
    ids = [option.id for option in question.of("pair")]
    response = {**{name: name for name in ids}, ids[0]: ids[1], ids[1]: ids[0]}
    mark = tell(Quiz(draw_sheets([question])), question.id, Sheet(question).placed(response))
    assert [note["fits"] for note in mark["notes"]].count("pair_other") == 2
    assert mark["points"] == pytest.approx(1 - 2 / len(ids))


def test_on_a_plate_the_letter_stands_beside_the_name() -> None:
    plate_question = question("Q66")
    mark = tell(Quiz(draw_sheets([plate_question])), plate_question.id, right_response(plate_question))
    assert [note["of"] for note in mark["notes"]] == ["Piriformis (letter F)"]
    bare = tell(Quiz(draw_sheets([question("Q73")])), "Q73", right_response(question("Q73")))
    assert bare["notes"][0]["of"].count("(") == 0


def test_plates_are_drawn_when_a_page_shows_them() -> None:
    quiz = Quiz(draw_sheets([question("Q66"), question("Q73"), question("Q08")]))
    assert quiz.pictures == {}
    quiz._receive(quiz, {"do": "pictures"}, [])
    (plate,) = {asked["plate"] for asked in quiz.asked if asked.get("letters")}
    picture = quiz.pictures[plate]
    assert base64.b64decode(picture["png"]).startswith(b"\x89PNG")
    assert set(picture["dots"]) >= set(quiz.asked[0]["letters"].values()), "each letter can be tapped"
    assert all(0 < share < 1 for dot in picture["dots"].values() for share in dot)
    again = quiz.pictures
    quiz._receive(quiz, {"do": "pictures"}, [])
    assert quiz.pictures is again, "a second view of it draws nothing"


def test_a_plate_that_cannot_be_drawn_is_a_sentence_in_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: Sheet) -> None:
        raise StretchlibError("plates.csv, deep_rotators: no such bone; correct it.")

    monkeypatch.setitem(Quiz._draw.__globals__, "asked_plate", broken)
    quiz = Quiz(draw_sheets([question("Q66")]))
    quiz._receive(quiz, {"do": "pictures"}, [])
    assert [*quiz.pictures.values()] == [{"fault": "plates.csv, deep_rotators: no such bone; correct it."}]


WRONG_SHAPES = [5, True, [], {}, [[]], [{}], {"1": "99"}, {"99": "1"}, {"text": 3, "criteria": 5}, "99", "", " ", None,
                {"text": "a", "criteria": [{}]}, ["1", "1"], {"text": ""}, {"text": "a", "criteria": None}, "1" * 5000]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("shape", WRONG_SHAPES, ids=lambda shape: repr(shape)[:30])
def test_what_has_the_wrong_shape_is_answered_and_not_counted_twice(kind: str, shape: Any, kept: Path) -> None:
    question = OF_KIND[kind]
    quiz = Quiz(draw_sheets([question]))
    reply = tell(quiz, question.id, shape, confidence={"x": []}, seq=3)
    assert reply["seq"] == 3
    if "refused" in reply:
        assert len(reply["refused"].splitlines()) == 1
        assert not quiz.answers
        assert not kept.exists()
    else:
        assert reply["stage"] in ("marked", "rubric")
    assert all(answer["confidence"] is None for answer in quiz.answers)


@pytest.mark.parametrize("message", [None, 3, "x", [], {}, {"question": "Q999"}, {"question": ["Q01"]}, {"seq": 1}])
def test_a_message_of_nothing_is_let_be(message: Any) -> None:
    quiz = Quiz(draw_sheets([question("Q01")]))
    quiz._receive(quiz, message, [])
    assert quiz.marks == {}
    assert quiz.answers == []


def test_a_number_that_cannot_be_read_leaves_the_first_attempt_open() -> None:
    quiz = Quiz(draw_sheets([question("Q08")]))
    assert "could not read a number" in tell(quiz, "Q08", "about eighty")["refused"]
    assert tell(quiz, "Q08", "85,2 %", confidence=50)["right"]
    assert [(answer["attempt"], answer["confidence"]) for answer in quiz.answers] == [(1, 50)]


def test_a_number_that_may_be_read_in_two_ways_is_asked_about_once_and_not_counted() -> None:
    quiz = Quiz(draw_sheets([question("Q41")]))  # 20 holds
    said = tell(quiz, "Q41", "1,024", seq=1)
    assert (said["asks"], said["refused"][:26]) == (True, "Do you mean 1024 or 1.024?")
    assert (quiz.answers, journal.current().records("answer")) == ([], [])
    assert tell(quiz, "Q41", "1,024", seq=2, asked="yes")["asks"], "the page says true, and nothing else counts"
    assert not tell(quiz, "Q41", "1,024", confidence=50, seq=3, asked=True)["right"]
    assert [(answer["attempt"], answer["confidence"]) for answer in quiz.answers] == [(1, 50)]
    again = Quiz(draw_sheets([question("Q41")]))
    assert again.answers == quiz.answers, "who comes back is not asked a second time"


def test_after_the_answer_was_seen_how_sure_says_nothing() -> None:
    quiz = Quiz(draw_sheets([question("Q08")]))
    tell(quiz, "Q08", "3", confidence=95, seq=1)
    mark = tell(quiz, "Q08", "85.2", confidence=95, seq=2)
    assert mark["right"]
    assert mark["first"] == {"right": False, "confidence": 95}
    assert [answer["confidence"] for answer in quiz.answers] == [95, None]
    assert brier(quiz.answers) == pytest.approx(0.95**2)
    assert list(quiz.table()["attempt"]) == [1, 2]


def test_an_attempt_sent_again_counts_once(kept: Path) -> None:
    quiz = Quiz(draw_sheets([question("Q08")]))
    assert tell(quiz, "Q08", "3", seq=11)
    assert tell(quiz, "Q08", "3", seq=11) == {}
    assert len(quiz.answers) == 1
    assert len(journal.current().records("answer")) == 1


def test_the_journal_waits_for_the_page_and_not_the_page_for_it(monkeypatch: pytest.MonkeyPatch) -> None:
    quiz = Quiz(draw_sheets([question("Q08")]))
    seen: list[bool] = []
    monkeypatch.setattr(journal.Journal, "_append", lambda *_, **__: seen.append("Q08" in quiz.marks))
    tell(quiz, "Q08", "85.2")
    assert seen == [True], "the mark is on its way before the disk is asked"


@pytest.mark.parametrize("trouble", [OSError("the disk is full"), StretchlibError("The journal is newer."),
                                     AttributeError("no flock"), RuntimeError("nobody foresaw this")])
def test_trouble_with_the_journal_is_told_and_the_answer_counts(monkeypatch: pytest.MonkeyPatch, kept: Path,
                                                                trouble: Exception) -> None:
    quiz = Quiz(draw_sheets([question("Q08"), question("Q01")]))
    with monkeypatch.context() as broken:
        def refuse(*_: Any, **__: Any) -> None:
            raise trouble
        broken.setattr(journal.Journal, "_append", refuse)
        assert tell(quiz, "Q08", "85.2")["right"]
    assert str(trouble) in quiz.unsaved["Q08"]
    assert len(quiz.answers) == 1
    tell(quiz, "Q01", "1", seq=8)
    assert quiz.unsaved == {}, "what had to wait was written with the next answer"
    tell(quiz, "Q08", "85.2", seq=9)
    assert quiz.unsaved == {}
    assert [record["question"] for record in journal.Journal(kept).records("answer")] == ["Q08", "Q01", "Q08"]


def test_a_journal_of_a_later_version_is_told_at_the_first_answer(kept: Path) -> None:
    kept.write_text('{"format": "stretchlib journal", "version": 99}\n', encoding="utf-8")
    before = kept.read_bytes()
    quiz = Quiz(draw_sheets([question("Q08")]))
    assert quiz.answers == []
    tell(quiz, "Q08", "85.2")
    assert "journal" in quiz.unsaved["Q08"]
    assert kept.read_bytes() == before


@pytest.mark.parametrize("kind", KINDS)
def test_who_comes_back_finds_the_answers(kind: str) -> None:
    question_of_kind = OF_KIND[kind]
    first = Quiz(draw_sheets([question_of_kind, question("Q26")]))
    response = right_response(Sheet(question_of_kind).question)
    first_mark = tell(first, question_of_kind.id, response, confidence=50)
    again = Quiz(draw_sheets([question_of_kind, question("Q26")]))
    assert set(again.marks) == {question_of_kind.id}
    mark = again.marks[question_of_kind.id]
    assert {**mark, "seq": 0} == {**first_mark, "seq": 0}
    assert mark["response"] == response
    assert again.answers == first.answers
    tell(again, question_of_kind.id, response, seq=99)
    assert again.answers[-1]["attempt"] == 2
    assert len(Quiz(draw_sheets([question_of_kind], 1)).answers) == 0, "another seed is another draw"


def test_an_answer_to_a_question_that_has_changed_is_asked_anew(whole_data_copy: Path) -> None:
    options = table_file(whole_data_copy, "options")
    tell(Quiz(draw_sheets([question("Q01")])), "Q01", right_response(question("Q01")))
    chosen = journal.current().records("answer")[0]["response"]
    options.write_text(options.read_text(encoding="utf-8").replace(f"Q01,{chosen},", "Q01,zz,"), encoding="utf-8")
    again = Quiz(draw_sheets([question("Q01")]))
    assert again.marks == {}
    assert again.answers == []


def test_records_that_are_no_answers_of_ours_are_let_be() -> None:
    for response in (None, "", "zz", {"a": 1}, [[]]):
        journal.current().append("answer", question="Q01", seed=0, response=response)
    journal.current().append("answer", question="Q999", seed=0, response="a")
    journal.current().append("answer", seed=0)
    assert Quiz(draw_sheets([question("Q01")])).answers == []


def test_a_written_text_meets_its_rubric_first() -> None:
    quiz = Quiz(draw_sheets([question("Q152")]))
    reply = tell(quiz, "Q152", {"text": "They move together."}, confidence=None)
    assert reply["stage"] == "rubric"
    assert len(reply["criteria"]) == 5
    assert quiz.answers == []
    assert "refused" in tell(quiz, "Q152", {"text": " ", "criteria": []}, seq=8)
    marked = tell(quiz, "Q152", {"text": "They move together.", "criteria": ["3"]}, confidence=None, seq=9)
    assert marked["points"] == pytest.approx(0.2)
    assert marked["example"] == reply["example"]
    assert quiz.answers[0]["response"] == {"text": "They move together.", "criteria": ["c"]}


def test_a_written_question_keeps_its_own_limit_of_words() -> None:
    for written in (question("Q152"), question("Q153")):
        assert "60 words" in written.stem
        assert len(written.of("model_answer")[0].text.split()) <= 60


@pytest.mark.parametrize("template", [question for question in EVERY if question.kind == "model"],
                         ids=lambda template: template.id)
def test_the_same_seed_makes_the_same_question(template: Question) -> None:
    first, second = Quiz(draw_sheets([template], 5)), Quiz(draw_sheets([template], 5))
    assert first.asked == second.asked
    assert first.questions == second.questions
    made = first.questions[template.id]
    assert "{" not in made.stem
    assert score(made, made.answer if made.kind == "numeric" else
                 next(option.id for option in made.options if option.correct)).right


def test_some_seed_makes_another_question() -> None:
    stems = {Quiz(draw_sheets([question("Q137")], seed)).asked[0]["stem"] for seed in range(5)}
    assert len(stems) > 1


@pytest.mark.parametrize("notebook", sorted({str(question.notebook) for question in EVERY}))
def test_the_core_comes_first_and_fits_its_minutes(notebook: str) -> None:
    core, more = check_of(notebook)
    assert 3 <= len(core) <= 6, "about a minute each: a check of a few minutes"
    assert not any(question.optional for question in core)
    every = bank(notebook, optional=True)
    assert sorted(question.id for question in (*core, *more)) == sorted(question.id for question in every)
    quiz = sl.quiz(notebook)
    assert [public["extra"] for public in quiz.asked] == [False] * len(core) + [True] * len(more)
    assert repr(quiz).startswith(f"Quiz of {len(core)} questions, and {len(more)} more")


def test_without_core_rows_all_but_the_optional_are_asked(whole_data_copy: Path) -> None:
    path = table_file(whole_data_copy, "questions")
    rows = [{**row, "core_position": ""} for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())]
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, rows[0])
        writer.writeheader()
        writer.writerows(rows)
    core, more = check_of("02")
    assert {question.optional for question in core} == {False}
    assert {question.optional for question in more} == {True}


def test_paper_escapes_its_text() -> None:
    from dataclasses import replace

    hostile = replace(question("Q01"), stem="<b>x</b> & y")
    assert "&lt;b&gt;x&lt;/b&gt; &amp; y" in Quiz(draw_sheets([hostile])).paper._repr_html_()
    assert "<b>" not in Quiz(draw_sheets([hostile])).paper._repr_html_()


def test_a_quiz_needs_to_know_what_to_ask() -> None:
    for call in (lambda: sl.quiz(), lambda: sl.quiz("99"), lambda: sl.quiz(ids=["Q1"])):
        with pytest.raises(StretchlibError):
            call()
    assert [public["extra"] for public in sl.quiz(ids=["Q78"]).asked] == [False], "what is asked for by name is asked"
