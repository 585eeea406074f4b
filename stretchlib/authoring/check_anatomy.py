"""What must hold between structures, the plates that draw them, and the parts of which they are drawn."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Iterator
from typing import IO, TYPE_CHECKING

from ..core.errors import did_you_mean
from ..tables.reader import Table, sentence
from ..tables.rows.anatomy import MuscleSection, Plate, PlateMuscle, SciaticVariant, Structure
from .same_words import alike_faults

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

BONES = "anatomy/bones.npz"
POOLED = ("limbs_percent", "interval_low_percent", "interval_high_percent", "limbs")


def structure_faults(structures: Table) -> Iterator[str]:
    """Each structure has names of its own."""
    yield from alike_faults(structures, "name_en", "name_la")


def root_faults(roots: Table) -> Iterator[str]:
    """Each root is tested in a way of its own: two alike could not be told apart at the bedside."""
    yield from alike_faults(roots, "myotome", "dermatome")


def variant_faults(variants: Table) -> Iterator[str]:
    """A nerve is undivided where both its parts take one way; a share has its interval and its limbs, and all shares
    together are no more than all limbs."""
    total = 0.0
    for row, number in variants.numbered(SciaticVariant):
        if row.undivided != (row.tibial == row.fibular):
            yield sentence(variants.name, f"type {row.type}: the two parts leave " +
                           ("in one place" if row.tibial == row.fibular else "in two places"),
                           f"write {str(row.tibial == row.fibular).lower()}, or change where a part leaves", number,
                           "undivided", str(row.undivided).lower())
        pooled = [column for column in POOLED if row[column] is not None]
        if pooled and len(pooled) < len(POOLED):
            missing = next(column for column in POOLED if column not in pooled)
            yield sentence(variants.name, f"type {row.type} has {pooled[0]} and not {missing}, so that no share is "
                           "shown", "give all four of share, interval and limbs, or none", number, missing)
        total += row.limbs_percent or 0
        if total > 100:
            yield sentence(variants.name, f"with this row the types are {total:g} % of all limbs", "correct the shares",
                           number, "limbs_percent", row.limbs_percent)
            total = float("-inf")  # told once
    yield from alike_faults(variants, "label")


def plate_faults(plates: Table, drawn: Table, sections: Table) -> Iterator[str]:
    """Each plate draws something, in layers that it has, of which the shape is in muscle_sections.csv."""
    layers = {plate.id: len([layer for layer in plate.layers.split("; ") if layer]) for plate in plates.of(Plate)}
    shaped = {section.structure for section in sections.of(MuscleSection)}
    used: dict[str, set[int]] = {}
    for row, number in drawn.numbered(PlateMuscle):
        if row.structure not in shaped:
            yield sentence(drawn.name, f"muscle_sections.csv has no shape of {row.structure}",
                           did_you_mean(row.structure, sorted(shaped)), number, "structure", row.structure)
        most = layers.get(row.plate)
        if most is None:
            continue  # told as a link
        used.setdefault(row.plate, set()).add(row.layer or 0)
        if row.kind not in ("landmark", "outline") and most and not row.layer:
            yield sentence(drawn.name, f"the plate {row.plate} has {most} layers, and {row.structure} is in none",
                           f"write 1 to {most}", number, "layer")
        if row.layer and row.layer > most:
            yield sentence(drawn.name, f"the plate {row.plate} has " + (f"{most} layers" if most else "no layers"),
                           f"write 1 to {most}" if most else "empty the cell", number, "layer", row.layer)
    for plate, number in plates.numbered(Plate):
        if plate.id not in used:
            yield sentence(plates.name, "plate_muscles.csv draws nothing on this plate", "add its rows", number, "id",
                           plate.id)
        for layer in range(1, layers[plate.id] + 1):
            if layer not in used.get(plate.id, {layer}):
                yield sentence(plates.name, f"nothing is drawn in layer {layer} of {plate.id}", "add it in "
                               "plate_muscles.csv, or remove the layer", number, "layers", plate.layers)


def name_faults(drawn: Table, structures: Table) -> Iterator[str]:
    """What is drawn on a plate is named once, in structures.csv or beside it, and has the kind it has there."""
    kinds = {row.id: row.kind for row in structures.of(Structure)}
    for row, number in drawn.numbered(PlateMuscle):
        if row.structure in kinds and row.name:
            yield sentence(drawn.name, f"structures.csv names {row.structure} already", "empty the cell", number,
                           "name", row.name)
        elif row.structure not in kinds and not row.name:
            yield sentence(drawn.name, f"nothing names {row.structure}", "write its name", number, "name")
        if row.kind != kinds.get(row.structure, row.kind):
            yield sentence(drawn.name, f"{row.structure} is a {kinds[row.structure]} in structures.csv",
                           f"write {kinds[row.structure]}", number, "kind", row.kind)


def section_faults(sections: Table, drawn: Table) -> Iterator[str]:
    """The points of a shape are points, and what is no landmark has two lines at least."""
    counts: dict[str, int] = {}
    for row, number in sections.numbered(MuscleSection):
        counts[row.structure] = counts.get(row.structure, 0) + 1
        for point in row.points_mm.split("; "):
            if not _is_point(point):
                yield sentence(sections.name, f"section {row.section} of {row.structure} has a point that is not three "
                               "numbers", "write it like -12.5 40 3.2", number, "points_mm", point)
                break
    for shape, number in drawn.numbered(PlateMuscle):
        if shape.kind != "landmark" and counts.get(shape.structure) == 1:
            yield sentence(drawn.name, f"muscle_sections.csv has one line of {shape.structure}, and a {shape.kind} is "
                           "drawn between two", "add its lines there", number, "structure", shape.structure)


def _is_point(text: str) -> bool:
    try:
        return len([float(number) for number in text.split()]) == 3
    except ValueError:
        return False


def bone_faults(root: Traversable, plates: Table, drawn: Table) -> Iterator[str]:
    """The bones of a plate are in the file of the bones, and what may hide a muscle is drawn on its plate."""
    file = root.joinpath(*BONES.split("/"))
    if not file.is_file():
        yield f"{BONES}: the file of the bones is not there; restore it from a copy."
        return
    try:
        with file.open("rb") as opened:
            there = {name.removesuffix("_points.npy") for name in _names(opened) if name.endswith("_points.npy")}
    except (zipfile.BadZipFile, OSError):
        yield f"{BONES}: this is no file of bones; restore it from a copy."
        return
    bones = {plate.id: plate.bones.split("; ") for plate in plates.of(Plate)}
    for plate, number in plates.numbered(Plate):
        for bone in bones[plate.id]:
            if bone not in there:
                yield sentence(plates.name, f"{BONES} has no bone of this name", did_you_mean(bone, sorted(there)),
                               number, "bones", bone)
    for row, number in drawn.numbered(PlateMuscle):
        for bone in row.hidden_by.split("; ") if row.hidden_by else ():
            if bone not in bones.get(row.plate, (bone,)):
                yield sentence(drawn.name, f"the plate {row.plate} does not draw this bone",
                               did_you_mean(bone, bones[row.plate]), number, "hidden_by", bone)


def _names(opened: IO[bytes]) -> list[str]:
    with zipfile.ZipFile(opened) as packed:
        return packed.namelist()


#: Rule -> the tables it takes, in this order.
RULES: dict[Callable[..., Iterable[str]], tuple[str, ...]] = {
    structure_faults: ("structures",), root_faults: ("nerve_roots",), variant_faults: ("sciatic_variants",),
    plate_faults: ("plates", "plate_muscles", "muscle_sections"), name_faults: ("plate_muscles", "structures"),
    section_faults: ("muscle_sections", "plate_muscles"),
}
