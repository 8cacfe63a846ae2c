"""A network cable that can be pulled: relays one loopback port to another until it is unplugged."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

CHUNK = 65536


class Cable:
    """A listening port that leads to `url`'s; unplugged, it drops every connection and takes no other."""

    def __init__(self, url: str) -> None:
        """Lead to the host and port of `url`."""
        parts = urlsplit(url)
        self._to = (parts.hostname or "127.0.0.1", parts.port or 80)
        self._socket = socket.create_server(("127.0.0.1", 0))
        self._plugged = True
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        port = self._socket.getsockname()[1]
        self.url = urlunsplit(parts._replace(netloc=f"127.0.0.1:{port}"))
        threading.Thread(target=self._accept, daemon=True).start()

    def unplug(self) -> None:
        """Cut every connection, and each new one at once."""
        self._plugged = False
        with self._lock:
            for end in self._open:
                with contextlib.suppress(OSError):
                    end.shutdown(socket.SHUT_RDWR)

    def plug(self) -> None:
        """Relay again."""
        self._plugged = True

    def close(self) -> None:
        """Unplug for good."""
        self.unplug()
        self._socket.close()

    def _accept(self) -> None:
        while True:
            try:
                near, _address = self._socket.accept()
            except OSError:  # closed
                return
            threading.Thread(target=self._relay, args=(near,), daemon=True).start()

    def _relay(self, near: socket.socket) -> None:
        with near, contextlib.suppress(OSError), self._held(near):
            if not self._plugged:
                return
            with socket.create_connection(self._to) as far, self._held(far):
                back = threading.Thread(target=_pump, args=(far, near), daemon=True)
                back.start()
                _pump(near, far)
                back.join()

    @contextmanager
    def _held(self, end: socket.socket) -> Iterator[None]:
        with self._lock:
            self._open.add(end)
        try:
            yield
        finally:
            with self._lock:
                self._open.discard(end)


def _pump(source: socket.socket, sink: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(CHUNK):
            sink.sendall(data)
        sink.shutdown(socket.SHUT_WR)
