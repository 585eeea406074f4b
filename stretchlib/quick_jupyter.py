"""Jupyter in a second less. To import this before Jupyter is all; ``pytest -p stretchlib.quick_jupyter`` does the same.

Jupyter has ``jsonschema`` look for each check of a format that is installed. One of them, for addresses with letters of
any script, builds its grammars as it is loaded, and no schema of Jupyter or of a notebook asks for it. Named as missing
here, it is passed over (jupyter_server #1559, jsonschema #1428).
"""

from __future__ import annotations

import sys
from typing import Any, cast

cast(dict[str, Any], sys.modules).setdefault("rfc3987_syntax", None)
