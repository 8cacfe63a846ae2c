"""A crowd at the centre: bounded, told when to come again, and a short request never waits for the long."""

import asyncio
from typing import Any

import pytest

from counter_app.central import admission
from counter_app.central.admission import LONG, SHORT, WAITING, WORKED_ON, Admission
from counter_app.central.metrics import Metrics


class Crowd:
    """Requests that stay until they are let go; `inside` is how many are being worked on."""

    def __init__(self) -> None:
        self.metrics, self.inside, self.answers = Metrics(), 0, list[dict[str, Any]]()
        self.leave = asyncio.Event()
        self.door = Admission(self._work, self.metrics)

    async def _work(self, _scope: Any, _receive: Any, send: Any) -> None:
        self.inside += 1
        await self.leave.wait()
        self.inside -= 1
        await send({"type": "http.response.start", "status": 200, "headers": []})

    async def come(self, count: int, length: int) -> list["asyncio.Task[None]"]:
        """Let so many requests with a body of `length` come; return when all stand where they stay."""
        headers = [(b"content-length", str(length).encode())]

        async def send(message: dict[str, Any]) -> None:
            if message["type"] == "http.response.start":
                self.answers.append(message)

        scope: Any = {"type": "http", "headers": headers, "path": "/v1/push"}
        calls = [asyncio.ensure_future(self.door(scope, send, send)) for _ in range(count)]  # type: ignore[arg-type]
        for _ in range(3):
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
