"""The small picture of a structure's card: its bones, the structure in colour, neighbours pale, joints in a ring."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from textwrap import fill

from matplotlib.figure import Figure
from matplotlib.patches import Circle

from ...core.errors import drawn_from
from ...tables import catalogue, reviews
from ...tables.phrases import say
from ...tables.rows.anatomy import Plate, Structure
from ...tables.rows.evidence import StructureGroup
from ..cell_entries import split
from ..diagram import Diagram
from ..style import GREY, INK, PAPER, SMALL
from .bones import View, draw_bones, view_of
from .labels import Label, place_labels
from .muscles import landmark, named_rows
from .plate import bellies, clip
from .plate_facts import facts

WIDTH = 3.6  # inches, of which the body takes the left part and the names the right one
BODY, HEIGHT = 1.95, 3.7  # inches that a body may be wide and high
HEAD = 0.42  # inches above the body
LETTERS = 16  # of a name on a line
RING = 17.0  # mm, radius of the ring


def structure_plate(group: StructureGroup) -> Diagram:
    """The picture of a card: the plate of ``group`` with its members and the neighbours it names, nothing else.

    A member that the plate does not draw, a joint or a tendon, is ringed where ``muscle_sections`` has its point.
    """
    with drawn_from(f"structure_groups.csv, {group.id}", "plate or members, or points_mm of muscle_sections.csv"):
        return _drawn(group, catalogue.row(Plate, group.plate))


def _drawn(group: StructureGroup, plate: Plate) -> Diagram:
    window = (plate.left_mm, plate.right_mm, plate.bottom_mm, plate.top_mm)
    left, right, bottom, top = window
    scale = min(BODY / (right - left), HEIGHT / (top - bottom))
    height = (top - bottom) * scale + HEAD + 0.1
    figure = Figure(figsize=(WIDTH, height))
    ax = figure.add_axes((0, 0, 1, 1))
    ax.set_xlim(left - 0.04 / scale, left + (WIDTH - 0.04) / scale)
    ax.set_ylim(bottom - 0.1 / scale, bottom + (height - 0.1) / scale)
    ax.set_axis_off()
    ax.set_autoscale_on(False)
    look = view_of(plate.view)
    for x, side, align in zip((left, right), look.sides, ("left", "right"), strict=True):
        ax.text(x, top + 0.02 / scale, say(f"plate.{side}"), fontsize=SMALL, weight="bold", color=GREY, ha=align,
                va="bottom").set_gid(f"side-{align}")
    ax.text(left, top + 0.2 / scale, look.seen, fontsize=SMALL, color=GREY, va="bottom").set_gid("seen")
    rows = [row if row.structure in group.members or row.kind == "nerve" else replace(row, tone="pale")
            for row in named_rows()
            if row.plate == plate.id and row.structure in (*group.members, *group.beside)]
    labels = bellies(ax, look, rows, draw_bones(ax, look, split(plate.bones), window=window), window)
    labels = [replace(label, name=fill(label.name, LETTERS), latin="", side="right",
                      plain=label.structure not in group.members) for label in labels]
    clip(ax, window)
    drawn = {row.structure for row in rows}
    rings = [_ring(group, member, look) for member in group.members if member not in drawn]
    for ring in rings:
        for colour, thick, order in ((PAPER, 4.6, 93.0), (INK, 2.2, 94.0)):
            circle = Circle(ring.dot, RING, facecolor="none", edgecolor=colour, linewidth=thick, zorder=order)
            ax.add_patch(circle)
        circle.set_gid(f"ring-{ring.structure}")
    place_labels(ax, [*labels, *rings], window, WIDTH)
    covered = [row.name for row in rows
               if row.structure in group.members and row.structure not in {label.structure for label in labels}]
    if covered:
        words = fill(say("structure_card.covered", names=", ".join(covered)), LETTERS + 4)
        ax.text(right + 0.16 / scale, bottom, words, fontsize=SMALL, color=GREY, va="bottom").set_gid("covered")
    note = f"{plate.caption} {say('plate.review', state=reviews.review_state(plate))} {say('bones.credit')}"
    return Diagram(figure, say("structure_card.picture", name=group.name), _facts, note=note)


def _ring(group: StructureGroup, member: str, look: View) -> Label:
    """The name beside a ring: that of the card, and of a muscle that the ring holds its origin."""
    muscle = catalogue.row(Structure, member).kind == "muscle"
    name = say("structure_card.origin", name=group.name) if muscle else group.name
    return Label(member, fill(name, LETTERS), "", "right", landmark(look, member))


def _facts(figure: Figure) -> Iterator[str]:
    """The facts of a plate, and what each ring is labelled with."""
    yield from facts(figure)
    for ax in figure.axes:
        names = {str(text.get_gid()): text.get_text() for text in ax.texts}
        for patch in ax.patches:
            structure = str(patch.get_gid()).removeprefix("ring-")
            if str(patch.get_gid()).startswith("ring-"):
                yield say("structure_card.ringed", name=" ".join(names[f"label-{structure}"].split()))
