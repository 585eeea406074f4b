"""Signatures: how a row says that it is signed or due again, the forms, and the way back into the tables."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

import stretchlib as sl
from stretchlib.authoring.check import check_data
from stretchlib.core.errors import StretchlibError
from stretchlib.tables import catalogue, reviews
from stretchlib.tables.rows.clinic import RedFlag
from stretchlib.tables.rows.evidence import PainArea, StructureLink
from stretchlib.tables.rows.exercises import Exercise, ExerciseCaution
from tests.data_files import table_file
from tools import make_review_forms, reviewers_hour
from tools.checks import DAY, ROOT, environment
from tools.sign_review import sign

SIGNED = [name for name, resource in catalogue.catalogue().resources.items()
          if any(field["name"] == "reviewed_by" for field in resource["schema"]["fields"])]
ROW = replace(catalogue.rows(RedFlag)[0], reviewed_by="A. Muster", reviewed_on=date(2026, 12, 1))


@pytest.mark.parametrize(("on", "state"), [
    (date(2026, 12, 1), "reviewed by A. Muster, 2026-12-01"),
    (date(2028, 11, 30), "reviewed by A. Muster, 2026-12-01"),
    (date(2028, 12, 1), "review due again (last signed by A. Muster, 2026-12-01)"),
    (date(2040, 1, 1), "review due again (last signed by A. Muster, 2026-12-01)"),
])
def test_a_review_holds_for_the_stated_months(on: date, state: str) -> None:
    assert reviews.review_months() == 24
    assert reviews.review_state(ROW, on) == state


def test_the_months_are_those_of_the_descriptor(data_copy: Path) -> None:
    path = data_copy / "datapackage.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"review_months": 24', '"review_months": 6'),
                    encoding="utf-8")
    assert "due" not in reviews.review_state(ROW, date(2027, 5, 31))
    assert "due" in reviews.review_state(ROW, date(2027, 6, 1))


@pytest.mark.parametrize(("day", "months", "then"), [
    ("2026-08-31", 6, date(2027, 2, 28)), ("2026-12-31", 2, date(2027, 2, 28)), ("2022-02-28", 24, date(2024, 2, 28)),
    ("2024-02-29", 12, date(2025, 2, 28)), ("2022-08-31", 18, date(2024, 2, 29)), ("2026-01-31", 1, date(2026, 2, 28)),
    ("2026-05-15", 24, date(2028, 5, 15)), ("2026-12-01", 1, date(2027, 1, 1)),
])
def test_months_are_counted_by_the_calendar(day: str, months: int, then: date) -> None:
    assert reviews.months_after(day, months) == then


def test_a_due_row_is_seen_wherever_it_is_shown(data_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    sign("red_flags", "A. Muster", "2020-01-15")
    sign("plates", "A. Muster", "2020-01-15")
    monkeypatch.setenv("STRETCHLIB_TODAY", "2021-06-01")
    assert repr(sl.red_flags()).endswith("These questions: reviewed by A. Muster, 2020-01-15.")
    monkeypatch.setenv("STRETCHLIB_TODAY", "2022-01-15")
    due = "review due again (last signed by A. Muster, 2020-01-15)"
    assert repr(sl.red_flags()).endswith(f"These questions: {due}.")
    assert set(sl.load_red_flags()["review"]) == {due}
    assert sl.timer("bridge").red_flags[0]["review"] == due
    assert due in sl.plot_muscle_map("saddle").note


def test_a_day_that_is_none_is_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCHLIB_TODAY", "yesterday")
    with pytest.raises(StretchlibError, match="STRETCHLIB_TODAY is a day such as 2026-11-30, not 'yesterday'"):
        reviews.review_state(ROW)


def test_saved_outputs_are_run_by_a_set_day() -> None:
    assert environment()["STRETCHLIB_TODAY"] == DAY == date.fromisoformat(DAY).isoformat()


def test_every_signed_table_stands_on_a_form() -> None:
    forms = {str(row["table"]): row for row in catalogue.rows("review_forms")}
    pages = make_review_forms.pages(kept_only=False)
    for name in SIGNED:
        schema = catalogue.catalogue().resources[name]["schema"]
        columns = {column.strip() for column in str(forms[name]["columns"]).split(";")}
        assert columns <= {field["name"] for field in schema["fields"]}, name
        page = pages[f"{forms[name]['form']}.md"]
        for signed_row in catalogue.rows(name):
            assert f"**{make_review_forms.row_key(signed_row, schema)}**" in page, name


def test_no_form_stands_for_a_table_that_is_not_signed() -> None:
    assert {str(row["table"]) for row in catalogue.rows("review_forms")} == set(SIGNED)


def test_the_forms_are_in_step_with_the_data() -> None:
    made = make_review_forms.pages()
    kept = {path.name: path.read_text(encoding="utf-8") for path in make_review_forms.FOLDER.iterdir()}
    assert kept == made, "run python -m tools.make_review_forms"


def test_the_kept_forms_are_small_and_hold_no_picture() -> None:
    pages = make_review_forms.pages()
    assert len(pages.pop("one_hour.md")) < 16_000
    assert sum(map(len, pages.values())) < 300_000
    assert not [path.name for path in make_review_forms.FOLDER.iterdir() if path.suffix != ".md"]


def test_a_reviewers_hour_is_sixty_rows_each_with_its_picture_and_a_box_to_sign() -> None:
    rows = reviewers_hour.hour_rows()
    assert len({(row.table, row.key) for row in rows}) == len(rows) == 60
    lines = [line for line in make_review_forms.pages()["one_hour.md"].splitlines() if line.startswith(("| 1", "| 2",
             "| 3", "| 4", "| 5", "| 6", "| 7", "| 8", "| 9"))]
    assert len(lines) == 60
    assert all(line.endswith("` | &nbsp; |") for line in lines)
    keys = {row.table: {make_review_forms.row_key(data, catalogue.catalogue().resources[row.table]["schema"])
                        for data in catalogue.rows(row.table)} for row in rows}
    for row in rows:
        assert row.table in SIGNED
        assert row.key in keys[row.table]
        call = re.fullmatch(r"sl\.(\w+)\((.*)\)", row.picture)
        assert call
        assert callable(getattr(sl, call[1]))


def test_what_would_hurt_most_is_in_the_hour(data_copy: Path) -> None:
    of: dict[str, set[str]] = {}
    for row in reviewers_hour.hour_rows():
        of.setdefault(row.table, set()).add(row.key)
    assert of["red_flags"] == {row.id for row in catalogue.rows(RedFlag) if row.urgency != "before exercise"}
    assert of["structure_links"] == {f"{row.structure}/say/1" for row in catalogue.rows(StructureLink)}
    stops = {row.exercise for row in catalogue.rows(ExerciseCaution)
             if row.kind == "stop rule" and row.id in of["exercise_cautions"]}
    assert stops == {row.id for row in catalogue.rows(Exercise)}
    assert {row.id for row in catalogue.rows(PainArea) if row.drawn and row.study == "lesher2008"} == of["pain_areas"]
    path = table_file(data_copy, "structure_links")
    path.write_text(path.read_text(encoding="utf-8").replace("We test the hip by itself.", "We test hips alone."),
                    encoding="utf-8")
    assert "We test hips alone." in make_review_forms.pages()["one_hour.md"]
    assert "(one_hour.md)" in make_review_forms.pages()["README.md"]


def test_a_plate_is_looked_at_point_by_point_beside_its_picture() -> None:
    form = make_review_forms.pages()["plates.md"]
    assert "`python start.py publish figure plot_muscle_map saddle saddle.png`" in form
    for row in catalogue.rows("plates"):
        for point in str(row["checklist"]).split(";"):
            assert f"    - [ ] {point.strip()}\n" in form


def test_a_signature_goes_into_its_rows_and_nothing_else_changes(data_copy: Path) -> None:
    path = table_file(data_copy, "red_flags")
    before = path.read_text(encoding="utf-8").splitlines()
    assert sign("red_flags", " A. Muster, physiotherapist ", "2026-01-20", but=["saddle_numbness"]) == len(before) - 2
    after = path.read_text(encoding="utf-8").splitlines()
    for old, new in zip(before[1:], after[1:], strict=True):
        signed = "" if old.startswith("saddle_numbness,") else '"A. Muster, physiotherapist",2026-01-20'
        assert new == (f"{old[:-1]}{signed}" if signed else old)
    assert check_data(data_copy) == []
    assert sign("exercise_steps", "B", "2026-01-20", only=["bridge/base/1"]) == 1
    assert [row["step"] for row in catalogue.rows("exercise_steps") if row["reviewed_by"] == "B"] == [1]


@pytest.mark.parametrize(("words", "sentence"), [
    (("words", "A", "2026-01-20"), "There is no table with reviews 'words'"),
    (("red_flags", "A", "20.01.2026"), "is written as 2026-12-01, not '20.01.2026'"),
    (("red_flags", "A", "2999-01-01"), "a day that has come"), (("red_flags", " ", "2026-01-20"), "has a name"),
])
def test_a_wrong_signature_is_one_sentence(data_copy: Path, words: tuple[str, str, str], sentence: str) -> None:
    with pytest.raises(StretchlibError, match=sentence):
        sign(*words)
    with pytest.raises(StretchlibError, match="did you mean 'saddle_numbness'"):
        sign("red_flags", "A", "2026-01-20", only=["sadle_numbness"])
    assert table_file(data_copy, "red_flags").read_bytes() == table_file(ROOT / "data", "red_flags").read_bytes()
