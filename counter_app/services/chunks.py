"""One chunk of a snapshot after the other; the next is on its way while the one before it is folded."""

import logging
from contextlib import suppress
from dataclasses import dataclass
from threading import Thread

from counter_app import wire
from counter_app import wire_snapshot as shapes
from counter_app.errors import CounterError, Refused
from counter_app.host.clock import Clock, Machine
from counter_app.remote.client import Centre

LEAST = wire.MAX_BATCH // 4  # events that must come through at once, else no chunk does
_TRIES = 2
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Wanted:
    """The chunk to ask for next: it begins after the position `after`."""

    epoch: str
    after: int
    name: shapes.ChunkName


@dataclass(frozen=True, slots=True)
class Chunk:
    """A chunk that came, at `now` (ms UTC) by the centre's clock; `heard` are the PC's clocks then."""

    name: shapes.ChunkName
    now: int
    heard: Machine
    events: list[wire.WireEvent]


class Coming:
    """A chunk on its way in a thread of its own; what it meets with there is nobody's trouble.

    A chunk goes by the hash that the centre has signed: whenever it was fetched, it is the very one.
    """

    def __init__(self, centre: Centre, clock: Clock, want: Wanted) -> None:
        """Ask for it, on a line of its own."""
        self._want = want
        self._chunk: Chunk | None = None
        self._thread = Thread(target=self._fetch, args=(centre, clock), daemon=True)
        self._thread.start()

    @property
    def under_way(self) -> bool:
        """Tell whether it is waited for still."""
        return self._thread.is_alive()

    def chunk(self, want: Wanted) -> Chunk | None:
        """Wait for the chunk, if it is the one of that name; None where it did not come."""
        if want != self._want:
            return None
        self._thread.join()
        return self._chunk

    def _fetch(self, centre: Centre, clock: Clock) -> None:
        with suppress(CounterError):  # it is asked for again, and told then
            self._chunk = fetch(centre, clock, self._want, aside=True)


def fetch(centre: Centre, clock: Clock, want: Wanted, *, aside: bool = False) -> Chunk | None:
    """Fetch a chunk, once more where another came in its place; None where the centre has it no more.

    Raises Unavailable.
    """
    request = shapes.ChunkRequest(want.epoch, want.after, want.name.upto, want.name.digest)
    for _ in range(_TRIES):
        try:
            told = centre.ask(shapes.CHUNK, request, shapes.ChunkAnswer, aside=aside)
            heard = clock.reading()
            return Chunk(want.name, told.now, heard, shapes.unpack(want.name, told.content))
        except Refused:
            return None
        except ValueError:
            _log.warning("chunk %s thrown away: it is not what was signed for", want.name.digest)
    return None
