"""Whoever opens lines to the centre and says little on them keeps nobody else from being heard."""

import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack

import pytest

from counter_app.central import admission, bodies, lines
from counter_app.central.admission import HELD, HUGE, LONG, SHORT, WAITING, WORKED_ON
from counter_app.wire import MAX_BODY

Dial = Callable[..., socket.socket]


@pytest.fixture
def dial(address: str) -> Iterator[Dial]:
    """Open a line; with a `length`, announce a body as long and send its first byte."""
    host, port = address.removeprefix("http://").split(":")
    with ExitStack() as stack:

        def opened(length: int = 0) -> socket.socket:
            line = stack.enter_context(socket.create_connection((host, int(port)), timeout=60))
            if length:
                head = f"POST /v1/push HTTP/1.1\r\nHost: {host}\r\nContent-Length: {length}\r\n\r\n"
                line.sendall(head.encode() + b"{")
            return line

        yield opened


def heard(line: socket.socket, length: int) -> bool:
    """Send the rest of a body and tell whether somebody looked at it: it is signed by nobody."""
    line.sendall(bytes(length - 1))
    return line.recv(64).startswith(b"HTTP/1.1 401")


def ended(line: socket.socket, more: bytes = b"") -> bool:
    """Send more and tell whether the centre ended the line, with a word or without."""
    try:
        line.sendall(more)
        return line.recv(64).partition(b"\r\n")[0] in (b"", b"HTTP/1.1 408 Request Timeout")
    except ConnectionError:
        return True


def test_what_was_announced_and_never_came_takes_nobodys_room(dial: Dial) -> None:
    for _ in range(HELD // MAX_BODY):
        dial(MAX_BODY)
    assert heard(dial(LONG), LONG)


def test_what_was_announced_huge_and_does_not_come_gives_way(
    dial: Dial, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "LATE", 0)
    silent = [dial(MAX_BODY) for _ in range(HELD // MAX_BODY)]
    assert heard(dial(HUGE + 1), HUGE + 1)
    assert ended(silent[0])


@pytest.mark.parametrize(("count", "length"), [(WORKED_ON + WAITING, LONG), (SHORT, 10)])
def test_who_has_not_said_all_takes_nobodys_place(dial: Dial, count: int, length: int) -> None:
    for _ in range(count):
        dial(length)
    assert heard(dial(length), length)


def test_a_body_that_stops_coming_has_no_more_time_for_its_length(
    dial: Dial, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "PATIENCE", 0.3)
    assert ended(dial(MAX_BODY), bytes(256 * 1024))


def test_a_head_has_its_time(dial: Dial, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "HEAD", 0.3)
    bare, begun = dial(), dial()
    assert ended(begun, b"POST /v1/push HTTP/1.1\r\n")
    assert ended(bare)


def test_where_all_lines_are_taken_the_one_silent_longest_ends(
    dial: Dial, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lines, "LINES", 3)
    bare = [dial() for _ in range(5)]
    assert ended(bare[0])
    assert ended(bare[1])
    coming = dial(LONG)
    assert heard(coming, LONG)
    assert ended(bare[2])
