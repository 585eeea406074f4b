"""The door to the room: an HTTP server that lets in few and small requests, and keeps no address.

It counts the connections that are open now, of each address and in all, and forgets an address with its last one.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream
from tornado.web import Application

CONNECTIONS = 600
CONNECTIONS_OF_ADDRESS = 20
REQUEST_S = 5.0  # from the first moment of a connection until its request is there as a whole
ANSWER_S = 10.0  # from then on until the answer is taken
HEAD_BYTES, BODY_BYTES = 1648, 400  # a request is no larger than 2 kB; that of a phone's browser has about 600 bytes


class Door(HTTPServer):
    """Serves ``application`` a request a connection. ``of_address`` connections of each address are open at most."""

    def initialize(self, application: Application, of_address: int = CONNECTIONS_OF_ADDRESS,  # type: ignore[override]
                   in_all: int = CONNECTIONS) -> None:
        """The limits; HTTPServer is made through this."""
        super().initialize(application, no_keep_alive=True, max_header_size=HEAD_BYTES, max_body_size=BODY_BYTES,
                           idle_connection_timeout=REQUEST_S, body_timeout=REQUEST_S)
        self.of_address, self.in_all = of_address, in_all
        self.refused = 0
        self._open: Counter[str] = Counter()
        self._ends: dict[IOStream, asyncio.TimerHandle] = {}

    def handle_stream(self, stream: IOStream, address: tuple[Any, ...]) -> None:
        """Let a connection in, or close it at once where there are too many."""
        if self._open[address[0]] >= self.of_address or len(self._ends) >= self.in_all:
            self.refused += 1
            self._open += Counter()  # an address without a connection is not kept
            stream.close()
            return
        self._open[address[0]] += 1
        self._close_in(stream, REQUEST_S)
        super().handle_stream(stream, address)

    def request_is_whole(self, server_connection: Any) -> None:
        """Give the connection of a request that has arrived its time for the answer."""
        self._close_in(server_connection.stream, ANSWER_S)

    def on_close(self, server_conn: Any) -> None:
        """Forget a connection that has ended."""
        super().on_close(server_conn)
        self._ends.pop(server_conn.stream).cancel()
        address = server_conn.context.address[0]
        self._open[address] -= 1
        if not self._open[address]:
            del self._open[address]

    def _close_in(self, stream: IOStream, seconds: float) -> None:
        earlier = self._ends.get(stream)
        if earlier is not None:
            earlier.cancel()
        self._ends[stream] = asyncio.get_running_loop().call_later(seconds, stream.close)
