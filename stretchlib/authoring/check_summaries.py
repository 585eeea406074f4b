"""The page to keep of a notebook: one title, one picture that can be drawn, something to keep and something to say."""

from __future__ import annotations

from collections.abc import Iterator

from ..core.errors import StretchlibError
from ..core.plain_call import parse_call
from ..tables.reader import Table, sentence
from ..tables.rows.questions import NotebookSummary
from .check_claims import names_of

#: Kind of a row -> how many of it a page takes, at least and at most: more would not fit one side of A4.
COUNTS = {"title": (1, 1), "statement": (2, 6), "picture": (1, 1), "say": (1, 2)}


def summary_faults(summaries: Table) -> Iterator[str]:
    """A sentence for each page that lacks a part or has too many of it, and for each picture that is no figure."""
    numbered = list(summaries.numbered(NotebookSummary))
    for notebook in dict.fromkeys(row.notebook for row, _ in numbered):
        for kind, (least, most) in COUNTS.items():
            rows = [number for row, number in numbered if (row.notebook, row.kind) == (notebook, kind)]
            if not least <= len(rows) <= most:
                wanted = str(least) if least == most else f"{least} to {most}"
                last = max(number for row, number in numbered if row.notebook == notebook)
                yield sentence(summaries.name, f"the page of notebook {notebook} has {len(rows)} rows of kind {kind}",
                               f"give it {wanted}", rows[-1] if rows else last, "kind")
    for row, number in numbered:
        if row.call:
            try:
                parse_call(row.call, names_of("plot_"))
            except StretchlibError as error:
                wrong, _, mend = str(error).rstrip(".").partition("; ")
                yield sentence(summaries.name, wrong, mend, number, "call", row.call)
