"""``pytest -p tools.quick_pytest``: nbval loads Jupyter without what it has no use for, and its kernels begin as those
of a student do. Loaded before nbval is."""

from __future__ import annotations

import os

from stretchlib.app.kernel import lay_down_profile
from stretchlib.app.quick_jupyter import leave_out
from tools.checks import IPYTHON

leave_out()
lay_down_profile(IPYTHON)
os.environ["IPYTHONDIR"] = str(IPYTHON)
