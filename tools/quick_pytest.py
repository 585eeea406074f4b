"""``pytest -p tools.quick_pytest``: nbval loads Jupyter without what it has no use for. Loaded before nbval is."""

from __future__ import annotations

from stretchlib.app.quick_jupyter import leave_out

leave_out()
