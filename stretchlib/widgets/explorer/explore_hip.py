"""The hip that can be turned: the page computes and draws it, and tells Python where it rests."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import traitlets

from ...core.errors import StretchlibError
from ...figures.plates.structure_card import structure
from ...stage.hip_people import hip_people
from ...stage.hip_scene import hip_scene
from ...stage.hip_tables import hip_tables
from ...tables import catalogue
from ...tables.memo import one_look
from ...tables.paths import spoken
from ...tables.rows.evidence import StructureGroup
from ...tables.rows.hip_model import MusclePart
from ..shared.bundle import module, style
from .explored import SAID, Choice, Explored, Range, Scene, Value


class HipExplorer(Explored):
    """The right hip with its controls; build one with ``explore_hip()``.

    ``state`` holds the values in which the page rests, and ``values`` the same; :meth:`set` changes them from code as a
    slider would. ``facts`` are the sentences of that state, read back from the still that stands beside the widget.
    """

    _esm = module("widgets/explorer/explore_hip.js")
    _css = style("widgets/explorer/explorer.css", "stage/stage.css", "widgets/explorer/explore_hip.css")

    stage = traitlets.Dict().tag(sync=True)  # the scene
    tables = traitlets.Dict().tag(sync=True)  # what the page computes lengths, arms and sentences from
    state = traitlets.Dict().tag(sync=True)
    people = traitlets.Dict().tag(sync=True)  # empty until the page asks for the 26
    wall = traitlets.Bool(False).tag(sync=True)

    def __init__(self, draw: Callable[[], Scene], controls: Sequence[Range | Choice], *, views: Sequence[str],
                 wall: bool = False) -> None:
        said = (*SAID, "stage.", "towards.", "explored.change", "explored.who_does", "explored.has_none")
        super().__init__("explore_hip", draw, controls, said=said, stage=_scene(tuple(views)),
                         tables=_tables(), wall=wall)
        self.state = dict(self.values)
        self.on_msg(self._asked)

    def _asked(self, _: Any, message: Any, __: Any) -> None:
        """The page asks for the bones of the 26, which it gets once."""
        if isinstance(message, dict) and message.get("ask") == "people" and not self.people:
            with spoken(self.language):
                self.people = hip_people()

    @one_look()
    def set(self, **values: Value) -> None:
        """Change some of the values; raises :class:`StretchlibError` where one is out of range or unknown."""
        self.values = self._checked(values)
        self.state = dict(self.values)

    @traitlets.observe("state")  # type: ignore[untyped-decorator]
    def _rests(self, change: Any) -> None:
        """The page rests in another state. One that it cannot have is not believed: the page gets the last good one."""
        if change["new"] == self.values:
            return
        try:
            with one_look(), spoken(self.language):
                self.values = self._checked(change["new"])
        except StretchlibError:
            pass
        self.state = dict(self.values)

    @property
    def scene(self) -> Scene:
        """The still in the state of ``values``."""
        scene = super().scene
        with spoken(self.language):
            scene.show(self.values)
        return scene

    def public(self) -> dict[str, Any]:
        """What a page without Python shows the explorer from: its traits by name."""
        own = {name: getattr(self, name) for name in ("stage", "tables", "state", "controls", "words", "wall")}
        return own | {"people": hip_people()}

    @property
    def answer(self) -> dict[str, Any]:
        """The state in words: ``values``, ``title``, ``alt``, ``facts``, ``note``."""
        return self._described()

    @property
    def picture(self) -> bytes:
        """The still as PNG."""
        return self.scene.png()


@catalogue.derived
def _scene(views: tuple[str, ...]) -> dict[str, Any]:
    """The scene, which all explorers of one language share."""
    return hip_scene(views, cards(), card_of())


@catalogue.derived
def _tables() -> dict[str, Any]:
    return hip_tables()


@catalogue.derived
def cards() -> dict[str, dict[str, Any]]:
    """What a tap opens, by the id of ``structure_groups``: the card's title and its answers, each a text."""
    return {group: {"title": structure(group).group.name, "lines": list(structure(group).answers())}
            for group in sorted(set(card_of().values()))}


@catalogue.derived
def card_of() -> dict[str, str]:
    """The card that belongs to a part of the hip models; parts without one are left out."""
    groups = {member: group.id for group in reversed(catalogue.rows(StructureGroup)) for member in group.members}
    return {row.part: groups[row.structure] for row in catalogue.rows(MusclePart)
            if row.part and row.structure in groups}
