"""Jupyter in a second less.

Jupyter has ``jsonschema`` look for each check of a format that is installed. One of them, for addresses with letters of
any script, builds its grammars as it is loaded, and no schema of Jupyter or of a notebook asks for it (jupyter_server
#1559, jsonschema #1428).
"""

from __future__ import annotations

import sys
from typing import Any, cast


def leave_out() -> None:
    """Name that check as missing, before Jupyter is loaded: then it is passed over."""
    cast(dict[str, Any], sys.modules).setdefault("rfc3987_syntax", None)
