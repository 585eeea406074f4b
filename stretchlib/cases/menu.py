"""The cases there are, those of the course and those a school added, in the order of their numbers."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.document import List, Part
from ..tables.phrases import say
from ..tables.shows_document import ShowsDocument
from .case import case_ids, load_case


class CaseMenu(ShowsDocument):
    """Every case with the call that plays it; shows itself as a list. Faulty case files raise :class:`TableError`."""

    def parts(self) -> Iterator[Part]:
        cases = [load_case(name) for name in case_ids()]
        yield List(tuple(say("case.listed", title=case.title, id=case.id) for case in cases),
                   mark="")
