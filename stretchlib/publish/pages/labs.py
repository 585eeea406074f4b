"""The partner sheets of both labs on A4: rules first, then what to feel and to test, drawn; no screen is needed."""

from __future__ import annotations

from pathlib import Path

from ... import figures
from ...authoring.check import refuse_faulty
from ...exercises.checklist import LABS, Checklist, Step, checklist
from ...exercises.clinical_test import clinical_test
from ...exercises.guide import Guide
from ...tables import catalogue
from ...tables.phrases import say, term
from ...tables.rows.clinic import LabStep
from ..printing import refuse_ending, write_printed
from .handout import safety
from .page import Markup, element, joined, listed, page
from .pictures import figure_of, trimmed

RULES = ("consent", "draping", "stop", "groin")
#: What a printed test says, in this order; accuracy and the rest stand in the notebook.
PARTS = ("steps", "words", "positive", "not_positive", "stop", "consent")


def labs(path: str | Path) -> Path:
    """Write the sheets as ``.pdf`` or ``.html`` for A4; returns the path.

    Raises :class:`StretchlibError` for another ending, where the tables are not in order, and where a PDF cannot be
    printed (:func:`stretchlib.publish.printing.write_printed`).
    """
    refuse_ending(Path(path), "The sheets")
    refuse_faulty()
    anatomy, tests = (checklist(lab) for lab in LABS)
    head = element("header", element("h1", say("partner.title")), element("p", say("partner.lead")),
                   element("ol", *(element("li", say(f"partner.rule.{rule}")) for rule in RULES)), safety(),
                   class_="pub-side")
    landmarks = figures.plot_landmarks()
    places = figure_of(landmarks.image(), landmarks.text)
    cards = element("section", element("h2", say("partner.drawn")), *map(_card, lab_tests()), class_="pub-cards")
    body = element("main", head, _sheet(anatomy, places), _sheet(tests, None), cards, class_="pub pub-labs")
    text = page(say("partner.title"), body, scripts=[], looks=("publish/pages/labs.css",))
    return write_printed(text, Path(path), "The sheets")


def lab_tests() -> tuple[str, ...]:
    """The ids of the clinical tests that the labs practise, in their order."""
    return tuple(dict.fromkeys(row.test for row in catalogue.rows(LabStep) if row.test))


def _sheet(lab: Checklist, drawing: Markup | None) -> Markup:
    """The steps of a lab as a table with a box for each."""
    head = element("tr", *(element("th", say(f"lab.head.{column}"), scope="col")
                           for column in ("done", "minutes", "who", "what")))
    rows = [_row(number, step) for number, step in enumerate(lab.steps, start=1)]
    return element("section", element("h2", f"{lab.title}, {say('lab.minutes', minutes=lab.minutes)}"), drawing,
                   element("table", element("thead", head), element("tbody", *rows)),
                   element("p", lab.note, class_="pub-foot"), class_="pub-lab")


def _row(number: int, step: Step) -> Markup:
    # What a test asks for stands on its own card.
    drawn = any(word == say("lab.test") for word, _ in step.details)
    details = [element("p", element("b", f"{word}: "), text) for word, text in step.details
               if not drawn or word == say("lab.test")]
    return element("tr", element("td", element("span", class_="pub-box"), f" {number}"),
                   element("td", str(step.minutes)), element("td", term("lab.role", step.role)),
                   element("td", step.text, *details))


def _card(test: str) -> Markup:
    """One test: its drawing, who sits or stands where, its steps, what counts, and when to stop."""
    guide: Guide = clinical_test(test)
    diagram = figures.plot_clinical_test(test)
    opening = element("div", *(element("p", element("b", f"{word}: "), text) for word, text in guide.opening))
    parts = [joined([element("h4", guide.sections[part].heading),
                     listed("ol" if part == "steps" else "ul", guide.sections[part].texts)])
             for part in PARTS if part in guide.sections]
    start = element("div", figure_of(trimmed(diagram.image()), diagram.text), opening, class_="pub-start")
    return element("article", element("h3", guide.title), start, element("div", *parts, class_="pub-columns"),
                   class_="pub-card")
