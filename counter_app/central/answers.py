"""The outermost layer: signs every answer, also those to unknown paths and broken requests."""

import asyncio
from typing import Any

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from counter_app import packing, wire
from counter_app.central.requests import NONCE
from counter_app.seal import SigningKey

_PACKS = (packing.PACKS.encode(), packing.GZIP.encode())


class SignedAnswers:
    """An ASGI application that adds the centre's key and its signature over the request's nonce."""

    def __init__(self, inner: ASGIApp, key: SigningKey) -> None:
        self._inner = inner
        self._key = key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on; hold its answer back until the whole body is known."""
        if scope["type"] != ScopeType.HTTP:
            await self._inner(scope, receive, send)
            return
        start: dict[str, Any] = {}
        parts: list[bytes] = []

        async def hold(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            elif message["type"] == "http.response.body":
                parts.append(message["body"])
                if not message.get("more_body"):
                    await self._release(scope, start, b"".join(parts), send)

        await self._inner(scope, receive, hold)

    async def _release(self, scope: Scope, start: dict[str, Any], body: bytes, send: Send) -> None:
        kept = [(name, value) for name, value in start["headers"] if name.lower() != b"content-length"]
        if len(body) >= packing.WORTH and _PACKS in scope["headers"]:
            body = await asyncio.to_thread(packing.packed, body)
        covered = wire.answer_bytes(scope["path"], start["status"], _nonce(scope), body)
        headers = [
            *kept,
            (b"content-length", str(len(body)).encode()),
            (wire.KEY.encode(), self._key.public.hex().encode()),
            (wire.SIGNATURE.encode(), self._key.sign(covered).hex().encode()),
        ]
        await send({"type": "http.response.start", "status": start["status"], "headers": headers})
        await send({"type": "http.response.body", "body": body, "more_body": False})


def _nonce(scope: Scope) -> str:
    """Return the request's nonce, or "" where it has none or one of a strange shape."""
    for name, value in scope["headers"]:
        if name == wire.NONCE.encode():
            text = value.decode("latin-1")
            return text if NONCE.fullmatch(text) else ""
    return ""
