"""The scene of the hip that can be turned: bones that stand still, the thigh bone, and a belly for each muscle part."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from ..hip.wording import muscle_name
from ..tables import catalogue
from ..tables.phrases import say
from ..tables.rows.hip_model import HipPart
from . import meshes
from .scene import mesh_id, packed_mesh

#: View -> azimuth in degrees, 0 in front of the patient, 90 at the right side.
AZIMUTHS = {"posterolateral": 140, "lateral": 90, "anterolateral": 40, "anterior": 0}
LAYERS = ("deep", "middle", "surface")
BONES = ("sacrum", "hip_bone_left", "hip_bone_right", "lumbar_5", "femur_right")
THIGH = ("femur_right",)
#: Where bones are named, mm in the frame of their node.
NAMED = {"sacrum": ("pelvis", (-92.5, 72.0, -79.0)), "ilium": ("pelvis", (-5.8, 87.5, 30.9)),
         "femur": ("thigh", (22.5, -232.0, 31.5))}
EXTENT, CENTRE = (650.0, 780.0), (165.0, -115.0, 10.0)  # mm: all that a knee reaches from -20 to 120 degrees of flexion
KNEE = (0.0, -400.0, 0.0)
TENDON = 0.34  # of a belly's width: how wide its ends are drawn
MUSCLE, BONE = "#c4604e", "#dccfb8"


def hip_scene(views: Iterable[str] = tuple(AZIMUTHS), cards: Mapping[str, Mapping[str, Any]] | None = None,
              card_of: Mapping[str, str] | None = None) -> dict[str, Any]:
    """The scene as :mod:`.scene` describes it, mm, in the pelvis frame about the right hip centre.

    ``views`` are keys of :data:`AZIMUTHS`, the first is home. ``cards`` are what a tap on a muscle opens; ``card_of``
    says which belongs to a part of ``hip_parts``. Bellies have no points: the page computes them (``hip_model.js``).
    Besides, ``knee`` is where the thigh is held when it is dragged, in the frame of the thigh.
    """
    card_of = card_of or {}
    packed = {bone: packed_mesh(*meshes.stored(bone), subdivide=meshes.in_page(bone)) for bone in BONES}
    parts = [{"id": bone, "mesh": mesh_id(mesh), "node": "thigh" if bone in THIGH else "pelvis", "colour": BONE,
              "name": say(f"stage.bone.{bone}")} for bone, mesh in packed.items()]
    rows = {row.part: row for row in reversed(catalogue.rows(HipPart))}
    paths = [{"id": part, "radius": row.belly_mm / 2, "tendon": round(TENDON * row.belly_mm / 2, 2), "colour": MUSCLE,
              "layer": row.layer, "name": muscle_name(part), **({"card": card_of[part]} if part in card_of else {})}
             for part, row in sorted(rows.items())]
    labels = [{"id": name, "text": say(f"stage.named.{name}"), "node": node, "anchor": list(at)}
              for name, (node, at) in NAMED.items()]
    return {
        "title": say("stage.hip"), "alt": "", "axes": "front-up-right", "extent": list(EXTENT), "centre": list(CENTRE),
        "joint": [0.0, 0.0, 0.0], "knee": list(KNEE), "meshes": {mesh_id(mesh): mesh for mesh in packed.values()},
        "nodes": {"pelvis": {}, "thigh": {}}, "parts": parts, "paths": paths,
        "labels": [*labels, {"id": "muscle", "text": "", "of": None}],
        "layers": [{"id": layer, "label": say(f"stage.layer.{layer}"), "on": True} for layer in LAYERS],
        "views": [{"id": view, "label": say(f"stage.view.{view}"), "azimuth": AZIMUTHS[view], "elevation": 0}
                  for view in views],
        "cards": dict(cards or {}),
    }
