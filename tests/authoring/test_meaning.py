"""What a table means: each wrong row of ``faults/meaning.json`` is told in its exact sentence, the real ones in none.

A change of the list changes, removes or copies a row of the course's tables in memory (see ``wrong_rows.py``). In a
sentence ``{1}`` stands for the row of the first change, ``{questions Q28}`` for that of the row with this key.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from wrong_rows import changed, numbers

import stretchlib as sl
from stretchlib.app import cli
from stretchlib.authoring import check
from stretchlib.core.errors import StretchlibError, did_you_mean
from stretchlib.publish import anki, bank_csv, figure, handout, moodle, pocket
from stretchlib.publish.deck import printed
from stretchlib.publish.site import site
from stretchlib.questions.bank import question
from stretchlib.questions.sheet import Sheet
from stretchlib.tables import catalogue
from stretchlib.tables.reader import Table
from stretchlib.tables.rows import Row
from tests.data_files import table_file
from tools.checks import ROOT

WRONG: list[dict[str, Any]] = json.loads((ROOT / "tests" / "faults" / "meaning.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def tables() -> dict[str, Table]:
    course = catalogue.in_folder(ROOT / "data")
    return {name: course.table(name) for name in course.resources}


def faults(tables: Mapping[str, Table]) -> list[str]:
    """All that the rules of meaning say of these tables."""
    return list(dict.fromkeys(check.table_faults(tables))) + [
        fault for rule, names in check.NUMPY_RULES.items() for fault in rule(*(tables[name] for name in names))]


def filled(sentence: str, tables: Mapping[str, Table], changes: list[dict[str, Any]]) -> str:
    """The sentence with the rows of the sheet that its places in braces stand for."""
    def row(hole: re.Match[str]) -> str:
        if hole[1].isdigit():
            change = changes[int(hole[1]) - 1]
            if "copy" not in change:
                return str(numbers(tables, change)[0])
            before = sum("copy" in earlier and earlier["table"] == change["table"]
                         for earlier in changes[:int(hole[1]) - 1])
            return str(max(tables[change["table"]].sheet_rows) + 1 + before)
        name, _, key = hole[1].partition(" ")
        columns = catalogue.in_folder(ROOT / "data").resources[name]["schema"]["primaryKey"]
        columns = [columns] if isinstance(columns, str) else columns
        return str(next(number for entry, number in tables[name].numbered(Row) if key == "/".join(
            str(entry[column]) for column in columns if entry[column] is not None)))

    return re.sub(r"(?<=row )\{([^{}]+)\}", row, sentence)


@pytest.mark.parametrize("wrong", WRONG, ids=[wrong["wrong"] for wrong in WRONG])
def test_a_wrong_row_is_told_in_its_exact_sentence(wrong: dict[str, Any], tables: dict[str, Table]) -> None:
    said = faults(changed(tables, wrong["change"]))
    assert said == [filled(sentence, tables, wrong["change"]) for sentence in wrong["told"]]
    assert said, "a wrong row that nobody tells"


def test_the_real_tables_are_in_order(tables: dict[str, Table]) -> None:
    assert faults(tables) == []


def test_every_rule_has_a_wrong_row(tables: dict[str, Table]) -> None:
    """A rule that tells nothing of any change of the list would not be missed if it were gone."""
    silent = {*check.RULES, *check.NUMPY_RULES} - {check.word_faults}  # its wrong rows are in elsewhere.json
    for wrong in WRONG:
        after = changed(tables, wrong["change"])
        silent -= {rule for rule in silent for names in [{**check.RULES, **check.NUMPY_RULES}[rule]]
                   if {change["table"] for change in wrong["change"]} & set(names)
                   and any(rule(*(after[name] for name in names)))}
    assert {rule.__name__ for rule in silent} <= {"range_faults", "point_faults", "name_faults", "care_faults"}, \
        "these have wrong rows in elsewhere.json"


@pytest.mark.parametrize(("old", "new", "said"), [
    ("number = 6\n", "", "number is missing; write it, or copy the line from another case."),
    ("number = 6", "number = 0", "number is not 1 or more, and the cases are listed by it ('0'); write the next free "
     "number."),
    ('opening = "', 'opening = ""\n# "', "opening is no text; write it between quotes."),
    ('language = "', 'tongue = "', "person.language is missing; write it, or copy the line from another case."),
    ("age = 52", "age = 520", "person.age is no age ('520'); write 1 to 120."),
    ('title = "Stretches for sciatica, please"', 'title = "Six months off work"',
     "numb_saddle has the same title ('Six months off work'); choose another."),
])
def test_a_case_without_story_number_or_language_is_told(old: str, new: str, said: str, data_copy: Path) -> None:
    path = data_copy / "clinic" / "cases" / "numb_saddle.toml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    name = "six_months_off_work" if "title" in old else "numb_saddle"
    assert f"cases/{name}.toml: {said}" in check.check_data(data_copy)


def test_every_case_there_is_is_listed(data_copy: Path) -> None:
    case = (data_copy / "clinic" / "cases" / "numb_saddle.toml").read_text(encoding="utf-8")
    new = case.replace('id = "numb_saddle"', 'id = "own"').replace("number = 6", "number = 8").replace(
        'title = "Stretches for sciatica, please"', 'title = "Our own"')
    (data_copy / "clinic" / "cases" / "own.toml").write_text(new, encoding="utf-8")
    assert str(sl.case()).splitlines()[-1] == 'Our own: sl.case("own")'
    assert str(sl.case()).count("sl.case(") == len(list((data_copy / "clinic" / "cases").iterdir()))


#: Table, the row by its first column, and cells that its schema refuses.
CELLS: list[tuple[str, str, dict[str, str], str]] = [
    ("plates", "deep_rotators", {"left_mm": "92", "right_mm": "92"},
     "plates.csv, row 2, column left_mm: it is not less than right_mm (92.0) ('92.0'); check both numbers."),
    ("sciatic_variants", "type_a", {"limbs_percent": "88"},
     "sciatic_variants.csv, row 2, column limbs_percent: it is more than interval_high_percent (87.0) ('88.0'); check "
     "both numbers."),
    ("hip_points", "rajagopal2023", {"femur_x_knee0_mm": "1"},
     "hip_points.csv, row {row}, column femur_x_knee0_mm: the cell is filled in, but body is pelvis ('1.0'); empty "
     "it."),
    ("muscle_parts", "piriformis", {"part": ""},
     "muscle_parts.csv, row {row}, column part: the cell is empty, but match is own; fill it in."),
    ("back_motion", "esola1996_ratio_0", {"from_deg": "60"},
     "back_motion.csv, row 2, column from_deg: it is not less than to_deg (30.0) ('60.0'); check both numbers."),
    ("calibration_example", "50", {"right": "99"},
     "calibration_example.csv, row {row}, column right: it is more than answers (14) ('99'); check both numbers."),
    ("poses", "bridge", {"left_knee_flexion_deg": "-90"},
     "poses.csv, row {row}, column left_knee_flexion_deg: the smallest allowed value is -10 degrees ('-90'); check the "
     "number."),
    ("body_segments", "older_man", {"length_h": ""},
     "body_segments.csv, row {row}, column length_h: the cell is empty; fill it in."),
    ("claims", "C07", {"pack": ""}, "claims.csv, row 2, column pack: the cell is empty; fill it in."),
]


def rewrite(folder: Path, table: str, key: str, cells: Mapping[str, str]) -> int:
    """Write these cells in the first row of a table whose first column is ``key``; returns its row in the sheet."""
    path = table_file(folder, table)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    index = next(index for index, row in enumerate(rows) if row[next(iter(row))] == key)
    rows[index] |= cells
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
    return index + 2


def test_cells_that_say_what_cannot_be_are_refused_by_the_schema(data_copy: Path) -> None:
    expected = []
    for table, key, cells, said in CELLS:
        expected.append(said.replace("{row}", str(rewrite(data_copy, table, key, cells))))
    assert sorted(check.check_data(data_copy)) == sorted(expected)


@pytest.mark.parametrize(("cells", "said"), [
    ({"gives": ""}, "Q136 cannot be drawn, because expected_limbs reckons with estimate and no parameter or value of "
                    "it gives that; add it in question_parameters.csv."),
    ({"gives": "estimate=much; lower=78.4; upper=87.0"},
     "question_values.csv, Q136: estimate is reckoned with and is 'much'; write a number."),
    ({"gives": "estimate=85.2; lower=78.4; upper=87.0; middle=80"},
     "Q136 cannot be drawn, because expected_limbs does not reckon with middle; use one of: pattern, which, n, "
     "estimate, lower, upper."),
])
def test_a_template_that_cannot_be_drawn_is_told(cells: dict[str, str], said: str, data_copy: Path) -> None:
    path = table_file(data_copy, "question_values")
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(line for line in lines if "(type B)" not in line), encoding="utf-8")  # one pattern is left
    rewrite(data_copy, "question_values", "Q136", cells)
    with pytest.raises(StretchlibError) as raised:
        Sheet(question("Q136"))
    assert str(raised.value) == said


def test_a_form_is_told_by_an_example() -> None:
    """Every column with a form has an example of it, so that nobody is shown a regular expression."""
    for name, resource in catalogue.in_folder(ROOT / "data").resources.items():
        for field in resource["schema"]["fields"]:
            pattern = field.get("constraints", {}).get("pattern")
            if pattern:
                assert re.fullmatch(pattern, field.get("example", "")), f"{name}.{field['name']}"


def test_nothing_to_choose_from_is_said_in_words() -> None:
    assert did_you_mean("bridge", []) == "there is none to choose from yet"


def test_the_shares_that_moodle_takes() -> None:
    """Moodle's own list: p/q for q up to 6, tenths, 1/q for q up to 10, and a twentieth."""
    takes = {p / q for q in range(1, 7) for p in range(q + 1)} | {p / 10 for p in range(11)} | {
        1 / q for q in range(1, 11)} | {1 / 20}
    for count in range(1, 40):
        fits = any(abs(1 / count - share) < 1e-5 for share in takes)
        assert (count in check.check_questions.EQUAL_SHARES) is fits, count


EXPORTS = {
    "handout": lambda to: handout(["bridge"], to / "a.html"), "pocket": lambda to: pocket(to / "a.html"),
    "moodle": lambda to: moodle(to / "a.xml"), "anki": lambda to: anki(to / "a.apkg"),
    "csv": lambda to: bank_csv(to / "a.csv"),
    "figure": lambda to: figure("plot_dose", "bridge", path=to / "a.png"),
    "deck": lambda to: printed.deck(ROOT / "notebooks" / "class_deck.ipynb", to / "a.html"),
    "site": lambda to: site.site(to / "site")}


@pytest.mark.parametrize("export", EXPORTS)
def test_nothing_is_written_from_tables_that_are_not_in_order(export: str, data_copy: Path, tmp_path: Path) -> None:
    path = table_file(data_copy, "options")
    shutil.copy(path, tmp_path / "options.csv")
    path.write_text(path.read_text(encoding="utf-8").replace(",choice,", ",step,"), encoding="utf-8")
    before = {file.name for file in tmp_path.iterdir()}
    with pytest.raises(StretchlibError) as raised:
        EXPORTS[export](tmp_path)
    first, *named, last = str(raised.value).splitlines()
    problems = check.check_data(data_copy)
    assert first == "The tables are not in order, so nothing is written:"
    assert named == problems[:5]
    assert last == f"And {len(problems) - 5} more; python start.py check names all."
    assert {file.name for file in tmp_path.iterdir()} == before
    shutil.copy(tmp_path / "options.csv", path)
    assert check.check_data(data_copy) == [], "mended, and the check sees it"


def test_the_check_before_an_export_is_made_once(data_copy: Path, tmp_path: Path,
                                                 monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[object] = []
    real = check.table_faults
    monkeypatch.setattr(check, "table_faults", lambda tables: [made.append(tables), *real(tables)][1:])
    check.refuse_faulty()
    check.refuse_faulty()
    assert len(made) == 1
    note = data_copy / "anatomy" / "piriformis.md"
    note.write_text(note.read_text(encoding="utf-8").replace("# ", "## ", 1), encoding="utf-8")
    with pytest.raises(StretchlibError, match=r"piriformis\.md"):
        check.refuse_faulty()
    assert len(made) == 2, "a note that changed is looked at anew"


def test_a_language_without_a_text_is_told_in_five_lines(data_copy: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["check", str(data_copy), "--language", "fr"]) == 1
    said = capsys.readouterr()
    assert said.err == "There is no translation 'fr': use one of: de.\n"
    package = json.loads((data_copy / "datapackage.json").read_text(encoding="utf-8"))
    german = next(resource for resource in package["resources"] if resource["name"] == "translations_de")
    package["resources"].append({**german, "name": "translations_fr", "path": "words/translations/fr.csv"})
    (data_copy / "datapackage.json").write_text(json.dumps(package), encoding="utf-8")
    lines = table_file(data_copy, "translations_de").read_text(encoding="utf-8").splitlines(keepends=True)
    with (data_copy / "words" / "translations" / "fr.csv").open("w", encoding="utf-8", newline="") as file:
        columns = next(csv.reader(lines))
        writer = csv.DictWriter(file, columns, lineterminator="\n")
        writer.writeheader()
        writer.writerow({**next(csv.DictReader(lines)), "text": "", "reviewed_by": "", "reviewed_on": ""})
    assert cli.main(["check", str(data_copy), "--language", "fr"]) == 0
    said = capsys.readouterr()
    assert len(said.out.splitlines()) <= 5
    assert re.search(r"^fr: 0 of \d+ texts are translated", said.out, re.MULTILINE)
