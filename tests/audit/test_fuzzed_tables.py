"""A fault of the data is never something unforeseen: cells damaged by chance bring sentences and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.audit import fuzz_tables

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("seed", [1, 2])
def test_only_sentences_come_out_of_damaged_tables(seed: int, whole_data_copy: Path, tmp_path: Path) -> None:
    assert list(fuzz_tables.rounds(whole_data_copy, tmp_path, seed, 40)) == []


def test_what_is_no_sentence_is_told(whole_data_copy: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise KeyError("bridge")

    monkeypatch.setattr(fuzz_tables, "guide", broken)
    lines = list(fuzz_tables.rounds(whole_data_copy, tmp_path, 3, 1))
    assert lines
    assert all("guide " in line and "KeyError" in line for line in lines)
