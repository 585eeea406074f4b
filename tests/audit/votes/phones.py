"""Phones as the vote page makes them: they load it, ask for the question, vote, change their minds, repeat what had no
answer. Each has an address of its own on the loopback network, from 127.1.0.1 on."""

from __future__ import annotations

import asyncio
import json
import random
import secrets
import time
from dataclasses import dataclass, field
from urllib.parse import urlsplit

ASK_S = 2.0


@dataclass
class Class:
    """What the phones of a class saw: seconds from tap to acknowledgement, and the option that each of them knows to be
    counted, by device."""

    waits: list[float] = field(default_factory=list)
    counted: dict[str, int] = field(default_factory=dict)
    repeats: int = 0
    state_waits: list[float] = field(default_factory=list)


async def ask(address: str, request: bytes, source: str, *, hang_up: bool = False) -> tuple[int, bytes]:
    """Status and body of an answer, 0 where there was none; ``hang_up`` goes before it comes."""
    parts = urlsplit(address)
    try:
        reader, writer = await asyncio.wait_for(asyncio.open_connection(parts.hostname, parts.port,
                                                                        local_addr=(source, 0)), 10)
    except (OSError, TimeoutError):
        return 0, b""
    try:
        writer.write(request)
        await writer.drain()
        if hang_up:
            await asyncio.sleep(0.01)
            return 0, b""
        answer = await asyncio.wait_for(reader.read(), 10)
    except (OSError, TimeoutError):
        return 0, b""
    finally:
        writer.close()
    head, _, body = answer.partition(b"\r\n\r\n")
    return (int(head.split()[1]), body) if head else (0, b"")


def vote_request(code: str, ballot: dict[str, object]) -> bytes:
    """The request by which the page sends a vote, with the headers of a phone's browser."""
    body = json.dumps(ballot).encode()
    return (f"POST /{code}/vote HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            "User-Agent: Mozilla/5.0 (Linux; Android 10; K) "
            "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36\r\n"
            f"Accept: */*\r\nAccept-Language: de-DE,de;q=0.9\r\nContent-Length: {len(body)}\r\n\r\n").encode() + body


def get(path: str) -> bytes:
    """A request for a page."""
    return f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: */*\r\n\r\n".encode()


async def phone(room: str, code: str, number: int, seen: Class, within_s: float, chance: random.Random) -> None:
    """One phone of the class until its last vote is acknowledged."""
    source, device = f"127.1.{number // 200}.{number % 200 + 1}", secrets.token_hex(16)
    taps = sorted(chance.uniform(0, within_s) for _ in range(2 if chance.random() < 0.25 else 1))
    begun = time.perf_counter()
    await ask(room, get(f"/{code}"), source)
    follows = asyncio.create_task(_follow(room, code, device, source, seen, chance))
    try:
        for turn, tap in enumerate(taps, start=1):
            await asyncio.sleep(max(0.0, tap - (time.perf_counter() - begun)))
            status, state = 0, b""
            while status != 200:
                status, state = await ask(room, get(f"/{code}/state?device={device}"), source)
            asked = json.loads(state)
            option = chance.randrange(len(asked["options"]))
            request = vote_request(code, {"device": device, "round": asked["round"], "option": option, "turn": turn})
            if chance.random() < 0.1:  # the answer is lost on the way: the page sends the vote again
                await ask(room, request, source, hang_up=True)
                seen.repeats += 1
            tapped = time.perf_counter()
            while (await ask(room, request, source))[0] != 200:
                seen.repeats += 1
                await asyncio.sleep(0.3 * chance.uniform(0.75, 1.25))
            seen.waits.append(time.perf_counter() - tapped)
            seen.counted[device] = option
    finally:
        follows.cancel()


async def _follow(room: str, code: str, device: str, source: str, seen: Class, chance: random.Random) -> None:
    while True:
        begun = time.perf_counter()
        if (await ask(room, get(f"/{code}/state?device={device}"), source))[0] == 200:
            seen.state_waits.append(time.perf_counter() - begun)
        await asyncio.sleep(ASK_S * chance.uniform(0.9, 1.1))


async def hold_class(room: str, code: str, phones: int, within_s: float, seed: int = 0) -> Class:
    """All phones of a class, each at its own moments within ``within_s`` seconds."""
    seen = Class()
    await asyncio.gather(*(phone(room, code, number, seen, within_s, random.Random(f"{seed} {number}"))
                           for number in range(phones)))
    return seen
