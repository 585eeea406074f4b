"""Hollow marks of the hip explorer: there the path of a geometry jumps, and its number says little of the muscle."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from ... import hip
from ...hip.wording import AXES, model_name
from ...tables.phrases import say
from ..style import INK, PAPER
from .looks import model_look


def mark_jumps(gids: Mapping[Any, Any], pose: Mapping[str, Any], muscle: str, models: Iterable[str]) -> bool:
    """Make hollow the arms of each model that jumps near this pose, and its length where it jumps on the way here from
    the anatomical position. Returns whether any mark is hollow now."""
    jumps = False
    for model in models:
        near = bool(hip.jumps_near(muscle, **pose, model=model))
        across = bool(hip.jumps_on_way(muscle, **pose, model=model))
        for gid, hollow in {**{f"arm|{axis}|{model}": near for axis in AXES}, f"length|{model}": across}.items():
            if gid in gids:
                colour = model_look(model)[1]
                gids[gid].set(markerfacecolor=PAPER if hollow else colour, markeredgecolor=colour if hollow else INK,
                              markeredgewidth=2 if hollow else 0.9)
                jumps = jumps or hollow
    return jumps


def jump_facts(lines: Mapping[str, Any]) -> Iterator[str]:
    """The sentences of the hollow marks among the visible lines, by gid."""
    for model in hip.MODELS:
        for gid, key in ((f"arm|{AXES[0]}|{model}", "explored.jump_near"), (f"length|{model}", "explored.jump_on_way")):
            if gid in lines and lines[gid].get_markerfacecolor() == PAPER:
                yield say(key, model=model_name(model))
