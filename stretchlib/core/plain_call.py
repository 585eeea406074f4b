"""A call written in a table, such as ``plot_dose("bridge")``: it is read, and never run as code."""

from __future__ import annotations

import ast
from collections.abc import Sequence
from typing import Any

from .errors import StretchlibError, did_you_mean


def parse_call(text: str, names: Sequence[str]) -> tuple[str, list[Any], dict[str, Any]]:
    """Name, arguments and keywords of a call of one of ``names`` with plain values.

    Raises :class:`StretchlibError` where it is no such call.
    """
    try:
        call = ast.parse(text, mode="eval").body
        if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
            raise ValueError
        values = [ast.literal_eval(argument) for argument in call.args]
        named = {str(keyword.arg): ast.literal_eval(keyword.value) for keyword in call.keywords if keyword.arg}
        if len(named) != len(call.keywords):
            raise ValueError
    except (ValueError, TypeError, SyntaxError, MemoryError, RecursionError):
        example = f'{names[0]}("bridge")' if names else 'plot_dose("bridge")'
        raise StretchlibError(f"this is no call with plain values; write it like {example}") from None
    if call.func.id not in names:
        raise StretchlibError(f"there is no figure or model of this name; {did_you_mean(call.func.id, names)}")
    return call.func.id, values, named
