"""A slow line is no dead one: a request may take what its bytes need, and no more."""

import secrets
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer

import msgspec
import pytest

from counter_app import wire
from counter_app.errors import Unavailable
from counter_app.remote import deadline
from counter_app.remote.client import Centre
from counter_app.remote.deadline import Deadline
from counter_app.seal import SigningKey

KEY = SigningKey.generate()
PIECE, PAUSE, PIECES = 16 * 1024, 0.1, 25
TIMEOUT = 1.5  # seconds; the pieces take 2.5


class Long(msgspec.Struct):
    """A request or an answer of as many bytes as its text."""

    now: int
    text: str = ""


@contextmanager
def far_centre(*, reads_slowly: bool = False, answers_with: str = "", pause: float = PAUSE) -> Iterator[str]:
    """Answer like a centre at the far end of a slow line; its words are signed."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            left = int(self.headers["content-length"])
            while left:
                left -= len(self.rfile.read(min(PIECE, left)))
                time.sleep(PAUSE if reads_slowly else 0)
            body = msgspec.json.encode(Long(7, answers_with))
            covered = wire.answer_bytes(self.path, 200, self.headers[wire.NONCE], body)
            self.send_response(200)
            self.send_header("content-length", str(len(body)))
            self.send_header(wire.SIGNATURE, KEY.sign(covered).hex())
            self.end_headers()
            try:
                for start in range(0, len(body), PIECE):
                    self.wfile.write(body[start : start + PIECE])
                    time.sleep(pause)
            except OSError:
                return  # the counter has hung up

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def asked(address: str, text: str = "") -> Long:
    centre = Centre(address, KEY.public, "pc", SigningKey.generate(), timeout=TIMEOUT)
    try:
        return centre.ask(wire.TIME, Long(0, text), Long)
    finally:
        centre.close()


def test_a_long_request_may_take_what_its_bytes_need() -> None:
    with far_centre(reads_slowly=True) as address:
        incompressible = secrets.token_hex(PIECE * PIECES)  # packed it is half as long
        assert asked(address, incompressible).now == 7


def test_a_long_answer_that_goes_on_coming_is_heard_to_its_end() -> None:
    text = "x" * (PIECE * PIECES)
    with far_centre(answers_with=text) as address:
        assert asked(address).text == text


def test_who_creeps_slower_than_the_least_rate_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("counter_app.remote.deadline.LEAST_RATE", 1024 * 1024)
    with far_centre(answers_with="x" * (PIECE * 60)) as address, pytest.raises(Unavailable) as caught:
        asked(address)
    assert caught.value.values["torn"]


def test_where_nobody_is_nothing_was_torn() -> None:
    with pytest.raises(Unavailable) as caught:
        asked("http://127.0.0.1:9")
    assert not caught.value.values["torn"]


def test_what_is_over_before_there_is_a_line_is_severed_once_there_is_one() -> None:
    severed = list[float]()
    twice = threading.Event()

    def sever() -> None:
        severed.append(time.monotonic())
        if len(severed) > 1:
            twice.set()

    with Deadline(0.0, 0, sever):
        assert twice.wait(30)
    after = len(severed)
    assert not threading.Event().wait(2 * deadline.AGAIN)
    assert len(severed) == after
