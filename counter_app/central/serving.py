"""Runs the centre on uvicorn: loopback in plain HTTP, anywhere else with a certificate only."""

import gc
import logging
import os
import socket
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import uvicorn
from litestar.concurrency import set_asyncio_executor

from counter_app.central import database, erasure, lines, timekeeping, vault, watching, withdrawals
from counter_app.central.app import build
from counter_app.central.centre import Centre
from counter_app.errors import Refused, Unavailable

LOOPBACK = {"127.0.0.1", "::1", "localhost"}


@dataclass(frozen=True, slots=True)
class Listening:
    """Where to listen; port 0 takes a free one. `cert` and `key` are PEM files, both or none."""

    host: str = "127.0.0.1"
    port: int = 0
    cert: Path | None = None
    key: Path | None = None

    def scheme(self) -> str:
        """Return http or https. Raises Refused: plain_http_refused off loopback without a certificate."""
        if self.cert and self.key:
            return "https"
        if self.host not in LOOPBACK:
            raise Refused("plain_http_refused", "host", host=self.host)
        return "http"


def check_address(address: str) -> None:
    """Refuse where no PC could go: `address` is what a token names. Raises Refused: bad_centre_address."""
    try:
        told = urlsplit(address)
        fits = bool(told.hostname) and (told.port is None or told.port > 0)
    except ValueError:  # no port, no address
        raise Refused("bad_centre_address", "address", address=address[:100]) from None
    if not fits or (told.scheme != "https" and not (told.scheme == "http" and told.hostname in LOOPBACK)):
        raise Refused("bad_centre_address", "address", address=address[:100])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready()


def open_and_serve(
    url: str,
    folder: Path,
    listening: Listening,
    ready: Callable[[str], None],
    watch_port: int | None,
    *,
    until_stdin_closes: bool,
) -> None:
    """Serve the database at `url` with the key in `folder`, and whoever watches at `watch_port`.

    Raises as `serve`, `database.refuse_owner`, `vault.read_key`, `refuse_lost` of `erasure` and
    `withdrawals`, and `watching.watched`.
    """
    engine = database.open_database(url)
    try:
        database.refuse_owner(engine)
        centre = Centre(engine, vault.read_key(folder), timekeeping.opened(engine, folder), folder=folder)
        erasure.refuse_lost(centre)
        withdrawals.refuse_lost(centre)
        with watching.watched(centre, watch_port):
            serve(centre, listening, ready, until_stdin_closes)
    finally:
        engine.dispose()


def serve(
    centre: Centre, listening: Listening, ready: Callable[[str], None], until_stdin_closes: bool = False
) -> None:
    """Serve until SIGTERM or SIGINT (or the end of stdin), finishing the requests under way.

    `ready` is called once with the address. Raises Refused: plain_http_refused; Unavailable: port_taken.
    """
    scheme = listening.scheme()
    listener = _bind(listening)
    host, port = listener.getsockname()[:2]
    address = f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"
    config = uvicorn.Config(
        build(centre),
        ssl_certfile=str(listening.cert) if listening.cert else None,
        ssl_keyfile=str(listening.key) if listening.key else None,
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        http=lines.Line,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=5,
    )
    server = _Server(config, lambda: ready(address))
    if until_stdin_closes:
        threading.Thread(target=_watch_stdin, args=(server,), daemon=True).start()
    _spare_the_collector()
    workers = ThreadPoolExecutor(database.WORKERS, thread_name_prefix="centre")
    set_asyncio_executor(workers)
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        logging.getLogger(__name__).info("stopped by hand")
    finally:
        set_asyncio_executor(None)
        workers.shutdown()
        listener.close()


def _spare_the_collector() -> None:
    """Let it look less often, and never at what the process was built of: a push makes 50,000 objects."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def _bind(listening: Listening) -> socket.socket:
    family = socket.AF_INET6 if ":" in listening.host else socket.AF_INET
    # Named as TCP, or asyncio leaves Nagle's algorithm on and every answer waits 40 ms.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    if sys.platform != "win32":  # there it would let a second server take the same port
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((listening.host, listening.port))
    except OSError as error:
        listener.close()
        raise Unavailable("port_taken", host=listening.host, port=listening.port) from error
    return listener


def _watch_stdin(server: uvicorn.Server) -> None:
    """End with the parent: its end of the pipe closes however it dies."""
    with suppress(OSError):
        while os.read(sys.stdin.fileno(), 4096):
            pass
    server.should_exit = True
