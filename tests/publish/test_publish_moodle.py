"""The question bank in Moodle: its XML read back by another reader, and typed answers as Moodle reads them."""

from __future__ import annotations

import base64
import re
from html.parser import HTMLParser
from pathlib import Path
from xml.dom import minidom
from xml.etree import ElementTree as ET

import pytest

from stretchlib import __version__, publish
from stretchlib.app import cli
from stretchlib.core.errors import StretchlibError
from stretchlib.publish.bank import moodle as exporter
from stretchlib.publish.bank import pictures
from stretchlib.publish.bank.items import Item, items
from stretchlib.publish.bank.moodle import FRACTIONS, NAME, _question
from stretchlib.questions.bank import Option, Question, bank
from stretchlib.questions.marking import score
from stretchlib.questions.sheet import Sheet
from stretchlib.questions.typed_numbers import names_unit
from stretchlib.tables.credit import CREDIT
from tests.data_files import table_file
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


def test_moodle_knows_every_fraction(moodle: minidom.Document) -> None:
    fractions = {abs(float(node.getAttribute("fraction"))) for node in moodle.getElementsByTagName("answer")
                 if node.hasAttribute("fraction")}
    # Its question/engine/bank.php names no others, and a file with one of them is refused as a whole.
    assert fractions <= set(FRACTIONS) == {100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20,
                                           16.66667, 14.28571, 12.5, 11.11111, 10, 5, 0}


def multiple(right: int, wrong: int) -> list[float]:
    """The shares of a question with so many right and wrong options, as its file has them."""
    options = (*(Option(f"r{number}", "choice", f"right {number}", True) for number in range(right)),
               *(Option(f"w{number}", "choice", f"wrong {number}") for number in range(wrong)))
    sheet, root = Sheet(Question("M1", "multiple", "Which?", options)), ET.Element("quiz")
    _question(root, Item("M1", sheet, sheet.key()))
    return [float(answer.get("fraction", "")) for answer in root.iter("answer") if answer.get("fraction")]


@pytest.mark.parametrize("right", range(1, 11))
@pytest.mark.parametrize("wrong", [0, 1, 6, 11, 13, 19])
def test_any_number_of_options_gets_shares_that_moodle_knows(right: int, wrong: int) -> None:
    shares = multiple(right, wrong)
    assert {abs(share) for share in shares} <= set(FRACTIONS)
    assert sum(share for share in shares if share > 0) == pytest.approx(100, abs=0.001)
    if wrong:
        assert sum(share for share in shares if share < 0) <= -99.999, "ticking every box must not pay"


@pytest.mark.parametrize("right", [11, 12, 19, 25])
def test_more_right_options_than_moodle_has_a_share_for_are_told(right: int) -> None:
    with pytest.raises(StretchlibError, match=rf"^options.csv, question M1: {right} of its options are right"):
        multiple(right, 2)


def test_moodle_marks_numbers_within_their_tolerance(moodle: minidom.Document) -> None:
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
        assert not node.getElementsByTagName("unit")
        assert one_text(node, "showunits") == "3", "units are not used at all"
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


def moodle_takes(node: minidom.Element, typed: str, thousands: str, decimal: str) -> float | None:
    """The share that Moodle gives for what is typed, ``None`` where it asks to type it otherwise: its
    ``get_validation_error`` and ``grade_response`` of a numerical question whose units are not used."""
    assert (one_text(node, "showunits"), one_text(node, "unitgradingtype")) == ("3", "0")
    number = re.match(r"[+-]?[\d., ]+", typed)
    if number is None or number.end() < len(typed) or thousands in typed:
        return None
    value = moodle_reads(typed, thousands, decimal)
    return next(float(answer.getAttribute("fraction")) for answer in node.childNodes if answer.nodeName == "answer"
                and (one_text(answer, "text") == "*" or abs(float(one_text(answer, "text")) - value)
                     <= float(one_text(answer, "tolerance"))))


@pytest.mark.parametrize(("typed", "english", "german"), [
    ("85.2", 100, None), ("85,2", None, 100), ("85", 100, 100), ("8.52", 0, None), ("852", 0, 0),
    ("85.2 kg", None, None), ("85,2 kg", None, None), ("85 kg", None, None), ("85 %", None, None)])
def test_what_moodle_says_to_a_share_in_per_cent(
        moodle: minidom.Document, typed: str, english: float | None, german: float | None) -> None:
    node = questions(moodle)["Q08"]
    assert moodle_takes(node, typed, ",", ".") == english
    assert moodle_takes(node, typed, ".", ",") == german


@pytest.mark.parametrize(("language", "sentence"), [
    ("en", "with a point before decimals, as in 12.5,"), ("de", "mit Komma vor den Nachkommastellen, wie in 12,5,")])
def test_moodle_tells_how_a_number_is_typed_and_its_unit_once(
        language: str, sentence: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", language)
    nodes = questions(minidom.parse(str(publish.moodle(tmp_path / "bank.xml", "03", seed=SEED))))
    for item in items("03", seed=SEED):
        asked = texts(nodes[item.id], "questiontext")[0]
        assert (sentence in asked) == (item.question.kind == "numeric")
        assert not re.search(r"\((%|Grad|degrees|limbs|Beine)\)\? \(in", asked)
        if item.question.unit == "%":
            assert asked.count("(%)") == 1
            assert "(in %)" not in asked


@pytest.mark.parametrize(("stem", "unit", "named"), [
    ("Total time (s)?", "s", True), ("Held for 30 s. How long in all?", "s", False),
    ("1 side(s), 3 set(s). How long?", "s", False), ("Of 45 %, what is left?", "%", False),
    ("What share (%) is left?", "%", True), ("The moment arm in 2023 (mm, internal positive)?", "mm", True),
    ("How many minutes a week?", "min", True), ("After 10 minutes, how long?", "min", False),
    ("In 300 limbs, how many?", "limbs", True), ("Wie viele von 400 Beinen?", "Beine", True),
    ("Number needed to treat?", "people", False), ("How many of 100 would it be?", "per 100", True), ("", "mm", False)])
def test_a_unit_is_told_where_the_question_does_not_name_it(stem: str, unit: str, named: bool) -> None:
    assert names_unit(stem, unit) == named
    asked = Question("N1", "numeric", stem, (), unit=unit).asked
    assert asked == (stem if named else f"{stem} (in {unit})")


def test_moodle_gets_a_name_as_long_as_it_takes(moodle: minidom.Document) -> None:
    for item in items(seed=SEED):
        name = texts(questions(moodle)[item.id], "name")[0]
        whole = f"{item.id} {item.question.stem}"
        assert name == whole or (len(name) == NAME == 255 and whole.startswith(name[:-1]) and name.endswith("\u2026"))
    long = Question("L1", "written", "a" * 300, ())
    root = ET.Element("quiz")
    _question(root, Item("L1", Sheet(long), Sheet(long).key()))
    assert root.findtext("question/name/text") == f"L1 {'a' * 251}\u2026"


def categories(path: Path) -> list[str]:
    return [node.text or "" for node in ET.parse(path).iterfind("question/category/text")]


def test_moodle_gets_each_edition_as_a_category_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second import into the same category would add every question again, without its id number."""
    def tops(moment: str, language: str, notebook: str | None) -> str:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", moment)
        monkeypatch.setenv("STRETCHLIB_LANGUAGE", language)
        first, *others = categories(publish.moodle(tmp_path / "bank.xml", notebook, seed=SEED))
        assert others
        assert all(name.startswith(f"{first}/LO") for name in others)
        return first.removeprefix("$course$/top/")

    every = [tops("1790000000", "en", "02"), tops("1790000060", "en", "02"), tops("1790000000", "de", "02"),
             tops("1790000000", "en", "05")]
    assert every[0] == f"stretchlib {__version__} en 02 (2026-09-21 14:13 UTC)"
    assert len(set(every)) == len(every)
    assert not any("/" in name for name in every)
    assert exporter.edition_name(None) == f"stretchlib {__version__} en all (2026-09-21 14:13 UTC)"


def test_the_command_says_what_an_import_does(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["publish", "moodle", "05", "--to", str(tmp_path / "bank.xml")]) == 0
    assert "delete the category of the older edition with its questions." in capsys.readouterr().out
    assert cli.main(["publish", "anki", "05", "--to", str(tmp_path / "deck.apkg")]) == 0
    assert "tags of their own, are lost." in capsys.readouterr().out
    assert cli.main(["publish", "csv", "05", "--to", str(tmp_path / "bank.csv")]) == 0
    assert capsys.readouterr().out.count("\n") == 1


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


def test_areas_to_mark_become_letters_on_a_body_and_the_map_comes_after_the_answer(moodle: minidom.Document) -> None:
    areas = [item for item in items(seed=SEED) if item.question.kind == "area"]
    assert len(areas) >= 4
    for item in areas:
        node = questions(moodle)[item.id]
        letters = item.sheet.letters()
        named = {texts_of(answer): float(answer.getAttribute("fraction")) > 0
                 for answer in node.childNodes if answer.nodeName == "answer"}
        assert named == {f"{option.name} (letter {letters[str(position)]})": option.correct
                         for position, option in enumerate(item.sheet.options, start=1)}
        asked = node.getElementsByTagName("questiontext")[0]
        picture = Text(asked.getElementsByTagName("text")[0].firstChild.data).pictures[0]
        for position, option in enumerate(item.sheet.options, start=1):
            assert f"{letters[str(position)]}: {option.name}" in str(picture["alt"])
        assert [file.getAttribute("name") for file in asked.getElementsByTagName("file")] == ["plate.png"]
        assert not any(option.feedback in str(picture["alt"]) for option in item.question.options)
    after = questions(moodle)["Q421"].getElementsByTagName("generalfeedback")[0]
    file = after.getElementsByTagName("file")[0]
    assert base64.b64decode(file.firstChild.data, validate=True).startswith(b"\x89PNG")
    alt = str(Text(after.getElementsByTagName("text")[0].firstChild.data).pictures[0]["alt"])
    assert "Buttock: 36 of 51: 71 in 100" in alt
    assert "Poulsen" not in alt, "the map shows the studies that the answer rests on"
    assert not questions(moodle)["Q522"].getElementsByTagName("generalfeedback")[0].getElementsByTagName("file")


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


def test_the_same_seed_gives_the_same_file_and_another_seed_other_variants(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1790000000")
    first, same, reseeded = (publish.moodle(tmp_path / f"{name}.xml", "02", seed=seed).read_bytes()
                             for name, seed in (("a", 1), ("b", 1), ("c", 2000)))
    assert first == same
    assert first != reseeded
    models = {template.id for template in bank("02", optional=True) if template.kind == "model"}
    assert models
    drawn = items("02", seed=7, variants=2)
    assert {item.id for item in drawn} >= {f"{template}-seed{seed}" for template in models for seed in (7, 8)}
    assert [item.lasting_id for item in drawn] == [item.lasting_id for item in items("02", seed=70, variants=2)]
    assert len({item.lasting_id for item in drawn}) == len(drawn)


@pytest.mark.parametrize("variants", [0, -1, 101])
def test_a_number_of_variants_out_of_range_is_told(variants: int) -> None:
    with pytest.raises(StretchlibError, match=r"goes from 1 to 100, and -?\d+ is outside"):
        items("05", variants=variants)


def test_a_map_follows_a_row_that_is_changed_meanwhile(whole_data_copy: Path) -> None:
    (asked, *_) = [question for question in bank(optional=True)
                   if question.kind == "area" and "pain_areas:hip_joint_buttock" in question.basis]
    before = pictures.map_after(asked)
    path = table_file(whole_data_copy, "pain_areas")
    text = path.read_text(encoding="utf-8")
    assert text.count(",buttock,51,36,71,") == 1
    path.write_text(text.replace(",buttock,51,36,71,", ",buttock,51,31,61,"), encoding="utf-8")
    after = pictures.map_after(asked)
    assert before is not None
    assert after is not None
    assert ("36 of 51" in before.alt, "36 of 51" in after.alt, "31 of 51" in after.alt) == (True, False, True)
