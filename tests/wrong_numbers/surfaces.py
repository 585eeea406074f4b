"""What a reader sees, as texts that can be shown again: the cells of the notebooks, and all that the library tells.

A cell of a notebook is held against its saved output, as nbval does. Whatever stands in no notebook (the other
figures and their facts, guides, cases, the keys of the questions) is held against itself before the change.
"""

from __future__ import annotations

import ast
import contextlib
import io
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from unittest import mock

import pandas as pd
from IPython.core.formatters import DisplayFormatter

import stretchlib as sl
from stretchlib import datasets
from stretchlib.body import builds
from stretchlib.publish.bank_items import items
from stretchlib.publish.claims import claim_questions
from stretchlib.publish.exercise import dose
from tools.checks import ROOT

FORMS = ("text/plain", "text/html")
OPTIONS = ("display.max_colwidth", 50, "display.max_columns", 20, "display.width", 80)  # as in a kernel


@dataclass(frozen=True)
class Surface:
    """Something shown. ``saved`` is the text that a notebook keeps of it; ``None`` where none does. ``draw`` gives the
    figure, where it is one."""

    name: str
    show: Callable[[], str]
    saved: str | None = None
    draw: Callable[[], Any] | None = None


def surfaces() -> Iterator[Surface]:
    """All that is shown, notebooks first."""
    for notebook in sorted((ROOT / "notebooks").glob("*.ipynb")):
        yield from cells(notebook)
    yield from products()


def cells(notebook: Path) -> Iterator[Surface]:
    """The cells of a notebook that keep a text, each with the earlier cells whose names it uses."""
    before: list[tuple[str, set[str], set[str]]] = []  # source, names it makes, names it uses
    for number, cell in enumerate(json.loads(notebook.read_text(encoding="utf-8"))["cells"]):
        if cell["cell_type"] != "code":
            continue
        source = "".join(cell["source"])
        found = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)]
        made = {node.id for node in found if isinstance(node.ctx, ast.Store)} | _imported(source)
        used = {node.id for node in found if isinstance(node.ctx, ast.Load)}
        wanted, needed = set(used), []
        for earlier, makes, uses in reversed(before):
            if makes & wanted or "set_option" in earlier:
                needed.append(earlier)
                wanted |= uses
        saved = _saved(cell["outputs"])
        if saved:
            yield Surface(f"{notebook.name}, cell {number}", partial(run, [*reversed(needed), source]), saved)
        before.append((source, made, used))


def _imported(source: str) -> set[str]:
    return {(alias.asname or alias.name).split(".")[0] for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Import | ast.ImportFrom) for alias in node.names}


def _saved(outputs: Iterable[Mapping[str, Any]]) -> str:
    texts = []
    for one in outputs:
        texts += ["".join(one["text"])] if "text" in one else [_bundle(one.get("data", {}))]
    return "\n".join(texts)


def _bundle(data: Mapping[str, Any]) -> str:
    """The texts of one output. A figure's HTML is its picture and, once more, its facts."""
    texts = ["".join(data[form]) for form in FORMS if form in data]
    return "\n".join(text for text in texts if "data:image" not in text)


def run(sources: list[str]) -> str:
    """The texts of the last of these cells, run after the others, as a notebook would keep them."""
    space: dict[str, Any] = {}
    pd.set_option(*OPTIONS)
    for source in sources[:-1]:
        with contextlib.redirect_stdout(io.StringIO()):
            exec(source, space)
    tree = ast.parse(sources[-1])
    last = tree.body.pop() if isinstance(tree.body[-1], ast.Expr) else None
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(tree, "cell", "exec"), space)
        value = eval(compile(ast.Expression(last.value), "cell", "eval"), space) if last else None
    texts = [printed.getvalue(), "" if value is None else shown(value)]
    return "\n".join(text for text in texts if text)


def shown(value: Any) -> str:
    """The text forms of a value on a page."""
    if hasattr(value, "_ipython_display_"):
        outputs: list[str] = []

        def display(*values: Any, raw: bool = False, **_: Any) -> None:
            outputs.extend(_bundle(one) if raw else shown(one) for one in values)

        with mock.patch("IPython.display.display", display):
            value._ipython_display_()
        return "\n".join(outputs)
    if hasattr(value, "facts"):
        return repr(value)
    return _bundle(_FORMATTER.format(value, include=FORMS)[0])


_FORMATTER = DisplayFormatter()


def products() -> Iterator[Surface]:
    """What the library tells beside the notebooks, each by a call that a reader can make."""
    def told(name: str, call: Callable[..., Any], *words: Any, **named: Any) -> Surface:
        said = ", ".join([*map(repr, words), *(f"{key}={value!r}" for key, value in named.items())])
        draw = partial(call, *words, **named)
        return Surface(f"{name}({said})", lambda: shown(draw()), draw=draw if name.startswith("plot_") else None)

    def each(table: str, *columns: str) -> list[tuple[str, ...]]:
        return list(dict.fromkeys(tuple(str(row[column]) for column in columns) for row in datasets.rows(table)))

    for exercise, level in each("exercise_levels", "exercise", "level"):
        yield told("guide", sl.guide, exercise, level)
        yield told("session", _session, exercise, level)
    for (exercise,) in each("exercises", "id"):
        yield told("plot_dose", sl.plot_dose, exercise)
        yield told("dose on paper", _on_paper, exercise)
    yield told("dose_table", sl.dose_table)
    yield told("red_flags", sl.red_flags)
    for name, call, table, column in (
            ("anatomy", sl.anatomy, "structures", "id"), ("clinical_test", sl.clinical_test, "clinical_tests", "id"),
            ("checklist", sl.checklist, "lab_steps", "lab"), ("glossary", sl.glossary, "glossary", "term"),
            ("hip_back_links", sl.hip_back_links, "hip_back_links", "route"),
            ("trial_report", sl.trial_report, "trial_reports", "id"),
            ("sources", sl.sources, "references", "id"), ("plot_muscle_map", sl.plot_muscle_map, "plates", "id")):
        for (one,) in each(table, column):
            yield told(name, call, one)
    for case in sl.cases.case_ids():
        yield told("case", sl.case, case)
        yield told("menu of a case", lambda name: sl.case(name).menu, case)  # with the minutes of each step
        yield told("load_case", sl.cases.load_case, case)
    for notebook in sorted({row["notebook"] for row in datasets.rows("questions")}):
        yield told("bank", _bank, str(notebook))
    yield told("revise", sl.revise)
    yield Surface("questions on the claims", lambda: "\n".join(map(str, claim_questions())))
    for part in sorted({part for model in sl.hip.MODELS for part in sl.hip.muscle_ids(model)}):
        for about in sl.hip.ANGLES:
            yield told("plot_moment_arm", sl.plot_moment_arm, part, about=about)
        yield told("plot_stretch_comparison", sl.plot_stretch_comparison, part)
    for (structure,) in each("muscle_parts", "structure"):
        yield told("hip.parts_of", lambda one: [sl.hip.parts_of(one, model) for model in sl.hip.MODELS], structure)
    yield told("plot_sciatic_variants", sl.plot_sciatic_variants)
    for bend in (30, 60, 90, 110):
        yield told("plot_forward_bend", sl.plot_forward_bend, bend)
    yield told("plot_calibration", sl.plot_calibration)
    yield told("plot_trials", sl.plot_trials)
    for build in builds():
        yield told("plot_landmarks", sl.plot_landmarks, person=build)
    for exercise, level, build in each("exercise_poses", "exercise", "level", "build"):
        yield told("plot_exercise", sl.plot_exercise, exercise, level=level, person=build)
    for test, casting in each("test_poses", "test", "casting"):
        yield told("plot_clinical_test", sl.plot_clinical_test, test, person=casting.split("_by_")[0])


def _session(exercise: str, level: str) -> sl.Session:
    sides = datasets.row("exercises", exercise)["sides"]
    return sl.Session.from_exercise(exercise, level, side="right" if sides == "affected" else None)


def _on_paper(exercise: str) -> str:
    return "\n".join(dose(_session(exercise, "base")))


def _bank(notebook: str) -> str:
    """The questions of a notebook with their keys and all that is said to an answer."""
    return "\n".join(f"{one.id} {one.question} {one.key} {one.foot}" for one in items(notebook))


def plain(text: str) -> str:
    """A text without what differs from run to run."""
    return re.sub(r"model_id': '\w+'|0x[0-9a-f]+", "", text)
