"""An explorer: a picture with its text that follows labelled sliders. The page asks, Python draws and answers.

Python keeps one figure, moves its artists and sends the PNG; the page drops what is stale (``explorer.js``). The
explorers used last keep theirs (:mod:`.kept_scenes`), an older one draws it anew when it is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import traitlets

from ...core.errors import StretchlibError, closed, did_you_mean
from ...core.numbers import within
from ...figures import Diagram
from ...tables import phrases
from ...tables.memo import one_look
from ...tables.paths import spoken
from ..shared.bundle import module, style
from ..shared.spoken_widget import SpokenWidget
from .kept_scenes import KeptScenes

SCENES = KeptScenes()
Value = float | str
LARGEST_SEQ = 2 ** 53  # up to here a page counts without gaps
QUOTES = "'\""


class Scene(Protocol):
    """What an explorer shows: a diagram, how to bring it into a state, and its PNG."""

    diagram: Diagram

    def show(self, values: Mapping[str, Any]) -> None:
        """Move the artists of the diagram."""

    def png(self) -> bytes:
        """The picture as it is now."""


@dataclass(frozen=True)
class Range:
    """A slider with its number field: ``low`` to ``high`` in steps, in ``unit`` (degrees where none is named);
    ``say`` names + and - in words."""

    name: str
    label: str
    low: float
    high: float
    value: float
    step: float = 1.0
    unit: str = field(default_factory=lambda: phrases.say("control.degrees"))
    note: str = ""
    say: Mapping[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """As the page takes it."""
        return {"name": self.name, "label": self.label, "min": self.low, "max": self.high, "step": self.step,
                "unit": self.unit, "note": self.note, "say": dict(self.say), "value": self.value}

    def check(self, value: Any) -> float:
        """The value, or a :class:`StretchlibError`: nothing is clamped."""
        return within(self.label, value, self.low, self.high, self.unit)


@dataclass(frozen=True)
class Choice:
    """A list to choose from: ``options`` maps each value to its words."""

    name: str
    label: str
    options: Mapping[str, str]
    value: str

    def as_dict(self) -> dict[str, Any]:
        """As the page takes it."""
        return {"name": self.name, "label": self.label, "options": [list(pair) for pair in self.options.items()],
                "value": self.value}

    def check(self, value: Any) -> str:
        """The value, or a :class:`StretchlibError` that names the nearest."""
        if not isinstance(value, str) or value not in self.options:
            raise StretchlibError(closed(f"{self.label} has no {_quoted(value)}: "
                                         f"{did_you_mean(_quoted(value).strip(QUOTES), self.options)}"))
        return value


def _quoted(value: Any) -> str:
    """What was given, as Python writes it, cut where it is long."""
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


class Explorer(SpokenWidget):
    """A :class:`Scene` with its controls; build one with ``explore_hip()`` or ``explore_forward_bend()``.

    ``values`` is the state shown, ``facts`` its sentences; :meth:`set` changes it from code as a slider would. It
    speaks the language in which it was made. ``draw`` makes the scene, when it is needed.
    """

    _esm = module("widgets/explorer/explorer.js")
    _css = style("widgets/explorer/explorer.css")

    controls = traitlets.List().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)
    answer = traitlets.Dict().tag(sync=True)  # the state of the picture and the question that it answers
    picture = traitlets.Bytes().tag(sync=True)

    def __init__(self, name: str, draw: Callable[[], Scene], controls: Sequence[Range | Choice], *,
                 refuse: Callable[[Mapping[str, Any]], None] | None = None) -> None:
        self.name, self._draw = name, draw
        self._controls = {control.name: control for control in controls}
        self._refuse = refuse
        self.values: dict[str, Any] = {control.name: control.check(control.value) for control in controls}
        said = ("explorer.", "number.decimal_mark")
        words = {key: text for key, text in phrases.words().items() if key.startswith(said)}
        super().__init__(controls=[control.as_dict() for control in controls], words=words,
                         answer=self._state(), picture=self.scene.png())
        self.on_msg(self._asked)

    @property
    def scene(self) -> Scene:
        """The picture in the state of ``values``."""
        scene: Scene = SCENES.of(self, self._drawn)
        return scene

    def _drawn(self) -> Scene:
        with spoken(self.language):
            scene = self._draw()
            scene.show(self.values)
            return scene

    @property
    def facts(self) -> tuple[str, ...]:
        """What the picture shows now, read back from its artists."""
        return self.scene.diagram.facts

    def close(self) -> None:
        """Take the explorer out of its notebook."""
        SCENES.forget(self)
        super().close()

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
        for name in values:
            if name not in self._controls:
                raise StretchlibError(closed(f"{self.name} has no {_quoted(name)}: "
                                             f"{did_you_mean(_quoted(name).strip(QUOTES), self._controls)}"))
        asked = {**self.values, **{name: self._controls[name].check(value) for name, value in values.items()}}
        if self._refuse:
            self._refuse(asked)
        scene = self.scene
        with spoken(self.language):
            scene.show(asked)
        self.values = asked
        with self.hold_sync():  # picture and text go in one message: the page never shows one without the other
            self.picture = scene.png()
            self.answer = self._state(page=page, seq=seq)

    def _state(self, page: str = "", seq: int = 0, refused: str = "") -> dict[str, Any]:
        diagram = self.scene.diagram
        facts = list(diagram.facts)
        return {"page": page, "seq": seq, "values": self.values, "title": diagram.title, "alt": diagram.telling(facts),
                "facts": facts, "note": diagram.note, "refused": refused}

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value:g}" if isinstance(value, (int, float)) else f"{name}={value!r}"
                           for name, value in self.values.items())
        return f"{self.name}({values})"

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.scene.diagram)
        # An output of its own: a notebook reopened without a kernel hides the text beside a lost widget.
        data, metadata = super()._repr_mimebundle_()
        display(data, raw=True, metadata=metadata)
