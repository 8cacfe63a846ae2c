"""A short round of `make chaos`, and the proof that its line spoils and its oracles find."""

import dataclasses
import errno
import json
import socket
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from typing import Any

import pytest

from counter_app.domain.key_events import KeyRotated
from counter_app.domain.moments import iso_local
from counter_app.seal import key_id
from tests.central.living import Ground
from tests.chaos import line as lines_
from tests.chaos.line import Fate, Line
from tests.chaos.machines import Fault
from tests.chaos.oracles import check_keys, check_receipts
from tests.chaos.story import run
from tests.chaos.town import Told

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
DUE, RECEIVED = 29_923_800, 29_922_589  # minutes
TOLD = Told("pc-1", "e-1", "H26.14-261122-1000", iso_local(DUE), "Nguyễn Thử", RECEIVED, RECEIVED)


@pytest.mark.slow
def test_a_short_round_loses_nothing(central_ground: Ground) -> None:
    outcome = run(central_ground, "1", 3)
    assert outcome.fault == ""
    assert outcome.counts["receipts told"] > 0


def held(told: Told, **changes: Any) -> dict[str, Any]:
    """Return an export's line of the event by which a receipt was given."""
    body = {"code": told.code, "received": RECEIVED, "due": DUE} | changes
    event = {"event_id": told.event_id, "kind": "dossier.received", "body": json.dumps(body)}
    return {
        "type": "event",
        "event": event,
        "personal": {"text": json.dumps({"name": told.name}, ensure_ascii=False)},
    }


def test_a_log_that_has_what_was_printed_holds() -> None:
    check_receipts("pc", [TOLD], [{"type": "export"}, held(TOLD)])


OTHER = dataclasses.replace(TOLD, event_id="e-2")


@pytest.mark.parametrize(
    ("told", "log", "found"),
    [
        ([TOLD], [], "a receipt is lost"),
        ([TOLD], [held(TOLD), held(TOLD)], "an event twice"),
        ([TOLD], [held(TOLD), held(OTHER)], "one code twice"),
        ([TOLD, OTHER], [held(TOLD)], "one code printed twice"),
        ([TOLD], [held(TOLD, code="H26.14-261122-1001")], "a receipt says otherwise"),
        ([TOLD], [held(TOLD, due=DUE + 1)], "a receipt says otherwise"),
        ([TOLD], [held(TOLD, received=RECEIVED + 2)], "a receipt says otherwise"),
        ([dataclasses.replace(TOLD, name="Trần Thử")], [held(TOLD)], "a receipt's name is lost"),
    ],
)
def test_what_a_log_lacks_or_says_otherwise_is_found(
    told: list[Told], log: list[dict[str, Any]], found: str
) -> None:
    with pytest.raises(Fault, match=found):
        check_receipts("pc", told, log)


def test_a_key_that_was_told_and_is_in_no_log_is_found() -> None:
    key = bytes(32)
    event = {"event_id": "e-3", "kind": KeyRotated.KIND, "body": json.dumps({"key": key.hex()})}
    log = [held(TOLD), {"type": "event", "event": event}]
    check_keys([key_id(key)], log)
    with pytest.raises(Fault, match="a key was told"):
        check_keys([key_id(key), key_id(b"\1" * 32)], log)


def test_a_seed_gives_each_connection_the_same_fate() -> None:
    assert lines_.fate_of("7 pc-1", 3) == lines_.fate_of("7 pc-1", 3)
    assert {lines_.fate_of("7 pc-1", number).name for number in range(200)} == set(lines_.FATES)


@pytest.fixture
def answering() -> Iterator[tuple[int, list[bytes]]]:
    """Give the port of a server that answers each request, and what it heard."""
    heard: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            with suppress(OSError):
                while True:
                    one, _address = listener.accept()
                    with one:
                        while piece := one.recv(65536):
                            heard.append(piece)
                            one.sendall(b"HTTP/1.1 200 OK\r\n\r\nlong enough to be cut")

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield listener.getsockname()[1], heard
        with suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)


@pytest.mark.parametrize(
    ("fate", "heard", "said"),
    [
        (Fate(), b"a request", b"HTTP/1.1 200 OK\r\n\r\nlong enough to be cut"),
        (Fate(lines_.DELAYED, seconds=0.01), b"a request", b"HTTP/1.1 200 OK\r\n\r\nlong enough to be cut"),
        (Fate(lines_.SLOW, rate=65536), b"a request", b"HTTP/1.1 200 OK\r\n\r\nlong enough to be cut"),
        (Fate(lines_.REQUEST, bytes=4), b"a re", b""),
        (Fate(lines_.ANSWER, bytes=4), b"a request", b"HTTP"),
        (Fate(lines_.SWALLOWED), b"a request", b""),
        (Fate(lines_.RESET), b"", b""),
    ],
)
def test_a_line_spoils_as_it_is_told(
    answering: tuple[int, list[bytes]], monkeypatch: pytest.MonkeyPatch, fate: Fate, heard: bytes, said: bytes
) -> None:
    monkeypatch.setattr(lines_, "fate_of", lambda _seed, _number: fate)
    port, at_server = answering
    with closing(Line("1", port)) as line:
        assert asked(line.port) == said
        overtaken = (b"",) if fate.name == lines_.REQUEST else ()  # what went before a cut, by the cut
        assert b"".join(at_server) in (heard, *overtaken)


def test_a_line_refuses_for_a_while_and_is_there_again(answering: tuple[int, list[bytes]]) -> None:
    with closing(Line("1", answering[0])) as line:
        line.refuse(2.0)
        within(10, lambda: refused(line.port))
        line.calm = True
        within(10, lambda: asked(line.port).startswith(b"HTTP/1.1 200"))


def within(seconds: float, holds: Callable[[], bool]) -> None:
    """Ask now and again, for a while; not at once again, or what asks is all that the line is busy with."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.02)


def asked(port: int) -> bytes:
    """Send a request; return the answer, as much of it as comes."""
    said = b""
    with suppress(OSError), socket.create_connection(("127.0.0.1", port), 20) as one:
        one.sendall(b"a request")
        while len(said) < 40 and (piece := one.recv(65536)):
            said += piece
    return said


def refused(port: int) -> bool:
    """Tell whether nobody listens."""
    with socket.socket() as one:
        one.settimeout(5)
        return one.connect_ex(("127.0.0.1", port)) == errno.ECONNREFUSED
