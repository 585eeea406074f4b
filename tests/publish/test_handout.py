"""A patient's handout holds what belongs to its level and no evidence; a student's has both on the screen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stretchlib import publish
from stretchlib.app import cli
from stretchlib.exercises.guide import guide
from stretchlib.exercises.programme import Programme
from stretchlib.publish.pages.exercise import article
from stretchlib.tables import catalogue
from tests.exercises.test_session import EXERCISES, build

LEVELS = ("easier", "base", "harder")
OTHER_LEVEL = re.compile(r"\b(easier|harder|base) level|\blater\b|(?<!low-effort )\bversion\b", re.IGNORECASE)
EVIDENCE = re.compile(r"\bstud(y|ies)\b|\btrials?\b|\bcadaver|\bconfidence interval|\bcertainty\b", re.IGNORECASE)


def seen(html: str) -> str:
    """All that is read of a page, alternative texts included, without its scripts and styles."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join([*re.findall(r'alt="([^"]*)"', body), re.sub(r"<[^>]+>", " ", body)])


def flat(text: str) -> str:
    return " ".join(text.replace("&amp;", "&").replace("&quot;", '"').replace("&#x27;", "'").split())


@pytest.mark.parametrize("level", LEVELS)
def test_no_sentence_of_another_level_and_no_evidence(level: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("stretchlib.publish.pages.exercise._drawings", lambda *_: None)  # drawn in the tests below
    for name in EXERCISES:
        text = flat(seen(article(1, build(name, level), timers=(0,), sheet=True, evidence=False)))
        assert not OTHER_LEVEL.search(text), (name, text)
        assert not EVIDENCE.search(text), (name, text)
        own = {str(step["text"]) for step in catalogue.rows("exercise_steps")
               if (step["exercise"], step["level"]) == (name, level)}
        for step in catalogue.rows("exercise_steps"):
            if step["exercise"] == name and step["level"] != level and step["text"] not in own:
                assert str(step["text"]) not in text


def test_a_caution_of_one_level_is_told_there_alone() -> None:
    guides = {level: guide("ninety_ninety_rotation", level) for level in LEVELS}
    cautioned = {level: any("16 weeks" in text for text in read.sections["caution"].texts)
                 for level, read in guides.items()}
    assert cautioned == {"easier": True, "base": False, "harder": False}


def test_what_a_level_needs_and_what_comes_later() -> None:
    assert dict(guide("figure_four_stretch", "easier").opening)["You need"] == "A firm chair that cannot roll."
    assert dict(guide("figure_four_stretch").opening)["You need"] == "A mat or carpet."
    assert guide("bridge", "harder").sections["later"].texts == ("Later put the foot on a step.",)
    assert "later" not in guide("bridge").sections


@pytest.mark.parametrize("words", [(), ("--evidence",)], ids=["patient", "student"])
def test_evidence_is_for_students(words: tuple[str, ...], tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["publish", "handout", "figure_four_stretch", "--to", str(tmp_path / "h.html"), *words]) == 0
    html = (tmp_path / "h.html").read_text(encoding="utf-8")
    text = flat(seen(html))
    row = catalogue.row("exercises", "figure_four_stretch")
    stated = [str(row[column]) in text for column in ("evidence_note", "dose_note", "pace_note")]
    stated.append("hardly longer than sitting" in text)  # what the hip model says of the muscle that is marked
    assert stated == [bool(words)] * 4
    assert "Marked: Piriformis, Gluteus maximus." in text
    assert "not clinically reviewed" in text


def test_the_lines_are_empty_and_the_chart_follows_the_week(tmp_path: Path) -> None:
    week = Programme.from_rows("six_months_off_work")
    html = publish.handout(week, tmp_path / "h.html").read_text(encoding="utf-8")
    assert re.findall(r'<p class="pub-line">([^<]*)</p>', html) == ["Name", "Date", "Therapist", "Phone"]
    rows = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', html)
    boxes = [[int("pub-box" in cell) for cell in re.findall(r"<td>(.*?)</td>", cells)] for _, cells in rows]
    assert [len(cells) for cells in boxes] == [14, 14]
    assert boxes[0][:7] == [1, 0, 0, 1, 0, 0, 0] == boxes[0][7:]
    assert sum(boxes[1]) == 14


def test_a_drawing_on_paper_has_its_words_below_it() -> None:
    html = article(1, build("bridge"), timers=(0,), sheet=True, evidence=False)
    captions = re.findall(r"<figcaption>(.*?)</figcaption>", html)
    assert captions == ["Start: On the back, knees bent, feet flat.",
                        "End: Pelvis lifted: shoulders, hips and knees in line. Marked: Gluteus maximus."]
    assert "figcaption" not in article(1, build("bridge"), timers=(0,))
