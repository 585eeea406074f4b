"""The one line that every exported thing carries: what it is from, under which licences."""

from __future__ import annotations

from . import __version__

CREDIT = f"stretchlib {__version__}, CC BY 4.0; bones CC BY 3.0. Education, not advice."
