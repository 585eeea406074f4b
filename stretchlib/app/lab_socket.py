"""JupyterLab's connection to a kernel without a needless wait; named in ``cli.lab_words``, imported by its server only.

A kernel answers with two small messages, "busy" and the answer. TCP holds the second back until the browser has
acknowledged the first, which it may put off: 40 ms of a student's wait, on some systems 200 ms, in every second answer.
"""

from __future__ import annotations

from typing import Any

from jupyter_server.services.kernels.connection.channels import ZMQChannelsWebsocketConnection


class PromptConnection(ZMQChannelsWebsocketConnection):
    """Jupyter's own connection, with each message sent at once."""

    def connect(self) -> Any:
        self.websocket_handler.set_nodelay(True)
        return super().connect()
