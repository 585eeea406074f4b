"""Tables that are columns of another one, each as a table of its own: what is asked where, how claims are dealt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from .frames import load

if TYPE_CHECKING:
    import pandas as pd

    from .rows import TableName


def load_core_questions() -> pd.DataFrame:
    """The questions that the check of each notebook asks within its core minutes: ``question``, ``position``."""
    return _view("questions", {"question": "id", "position": "core_position"}, ("notebook", "core_position"))


def load_mixed_form() -> pd.DataFrame:
    """The mixed form of notebook 08, four questions of each notebook: ``question``, ``position``."""
    return _view("questions", {"question": "id", "position": "mixed_position"}, ("mixed_position",))


def load_traps() -> pd.DataFrame:
    """The gallery of misquotations: ``question``, ``position``, ``trap`` (what goes wrong, in a few words)."""
    return _view("questions", {"question": "id", "position": "trap_position", "trap": "trap"}, ("trap_position",))


def load_claim_packs() -> pd.DataFrame:
    """How the claims are dealt: ``claim``, ``pack``, ``theme``, ``position`` in the pack, ``core`` (position among the
    core claims, missing for the others)."""
    return _view("claims", {"claim": "id", "pack": "pack", "theme": "pack_theme", "position": "pack_position",
                            "core": "core_position"}, ("pack", "pack_position"))


def _view(table: TableName, columns: Mapping[str, str], order: Sequence[str]) -> pd.DataFrame:
    """Columns of a table under other names, of the rows that have a position (the last of ``order``), in that order."""
    rows = load(table).dropna(subset=order[-1]).sort_values(list(order), ignore_index=True)
    return rows[list(columns.values())].set_axis(list(columns), axis=1).astype({"position": "int64"})
