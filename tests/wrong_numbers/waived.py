"""What may pass unnoticed, by name, each with its reason."""

from __future__ import annotations

from .changes import Change

#: (table, column) -> why a wrong entry may pass; ``*`` stands for every table.
WAIVED: dict[tuple[str, str], str] = {
    ("*", "checked_note"): "An editor's remark on how a row was checked; most tables show only whether it was.",
    ("claim_numbers", "what"): "Tells an editor which number of a statement it is; a reader reads the statement.",
}


def waived(change: Change) -> str | None:
    """The reason why this change may pass; ``None`` where it may not."""
    reasons = [WAIVED.get((change.table, column)) or WAIVED.get(("*", column)) for _, column, _ in change.cells]
    return reasons[0] if all(reasons) else None
