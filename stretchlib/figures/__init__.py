"""The drawings. Each function returns a :class:`Diagram`: a matplotlib figure with facts read back from it."""

from __future__ import annotations

from .diagram import Diagram
from .dose import plot_dose
from .timeline import plot_session

__all__ = ["Diagram", "plot_dose", "plot_session"]
