"""The partner sheets on paper: no code, eight pages at most, every landmark and test with its drawing and steps."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from stretchlib.core.errors import StretchlibError
from stretchlib.exercises.checklist import LABS, checklist
from stretchlib.exercises.clinical_test import clinical_test
from stretchlib.publish.pages.labs import lab_tests, labs
from stretchlib.publish.printing import find_browser

PAGES = 8


@pytest.fixture(scope="module")
def sheets(tmp_path_factory: pytest.TempPathFactory) -> str:
    return labs(tmp_path_factory.mktemp("labs") / "labs.html").read_text(encoding="utf-8")


def test_every_step_has_its_box_and_nothing_is_code(sheets: str) -> None:
    for lab in LABS:
        for step in checklist(lab).steps:
            assert step.text.replace("'", "&#x27;") in sheets or step.text in sheets, step.text
    assert sheets.count('class="pub-box"') == sum(len(checklist(lab).steps) for lab in LABS)
    text = re.sub(r"<(style|script)[^>]*>.*?</\1>|<[^>]+>", " ", sheets, flags=re.DOTALL)
    assert not re.search(r"\bsl\.|import stretchlib", text)


def test_every_test_of_the_labs_is_drawn_with_its_steps_and_when_to_stop(sheets: str) -> None:
    cards = re.findall(r'<article class="pub-card">.*?</article>', sheets, re.DOTALL)
    assert len(cards) == len(lab_tests()) == 7
    for test, card in zip(lab_tests(), cards, strict=True):
        guide = clinical_test(test)
        assert guide.title in card
        assert len(re.findall(r'<img src="data:image/[^"]+" alt="[^"]{40,}', card)) == 1
        assert card.count("<li>") >= len(guide.sections["steps"].texts)
        assert guide.sections["stop"].heading in card


def test_it_takes_eight_pages_at_most(tmp_path: Path) -> None:
    if find_browser() is None:
        pytest.skip("no Chromium was found: install it (Debian: chromium), or name it in CHROMIUM")
    data = labs(tmp_path / "labs.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", data)) <= PAGES


@pytest.mark.slow
def test_in_german_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", "de")
    data = labs(tmp_path / "labs.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", data)) <= PAGES


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StretchlibError, match=r"The sheets are written as .pdf or .html, not as 'labs.docx'"):
        labs(tmp_path / "labs.docx")
