"""What is made from the sources is the same bytes each time: other folder, day, zone and order of sets."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

import stretchlib as sl
from stretchlib.core.files import zipped
from tests.audit.anywhere import twice


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("twice")


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(twice.PARTS.keys() - twice.NEEDS.keys()))
def test_it_is_the_same_from_another_folder_on_another_day(name: str, folder: Path) -> None:
    first, second = (twice.made(name, folder / folder_name) for folder_name in ("one", "another folder, für Ana"))
    assert twice.differ(first, second) == []


def test_a_difference_and_an_empty_result_are_told() -> None:
    assert twice.differ({"a": 1, "b": 2}, {"a": 1, "b": 3, "c": 4}) == ["b", "c"]
    assert twice.differ({}, {}) == ["nothing was made"]
    assert twice.differ({"a": 1}, {"a": 1}) == []


def test_a_zip_carries_no_date(monkeypatch: pytest.MonkeyPatch) -> None:
    first = zipped({"b": b"2", "a": b"1"})
    monkeypatch.setattr(time, "localtime", lambda *_: time.gmtime(2e9))
    assert zipped({"b": b"2", "a": b"1"}) == first != zipped({"a": b"1", "b": b"2"})


def test_a_deck_for_anki_is_newer_by_the_clock_and_the_same_by_the_named_time(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def made() -> bytes:
        return sl.publish.anki(tmp_path / "deck.apkg", "00").read_bytes()

    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    monkeypatch.setattr(time, "time", lambda: 1_800_000_000.0)
    early = made()
    monkeypatch.setattr(time, "time", lambda: 1_800_086_400.0)
    late = made()
    assert early != late
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1800000000")
    assert made() == early


@pytest.mark.parametrize("end", ["svg", "png"])
@pytest.mark.parametrize("credit_line", [False, True])
def test_a_figure_is_the_same_bytes_each_time(end: str, credit_line: bool, tmp_path: Path) -> None:
    session = sl.Session.from_exercise("bridge")
    first, second = (sl.plot_session(session).save(tmp_path / f"{name}.{end}", credit_line=credit_line).read_bytes()
                     for name in ("one", "two"))
    assert first == second
