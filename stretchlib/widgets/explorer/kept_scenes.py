"""The pictures that explorers keep: the figures of the last few, because each takes megabytes of memory.

A notebook keeps every widget that it has made, also those of cells that were run again. Their state is small; the
figure behind it is drawn anew when it is asked for.
"""

from __future__ import annotations

import gc
from collections import OrderedDict
from collections.abc import Callable
from typing import Any
from weakref import finalize

KEPT = 2  # explorers that keep their figure


class KeptScenes:
    """The scenes of the last ``at_most`` explorers that were asked for theirs."""

    def __init__(self, at_most: int = KEPT) -> None:
        self._at_most = at_most
        self._scenes: OrderedDict[int, Any] = OrderedDict()

    def of(self, owner: object, draw: Callable[[], Any]) -> Any:
        """The scene of this explorer: the one that is kept, or what ``draw`` makes."""
        number = id(owner)
        if number not in self._scenes:
            if len(self._scenes) >= self._at_most:  # first, so that its memory serves the new one
                self._scenes.popitem(last=False)
                gc.collect()  # the artists of a figure point at each other, and would stay for long
            self._scenes[number] = draw()
            finalize(owner, self._scenes.pop, number, None)
        self._scenes.move_to_end(number)
        return self._scenes[number]

    def forget(self, owner: object) -> None:
        """Give back the memory of an explorer that is closed."""
        self._scenes.pop(id(owner), None)

    def __len__(self) -> int:
        return len(self._scenes)
