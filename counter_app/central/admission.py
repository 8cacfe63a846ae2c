"""How many requests the centre works on at once: few with long bodies, so that a fresh receipt never waits.

After an outage all PCs come at once with what they have. What would wait too long is told to come again.
Whose body has not come yet takes nobody's place: how many those are is bounded by `lines`.
"""

import asyncio
import secrets
from collections import Counter
from collections.abc import Callable, Iterable

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Receive, Scope, Send

from counter_app.central import bodies
from counter_app.central.metrics import Metrics
from counter_app.wire import MAX_BODY

LONG = 8 * 1024  # bytes of a body as it travels from which a request is a long one: some thirty events
WORKED_ON = 3  # long requests at once; the other threads are for short ones
WAITING = 128  # long requests that wait
HELD = 64 * 1024 * 1024  # bytes of long bodies at once that came; and as many of huge ones, come or announced
HUGE = 1024 * 1024  # bytes of a body beyond which a PC's hardly ever goes: such keep no others out
LATE = 3.0  # seconds behind the slowest line that is served: a huge body as late gives way to who comes
SHORT = 192  # short requests at once
COME_AGAIN = (2, 8)  # seconds, by chance between both: who was refused together must not come together
_REFUSED = b'{"code":"centre_busy","field":null,"values":{}}'


class Admission:
    """An ASGI application that lets requests in, lets them wait, or answers 503 with Retry-After."""

    def __init__(self, inner: ASGIApp, metrics: Metrics) -> None:
        self._inner, self._metrics = inner, metrics
        self._turns = asyncio.Semaphore(WORKED_ON)
        self._long = self._short = 0
        self._held = Counter[bool]()  # bytes: of huge ones, of others
        self._huge = set[bodies.Coming]()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on when it is its turn."""
        if scope["type"] != ScopeType.HTTP:
            await self._inner(scope, receive, send)
        elif (length := _length(scope["headers"])) > MAX_BODY:
            await self._inner(scope, receive, send)  # refused unread
        elif length >= LONG:
            await self._pass_long(scope, receive, send, length)
        else:
            await self._pass_short(scope, receive, send)

    async def _pass_long(self, scope: Scope, receive: Receive, send: Send, length: int) -> None:
        coming, huge = bodies.Coming(), length > HUGE

        def keep(came: int) -> bool:
            coming.came = came
            more = max(came, length if huge else 0) - coming.held
            while huge and self._held[huge] + more > HELD and self._makes_room():
                pass
            if self._long >= WORKED_ON + WAITING or self._held[huge] + more > HELD:
                return False
            coming.held += more
            self._held[huge] += more
            return True

        try:
            if huge:
                self._huge.add(coming)
            body = await self._read(receive, send, keep, coming)
            self._huge.discard(coming)
            if body is not None:
                self._long += 1
                try:
                    async with self._turns:
                        await self._inner(scope, bodies.again(body, receive), send)
                finally:
                    self._long -= 1
        finally:
            self._huge.discard(coming)
            self._held[huge] -= coming.held

    def _makes_room(self) -> bool:
        """Let the huge body that is furthest behind give way, where one is late; its room is free at once."""
        latest = max((one for one in self._huge if one.held), key=bodies.Coming.lag, default=None)
        if latest is None or latest.lag() <= LATE:
            return False
        self._huge.discard(latest)
        self._held[True] -= latest.held
        latest.held = 0
        latest.end()
        return True

    async def _pass_short(self, scope: Scope, receive: Receive, send: Send) -> None:
        body = await self._read(receive, send, lambda _: self._short < SHORT, bodies.Coming())
        if body is not None:
            self._short += 1
            try:
                await self._inner(scope, bodies.again(body, receive), send)
            finally:
                self._short -= 1

    async def _read(
        self, receive: Receive, send: Send, keep: Callable[[int], bool], coming: bodies.Coming
    ) -> bytes | None:
        """Return a body, None where that has been answered already, or nobody waits for an answer."""
        try:
            if keep(0):
                return await bodies.whole(receive, keep, coming)
        except bodies.FullError:
            pass
        except TimeoutError:
            headers = [(b"content-length", b"0"), (b"connection", b"close")]
            await send({"type": "http.response.start", "status": 408, "headers": headers})
            await send({"type": "http.response.body", "body": b"", "more_body": False})
            return None
        await self._refuse(send)
        return None

    async def _refuse(self, send: Send) -> None:
        self._metrics.refused()
        low, high = COME_AGAIN
        wait = str(low + secrets.randbelow(high - low + 1)).encode()
        headers = [(b"content-type", b"application/json"), (b"retry-after", wait)]
        await send({"type": "http.response.start", "status": 503, "headers": headers})
        await send({"type": "http.response.body", "body": _REFUSED, "more_body": False})


def _length(headers: Iterable[tuple[bytes, bytes]]) -> int:
    """Return how many bytes a body has by what it says of itself; as many as may be where it says nothing."""
    told = dict(headers)
    length = told.get(b"content-length", b"")
    if length.isdigit():
        return int(length[:20])
    return MAX_BODY if b"transfer-encoding" in told else 0
