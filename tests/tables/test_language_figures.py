"""Figures of the evidence, of the practice and of the clinical tests in German: no English word, all on the page."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from texts_apart import apart

import stretchlib as sl
from stretchlib.evidence.reading import READINGS
from stretchlib.figures import plot_class, plot_clinical_test, plot_confounding, plot_landmarks, plot_two_scores
from stretchlib.figures.cell_entries import split
from stretchlib.figures.evidence.trials import READ
from stretchlib.figures.people.holds import _in_language
from stretchlib.learner import practice_log
from stretchlib.tables import catalogue, phrases
from tests.data_files import posture_rows
from tests.figures.test_figures import EXERCISES, both
from tests.tables.test_language import _texts, overflowing

ENGLISH = {"the", "of", "and", "with", "at", "to", "no", "not", "for", "from", "below", "above", "people", "right",
           "left", "here", "examiner", "interval", "certainty", "week", "more", "less", "than", "least"}
LANES = [{"question": "Q101", "objective": "LO1", "learners": 30, "right": 14},
         {"question": "Q02", "objective": "LO1", "learners": 30, "right": 21},
         {"question": "Q03", "objective": None, "learners": 1, "right": 1}]
TESTS = [str(row["id"]) for row in catalogue.rows("clinical_tests")]
FIGURES: dict[str, Callable[[], Any]] = {
    "trials": sl.plot_trials, "variants": sl.plot_sciatic_variants, "calibration": sl.plot_calibration,
    "pain map": sl.plot_pain_map,
    "sciatica": lambda: sl.plot_prevalence("sciatica"), "shares": lambda: sl.plot_prevalence("nerve_variants"),
    "both": lambda: sl.plot_prevalence("both_at_once"), "elsewhere": lambda: sl.plot_prevalence("pain_elsewhere"),
    "scores": plot_two_scores, "confounding": plot_confounding, "landmarks": plot_landmarks,
    "practice": lambda: sl.plot_practice(practice_log.example()), "class": lambda: plot_class(LANES),
    "progress": sl.progress}


@pytest.fixture
def german(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", "de")


def english_in(diagram: Any) -> set[str]:
    """The English words of a diagram: of what it tells, and of what stands in the picture."""
    said = " ".join([diagram.text, diagram.note, *(text.get_text() for text in _texts(diagram.figure))])
    return ENGLISH & set(re.findall(r"[a-zäöüß]+", said.lower()))


@pytest.mark.parametrize("name", FIGURES)
def test_german_figures_of_the_evidence(name: str, german: None) -> None:
    diagram = FIGURES[name]()
    assert diagram.facts
    assert english_in(diagram) == set()
    assert overflowing(diagram) == []
    apart(diagram.figure, slack=1)
    assert not re.search(r"\d\.\d", " ".join(diagram.facts)), "a number in a German sentence has a comma"


def test_a_title_too_long_for_its_line_gets_another(monkeypatch: pytest.MonkeyPatch) -> None:
    """Over a panel of effects stand its title and, beside it, words on its bands."""
    words = phrases.words()
    for measure in ("difference", " ".join(["Gruppenunterschied"] * 9)):
        monkeypatch.setattr(phrases, "words", lambda measure=measure: words | {
            "measure.standardised_mean_difference": measure})
        apart(sl.plot_trials().figure, slack=1)


@pytest.mark.parametrize("exercise", EXERCISES)
def test_german_doses_and_timelines_keep_their_words_apart(exercise: str, german: None) -> None:
    for diagram in both(exercise):
        assert overflowing(diagram) == []
        apart(diagram.figure, slack=1)


@pytest.mark.parametrize("test", TESTS)
def test_german_clinical_tests(test: str, german: None) -> None:
    diagram = plot_clinical_test(test)
    assert english_in(diagram) == set()
    assert overflowing(diagram) == []
    apart(diagram.figure)


def test_german_facts_tell_what_the_english_ones_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    """As many facts, and the same numbers in each of them, so far as a fact tells numbers that are drawn."""
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", "en")
    english = {name: figure().facts for name, figure in FIGURES.items()}
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", "de")
    for name, figure in FIGURES.items():
        german = figure().facts
        assert [re.findall(r"\d+", fact) for fact in german] == [re.findall(r"\d+", fact) for fact in english[name]]


def test_a_hold_without_a_phrase_stays_as_the_table_has_it(german: None) -> None:
    assert _in_language("heel lifted") == "Ferse angehoben"
    assert _in_language("heel let go") == "heel let go"


def test_every_hold_has_a_phrase_of_the_same_words() -> None:
    holds = {text for key, text in phrases.words().items() if key.startswith("hold.")}
    hold_words = {entry.partition(":")[2].strip() for row in posture_rows("test") for entry in split(row.holds)}
    assert hold_words - {""} == holds


def test_each_reading_of_an_interval_has_its_phrase() -> None:
    assert [phrases.say(f"effect.{READ[reading]}") for reading in READINGS] == list(READINGS)
