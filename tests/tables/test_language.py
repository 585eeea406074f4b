"""The course in German: what is translated, what falls back and is named, and that all of it fits where it stands."""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

import stretchlib as sl
from stretchlib.app import cli
from stretchlib.authoring import languages
from stretchlib.authoring.check import check_data
from stretchlib.core.errors import StretchlibError
from stretchlib.exercises.session import Session
from stretchlib.figures import plot_muscle_map, plot_session
from stretchlib.figures.plates.lettered_plate import asked_plate
from stretchlib.learner import copies
from stretchlib.questions import marking
from stretchlib.questions.bank import question
from stretchlib.questions.sheet import Sheet
from stretchlib.questions.templates import draw
from stretchlib.tables import catalogue, phrases
from tests.data_files import table_file
from tools import make_translation
from tools.checks import ROOT
from tools.make_translation import lacking

FOUR = ("figure_four_stretch", "seated_spinal_twist", "ball_squeeze", "side_lying_leg_lift")
PHRASES = {"timer", "gate", "flags", "phase", "side", "speech", "quiz", "kind", "kinds", "session", "timeline", "dose",
           "person", "point", "role", "marked", "plate", "bone", "tissue", "guide", "review", "language", "certainty",
           "checked"}
PLATES = [str(row["id"]) for row in catalogue.rows("plates")]
SHEET = table_file(ROOT / "data", "translations_de")


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", "de")


def csv_rows(folder: Path, table: str) -> list[dict[str, str]]:
    with table_file(folder, table).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def edit(folder: Path, english: str, **cells: str) -> None:
    """Change the row of the sheet that translates this English text, or one that begins with this line."""
    path, rows = table_file(folder, "translations_de"), csv_rows(folder, "translations_de")
    mine = [row for row in rows if row["english"] == english or row["english"].startswith(f"{english}\n")]
    assert mine
    for row in mine:
        row.update(cells)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


def test_one_setting_switches_data_and_words(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", "en")  # so that it is put back after the test
    assert phrases.words()["timer.start"] == "Start"
    assert repr(sl.language("de")).startswith("Deutsch: diese Übersetzung hat noch niemand geprüft.")
    assert phrases.words()["timer.start"] == "Starten"
    assert list(sl.load_exercises()["name"][:4]) == ["Viererdehnung", "Drehsitz mit Hüftdehnung", "Ball drücken",
                                                     "Beinheben in Seitenlage"]
    assert list(sl.load_exercises()["id"][:4]) == list(FOUR), "ids are the same in every language"
    assert repr(sl.language("en")) == "English"
    assert sl.load_exercises()["name"][0] == "Figure-four stretch"


@pytest.mark.parametrize("code", ["fr", "DE", "../de"])
def test_an_unknown_language_is_one_sentence(code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StretchlibError, match="There is no language"):
        sl.language(code)
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", code)
    with pytest.raises(StretchlibError, match="There is no language"):
        sl.load_exercises()


def test_german_is_whole() -> None:
    """Every text of tables, notes, cases and notebooks that a reader sees, and every translation of a text."""
    assert not [str(text) for text in languages.missing("de")]
    assert not languages.outdated("de")


def test_latin_names_stay_as_they_are(german: None) -> None:
    for name in ("structures", "plate_muscles"):
        english = catalogue.catalogue().table(name).rows
        for before, after in zip(english, catalogue.rows(name), strict=True):
            if before.get("kind") not in ("landmark", "skin"):
                assert after["name_la"] == before["name_la"]


def test_every_text_of_a_reader_is_marked_for_translation() -> None:
    """A column of free text is translated, or it is one of these, which no reader of the course reads."""
    inside = {"checked_note", "reviewed_by", "sources", "id", "code", "call", "source_name", "checklist", "bones",
              "hidden_by", "origin", "insertion", "contacts", "relations", "highlight", "arrows", "holds", "props",
              "claims", "basis", "compute", "plate", "response", "structure", "structures", "part", "test",
              "exercise", "study", "type", "paragraph", "notebook", "objective", "group_accuracy", "roots",
              "nerve_supply", "fma_id", "name_la", "unit", "point", "landmark", "look",
              "note", "phrases"}  # note: of words, objectives; phrases: looked for in English
    for name, resource in catalogue.catalogue().resources.items():
        fields = resource["schema"]["fields"]
        if name.startswith("translations_") or "reviewed_by" not in [field["name"] for field in fields]:
            continue
        linked = {key["fields"] for key in resource["schema"].get("foreignKeys", [])}
        for field in fields:
            free = field["type"] == "string" and "enum" not in field.get("constraints", {}) and "listOf" not in field
            if free and field["name"] not in linked and "pattern" not in field.get("constraints", {}):
                assert "translate" in field or field["name"] in inside, f"{name}.{field['name']}"


def test_a_missing_text_falls_back_to_english_and_is_named(
        data_copy: Path, german: None, capsys: pytest.CaptureFixture[str]) -> None:
    assert phrases.words()["timer.pause"] == "Anhalten"
    edit(data_copy, "Pause", text="")
    assert phrases.words()["timer.pause"] == "Pause"
    lacks = [str(text) for text in languages.missing("de") if text.table == "words"]
    assert lacks == ["words.csv, timer.pause, en: 'Pause'"]
    assert check_data(data_copy) == [], "a missing translation is no fault"
    assert cli.main(["check", str(data_copy)]) == 0
    assert "  words.csv: 1 of " in capsys.readouterr().out
    assert cli.main(["check", str(data_copy), "--language", "de"]) == 0
    assert lacks[0] in capsys.readouterr().out.splitlines()


def test_a_translation_of_an_older_text_is_not_shown_and_is_named(data_copy: Path, german: None) -> None:
    path = table_file(data_copy, "exercises")
    path.write_text(path.read_text(encoding="utf-8").replace("Ball squeeze,", "Ball press,", 1), encoding="utf-8")
    assert catalogue.row("exercises", "ball_squeeze")["name"] == "Ball press"
    late = languages.outdated("de")
    assert len(late) == 1
    assert "this English text stands there no more" in late[0]
    assert "'Ball squeeze'" in late[0]


@pytest.mark.parametrize(("english", "cells", "sentence"), [
    ("Watch instead", {"table": "wrods"}, "has texts to translate ('wrods'); did you mean 'words'?"),
    ("Watch instead", {"column": "note"}, "words.csv has no such column to translate"),
    ("# Start here", {"row": "00_start"}, "notebooks/ has no row of this key ('00_start'); did you mean"),
    ("# Start here", {"text": "Ändern Sie `5` zu `6`."}, "what stands between backticks differs"),
    ("# Start here", {"text": "<b>Hier</b> beginnen, 2023"}, "the HTML tags differ from those of the English cell"),
    ("00_start_here", {"text": "00 hier beginnen"}, "this is no name for the file of the notebook"),
    ("lab_partner_sheets", {"text": "foliensatz"}, "another notebook has a file of this name ('foliensatz'); give"),
    ("00_start_here", {"text": "hier_00_beginnen"}, "write a to z, digits and _ alone, after 00_."),
    ("Watch instead", {"row": "timer.wach"}, "no row of this key ('timer.wach'); did you mean 'timer.watch'?"),
    ("{done} of {all}", {"text": "{done} von alle"}, "the words in braces differ from the English ones"),
    ("How far should you go into a stretch?", {"text": "Wie weit in 30 s?"},
     "the numbers differ from those of the English text"),
    ("Ball squeeze", {"text": "<b>Ball</b>"}, "the text holds an HTML tag"),
    ("Ball squeeze", {"reviewed_by": "A. Muster"}, "reviewed_by is filled in and reviewed_on is not"),
])
def test_a_fault_of_the_translation_is_one_sentence(
        data_copy: Path, english: str, cells: dict[str, str], sentence: str) -> None:
    edit(data_copy, english, **cells)
    assert any(sentence in problem and problem.startswith("de.csv, row") for problem in check_data(data_copy)), \
        check_data(data_copy)


def overflowing(diagram: Any) -> list[str]:
    """The texts that leave the paper of a drawn figure, by more than half a point; times on an axis are not words."""
    figure = diagram.figure
    FigureCanvasAgg(figure)
    figure.draw_without_rendering()
    edge = figure.dpi / 144
    wide, high = figure.bbox.width + edge, figure.bbox.height + edge
    words = [text for text in _texts(figure) if text.get_visible() and not re.fullmatch(r"[\d:. ]*", text.get_text())]
    return [text.get_text() for text in words
            for box in [text.get_window_extent()] if box.x0 < -edge or box.y0 < -edge or box.x1 > wide or box.y1 > high]


def _texts(artist: Any) -> Iterator[Any]:
    for child in artist.get_children():
        if hasattr(child, "get_text") and hasattr(child, "get_fontsize"):
            yield child
        yield from _texts(child)


@pytest.mark.parametrize("wall", [False, True], ids=["paper", "wall"])
@pytest.mark.parametrize("plate", PLATES)
def test_german_plates_keep_their_words_on_the_page(plate: str, wall: bool, german: None) -> None:
    assert overflowing(plot_muscle_map(plate, wall=wall)) == []


@pytest.mark.parametrize("exercise", FOUR)
def test_german_figures_keep_their_words_on_the_page(exercise: str, german: None) -> None:
    for diagram in (sl.plot_exercise(exercise), sl.plot_dose(exercise),
                    sl.plot_session(sl.Session.from_exercise(exercise))):
        assert overflowing(diagram) == []
        assert not {"the", "side", "hold"} & set(diagram.text.lower().split()), diagram.text


def test_the_measure_sees_a_word_that_leaves_the_page(data_copy: Path, german: None) -> None:
    edit(data_copy, "Sciatic nerve", text="Der große und sehr lange Nervus ischiadicus")
    assert overflowing(plot_muscle_map("deep_rotators")) == ["Der große und sehr lange Nervus ischiadicus"]


def test_an_unreviewed_translation_says_so_until_it_is_signed(data_copy: Path, german: None) -> None:
    open_ = "Übersetzung noch nicht geprüft"
    outputs = [sl.plot_muscle_map("adductors").note, repr(sl.hip_back_links()), sl.plot_exercise("ball_squeeze").note,
             repr(sl.red_flags()), sl.guide("ball_squeeze").note, sl.load_exercises()["review"][0],
             sl.timer("ball_squeeze").session["review"]]
    assert [open_ in text for text in outputs] == [True] * 7
    for english in ("The adductors",
                    "Hip and thigh bones: the mean of 26 people; other bones: one generic male skeleton. "
                    "Bellies are drawn from attachments, not measured.",
                    "Left out: obturator externus, the gap in adductor magnus for the vessels, nerves and vessels."):
        edit(data_copy, english, reviewed_by="A. Muster", reviewed_on="2026-11-20")
    assert open_ not in sl.plot_muscle_map("adductors").note
    assert "fachlich noch nicht geprüft" in sl.plot_muscle_map("adductors").note, "the row itself is not signed by that"
    assert "ein Teil dieser Übersetzung ist geprüft" in repr(languages.Language("de"))


def test_widgets_come_in_german(german: None) -> None:
    timer, quiz = sl.timer("figure_four_stretch"), sl.quiz("00")
    assert timer.words["gate.title"] == "Bevor Sie beginnen"
    assert timer.words["speech.lang"] == "de"
    assert timer.red_flags[0]["question"].startswith("Haben Sie")
    assert timer.session["title"] == "Viererdehnung"
    assert quiz.words["quiz.check"] == "Antwort prüfen"
    assert quiz.asked[0]["stem"].startswith("Welche dieser Zeichen")
    assert repr(quiz) == "Quiz mit 3 Fragen und 18 weiteren"
    assert phrases.term("certainty", "very low") == "sehr niedrig"
    assert marking.score(question("Q55"), "57 Personen").right


def test_numbers_in_a_german_sentence_have_a_comma(german: None) -> None:
    assert phrases.written(85.2) == phrases.written("85.2") == "85,2"
    assert phrases.written(1024) == "1024"
    assert phrases.say("claims.kappa", kappa="0.61", low="0.40", high="0.82").count(",") >= 3
    assert "0,61" in phrases.say("claims.kappa", kappa="0.61", low="0.40", high="0.82")
    assert marking.score(question("Q08"), "85,2 %").answer_text == "85,2 %"
    assert marking.score(question("Q08"), "85.2").right, "either mark is read"
    assert re.search(r"Anteil, [^:]+: \d+,\d %", draw(question("Q136"), 0).stem), "a drawn number, too"
    half = Session.from_exercise("bridge", hold_s=2.5)
    assert "2,5 s" in repr(half)
    assert "2.5" not in repr(half)
    assert "2.5" not in plot_session(half).text


def test_numbers_in_an_english_sentence_have_a_point() -> None:
    assert marking.score(question("Q08"), "85,2 %").answer_text == "85.2 %"
    assert "2.5 s" in repr(Session.from_exercise("bridge", hold_s=2.5))


def test_a_lettered_plate_follows_the_language(monkeypatch: pytest.MonkeyPatch) -> None:
    sheet = Sheet(replace(question("Q66"), plate="deep_rotators"))
    english = asked_plate(sheet)
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", "de")
    german = asked_plate(sheet)
    assert english is not None
    assert german is not None
    assert english.alt.startswith("Deep rotators")
    assert german.alt.startswith("Tiefe Außenrotatoren")


def test_german_lays_its_own_notebooks_down_and_opens_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    english = {change.name for change in copies.lay_down(tmp_path)}
    assert copies.find(None, tmp_path).name == "00_start_here.ipynb"
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", "de")
    new = copies.lay_down(tmp_path)
    assert {change.kind for change in new} == {"new"}
    assert len(new) == len(english), "all have a name of their own"
    assert copies.lay_down(tmp_path) == []
    assert copies.find(None, tmp_path).name == copies.find("00", tmp_path).name == "00_hier_beginnen.ipynb"
    assert copies.find("class_deck", tmp_path).name == "foliensatz.ipynb", "by its English name as well"
    assert copies.find("class_deck.ipynb", tmp_path).name == "class_deck.ipynb", "by the name of a file that file"
    assert not english & set(copies.editions())
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", "en")
    assert copies.lay_down(tmp_path) == []
    assert copies.find("00", tmp_path).name == "00_start_here.ipynb"


def test_the_translator_is_given_each_lacking_text_once(whole_data_copy: Path) -> None:
    sheet = table_file(whole_data_copy, "translations_de")
    kept = [line for line in sheet.read_text(encoding="utf-8").splitlines(keepends=True)
            if not line.startswith(("claims,", "glossary,", "anatomy,"))]
    sheet.write_text("".join(kept), encoding="utf-8")
    rows = lacking("de", ["claims", "glossary", "anatomy"])
    assert len(rows) == len(set(rows)) > 800
    assert {row[0] for row in rows} == {"claims", "glossary", "anatomy"}
    assert not [row for row in rows if row[1]], "a text of a table is translated wherever it stands"


def test_another_language_is_laid_out_by_its_name_alone(whole_data_copy: Path, monkeypatch: pytest.MonkeyPatch,
                                                        capsys: pytest.CaptureFixture[str]) -> None:
    assert make_translation.main(["fr"]) == 0
    assert re.match(r"\d{4} rows added to fr\.csv; give each its text\.", capsys.readouterr().out)
    assert check_data(whole_data_copy) == []
    assert lacking("fr", []) == []
    rows = csv_rows(whole_data_copy, "translations_fr")
    assert {("notebooks", "00_start_here", "title", "Start here"), ("words", "timer.start", "en", "Start")} <= {
        (row["table"], row["row"], row["column"], row["english"]) for row in rows}
    assert not any(row["text"] for row in rows)
    assert csv_rows(whole_data_copy, "review_forms")[-1]["table"] == "translations_fr", "a form to sign it is listed"
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", "fr")
    assert repr(sl.language("fr")).startswith("English: nobody has reviewed this translation yet")
    assert next(iter(copies.editions())) == "00_start_here.ipynb", "what is not translated comes in English"
    assert "# Start here" in json.loads(copies.editions()["00_start_here.ipynb"])["cells"][0]["source"]
    with pytest.raises(SystemExit, match="usage: "):
        make_translation.main(["../fr"])
