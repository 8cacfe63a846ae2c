"""A crowd at the centre: bounded, told when to come again, and a short request never waits for the long."""

import asyncio
import socket
from contextlib import ExitStack
from typing import Any

import pytest

from counter_app.central import admission, bodies
from counter_app.central.admission import LONG, SHORT, WAITING, WORKED_ON, Admission
from counter_app.central.metrics import Metrics
from counter_app.wire import LEAST_RATE, MAX_BODY


class Crowd:
    """Requests that stay until they are let go; `inside` is how many are being worked on."""

    def __init__(self) -> None:
        self.metrics, self.inside, self.answers = Metrics(), 0, list[dict[str, Any]]()
        self.leave = asyncio.Event()
        self.door = Admission(self._work, self.metrics)

    async def _work(self, _scope: Any, receive: Any, send: Any) -> None:
        self.inside += 1
        assert not (await receive())["more_body"]
        await self.leave.wait()
        self.inside -= 1
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def come(self, count: int, length: int, *, whole: bool = True) -> list["asyncio.Task[None]"]:
        """Let so many requests with a body of `length` come; return when all stand where they stay.

        Those that are not `whole` fall silent before the end of their bodies.
        """
        headers = [(b"content-length", str(length).encode())]

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                self.answers.append(message)

        async def receive() -> dict[str, Any]:
            if not whole:
                await asyncio.Event().wait()
            return {"type": "http.request", "body": bytes(length), "more_body": False}

        scope: Any = {"type": "http", "headers": headers, "path": "/v1/push"}
        calls = [asyncio.ensure_future(self.door(scope, receive, send)) for _ in range(count)]  # type: ignore[arg-type]
        for _ in range(9):
            await asyncio.sleep(0)
        return calls


@pytest.fixture
def crowd() -> Crowd:
    return Crowd()


def test_long_requests_take_turns_and_short_ones_pass_them(crowd: Crowd) -> None:
    async def story() -> None:
        long = await crowd.come(WORKED_ON + WAITING, LONG)
        assert crowd.inside == WORKED_ON
        short = await crowd.come(2, LONG - 1)
        assert (crowd.inside, crowd.answers) == (WORKED_ON + 2, [])
        crowd.leave.set()
        await asyncio.gather(*long, *short)
        assert [told["status"] for told in crowd.answers] == [200] * (WORKED_ON + WAITING + 2)

    asyncio.run(story())


@pytest.mark.parametrize(("count", "length"), [(WORKED_ON + WAITING, LONG), (SHORT, 10)])
def test_who_would_wait_too_long_is_told_when_to_come_again(crowd: Crowd, count: int, length: int) -> None:
    async def story() -> None:
        calls = await crowd.come(count, length)
        await asyncio.gather(*await crowd.come(2, length))
        waits = [dict(told["headers"])[b"retry-after"] for told in crowd.answers if told["status"] == 503]
        low, high = admission.COME_AGAIN
        assert len(waits) == 2
        assert all(low <= int(wait) <= high for wait in waits)
        assert "qmc_requests_refused_total 2\n" in crowd.metrics.text()
        crowd.leave.set()
        await asyncio.gather(*calls)
        crowd.answers.clear()
        await asyncio.gather(*await crowd.come(1, length))
        assert [told["status"] for told in crowd.answers] == [200]

    asyncio.run(story())


def test_who_falls_silent_in_the_middle_takes_no_turn(crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "PATIENCE", 0.2 - LONG / LEAST_RATE)

    async def story() -> None:
        silent = [*await crowd.come(WORKED_ON, LONG, whole=False), *await crowd.come(1, 10, whole=False)]
        calls = await crowd.come(1, LONG)
        assert crowd.inside == 1
        crowd.leave.set()
        await asyncio.gather(*calls, *silent)
        assert sorted(told["status"] for told in crowd.answers) == [200, *[408] * (WORKED_ON + 1)]
        await asyncio.gather(*await crowd.come(WORKED_ON + WAITING, LONG))

    asyncio.run(story())


def test_a_huge_body_that_does_not_come_gives_way_to_one_that_does(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "LATE", 0)

    async def story() -> None:
        silent = await crowd.come(admission.HELD // MAX_BODY, MAX_BODY, whole=False)
        calls = await crowd.come(1, MAX_BODY)
        assert crowd.inside == 1
        await asyncio.wait(silent, return_when=asyncio.FIRST_COMPLETED)
        assert [told["status"] for told in crowd.answers] == [408]
        crowd.leave.set()
        await asyncio.gather(*calls)
        for call in silent:
            call.cancel()
        await asyncio.gather(*silent, return_exceptions=True)
        assert crowd.door._held == {True: 0}

    asyncio.run(story())


def test_more_than_may_be_held_at_once_is_told_to_come_again(
    crowd: Crowd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "LATE", 600)

    async def story() -> None:
        many = admission.HELD // MAX_BODY
        calls = await crowd.come(many, MAX_BODY, whole=False)
        await asyncio.gather(*await crowd.come(1, MAX_BODY))
        assert [told["status"] for told in crowd.answers] == [503]
        for call in calls:
            call.cancel()
        await asyncio.gather(*calls, return_exceptions=True)
        crowd.leave.set()
        await asyncio.gather(*await crowd.come(1, MAX_BODY))
        assert [told["status"] for told in crowd.answers] == [503, 200]

    asyncio.run(story())


def test_silent_uploads_keep_nobody_from_being_heard(address: str) -> None:
    host, port = address.removeprefix("http://").split(":")
    head = f"POST /v1/push HTTP/1.1\r\nHost: {host}\r\nContent-Length: {LONG}\r\n\r\n".encode()
    with ExitStack() as silent:
        for _ in range(WORKED_ON):
            line = silent.enter_context(socket.create_connection((host, int(port))))
            line.sendall(head + b"{")
        with socket.create_connection((host, int(port)), timeout=30) as line:
            line.sendall(head + bytes(LONG))
            assert line.recv(64).startswith(b"HTTP/1.1 4")
