"""The questions that are due, as a quiz in the page; what it asks and why stands in one sentence above."""

from __future__ import annotations

from ...evidence.references import Bibliography, sources
from ...learner import revision
from ..shared.plain import Plain
from .quiz import Quiz


class Revision(Quiz):
    """A :class:`Quiz` of what is to be repeated, made by :func:`revise`; ``sentence`` says what is due and when."""

    def __init__(self, n: int) -> None:
        sheets, self.sentence = revision.next_set(n)
        super().__init__(sheets, name=revision.NAME)

    def sources(self) -> Bibliography:
        """The works behind the questions asked here."""
        return sources(*(key for question in self.questions.values() for key in question.sources))

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(Plain(self.sentence))
        super()._ipython_display_()


def revise(n: int = 10) -> Revision:
    """The next ``n`` questions: what is due today, then new ones; where nothing is due, those that are due next.

    Questions made from the model carry new numbers each time. Every answer goes into the journal and sets the day on
    which its question comes back. Raises :class:`StretchlibError` for an ``n`` below 1 and for
    a journal that cannot be read.
    """
    return Revision(n)
