"""The room's server, on this computer alone: what it serves, what it refuses, and what it keeps to itself."""

from __future__ import annotations

import asyncio
import json
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from hostile import TEXTS

from stretchlib.core.errors import StretchlibError
from stretchlib.publish.votes import door, present, room
from stretchlib.publish.votes.room import Room
from stretchlib.publish.votes.wall import Wall
from tests.own_loop import run_in_own_loop

DEVICE = "0123456789abcdef0123456789abcdef"


def in_room(test: Callable[[Room], Awaitable[None]], **limits: int) -> None:
    """Run a test with a room that is open on 127.0.0.1 and has a question."""
    async def within() -> None:
        opened = Room("127.0.0.1", **limits)
        opened.open(18_000)
        opened.box.open("Q1", "Does it?", ["Yes", "No"], "en")
        try:
            await test(opened)
        finally:
            opened.close()
    run_in_own_loop(within())


async def connect(opened: Room, source: str = "127.0.0.1") -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    return await asyncio.open_connection("127.0.0.1", opened.port, local_addr=(source, 0))


async def ask(opened: Room, request: bytes, source: str = "127.0.0.1") -> tuple[int, bytes, bytes]:
    """Status, head and body of the answer; status 0 where the connection was closed without one."""
    reader, writer = await connect(opened, source)
    try:
        writer.write(request)
        await writer.drain()
        answer = await asyncio.wait_for(reader.read(), 20)
    except ConnectionError:
        return 0, b"", b""
    finally:
        writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    return int(head.split()[1]) if head else 0, head, body


def get(path: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()


def post(opened: Room, vote: Any, kind: str = "application/json", path: str = "vote") -> bytes:
    body = vote if isinstance(vote, bytes) else json.dumps(vote).encode()
    return (f"POST /{opened.code}/{path} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: {kind}\r\n"
            f"Content-Length: {len(body)}\r\n\r\n").encode() + body


def vote(opened: Room, **changed: Any) -> dict[str, Any]:
    return {"device": DEVICE, "round": json.loads(opened.box.state)["round"], "option": 1, "turn": 1, **changed}


def test_the_page_the_state_and_a_vote_are_served_and_nothing_else() -> None:
    async def test(opened: Room) -> None:
        for path in ("/", f"/{opened.code}", f"/{opened.code.lower()}"):
            status, head, body = await ask(opened, get(path))
            assert (status, body[:15]) == (200, b"<!doctype html>")
            assert b"default-src 'none'" in head
            assert not any(name in head for name in (b"Set-Cookie", b"Server:"))
        status, _, body = await ask(opened, get(f"/{opened.code}/state?device={DEVICE}"))
        assert (status, json.loads(body)["options"]) == (200, ["Yes", "No"])
        status, _, body = await ask(opened, post(opened, vote(opened)))
        assert (status, json.loads(body)) == (200, {"option": 1, "turn": 1})
        assert (opened.box.result("Q1")["voted"], opened.box.result("Q1")["phones"]) == (1, 1)
        for path in ("/api/kernels", "/voila/static/voila.js", "/votes/wall", "/static/x", "/login", "/../etc/hosts",
                     f"/{opened.code}/vote/x", "/ABCDEFG", "/AEIOUY", "http://elsewhere.example/"):
            assert (await ask(opened, get(path)))[0] == 404, path
        for method in ("PUT", "DELETE", "OPTIONS", "HEAD", "PATCH", "TRACE", "CONNECT"):
            request = f"{method} /{opened.code}/vote HTTP/1.1\r\nHost: x\r\n\r\n".encode()
            assert (await ask(opened, request))[0] in (0, 400, 405), method
    in_room(test)


def test_without_the_letters_on_the_wall_nothing_is_told_or_counted() -> None:
    async def test(opened: Room) -> None:
        wrong = "BBBBBB" if opened.code != "BBBBBB" else "CCCCCC"
        assert (await ask(opened, get(f"/{wrong}/state")))[0] == 403
        request = post(opened, vote(opened)).replace(opened.code.encode(), wrong.encode(), 1)
        assert (await ask(opened, request))[0] == 403
        assert opened.box.result("Q1")["voted"] == 0
        assert re.fullmatch(f"[{room.CODE_LETTERS}]{{6}}", opened.code)
        assert len({Room("127.0.0.1").code for _ in range(20)}) == 20
    in_room(test)


def test_a_page_of_elsewhere_cannot_vote_by_what_a_form_may_send() -> None:
    async def test(opened: Room) -> None:
        for kind in ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x"):
            assert (await ask(opened, post(opened, vote(opened), kind)))[0] == 400, kind
        assert opened.box.result("Q1")["voted"] == 0
        _, head, _ = await ask(opened, get(f"/{opened.code}/state"))
        assert b"Access-Control" not in head
    in_room(test)


POST = b"POST /CODE/vote HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


@pytest.mark.parametrize("request_bytes", [
    b"", b"\r\n\r\n", b"GET\r\n\r\n", b"\x00" * 500 + b"\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\xfc\x03\x03\r\n\r\n",
    b"GET / HTTP/1.1\r\nHost: x\r\nA: " + b"a" * 4000 + b"\r\n\r\n", b"GET /" + b"a" * 1_000_000,
    POST + b"Content-Length: 100000\r\n\r\n" + b"{" * 100_000,
    POST + b"Content-Length: -1\r\n\r\n{}",
    POST + b"Transfer-Encoding: chunked\r\n\r\nffffff\r\n" + b"[" * 9999,
    POST + b"Content-Length: 400\r\n\r\n" + b"[" * 400])
def test_what_is_malformed_or_too_large_is_refused_and_the_next_is_served(request_bytes: bytes) -> None:
    async def test(opened: Room) -> None:
        reader, writer = await connect(opened, "127.0.0.2")
        writer.write(request_bytes.replace(b"CODE", opened.code.encode()))
        writer.write_eof()
        try:
            answer = await asyncio.wait_for(reader.read(), 20)
        except ConnectionError:
            answer = b""
        assert answer == b"" or int(answer.split()[1]) in (400, 404), answer[:100]
        writer.close()
        assert (await ask(opened, post(opened, vote(opened))))[0] == 200
        assert opened.box.result("Q1")["voted"] == 1
    in_room(test)


def test_a_request_of_two_kilobytes_is_the_largest() -> None:
    assert door.HEAD_BYTES + door.BODY_BYTES == 2048

    async def test(opened: Room) -> None:
        fits = get(f"/{opened.code}/state")[:-2] + b"A: "
        fill = b"a" * (door.HEAD_BYTES - len(fits) - 4)
        assert (await ask(opened, fits + fill + b"\r\n\r\n"))[0] == 200
        assert (await ask(opened, fits + fill + b"a\r\n\r\n"))[0] == 0
        assert (await ask(opened, post(opened, b" " * 401)))[0] == 400
    in_room(test)


@pytest.mark.parametrize("beginning", [b"", b"GET / HTTP/1.1\r\nHost: x", POST + b"Content-Length: 300\r\n\r\n{"])
def test_a_slow_request_is_closed_though_it_goes_on(monkeypatch: pytest.MonkeyPatch, beginning: bytes) -> None:
    assert door.REQUEST_S == 5
    monkeypatch.setattr(door, "REQUEST_S", 0.6)

    async def test(opened: Room) -> None:
        reader, writer = await connect(opened)
        writer.write(beginning.replace(b"CODE", opened.code.encode()))
        begun = asyncio.get_running_loop().time()
        closed = asyncio.create_task(reader.read())
        while not closed.done():
            await asyncio.sleep(0.1)
            if beginning:
                writer.write(b" ")
            assert asyncio.get_running_loop().time() - begun < 10, "it may trickle on for ever"
        assert asyncio.get_running_loop().time() - begun >= 0.5
        assert (dict(opened.door._open), opened.door._ends) == ({}, {})
    in_room(test)


def test_an_address_has_so_many_connections_and_all_have_so_many() -> None:
    async def test(opened: Room) -> None:
        held = [await connect(opened, "127.0.0.2") for _ in range(6)]
        await asyncio.sleep(0.2)
        assert opened.door.refused == 2
        assert (await ask(opened, get("/"), "127.0.0.2"))[0] == 0
        assert (await ask(opened, get("/"), "127.0.0.3"))[0] == 200
        held += [await connect(opened, f"127.0.0.{last}") for last in (4, 5, 6)]
        await asyncio.sleep(0.2)
        opened.door.in_all = 7
        assert (await ask(opened, get("/"), "127.0.0.7"))[0] == 0, "the room is full"
        for _, writer in held:
            writer.close()
        await asyncio.sleep(1.3)
        assert (dict(opened.door._open), dict(opened.door._lately)) == ({}, {}), "no address is kept"
        assert (await ask(opened, get("/"), "127.0.0.2"))[0] == 200
        began = [opened.door._is_too_much("127.0.0.9") for _ in range(6)]
        assert began == [False] * 4 + [True] * 2, "no more begin in a second, though none is open"
    in_room(test, of_address=4)
    assert (door.CONNECTIONS_OF_ADDRESS, door.CONNECTIONS) == (20, 600)


def test_nothing_is_written_down_of_who_asked(caplog: pytest.LogCaptureFixture,
                                              capfd: pytest.CaptureFixture[str]) -> None:
    caplog.set_level(logging.WARNING)

    async def test(opened: Room) -> None:
        for request in (get("/"), get("/nothing"), post(opened, vote(opened)), post(opened, b"{"), b"x\r\n\r\n",
                        get(f"/{opened.code}/state?device=%ff"), get(f"/{opened.code}/state?device=%00%00")):
            await ask(opened, request, "127.0.0.9")
    in_room(test)
    printed = capfd.readouterr()
    assert "127.0.0.9" not in caplog.text + printed.out + printed.err


def test_the_port_closes_with_the_room() -> None:
    async def test(opened: Room) -> None:
        opened.close()
        with pytest.raises(ConnectionRefusedError):
            await connect(opened)
    in_room(test)


def test_a_second_room_takes_the_next_port() -> None:
    async def test(opened: Room) -> None:
        second = Room("127.0.0.1")
        second.open(opened.port)
        assert second.port == opened.port + 1
        second.close()
    in_room(test)


def test_the_wall_needs_its_key_and_shows_hostile_texts_as_data() -> None:
    wall = Wall(Room("127.0.0.1"))
    about = {"question": "Q1", "stem": TEXTS[0], "options": list(TEXTS[:4]), "language": "en"}
    assert wall.do({**about, "do": "open"}) is not None
    state = wall.room.box.state
    assert json.loads(state)["options"] == list(TEXTS[:4])
    for wrong in ({**about, "do": "format"}, {**about, "do": "open", "options": ["one"]}, {**about, "question": 5}, [],
                  {**about, "do": "open", "language": "xx"}, {**about, "do": "open", "stem": "x" * 4000}, None):
        assert wall.do(wrong) is None
    assert wall.room.box.state == state
    assert wall.key not in room.phone_page()[0].decode()


def test_which_address_is_taken(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    def choose(mine: tuple[str, ...], typed: list[str] | None = None, named: str | None = None) -> str:
        monkeypatch.setattr(present, "addresses", lambda: mine)
        monkeypatch.setattr("sys.stdin.isatty", lambda: typed is not None, raising=False)
        monkeypatch.setattr("builtins.input", lambda _: typed.pop(0) if typed else "")
        return present._chosen(named)

    assert choose(("10.0.0.5",)) == "10.0.0.5"
    assert choose(("10.0.0.5", "192.168.1.20"), named="192.168.1.20") == "192.168.1.20"
    assert choose(("10.0.0.5", "192.168.1.20"), ["", "3", "2"]) == "192.168.1.20"
    assert "2  192.168.1.20" in capsys.readouterr().out
    for mine, named, sentence in (((), None, "is in no network"),
                                  (("10.0.0.5", "10.0.0.6"), None, "--votes-at 10.0.0.5"),
                                  (("10.0.0.5",), "room", "'room' is no address")):
        with pytest.raises(StretchlibError, match=sentence):
            choose(mine, named=named)
    with pytest.raises(StretchlibError, match=r"cannot be reached by 203\.0\.113\.9"):
        Room("203.0.113.9").open()


def test_the_addresses_of_this_computer_are_those_of_a_network() -> None:
    for address in room.addresses():
        assert room.is_address(address)
        assert not address.startswith(("127.", "169.254.", "0."))
    assert not room.is_address("1.2.3.256")
    assert not room.is_address("1.2.3")
