"""A notebook is opened without the widgets that no kernel has, and with a sentence that says how to go on."""

from __future__ import annotations

import copy
from typing import Any

from stretchlib.app.lost_widgets import NOTE_CLASS, VIEW, has_lost, leave_out
from stretchlib.core.still import STILL_CLASS, Still
from stretchlib.tables.phrases import say

STILL = {"output_type": "display_data", "data": {"text/html": f'<div class="{STILL_CLASS}">a picture</div>',
                                                 "text/plain": "a picture"}, "metadata": {}}
PRINTED = {"output_type": "stream", "name": "stdout", "text": "1"}


def widget(name: str) -> dict[str, Any]:
    return {"output_type": "display_data", "metadata": {},
            "data": {VIEW: {"model_id": name, "version_major": 2}, "text/plain": "Timer(...)"}}


def notebook(*outputs: dict[str, Any]) -> dict[str, Any]:
    return {"cells": [{"cell_type": "markdown", "source": "Read this."},
                      {"cell_type": "code", "source": "timer", "outputs": copy.deepcopy(list(outputs))}]}


def kinds(saved: dict[str, Any]) -> list[str]:
    """What the code cell shows, in its order."""
    def kind(output: dict[str, Any]) -> str:
        data = output.get("data", {})
        html = data.get("text/html", "")
        return data[VIEW]["model_id"] if VIEW in data else "note" if NOTE_CLASS in html else \
            "still" if STILL_CLASS in html else data.get("text/plain", output.get("text"))
    return [kind(output) for output in saved["cells"][1]["outputs"]]


def test_a_widget_that_no_kernel_has_goes_and_its_still_stays_below_the_sentence() -> None:
    saved = notebook(PRINTED, STILL, widget("old"))
    assert has_lost(saved)
    leave_out(saved, ())
    assert kinds(saved) == ["note", "1", "still"]
    assert say("lab.run_all") in saved["cells"][1]["outputs"][0]["data"]["text/html"]
    assert not has_lost(saved), "nothing is left to leave out, and a second opening adds no second sentence"


def test_a_value_behind_a_lost_widget_stays_however_often_it_is_opened() -> None:
    value = {"output_type": "execute_result", "metadata": {}, "data": {"text/plain": "42"}}
    saved = notebook(STILL, widget("old"), value)
    for _ in range(3):
        leave_out(saved, ())
        assert kinds(saved) == ["note", "still", "42"]
    saved["cells"][1]["outputs"].insert(2, widget("another"))  # saved with the note still above it
    leave_out(saved, ())
    assert kinds(saved) == ["note", "still", "42"], "a second note stands nowhere"


def test_a_widget_that_lives_stays() -> None:
    saved = notebook(STILL, widget("living"), STILL, widget("old"))
    leave_out(saved, {"living"})
    assert kinds(saved) == ["note", "still", "living", "still"]


def test_where_a_kernel_is_at_work_and_does_not_answer_all_stays() -> None:
    saved = notebook(STILL, widget("old"))
    before = copy.deepcopy(saved)
    leave_out(saved, None)
    assert saved == before


def test_a_notebook_as_it_is_handed_out_says_it_too() -> None:
    named = {"output_type": "display_data", "metadata": {}, "data": {"text/plain": "Timer(...)"}}
    saved = notebook(STILL, named)
    leave_out(saved, {"another"})
    assert kinds(saved) == ["note", "still"]


def test_what_is_no_widget_stays() -> None:
    table = {"output_type": "execute_result", "metadata": {}, "data": {"text/html": "<table>", "text/plain": "rows"}}
    saved = notebook(STILL, table, PRINTED)
    assert not has_lost(saved)
    leave_out(saved, ())
    assert kinds(saved) == ["still", "rows", "1"]


def test_a_still_is_marked_and_tells_all_its_parts() -> None:
    class Part:
        def __repr__(self) -> str:
            return "in words"

        def _repr_html_(self) -> str:
            return "<p>in words</p>"
    still = Still(Part(), Part())
    assert repr(still) == "in words\nin words"
    assert still._repr_html_() == f'<div class="{STILL_CLASS}"><p>in words</p><p>in words</p></div>'
