"""The vote page on the room's network: what is served there, and nothing else; its address, code and QR code."""

from __future__ import annotations

import errno
import ipaddress
import re
import secrets
import socket
from collections.abc import Awaitable
from importlib import import_module
from typing import Any

from tornado.netutil import bind_sockets
from tornado.web import Application, HTTPError, RequestHandler

from ...core.errors import StretchlibError
from .ballots import BallotBox, Refusal
from .door import CONNECTIONS, CONNECTIONS_OF_ADDRESS, Door
from .phone import phone_page

CODE_LETTERS = "BCDFGHJKLMNPQRSTVWXZ"  # no vowels, so that no word comes of it
CODE = f"[{CODE_LETTERS}{CODE_LETTERS.lower()}]{{6}}"
PORT = 8000
_PORTS = 50


class Room:
    """Votes of one class on the network of a room. It is open from :meth:`open` to :meth:`close`."""

    def __init__(self, address: str, of_address: int = CONNECTIONS_OF_ADDRESS) -> None:
        self.box = BallotBox()
        self.code = "".join(secrets.choice(CODE_LETTERS) for _ in range(6))
        self.address, self.port = address, 0
        page, policy = phone_page()
        given = {"room": self, "page": page, "policy": policy}
        application = Application(
            [(rf"/(?:{CODE})?", _Page, given), (rf"/({CODE})/state", _State, given),
             (rf"/({CODE})/vote", _Vote, given)],
            default_handler_class=_Nothing, default_handler_args=given, log_function=lambda handler: None)
        self.door = Door(application, of_address=of_address, in_all=max(CONNECTIONS, of_address))

    def open(self, port: int = PORT) -> None:
        """Listen on ``port`` or the next free one. Raises :class:`StretchlibError` where
        none is free, or where this computer has no such address."""
        for candidate in range(port, min(port + _PORTS, 65536)):
            try:
                sockets = bind_sockets(candidate, self.address, family=socket.AF_INET, backlog=CONNECTIONS)
            except OSError as error:
                if error.errno in (errno.EADDRINUSE, errno.EACCES):
                    continue
                raise StretchlibError(f"This computer cannot be reached by {self.address}; choose one of its own "
                                      f"addresses: {', '.join(addresses()) or 'it is in no network'}.") from None
            self.port = candidate
            self.door.add_sockets(sockets)
            return
        raise StretchlibError(f"The ports {port} to {port + _PORTS - 1} of {self.address} are all in use: close what "
                              "uses them, or choose another with --votes-port.")

    def close(self) -> None:
        """Stop listening. Connections end with the process, or by themselves within seconds."""
        self.door.stop()

    @property
    def typed(self) -> str:
        """What a student types into the browser."""
        return f"{self.address}:{self.port}"

    def picture(self) -> str:
        """The QR code of the page with its code, as an address that holds the picture."""
        try:
            segno = import_module("segno")
        except ImportError:
            raise StretchlibError("segno is not installed here: install stretchlib[lab], then start again.") from None
        # In capitals a QR code has fewer and larger dots; neither scheme nor code know small letters from large.
        return str(segno.make_qr(f"HTTP://{self.typed}/{self.code}", error="m").svg_data_uri(scale=8, border=4,
                                                                                            light="#fff"))


class _Served(RequestHandler):
    """What is common to all answers: no cookie, no cache, no word of who asked."""

    def initialize(self, room: Room, page: bytes, policy: str) -> None:
        self.room, self.page, self.policy = room, page, policy

    def set_default_headers(self) -> None:
        self.clear_header("Server")
        for name, value in (("Cache-Control", "no-store"), ("X-Content-Type-Options", "nosniff"),
                            ("Referrer-Policy", "no-referrer"), ("X-Frame-Options", "DENY"),
                            ("Cross-Origin-Resource-Policy", "same-origin"),
                            ("Content-Security-Policy", "default-src 'none'")):
            self.set_header(name, value)

    def prepare(self) -> Awaitable[None] | None:
        self.room.door.request_is_whole(self.request.server_connection)
        return None

    def compute_etag(self) -> str | None:
        return None

    def log_exception(self, *error: Any) -> None:
        """A request that is refused is no news, and tornado would write down whose it was."""
        if not isinstance(error[1], HTTPError):
            super().log_exception(*error)

    def _request_summary(self) -> str:
        return str(self.request.method)

    def write_error(self, status_code: int, **_: Any) -> None:
        self.answer(status_code, {"refused": "nothing here" if status_code in (404, 405) else "malformed"})

    def answer(self, status: int, content: dict[str, Any] | bytes) -> None:
        """Send JSON."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json")
        self.finish(content)

    def knows(self, code: str) -> bool:
        """Whether this is the code on the wall; else that is the answer."""
        if secrets.compare_digest(code.upper(), self.room.code):
            return True
        self.answer(403, {"refused": "code"})
        return False


class _Page(_Served):
    def get(self) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", self.policy)
        self.finish(self.page)


class _State(_Served):
    def get(self, code: str) -> None:
        if self.knows(code):
            self.room.box.see(self.get_query_argument("device", ""))
            self.answer(200, self.room.box.state)


class _Vote(_Served):
    def post(self, code: str) -> None:
        if not self.knows(code):
            return
        if self.request.headers.get("Content-Type", "") != "application/json":  # what no page of elsewhere may send
            self.answer(400, {"refused": "malformed"})
            return
        try:
            self.answer(200, self.room.box.cast(self.request.body))
        except Refusal as refusal:
            self.answer(refusal.status, {"refused": refusal.reason})


class _Nothing(_Served):
    def prepare(self) -> Awaitable[None] | None:
        super().prepare()
        raise HTTPError(404)


def addresses() -> tuple[str, ...]:
    """The addresses by which others in a network reach this computer, those of a room's network first."""
    psutil = import_module("psutil")
    states = psutil.net_if_stats()
    mine = {entry.address for name, entries in psutil.net_if_addrs().items() for entry in entries
            if entry.family == socket.AF_INET and (name not in states or states[name].isup)}
    usable = [ipaddress.ip_address(address) for address in mine]
    usable = [address for address in usable if not (address.is_loopback or address.is_link_local
                                                    or address.is_multicast or address.is_unspecified)]
    return tuple(str(address) for address in sorted(usable, key=lambda each: (not each.is_private, each)))


def is_address(text: str) -> bool:
    """Whether this is written as an address of IPv4."""
    return re.fullmatch(r"\d{1,3}(\.\d{1,3}){3}", text) is not None and all(int(part) < 256 for part in text.split("."))
