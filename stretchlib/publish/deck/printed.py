"""A deck on paper: its slides from their outputs as one page, and that page as PDF, one slide a page."""

from __future__ import annotations

import re
import tempfile
from importlib import import_module
from pathlib import Path
from typing import Any

from ...authoring.check import refuse_faulty
from ...core.errors import StretchlibError
from ...questions.bank import CHOSEN, question
from ...questions.sheet import draw_sheets
from ...tables.phrases import say
from ...widgets.shared.bundle import style
from ..notebook_file import read_with_outputs
from ..pages.page import element, joined
from ..printing import refuse_ending, write_printed
from . import slides
from .present import TEMPLATE, lay_template, prepared

#: A cell that holds a vote; on paper it is laid out anew, with letters.
_VOTE = re.compile(r"""\bsl\.votes\(\s*["'](\w+)["']\s*(?:,\s*(?:seed\s*=\s*)?(\d+)\s*)?\)""")


def deck(notebook: Path, path: Path, *, answers: bool = False, notes: bool = False) -> Path:
    """Write the slides of ``notebook`` as ``.pdf`` or, to be printed by hand, as one ``.html``; returns the path.

    ``answers``: each vote with the option that fits and why the others do not, for a second print. ``notes``: a slide a
    page of A4, with its notes below. Raises :class:`StretchlibError` for another ending, where the tables are not in
    order, and where a PDF cannot be printed (:func:`stretchlib.publish.printing.write_printed`).
    """
    refuse_ending(path, "Slides")
    refuse_faulty()
    return write_printed(page_of(notebook, answers=answers, notes=notes), path, "Slides")


def page_of(notebook: Path, *, answers: bool = False, notes: bool = False) -> str:
    """The slides as one HTML page without a kernel. Raises :class:`StretchlibError` where nbconvert is missing."""
    try:
        nbconvert = import_module("nbconvert")
    except ImportError:
        raise StretchlibError("nbconvert is not installed here: install stretchlib[lab], then try again.") from None
    content = prepared(read_with_outputs(notebook))
    content.metadata |= {"deck_style": style("widgets/quiz/votes.css"), "deck_slides": len(slides.plan(content)),
                         "deck_notes": [{"number": number, "text": text} for number, text in slides.notes(content)]
                         if notes else []}
    for cell in content.cells:
        _lay_vote(cell, answers)
    with tempfile.TemporaryDirectory() as folder:
        lay_template(Path(folder))
        exporter = nbconvert.HTMLExporter(template_name=TEMPLATE, exclude_input=True, exclude_input_prompt=True,
                                          exclude_output_prompt=True,
                                          extra_template_basedirs=[str(Path(folder) / "voila" / "templates")])
        page, _ = exporter.from_notebook_node(content, resources={"metadata": {"name": notebook.stem}})
    return str(page)


def _lay_vote(cell: Any, answers: bool) -> None:
    """Put a vote on paper in place of what its cell has shown, where the cell holds one."""
    asked = _VOTE.search(slides.source_of(cell)) if cell.cell_type == "code" else None
    if asked is None or not cell.outputs:
        return
    (sheet,) = draw_sheets([question(asked[1])], int(asked[2] or 0))
    rows = []
    for letter, option in zip("ABCDEFGH", filter(lambda option: option.role in CHOSEN, sheet.options), strict=False):
        fits = answers and option.correct
        mark = element("span", say("votes.fits"), class_="slv-mark") if fits else None
        reason = element("p", option.feedback, class_="slv-reason") if answers and option.feedback else None
        words = element("div", mark, element("span", option.name, class_="slv-text"), reason, class_="slv-words")
        rows.append(element("li", element("b", letter, class_="slv-letter"), words,
                            None if answers else element("span", class_="slv-box"),
                            class_="slv-row", data_right="true" if fits else "false"))
    foot = sheet.question.foot
    sources = say("votes.sources" if foot["sources"] else "votes.no_sources", **foot)
    body = element("section", element("h3", sheet.question.stem, class_="slv-stem"),
                   element("ol", joined(rows), class_="slv-rows"),
                   element("p", sources, class_="slv-note") if answers else None,
                   class_="slv", data_stage="answer" if answers else "count")
    output = import_module("nbformat").v4.new_output("display_data", data={"text/html": str(body)})
    cell.outputs = [output]
