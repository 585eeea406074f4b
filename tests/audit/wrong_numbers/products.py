"""What the library tells beside the notebooks, each by a call that a reader can make, and what it publishes.

``load_*`` is left out: a table printed as it stands would notice every change and would teach nobody anything.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Collection, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

from ipywidgets import DOMWidget

import stretchlib as sl
from stretchlib.evidence.pain_areas import mapped_studies
from stretchlib.figures.evidence.class_results import plot_class
from stretchlib.figures.evidence.post_test import usable_tests
from stretchlib.figures.hip.body import VIEWS
from stretchlib.figures.plates.plate import DRAWN
from stretchlib.hip import carried
from stretchlib.learner import copies
from stretchlib.learner.appraised_topic import sections_of
from stretchlib.learner.week_draft import people
from stretchlib.publish.bank.items import items
from stretchlib.publish.pages.claims import claim_questions
from stretchlib.publish.pages.exercise import dose
from stretchlib.stage.body import builds
from stretchlib.tables import catalogue, paths
from stretchlib.widgets import HipOrSpine
from tools.checks import ROOT

from .surfaces import Surface, cells, text_of

#: Public names that show nothing by themselves: the class behind ``session``, and the setting behind ``_translated``.
NOT_SHOWN = {"Session", "language", "load", "rows_in_use", "table_names"}


#: What is shown in another language as far as it is translated.
TRANSLATED = ("guide", "anatomy", "red_flags", "bank", "plot_dose", "plot_muscle_map", "plot_forward_bend",
              "plot_pelvic_drop", "plot_hip", "plot_hips",
              "plot_sciatic_variants", "plot_pain_map", "pain_sources", "structure", "choose",
              "timer",
              "explore_hip", "explore_forward_bend",
              "explore_post_test", "plot_post_test", "plot_moment_arm('piriformis'",
              "plot_stretch_comparison('piriformis'",
              "votes", "hip_or_spine", "plan_week", "note_practice", "set_goals",
              "case player", "trap_gallery", "checklist", "session", "programme")

#: Answers of one's own and of a class, which no notebook holds: as sure as right, surer, and less sure.
ANSWERS = {name: [{"confidence": sure, "right": position < right} for position in range(20)]
           for name, (sure, right) in {"on the line": (75, 15), "surer": (95, 8), "less sure": (50, 19)}.items()}
CLASS = [{"question": f"Q{n}", "objective": "" if n > 2 else "O1", "learners": 12, "right": 3 * n} for n in (1, 2, 3)]


def surfaces(tables: Collection[str] = ()) -> Iterator[Surface]:
    """All that is shown, notebooks first; where ``tables`` are translations alone, what is shown in their languages."""
    languages = [code for code in catalogue.catalogue().languages[1:]
                 if not tables or f"{paths.TRANSLATIONS}{code}" in tables]
    if len(languages) < len(tables) or not tables:
        for notebook in sorted((ROOT / "notebooks").glob("*.ipynb")):
            yield from cells(notebook)
        yield from products()
    for code in languages:
        yield from _translated(code)


def products() -> Iterator[Surface]:
    """Everything that is shown in no notebook, or in notebooks only in part."""
    yield from _teaching()
    yield from _figures()
    yield from _widgets()
    yield from _pages()


def _translated(code: str) -> Iterator[Surface]:
    """One of each figure of a person, and all else that is translated."""
    yield Surface(f"notebooks in {code}", partial(
        _in_language, code, lambda: "\n".join(content.decode() for content in copies.editions().values())))
    seen = set()
    for surface in products():
        figure = surface.name.partition(", person")[0]
        if surface.name.startswith(TRANSLATED) or (surface.name.startswith("plot_exercise") and figure not in seen):
            yield Surface(f"{surface.name} in {code}", partial(_in_language, code, surface.show))
        seen.add(figure)


def surface_of(name: str, call: Callable[..., Any], *words: Any, **named: Any) -> Surface:
    """The surface of a call; a figure can be drawn once more."""
    said = ", ".join([*map(repr, words), *(f"{key}={value!r}" for key, value in named.items())])
    draw = partial(call, *words, **named)
    return Surface(f"{name}({said})", lambda: text_of(draw()), draw=draw if name.startswith("plot_") else None)


def each(table: str, *columns: str) -> list[tuple[str, ...]]:
    """What stands in these columns of a table, each once."""
    return list(dict.fromkeys(tuple(str(row[column]) for column in columns) for row in catalogue.rows(table)))


def _teaching() -> Iterator[Surface]:
    """Guides, notes, tests, cases, questions: what is read."""
    for exercise, level in each("exercise_levels", "exercise", "level"):
        yield surface_of("guide", sl.guide, exercise, level)
        yield surface_of("session", _session, exercise, level)
    for (exercise,) in each("exercises", "id"):
        yield surface_of("dose on paper", _on_paper, exercise)
    yield surface_of("dose_table", sl.dose_table)
    yield surface_of("red_flags", sl.red_flags)
    yield surface_of("article", sl.article)
    yield surface_of("anatomy", sl.anatomy)
    for kind in ("structure", "card", "exercise", "test"):
        yield surface_of("choose", sl.choose, kind)
    for name, call, table, column in (
            ("anatomy", sl.anatomy, "structures", "id"), ("clinical_test", sl.clinical_test, "clinical_tests", "id"),
            ("checklist", sl.checklist, "lab_steps", "lab"), ("glossary", sl.glossary, "glossary", "term"),
            ("hip_back_links", sl.hip_back_links, "routes", "id"),
            ("pain_sources", sl.pain_sources, "pain_sources", "id"),
            ("structure", sl.structure, "structure_groups", "id"),
            ("trial_report", sl.trial_report, "trial_reports", "id"), ("sources", sl.sources, "references", "id"),
            ("programme", sl.programme.Programme.from_rows, "programmes", "id")):
        for (key,) in each(table, column):
            yield surface_of(name, call, key)
    for case in sl.cases.case_ids():
        yield surface_of("case", sl.case, case)
        yield surface_of("menu of a case", lambda name: sl.case(name).menu, case)  # with the minutes of each step
        yield surface_of("load_case", sl.cases.load_case, case)
        yield surface_of("answers of a case", _answers, case)
    for notebook in sorted({row["notebook"] for row in catalogue.rows("questions")}):
        yield surface_of("bank", _bank, str(notebook))
    yield surface_of("revise", sl.revise)
    yield Surface("questions on the claims", lambda: "\n".join(map(str, claim_questions())))
    for (structure,) in each("muscle_parts", "structure"):
        yield surface_of("hip.parts_of", lambda name: [sl.hip.parts_of(name, model) for model in sl.hip.MODELS],
                         structure)


def _figures() -> Iterator[Surface]:
    for (exercise,) in each("exercises", "id"):
        yield surface_of("plot_dose", sl.plot_dose, exercise)
    for exercise, level in each("exercise_levels", "exercise", "level"):
        yield surface_of("plot_session", lambda *names: sl.plot_session(_session(*names)), exercise, level)
    for plate, layers in each("plates", "id", "layers"):
        yield surface_of("plot_muscle_map", sl.plot_muscle_map, plate)
        for layer in layers.split(";") if layers != "None" else ():
            yield surface_of("plot_muscle_map", sl.plot_muscle_map, plate, layer=layer.strip())
    for part in sorted({part for model in sl.hip.MODELS for part in sl.hip.muscle_ids(model)}):
        for about in sl.hip.ANGLES:
            yield surface_of("plot_moment_arm", sl.plot_moment_arm, part, about=about)
        yield surface_of("plot_stretch_comparison", sl.plot_stretch_comparison, part)
    for part in carried.parts():
        for about in sl.hip.ANGLES:
            yield surface_of("plot_moment_arm", sl.plot_moment_arm, part, about=about, people=True)
        yield surface_of("plot_stretch_comparison", sl.plot_stretch_comparison, part, people=True)
    yield surface_of("plot_hips", sl.plot_hips, 7)
    yield surface_of("hips", sl.hips)
    for view in ("anterior", "posterior", "lateral", "medial"):
        yield surface_of("plot_hip", sl.plot_hip, view)
    for muscle, kind in dict(each("plate_muscles", "structure", "kind")).items():
        if kind in DRAWN:
            for flexion in (0, 60):
                yield surface_of("plot_hip", sl.plot_hip, "posterior", flexion=flexion, muscles=muscle)
            yield surface_of("plot_hip", sl.plot_hip, "lateral", flexion=60, adduction=-20, muscles=muscle)
    yield surface_of("plot_sciatic_variants", sl.plot_sciatic_variants)
    yield surface_of("plot_pain_map", sl.plot_pain_map)
    for study in mapped_studies("hip_joint"):
        yield surface_of("plot_pain_map", sl.plot_pain_map, "hip_joint", study)
    for bend in (30, 60, 90, 110):
        yield surface_of("plot_forward_bend", sl.plot_forward_bend, bend)
    for drop in (0, 10, 20):
        yield surface_of("plot_pelvic_drop", sl.plot_pelvic_drop, drop)
    for name, call in (("plot_calibration", sl.plot_calibration), ("plot_trials", sl.plot_trials),
                       ("plot_two_scores", sl.plot_two_scores), ("plot_confounding", sl.plot_confounding),
                       ("plot_practice", lambda: sl.plot_practice(sl.practice_log.example())),
                       ("plot_class", lambda: plot_class(CLASS))):
        yield surface_of(name, call)
    for name, answers in ANSWERS.items():
        yield Surface(f"plot_calibration({name})", lambda given=answers: text_of(sl.plot_calibration(given)))
        yield Surface(f"brier_sentence({name})", lambda given=answers: sl.confidence.brier_sentence(given))
    for test in usable_tests():
        for pre_test in (5, 30, 80):
            yield surface_of("plot_post_test", sl.plot_post_test, test, pre_test)
    for (picture,) in each("published_shares", "picture"):
        yield surface_of("plot_prevalence", sl.plot_prevalence, picture)
    for build in builds():
        yield surface_of("plot_landmarks", sl.plot_landmarks, person=build)
    for exercise, level, build in each("poses", "exercise", "level", "build"):
        if exercise != "None":
            yield surface_of("plot_exercise", sl.plot_exercise, exercise, level=level, person=build)
    for test, casting in each("poses", "test", "casting"):
        if test != "None":
            yield surface_of("plot_clinical_test", sl.plot_clinical_test, test, person=casting.split("_by_")[0])


def _widgets() -> Iterator[Surface]:
    """With the texts that the page of a widget is given to show."""
    for view in VIEWS:
        explorer = surface_of("explore_hip", _given(sl.explore_hip), view=view)
        yield replace(explorer, draw=lambda view=view: sl.explore_hip(view=view).scene.diagram)
    yield surface_of("explore_forward_bend", _given(sl.explore_forward_bend))
    yield surface_of("explore_post_test", _given(sl.explore_post_test))
    yield surface_of("timer", _given(sl.timer), "figure_four_stretch")
    for notebook in sorted({row["notebook"] for row in catalogue.rows("questions")}):
        yield surface_of("quiz", _given(sl.quiz), str(notebook))
    yield surface_of("votes", _given(sl.votes), "Q11")
    for (person,) in each("hip_or_spine_people", "id"):
        yield surface_of("hip_or_spine", _given(_weighed), person)
    yield surface_of("case player", _given(sl.case), sl.cases.case_ids()[0])
    for pack in sorted({int(str(row["pack"])) for row in catalogue.rows("claims")}):
        yield surface_of("claim_board", _given(sl.claim_board), pack)
    for (report,) in each("trial_reports", "id"):
        yield surface_of("rate_trial", _given(sl.rate_trial), report)
    yield surface_of("trap_gallery", _given(sl.trap_gallery))
    sections = [row.id for row in sections_of("topic")]
    yield surface_of("appraised_topic", sl.appraised_topic.topic, "a_topic")
    for form in (sl.appraise_topic, sl.set_goals, sl.note_practice, sl.my_month, sl.progress):
        yield surface_of(form.__name__, form if form in (sl.my_month, sl.progress) else _given(form))
    for case in people():
        yield surface_of("plan_week", _given(sl.plan_week), case)
    yield Surface("appraised_topic(too long)", lambda: text_of(sl.appraised_topic.topic("a_topic", **dict.fromkeys(
        sections, "word " * 400))))


def _pages() -> Iterator[Surface]:
    """What is published. The pocket page is made of the same articles, questions and plates and is left out."""
    for (programme,) in each("programmes", "id"):
        yield surface_of("handout",
                         lambda name: _file(partial(sl.publish.handout, sl.programme.Programme.from_rows(name))),
                         programme)
    yield surface_of("question bank", lambda: _file(sl.publish.moodle))
    for (notebook,) in each("notebook_summaries", "notebook"):
        yield surface_of("summary", lambda name: _file(partial(sl.publish.summary, notebook=name)), notebook)


def _weighed(person: str) -> HipOrSpine:
    """A person in whom everything was asked and tested, to the end; the first ratio has moved the chance."""
    widget = sl.hip_or_spine(person)
    for step, finding in (("flags", ""), *(("find", row.id) for row in widget.weighing.findings), ("end", "")):
        widget.weighing.take(step, finding)
    widget.visit = widget._state()
    return widget


def _file(publish: Callable[..., object]) -> str:
    """The text of a published file without its pictures."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page"
        publish(path=path)
        return re.sub(r"data:image/[^\"')\s]+|<file[^>]*>[^<]+", "", path.read_text(encoding="utf-8"))


def _given(widget: Callable[..., Any]) -> Callable[..., str]:
    """What a widget shows, the texts that it gives to its page, and what it answers."""
    def call(*words: Any, **named: Any) -> str:
        made = widget(*words, **named)
        # What the page computes from holds every number of the hip; what it says of them is in the sentences.
        own = set(made.keys) - set(DOMWidget().keys) - {"_esm", "_css", "tables"}
        state = {name: value for name, value in sorted(made.get_state(own).items()) if not isinstance(value, bytes)}
        return f"{text_of(made)}\n{state}\n{getattr(made, 'questions', '')}"

    return call


def _in_language(code: str, show: Callable[[], str]) -> str:
    with mock.patch.dict(os.environ, {paths.LANGUAGE: code}):
        return show()


def _answers(case: str) -> str:
    """What the patient says to each question that can be asked, those of no use in this case among them."""
    return "\n".join(sl.cases.load_case(case).reply(question).text for (question,) in each("case_questions", "id"))


def _session(exercise: str, level: str) -> sl.Session:
    sides = catalogue.row("exercises", exercise)["sides"]
    return sl.Session.from_exercise(exercise, level, side="right" if sides == "affected" else None)


def _on_paper(exercise: str) -> str:
    return "\n".join(dose(_session(exercise, "base")))


def _bank(notebook: str) -> str:
    """The questions of a notebook with their keys and all that is said to an answer."""
    return "\n".join(f"{item.id} {item.question} {item.key} {item.foot}" for item in items(notebook))
