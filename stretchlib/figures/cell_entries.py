"""Cells that list several entries, such as the props of a pose or the bones of a plate."""

from __future__ import annotations


def split(cell: str) -> list[str]:
    """The entries of a cell, which a semicolon parts; none for an empty cell."""
    return [entry.strip() for entry in cell.split(";") if entry.strip()]
