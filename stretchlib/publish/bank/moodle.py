"""The question bank as Moodle XML: an edition to a category, feedback, pictures inside the file.

Moodle's import adds, and never updates: a question whose id number its category holds already is added again without
one. So each edition has a category of its own, and the older is deleted by hand.

How kinds are mapped, where Moodle counts otherwise than the course: *multiple*, and *area* with a lettered body,
gives each right choice its share and
takes as much in all for the wrong ones (the course counts each box set as it should be); *order* is a matching
question, step to place, because the ordering type is not in every Moodle; *numeric* cannot tell too low from too high,
and has a number from 1000 on a second time as a thousandth, because Moodle reads "1.024" so, and takes no unit: where
Moodle takes one it cannot tell a wrong unit from none, and the course takes none for right;
a written answer is an essay with its rubric for the marker.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

from ...authoring.check import refuse_faulty
from ...core.errors import StretchlibError
from ...core.files import write
from ...figures.plates.lettered_plate import AskedPlate
from ...tables import catalogue, phrases
from ...tables.credit import CREDIT, credit
from ...tables.rows.questions import Objective
from ..pages.page import Markup, element, joined, listed
from .edition import edition_name
from .items import VARIANTS, Item, items
from .pictures import asked_picture, map_after

#: The shares of a grade that Moodle knows, per cent; a file with any other is refused as a whole.
FRACTIONS = (100, 90, 83.33333, 80, 75, 70, 66.66667, 60, 50, 40, 33.33333, 30, 25, 20, 16.66667, 14.28571, 12.5,
             11.11111, 10, 5, 0)
NAME = 255  # characters of a question's name, at most

_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")  # no XML may hold one


def moodle(path: str | Path = "question_bank.xml", notebook: str | None = None, *, seed: int = 0,
           variants: int = VARIANTS) -> Path:
    """Write the bank, of one notebook or all, for Moodle's question import; returns the path.

    ``seed`` is the lecturer's own: it draws ``variants`` of each question made from the model. The category is named by
    version, language, notebook and time, that of ``SOURCE_DATE_EPOCH`` (seconds since 1970) where it is set. Raises
    :class:`StretchlibError` for an unknown notebook, a time out of the ordinary, a question with a number of right
    choices that Moodle has no share for, where the tables are not in order, and where nothing can be written.
    """
    refuse_faulty()
    root, edition = ET.Element("quiz"), edition_name(notebook)
    _category(root, edition, joined([element("p", phrases.say("publish.moodle.edition")), element("p", credit())]))
    objective = ""
    for item in sorted(items(notebook, seed=seed, variants=variants), key=lambda item: item.question.objective):
        if item.question.objective != objective:
            objective = item.question.objective
            words = catalogue.row(Objective, objective).text
            _category(root, f"{edition}/{objective}", joined([element("p", words), element("p", credit())]))
        _question(root, item)
    ET.indent(root)
    text = _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", ET.tostring(root, encoding="unicode"))
    return write(path, f'<?xml version="1.0" encoding="UTF-8"?>\n<!-- {CREDIT} -->\n{text}\n')


def _category(root: ET.Element, path: str, info: Markup) -> None:
    node = ET.SubElement(root, "question", type="category")
    _text(node, "category", f"$course$/top/{path}")
    _html(node, "info", info)
    ET.SubElement(node, "idnumber").text = path


def _question(root: ET.Element, item: Item) -> None:
    question = item.question
    kind, fill = _KINDS[question.kind]
    node = ET.SubElement(root, "question", type=kind)
    _text(node, "name", _name(f"{item.id} {question.stem}"))
    stem = element("p", question.asked)
    if question.kind == "numeric":
        stem = joined([stem, element("p", phrases.say("publish.moodle.number"))])
    _illustrated(node, "questiontext", stem, "plate.png", asked_picture(item.sheet))
    _illustrated(node, "generalfeedback", _general(item), "pain_map.png", map_after(question))
    for name, value in (("defaultgrade", "1"), ("penalty", "0.3333333"), ("hidden", "0"), ("idnumber", item.id)):
        ET.SubElement(node, name).text = value
    fill(node, item)


def _illustrated(node: ET.Element, name: str, text: Markup, file_name: str, picture: AskedPlate | None) -> None:
    """A text with the picture below it, where it has one; the picture itself lies in the file."""
    if picture is None:
        _html(node, name, text)
        return
    image = element("img", src=f"@@PLUGINFILE@@/{file_name}", alt=picture.alt)
    file = ET.SubElement(_html(node, name, joined([text, element("p", image)])), "file", name=file_name, path="/",
                         encoding="base64")
    file.text = base64.b64encode(picture.png).decode("ascii")


def _name(text: str) -> str:
    return text if len(text) <= NAME else f"{text[:NAME - 1]}\N{HORIZONTAL ELLIPSIS}"


def _general(item: Item) -> Markup:
    """The feedback after any answer, unless the choices bear their own, and the sources."""
    feedback = [] if item.question.kind in ("single", "label", "multiple", "area", "written") else list(item.feedback())
    return joined([listed("ul", feedback) if feedback else None, element("p", item.foot)])


def _choices(node: ET.Element, item: Item) -> None:
    single = item.question.kind not in ("multiple", "area")
    options = item.key["options"]
    right = [option for option in options if option["correct"]]
    plus = _share(item, len(right)) if right else 0
    minus = 0 if single else -_at_least(100 / max(len(options) - len(right), 1))
    for name, value in (("single", str(single).lower()), ("shuffleanswers", "true"), ("answernumbering", "none")):
        ET.SubElement(node, name).text = value
    for option in options:
        _answer(node, plus if option["correct"] else minus, _choice(item, option), option["text"])
    if not right:
        _answer(node, 100, phrases.words()["quiz.none_choice"], "")


def _share(item: Item, parts: int) -> float:
    """What each of so many right choices counts, per cent; together they must make 100."""
    share = _at_least(100 / parts)
    if abs(share * parts - 100) > 0.001:
        raise StretchlibError(f"options.csv, question {item.question.id}: {parts} of its options are right, and Moodle "
                              "has no share of a grade for each of so many: let at most 10 be right.")
    return share


def _at_least(share: float) -> float:
    """The smallest share that Moodle knows and that is not below ``share`` by more than a rounding."""
    return min(fraction for fraction in FRACTIONS if fraction > share - 0.0001)


def _choice(item: Item, option: Mapping[str, Any]) -> str:
    """A choice as Moodle shows it: on a plate by its letter, or by its name where the plate does not draw it; an area
    by its name and its letter on the body."""
    page, words = item.sheet.public(), phrases.words()
    if "letters" not in page:
        return str(option["name"])
    letter = page["letters"].get(option["id"])
    if item.question.kind == "area":
        return words["quiz.with_letter"].replace("{of}", option["name"]).replace("{letter}", letter)
    return (words["quiz.letter"].replace("{letter}", letter) if letter
            else words["quiz.undrawn"].replace("{text}", option["name"]))


def _number(node: ET.Element, item: Item) -> None:
    key = item.key

    def joined_texts(notes: list[dict[str, str]]) -> str:
        return " ".join(note["text"] for note in notes if note["text"])

    def answer(fraction: float, number: str, feedback: str, tolerance: float = key["tolerance"]) -> None:
        entry = _answer(node, fraction, number, feedback, plain=True)
        ET.SubElement(entry, "tolerance").text = f"{tolerance:.6g}"

    def number(fraction: float, value: float, notes: list[dict[str, str]]) -> None:
        # Moodle takes one mark for a decimal mark, where "1,024" or "1.024" can only mean thousands.
        for part in (1, 1000) if abs(value) >= 1000 else (1,):
            answer(fraction, _plain(value / part), joined_texts(notes), key["tolerance"] / part)

    number(100, key["answer"], key["right"])
    slips = {value: notes for value, _, notes in reversed(key["slips"])}  # the first of equals counts
    for value, notes in slips.items():
        number(0, value, notes)
    words = phrases.words()
    ends = [words[f"publish.moodle.{end}"].replace("{text}", joined_texts(key[end])) for end in ("low", "high")
            if joined_texts(key[end])]
    answer(0, "*", " ".join(dict.fromkeys(ends)))
    # Units are "not used at all" (3): with one typed, Moodle asks for the number alone and marks nothing yet.
    for name, value in (("unitgradingtype", "0"), ("unitpenalty", "0"), ("showunits", "3"), ("unitsleft", "0")):
        ET.SubElement(node, name).text = value


def _plain(number: float) -> str:
    return f"{number:.10f}".rstrip("0").rstrip(".")


def _pairs(node: ET.Element, item: Item) -> None:
    pairs = [(option.text, option.match) for option in item.question.of("pair")]
    pairs += [("", option.match) for option in item.question.of("distractor")]
    _matching(node, pairs)


def _steps(node: ET.Element, item: Item) -> None:
    steps = sorted(item.question.of("step"), key=lambda option: option.order)
    _matching(node, [(step.text, str(position)) for position, step in enumerate(steps, start=1)])


def _matching(node: ET.Element, pairs: Iterable[tuple[str, str]]) -> None:
    ET.SubElement(node, "shuffleanswers").text = "true"
    for left, right in pairs:
        subquestion = _html(node, "subquestion", element("p", left) if left else Markup(""))
        _text(subquestion, "answer", right)


def _essay(node: ET.Element, item: Item) -> None:
    for name, value in (("responseformat", "editor"), ("responserequired", "1"), ("responsefieldlines", "10"),
                        ("attachments", "0"), ("attachmentsrequired", "0")):
        ET.SubElement(node, name).text = value
    words = phrases.words()
    criteria = [option["name"] for option in item.key["options"]]
    _html(node, "graderinfo", joined([
        element("p", words["publish.moodle.rubric"]), listed("ul", criteria),
        element("p", words["quiz.example"]), element("p", item.key["text"])]))


def _answer(node: ET.Element, fraction: float, text: str, feedback: str, *, plain: bool = False) -> ET.Element:
    entry = ET.SubElement(node, "answer", fraction=f"{fraction:.5f}".rstrip("0").rstrip("."),
                        format="moodle_auto_format" if plain else "html")
    ET.SubElement(entry, "text").text = text if plain else element("p", text)
    _html(entry, "feedback", element("p", feedback) if feedback else Markup(""))
    return entry


def _text(node: ET.Element, name: str, text: str) -> ET.Element:
    entry = ET.SubElement(node, name)
    ET.SubElement(entry, "text").text = text
    return entry


def _html(node: ET.Element, name: str, text: Markup) -> ET.Element:
    entry = _text(node, name, text)
    entry.set("format", "html")
    return entry


_KINDS: dict[str, tuple[str, Callable[[ET.Element, Item], None]]] = {
    "single": ("multichoice", _choices), "label": ("multichoice", _choices), "multiple": ("multichoice", _choices),
    "area": ("multichoice", _choices),
    "numeric": ("numerical", _number), "match": ("matching", _pairs), "order": ("matching", _steps),
    "written": ("essay", _essay)}
