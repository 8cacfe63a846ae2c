"""A request's body, read whole before the request takes a turn, within the time that its length allows.

Who falls silent in the middle, by a power cut say, must keep nobody else from being heard.
"""

import asyncio

from litestar.types import HTTPReceiveMessage, HTTPRequestEvent, Receive, WebSocketReceiveMessage

from counter_app.wire import LEAST_RATE, MAX_BODY

PATIENCE = 20.0  # seconds for any body, beside what its length takes


async def whole(receive: Receive, length: int) -> bytes | None:
    """Return a body announced with `length` bytes, None where who sent it has gone.

    Longer than MAX_BODY it is cut after that, to be refused. Raises TimeoutError for one that creeps.
    """
    body = bytearray()
    async with asyncio.timeout(PATIENCE + length / LEAST_RATE):
        while len(body) <= MAX_BODY:
            message = await receive()
            if message["type"] != "http.request":
                return None
            body += message["body"]
            if not message["more_body"]:
                break
    return bytes(body)


def again(body: bytes, receive: Receive) -> Receive:
    """Return what gives the body once more, and then what comes after it."""
    told: list[HTTPRequestEvent] = [{"type": "http.request", "body": body, "more_body": False}]

    async def given() -> HTTPReceiveMessage | WebSocketReceiveMessage:
        return told.pop() if told else await receive()

    return given
