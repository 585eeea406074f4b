"""The PEDro-scale trainer: what the key says is in the report, the first item does not count, text is text."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stretchlib.authoring.check import check_data
from stretchlib.core.errors import StretchlibError
from stretchlib.questions.bank import question
from stretchlib.questions.marking import score
from stretchlib.questions.sheet import Sheet
from stretchlib.questions.trial_reports import PARTS, rating_questions, rating_result, trial_report
from stretchlib.tables import catalogue
from stretchlib.tables.rows import Row
from stretchlib.tables.views import load_traps
from tests.data_files import table_file

REPORTS = [str(row["id"]) for row in catalogue.rows("trial_reports")]
ITEMS = [str(row["id"]) for row in catalogue.rows("pedro_items")]


def test_every_report_has_a_rating_of_every_item() -> None:
    rated = {(row["report"], row["item"]) for row in catalogue.rows("trial_ratings")}
    assert rated == {(report, item) for report in REPORTS for item in ITEMS}
    items = sorted(catalogue.rows("pedro_items"), key=lambda row: int(str(row["number"])))
    assert [row["counted"] for row in items] == [False] + [True] * 10


@pytest.mark.parametrize("row", catalogue.rows("trial_ratings"), ids=lambda row: f"{row['report']}-{row['item']}")
def test_the_quoted_words_stand_where_the_key_says(row: Row) -> None:
    report = catalogue.row("trial_reports", str(row["report"]))
    assert str(row["quote"] or "") in str(report[str(row["part"])])
    assert row["quote"] or not row["met"], "an item that is met shows somewhere"


def test_a_share_that_the_key_names_follows_from_the_report() -> None:
    followed = {str(row["report"]): str(row["why"]) for row in catalogue.rows("trial_ratings")
                if row["item"] == "followed_up"}
    for why in followed.values():
        measured, allocated, percent = map(int, re.findall(r"(\d+) of (\d+)(?:, or| is) (\d+) %", why)[0])
        assert abs(100 * measured / allocated - percent) <= 0.5
    assert "less than 85" in followed["piriformis_release"]


@pytest.mark.parametrize("report", REPORTS)
def test_a_report_says_first_that_it_is_invented_and_is_shown_whole(report: str) -> None:
    row, document = catalogue.row("trial_reports", report), trial_report(report)
    assert repr(document).split("\n\n")[1].startswith("Invented for this course")
    for part in PARTS:
        assert str(row[part]) in repr(document)


def test_hostile_text_of_a_report_is_text(whole_data_copy: Path) -> None:
    path = table_file(whole_data_copy, "trial_reports")
    hostile = "<img src=x onerror=alert(1)>"
    text = path.read_text(encoding="utf-8")
    for innocent in ("Hip stretching added to back", "Adults aged 20 to 60"):
        assert innocent in text
        text = text.replace(innocent, f"{innocent} {hostile}")
    path.write_text(text, encoding="utf-8")
    page = trial_report("stretch_and_back")._repr_html_()
    assert hostile not in page
    assert page.count("&lt;img src=x") == 2


@pytest.mark.parametrize(("report", "met"), [("stretch_and_back", 8), ("piriformis_release", 1)])
def test_the_score_leaves_the_first_item_out(report: str, met: int) -> None:
    questions = {question.id: question for question in rating_questions(report)}
    key = {name: [option.id for option in question.of("level") if option.correct]
           for name, question in questions.items()}
    assert len(questions) == 11
    assert all(score(question, key[name]).right for name, question in questions.items())
    assert all(len(Sheet(question).public()["options"]) == 2 for question in questions.values())
    first = {name: {"response": levels} for name, levels in key.items()}
    summary = rating_result(questions, first)
    assert f"comes to {met} of 10, the key to {met} of 10; you and the key agree on 11 of 11" in summary
    eligibility = f"pedro_{report}_eligibility"
    otherwise = "eligibility_no" if key[eligibility] == ["eligibility_yes"] else "eligibility_yes"
    summary = rating_result(questions, {**first, eligibility: {"response": [otherwise]}})
    assert f"comes to {met} of 10" in summary
    assert "10 of 11" in summary
    assert rating_result(questions, {eligibility: first[eligibility]}) == "", "before all items are rated"


def test_feedback_names_the_place_and_what_to_look_for() -> None:
    options = {option.id: option for question in rating_questions("piriformis_release") for option in question.options}
    assert options["concealed_no"].feedback.endswith("See Methods: \u201cMondays and Wednesdays\u201d.")
    assert "sealed envelopes" in options["concealed_yes"].feedback
    assert options["people_blind_no"].feedback.endswith("The report says nothing about it.")


def test_a_rating_that_is_missing_or_quotes_what_is_not_there_is_told(whole_data_copy: Path) -> None:
    path = table_file(whole_data_copy, "trial_ratings")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[3].startswith("stretch_and_back,concealed,")
    path.write_text("\n".join([*lines[:3], *lines[4:]]).replace("SD 2.0", "SD 9.0") + "\n", encoding="utf-8")
    assert check_data(whole_data_copy) == [
        "trial_ratings.csv: the report stretch_and_back has no rating of the item concealed; add its row.",
        "trial_ratings.csv, row 11, column quote: these words do not stand in the results of that report ('SD 9.0'); "
        "copy them from it."]
    with pytest.raises(StretchlibError, match="has no rating of the item concealed; add its row"):
        rating_questions("stretch_and_back")


@pytest.mark.parametrize(("table", "old", "new", "sentence"), [
    ("claims", ",2,piriformis,7,8", ",9,piriformis,7,8", "column pack: the largest allowed value is 8"),
    ("published_shares", ",16.2,10.7,", ",16.2,17.7,", "column low_percent: it is more than percent (16.2)"),
    ("trials", "-0.55,-1.02,-0.08", "-0.55,-0.02,-0.08", "column low: it is more than effect (-0.55)"),
    ("claim_sides", "C29,1,", "C29,3,", "column side: the largest allowed value is 2"),
    ("topic_sections", "question,topic,1,", "question,topic,2,", "column number: this stands in row"),
])
def test_a_fault_of_a_table_is_one_sentence(whole_data_copy: Path, table: str, old: str, new: str,
                                            sentence: str) -> None:
    path = table_file(whole_data_copy, table)
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), encoding="utf-8")
    faults = check_data(whole_data_copy)
    assert len(faults) == 1, faults
    assert sentence in faults[0]
    assert faults[0].startswith(f"{table}.csv, row ")


def test_an_unknown_report_is_one_sentence() -> None:
    for call in (trial_report, rating_questions):
        with pytest.raises(StretchlibError, match="There is no trial report 'stretch'"):
            call("stretch")


def test_the_traps_hang_in_order_and_name_what_goes_wrong() -> None:
    traps = load_traps()
    assert list(traps["position"]) == list(range(1, len(traps) + 1))
    assert traps["trap"].nunique() == len(traps) >= 15
    stems = [question(name).stem for name in traps["question"]]
    assert any("0.91 and 0.80" in stem for stem in stems)
    assert any("0.80 for three of six" in stem for stem in stems)
