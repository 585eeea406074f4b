"""Which notebook cell is being run, where the front end tells it."""

from __future__ import annotations


def running_cell() -> tuple[str, int] | None:
    """(id of the cell, its execution count); ``None`` where the front end does not tell."""
    try:
        from IPython import get_ipython
    except ImportError:
        return None
    shell = get_ipython()
    parent = getattr(shell, "parent_header", None) or {}
    name = parent.get("metadata", {}).get("cellId")
    return (str(name), int(shell.execution_count)) if name else None
