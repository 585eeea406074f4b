"""The handout, the pocket page and single figures as files: self-contained, escaped, marked, credited."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from dataclasses import dataclass, replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import stretchlib as sl
from stretchlib import publish
from stretchlib.app import cli
from stretchlib.core.errors import StretchlibError
from stretchlib.evidence.pain_areas import body_map, mapped_studies
from stretchlib.exercises.session import Session
from stretchlib.figures import plot_pain_map
from stretchlib.publish.pages import exercise, page
from stretchlib.publish.pages import pocket as pocket_page
from stretchlib.tables import catalogue, reviews
from stretchlib.tables.credit import CREDIT
from stretchlib.tables.rows import ReviewedRow, Row
from stretchlib.widgets.shared.bundle import module
from tests.node_page import parses

BRIDGE = Session.from_exercise("bridge")
LOADING = {"src", "href", "action", "data", "poster", "srcset", "background", "cite"}


class ParsedPage(HTMLParser):
    """Every element of a page with its attributes, and the text of its scripts and styles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[tuple[str, dict[str, str | None], str]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        tag, attributes = self.elements[-1] if self.elements else ("", {})
        if tag in ("script", "style"):
            self.inside.append((tag, attributes, data))
        else:
            self.text += f"{data} "

    def handle_endtag(self, tag: str) -> None:
        if tag in ("script", "style"):
            self.elements.append(("", {}))


@pytest.fixture(scope="module")
def handout(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = publish.handout([BRIDGE, "figure_four_stretch:easier"], tmp_path_factory.mktemp("a") / "handout.html")
    return path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def pocket(published: dict[str, Path]) -> str:
    return published["pocket"].read_text(encoding="utf-8")


@pytest.fixture(params=["handout", "pocket"])
def text(request: pytest.FixtureRequest) -> str:
    page_text: str = request.getfixturevalue(request.param)
    return page_text


def test_nothing_in_a_page_lies_elsewhere(text: str) -> None:
    for tag, attributes in ParsedPage(text).elements:
        assert tag not in ("link", "iframe", "object", "embed", "base", "form", "audio", "video"), tag
        for name in LOADING & set(attributes):
            assert re.match(r"data:image/|#", attributes[name] or ""), f"{tag} {name}={attributes[name]!r:.80}"
        assert not [name for name in attributes if name.startswith("on") or name == "style"]
    assert "url(" not in "".join(inside for tag, _, inside in ParsedPage(text).inside if tag == "style")


def test_the_policy_names_each_script_and_style_by_its_hash(text: str) -> None:
    parsed = ParsedPage(text)
    policy = next(attrs["content"] for tag, attrs in parsed.elements
                  if tag == "meta" and attrs.get("http-equiv") == "Content-Security-Policy")
    rules = dict(rule.strip().partition(" ")[::2] for rule in str(policy).split(";"))
    assert rules["default-src"] == "'none'"
    assert rules["img-src"] == "data:"
    run = [(tag, inside) for tag, attrs, inside in parsed.inside if attrs.get("type") != "application/json"]
    assert len(run) >= 2
    for tag, inside in run:
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        assert f"'sha256-{digest}'" in rules[f"{tag}-src"].split()


def test_a_page_is_marked_credited_and_named(text: str) -> None:
    parsed = ParsedPage(text)
    assert CREDIT in parsed.text
    assert "not clinically reviewed" in parsed.text
    assert "Education, not advice." in parsed.text
    assert parsed.elements[0] == ("html", {"lang": "en"})
    assert text.startswith("<!doctype html>")


def test_the_pocket_page_is_small_enough(pocket: str) -> None:
    assert len(pocket.encode("utf-8")) <= 3_000_000  # 2 million until it held the pain maps; phones load 3 as well


def test_the_pocket_page_shows_the_pain_maps_with_their_shares(pocket: str) -> None:
    parsed = ParsedPage(pocket)
    for study in mapped_studies("hip_joint"):
        diagram = plot_pain_map("hip_joint", study)
        assert diagram.text in [attrs.get("alt") for tag, attrs in parsed.elements if tag == "img"]
        for fact in diagram.facts:
            assert fact in parsed.text


def test_the_pocket_page_draws_the_body_once_for_all_questions(pocket: str) -> None:
    data = json.loads(next(inside for tag, attrs, inside in ParsedPage(pocket).inside
                           if tag == "script" and attrs.get("type") == "application/json"))
    assert data["pictures"]["whole_body"] == body_map()
    asked = [page["kind"] for group in data["sets"]["cards-room"]["sets"] for page in group["asked"]]
    assert asked.count("area") >= 4


def test_a_handout_tells_what_the_tables_say(handout: str) -> None:
    parsed = ParsedPage(handout)
    rows = [row for table in ("exercise_steps", "exercise_cautions") for row in catalogue.rows(table)
            if row["exercise"] == "bridge" and (row["level"] or "base") == "base"]
    assert len(rows) > 5
    for row in [*rows, *catalogue.rows("red_flags")]:
        assert str(row.get("text") or row.get("question")) in parsed.text
    pictures = [attrs for tag, attrs in parsed.elements if tag == "img"]
    assert len(pictures) == 4
    assert all(len(picture["alt"] or "") > 40 for picture in pictures)
    assert parsed.text.index("Signs that need emergency care now") < parsed.text.index("1. Bridge")


def test_the_dose_on_paper_is_that_of_the_session() -> None:
    parsed = ParsedPage("".join(exercise.dose(Session.from_exercise("bridge", reps=10, sets=3)))).text
    assert re.search(r"Sets\s+3\s", parsed)
    assert re.search(r"Repetitions\s+10\s", parsed)
    twist = ParsedPage("".join(exercise.dose(Session.from_exercise("figure_four_stretch", hold_s=30)))).text
    assert "on each side" in twist
    assert re.search(r"Hold\s+30 s", twist)


def test_a_signed_row_takes_the_mark_away_only_where_all_are_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    assert exercise.review([BRIDGE]) == reviews.NOT_REVIEWED
    rows = catalogue.rows
    unsigned: list[str] = []

    def signed(table: type[Row] | str) -> tuple[Row, ...]:
        return tuple(replace(row, reviewed_on=date(2026, 1, 5),
                             reviewed_by="" if row.TABLE in unsigned else "A. Clinician")
                     if isinstance(row, ReviewedRow) else row for row in rows(table))

    monkeypatch.setattr(catalogue, "rows", signed)
    monkeypatch.setattr(catalogue, "row", lambda table, row_id: next(row for row in signed(table)
                                                                     if row["id"] == row_id))
    assert exercise.review([BRIDGE]) == "reviewed by A. Clinician, 2026-01-05"
    for table in ("exercises", "exercise_levels", "exercise_steps", "exercise_cautions"):
        unsigned[:] = [table]
        assert exercise.review([BRIDGE]) == reviews.NOT_REVIEWED, table


@dataclass
class Programme:
    """A programme as far as a handout knows one."""

    title: str
    sessions: tuple[Session, ...]
    week: tuple[tuple[Session, ...], ...] = ()


def test_a_programme_brings_its_title_and_each_session_once(tmp_path: Path) -> None:
    path = sl.publish.handout(Programme("For <Ana> & \"Co\"", (BRIDGE, BRIDGE)), tmp_path / "plan.html")
    text = path.read_text(encoding="utf-8")
    assert "<Ana>" not in text
    assert "For <Ana> & \"Co\"" in ParsedPage(text).text
    assert text.count("<article") == 1


def test_a_week_puts_its_days_in_place_of_how_often(tmp_path: Path) -> None:
    week = ((BRIDGE,), (), (BRIDGE,), (), (), (), ())
    text = publish.handout(Programme("Week", (BRIDGE,), week), tmp_path / "plan.html").read_text(encoding="utf-8")
    assert "Monday, Wednesday" in ParsedPage(text).text
    assert "How often" not in ParsedPage(text).text


@pytest.mark.parametrize(("asked", "sentence"), [
    ([], "no exercise to publish"), (["brige"], "did you mean 'bridge'"), (["bridge:hard"], "did you mean 'harder'"),
    (["a:b:c:d"], "is no exercise to publish"), ([3], "is no exercise to publish"),
    (["sciatic_nerve_slider"], "done on the affected side"), (["bridge:base:left"], "leave side out")])
def test_what_cannot_be_published_is_told(tmp_path: Path, asked: list[Any], sentence: str) -> None:
    with pytest.raises(StretchlibError, match=sentence):
        publish.handout(asked, tmp_path / "no.html")
    assert not (tmp_path / "no.html").exists()


def test_a_place_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    with pytest.raises(StretchlibError, match="could not be written"):
        publish.handout([BRIDGE], tmp_path / "nowhere" / "a.html")


def test_data_cannot_end_its_script_or_become_markup() -> None:
    nasty = "</script><script>alert(1)</script><!-- & <b>"
    text = page.page(nasty, page.element("p", nasty, title=nasty), scripts=["sections_page.js"], data={nasty: nasty})
    parsed = ParsedPage(text)
    assert [tag for tag, _ in parsed.elements if tag == "script"] == ["script", "script"]
    assert not [tag for tag, _ in parsed.elements if tag == "b"]
    data = next(inside for tag, attrs, inside in parsed.inside if attrs.get("type") == "application/json")
    assert json.loads(data) == {nasty: nasty}


@pytest.mark.parametrize("name", sorted({*pocket_page.SCRIPTS, "practice_page.js"}))
def test_each_script_of_a_page_is_one_module(tmp_path: Path, name: str) -> None:
    script = page._safe(module(f"publish/pages/{name}"))
    assert parses(tmp_path, script) == ""
    assert not re.search(r"^\s*import ", script, re.MULTILINE)
    assert not re.search(r"innerHTML|outerHTML|insertAdjacent|document\.write|eval\(|fetch\(|XMLHttp|cookie", script)


def test_a_figure_goes_out_with_its_credit(tmp_path: Path) -> None:
    plain = sl.plot_dose("bridge").save(tmp_path / "plain.png")
    png = publish.figure("plot_dose", "bridge", path=tmp_path / "dose.png")
    with Image.open(png) as credited, Image.open(plain) as bare:
        assert credited.text["Copyright"] == CREDIT
        assert credited.size != bare.size  # the line stands below the picture
    svg = publish.figure("plot_dose", "bridge", path=tmp_path / "dose.svg").read_text(encoding="utf-8")
    assert CREDIT in svg
    assert svg.count(CREDIT.split(";")[0]) >= 2, "in the description, and drawn"


@pytest.mark.parametrize(("words", "sentence"), [
    (["plot_doses", "bridge", "a.png"], "did you mean 'plot_dose'"), (["plot_dose", "bridge", "a.gif"], ".png or .svg"),
    (["plot_dose", "bridge", "3", "4", "5", "a.png"], "does not take these arguments"),
    (["plot_dose", "brige", "a.png"], "did you mean 'bridge'")])
def test_a_figure_that_cannot_be_drawn_is_told(words: list[str], sentence: str, tmp_path: Path,
                                               capsys: pytest.CaptureFixture[str], monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    assert cli.main(["publish", "figure", *words]) == 1
    assert sentence in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_the_command_line_writes_what_it_says(tmp_path: Path, capsys: pytest.CaptureFixture[str],
                                              monkeypatch: Any) -> None:
    monkeypatch.chdir(tmp_path)
    for words, file in ((["handout", "bridge"], "handout.html"), (["moodle", "05"], "question_bank.xml"),
                        (["csv", "05", "--seed", "9", "--to", "mine.csv"], "mine.csv"),
                        (["figure", "plot_dose", "exercise=bridge", "d.png"], "d.png")):
        assert cli.main(["publish", *words]) == 0
        assert f"{file} is written" in capsys.readouterr().out
        assert (tmp_path / file).stat().st_size > 1000
