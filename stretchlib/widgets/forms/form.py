"""What all forms are: a message of the page is done once, written into the journal, and answered by its id."""

from __future__ import annotations

from typing import Any

import traitlets

from ...core.errors import StretchlibError
from ...learner import journal
from ...tables import phrases
from ...tables.phrases import say
from ...tables.shows_document import ShowsDocument
from ..shared.bundle import style
from ..shared.spoken_widget import SpokenWidget

_TAKEN = 40  # messages that a page may still wait for


class Form(SpokenWidget):
    """A form in the page; each class says in :meth:`_take` what a message does, in :meth:`_filled` what stands in it.

    ``visit`` holds what is filled in, ``taken`` (the ids of the messages that were done), what was ``refused``,
    ``kept``, whether the journal has taken something of it, and ``unsaved``, why the journal could not be written. The
    page keeps a message until it is taken.
    """

    _css = style("widgets/forms/forms.css")
    _groups: tuple[str, ...] = ()  # of phrases that the page needs

    head = traitlets.Dict().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    visit = traitlets.Dict().tag(sync=True)

    def __init__(self, head: dict[str, Any]) -> None:
        self._taken: list[str] = []
        self._unsaved: dict[str, str] = {}  # what was not kept -> why
        self._stands_in_journal = False  # a print or a choice of a person is taken, and leaves nothing there
        groups = ("form.", "keeping.", *(f"{group}." for group in self._groups))
        words = {key: text for key, text in phrases.words().items() if key.startswith(groups)}
        super().__init__(head=head, words=words, visit=self._state())
        self.on_msg(self._receive)

    def _take(self, message_id: str, do: str, subject: Any) -> None:
        """Do what a message asks. Raises :class:`StretchlibError` for what there is not."""
        raise NotImplementedError

    def _filled(self) -> dict[str, Any]:
        """What stands in the form, in plain values."""
        raise NotImplementedError

    @property
    def paper(self) -> ShowsDocument:
        """What stands in the form, as text: what a saved notebook keeps of it."""
        raise NotImplementedError

    def _receive(self, _: Any, message: Any, __: Any) -> None:
        """A message of the page: ``id``, ``do`` and ``what``. What cannot be done is answered with its sentence."""
        if not isinstance(message, dict):
            return
        if message.get("do") == "save":
            self.send({"journal": journal.current().rescued()})
            return
        name, refused = str(message.get("id")), ""
        try:
            self._take(name, str(message.get("do")), message.get("what"))
        except StretchlibError as error:
            refused = str(error)
        self._taken = [*self._taken, name][-_TAKEN:]
        self.visit = self._state(refused)

    def _keep(self, subject: str, kind: str, **fields: Any) -> bool:
        """Write a record; the page is told where that is not possible, or not for long."""
        kept, why = journal.keep(kind, **fields)
        if kept:  # and so is whatever had to wait
            self._unsaved = {subject: why} if why else {}
            self._stands_in_journal = True
        else:
            self._unsaved[subject] = say("form.unsaved", why=why)
        return kept

    def _state(self, refused: str = "") -> dict[str, Any]:
        return {**self._filled(), "taken": list(self._taken), "refused": refused, "kept": self._stands_in_journal,
                "unsaved": " ".join(dict.fromkeys(self._unsaved.values()))}

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.paper)
        # An output of its own: a notebook reopened without a kernel hides the text beside a lost widget.
        data, metadata = super()._repr_mimebundle_()
        display({**data, "text/plain": repr(self)}, raw=True, metadata=metadata)
