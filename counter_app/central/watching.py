"""For whoever watches the process: /metrics, /healthz and /readyz on a loopback port of its own."""

import json
import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from counter_app.central.centre import Centre
from counter_app.central.measuring import log as requests
from counter_app.errors import Unavailable

HOST = "127.0.0.1"
_WITHIN = text("SET LOCAL statement_timeout = 2000")
_READ_ONLY = text("SHOW transaction_read_only")  # on at a standby, and where an administrator said so


class LinesOfJson(logging.Formatter):
    """One JSON object for each record, with what it `said` beside the message."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the line."""
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
        told = {"at": at, "level": record.levelname, "logger": record.name, "message": record.getMessage()}
        return json.dumps(told | getattr(record, "said", {}), ensure_ascii=False)


@contextmanager
def logged_as_json() -> Iterator[None]:
    """Let every line of the process's log be a JSON object, one for each answer too, for a `with`."""
    handlers, level = logging.getLogger().handlers, requests.level
    before = [(handler, handler.formatter) for handler in handlers]
    for handler in handlers:
        handler.setFormatter(LinesOfJson())
    requests.setLevel(logging.INFO)
    try:
        yield
    finally:
        requests.setLevel(level)
        for handler, formatter in before:
            handler.setFormatter(formatter)


def is_ready(centre: Centre) -> bool:
    """Tell whether the clock is sound, and the database takes what comes, with the tables of this version."""
    try:
        centre.now()
        with centre.engine.begin() as connection:
            connection.execute(_WITHIN)
            connection.execute(text("SELECT 1 FROM positions LIMIT 1"))
            return bool(connection.execute(_READ_ONLY).scalar_one() == "off")
    except (SQLAlchemyError, Unavailable):
        return False


@contextmanager
def watched(centre: Centre, port: int | None) -> Iterator[str]:
    """Answer on a loopback port (0: a free one, None: none at all) for the length of a `with`; give the URL.

    Raises Unavailable: port_taken.
    """
    if port is None:
        yield ""
        return
    try:
        server = ThreadingHTTPServer((HOST, port), _handler(centre))
    except OSError as error:
        raise Unavailable("port_taken", host=HOST, port=port) from error
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, name="watching", daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def _handler(centre: Centre) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        timeout = 10  # seconds for whoever opens a connection and says nothing

        def do_GET(self) -> None:
            if self.path == "/metrics":
                self._say(200, centre.metrics.text(), "text/plain; version=0.0.4")
            elif self.path == "/healthz":
                self._say(200, "alive\n")
            elif self.path == "/readyz":
                ready = is_ready(centre)
                self._say(200 if ready else 503, "ready\n" if ready else "not ready\n")
            else:
                self._say(404, "not here\n")

        def log_message(self, *_values: object) -> None:
            """Say nothing: whoever watches does so every few seconds."""

        def _say(self, status: int, said: str, kind: str = "text/plain") -> None:
            body = said.encode()
            self.send_response(status)
            self.send_header("content-type", f"{kind}; charset=utf-8")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

    return Handler
