"""The tables as a whole: found, linked, loaded, documented; and what only the tables together can say."""

from __future__ import annotations

import inspect
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import stretchlib as sl
from stretchlib.authoring import languages
from stretchlib.authoring.check import check_data
from stretchlib.authoring.phrase_use import asked, word_faults
from stretchlib.core.errors import SchemaError, StretchlibError, TableError
from stretchlib.tables import catalogue, paths, phrases
from stretchlib.tables.rows import Row
from stretchlib.tables.schema import read_package
from tests.data_files import table_file
from tools.checks import ROOT

#: Columns of questions and claims as tables of their own -> (columns, rows).
VIEWS = {"load_core_questions": (["question", "position"], 37), "load_mixed_form": (["question", "position"], 32),
         "load_traps": (["question", "position", "trap"], 18),
         "load_claim_packs": (["claim", "pack", "theme", "position", "core"], 59)}
LOADERS = {name: getattr(sl, name) for name in dir(sl)
           if name.startswith("load_") and name not in (*VIEWS, "load_exercise_poses", "load_test_poses")}
PACKAGE = json.loads((ROOT / "data" / "datapackage.json").read_text(encoding="utf-8"))
# Phrases, works and translations, parts of a question or claim, which carries the marks, areas and groups of which
# other tables say something, and what is invented and says so.
WITHOUT_MARKS = ("claim_links", "claim_numbers", "article_parts", "body_areas", "area_outlines", "structure_groups",
                 "hip_or_spine_signs",
                 "words", "references", "options", "question_parameters", "question_values",
                 "calibration_example", "trial_ratings", "topic_sections", "translations_de", "review_forms")
REVIEW = ["sources", "certainty", "checked", "checked_note"]


def test_all_of_the_data_is_in_order() -> None:
    assert check_data() == []


def test_the_small_course_of_the_tests_is_in_order_and_whole_in_german(data_copy: Path) -> None:
    assert check_data() == []
    assert not languages.missing("de")
    assert not languages.outdated("de")


def test_every_table_has_a_loader_and_every_loader_a_table() -> None:
    assert {f"load_{resource['name']}" for resource in PACKAGE["resources"]} == set(LOADERS)
    assert {"load_exercise_poses", "load_test_poses"} <= set(dir(sl)), "parts of a table, and old names"


@pytest.mark.parametrize("load", LOADERS.values(), ids=LOADERS)
def test_a_loader_gives_the_table_and_its_dictionary(load: Callable[[], Any]) -> None:
    name = load.__name__.removeprefix("load_")
    schema = next(resource["schema"] for resource in PACKAGE["resources"] if resource["name"] == name)
    table = load()
    assert len(table) == len(catalogue.rows(name))
    assert not inspect.signature(load).parameters
    for field in schema["fields"]:
        if not field["name"].startswith("reviewed_"):
            assert field["name"] in table.columns
            assert f"\n{field['name']}" in (load.__doc__ or "")
            assert field["description"] in (load.__doc__ or "")
    text = table.select_dtypes(exclude=["number", "bool", "boolean"])
    assert not text.isna().to_numpy().any(), "an empty text cell is an empty text"


@pytest.mark.parametrize("name", VIEWS)
def test_a_view_has_the_rows_that_have_a_position_in_their_order(name: str) -> None:
    columns, count = VIEWS[name]
    view = getattr(sl, name)()
    assert (list(view.columns), len(view)) == (columns, count)
    assert list(view.index) == list(range(count))
    assert not view.drop(columns="core", errors="ignore").isna().to_numpy().any()
    assert view.iloc[0, 0] == {"load_core_questions": "Q25", "load_mixed_form": "Q25", "load_traps": "Q303",
                               "load_claim_packs": "C01"}[name]


def test_a_row_is_found_by_its_id_or_the_nearest_is_named() -> None:
    assert catalogue.row("structures", "piriformis")["name_la"] == "musculus piriformis"
    with pytest.raises(StretchlibError, match=r"There is no structure 'periformis': did you mean 'piriformis'\?"):
        catalogue.row("structures", "periformis")


def test_a_row_says_that_nobody_has_reviewed_it_until_somebody_has(data_copy: Path) -> None:
    assert set(sl.load_exercises()["review"]) == {"not clinically reviewed"}
    path = table_file(data_copy, "red_flags")
    lines = path.read_text(encoding="utf-8").splitlines()
    assert lines[1].endswith(",,")
    lines[1] = lines[1][:-2] + ",A. Reviewer,2026-12-01"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    assert sl.load_red_flags()["review"][0] == "reviewed by A. Reviewer, 2026-12-01"


def test_an_edit_is_read_without_a_new_start(data_copy: Path) -> None:
    path = table_file(data_copy, "words")
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace("timer.start,Start,", "timer.start,Begin,"), encoding="utf-8")
    assert phrases.words()["timer.start"] == "Begin"


@pytest.mark.parametrize(("table", "old", "new", "sentence"), [
    ("exercise_steps", "figure_four_stretch,base,1", "figure_for_stretch,base,1",
     "exercise_steps.csv, row 8, column exercise: exercises.csv has no id of this name ('figure_for_stretch'); "
     "did you mean 'figure_four_stretch'?"),
    ("exercises", "bandy1994;", "bandy1994x;",
     "exercises.csv, row 2, column sources: references.csv has no id of this name ('bandy1994x'); "
     "did you mean 'bandy1994'?"),
    ("exercise_structures", "figure_four_stretch,piriformis", "figure_four_stretch,pirifromis",
     "exercise_structures.csv, row 2, column structure: structures.csv has no id of this name ('pirifromis'); "
     "did you mean 'piriformis'?"),
])
def test_a_link_to_nothing_is_told(data_copy: Path, table: str, old: str, new: str, sentence: str) -> None:
    path = table_file(data_copy, table)
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    assert sentence in check_data(data_copy)
    with pytest.raises(TableError, match="did you mean"):
        catalogue.rows(table)


def test_faults_of_several_files_are_told_at_once(data_copy: Path) -> None:
    table_file(data_copy, "words").unlink()
    table_file(data_copy, "red_flags").write_text("", encoding="utf-8")
    (data_copy / "anatomy" / "piriformis.md").unlink()
    sentences = check_data(data_copy)
    assert [line.split(":")[0] for line in sentences] == ["red_flags.csv", "words.csv", "anatomy/piriformis.md"]


@pytest.mark.parametrize(("content", "sentence"), [
    ("{", "datapackage.json is no table descriptor"), ("[]", "datapackage.json is no table descriptor")])
def test_a_damaged_descriptor_is_one_sentence(data_copy: Path, content: str, sentence: str) -> None:
    (data_copy / "datapackage.json").write_text(content, encoding="utf-8")
    sentences = check_data(data_copy)
    assert len(sentences) == 1
    assert sentence in sentences[0]
    with pytest.raises(SchemaError):
        catalogue.rows("words")


def test_a_folder_that_is_none_is_one_sentence(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert check_data(tmp_path / "no") == [f"{tmp_path / 'no'}: there is no such folder; give the folder that holds "
                                           "datapackage.json."]
    assert "datapackage.json is missing" in check_data(tmp_path)[0]
    monkeypatch.setenv("STRETCHLIB_DATA", str(tmp_path / "no"))
    with pytest.raises(StretchlibError, match="which is no folder; correct it or unset it"):
        paths.data_root()


@pytest.mark.parametrize("descriptor_too", [True, False])
def test_a_copy_from_before_the_folders_is_refused_with_the_way_on(
        data_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, descriptor_too: bool) -> None:
    flat = tmp_path / "my flat copy"
    flat.mkdir()
    for path in data_copy.rglob("*.csv"):
        shutil.copy(path, flat)
    if descriptor_too:
        shutil.copy(data_copy / "datapackage.json", flat)
    sentence = (f"{flat} holds all tables in one folder, as they lay before each subject had its own; convert it with: "
                f'python start.py use --convert "{flat}".')
    assert check_data(flat) == [sentence]
    monkeypatch.setenv("STRETCHLIB_DATA", str(flat))
    with pytest.raises(StretchlibError) as refusal:
        catalogue.rows("exercises")
    assert str(refusal.value) == sentence


def test_data_is_found_from_a_zip(tmp_path: Path) -> None:
    """The pure parts work from a zipped package, as some browsers' Pythons load them."""
    import subprocess
    import sys

    stage = tmp_path / "stage" / "stretchlib"
    shutil.copytree(ROOT / "stretchlib", stage, ignore=shutil.ignore_patterns("__pycache__"))
    for folder in ("data", "notebooks"):
        shutil.copytree(ROOT / folder, stage / folder)
    archive = shutil.make_archive(str(tmp_path / "stretchlib"), "zip", tmp_path / "stage")
    code = ("import sys; sys.path.insert(0, sys.argv[1]); import stretchlib as sl; assert sys.argv[1] in sl.__file__; "
            "print(len(sl.load_exercises()), sl.check.check_data(), sl.anatomy('piriformis').title, "
            "len(sl.Session.from_exercise('bridge').phases), len(sl.timer('bridge')._esm) > 9000)")
    run = subprocess.run([sys.executable, "-P", "-c", code, archive], cwd=tmp_path, capture_output=True, text=True,
                         check=False)
    assert run.stdout.strip() == "16 [] Piriformis (musculus piriformis) 52 True", run.stderr


def test_the_dictionary_is_the_schema() -> None:
    from tools.make_dictionary import dictionary

    assert (ROOT / "data" / "README.md").read_text(encoding="utf-8") == dictionary(), "run tools.make_dictionary"


# What the tables say only together.

def exercises() -> dict[str, Row]:
    return {str(row["id"]): row for row in catalogue.rows("exercises")}


def test_every_exercise_has_its_three_levels_in_order() -> None:
    levels: dict[object, list[object]] = {}
    for row in catalogue.rows("exercise_levels"):
        levels.setdefault(row["exercise"], []).append(row["level"])
    assert levels == {name: ["easier", "base", "harder"] for name in exercises()}


@pytest.mark.parametrize("name", exercises())
def test_an_exercise_has_a_step_for_exactly_its_phases(name: str) -> None:
    row = exercises()[name]
    timed = {"lift": "lift_s", "hold": "hold_min_s", "lower": "lower_s", "release": "release_s", "walk": "walk_min_min",
             "contract": "contract_s", "relax": "relax_s"}
    wanted = {"get ready"} | {phase for phase, column in timed.items() if row[column]}
    for level in {step["level"] for step in catalogue.rows("exercise_steps") if step["exercise"] == name}:
        phases = [step["phase"] for step in catalogue.rows("exercise_steps")
                  if (step["exercise"], step["level"]) == (name, level)]
        assert set(phases) == wanted
        numbers = [step["step"] for step in catalogue.rows("exercise_steps")
                   if (step["exercise"], step["level"]) == (name, level)]
        assert numbers == list(range(1, len(numbers) + 1))


def test_a_movement_is_called_as_the_exercise_moves() -> None:
    """Each moving word stands in a step of its phase, and has a phrase for each place where it is read."""
    words, levels = phrases.words(), catalogue.rows("exercise_levels")
    steps = catalogue.rows("exercise_steps")
    for row in levels:
        for phase, word in (("lift", row["lift_word"]), ("lower", row["lower_word"])):
            assert bool(word) == bool(exercises()[str(row["exercise"])][f"{phase}_s"]), (row["exercise"], row["level"])
            if not word:
                continue
            key = str(word).replace(" ", "_")
            assert {f"{group}.{key}" for group in ("phase", "kind", "kinds")} <= set(words)
            mine = [f"{step['text']} {step['cue']}".lower() for step in steps
                    if (step["exercise"], step["level"], step["phase"]) == (row["exercise"], row["level"], phase)]
            assert not mine or any(str(word) in text for text in mine), (row["exercise"], row["level"], word)
    squeeze = {(row["lift_word"], row["lower_word"]) for row in levels if row["exercise"] == "ball_squeeze"}
    assert squeeze == {("squeeze", "let go")}


@pytest.mark.parametrize(("was", "now", "part"), [
    (",squeeze,let go,", ",,let go,", "the timer has time for this movement and no word; choose one"),
    ("one ankle on the other thigh\",,,", "one ankle on the other thigh\",lift,,",
     "the timer has no time for this movement ('lift'); leave it empty")])
def test_a_level_that_moves_without_a_word_is_told(was: str, now: str, part: str, data_copy: Path) -> None:
    path = table_file(data_copy, "exercise_levels")
    text = path.read_text(encoding="utf-8")
    assert was in text
    row = text[:text.index(was)].count("\n") + 1
    path.write_text(text.replace(was, now, 1), encoding="utf-8")
    sentences = check_data(data_copy)
    moving = [sentence for sentence in sentences if "movement" in sentence]
    assert moving == [sentence for sentence in sentences
                      if sentence.startswith(f"exercise_levels.csv, row {row}, ") and part in sentence]
    assert any(part in sentence for sentence in sentences)


def test_a_stretch_is_not_lifted_and_a_lift_is_not_released() -> None:
    for name, row in exercises().items():
        if row["mode"] == "hold":
            assert (row["lift_s"], row["lower_s"]) == (0, 0), name
        if row["mode"] == "repeat":
            assert row["release_s"] == 0, name


def test_every_exercise_has_a_stop_rule_and_a_role() -> None:
    stops = {row["exercise"] for row in catalogue.rows("exercise_cautions") if row["kind"] == "stop rule"}
    roles = {row["exercise"] for row in catalogue.rows("exercise_structures")}
    assert stops == roles == set(exercises())


def test_the_articles_four_come_first() -> None:
    four = ["figure_four_stretch", "seated_spinal_twist", "ball_squeeze", "side_lying_leg_lift"]
    assert list(exercises())[:4] == four
    assert [name for name, row in exercises().items() if row["from_article"]] == four


def test_every_row_has_its_marks() -> None:
    for resource in PACKAGE["resources"]:
        if resource["name"] in WITHOUT_MARKS:
            continue
        for row in catalogue.rows(resource["name"]):
            assert row["certainty"], resource["name"]
            assert row["checked"], resource["name"]
            assert row["sources"] or row["certainty"] in ("expert opinion", "convention"), row


def test_only_cited_works_are_in_references() -> None:
    cited = {key for resource in PACKAGE["resources"] if resource["name"] not in WITHOUT_MARKS
             for row in catalogue.rows(resource["name"]) for key in row.sources}
    cited |= {key for name in sl.cases.case_ids() for key in sl.cases.load_case(name).sources}
    for row in catalogue.rows("structures"):
        note = sl.anatomy(str(row["id"]))
        assert isinstance(note, sl.notes.Note)
        cited |= set(note.source_keys())
    assert cited == {row["id"] for row in catalogue.rows("references")}


def test_every_phrase_is_asked_for_and_every_one_asked_for_is_there() -> None:
    assert not list(word_faults(catalogue.catalogue().table("words")))
    for key in ("phase.rest", "timer.start", "gate.help.emergency", "claims.verdict.partly", "timeline.row.right"):
        assert asked().has(key) == (key in phrases.words())
    for key in ("phase", "gate.hepl.emergency", "votes.js", "gate.help.emergency.now"):
        assert not asked().has(key)


def test_a_wrong_key_of_a_phrase_is_told_and_never_a_traceback(data_copy: Path) -> None:
    path = table_file(data_copy, "words")
    text = path.read_text(encoding="utf-8")
    row = text[:text.index("\nguide.note,")].count("\n") + 2
    path.write_text(text.replace("\nguide.note,", "\nguide.nota.end,"), encoding="utf-8")
    sentences = check_data(data_copy)
    assert [sentence for sentence in sentences if "nothing shows" in sentence] == [
        f"words.csv, row {row}, column key: nothing shows a phrase of this key ('guide.nota.end'); did you mean "
        "'guide.note'?"]
    assert "words.csv, column key: there is no phrase of this key ('guide.note'); write the row again, or restore it." \
        in sentences
    with pytest.raises(StretchlibError, match=r"^words.csv has no phrase with the key 'guide.note'; write the row"):
        sl.guide("bridge")


@pytest.mark.parametrize(("was", "now", "knee"), [
    ("sartorius,3,tibia,fixed,-25.1,-40.1,", "sartorius,3,tibia,fixed,-25.1,-44.1,", 0),
    ("-23.93,-447.351,-35.8,-48.271,", "-23.93,-447.351,-35.8,-44.271,", 90),
])
def test_the_shin_is_rigid(was: str, now: str, knee: int, data_copy: Path) -> None:
    path = table_file(data_copy, "hip_points")
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, now, 1), encoding="utf-8")
    row = text[:text.index(was)].count("\n") + 1
    sentences = check_data(data_copy)
    assert sentences[0].startswith(f"hip_points.csv, row {row}: this point of ")
    assert f"with the knee at {knee} degrees" in sentences[0]
    assert all(f"row {row}:" in sentence for sentence in sentences)


def test_the_descriptor_is_read_once_and_again_when_it_changes(
        new_copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read, path = [], new_copy / "datapackage.json"
    monkeypatch.setattr(catalogue, "read_package", lambda file: read.append(1) or read_package(file))
    assert "exercises" in catalogue.catalogue().resources
    assert "exercises" in catalogue.catalogue().resources
    assert len(read) == 1
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"name": "exercises"', '"name": "others"'), encoding="utf-8")
    assert "others" in catalogue.catalogue().resources
    assert len(read) == 2


@pytest.mark.parametrize(("table", "was", "now", "sentence"), [
    ("clinical_test_steps", "straight_leg_raise,2,", "straight_leg_raise,7,",
     "clinical_test_steps.csv, row 3, column step: this is step 2 of straight_leg_raise ('7'); write 2."),
    ("programme_rules", "exercises,,,4,", "exercises,,,5,",
     "row 3, column high: the text of the rule does not say this limit ('5'); make the two agree."),
    ("programme_rules", "strength,1,", "strength,3,", "column low: the text of the rule does not say this limit ('3')"),
    ("questions", ",17,where no", ",19,where no",
     "column trap_position: no row has position 17 ('18'); number them from 1, each once."),
    ("questions", ",17,where no further gain was seen is not a minimum", ",17,",
     "column trap: trap_position is filled in and trap is not; give both, or neither."),
    ("topic_sections", "\nbottom_line,topic,2,", "\nbottom_line,topic,20,",
     "column number: this is number 2 ('20'); write 2."),
    ("questions", "claims:C40,false,,,,,2,,", "claims:C40,false,,,,,40,,",
     "column mixed_position: no row has position 2 ('3'); number them from 1, each once."),
    ("claims", ",piriformis,7,8", ",piriformis,8,8",
     "row 29, column pack_position: no row of pack 2 has position 7 ('8'); number them from 1, each once."),
    ("question_parameters", "Q144,pre,,10,60,5", "Q144,pre,,10,61,5",
     "column max: steps of 5 from 10 do not end here ('61.0'); make it the smallest value and a whole number of "
     "steps."),
])
def test_rows_that_count_and_ranges_that_step_are_held_to_it(table: str, was: str, now: str, sentence: str,
                                                             whole_data_copy: Path) -> None:
    path = table_file(whole_data_copy, table)
    text = path.read_text(encoding="utf-8")
    assert was in text
    path.write_text(text.replace(was, now, 1), encoding="utf-8")
    assert sentence in check_data(whole_data_copy)[0]
