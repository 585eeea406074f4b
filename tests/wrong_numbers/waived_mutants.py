"""Mutants that change nothing, by name, each with its reason."""

from __future__ import annotations

#: Name of a mutant -> why no test can tell it from the module as it is.
WAIVED: dict[str, str] = {}
