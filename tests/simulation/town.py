"""The simulated office: its centre on a real PostgreSQL, its PCs, and the ledger of what was printed."""

import asyncio
import hashlib
import logging
import random
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx2
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from counter_app import wire, wire_snapshot
from counter_app.central import snapshots as central_snapshots
from counter_app.central.app import build
from counter_app.central.centre import Centre
from counter_app.central.review_tables import reviews
from counter_app.central.tables import events, forks
from counter_app.central.timekeeping import KeptClock
from counter_app.domain.commands import Applicant
from counter_app.errors import CounterError
from counter_app.host.journal import JOURNAL, keep_journal
from counter_app.remote import client
from counter_app.services import chunks, sync_contact
from tests.central.counters import Counter as RogueLog
from tests.central.living import OFFICE, Ground, Living
from tests.simulation.people_met import PeopleMet
from tests.simulation.stillness import still
from tests.simulation.virtual_network import VirtualNetwork
from tests.simulation.virtual_pc import VirtualPc

START = 1_795_050_000_000  # 2026-11-19 08:00 at +07:00
ADDRESS = "http://127.0.0.1:9"
LANES = 16
PAGE = 60  # events of the feed


class Fault(Exception):  # noqa: N818 - a fault of the product, found
    """Something that must never be."""


@dataclass(frozen=True)
class Issued:
    """A receipt that a citizen holds, as the virtual printer took it; minutes UTC.

    `at` is the true ms UTC of the print, `contact` of the PC's last contact before.
    """

    pc: str
    event_id: str
    code: str
    received: int
    due: int
    name: str
    qr: str
    clock: str
    at: int
    contact: int


@dataclass(frozen=True)
class Taken:
    """A reception as the town saw it: the true ms UTC, and the centre's last word (ms UTC) to its PC."""

    at: int
    word: int


@dataclass
class Leaf:
    """A leaf of a paper book: what is written on it (minutes UTC), its stub's scan, and the receptions that
    were entered for it; "" for one given up.
    """

    code: str
    granted: int
    who: Applicant | None = None
    name: str = ""
    received: int = 0
    due: int = 0
    stub: bytes = b""
    events: set[str] = field(default_factory=set)

    @property
    def digest(self) -> str:
        """By what the facts name the stub's scan."""
        return hashlib.sha256(self.stub).hexdigest()


@dataclass
class Town:
    """Everything that a step can touch.

    `taken` has each reception by event_id; `fragile` are events that the centre alone has since their PC's
    disk died, `lost` those that nobody has; `tampered` those of a modified client's log; `revoked` has for
    each revoked installation the events that counted then; `unknown` says that a restored centre does not
    know a PC any more, `older` that nobody has said that it is one; `undone` is what the centre had and lost
    when it was put back; `erased` are codes whose personal data went at the centre; `keys` has for the mark
    of a key that may have died with a disk the event that told of it; the centre's own clock is wrong by
    `clock_off` ms.
    """

    living: Living
    network: VirtualNetwork
    root: Path
    pcs: list[VirtualPc] = field(default_factory=list)
    issued: dict[str, Issued] = field(default_factory=dict)
    people: PeopleMet = field(default_factory=PeopleMet)
    told: Counter[str] = field(default_factory=Counter)
    taken: dict[str, Taken] = field(default_factory=dict)
    promised: dict[str, tuple[str, int]] = field(default_factory=dict)
    pins: dict[str, str] = field(default_factory=dict)
    leaves: dict[str, Leaf] = field(default_factory=dict)
    erased: set[str] = field(default_factory=set)
    keys: dict[str, str] = field(default_factory=dict)
    undone: set[str] = field(default_factory=set)
    fragile: set[str] = field(default_factory=set)
    lost: set[str] = field(default_factory=set)
    dump: Path | None = None
    tampered: set[str] = field(default_factory=set)
    revoked: dict[str, set[str]] = field(default_factory=dict)
    off_days: set[str] = field(default_factory=set)
    commits_fail: float = 0.0
    clock_off: int = 0
    rogue: tuple[RogueLog, client.Centre] | None = None
    others: int = 0
    unknown: bool = False
    older: bool = False
    unsaid: list[str] = field(default_factory=list)

    @property
    def owner(self) -> Centre:
        """The centre as its administrator works with it."""
        own = self.living.centre
        return Centre(self.living.owner, own.key, lambda: self.network.now, folder=own.folder)

    @property
    def working(self) -> list[VirtualPc]:
        """The PCs that are still used."""
        return [pc for pc in self.pcs if not pc.retired]

    @property
    def lanes(self) -> int:
        """How many lanes are taken."""
        return self.others + sum(1 for pc in self.pcs if not pc.sibling)

    def rows(self, table: sa.Table) -> list[dict[str, Any]]:
        """Return a table of the centre's, as its owner."""
        with self.living.owner.connect() as connection:
            return [dict(row) for row in connection.execute(sa.select(table)).mappings()]

    def kept_at_centre(self) -> set[str]:
        """Return the ids of all events that the centre holds, in whichever table."""
        return {row["event_id"] for table in (events, forks, reviews) for row in self.rows(table)}

    def pass_time(self, now: int) -> None:
        """Let it be `now` everywhere."""
        self.network.pass_time(max(now, self.network.now))

    def new_pc(self, name: str) -> VirtualPc:
        """Set up a PC in good weather."""
        pc = VirtualPc(name, self.root / name, self.network, booted=self.network.now)
        pc.enrol(self.living.token(ADDRESS).text())
        self.pcs.append(pc)
        return pc

    def refused(self, error: CounterError) -> None:
        """Count a no; what is said of it may hold nobody's data."""
        self.told[f"{type(error).__name__}: {error.code}"] += 1
        self.unsaid.append(f"{error.code} {error.values}")

    def close(self) -> None:
        """Close what is open."""
        for pc in self.pcs:
            pc.close()


@contextmanager
def town(ground: Ground, root: Path, seed: str, count: int) -> Iterator[Town]:
    """Found an office with `count` PCs; all that is random comes from `seed`."""
    loop = asyncio.new_event_loop()
    with ExitStack() as stack:
        stack.callback(loop.close)
        living = stack.enter_context(ground.centre())
        network = VirtualNetwork(build(living.centre), loop, now=START)
        kept = KeptClock(living.home, None, lambda: network.now + made.clock_off, lambda: network.now)
        object.__setattr__(living.centre, "now", kept)
        stack.enter_context(still(seed, lambda: network.now))
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(client, "_client", lambda url, _ca: httpx2.Client(base_url=url, transport=network))
        # So small an office would never have more than a page to hear.
        patch.setattr(central_snapshots, "ENOUGH", 3 * PAGE)
        patch.setattr(wire_snapshot, "CHUNK_BYTES", 30_000)
        patch.setattr(chunks, "LEAST", PAGE // 4)
        patch.setattr(sync_contact, "FeedRequest", _page)
        stack.enter_context(_journal(root))
        made = Town(living, network, root)
        stack.callback(made.close)
        sa.event.listen(living.centre.engine, "commit", lambda _conn: _fail(made))
        for number in range(count):
            made.new_pc(f"pc{number:02}")
        yield made


def _page(after: int, at_once: int, **more: Any) -> wire.FeedRequest:
    return wire.FeedRequest(after, min(PAGE, at_once), **more)


def journal_of(root: Path) -> str:
    """Return what the programs wrote into their logs."""
    return "\n".join(path.read_text("utf-8") for path in sorted(root.glob("*.log*")))


def _fail(town: Town) -> None:
    """Let PostgreSQL go away at the worst moment, when everything but the commit is done."""
    if town.network.delivering and town.network.chance.random() < town.commits_fail:
        town.told["commit failed"] += 1
        raise OperationalError("COMMIT", {}, Exception("server closed the connection"))


@contextmanager
def _journal(root: Path) -> Iterator[None]:
    """Keep the product's own journal, and beside it what its libraries say."""
    root.mkdir(parents=True, exist_ok=True)
    ours, all_ = logging.getLogger("counter_app"), logging.getLogger()
    before, level = list(ours.handlers), ours.level
    beside = logging.FileHandler(root / "others.log", encoding="utf-8", delay=True)
    beside.setLevel(logging.INFO)
    keep_journal(root)
    all_.addHandler(beside)
    try:
        yield
    finally:
        all_.removeHandler(beside)
        beside.close()
        for handler in [one for one in ours.handlers if one not in before]:
            ours.removeHandler(handler)
            handler.close()
        ours.setLevel(level)


def chance_of(seed: str, number: int) -> random.Random:
    """Return the luck of one step: the same whatever steps are left out before it."""
    return random.Random(f"{seed} step {number}")


__all__ = [
    "ADDRESS",
    "JOURNAL",
    "LANES",
    "OFFICE",
    "START",
    "Fault",
    "Issued",
    "Leaf",
    "Taken",
    "Town",
    "chance_of",
    "town",
]
