"""20,000 events over 2 Mbit/s, 300 ms and 2 % loss, cut once in the middle: a TCP proxy plays the line.

It sends as TCP (Reno) would over such a line: a window of segments in each round trip, halved when one of
them is lost. Loss on that line costs more than its 2 Mbit/s do.
"""

import asyncio
import random
import re
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import office

from counter_app import bootstrap
from counter_app.host.files import DataFolder
from counter_app.services import sync

EVENTS, CUT_AT = 20_000, 0.5  # the cut comes when so large a share is acknowledged
SEGMENT, BYTES_PER_SECOND, ROUND_TRIP, LOSS = 1460, 250_000, 0.3, 0.02
FIRST_WINDOW, MOST = 10, 64  # segments; RFC 6928, and what the line holds
STORED = re.compile(r'qmc_events_total\{outcome="stored"\} (\d+)')


@dataclass(frozen=True, slots=True)
class Sent:
    """What one run showed: seconds (with the wait after the cut), events sent `twice`, bytes sent."""

    seconds: float
    twice: int
    upward: int

    def lines(self) -> Iterator[str]:
        """Return the report."""
        yield f"{EVENTS} events over 2 Mbit/s, 300 ms, 2 % loss: {self.seconds:.0f} s (<= 180), one cut"
        twice, each = self.twice, self.upward / EVENTS
        yield f"sent twice: {twice} events (<= 500); {each:.0f} bytes an event"


class Line:
    """A TCP proxy on loopback; `cut` ends what runs over it, in the middle of whatever that is."""

    def __init__(self, target: str) -> None:
        """Take the centre's address."""
        self._host, self._port = urlsplit(target).hostname, urlsplit(target).port
        self._writers: set[asyncio.StreamWriter] = set()
        self._dice = random.Random(7)  # noqa: S311 - no secret
        self.upward = 0

    async def open(self) -> str:
        """Listen; return the address."""
        self._loop = asyncio.get_running_loop()
        server = await asyncio.start_server(self._join, "127.0.0.1", 0)
        return f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"

    def cut(self) -> None:
        """End every connection at once; from any thread."""
        self._loop.call_soon_threadsafe(self._abort)

    def _abort(self) -> None:
        for writer in self._writers:
            writer.transport.abort()

    async def _join(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection(self._host, self._port)
        self._writers |= {writer, back}
        await asyncio.sleep(ROUND_TRIP)  # the handshake
        with suppress(OSError):
            await asyncio.gather(self._carry(reader, back, up=True), self._carry(there, writer, up=False))
        self._writers -= {writer, back}
        for one in (writer, back):
            one.transport.abort()

    async def _carry(self, source: asyncio.StreamReader, target: asyncio.StreamWriter, *, up: bool) -> None:
        window = float(FIRST_WINDOW)
        threshold = float(MOST)
        while data := await source.read(int(window) * SEGMENT):
            self.upward += len(data) * up
            segments = -(-len(data) // SEGMENT)
            full = segments >= int(window)
            lost = sum(self._dice.random() < LOSS for _ in range(segments))
            # The first half of a trip is the way there; a full window waits for its acknowledgements too.
            waits = ROUND_TRIP / 2 + len(data) / BYTES_PER_SECOND + (ROUND_TRIP if lost else 0)
            await asyncio.sleep(max(waits, ROUND_TRIP) if full else waits)
            if lost:
                threshold = window = max(2.0, window / 2)
            elif full:
                window = min(MOST, window * 2 if window < threshold else window + 1)
            target.write(data)
            await target.drain()
        target.write_eof()


def run(folder: Path) -> Sent:
    """Let a PC that was away send what it has, with one cut on the way; it waits then as the rule says."""
    with office.centre(folder / "centre", 1, watch=True) as centre, _open(centre.url) as (line, address):
        far = office.enrolled(folder / "pc", centre.tokens[0])
        log = office.Log(far)
        sync.exchange(far)
        log.receive(EVENTS)
        far.close()
        pc = bootstrap.open_counter(DataFolder(folder / "pc"), centre_url=address)
        state, cut = sync.state(pc), False
        before, waiting, began = _stored(centre.watch), state.unsent, time.perf_counter()
        while state.unsent:
            if state.wait_ms:
                time.sleep(state.wait_ms / 1000)
            timer = threading.Timer(1.5, line.cut) if not cut and state.unsent < EVENTS * CUT_AT else None
            if timer is not None:
                timer.start()
                cut = True
            state = sync.settle(pc, sync.contact(pc, sync.outgoing(pc)))
        seconds = time.perf_counter() - began
        pc.close()
        return Sent(seconds, _stored(centre.watch) - before - waiting, line.upward)


def _stored(watch: str) -> int:
    with urllib.request.urlopen(watch + "/metrics", timeout=10) as answer:  # noqa: S310 - loopback
        found = STORED.search(answer.read().decode())
    return int(found.group(1)) if found else 0


@contextmanager
def _open(target: str) -> Iterator[tuple[Line, str]]:
    """Play the line from a thread of its own."""
    loop, line = asyncio.new_event_loop(), Line(target)
    thread = threading.Thread(target=loop.run_forever, daemon=True)
    thread.start()
    try:
        yield line, asyncio.run_coroutine_threadsafe(line.open(), loop).result(10)
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
