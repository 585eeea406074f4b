"""In a notebook: a name that no cell has made yet is told in one sentence, in place of a traceback."""

from __future__ import annotations

import sys
from types import TracebackType
from typing import Any


def explain() -> None:
    """Have the notebook's kernel, if there is one, tell of an unknown name in a cell by :func:`sentence`."""
    shell = getattr(sys.modules.get("IPython"), "get_ipython", lambda: None)()
    if shell is not None:
        shell.set_custom_exc((NameError,), _told)


def sentence(name: str) -> str:
    """What to do about a name that is not known."""
    return (f"The name {name!r} is not known: run the cells above this one first, from the top, or look whether it is "
            "spelled as there.")


def _told(shell: Any, kind: type[NameError], error: NameError, trace: TracebackType,
          tb_offset: int | None = None) -> list[str] | None:
    """Show the sentence where the name stands in the cell itself; the fault of a module is shown in full."""
    last = trace
    while last.tb_next:
        last = last.tb_next
    if last.tb_frame.f_globals is not shell.user_ns or not error.name:
        shell.showtraceback((kind, error, trace), tb_offset=tb_offset)
        return None
    shell._showtraceback(kind, NameError(sentence(error.name)), [sentence(error.name)])
    return None


__all__ = ["explain", "sentence"]
