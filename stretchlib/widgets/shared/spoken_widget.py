"""What every widget of the course is: one that tells the page its language and goes on speaking it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import anywidget
import traitlets

from ...core.still import Still
from ...tables.catalogue import current_language
from ...tables.memo import one_look
from ...tables.paths import spoken


class SpokenWidget(anywidget.AnyWidget):
    """A widget with ``language``, in which it was made; its root in the page bears it (``speak`` in ``dom.js``)."""

    language = traitlets.Unicode().tag(sync=True)

    @traitlets.default("language")  # type: ignore[untyped-decorator]
    def _language_set(self) -> str:
        return current_language()

    def still(self) -> Still:
        """What a notebook shows where this widget does not live."""
        raise NotImplementedError

    def _ipython_display_(self) -> None:
        from IPython.display import display

        display(self.still())
        data, metadata = super()._repr_mimebundle_()
        display(data, raw=True, metadata=metadata)

    def on_msg(self, callback: Callable[..., None], remove: bool = False) -> None:
        """Have messages of the page answered in the widget's language."""
        def answered(widget: Any, content: Any, buffers: Any) -> None:
            with one_look(), spoken(self.language):
                callback(widget, content, buffers)
        super().on_msg(callback if remove else answered, remove=remove)
