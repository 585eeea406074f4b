"""A statement that is not yet checked bears a small sign on a page, and its words everywhere else."""

from __future__ import annotations

import re

import pytest

import stretchlib as sl
from stretchlib.tables.unchecked_sign import SIGN, foot, with_signs

WORDS = "not yet checked against the source"


@pytest.mark.parametrize(("html", "output"), [
    (f"<li>It holds. [{WORDS}]</li>", "It holds. (?)"), (f"<li>Is it? ({WORDS})</li>", "Is it? (?)"),
    (f"<p>Certainty: low; {WORDS}.</p>", "Certainty: low; (?)."), ("<p>It is (?) not.</p>", "It is (?) not."),
])
def test_the_words_become_the_sign(html: str, output: str) -> None:
    assert re.sub(r"<[^>]+>", "", with_signs(html)) == output


def test_an_alternative_text_keeps_its_words() -> None:
    html = f'<img alt="A dot, {WORDS}.">'
    assert with_signs(html) == html


@pytest.mark.parametrize("output", [sl.anatomy("piriformis"), sl.red_flags(), sl.guide("figure_four_stretch"),
                                   sl.red_flags(folded=True), sl.sources("waldner", "bandy1994"),
                                   sl.structure("piriformis")], ids=lambda output: type(output).__name__)
def test_no_mark_is_lost_between_text_and_page(output: object) -> None:
    html = output._repr_html_()  # type: ignore[attr-defined]
    assert html.count(f">{SIGN}</sup>") == repr(output).count(WORDS)
    assert html.count(f'aria-label="{WORDS}"') == repr(output).count(WORDS)


def test_in_german_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("STRETCHLIB_LANGUAGE", "de")
    assert 'aria-label="noch nicht an der Quelle geprüft"' in sl.red_flags()._repr_html_()


def test_the_foot_of_a_page_says_what_the_sign_means() -> None:
    assert foot() in repr(sl.sources("bandy1994"))
    assert SIGN in foot()
