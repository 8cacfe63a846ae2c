"""Requests straight into the ASGI application, without a network, and belief in its answers."""

import asyncio
from typing import Any

import msgspec
from litestar.types import ASGIApp

from counter_app import wire
from counter_app.remote.answers import Raw
from counter_app.seal import SigningKey

GOOD_NONCE = "n" * 32


class Asker:
    """Asks an application as one installation; every answer must be signed over the request's nonce."""

    def __init__(self, app: ASGIApp, centre_key: bytes, installation_id: str, key: SigningKey) -> None:
        self.app, self.centre_key = app, centre_key
        self.installation_id, self.key = installation_id, key
        self.loop = asyncio.new_event_loop()

    def signed(self, path: str, body: bytes, signed_body: bytes | None = None) -> tuple[int, Any]:
        """Ask with our signature (over `signed_body` where the body was changed afterwards)."""
        covered = wire.request_bytes(
            path, self.installation_id, GOOD_NONCE, body if signed_body is None else signed_body
        )
        headers = {
            wire.INSTALLATION: self.installation_id,
            wire.NONCE: GOOD_NONCE,
            wire.SIGNATURE: self.key.sign(covered).hex(),
        }
        return self.ask(path, body, headers)

    def ask(
        self, path: str, body: bytes, headers: dict[str, str], method: str = "POST", nonce: str = GOOD_NONCE
    ) -> tuple[int, Any]:
        """Ask with any headers; return status and JSON. `nonce` is the one that the answer must carry."""
        raw = self.loop.run_until_complete(self._call(path, body, headers, method, nonce))
        assert raw.signed_by(self.centre_key), "an answer without the centre's signature"
        return raw.status, msgspec.json.decode(raw.body) if raw.body else None

    async def _call(self, path: str, body: bytes, headers: dict[str, str], method: str, nonce: str) -> Raw:
        sent: list[Any] = []
        incoming = [{"type": "http.request", "body": body, "more_body": False}]

        async def receive() -> Any:
            return incoming.pop() if incoming else {"type": "http.disconnect"}

        async def send(message: Any) -> None:
            sent.append(message)

        scope: Any = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "path": path,
            "raw_path": path.encode(),
            "query_string": b"",
            "root_path": "",
            "scheme": "http",
            "headers": [
                (b"content-length", str(len(body)).encode()),
                *((name.encode(), value.encode("latin-1")) for name, value in headers.items()),
            ],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
        }
        await self.app(scope, receive, send)
        answered = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return Raw(path, sent[0]["status"], nonce, answered, sent[1]["body"])

    def close(self) -> None:
        """Close the loop."""
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()
