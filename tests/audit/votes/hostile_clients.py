"""Clients that do their worst with harmless inputs, each kind from an address of its own, 127.0.0.2 on:
``python -m tests.audit.votes.hostile_clients PORT CODE`` until it is ended."""

from __future__ import annotations

import asyncio
import random
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress

AT_ONCE = 40  # connections that each kind tries to hold, twice as many as an address may have
POST = "POST /{code}/vote HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"


async def _send(port: int, source: str, pieces: list[bytes], pause_s: float = 0.0) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port, local_addr=(source, 0))
    try:
        for piece in pieces:
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(pause_s)
        await asyncio.wait_for(reader.read(), 30)
    finally:
        writer.close()


async def too_large(port: int, code: str, source: str) -> None:
    """A megabyte of vote, and of header."""
    await _send(port, source, [POST.format(code=code).encode() + b"Content-Length: 1000000\r\n\r\n", b"[" * 1_000_000])
    await _send(port, source, [b"GET / HTTP/1.1\r\nA: " + b"a" * 1_000_000])


async def malformed(port: int, code: str, source: str) -> None:
    """Bytes by chance, and votes that are none."""
    await _send(port, source, [random.randbytes(random.randrange(1, 3000)) + b"\r\n\r\n"])
    body = random.choice([b"{", b"[" * 300, b'{"device": 1}',
                          b'{"device":"%s","round":"x","option":0,"turn":1}' % (b"0" * 32)])
    await _send(port, source, [POST.format(code=code).encode() + b"Content-Length: %d\r\n\r\n" % len(body) + body])


async def slow(port: int, code: str, source: str) -> None:
    """A vote of which a byte arrives every half second."""
    request = POST.format(code=code).encode() + b"Content-Length: 90\r\n\r\n" + b" " * 90
    await _send(port, source, [request[at:at + 1] for at in range(len(request))], 0.5)


async def many(port: int, code: str, source: str) -> None:
    """A connection on which nothing is asked."""
    await _send(port, source, [b""], 60)


async def without_end(port: int, code: str, source: str) -> None:
    """A body in pieces whose end never comes."""
    head = POST.format(code=code).encode() + b"Transfer-Encoding: chunked\r\n\r\n"
    await _send(port, source, [head, b"1\r\n \r\n" * 3000])


KINDS: tuple[Callable[[int, str, str], Awaitable[None]], ...] = (too_large, malformed, slow, many, without_end)


async def attack(port: int, code: str) -> None:
    """All kinds at once, each with :data:`AT_ONCE` connections that begin again whenever they are closed."""
    async def again(kind: Callable[[int, str, str], Awaitable[None]], source: str) -> None:
        while True:
            with suppress(OSError, TimeoutError):
                await kind(port, code, source)
            await asyncio.sleep(0.05)

    await asyncio.gather(*(again(kind, f"127.0.0.{number}") for number, kind in enumerate(KINDS, start=2)
                           for _ in range(AT_ONCE)))


if __name__ == "__main__":
    asyncio.run(attack(int(sys.argv[1]), sys.argv[2]))
