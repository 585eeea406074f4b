"""What the course's own Jupyter gives a page that opens a notebook: no widget that nobody can bring to life.

A saved notebook names its widgets by ids that live in a kernel. Another day's kernel knows none of them, and
JupyterLab says "Error displaying widget: model not found" where each of them stood. So a notebook is opened without
the widgets that no kernel has, and a sentence above their stills says how to go on. Nothing is left out when
a notebook is saved: a page that is loaded again while its kernel lives finds its timer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import Any

from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

from .lost_widgets import has_lost, leave_out

ANSWER_S = 2.0  # so long a kernel is waited for


class CourseContents(AsyncLargeFileManager):
    """Jupyter's own files; a notebook is opened without the widgets that no kernel has."""

    async def get(self, path: str, content: bool = True, type: str | None = None,
                  format: str | None = None, require_hash: bool = False) -> dict[str, Any]:
        """A file as Jupyter's own manager gives it."""
        model: dict[str, Any] = await super().get(path, content, type, format, require_hash)
        if content and model["type"] == "notebook" and has_lost(model["content"]):
            leave_out(model["content"], await self._living(path))
        return model

    async def _living(self, path: str) -> Collection[str] | None:
        """The ids of the widgets in the kernel of this notebook; ``None`` where it is at work and does not answer."""
        sessions = await self.parent.session_manager.list_sessions()
        kernel = next((session["kernel"]["id"] for session in sessions
                       if session["path"].strip("/") == path.strip("/") and session["kernel"]), None)
        if kernel is None:
            return ()
        client = self.parent.kernel_manager.get_kernel(kernel).client()
        client.start_channels(shell=True, iopub=False, stdin=False, hb=False, control=False)
        try:
            question = client.comm_info(target_name="jupyter.widget")
            while True:
                reply = await asyncio.wait_for(client.get_shell_msg(), ANSWER_S)
                if reply["parent_header"].get("msg_id") == question:
                    return frozenset(reply["content"]["comms"])
        except TimeoutError:
            return None
        finally:
            client.stop_channels()
