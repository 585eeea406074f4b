"""A list to choose from: every name of a kind, what is said of it, and one open at a time, without code or kernel."""

from __future__ import annotations

import re

import pytest

import stretchlib as sl
from stretchlib.core.errors import StretchlibError
from stretchlib.tables import catalogue

KINDS = {"structure": ("structures", "name_en", sl.anatomy), "card": ("structure_groups", "name", sl.structure),
         "exercise": ("exercises", "name", sl.guide), "test": ("clinical_tests", "name", sl.clinical_test)}


@pytest.mark.parametrize("kind", KINDS)
def test_every_row_can_be_chosen_and_opens_what_is_said_of_it(kind: str) -> None:
    table, column, show = KINDS[kind]
    rows = catalogue.rows(table)
    chosen = sl.choose(kind)
    html, text = chosen._repr_html_(), repr(chosen)
    names = re.findall(rf'<details name="choice-{kind}"><summary>(.*?)</summary>', html)
    assert len(names) == len(rows)
    for row, name in zip(rows, names, strict=True):
        assert row[column].replace("'", "&#x27;") == name
        lines = repr(show(row["id"])).strip().splitlines()
        assert lines[-1] in text
        assert lines[len(lines) // 2].strip() in text


def test_what_stands_elsewhere_on_the_page_can_be_left_out() -> None:
    chosen = sl.choose("exercise", but=["bridge"])
    assert "Bridge" not in [name for name, _ in chosen.entries]
    assert len(chosen.entries) == len(catalogue.rows("exercises")) - 1
    assert repr(chosen).startswith(f"{len(chosen.entries)} exercises.")


@pytest.mark.parametrize(("kind", "but", "said"), [("exercices", (), "exercise"), ("exercise", ("bridges",), "bridge")])
def test_a_wrong_word_is_answered_with_the_nearest(kind: str, but: tuple[str, ...], said: str) -> None:
    with pytest.raises(StretchlibError, match=said):
        sl.choose(kind, but=but)  # type: ignore[arg-type]


@pytest.mark.parametrize("kind", KINDS)
def test_headings_below_a_name_begin_where_those_of_a_notebook_do(kind: str) -> None:
    levels = [int(level) for level in re.findall(r"<h(\d)", sl.choose(kind)._repr_html_())]
    assert set(levels) <= {3, 4}
    for inside in sl.choose(kind)._repr_html_().split("<details name=")[1:]:
        assert re.findall(r"<h(\d)", inside)[:1] in ([], ["3"])
