"""A vote in class: typed counts for each answer of a question, then the picture of them, then the answer."""

from __future__ import annotations

from typing import Any

import traitlets

from ...core.errors import StretchlibError
from ...core.numbers import checked_seed
from ...evidence.references import cited
from ...questions.bank import Question, question
from ...questions.sheet import CHOSEN, option_name, shuffled
from ...questions.templates import draw
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

    def __init__(self, one: Question, seed: int = 0) -> None:
        one = draw(one, seed)
        options = shuffled(one, seed).of(*CHOSEN)
        if len(options) < 2:
            raise StretchlibError(f"Question {one.id} has no options to vote on; choose one of the kind single or "
                                  "multiple.")
        self.question, self.seed = one, seed
        shown = {key: text for key, text in phrases.words().items() if key.startswith("votes.")}
        super().__init__(words=shown, poll={
            "id": one.id, "stem": one.stem,
            "options": [{"text": option_name(option), "right": option.correct, "feedback": option.feedback}
                        for option in options],
            "sources": "; ".join(cited(key) for key in one.sources),
            "certainty": one.sureness, "review": one.review})

    def __repr__(self) -> str:
        return phrases.say("votes.named", question=self.question.id)

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(Plain("\n".join([self.poll["stem"], *(f"  - {one['text']}" for one in self.poll["options"])])))
        # An output of its own: a notebook reopened without a kernel hides the text beside a lost widget.
        data, metadata = super()._repr_mimebundle_()
        display({**data, "text/plain": repr(self)}, raw=True, metadata=metadata)


def votes(one: str | Question, seed: int = 0) -> Votes:
    """Vote on a question of the bank (its id) or on a :class:`Question` with options.

    Raises :class:`StretchlibError` for an unknown question and for one without options.
    """
    found: Any = question(one) if isinstance(one, str) else one
    return Votes(found, checked_seed(seed))
