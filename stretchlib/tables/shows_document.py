"""What shows itself as a document in the language that is set: as text in a terminal, as HTML in a notebook."""

from __future__ import annotations

from collections.abc import Iterable

from ..core.document import Document, Part
from .catalogue import current_language
from .memo import one_look
from .unchecked_sign import with_signs


class ShowsDocument:
    """A class that says in :meth:`parts` what there is to read; a dataclass of it is made with ``repr=False``."""

    def parts(self) -> Iterable[Part]:
        """The parts of the document."""
        raise NotImplementedError

    def document(self) -> Document:
        """What there is to read; its ``markdown()`` can be copied into a text of one's own."""
        with one_look():
            return Document(tuple(self.parts()), current_language())

    def __repr__(self) -> str:
        return self.document().plain()

    def _repr_html_(self) -> str:
        return with_signs(self.document().html())
