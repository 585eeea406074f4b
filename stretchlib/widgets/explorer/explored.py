"""What every explorer of the course is: values that controls change, a scene that tells what they mean, a still.

A scene is a figure that is drawn when it is asked for; the explorers used last keep theirs (:mod:`.kept_scenes`), an
older one draws it anew.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import traitlets

from ...core.errors import StretchlibError, closed, did_you_mean
from ...core.numbers import within
from ...core.still import Still
from ...figures import Diagram
from ...tables import phrases
from ...tables.paths import spoken
from ..shared.spoken_widget import SpokenWidget
from .kept_scenes import KeptScenes

SCENES = KeptScenes()
Value = float | str
QUOTES = "'\""
SAID = ("explorer.", "number.decimal_mark")  # how the keys of the phrases begin that a page needs


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


class Explored(SpokenWidget):
    """Values in their ranges, and a :class:`Scene` that shows them; ``facts`` are its sentences.

    ``draw`` makes the scene, when it is needed. It speaks the language in which it was made.
    """

    controls = traitlets.List().tag(sync=True)
    words = traitlets.Dict().tag(sync=True)

    def __init__(self, name: str, draw: Callable[[], Scene], controls: Sequence[Range | Choice], *,
                 refuse: Callable[[Mapping[str, Any]], None] | None = None, said: tuple[str, ...] = SAID,
                 **traits: Any) -> None:
        self.name, self._draw = name, draw
        self._controls = {control.name: control for control in controls}
        self._refuse = refuse
        self.values: dict[str, Any] = {control.name: control.check(control.value) for control in controls}
        words = {key: text for key, text in phrases.words().items() if key.startswith(said)}
        super().__init__(controls=[control.as_dict() for control in controls], words=words, **traits)

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

    def _checked(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """All values with these changed; raises :class:`StretchlibError` where one is out of range or unknown."""
        for name in values:
            if name not in self._controls:
                raise StretchlibError(closed(f"{self.name} has no {_quoted(name)}: "
                                             f"{did_you_mean(_quoted(name).strip(QUOTES), self._controls)}"))
        asked = {**self.values, **{name: self._controls[name].check(value) for name, value in values.items()}}
        if self._refuse:
            self._refuse(asked)
        return asked

    def _described(self) -> dict[str, Any]:
        """The state of the picture in words."""
        diagram = self.scene.diagram
        facts = list(diagram.facts)
        return {"values": self.values, "title": diagram.title, "alt": diagram.telling(facts), "facts": facts,
                "note": diagram.note}

    def __repr__(self) -> str:
        values = ", ".join(f"{name}={value:g}" if isinstance(value, (int, float)) else f"{name}={value!r}"
                           for name, value in self.values.items())
        return f"{self.name}({values})"

    def still(self) -> Still:
        return Still(self.scene.diagram)
