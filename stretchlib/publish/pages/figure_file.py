"""Any figure of the course as a PNG or SVG file with its credit line, for a slide or a hand-out of one's own."""

from __future__ import annotations

from inspect import signature
from pathlib import Path
from typing import Any

from ... import figures
from ...authoring.check import refuse_faulty
from ...core.errors import StretchlibError, one_of
from ...core.files import unwritten


def figure(name: str, *arguments: Any, path: str | Path, **named: Any) -> Path:
    """Draw ``plot_...(*arguments, **named)`` and write it, with its credit line, to a ``.png`` or ``.svg`` file.

    Raises :class:`StretchlibError` for an unknown figure, for arguments it does not take, for
    another ending, where the tables are not in order, and where nothing can be written.
    """
    plots = sorted(plot for plot in figures.__all__ if plot.startswith("plot_"))
    one_of(name, plots, "figure")
    path = Path(path)
    draw = getattr(figures, name)
    try:
        signature(draw).bind(*arguments, **named)
    except TypeError as error:
        raise StretchlibError(f"{name} does not take these arguments ({error}); see its help in a notebook.") from None
    refuse_faulty()
    diagram = draw(*arguments, **named)
    try:
        return Path(diagram.save(path, credit_line=True))
    except OSError as error:
        raise unwritten(path, error) from None


def read_argument(text: str) -> Any:
    """A word of the command line as a number where it is one."""
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text
