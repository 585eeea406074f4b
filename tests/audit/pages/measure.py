"""What a notebook takes of a student's screen, measured in JupyterLab after all its cells have run."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

#: A student's laptop, and the pixels of its height that JupyterLab leaves for a notebook.
WINDOW = {"width": 1366, "height": 768}
SCREEN_PX = 647
CAPTION_WORDS = 30
WIDGET_PX = 620
CORE_SCREENS, ALL_SCREENS = 20, 150

#: Kind of a widget -> its root. The order is that of the docs.
WIDGETS = {"quiz": ".slq", "timer": ".slt", "explorer": ".slx", "case": ".slc", "hip or spine": ".slh"}

#: Each cell: its height with its margins, its headings, what of it is a still or a quiz, the words of its captions.
CELLS = """roots => {
    const {content} = window.jupyterapp.shell.currentWidget;
    const high = node => node.getClientRects().length ? node.getBoundingClientRect().height : 0;
    const seen = node => {  // the words of a node that are not folded away
        const copy = node.cloneNode(true);
        copy.querySelectorAll('details:not([open])').forEach(folded =>
            folded.replaceChildren(...folded.querySelectorAll(':scope > summary')));
        copy.querySelectorAll('summary').forEach(summary => summary.remove());
        return copy.textContent.trim().split(/\\s+/).filter(Boolean).length;
    };
    const tops = content.widgets.map(cell => cell.node.getBoundingClientRect().top);
    return content.widgets.map((cell, at) => {
        const outputs = [...cell.node.querySelectorAll('.jp-OutputArea-child')];
        const living = outputs.filter(output => output.querySelector(roots));
        const next = at + 1 < tops.length ? tops[at + 1] - tops[at] : high(cell.node);
        return {
            id: cell.model.id, height: next,
            headings: [...cell.node.querySelectorAll('.jp-MarkdownOutput h2')]
                .map(node => node.textContent.trim()),
            still: living.length ? outputs.filter(output => !living.includes(output))
                .reduce((sum, output) => sum + high(output), 0) : 0,
            quiz: living.filter(output => output.querySelector('.slq')).reduce((sum, output) => sum + high(output), 0),
            code: high(cell.node.querySelector('.jp-CodeCell .jp-Cell-inputWrapper') ?? document.createElement('p')),
            captions: [...cell.node.querySelectorAll('figcaption')].filter(high).map(seen),
        };
    });
}"""


@dataclass
class Length:
    """Of one notebook, in pixels of height: core and optional work, and what of both are stills, quizzes and code."""

    core: float = 0
    optional: float = 0
    still: float = 0
    quiz: float = 0
    code: float = 0
    captions: list[int] = field(default_factory=list)
    cells: dict[str, float] = field(default_factory=dict)

    def screens(self, part: str) -> float:
        """A part such as ``"core"`` in screens."""
        return float(getattr(self, part)) / SCREEN_PX

    @property
    def faults(self) -> list[str]:
        """What goes beyond the budget, a sentence each."""
        long = [words for words in self.captions if words > CAPTION_WORDS]
        return [*([f"core work of {self.screens('core'):.1f} screens, at most {CORE_SCREENS}"]
                  if self.screens("core") > CORE_SCREENS else []),
                *([f"{len(long)} captions of up to {max(long)} words, at most {CAPTION_WORDS}"] if long else [])]


def length(cells: Sequence[Mapping[str, Any]]) -> Length:
    """The length of a notebook from its measured cells. Optional work begins at a heading that says so and ends at the
    next one that does not."""
    total = Length()
    optional = False
    for cell in cells:
        if cell["headings"]:
            optional = cell["headings"][-1].startswith("Optional")
        if optional:
            total.optional += cell["height"]
        else:
            total.core += cell["height"]
        for part in ("still", "quiz", "code"):
            setattr(total, part, getattr(total, part) + cell[part])
        total.captions += cell["captions"]
        total.cells[cell["id"]] = cell["height"]
    return total


def measured(page: Any) -> Length:
    """The length of the notebook that is open, all its cells run and its pictures drawn."""
    page.wait_for_function("""roots => {
        const seen = [...document.querySelectorAll(roots)].filter(node => node.getClientRects().length);
        const images = [...document.querySelectorAll('.jp-Notebook img')];
        return images.every(image => image.complete) && (window.pagesSeen === seen.length
            || (window.pagesSeen = seen.length) < 0);
    }""", arg=", ".join(WIDGETS.values()), polling=1500)
    return length(page.evaluate(CELLS, ", ".join(WIDGETS.values())))
