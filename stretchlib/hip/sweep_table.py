"""The table of :func:`stretchlib.hip.sweep`: a DataFrame that tells below itself where the model jumps."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import pandas as pd

from ..core.text import as_html


class Sweep(pd.DataFrame):
    """A sweep over poses; ``find_jumps`` gives the sentences of its jumps, which are looked for when the table is
    shown. All that is cut out of it or made from it (``head``, ``copy``, ``assign``) is a plain DataFrame without these
    sentences, for they hold for the poses that were asked: sweep fewer poses for the jumps of a part."""

    _metadata: ClassVar[list[str]] = ["find_jumps"]
    find_jumps: Callable[[], tuple[str, ...]]

    def __init__(self, table: Any, find_jumps: Callable[[], tuple[str, ...]] = tuple) -> None:
        super().__init__(table)
        self.find_jumps = find_jumps

    @property
    def facts(self) -> tuple[str, ...]:
        """Where the path of a part jumps between the poses, a sentence each."""
        return self.find_jumps()

    @property
    def _constructor(self) -> Any:
        return pd.DataFrame

    def __repr__(self) -> str:
        return "\n".join([super().__repr__(), *self.facts])

    def _repr_html_(self) -> str | None:
        html: str | None = super()._repr_html_()
        return html and html + "".join(f"<p>{as_html(fact)}</p>" for fact in self.facts)
