"""Every output that is HTML, and every widget, tells its language: an English page then reads German as German."""

from __future__ import annotations

import html
import importlib
import pkgutil
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

import anywidget
import pytest

import stretchlib as sl
from stretchlib.app import kernel
from stretchlib.core.document import in_language
from stretchlib.exercises.programme import Programme
from stretchlib.learner.appraised_topic import Topic
from stretchlib.tables import phrases
from stretchlib.tables.shows_document import ShowsDocument
from stretchlib.tables.unchecked_sign import with_signs
from stretchlib.widgets.case.player import Opening
from tools.checks import environment

#: What shows itself as HTML, by the name of its class.
OUTPUTS: dict[str, Callable[[], Any]] = {
    "Choice": lambda: sl.choose("card"),
    "Bibliography": lambda: sl.sources("gray1918"), "Checklist": lambda: sl.checklist("tests"),
    "Diagram": lambda: sl.plot_dose("bridge"), "Glossary": sl.glossary,
    "Guide": lambda: sl.guide("figure_four_stretch"), "HipBackLinks": sl.hip_back_links,
    "Article": sl.article, "CaseMenu": sl.case, "RowsInUse": sl.rows_in_use,
    "Note": lambda: sl.anatomy("piriformis"), "Opening": lambda: Opening(sl.cases.load_case("socks_and_stairs")),
    "Paper": lambda: sl.quiz("00").paper, "Programme": lambda: Programme.from_rows("socks_and_stairs"),
    "PersonOnPaper": lambda: sl.hip_or_spine()._paper, "PageOnPaper": lambda: sl.set_goals().paper,
    "WeekOnPaper": lambda: sl.plan_week("socks_and_stairs").paper, "EntriesOnPaper": lambda: sl.note_practice().paper,
    "OwnMonth": sl.my_month,
    "PainSources": sl.pain_sources, "Phases": lambda: sl.timer("bridge").still().parts[1], "RedFlags": sl.red_flags,
    "StructureCard": lambda: sl.structure("hip_joint"), "Topic": lambda: Topic("x", {}),
    "TrialReport": lambda: sl.trial_report("stretch_and_back"),
}
WIDGETS: dict[str, Callable[[], Any]] = {
    "CasePlayer": lambda: sl.case("socks_and_stairs"), "Explorer": sl.explore_forward_bend,
    "HipExplorer": sl.explore_hip,
    "HipOrSpine": sl.hip_or_spine, "PageForm": sl.appraise_topic, "WeekPlanner": sl.plan_week,
    "PracticeNote": sl.note_practice, "goals": sl.set_goals,
    "Quiz": lambda: sl.quiz("00"), "Revision": sl.revise, "Timer": lambda: sl.timer("bridge"),
    "Votes": lambda: sl.votes("Q47"), "claim board": lambda: sl.claim_board(1),
    "rating": lambda: sl.rate_trial("stretch_and_back"), "traps": sl.trap_gallery,
}


def classes() -> Iterator[type]:
    """Every class that the package defines."""
    for module in pkgutil.walk_packages(sl.__path__, "stretchlib."):
        if module.name.rpartition(".")[2] not in ("__main__", "hub", "lab_socket"):
            loaded = importlib.import_module(module.name)
            yield from (thing for thing in vars(loaded).values()
                        if isinstance(thing, type) and thing.__module__ == module.name)


@pytest.fixture(params=["en", "de"])
def language(request: pytest.FixtureRequest) -> Iterator[str]:
    sl.language(request.param)
    yield request.param
    sl.language("en")


def test_every_class_that_shows_itself_is_looked_at_here() -> None:
    # A sweep is a table: what shows tables in the kernel tells their language. A still holds outputs that do.
    by_html = {kind.__name__ for kind in classes() if hasattr(kind, "_repr_html_")}
    assert by_html - {"Sweep", "ShowsDocument", "Still"} == set(OUTPUTS)
    assert str(kernel.table_html(sl.hip.sweep("piriformis", flexion=[0, 90]))).startswith('<div lang="en">')
    widgets = {kind.__name__ for kind in classes() if issubclass(kind, anywidget.AnyWidget)}
    assert widgets - {"SpokenWidget", "Explored", "Form"} <= set(WIDGETS)


@pytest.mark.parametrize("name", OUTPUTS)
def test_html_tells_its_language(name: str, language: str) -> None:
    page = OUTPUTS[name]()._repr_html_()
    assert page.startswith(f'<div lang="{language}">')
    assert page.endswith("</div>")
    assert page.count(" lang=") == 1


@pytest.mark.parametrize("name", sorted(OUTPUTS.keys() - {"Diagram"}))
def test_a_document_is_shown_whole_in_each_form(name: str, language: str) -> None:
    form = OUTPUTS[name]()
    assert isinstance(form, ShowsDocument)
    document = form.document()
    assert document.language == language
    assert repr(form) == document.plain()
    assert form._repr_html_() == with_signs(document.html())
    words = set(re.findall(r"\w{4,}", re.sub(r"<[^>]*>", " ", html.unescape(document.html()))))
    assert words - set(re.findall(r"\w{4,}", document.markdown().replace("\\", ""))) == set()


@pytest.mark.parametrize("name", WIDGETS)
def test_a_widget_tells_its_language_and_keeps_it(name: str, language: str) -> None:
    widget = WIDGETS[name]()
    sl.language("en")
    assert widget.get_state("language") == {"language": language}
    renders = re.findall(r"render\(\{ model, el \}\) \{\n\s*(.*)", str(widget._esm))
    assert renders == ["setLanguage(el, model);"]


def test_a_picture_goes_on_in_the_language_in_which_it_was_drawn() -> None:
    sl.language("de")
    try:
        german = sl.plot_dose("bridge")
        facts = german.facts
    finally:
        sl.language("en")
    assert german.facts == facts
    assert german._repr_html_().startswith('<div lang="de">')
    assert sl.plot_dose("bridge").facts != facts


@pytest.mark.parametrize("code", ["en", "de"])
def test_a_table_in_a_notebook_tells_its_language(code: str) -> None:
    run = subprocess.run([sys.executable, "-c", (
        "from IPython.core.interactiveshell import InteractiveShell\n"
        "shell = InteractiveShell.instance()\n"
        "shell.run_line_magic('load_ext', 'stretchlib')\n"
        "import stretchlib as sl\n"
        f"sl.language({code!r})\n"
        "print(shell.display_formatter.format(sl.load_red_flags())[0]['text/html'])\n")],
        env=environment(), capture_output=True, text=True, check=True)
    assert run.stdout.startswith(f'<div lang="{code}"><div>')
    assert run.stdout.rstrip().endswith("</div>")


def test_a_language_is_text_in_its_attribute() -> None:
    assert in_language("x", 'de" onclick="y') == '<div lang="de&quot; onclick=&quot;y">x</div>'
    assert phrases.words()
