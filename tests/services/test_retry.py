"""One rule for trying again, whatever failed: longer each time, by chance, kept over restarts."""

from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import httpx2
import pytest

from counter_app import wire
from counter_app.remote.client import Centre
from counter_app.services import sync, sync_retry
from counter_app.services.counter import Counter
from counter_app.store import outbox
from tests.pcs import Office, receive
from tests.remote.meddling import between

Reply = Callable[[BaseHTTPRequestHandler, httpx2.Response], None]


def test_the_wait_doubles_to_five_minutes_and_half_of_it_is_chance() -> None:
    least = [sync_retry.delay(failures, share=0.0) for failures in range(8)]
    assert least == [10_000, 20_000, 40_000, 80_000, *[150_000] * 4]
    assert sync_retry.delay(900, share=1.0) == 300_000
    herd = {sync_retry.delay(3) // 1000 for _ in range(200)}
    assert len(herd) > 30
    assert min(herd) >= 80
    assert max(herd) <= 160


def test_who_asks_for_a_wait_gets_it_within_bounds() -> None:
    assert sync_retry.delay(0, 120_000, share=0.0) == 120_000
    assert sync_retry.delay(0, 10**9, share=0.0) == sync_retry.MOST_MS
    assert sync_retry.left(50, 100) == 0
    assert sync_retry.left(10**13, 100) == sync_retry.MOST_MS  # the clock was set back


def answering(status: int, body: bytes, **headers: str) -> Reply:
    """Return a server in the way: it lets nothing through and says so, unsigned."""

    def reply(handler: BaseHTTPRequestHandler, _answer: httpx2.Response) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("content-length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return reply


def through(counter: Counter, address: str, timeout: float = 2) -> None:
    here = counter.installation
    counter.centre.close()
    counter.centre = Centre(address, here.centre_key, here.installation_id, counter.signer, timeout=timeout)


@pytest.mark.parametrize(
    ("reply", "least", "most"),
    [
        (answering(429, b"busy", retry_after="120"), 119_000, 120_000),
        (answering(503, b"", retry_after="99999"), 599_000, 600_000),
        (answering(429, b"", retry_after="Wed, 21 Oct 2026 07:28:00 GMT"), 9_000, 20_000),
        (answering(200, b"<html>sign in</html>", retry_after="500"), 9_000, 20_000),
        (answering(500, b"", retry_after="500"), 9_000, 20_000),
        (answering(302, b"", location="http://portal.example/"), 9_000, 20_000),
    ],
)
def test_every_failure_waits_by_the_one_rule(office: Office, reply: Reply, least: int, most: int) -> None:
    counter = office.open()
    sync.exchange(counter)
    with between(office.address, reply) as proxy:
        through(counter, proxy)
        receive(counter, "A")
        failed = sync.exchange(counter)
    assert (failed.online, failed.again, failed.unsent > 0) == (False, False, True)
    assert least <= failed.wait_ms <= most
    through(counter, office.address)
    sent = sync.exchange(counter)  # "send now" waits for nothing
    assert (sent.online, sent.unsent, sent.wait_ms) == (True, 0, 0)


def test_the_wait_outlasts_a_restart(office: Office) -> None:
    counter = office.open()
    through(counter, "http://127.0.0.1:9")
    waits = [sync.exchange(counter).wait_ms for _ in range(6)]
    assert waits[0] <= 20_000
    assert waits[-1] >= 149_000
    counter.close()
    again = office.open()
    assert 100_000 < sync.state(again).wait_ms <= 300_000
    with again.store.read() as conn:
        assert outbox.state(conn, again.installation.installation_id).failures == 6


def test_what_was_received_goes_before_all_else(office: Office) -> None:
    """A chain cannot be sent out of order: what is not in it, and waits for it, is asked for after it."""
    counter = office.open()
    asked: list[str] = []

    class Told(Centre):
        def push(self, request: wire.PushRequest, body: bytes = b"") -> wire.PushAnswer:
            asked.append("push")
            return super().push(request, body)

        def feed(self, request: wire.FeedRequest) -> wire.FeedAnswer:
            asked.append("feed")
            return super().feed(request)

        def briefing(self) -> wire.Briefing:
            asked.append("briefing")
            return super().briefing()

    here = counter.installation
    counter.centre.close()
    counter.centre = Told(office.address, here.centre_key, here.installation_id, counter.signer)
    receive(counter, "A")
    office.open("another")  # a new key: the briefing changes
    sync.exchange(counter)
    assert asked == ["push", "feed", "briefing"]
