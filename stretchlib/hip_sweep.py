"""The table of :func:`stretchlib.hip.sweep`: a DataFrame that tells below itself where the model jumps."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

import pandas as pd

from .literal import as_html


class Sweep(pd.DataFrame):
    """A sweep over poses. ``facts`` are the sentences of its jumps; what is cut out of it is a plain DataFrame."""

    _metadata: ClassVar[list[str]] = ["facts"]
    facts: tuple[str, ...]

    def __init__(self, table: Any, facts: Iterable[str] = ()) -> None:
        super().__init__(table)
        self.facts = tuple(facts)

    @property
    def _constructor(self) -> Any:
        return pd.DataFrame

    def __repr__(self) -> str:
        return "\n".join([super().__repr__(), *self.facts])

    def _repr_html_(self) -> str | None:
        html: str | None = super()._repr_html_()
        return html and html + "".join(f"<p>{as_html(fact)}</p>" for fact in self.facts)
