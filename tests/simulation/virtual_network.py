"""What lies between PCs and centre: requests go straight into its ASGI application, or meet with a fate."""

import asyncio
import gzip
import heapq
import itertools
import json
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import httpx2
from litestar.types import ASGIApp

from counter_app import wire

MINUTE = 60_000
PORTAL = b"<html><body>Vui long dang nhap Wi-Fi</body></html>"
HTML = {"content-type": "text/html"}

# What befalls a request in each weather, with its weight.
WEATHERS: dict[str, tuple[tuple[str, int], ...]] = {
    "good": (("passes", 1),),
    "flaky": (("passes", 9), ("lost", 2), ("unheard", 4), ("twice", 2), ("late", 2), ("again", 2)),
    "cut": (("refused", 1),),
    "portal": (("portal", 5), ("redirect", 1)),
    "busy": (("passes", 2), ("429", 2), ("500", 2), ("503", 1), ("504", 2)),
    "proxy": (("passes", 2), ("bent", 2), ("mangled", 4), ("stale", 2)),
    "storm": (
        *(
            ("passes", 3),
            ("lost", 1),
            ("unheard", 2),
            ("twice", 1),
            ("late", 1),
            ("again", 1),
            ("refused", 1),
        ),
        *(("portal", 1), ("429", 1), ("500", 1), ("504", 1), ("bent", 1), ("mangled", 1), ("stale", 1)),
    ),
}


@dataclass(frozen=True)
class Packet:
    """A request as it travels."""

    path: str
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes


@dataclass(frozen=True)
class Reply:
    """An answer as it travels."""

    status: int
    headers: dict[str, str]
    body: bytes


@dataclass
class VirtualNetwork(httpx2.BaseTransport):
    """Carries requests by the weather where they are sent from (`weather`); `fates` counts what befell them.

    `chance` is the running step's; `now` is virtual time in ms UTC.
    """

    app: ASGIApp
    loop: asyncio.AbstractEventLoop
    now: int = 0
    weather: str = "good"
    delivering: bool = False
    chance: random.Random = field(default_factory=lambda: random.Random(0))
    fates: Counter[str] = field(default_factory=Counter)
    _late: list[tuple[int, int, Packet]] = field(default_factory=list)
    _order: Any = field(default_factory=itertools.count)
    _answers: dict[str, Reply] = field(default_factory=dict)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        """Carry one request of a client of ours."""
        headers = tuple((name.lower(), value) for name, value in request.headers.raw)
        packet = Packet(request.url.path, headers, request.read())
        names, weights = zip(*WEATHERS[self.weather], strict=True)
        fate = self.chance.choices(names, weights)[0]
        self.fates[fate] += 1
        reply = self._befall(fate, packet)
        return httpx2.Response(reply.status, headers=reply.headers, stream=httpx2.ByteStream(reply.body))

    def pass_time(self, now: int) -> None:
        """Let it be `now`; what was held up on the way arrives before."""
        while self._late and self._late[0][0] <= now:
            self.now, _order, packet = heapq.heappop(self._late)
            self.deliver(packet)
        self.now = now

    def deliver(self, packet: Packet) -> Reply:
        """Let the centre answer."""
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": "POST",
            "scheme": "http",
            "path": packet.path,
            "raw_path": packet.path.encode(),
            "query_string": b"",
            "root_path": "",
            "headers": list(packet.headers),
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 9),
        }
        said: dict[str, Any] = {}

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": packet.body, "more_body": False}

        async def send(message: Any) -> None:
            said.update({name: value for name, value in message.items() if name != "type"})

        self.delivering = True
        try:
            self.loop.run_until_complete(self.app(scope, receive, send))  # type: ignore[arg-type]
        finally:
            self.delivering = False
        headers = {name.decode(): value.decode() for name, value in said["headers"]}
        return Reply(said["status"], headers, said["body"])

    def _befall(self, fate: str, packet: Packet) -> Reply:
        if fate == "late":
            self._hold_up(packet)
        if fate in _SILENT:
            raise _SILENT[fate]("nobody answers")
        if fate in _WITHOUT_CENTRE:
            if self.chance.random() < 0.5:  # the proxy gave up waiting for an answer that came
                self.deliver(packet)
            return _WITHOUT_CENTRE[fate]
        return self._answered(fate, packet)

    def _answered(self, fate: str, packet: Packet) -> Reply:
        reply = self.deliver(_bent(packet, self.chance) if fate == "bent" else packet)
        if fate == "unheard":
            raise httpx2.ReadTimeout("silence")
        if fate == "twice":
            reply = self.chance.choice((reply, self.deliver(packet)))
        elif fate == "again":
            self._hold_up(packet)
        return self._told(fate, packet.path, reply)

    def _told(self, fate: str, path: str, reply: Reply) -> Reply:
        before = self._answers.get(path, reply)
        self._answers[path] = reply
        if fate == "stale":
            return before
        return self.chance.choice(MANGLES)(reply, self.chance) if fate == "mangled" else reply

    def _hold_up(self, packet: Packet) -> None:
        due = self.now + self.chance.randrange(MINUTE, 2 * 1440 * MINUTE)
        heapq.heappush(self._late, (due, next(self._order), packet))


_SILENT = {"lost": httpx2.ReadTimeout, "late": httpx2.ReadTimeout, "refused": httpx2.ConnectError}
_WITHOUT_CENTRE = {
    "portal": Reply(200, HTML, PORTAL),
    "redirect": Reply(302, {"location": "http://192.168.1.1/login"}, b""),
    "429": Reply(429, HTML | {"retry-after": "120"}, b"<html>Too many requests</html>"),
    "500": Reply(500, HTML, b"<html>Internal Server Error</html>"),
    "503": Reply(503, HTML | {"retry-after": "60"}, b""),
    "504": Reply(504, HTML, b"<html>Gateway Timeout</html>"),
}


def _flipped(body: bytes, chance: random.Random) -> bytes:
    if not body:
        return b"\x00"
    at = chance.randrange(len(body))
    return body[:at] + bytes([body[at] ^ 1 << chance.randrange(8)]) + body[at + 1 :]


def _cut(body: bytes, chance: random.Random) -> bytes:
    return body[: chance.randrange(len(body))] if body else body


def _written_anew(body: bytes, _chance: random.Random) -> bytes:
    """What a gateway does that reads JSON and writes its own."""
    try:
        return json.dumps(json.loads(body), indent=1).encode()
    except ValueError:
        return body + b" "


def _bent(packet: Packet, chance: random.Random) -> Packet:
    if chance.random() < 0.2:
        name = chance.choice((wire.SIGNATURE, wire.NONCE, wire.INSTALLATION)).encode()
        return replace(packet, headers=tuple(one for one in packet.headers if one[0] != name))
    return replace(packet, body=chance.choice((_flipped, _cut, _written_anew))(packet.body, chance))


def _of_body(change: Callable[[bytes, random.Random], bytes]) -> Callable[[Reply, random.Random], Reply]:
    return lambda reply, chance: replace(reply, body=change(reply.body, chance))


def _without_signature(reply: Reply, _chance: random.Random) -> Reply:
    kept = {name: value for name, value in reply.headers.items() if name != wire.SIGNATURE}
    return replace(reply, headers=kept)


MANGLES: tuple[Callable[[Reply, random.Random], Reply], ...] = (
    _of_body(_flipped),
    _of_body(_cut),
    _of_body(_written_anew),
    _of_body(lambda body, _chance: b"\xef\xbb\xbf" + body),
    _of_body(lambda body, _chance: gzip.compress(body)),
    _of_body(lambda body, _chance: body + body),
    _without_signature,
    lambda reply, _chance: replace(reply, status=203),
    lambda reply, _chance: replace(reply, status=200 if reply.status != 200 else 400),
)
