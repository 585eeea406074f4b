"""A lecturer's own rows, as a lecturer meets them: the folder is put in use, shown, updated, moved and left again."""

from __future__ import annotations

import csv
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

import pytest

import stretchlib as sl
from stretchlib.app import cli, course_file, doctor
from stretchlib.authoring.check_my_rows import my_row_faults
from stretchlib.core.errors import StretchlibError, TableError
from stretchlib.tables import catalogue, paths
from tests.data_files import table_file
from tools.checks import NBVAL, ROOT, environment

JUPYTER = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "JUPYTERLAB_SETTINGS_DIR",
           "JUPYTERLAB_WORKSPACES_DIR")
Say = Callable[..., tuple[int, list[str], list[str]]]


@pytest.fixture
def course(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The course's own tables for this test, which an update may change; the learner's folder lies beside them."""
    data = tmp_path / "course" / "data"
    shutil.copytree(ROOT / "data", data)
    monkeypatch.setattr(paths, "beside_or_inside", {"data": data, "notebooks": ROOT / "notebooks"}.__getitem__)
    monkeypatch.setenv("STRETCHLIB_COURSE", str(tmp_path / "course" / "my_course"))
    monkeypatch.delenv("STRETCHLIB_MY_ROWS")
    catalogue._root_of.cache_clear()
    yield data
    catalogue._root_of.cache_clear()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder where a spreadsheet program keeps a lecturer's files."""
    folder = tmp_path / "OneDrive - Hochschule für Gesundheit" / "Kurs" / "my rows"
    folder.mkdir(parents=True)
    return folder


@pytest.fixture
def say(course: Path, capsys: pytest.CaptureFixture[str]) -> Say:
    """Run a command: its exit code, and the lines of what it says and of what it complains."""
    def run(*words: object) -> tuple[int, list[str], list[str]]:
        capsys.readouterr()
        code = cli.main([str(word) for word in words])
        said = capsys.readouterr()
        assert "Traceback" not in said.err
        return code, said.out.splitlines(), said.err.splitlines()
    return run


def write(path: Path, *lines: str, encoding: str = "utf-8-sig") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines), encoding=encoding)


def add_exercise(course: Path, folder: Path) -> None:
    """Lay the bridge down once more under another id, as a lecturer would who copies its rows."""
    for table, column in {"exercises": "id", "exercise_levels": "exercise", "exercise_steps": "exercise",
                          "exercise_structures": "exercise", "exercise_cautions": "exercise",
                          "poses": "exercise"}.items():
        with table_file(course, table).open(encoding="utf-8", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row[column] == "bridge"]
        for row in rows:
            row[column] = "long_bridge"
            if table == "exercises":
                row |= {"code": "E71", "name": "Long bridge", "hold_max_s": "20", "from_article": "false"}
                row |= {key: "" for key in row if key.startswith("article_")}
            elif table == "exercise_cautions":
                row["id"] = f"long_{row['id']}"
        with (folder / f"{table}.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)


def test_own_rows_are_in_everything_that_a_command_makes(course: Path, folder: Path, say: Say, tmp_path: Path) -> None:
    add_exercise(course, folder)
    with (folder / "exercises.csv").open("a", encoding="utf-8") as file:  # a dose of the course's is changed beside it
        writer = csv.DictWriter(file, columns_of(folder / "exercises.csv"))
        writer.writerow({"id": "figure_four_stretch", "hold_max_s": "45"})
    write(folder / "questions" / "questions.csv", "id;hidden", "Q98;TRUE")
    write(folder / "translations_de.csv", "table,row,column,english,text", "exercises,long_bridge,name,,Lange Brücke")
    code, said, complaints = say("use", folder)
    assert (code, complaints) == (0, [])
    assert said[0].startswith(f"{folder} is in use from now on. Some rows that you see are your lecturer's own, from "
                              "the folder my rows: exercises (1 changed, 1 new);")
    assert "questions (1 taken out)" in said[0]
    with course_file.in_use():
        assert "long_bridge" in set(sl.load("exercises")["id"])
        assert sl.Session.from_exercise("long_bridge").exercise == "long_bridge"
        assert "Long bridge" in repr(sl.guide("long_bridge"))
        assert "Q98" not in set(sl.load("questions")["id"]) | set(sl.load("options")["question"])
        assert str(sl.rows_in_use()).startswith("Some rows that you see are your lecturer's own")
        assert [row["id"] for row in catalogue.rows("exercises")][-1] == "long_bridge", "new rows come after"
        with paths.spoken("de"):
            assert catalogue.row("exercises", "long_bridge")["name"] == "Lange Brücke"
            assert catalogue.row("exercises", "bridge")["name"] == "Brücke"
    handout = tmp_path / "handout.html"
    assert say("publish", "handout", "long_bridge", "--to", handout)[0] == 0
    assert "Long bridge" in handout.read_text(encoding="utf-8")
    bank = tmp_path / "bank.csv"
    assert say("publish", "csv", "--to", bank)[0] == 0
    assert "\nQ98," not in bank.read_text(encoding="utf-8-sig")
    write(folder / "words.csv", "key,en", "timer.start,Off we go")
    code, said, _ = say("check", "--language", "de")
    assert code == 0
    assert "words.csv, timer.start, en: 'Off we go'" in said
    assert say("use", "--none")[0] == 0
    with course_file.in_use():
        assert "long_bridge" not in set(sl.load("exercises")["id"])


def columns_of(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8-sig").splitlines()[0].split(",")


def test_an_update_that_changed_the_same_row_is_told_side_by_side_and_settled(
        course: Path, folder: Path, say: Say) -> None:
    write(folder / "exercises.csv", "id,hold_max_s,name", "bridge,12,", "clamshell,3,The clam")
    write(folder / "words.csv", "key,en", "timer.start,Go")
    assert say("use", folder)[0] == 0
    assert say("check")[1][2].startswith("de: "), "nothing is told before the update"
    update(course, "exercises", {"bridge": {"hold_max_s": "15", "name": "The bridge"},
                                 "clamshell": {"hold_max_s": "3"}})
    update(course, "words", {"timer.start": {"en": "Go"}})
    code, said, complaints = say("check")
    assert (code, complaints) == (0, [])
    before = csv_rows(ROOT / "data" / "exercises" / "exercises.csv")["bridge"]["hold_max_s"]
    line = said.index("my rows/exercises.csv, row 2 (bridge): the course has changed since you did; keep yours with: "
                      "python start.py use --accept, or empty your cell to have the course's.")
    assert said[line + 1] == f"  hold_max_s: course before '{before}', course now '15', mine '12'"
    assert "my rows/words.csv, row 2 (timer.start): the course says the same now; this row is no longer needed." in said
    assert not [line for line in said if "clamshell" in line], "its other cell is still the lecturer's"
    assert [str(finding).startswith("note my rows/exercises.csv, row 2") for finding in doctor.rows()][1]
    with course_file.in_use():
        assert catalogue.row("exercises", "bridge")["hold_max_s"] == 12, "the lecturer's until settled, and after"
        assert catalogue.row("exercises", "bridge")["name"] == "The bridge", "what is not changed comes through"
    code, said, _ = say("use", "--accept")
    assert code == 0
    assert said[-1].startswith("Your rows stay as they are; 3 of them are compared with the course of today")
    assert not [line for line in say("check")[1] if "row 2 (bridge)" in line]
    update(course, "exercises", {"clamshell": None, "bridge": {"hold_max_s": "16"}})
    lines = [line for line in say("use")[1] if line.startswith("my rows/exercises.csv, row ")]
    assert lines[0].startswith("my rows/exercises.csv, row 2 (bridge): the course has changed since you did")
    assert lines[1:] == ["my rows/exercises.csv, row 3 (clamshell): the course has taken this row out since; remove "
                         "yours, or fill in all its cells to keep it as your own."]


def csv_rows(path: Path) -> dict[str, dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return {next(iter(row.values())): row for row in csv.DictReader(file)}


def update(course: Path, table: str, changes: dict[str, dict[str, str] | None]) -> None:
    """Change rows of the course, or take them out, as a newer edition would."""
    path = table_file(course, table)
    rows = csv_rows(path)
    for key, cells in changes.items():
        if cells is None:
            del rows[key]
        else:
            assert cells.keys() <= rows[key].keys()
            rows[key] |= cells
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, next(iter(rows.values())), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows.values())


def test_a_folder_that_was_moved_is_told_and_nothing_else_is_shown_in_its_place(
        folder: Path, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder / "words.csv", "key,en", "timer.start,Go")
    assert say("use", folder)[0] == 0
    moved = folder.with_name("moved rows")
    folder.rename(moved)
    sentence = (f"The folder of your rows, {folder}, is not there: put it back, name where it is now with: "
                "python start.py use FOLDER, or go back to the course's rows with: python start.py use --none.")
    for words in (["start", "--no-browser"], ["present"], ["check"], ["publish", "handout", "bridge"], ["use"]):
        assert say(*words) == (1, [], [sentence]), words
    monkeypatch.setattr(doctor, "CHECKS", (doctor.rows,))
    code, said, _ = say("doctor")
    assert (code, said[0]) == (1, f"mend {sentence}")
    assert say("use", moved)[0] == 0
    assert say("use")[1][-1].startswith(f"It lies in {moved}.")
    moved.rename(folder)
    assert say("use", "course")[0] == 0
    assert say("use")[1] == ["The rows that you see are the course's own."]


def test_start_tells_whose_rows_are_shown_and_gives_them_to_its_kernels(
        course: Path, folder: Path, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str | None] = []
    lab = ModuleType("jupyterlab.labapp")
    lab.LabApp = type("LabApp", (), {"launch_instance": staticmethod(  # type: ignore[attr-defined]
        lambda words: seen.append(os.environ.get("STRETCHLIB_MY_ROWS")))})
    monkeypatch.setitem(sys.modules, "jupyterlab.labapp", lab)
    for name in (*JUPYTER, "JUPYTER_PREFER_ENV_PATH"):
        monkeypatch.setenv(name, "of the person")
    write(folder / "words.csv", "key,en", "timer.start,Go")
    course_file.keep("my_rows", folder)
    code, said, _ = say("start", "--no-browser")
    assert (code, seen) == (0, [str(folder)])
    assert said[0] == "Some rows that you see are your lecturer's own, from the folder my rows: words (1 changed)."
    assert "STRETCHLIB_MY_ROWS" not in os.environ, "and no further"
    course_file.keep(None)
    assert say("start", "--no-browser")[1][0].startswith("Your course is in ")
    assert seen[1] is None
    write(folder / "words.csv", "key,english", "timer.start,Go")
    course_file.keep("my_rows", folder)
    assert say("start", "--no-browser")[0] == 1
    assert len(seen) == 2, "a course with faults is not opened"


def test_a_folder_that_goes_while_a_kernel_runs_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder / "words.csv", "key,en", "timer.start,Go")
    monkeypatch.setenv("STRETCHLIB_MY_ROWS", str(folder))
    assert len(catalogue.rows("words")) > 100
    shutil.rmtree(folder)
    with pytest.raises(StretchlibError, match="cannot be read"):
        catalogue.rows("words")


@pytest.mark.parametrize(("files", "sentence"), [
    ({"exercise.csv": "id\nbridge\n"},
     "my rows/exercise.csv: the course has no table of this name; did you mean 'exercises.csv'?"),
    ({"exercises.csv": "id\nbridge\n", "exercises/exercises.csv": "id\nbridge\n"},
     "my rows/exercises.csv: my rows/exercises/exercises.csv holds rows of the same table; put the rows into one of "
     "them."),
    ({"exercises.csv": "id,hold_max_s\nbridge,1o\n"},
     "my rows/exercises.csv, row 2, column hold_max_s: a whole number belongs here ('1o'); write digits only, "
     "such as 30."),
    ({"exercises.csv": "id,hold_max_s\nbridge,1\n"},
     "my rows/exercises.csv, row 2, column hold_min_s: it is more than hold_max_s (1) ('2'); check both numbers."),
    ({"exercises.csv": "name,hold_max_s\nbridge,12\n"},
     "my rows/exercises.csv, row 1, column id: this column is missing; put it back, even if its cells stay empty."),
    ({"exercises.csv": "id,hidden\nbrigde,TRUE\n"},
     "my rows/exercises.csv, row 2, column id: exercises.csv has no row of this key to hide ('brigde'); remove this "
     "row, unless you meant 'bridge'."),
    ({"words.csv": "key,en\nreview.signed,seen by somebody\n"},
     "my rows/words.csv, row 2, column en: the words in braces differ from the course's ('seen by somebody'); keep "
     "{who}, {day} as they are."),
    ({"exercises.csv": "id,hold_max_s\nbridge,12\nbridge,13\n"},
     "my rows/exercises.csv, row 3, column id: this stands in row 2 already ('bridge'); put both into one row."),
    ({"exercises.csv": "id,code\nbridge,E01\n"},
     "my rows/exercises.csv, row 2, column code: this stands in row 2 of exercises.csv already ('E01'); give each row "
     "its own."),
    ({"exercises.csv": "id,name\nbridge,(empty)\n"},
     "my rows/exercises.csv, row 2, column name: the cell is empty; fill it in."),
], ids=["file", "two files", "cell", "relation", "key", "hidden", "braces", "twice", "unique", "emptied"])
def test_a_fault_names_the_file_and_row_of_the_lecturer(
        course: Path, folder: Path, files: dict[str, str], sentence: str) -> None:
    for name, text in files.items():
        write(folder / name, *text.splitlines())
    data = catalogue.in_folder(course, folder)
    lines = [*my_row_faults(data)]
    for name in data.my_files.tables:
        try:
            data.table(name)
        except TableError as error:
            lines += error.problems
    assert lines == [sentence]


def test_rows_with_faults_are_told_and_not_put_in_use(folder: Path, say: Say) -> None:
    write(folder / "exercises.csv", "id,hold_max_s", "bridge,1")
    write(folder / "pear.md", "# Pear")
    code, said, complaints = say("use", folder)
    assert (code, said) == (1, [])
    assert complaints == [
        "my rows/exercises.csv, row 2, column hold_min_s: it is more than hold_max_s (1) ('2'); check both numbers.",
        "anatomy/pear.md: structures.csv has no structure of this name; it is none of the 30 known ones.",
        f"Nothing was changed: mend this in {folder}, then run this again."]
    assert not course_file.path().exists()
    assert say("check", folder)[2] == complaints[:2]


def test_what_is_no_folder_of_rows_is_refused(folder: Path, say: Say, tmp_path: Path) -> None:
    write(folder / "exercises.csv", "id", "bridge")
    assert say("use", tmp_path / "nowhere")[2] == [
        f"There is no folder {tmp_path / 'nowhere'}: give the folder that holds your tables."]
    assert say("use", folder / "exercises.csv")[2] == [
        f"There is no folder {folder / 'exercises.csv'}: give the folder that it lies in."]
    write(tmp_path / "letters" / "letter.txt", "Dear Ana")
    assert "holds nothing of the course" in say("use", tmp_path / "letters")[2][0]


def test_a_note_and_a_case_of_the_lecturer_are_shown(
        course: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    note = (course / "anatomy" / "piriformis.md").read_text(encoding="utf-8")
    write(folder / "Piriformis.md", *note.replace("# Piriformis", "# My piriformis", 1).splitlines())
    case = (course / "clinic" / "cases" / "socks_and_stairs.toml").read_text(encoding="utf-8")
    case = re.sub(r"(?m)^number = .*", "number = 77", case.replace('"socks_and_stairs"', '"my_case"', 1))
    case = re.sub(r'(?m)^title = ".*', 'title = "A case of my own"', case)
    write(folder / "clinic" / "cases" / "my_case.toml", *case.splitlines(), encoding="utf-8")
    write(folder / "README.md", "Ask Ana about these.")
    monkeypatch.setenv("STRETCHLIB_MY_ROWS", str(folder))
    assert sl.check.check_data() == []
    assert sl.anatomy("piriformis").title.startswith("My piriformis")
    assert sl.cases.case_ids()[-1] == "my_case"
    assert str(sl.rows_in_use()).endswith("from the folder my rows: piriformis.md; my_case.toml.")


def test_a_folder_that_cannot_be_written_is_used_and_that_is_told(
        folder: Path, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    def read_only(**names: object) -> str:
        raise OSError(30, "Read-only file system", str(folder))

    write(folder / "words.csv", "key,en", "timer.start,Go")
    monkeypatch.setattr("tempfile.mkdtemp", read_only)
    code, said, complaints = say("use", folder)
    assert code == 0
    assert said[0].startswith(f"{folder} is in use from now on.")
    assert complaints[0].startswith("What an update changes cannot be told: Your rows in")


@pytest.mark.parametrize(("text", "sentence"), [
    ("my_rows = 'a", "is not written as it must be"), ("my_rows = 3\n", "names no folder after my_rows"),
    ("my_row = 'a'\n", "has an entry 'my_row', which is not known; did you mean 'my_rows'?"),
    ("\xff", "is not written")],
    ids=["quote", "number", "key", "bytes"])
def test_a_choice_that_cannot_be_read_is_told_and_can_be_made_anew(
        say: Say, text: str, sentence: str) -> None:
    course_file.path().parent.mkdir(parents=True)
    course_file.path().write_bytes(text.encode("latin-1"))
    for words in (["check"], ["start", "--no-browser"], ["use"]):
        code, _, complaints = say(*words)
        assert (code, len(complaints)) == (1, 1)
        assert sentence in complaints[0]
    assert say("use", "--none")[0] == 0
    assert say("use")[0] == 0


@pytest.mark.parametrize("name", ["C:\\Users\\Ana\\my rows", "Ana's \"rows\"", "rows\x7f\ttab", "Zeilen für Anaïs"],
                         ids=["windows", "quotes", "control", "accents"])
def test_any_name_of_a_folder_is_kept(course: Path, tmp_path: Path, name: str) -> None:
    course_file.keep("my_rows", tmp_path / name)
    assert course_file.read() == {"my_rows": tmp_path / name}


def test_rows_within_the_learners_folder_move_with_it(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = course_file.path()
    course_file.keep("my_rows", file.parent / "my_rows")
    assert file.read_text(encoding="utf-8").endswith("my_rows = 'my_rows'\n")
    moved = file.parent.with_name("elsewhere")
    file.parent.rename(moved)
    monkeypatch.setenv("STRETCHLIB_COURSE", str(moved))
    assert course_file.read() == {"my_rows": moved / "my_rows"}


def test_a_variable_wins_for_one_command(course: Path, folder: Path, say: Say, monkeypatch: pytest.MonkeyPatch) -> None:
    write(folder / "words.csv", "key,en", "timer.start,Go")
    course_file.keep("my_rows", folder)
    with course_file.in_use():
        assert os.environ["STRETCHLIB_MY_ROWS"] == str(folder)
    assert "STRETCHLIB_MY_ROWS" not in os.environ
    for name, value in (("STRETCHLIB_DATA", str(course)), ("STRETCHLIB_MY_ROWS", "none")):
        with monkeypatch.context() as patched:
            patched.setenv(name, value)
            with course_file.in_use():
                assert catalogue.catalogue().english.mine is None


def test_tests_and_checks_of_notebooks_ignore_what_is_in_use(
        course: Path, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a command of the program reads the file; what runs the checks says ``none`` whatever a person has set."""
    write(folder / "words.csv", "key,en", "timer.start,Go")
    course_file.keep("my_rows", folder)
    monkeypatch.setenv("STRETCHLIB_MY_ROWS", str(folder))
    env = environment()
    assert env["STRETCHLIB_MY_ROWS"] == "none"
    assert "--nbval-current-env" in NBVAL, "the kernels have the environment of the run"
    code = ("import stretchlib as sl; from stretchlib.app import course_file\n"
            "with course_file.in_use(): print(sl.rows_in_use())")
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True,
                          env={**env, "STRETCHLIB_COURSE": os.environ["STRETCHLIB_COURSE"]})
    assert done.stdout.strip() == "The rows that you see are the course's own."
    readers = [path.name for path in (ROOT / "stretchlib").rglob("*.py")
               if "course_file" in path.read_text(encoding="utf-8") and path.parent.name != "app"]
    assert not readers, "the library goes by the environment alone"


def test_the_tests_themselves_read_no_choice_of_the_person_at_this_desk() -> None:
    assert os.environ["STRETCHLIB_MY_ROWS"] == "none"
