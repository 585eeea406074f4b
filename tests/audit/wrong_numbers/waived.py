"""What may pass unnoticed, by name, each with its reason."""

from __future__ import annotations

from .changes import Change, grid

#: (table, column) -> why a wrong entry may pass; ``*`` stands for every table.
WAIVED: dict[tuple[str, str], str] = {
    ("*", "checked_note"): "An editor's remark on how a row was checked; most tables show only whether it was.",
    ("words", "note"): "Tells whoever edits or translates a phrase where it stands.",
    ("pain_areas", "id"): "Names a row for whoever signs or changes it; no link leads there.",
    ("claim_numbers", "quantity"): "Tells an editor which number of a statement it is; a reader reads the statement.",
    ("plates", "checklist"): "What an anatomist looks for in signing the plate: it stands in the form of docs/review.",
    **dict.fromkeys((("hip_wraps", "first_point"), ("hip_wraps", "last_point")),
                    "Between which points a cylinder counts: a wider range holds the same piece of the path."),
    **dict.fromkeys((("hip_wraps", "turn_z_rad"), ("carried_wraps", "turn_z_rad")),
                    "A turn of a cylinder about its own axis, which changes nothing."),
    **dict.fromkeys((("hip_wraps", "length_mm"), ("carried_wraps", "length_mm")),
                    "A cylinder is longer than the path upon it: its length counts at its ends."),
    ("glossary", "id"): "Names a row for whoever edits it: a reader looks a word up by its term.",
    ("hip_parts", "belly_mm"): "How thick a belly is drawn on the stage, by convention: a millimetre is not seen.",
    **dict.fromkeys((("drawn_points", "x_mm"), ("drawn_points", "y_mm"), ("drawn_points", "z_mm")),
                    "Where a path is drawn on the mean bones: no number is made from it, test_drawn_bones.py holds its "
                    "ends to their bones, and between them a few millimetres are hidden by the belly."),
    ("published_hips", "note"): "How a study measured: it stands in the table, beside the value, and in no picture.",
    **dict.fromkeys((("review_forms", "form"), ("review_forms", "look"), ("review_forms", "columns")),
                    "Stands in a form of docs/review, which a test of its own holds to the table."),
    ("translations_de", "english"): "Tells for which English a translation was made: where that has changed the course "
                                    "shows the English, and the check of the language counts it.",
    ("patient_features", "label"): "Tells an editor what a feature of a person stands for; a reader reads the caution "
                                   "that it leads to.",
    **dict.fromkeys((("patient_features", "drawn_turn_deg"), ("patient_features", "hold_s")),
                    "From where on the check asks for a caution: between two exercises any limit asks for the same."),
    **dict.fromkeys((("question_parameters", "min"), ("question_parameters", "max"), ("question_parameters", "step")),
                    "From where to where a number of a question is drawn: with any other the question is as right, "
                    "because its key is computed from what was drawn."),
    **dict.fromkeys((("hip_points", "condition_min_rad"), ("hip_points", "condition_max_rad")),
                    "Of a point that belongs to the path only from one bend of the knee to another: the course asks "
                    "the models at 0 and at 90 degrees, so that a limit counts where it crosses one of them."),
}


#: (table, column, what stands there) -> why a wrong entry of such a row may pass.
WAIVED_ROWS: dict[tuple[str, str, str], str] = {
    ("test_accuracy", "use", "false"): "Such a row is kept from all arithmetic and shown by no figure: whoever asks "
                                       "for it is told its caveat, and why it cannot be used.",
    ("hip_or_spine", "moves", "false"): "Such a ratio moves nothing and is shown nowhere, so that nobody "
                                        "multiplies it; test_hip_or_spine.py holds each to its paper.",
    ("hip_wraps", "used", "false"): "Kept as it was published; the hip model leaves the cylinder out.",
}


def waived(change: Change) -> str | None:
    """The reason why this change may pass; ``None`` where it may not."""
    row = grid(change.table)[change.cells[0][0]]
    for (table, column, value), reason in WAIVED_ROWS.items():
        if change.table == table and row[column] == value:
            return reason
    reasons = [WAIVED.get((change.table, column)) or WAIVED.get(("*", column)) for _, column, _ in change.cells]
    return reasons[0] if all(reasons) else None
