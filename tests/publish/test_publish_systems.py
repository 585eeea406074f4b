"""The question bank in a school's systems: Moodle XML and Anki read back by other readers, CSV that cannot run."""

from __future__ import annotations

import base64
import csv
import io
import json
import sqlite3
import sys
import zipfile
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from xml.dom import minidom
from xml.etree import ElementTree as ET

import genanki
import pytest

from stretchlib import __version__, publish
from stretchlib.core.errors import StretchlibError
from stretchlib.core.spreadsheet import guarded
from stretchlib.publish.bank.items import Item, items
from stretchlib.publish.bank.moodle import _question
from stretchlib.publish.bank.table import COLUMNS
from stretchlib.questions.bank import Option, Question, bank
from stretchlib.questions.marking import score
from stretchlib.questions.sheet import Sheet
from stretchlib.tables import paths
from stretchlib.tables.credit import CREDIT
from tests.publish.test_publish_marking import WRITTEN

SEED = 11
COUNT = len(bank(optional=True)) + 2 * sum(question.kind == "model" for question in bank(optional=True))


class Text(HTMLParser):
    """The text of some HTML, read by the standard library's parser; every tag must be one that we write."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.text, self.pictures = "", []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ("p", "ul", "li", "img", "b", "br"), tag
        if tag == "img":
            self.pictures.append(dict(attrs))

    def handle_data(self, data: str) -> None:
        self.text += data


def texts(node: minidom.Element, name: str) -> list[str]:
    """The plain texts of the children of this name."""
    return [Text(child.getElementsByTagName("text")[0].firstChild.data).text
            for child in node.childNodes if child.nodeName == name and child.getElementsByTagName("text")[0].firstChild]


def one_text(node: minidom.Element, name: str) -> str:
    child = next(child for child in node.childNodes if child.nodeName == name)
    return str(child.firstChild.data) if child.firstChild else ""


@pytest.fixture(scope="module")
def moodle(tmp_path_factory: pytest.TempPathFactory) -> minidom.Document:
    path = publish.moodle(tmp_path_factory.mktemp("moodle") / "bank.xml", seed=SEED)
    return minidom.parse(str(path))


def questions(document: minidom.Document) -> dict[str, minidom.Element]:
    every = [node for node in document.documentElement.childNodes if node.nodeName == "question"
             and node.getAttribute("type") != "category"]
    nodes = {one_text(node, "idnumber"): node for node in every}
    assert len(nodes) == len(every), "an id number stands twice"
    return nodes


def test_moodle_gets_every_question_once_under_its_id(moodle: minidom.Document) -> None:
    nodes = questions(moodle)
    assert set(nodes) == {item.id for item in items(seed=SEED)}
    assert len(nodes) == COUNT > 150


def test_moodle_gets_stem_choices_feedback_and_key(moodle: minidom.Document) -> None:
    nodes = questions(moodle)
    for item in items(seed=SEED):
        question, node = item.question, nodes[item.id]
        assert question.stem in Text(node.getElementsByTagName("questiontext")[0].getElementsByTagName("text")[0]
                                     .firstChild.data).text
        assert item.key["review"] in texts(node, "generalfeedback")[0]
        if question.kind not in ("single", "multiple"):
            continue
        options = {option.text: option for option in question.options}
        answers = [child for child in node.childNodes if child.nodeName == "answer"]
        assert {texts_of(answer) for answer in answers} == set(options)
        for answer in answers:
            option = options[texts_of(answer)]
            assert (float(answer.getAttribute("fraction")) > 0) == option.correct
            assert texts(answer, "feedback") == ([option.feedback] if option.feedback else [])
        plus = sum(max(float(answer.getAttribute("fraction")), 0) for answer in answers)
        assert plus == pytest.approx(100, abs=0.01)


def texts_of(answer: minidom.Element) -> str:
    own = next(child for child in answer.childNodes if child.nodeName == "text")
    return Text(own.firstChild.data).text


#: What Moodle takes for a share of a grade, per cent (its question/engine/bank.php names no others).
FRACTIONS = {100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5,
             11.11111, 10, 5, 0}


def test_moodle_knows_every_fraction(moodle: minidom.Document) -> None:
    fractions = {abs(float(node.getAttribute("fraction"))) for node in moodle.getElementsByTagName("answer")
                 if node.hasAttribute("fraction")}
    assert fractions <= FRACTIONS


def test_moodle_marks_numbers_within_their_tolerance_and_unit(moodle: minidom.Document) -> None:
    nodes = questions(moodle)
    numeric = [item for item in items(seed=SEED) if item.question.kind == "numeric"]
    assert len(numeric) > 20
    for item in numeric:
        question, node = item.question, nodes[item.id]
        assert node.getAttribute("type") == "numerical"
        answers = [child for child in node.childNodes if child.nodeName == "answer"]
        right = [answer for answer in answers if answer.getAttribute("fraction") == "100"]
        parts = parts_of(question.answer or 0)
        assert [float(one_text(answer, "text")) * part for answer, part in zip(right, parts, strict=True)] == [
            pytest.approx(question.answer) for _ in parts]
        assert [float(one_text(answer, "tolerance")) * part for answer, part in zip(right, parts, strict=True)] == [
            pytest.approx(question.tolerance) for _ in parts]
        units = [unit.firstChild.data for unit in node.getElementsByTagName("unit_name")]
        assert units == ([question.unit] if question.unit else [])
        assert one_text(answers[-1], "text") == "*"
        slips = {one_text(answer, "text"): texts(answer, "feedback") for answer in answers[len(right):-1]}
        wanted = {float(option.match) / part: option.match for option in question.of("misconception")
                  for part in parts_of(float(option.match))}
        assert {float(value) for value in slips} == set(wanted)
        for value, said in slips.items():
            assert said == [note.text for note in score(question, wanted[float(value)]).feedback]


def parts_of(number: float) -> tuple[int, ...]:
    """By what Moodle divides a number typed with a mark between its thousands: it takes the mark for a decimal one."""
    return (1, 1000) if abs(number) >= 1000 else (1,)


def moodle_reads(typed: str, thousands: str, decimal: str) -> float:
    """A typed number as Moodle reads it: ``apply_units`` of its question/type/numerical, without what is of units."""
    plain = typed.replace(" ", "")
    if "." in plain or plain.count(",") > 1:
        return float(plain.replace(",", ""))
    for mark, by in ((thousands, ""), (decimal, "."), (",", ".")):
        plain = plain.replace(mark, by) if mark else plain
    return float(plain)


@pytest.mark.parametrize(("thousands", "decimal"), [("", "."), (",", "."), (".", ",")])  # before 4.0; English; German
def test_moodle_takes_thousands_in_any_dress(moodle: minidom.Document, thousands: str, decimal: str) -> None:
    large = [item for item in items(seed=SEED) if item.question.kind == "numeric"
             and abs(item.question.answer or 0) >= 1000]
    assert "Q342" in {item.question.id for item in large}
    for item in large:
        answers = [child for child in questions(moodle)[item.id].childNodes if child.nodeName == "answer"]
        for mark in (",", ".", " ", ""):
            typed = f"{item.question.answer:,.0f}".replace(",", mark)
            value = moodle_reads(typed, thousands, decimal)
            first = next(answer for answer in answers if one_text(answer, "text") == "*" or abs(
                float(one_text(answer, "text")) - value) <= float(one_text(answer, "tolerance")))
            assert first.getAttribute("fraction") == "100", f"{item.id}: {typed}"


def test_moodle_gets_pairs_and_steps_as_matching(moodle: minidom.Document) -> None:
    nodes = questions(moodle)
    for item in items(seed=SEED):
        question = item.question
        if question.kind not in ("match", "order"):
            continue
        node = nodes[item.id]
        assert node.getAttribute("type") == "matching"
        pairs = []
        for part in node.getElementsByTagName("subquestion"):
            left = next(child for child in part.childNodes if child.nodeName == "text").firstChild
            pairs.append((Text(left.data).text if left else "", texts(part, "answer")[0]))
        wanted = ([(option.text, option.match) for option in question.of("pair")]
                  + [("", option.match) for option in question.of("distractor")]) if question.kind == "match" else [
            (option.text, str(option.order)) for option in sorted(question.of("step"), key=lambda option: option.order)]
        assert pairs == wanted


def test_moodle_gets_the_lettered_plate_inside_the_file(moodle: minidom.Document) -> None:
    labels = [item for item in items(seed=SEED) if item.question.kind == "label" and item.question.plate]
    assert labels
    for item in labels:
        node = questions(moodle)[item.id].getElementsByTagName("questiontext")[0]
        file = node.getElementsByTagName("file")[0]
        assert base64.b64decode(file.firstChild.data, validate=True).startswith(b"\x89PNG")
        picture = Text(node.getElementsByTagName("text")[0].firstChild.data).pictures[0]
        assert picture["src"] == f"@@PLUGINFILE@@/{file.getAttribute('name')}"
        assert len(str(picture["alt"])) > 40


def test_moodle_carries_the_credit_line(moodle: minidom.Document) -> None:
    assert moodle.firstChild.data.strip() == CREDIT
    info = [text for node in moodle.getElementsByTagName("question") for text in texts(node, "info")]
    assert info
    assert all(CREDIT in text for text in info)


def test_a_written_question_becomes_an_essay_with_its_rubric() -> None:
    root = ET.Element("quiz")
    _question(root, Item("W1", Sheet(WRITTEN), Sheet(WRITTEN).key()))
    node = minidom.parseString(ET.tostring(root)).documentElement.firstChild
    assert node.getAttribute("type") == "essay"
    rubric = texts(node, "graderinfo")[0]
    for option in WRITTEN.options:
        assert option.text in rubric


def test_markup_in_a_question_stays_text() -> None:
    nasty = "<b>a</b> & ]]> </text> \"q\" 'x' <script>"
    question = Question("X1", "single", nasty, (Option("a", "choice", nasty, True, feedback=nasty),
                                                Option("b", "choice", "no")))
    root = ET.Element("quiz")
    _question(root, Item("X1", Sheet(question), Sheet(question).key()))
    node = minidom.parseString(ET.tostring(root)).documentElement.firstChild
    assert texts(node, "questiontext") == [nasty]
    right = next(child for child in node.childNodes
                 if child.nodeName == "answer" and child.getAttribute("fraction") == "100")
    assert (texts_of(right), texts(right, "feedback")) == (nasty, [nasty])


def test_the_same_seed_gives_the_same_file_and_another_seed_other_variants(tmp_path: Path) -> None:
    first, same, reseeded = (publish.moodle(tmp_path / f"{name}.xml", "02", seed=seed).read_bytes()
                             for name, seed in (("a", 1), ("b", 1), ("c", 2000)))
    assert first == same
    assert first != reseeded
    models = {template.id for template in bank("02", optional=True) if template.kind == "model"}
    assert models
    assert {item.id for item in items("02", seed=7, variants=2)} >= {
        f"{template}-seed{seed}" for template in models for seed in (7, 8)}


@pytest.mark.parametrize("variants", [0, -1, 101])
def test_a_number_of_variants_out_of_range_is_told(variants: int) -> None:
    with pytest.raises(StretchlibError, match=r"goes from 1 to 100, and -?\d+ is outside"):
        items("05", variants=variants)


def notes(path: Path, folder: Path) -> list[tuple[str, str]]:
    """(guid, fields) of the notes of a deck, as Anki's own database has them."""
    with zipfile.ZipFile(path) as deck:
        name = next(name for name in deck.namelist() if name.startswith("collection.anki2"))
        base = folder / "read.anki2"
        base.write_bytes(deck.read(name))
    with sqlite3.connect(base) as database:
        return list(database.execute("select guid, flds from notes order by guid"))


def test_a_deck_imported_twice_makes_no_duplicate(tmp_path: Path) -> None:
    first = notes(publish.anki(tmp_path / "first.apkg", seed=SEED), tmp_path)
    again = notes(publish.anki(tmp_path / "again.apkg", seed=SEED), tmp_path)
    # Anki tells notes by their guid: what is there already is brought up to date, what is not is added.
    collection = dict(first)
    assert len(collection) == len(first) == COUNT
    collection.update(again)
    assert len(collection) == COUNT
    assert first == again


def test_a_deck_holds_each_answer_and_its_pictures(tmp_path: Path) -> None:
    path = publish.anki(tmp_path / "deck.apkg", "01", seed=SEED)
    every = dict(notes(path, tmp_path))
    for item in items("01", seed=SEED):
        fields = every[genanki.guid_for("stretchlib", item.id)]
        front, back, foot = (Text(field).text for field in fields.split("\x1f"))
        assert item.key["text"] in back
        assert item.key["certainty"] in foot
        assert CREDIT in foot
        assert front.startswith(item.question.stem)
    named = {picture["src"] for fields in every.values() for picture in Text(fields).pictures}
    with zipfile.ZipFile(path) as deck:
        assert set(json.loads(deck.read("media")).values()) == named


def test_without_genanki_a_deck_is_refused_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "genanki", None)
    with pytest.raises(StretchlibError, match=r"install stretchlib\[publish\]"):
        publish.anki(tmp_path / "deck.apkg")


def test_the_table_reads_back_as_it_was_meant(tmp_path: Path) -> None:
    path = publish.bank_csv(tmp_path / "bank.csv", seed=SEED)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf"), "without this mark a spreadsheet program misreads é and °"
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    by_id = {row["id"]: row for row in rows}
    assert len(by_id) == len(rows) == COUNT
    for item in items(seed=SEED):
        row = by_id[item.id]
        assert row["question"] == guarded(item.question.stem)
        assert row["answer"] == guarded(item.key["text"])
        assert row["credit"] == CREDIT
    assert Counter(row["objective"] for row in rows).keys() == {question.objective for question in bank(optional=True)}


def test_the_credit_names_version_and_licences() -> None:
    assert __version__ in CREDIT
    assert "CC BY 4.0" in CREDIT
    assert "bones CC BY 3.0" in CREDIT
    assert "3.0" in (paths.data_root() / "LICENSES" / "bones.md").read_text(encoding="utf-8")
