"""What a plate tells: bones, structures with their ends, order and dashes, read back from its artists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from matplotlib.figure import Figure

from ...hip.wording import listed
from ...tables.phrases import say, term
from .muscles import named_rows

KINDS = ("muscle-", "nerve-", "ligament-", "tendon-", "skin-")  # what a fact tells


def letter_facts(figure: Figure) -> Iterator[str]:
    """The sentence of a plate with letters for names: which letters there are, and nothing of what they stand on."""
    letters = sorted(text.get_text() for ax in figure.axes for text in ax.texts
                   if str(text.get_gid()).startswith("label-") and len(text.get_text()) == 1)
    yield say("plate.letters", letters=", ".join(letters))


def facts(figure: Figure) -> Iterator[str]:
    """Read bones, structures with their ends, order, dashes and labels back from the artists."""
    order: dict[str, None] = {}
    named = {row.structure: row.name for row in named_rows()}
    for number, ax in enumerate(figure.axes):
        gids: dict[str, Any] = {
            str(artist.get_gid()): artist for artist in (*ax.collections, *ax.lines, *ax.patches, *ax.texts)
                if artist.get_gid() and artist.get_visible()}
        names = {gid.removeprefix("label-"): artist.get_text() for gid, artist in gids.items()
                 if gid.startswith("label-")}
        if number == 0:
            bones = [_bone(gid.removeprefix("bone-")) for gid in gids if gid.startswith("bone-")]
            yield say("plate.bones", bones=", ".join(sorted(bones)))
        drawn = sorted((artist.get_zorder(), gid) for gid, artist in gids.items() if gid.startswith(KINDS))
        for _, gid in drawn:
            kind, structure = gid.split("-", 1)
            if structure not in order and (structure in names or len(figure.axes) == 1):
                order[structure] = None
                yield _fact(gids, kind, structure, names.get(structure) or named[structure])
        if len(drawn) > 1 and ax is figure.axes[-1]:
            keys = [gid.split("-", 1)[1] for _, gid in drawn]
            yield say("plate.order", names=", ".join(names.get(key) or named[key] for key in keys))
    on_left = gids["side-left"].get_text() if "side-left" in gids else ""
    if on_left in (say("plate.r"), say("plate.l")):
        yield say("plate.right_on_left" if on_left == say("plate.r") else "plate.left_on_left")


def _fact(gids: dict[str, Any], kind: str, structure: str, name: str) -> str:
    """One structure: the bones at its ends, whether bone hides a part, and whether others cover it."""
    ends = [next((gid.split("|")[1] for gid in gids if gid.startswith(f"{end}-{structure}|")), None)
            for end in ("origin", "insertion")]
    if ends == [None, None]:
        return say("plate.area", name=name, kind=term("tissue", kind))
    origin, insertion = (_end(gids, end) if end else say("plate.soft_tissue") for end in ends)
    hidden = say("plate.behind") if f"behind-{structure}" in gids else ""
    covered = "" if f"dot-{structure}" in gids else say("plate.covered")
    return say("plate.way", name=name, kind=term("tissue", kind), origin=origin, insertion=insertion,
               behind=hidden + covered)


def _end(gids: dict[str, Any], bones: str) -> str:
    """The bones at an end of a structure, and which of them the picture leaves out."""
    return listed([_bone(bone) if f"bone-{bone}" in gids else say("plate.not_drawn", bone=_bone(bone))
                   for bone in bones.split("; ")])


def _bone(name: str) -> str:
    return term("bone", name).replace("_", " ")
