"""An explorer: a picture with its text that follows labelled sliders. The page asks, Python draws and answers.

Python keeps one figure, moves its artists and sends the PNG; the page drops what is stale (``explorer.js``).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import traitlets

from ...core.errors import StretchlibError
from ...tables.memo import one_look
from ...tables.paths import spoken
from ..shared.bundle import module, style
from .explored import Choice, Explored, Range, Scene, Value

LARGEST_SEQ = 2 ** 53  # up to here a page counts without gaps


class Explorer(Explored):
    """A :class:`Scene` with its controls; build one with ``explore_forward_bend()`` or ``explore_post_test()``.

    ``values`` is the state shown, ``facts`` its sentences; :meth:`set` changes it from code as a slider would.
    """

    _esm = module("widgets/explorer/explorer.js")
    _css = style("widgets/explorer/explorer.css")

    answer = traitlets.Dict().tag(sync=True)  # the state of the picture and the question that it answers
    picture = traitlets.Bytes().tag(sync=True)

    def __init__(self, name: str, draw: Callable[[], Scene], controls: Sequence[Range | Choice], *,
                 refuse: Callable[[Mapping[str, Any]], None] | None = None) -> None:
        super().__init__(name, draw, controls, refuse=refuse)
        with self.hold_sync():
            self.answer, self.picture = self._state(), self.scene.png()
        self.on_msg(self._asked)

    @one_look()
    def set(self, **values: Value) -> None:
        """Change some of the values; raises :class:`StretchlibError` where one is out of range or unknown."""
        self._answer(values, page="", seq=0)

    def _asked(self, _: Any, question: Any, __: Any) -> None:
        """A question of the page. What cannot be shown or read is answered with a sentence, and the picture stays."""
        fields = question if isinstance(question, dict) else {}
        page, seq, values = fields.get("page"), fields.get("seq"), fields.get("values")
        page = page if isinstance(page, str) else ""
        seq = seq if isinstance(seq, int) and 0 <= seq <= LARGEST_SEQ else 0
        try:
            if not isinstance(values, dict):
                raise StretchlibError(self.words["explorer.malformed"])
            self._answer(values, page=page, seq=seq)
        except StretchlibError as error:
            self.answer = self._state(page=page, seq=seq, refused=str(error))

    def _answer(self, values: Mapping[str, Any], *, page: str, seq: int) -> None:
        asked = self._checked(values)
        scene = self.scene
        with spoken(self.language):
            scene.show(asked)
        self.values = asked
        with self.hold_sync():  # picture and text go in one message: the page never shows one without the other
            self.picture = scene.png()
            self.answer = self._state(page=page, seq=seq)

    def _state(self, page: str = "", seq: int = 0, refused: str = "") -> dict[str, Any]:
        return {**self._described(), "page": page, "seq": seq, "refused": refused}
