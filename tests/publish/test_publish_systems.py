"""The question bank in other systems: an Anki deck as its file, a CSV that cannot run; tests of Moodle are beside."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
import sys
import zipfile
from collections import Counter
from pathlib import Path

import pytest

from stretchlib import __version__, publish
from stretchlib.core.errors import StretchlibError
from stretchlib.core.spreadsheet import guarded
from stretchlib.publish.bank import anki as anki_deck
from stretchlib.publish.bank.items import items
from stretchlib.publish.bank.table import COLUMNS
from stretchlib.questions.bank import bank
from stretchlib.tables import paths
from stretchlib.tables.credit import CREDIT
from tests.publish.test_publish_moodle import COUNT, SEED, Text


def notes(path: Path, folder: Path) -> list[tuple[str, str]]:
    """(guid, fields) of the notes of a deck, as Anki's own database has them."""
    with zipfile.ZipFile(path) as deck:
        name = next(name for name in deck.namelist() if name.startswith("collection.anki2"))
        base = folder / "read.anki2"
        base.write_bytes(deck.read(name))
    with sqlite3.connect(base) as database:
        return list(database.execute("select guid, flds from notes order by guid"))


def test_a_deck_holds_each_answer_and_its_pictures(tmp_path: Path) -> None:
    path = publish.anki(tmp_path / "deck.apkg", "01", seed=SEED)
    every = dict(notes(path, tmp_path))
    for item in items("01", seed=SEED):
        fields = every[anki_deck.guid(item)]
        front, back, foot = (Text(field).text for field in fields.split("\x1f"))
        assert item.key["text"] in back
        assert item.key["certainty"] in foot
        assert CREDIT in foot
        assert front.startswith(item.question.stem)
    named = {picture["src"] for fields in every.values() for picture in Text(fields).pictures}
    with zipfile.ZipFile(path) as deck:
        assert set(json.loads(deck.read("media")).values()) == named


def test_without_genanki_a_deck_is_refused_in_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "genanki", None)
    with pytest.raises(StretchlibError, match=r"install stretchlib\[publish\]"):
        publish.anki(tmp_path / "deck.apkg")


def test_the_table_reads_back_as_it_was_meant(tmp_path: Path) -> None:
    path = publish.bank_csv(tmp_path / "bank.csv", seed=SEED)
    data = path.read_bytes()
    assert data.startswith(b"\xef\xbb\xbf"), "without this mark a spreadsheet program misreads é and °"
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert tuple(rows[0]) == COLUMNS
    by_id = {row["id"]: row for row in rows}
    assert len(by_id) == len(rows) == COUNT
    for item in items(seed=SEED):
        row = by_id[item.id]
        assert row["question"] == guarded(item.question.stem)
        assert row["answer"] == guarded(item.key["text"])
        assert row["credit"] == CREDIT
    assert Counter(row["objective"] for row in rows).keys() == {question.objective for question in bank(optional=True)}


def test_the_credit_names_version_and_licences() -> None:
    assert __version__ in CREDIT
    assert "CC BY 4.0" in CREDIT
    assert "bones CC BY 3.0" in CREDIT
    assert "people CC0" in CREDIT
    assert "3.0" in (paths.data_root() / "LICENSES" / "bones.md").read_text(encoding="utf-8")
