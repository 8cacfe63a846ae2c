"""A request's body, read whole before it counts among those worked on, while its bytes keep coming.

Who falls silent in the middle, by a power cut say, must keep nobody else from being heard.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress

from litestar.types import HTTPReceiveMessage, HTTPRequestEvent, Receive, WebSocketReceiveMessage

from counter_app.wire import LEAST_RATE, MAX_BODY

PATIENCE = 20.0  # seconds without a byte, and for any body beside what its bytes take


class FullError(Exception):
    """There is no room for more of a body."""


class Coming:
    """A body on its way: how many bytes came, and for how many it holds room."""

    def __init__(self) -> None:
        self.came = self.held = 0
        self._began = asyncio.get_running_loop().time()
        self._limit: asyncio.Timeout | None = None

    def starts(self, limit: asyncio.Timeout) -> None:
        """Note what ends the wait for it."""
        self._limit = limit

    def lag(self) -> float:
        """Return how many seconds it is behind the slowest line that is served."""
        return asyncio.get_running_loop().time() - self._began - self.came / LEAST_RATE

    def end(self) -> None:
        """Wait for it no more."""
        with suppress(RuntimeError):  # it has ended by itself, and is being answered
            if self._limit is not None:
                self._limit.reschedule(0)


async def whole(receive: Receive, keep: Callable[[int], bool], coming: Coming) -> bytes | None:
    """Return a body, None where who sent it has gone; `keep` tells if so many bytes of it may be held.

    Longer than MAX_BODY it is cut after that, to be refused. Raises TimeoutError for one that creeps;
    FullError.
    """
    body = bytearray()
    began = asyncio.get_running_loop().time()
    async with asyncio.timeout(PATIENCE) as limit:
        coming.starts(limit)
        while len(body) <= MAX_BODY:
            message = await receive()
            if message["type"] != "http.request":
                return None
            body += message["body"]
            if not keep(len(body)):
                raise FullError
            if not message["more_body"]:
                break
            now = asyncio.get_running_loop().time()
            limit.reschedule(PATIENCE + min(now, began + len(body) / LEAST_RATE))
    return bytes(body)


def again(body: bytes, receive: Receive) -> Receive:
    """Return what gives the body once more, and then what comes after it."""
    told: list[HTTPRequestEvent] = [{"type": "http.request", "body": body, "more_body": False}]

    async def given() -> HTTPReceiveMessage | WebSocketReceiveMessage:
        return told.pop() if told else await receive()

    return given
