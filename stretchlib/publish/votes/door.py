"""The door to the room: an HTTP server that lets in few and small requests, and keeps no address.

It counts the connections of each address that are open now and those that began in this second, and forgets an address
with its last one.
"""

from __future__ import annotations

import asyncio
import socket
from collections import Counter
from typing import Any

from tornado.httpserver import HTTPServer
from tornado.httputil import HTTPHeaders, HTTPMessageDelegate
from tornado.iostream import IOStream
from tornado.web import Application

CONNECTIONS = 600
CONNECTIONS_OF_ADDRESS = 20
REQUEST_S = 5.0  # from the first moment of a connection until its request is there as a whole
ANSWER_S = 10.0  # from then on until the answer is taken
HEAD_BYTES, BODY_BYTES = 1648, 400  # a request is no larger than 2 kB; that of a phone's browser has about 600 bytes


class Door(HTTPServer):
    """Serves ``application`` a request a connection. Of each address ``of_address`` connections are open at most, and
    as many begin in a second; of all addresses ``in_all`` are open."""

    def initialize(self, application: Application, of_address: int = CONNECTIONS_OF_ADDRESS,  # type: ignore[override]
                   in_all: int = CONNECTIONS) -> None:
        """The limits; HTTPServer is made through this."""
        super().initialize(application, no_keep_alive=True, max_header_size=HEAD_BYTES, max_body_size=BODY_BYTES)
        self.of_address, self.in_all = of_address, in_all
        self.refused = 0
        self._lately = Counter[str]()  # how many began, of each address, in this second
        self._open: Counter[str] = Counter()
        self._ends: dict[IOStream, asyncio.TimerHandle] = {}

    def _handle_connection(self, connection: socket.socket, address: tuple[Any, ...]) -> None:
        """Let a connection in, or close it at once, before it costs anything, where there are too many."""
        if self._is_too_much(address[0]):
            self.refused += 1
            connection.close()
        else:
            super()._handle_connection(connection, address)

    def handle_stream(self, stream: IOStream, address: tuple[Any, ...]) -> None:
        """Serve a connection."""
        self._open[address[0]] += 1
        self._close_in(stream, REQUEST_S)
        super().handle_stream(stream, address)

    def _is_too_much(self, address: str) -> bool:
        if not self._lately:
            asyncio.get_running_loop().call_later(1, self._lately.clear)
        self._lately[address] += 1
        return (self._lately[address] > self.of_address or self._open.get(address, 0) >= self.of_address
                or len(self._ends) >= self.in_all)

    def start_request(self, server_conn: object, request_conn: Any) -> HTTPMessageDelegate:
        """Read a request. A body in pieces, which no page of ours sends and which is slow to put together, is none."""
        return _WithoutPieces(super().start_request(server_conn, request_conn), request_conn)

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


class _WithoutPieces(HTTPMessageDelegate):
    """Hands a request on to ``reader``; of one whose body comes in pieces the first is too large already."""

    def __init__(self, reader: HTTPMessageDelegate, connection: Any) -> None:
        self.data_received, self.finish = reader.data_received, reader.finish  # type: ignore[method-assign]
        self.on_connection_close = reader.on_connection_close  # type: ignore[method-assign]
        self._reader, self._connection = reader, connection

    def headers_received(self, start_line: Any, headers: HTTPHeaders) -> Any:
        if "Transfer-Encoding" in headers:
            self._connection.set_max_body_size(0)
        return self._reader.headers_received(start_line, headers)
