"""The lines on which PCs come: who says nothing on his gives way to who comes, and a head has its time."""

import asyncio

from uvicorn.protocols.http.h11_impl import H11Protocol

LINES = 512  # at once; those of all requests that are worked on or wait are fewer (`admission`)
HEAD = 20.0  # seconds for a request's head, from when the line stands or its first byte


class Line(H11Protocol):
    """A line as uvicorn has it, which by itself waits for a head for ever, and counts who says nothing."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for a head; where there are too many lines, the one silent longest ends."""
        super().connection_made(transport)
        self.heard = self.loop.time()
        self._due: float | None = None
        self._await_head()
        self._make_room()

    def data_received(self, data: bytes) -> None:
        """Take in what came: a head that comes in crumbs has no more time for it."""
        self.heard = self.loop.time()
        super().data_received(data)
        if self.cycle is not None and not self.cycle.response_complete:
            self._due = None
        elif self.timeout_keep_alive_task is None:
            self._await_head()

    def _await_head(self) -> None:
        self._due = self._due or self.heard + HEAD
        self.timeout_keep_alive_task = self.loop.call_at(self._due, self.transport.abort)

    def _make_room(self) -> None:
        lines = [line for line in self.connections if isinstance(line, Line) and line.is_open()]
        others = [line for line in lines if line is not self and not line.has_request()]
        if len(lines) > LINES and others:
            min(others, key=lambda line: line.heard).transport.abort()

    def is_open(self) -> bool:
        """Tell whether nobody has ended it."""
        return not self.transport.is_closing()

    def has_request(self) -> bool:
        """Tell whether a whole request came that is not answered yet."""
        return self.cycle is not None and not (self.cycle.response_complete or self.cycle.more_body)
