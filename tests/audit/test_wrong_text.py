"""Hostile text: told or refused with a sentence where it is read, and only text wherever it is shown or written."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from hostile import ACCEPTED, CORPUS, PACKAGE, READ_BY_RULE, TEXTS, spoil_tables
from matplotlib.figure import Figure

import stretchlib as sl
from stretchlib import publish
from stretchlib.authoring.check import check_data
from stretchlib.cases.form import faults_of_form
from stretchlib.core import files
from stretchlib.core.errors import StretchlibError, TableError
from stretchlib.core.spreadsheet import FORMULA
from stretchlib.core.text import CONTROL, as_html, markup_fault, visible
from stretchlib.figures.diagram import Diagram
from stretchlib.learner.journal import Journal
from stretchlib.learner.results import result
from stretchlib.publish.pages.page import element, page
from stretchlib.structures.notes import HEADINGS, Note, read_note
from stretchlib.tables import cells as fields
from stretchlib.tables.cells import Fault, cell_reader
from stretchlib.widgets.shared.plain import Plain
from tests.data_files import table_file
from tools.checks import ROOT, environment

SENTENCE = re.compile(r"[\w./-]+(, row \d+)?(, column [\w +]+)?: .+[.?]", re.DOTALL)
CASE = tomllib.loads((ROOT / "data" / "clinic" / "cases" / "socks_and_stairs.toml").read_text(encoding="utf-8"))


class Tags(HTMLParser):
    """The elements of a text that is HTML, those with attributes other than harmless ones, and the text itself."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.text = ""
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements |= {tag} | {f"{tag} {name}" for name, _ in attrs}

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_comment(self, data: str) -> None:
        self.elements.add("a comment")

    handle_decl = handle_pi = unknown_decl = handle_comment


def test_the_corpus_holds_enough_of_each_kind() -> None:
    assert len(set(TEXTS)) == len(TEXTS) >= 250
    assert set(CORPUS) == {"script", "event handlers", "links", "SVG", "MathML", "template braces", "terminal escapes",
                           "direction", "path traversal", "spreadsheet formulas", "lone surrogates"}
    assert all(len(texts) >= 6 for texts in CORPUS.values())
    assert len(ACCEPTED) >= 200
    for kind in ("terminal escapes", "lone surrogates"):
        assert not set(CORPUS[kind]) & set(ACCEPTED) - {"a\rb", "\x0c", "\x0b"}


def test_every_text_field_of_every_table_gives_the_text_or_a_sentence() -> None:
    fields_seen = 0
    for resource in PACKAGE.values():
        for field in resource["schema"]["fields"]:
            if field["type"] != "string":
                continue
            fields_seen += 1
            for text in TEXTS:
                try:
                    assert cell_reader(field)(text) == text
                    refused = None
                except Fault as fault:
                    refused = fault
                if CONTROL.search(text):
                    assert refused, (field["name"], text)
                    assert "invisible control character (U+" in refused.wrong
                if refused:
                    assert refused.wrong
                    assert refused.mend
                    assert not CONTROL.search(refused.wrong + refused.mend)
    assert fields_seen > 250


def test_a_folder_full_of_hostile_text_is_told_in_sentences(data_copy: Path) -> None:
    assert spoil_tables(data_copy) > 20_000
    lines = check_data(data_copy)
    assert len(lines) > 1000
    for line in lines:
        assert SENTENCE.fullmatch(line), line
        assert not CONTROL.search(line), line
    assert sum("holds an HTML tag" in line for line in lines) > 500
    assert sum("marks of a formula" in line for line in lines) > 50


@pytest.mark.parametrize("text", ["costs $5 or $6", "\\(x\\)", "$$x$$", "\\begin{equation}x"])
def test_a_formula_in_a_text_is_told(whole_data_copy: Path, text: str) -> None:
    path = table_file(whole_data_copy, "glossary")
    path.write_text(path.read_text(encoding="utf-8").replace("The socket of the pelvis", text, 1), encoding="utf-8")
    line = next(sentence for sentence in check_data(whole_data_copy) if sentence.startswith("glossary.csv"))
    assert "column plain: the text holds the marks of a formula, which is never typeset (" in line
    assert line.endswith("; write it in words.")


def test_one_dollar_is_no_formula() -> None:
    assert markup_fault("It costs $5.") is None


def test_every_hostile_text_in_a_case_is_told_or_harmless() -> None:
    assert faults_of_form(CASE, "cases/x.toml") == []
    for text in TEXTS:
        sentences = faults_of_form({**CASE, "opening": f"I say: {text}."}, "cases/x.toml")
        assert bool(sentences) == bool(CONTROL.search(text) or markup_fault(text)), text
        assert all(SENTENCE.fullmatch(line) and not CONTROL.search(line) for line in sentences)


def test_every_hostile_text_in_a_note_is_told_or_harmless(data_copy: Path) -> None:
    path = data_copy / "anatomy" / "piriformis.md"
    whole = path.read_text(encoding="utf-8")
    for text in [text for text in TEXTS if CONTROL.search(text)]:
        with path.open("w", encoding="utf-8", errors="surrogatepass", newline="") as file:
            file.write(whole.replace("A small, deep muscle", f"A small, {text} muscle"))
        with pytest.raises(TableError) as raised:
            read_note(path, "piriformis")
        assert "invisible control character" in str(raised.value) or "is not UTF-8 text" in str(raised.value), text
    for text in ACCEPTED:
        path.write_text(whole.replace("A small, deep muscle", f"A small, {text} muscle"), encoding="utf-8")
        note = read_note(path, "piriformis")
        assert " ".join(text.split()) in " ".join(note.summary.split())
    path.write_text(whole.replace("A small, deep muscle", "A small, <b onclick=x> muscle"), encoding="utf-8")
    assert ("piriformis.md: the text holds an HTML tag, which is never run ('<b onclick=x>'); write it without tags."
            in check_data(data_copy))


def test_past_the_check_every_text_is_text_in_html() -> None:
    for text in TEXTS:
        tags = Tags(as_html(text))
        assert tags.elements <= {"span"}, text
        assert tags.text == visible(text)
    note = Note("piriformis", *TEXTS[:2], {heading: tuple(TEXTS) for heading in HEADINGS})
    assert Tags(note._repr_html_()).elements == {
        "div", "div lang", "div style", "h3", "p", "h4", "span", "details", "summary", "small"}
    whole = page("".join(TEXTS), element("p", *TEXTS, title="".join(TEXTS)), scripts=[], data={"x": TEXTS})
    body = whole[whole.index("<body"):]
    assert Tags(body).elements == {"body", "p", "p title", "span", "footer", "footer class", "script", "script type",
                                "script id"}
    assert json.loads(body[body.index('-data">') + 7:body.index("</script>")])["x"] == TEXTS


def test_no_formula_stands_in_one_piece() -> None:
    for text in CORPUS["MathML"]:
        assert not re.search(r"[$][^<]*[$]|\\[(\[b]", as_html(text)), text


def test_a_figure_draws_a_dollar_as_a_dollar() -> None:
    for text in TEXTS:
        figure = Figure(figsize=(2, 1))
        figure.text(0, 0, visible(text))
        assert Diagram(figure, text, lambda _: []).png().startswith(b"\x89PNG")
        assert not figure.texts[0].get_parse_math()


@pytest.fixture
def past_the_reader(whole_data_copy: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder whose texts hold what the reader refuses as well: all but what no CSV file can hold."""
    monkeypatch.setattr(fields, "CONTROL", re.compile("(?!)"))
    whole = [text.strip() for text in TEXTS if "\x00" not in text and not re.search("[\ud800-\udfff]", text)]
    spoil_tables(whole_data_copy, [text for text in whole if text])
    return whole_data_copy


@pytest.fixture
def past_the_check(past_the_reader: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Such tables are refused before anything is written; here the banks must hold without that wall as well."""
    with pytest.raises(TableError):
        publish.moodle(tmp_path / "refused.xml", variants=1)
    for bank in ("moodle", "anki", "table"):
        monkeypatch.setattr(f"stretchlib.publish.bank.{bank}.refuse_faulty", lambda: None)


@pytest.mark.usefixtures("past_the_check")
def test_moodle_gets_text_and_nothing_else(tmp_path: Path) -> None:
    root = ET.parse(publish.moodle(tmp_path / "bank.xml", variants=1)).getroot()
    tags: set[str] = set()
    hacked = 0
    for node in root.iter():
        if node.get("format") == "html":
            text = node.findtext("text") or ""
            tags |= Tags(text).elements
            assert not re.search(r"[$][^<]*[$]|\\[(\[]", text)
            hacked += "hacked" in text
    assert tags <= {"p", "ul", "li", "img", "img src", "img alt", "span"}
    assert hacked > 300


@pytest.mark.usefixtures("past_the_check")
def test_anki_gets_text_and_nothing_else(tmp_path: Path) -> None:
    with zipfile.ZipFile(publish.anki(tmp_path / "bank.apkg", variants=1)) as archive:
        archive.extract("collection.anki2", tmp_path)
    base = sqlite3.connect(tmp_path / "collection.anki2")
    notes = [row[0] for row in base.execute("select flds from notes")]
    base.close()
    assert set().union(*(Tags(note).elements for note in notes)) <= {"p", "b", "ul", "li", "br", "img", "img src",
                                                                "img alt", "span"}
    assert not any(re.search(r"\[(sound:|latex|anki:)|[$][^<]*[$]|\\[(\[]", note) for note in notes)
    assert sum("hacked" in note for note in notes) > 50


@pytest.mark.usefixtures("past_the_check")
def test_no_cell_of_a_published_table_is_a_formula(tmp_path: Path) -> None:
    text = publish.bank_csv(tmp_path / "bank.csv", variants=1).read_text(encoding="utf-8-sig")
    cells = [cell for row in csv.reader(io.StringIO(text, newline="")) for cell in row]
    assert not [cell for cell in cells if cell.startswith(FORMULA) and not re.fullmatch(r"-\d+(\.\d+)?", cell)]
    assert sum("WEBSERVICE" in cell for cell in cells) > 5


def test_half_a_character_stops_no_file(tmp_path: Path) -> None:
    path = files.write(tmp_path / "x.html", "a\ud800b")
    assert path.read_text(encoding="utf-8") == "a\N{REPLACEMENT CHARACTER}b"


def test_plain_text_holds_no_address_that_runs() -> None:
    for text in TEXTS:
        for plain_text in (repr(Plain(text)), str(StretchlibError(text))):
            assert not re.search("(java|vb)script:|data:text", plain_text, re.IGNORECASE), text
    assert repr(Plain("Data: 33 people, see javascript and https://doi.org/x")).startswith("Data: 33 people, see javas")
    assert markup_fault("Data: 33 people") is None
    assert markup_fault("javascript:x") is not None


def test_a_sentence_steers_no_terminal() -> None:
    for text in TEXTS:
        error = StretchlibError(f"{text} is no file.")
        assert not CONTROL.search(str(error))
        assert "\r" not in str(error)
        assert not CONTROL.search("".join(error._render_traceback_()))
        assert not CONTROL.search("".join(TableError([text]).problems))


def test_the_journal_gives_back_every_text_as_it_was_typed(tmp_path: Path) -> None:
    journal = Journal(tmp_path / "journal.jsonl")
    step: dict[str, Any] = {"case": "x", "do": "write"}
    journal.append("case", **step | {"play": "a", "what": TEXTS})
    again = Journal(tmp_path / "journal.jsonl").records("case")[0]["what"]
    # Half of a pair of characters cannot be sent to a page: the mark for a lost character stands in its place.
    assert again == [re.sub("[\ud800-\udfff]", "\N{REPLACEMENT CHARACTER}", text) for text in TEXTS]
    assert journal.append("case", **step | {"play": "\\ud800", "what": "\U0001f600"})["what"] == "\U0001f600"
    assert Journal(tmp_path / "journal.jsonl").records("case")[-1]["play"] == "\\ud800"
    assert (tmp_path / "journal.jsonl").read_bytes().isascii()


def test_a_hostile_code_word_is_refused_and_a_hostile_answer_becomes_one_line() -> None:
    answer: dict[str, Any] = {"question": "Q01", "at": "2026-11-26T10:00:00+00:00", "quiz": "", "seed": 0,
                              "confidence": None, "points": 1, "right": True}
    kept = result(answers=[{**answer, "response": text} for text in TEXTS])  # type: ignore[misc]
    assert len(kept.answers) == len(TEXTS)
    assert not [answer for answer in kept.answers if re.search("[\x00-\x1f\x7f-\x9f\ud800-\udfff]", answer["response"])]
    for text in TEXTS:
        if text.strip() and not re.fullmatch(r"\w[\w \-]{0,39}", text.strip()):
            with pytest.raises(StretchlibError, match=r"^A code word has up to 40 letters"):
                result(text, [])


def test_a_hostile_name_asked_for_is_a_sentence() -> None:
    for text in TEXTS:
        for call in (sl.glossary, sl.sources, sl.anatomy, sl.Session.from_exercise, sl.cases.load_case):
            with pytest.raises(StretchlibError) as raised:
                call(text)  # type: ignore[operator]
            assert not CONTROL.search(str(raised.value))


#: Of these a text is a name that draws nothing, or words beside the picture.
PLAIN = {("plates", "checklist"), ("plates", "layers"), ("plate_muscles", "hidden_by"), ("plate_muscles", "insertion"),
         ("plate_muscles", "origin"), ("muscle_sections", "bone")}
#: (table, the column that is filled in the rows drawn, or none for every row) -> the drawing
DRAWN: dict[tuple[str, str], Callable[[], Diagram]] = {
    ("plates", ""): lambda: sl.plot_muscle_map("deep_rotators"),
    ("plate_muscles", ""): lambda: sl.plot_muscle_map("adductors"),
    ("muscle_sections", ""): lambda: sl.plot_muscle_map("adductors"),
    ("poses", "exercise"): lambda: sl.plot_exercise("bridge"),
    ("poses", "test"): lambda: sl.plot_clinical_test("straight_leg_raise")}


@pytest.mark.parametrize(("table", "filled", "column"), [
    (table, filled, column) for table, filled in DRAWN for column in sorted(READ_BY_RULE[table])
    if (filled, column) != ("exercise", "holds")])
def test_a_drawing_of_what_cannot_be_read_is_a_sentence(
        data_copy: Path, table: str, filled: str, column: str) -> None:
    path = table_file(data_copy, table)
    rows = list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8"), newline="")))
    refused = 0
    for text in ("<script>", "floor:a>b@1,2"):
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), quoting=csv.QUOTE_ALL)
            writer.writeheader()
            writer.writerows({**row, column: text} if not filled or row[filled] else row for row in rows)
        try:
            DRAWN[table, filled]()._repr_html_()
        except StretchlibError as error:
            refused += 1
            sentence = str(error)
            assert "\n" not in sentence, sentence
            assert sentence.endswith((".", "?"))
    assert refused or (table, column) in PLAIN


def test_a_notebook_typesets_nothing_of_a_table() -> None:
    """Of a table with the marks of a formula; of another, the HTML is what pandas makes, with its language."""
    code = (
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "shell = InteractiveShell.instance()\n"
        "shell.run_line_magic('load_ext', 'stretchlib')\n"
        "import pandas, stretchlib\n"
        "for text in ('costs $5 or $6', 'a \\\\(b\\\\)', 'plain'):\n"
        "    table = pandas.DataFrame({'text': [text]})\n"
        "    html = shell.display_formatter.format(table)[0]['text/html']\n"
        "    print('mathjax_ignore' in html, table._repr_html_() in html, text in html)\n")
    run = subprocess.run([sys.executable, "-c", code], env=environment(), capture_output=True, text=True, check=True)
    assert run.stdout.splitlines() == ["True False True", "True False True", "False True True"]
