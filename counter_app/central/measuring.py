"""The outermost layer: counts and times every answer, and writes it into the log: ids, no content."""

import logging
import time

from litestar.enums import ScopeType
from litestar.types import ASGIApp, Message, Receive, Scope, Send

from counter_app import wire
from counter_app.central.metrics import Metrics
from counter_app.central.requests import IDENTIFIER

log = logging.getLogger("counter_app.central.requests")
OTHER = "other"  # in place of a path that we do not have: whoever asks must not name a time series


class Measured:
    """An ASGI application that tells `metrics` and the log of what the one inside answers at its `paths`."""

    def __init__(self, inner: ASGIApp, metrics: Metrics, paths: frozenset[str]) -> None:
        self._inner, self._metrics, self._paths = inner, metrics, paths

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on and look at the clock."""
        if scope["type"] != ScopeType.HTTP:
            await self._inner(scope, receive, send)
            return
        began, status = time.perf_counter(), 0

        async def watched(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        self._metrics.begin()
        try:
            await self._inner(scope, receive, watched)
        finally:
            took = time.perf_counter() - began
            path = scope["path"] if scope["path"] in self._paths else OTHER
            self._metrics.end(path, status, took)
            said = {"path": path, "status": status, "ms": round(took * 1000), "installation": _who(scope)}
            log.info("answered", extra={"said": said})


def _who(scope: Scope) -> str:
    """Return the id that a request claims, which nobody has checked."""
    told = dict(scope["headers"]).get(wire.INSTALLATION.encode(), b"").decode("latin-1")
    return told if IDENTIFIER.fullmatch(told) else ""
