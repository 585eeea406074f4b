"""A vote in class: typed counts for each answer of a question, bars of two rounds at most, every answer explained."""

from __future__ import annotations

import traitlets

from ...core.errors import StretchlibError
from ...questions.bank import CHOSEN, Question, question
from ...questions.sheet import Sheet, draw_sheets
from ...tables import phrases
from ..shared.bundle import module, style
from ..shared.plain import Plain
from ..shared.spoken_widget import SpokenWidget


class Votes(SpokenWidget):
    """One question with a count for each of its options; build it with :func:`votes`. It lives in the page alone."""

    _esm = module("widgets/quiz/votes.js")
    _css = style("widgets/quiz/votes.css")

    poll = traitlets.Dict().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)

    def __init__(self, sheet: Sheet) -> None:
        asked = sheet.question
        options = [option for option in sheet.options if option.role in CHOSEN]
        if len(options) < 2:
            raise StretchlibError(f"Question {asked.id} has no options to vote on; choose one of the kind single or "
                                  "multiple.")
        self.sheet = sheet
        words = {key: text for key, text in phrases.words().items() if key.startswith("votes.")}
        super().__init__(words=words, poll={
            "id": asked.id, "stem": asked.stem,
            "options": [{"id": option.id, "text": option.name, "right": option.correct, "feedback": option.feedback}
                        for option in options], **asked.foot})

    def __repr__(self) -> str:
        return phrases.say("votes.named", question=self.sheet.question.id)

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(Plain("\n".join([self.poll["stem"], *(f"  - {option['text']}" for option in self.poll["options"])])))
        # An output of its own: a notebook reopened without a kernel hides the text beside a lost widget.
        data, metadata = super()._repr_mimebundle_()
        display({**data, "text/plain": repr(self)}, raw=True, metadata=metadata)


def votes(asked: str | Question, seed: int = 0) -> Votes:
    """Vote on a question of the bank (its id) or on a :class:`Question` with options.

    Raises :class:`StretchlibError` for an unknown question and for one without options.
    """
    (sheet,) = draw_sheets([question(asked) if isinstance(asked, str) else asked], seed)
    return Votes(sheet)
