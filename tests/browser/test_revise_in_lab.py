"""Revision in JupyterLab: what is due is asked first, and an answer in the page sets the day on which it comes back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from lab_page import Lab, faults, run_all
from playwright.sync_api import Page, expect

from stretchlib.learner import revision
from stretchlib.learner.journal import Journal
from stretchlib.questions.bank import question
from stretchlib.questions.sheet import Sheet

DUE = "Q01"


@pytest.mark.everyday
def test_an_answer_in_the_page_reschedules_the_question(lab: Lab, open_notebook: Callable[..., Page]) -> None:
    journal = Journal(lab.folder / "journal.jsonl")
    journal.delete_everything()
    journal.append("answer", question=DUE, at=f"{date.today() - timedelta(days=4)}T10:00:00+00:00", points=0.0,
                   right=False, confidence=75, seed=0, quiz="01", response="a", page="1")
    assert list(revision.due(answers=journal.records("answer"))["question"]) == [DUE]
    page = open_notebook("revise", ("import stretchlib as sl\nmixed = sl.revise(2)\nmixed",
                                    "sl.revision.schedule().query('times > 0')[['question', 'state', 'times']]"))
    run_all(page)
    assert faults(page) == []
    output = page.locator(".jp-OutputArea-output").first
    expect(output).to_contain_text("To repeat today: 1, and ", timeout=30_000)
    card = page.locator(".slq-card[data-question]").first
    expect(card).to_have_attribute("data-question", DUE, timeout=30_000)
    expect(card.locator(".slq-result")).to_be_hidden()  # no mark of the attempt of four days ago
    due = question(DUE)
    right = next(option["id"] for option in Sheet(due, 1).public()["options"]
                 if next(real for real in due.options if real.id == Sheet(due, 1).translate(option["id"])).correct)
    card.locator(f".slq-controls input[value='{right}']").first.check()
    card.locator(".slq-sure input[value='95']").check()
    card.locator("[data-action=check]").click()
    expect(card.locator(".slq-verdict")).to_have_text("Right")

    kept = journal.records("answer")
    marks = [(answer["quiz"], answer["seed"], answer["right"]) for answer in kept]
    assert marks == [("01", 0, False), ("revision", 1, True)]
    item = next(planned for planned in revision.plan(kept, date.today()) if planned.question == DUE)
    assert (item.state, item.times) == ("later", 2)
    assert item.due_day > date.today().isoformat()
    run_all(page)
    assert faults(page) == []
    expect(output).to_contain_text("Nothing is to be repeated today; here are 2", timeout=30_000)
    expect(output).to_contain_text("; the next to repeat comes up ")
    assert page.locator(f".slq-card[data-question={DUE}]").count() == 0
    expect(page.locator(".jp-OutputArea-output").last).to_contain_text("later")
    journal.delete_everything()
