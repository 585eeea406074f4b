"""The course in a pocket: one file with exercises, plates, pain maps, cards, claims, the slider and one's progress."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ...authoring.check import refuse_faulty
from ...core.files import write
from ...evidence.pain_areas import BODY, body_map, mapped_studies
from ...exercises.session import Session
from ...figures import plot_muscle_map, plot_pain_map
from ...figures.plates.lettered_plate import asked_plate
from ...questions.bank import bank
from ...questions.sheet import Sheet, draw_sheets
from ...tables import catalogue, phrases
from ...tables.rows.anatomy import Plate
from ...tables.rows.evidence import PainSource
from ...tables.rows.exercises import Exercise
from ...tables.rows.questions import Objective
from ...widgets.explorer.explorers import explore_hip
from .claims import claim_questions
from .exercise import article
from .handout import mark, practice_data, safety
from .page import Markup, element, joined, listed, packed, page
from .pictures import address, figure_of, picture, read_png, stacked

SCRIPTS = ("sections_page.js", "practice_page.js", "cards_page.js", "slider_page.js", "progress_page.js")
KEEP = "stretchlib pocket"  # the name under which a browser keeps this page's records
CUT = 0.437  # of the still's width, left of the numbers
_Sets = Mapping[str, tuple[str, Sequence[Sheet]]]  # name -> (title, questions)


def pocket(path: str | Path = "pocket.html", *, seed: int = 0) -> Path:
    """Write the pocket page; returns its path. ``seed`` draws the questions made from the model.

    One file that asks nothing of any network. Raises :class:`StretchlibError` where the tables are not in
    order and where it cannot be written.
    """
    refuse_faulty()
    words = phrases.words()
    cards, claims = _cards(seed), {"claims": (words["publish.all_claims"], draw_sheets(claim_questions(), seed))}
    groups = [_alternatives(exercise) for exercise in catalogue.rows(Exercise)]
    sessions = tuple(session for group in groups for session in group)
    parts = {"exercises": [safety(), *_exercises(groups)], "plates": [*_plates(), *_pain_maps()],
             "cards": [element("div", id="cards-room")], "claims": [element("div", id="claims-room")],
             "turning": [element("p", words["publish.turning_lead"]), *_hip_still(), element("div", id="slider")],
             "progress": [element("div", id="progress-room")]}
    nav = element("nav", *(element("a", words[f"publish.part.{name}"], href=f"#{name}") for name in parts),
                  class_="pub-nav", aria_label=words["publish.parts"])
    sections = [element("section", element("h2", words[f"publish.part.{name}"], tabindex="-1", id=f"{name}-title"),
                        *inside, id=name, data_part=True, aria_labelledby=f"{name}-title")
                for name, inside in parts.items()]
    head = element("header", element("h1", words["publish.pocket_title"]), mark(sessions),
                   element("p", words["publish.pocket_lead"]))
    body = element("div", head, nav, element("main", *sections), class_="pub")
    return write(path, page(words["publish.pocket_title"], body, scripts=SCRIPTS, data=_data(sessions, cards, claims),
                            looks=("widgets/explorer/explore_hip.css",)))


def _alternatives(exercise: Exercise) -> list[Session]:
    """The base level of an exercise; where it is done on one side only, for either side."""
    sides = ("right", "left") if exercise.sides == "affected" else (None,)
    return [Session.from_exercise(exercise.id, side=side) for side in sides]


def _exercises(groups: Sequence[Sequence[Session]]) -> list[Markup]:
    folds, at = [], 0
    for number, group in enumerate(groups, start=1):
        timers = range(at, at + len(group))
        at += len(group)
        folds.append(element("details", element("summary", group[0].title),
                             article(number, group[0], timers=timers, heading=3), class_="pub-fold"))
    return folds


def _plates() -> list[Markup]:
    """The plates of the atlas, each with its facts as a list: a narrow window moves the picture within its frame."""
    words = phrases.words()
    folds = []
    for plate in catalogue.rows(Plate):
        diagram = plot_muscle_map(plate.id)
        frame = element("div", picture(diagram), class_="pub-wide", tabindex="0", role="region",
                        aria_label=words["publish.plate_frame"].replace("{title}", diagram.title))
        folds.append(element("details", element("summary", diagram.title), frame, listed("ul", diagram.facts),
                             element("p", diagram.note, class_="pub-note"), class_="pub-fold"))
    return folds


def _pain_maps() -> list[Markup]:
    """The pain map of each source that has one, a picture a study: as wide as a phone can read."""
    folds = []
    for source in catalogue.rows(PainSource):
        diagrams = [plot_pain_map(source.id, study) for study in mapped_studies(source.id)]
        if diagrams:
            folds.append(element("details", element("summary", diagrams[0].title),
                                 *(joined([picture(diagram), listed("ul", diagram.facts)]) for diagram in diagrams),
                                 element("p", diagrams[0].note, class_="pub-note"), class_="pub-fold"))
    return folds


def _data(sessions: tuple[Session, ...], cards: _Sets, claims: _Sets) -> dict[str, Any]:
    words = phrases.words()
    data = practice_data(sessions, keep=True)
    data["words"] |= {key: text for key, text in words.items()
                      if key.split(".")[0] in ("quiz", "explorer", "number", "keeping")}
    data |= {"keep": KEEP, "keys": {}, "pictures": {}, "sets": {}, "hip": packed(explore_hip().public())}
    for part, sets in (("cards", cards), ("claims", claims)):
        data["sets"][f"{part}-room"] = {
            "label": words[f"publish.choose_{part}"],
            "sets": [{"name": name, "title": title, "asked": [sheet.public() for sheet in sheets]}
                     for name, (title, sheets) in sets.items()]}
        for sheet in (sheet for _, sheets in sets.values() for sheet in sheets):
            data["keys"][sheet.question.id] = sheet.key()
            if sheet.question.kind == "area":
                data["pictures"][BODY] = body_map()
            elif plate := asked_plate(sheet):
                data["pictures"][sheet.question.plate] = plate.public(lambda png: address(read_png(png)))
    return data


def _cards(seed: int) -> _Sets:
    """The revision cards: a set for each objective that has questions."""
    objectives = {question.objective for question in bank(optional=True)}
    return {row.id: (row.text, draw_sheets(bank(objective=row.id, optional=True), seed))
            for row in catalogue.rows(Objective) if row.id in objectives}


def _hip_still() -> list[Markup]:
    """The hip where the page cannot turn it: a picture with its sentences."""
    explorer = explore_hip()
    diagram = explorer.scene.diagram
    still = figure_of(stacked(read_png(explorer.picture), CUT), diagram.text)
    note = element("p", diagram.note, class_="pub-note")
    return [element("div", still, listed("ul", diagram.facts), note, id="slider-still")]
