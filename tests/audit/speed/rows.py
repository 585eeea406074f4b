"""One measured figure as a row: what was promised, what came out, and the peer beside it."""

from __future__ import annotations

from statistics import median
from typing import NamedTuple


class Row(NamedTuple):
    """``measured`` and ``limit`` in ``unit``; ``detail`` tells spread and parts. ``peer`` names what was
    measured beside it in the same run, and ``ratio`` how many times faster ours is."""

    key: str
    label: str
    measured: float
    limit: float
    unit: str
    detail: str = ""
    peer: str = ""
    ratio: float | None = None
    at_least: bool = False

    @property
    def reached(self) -> bool:
        """Whether what was promised came out."""
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit

    def cells(self) -> list[str]:
        """The cells of the table behind the key."""
        word = "at least" if self.at_least else "at most"
        beside = f"{self.peer}: {_number(self.ratio)}" if self.ratio is not None else self.peer
        return [self.label, f"{word} {_number(self.limit)} {self.unit}", f"{_number(self.measured)} {self.unit}",
                f"{self.measured / self.limit:.2f}", "yes" if self.reached else "**no**", beside, self.detail]


def _number(value: float | None) -> str:
    return "" if value is None else f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"


def spread(values: list[float], unit: str = "ms") -> str:
    """Range and number of runs."""
    return f"{_number(min(values))} to {_number(max(values))} {unit}, {len(values)} runs"


def of(values: list[float], percent: int) -> float:
    """The value below which ``percent`` of the values lie."""
    return sorted(values)[max(0, -(-len(values) * percent // 100) - 1)]


def row(key: str, label: str, values: list[float], limit: float, unit: str = "ms", detail: str = "") -> Row:
    """The median of ``values`` as a row, its spread in the detail."""
    return Row(key, label, median(values), limit, unit, "; ".join(filter(None, (spread(values, unit), detail))))
