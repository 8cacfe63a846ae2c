"""One PC of the simulated office: its machine's clocks, its disk, its folder, and the real counter on it."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from counter_app import bootstrap
from counter_app.domain.clock import Machine
from counter_app.host import clock
from counter_app.host.files import DataFolder
from counter_app.services import sync
from counter_app.services.counter import Counter
from counter_app.services.scan_fetching import Fetch
from counter_app.store.engine import Connection
from tests.simulation.stillness import StillHead
from tests.simulation.virtual_network import VirtualNetwork

PAGES = 1_000_000


@dataclass
class Halves:
    """Of the two halves of a copied folder: which of them have ended, and whether both may."""

    ended: set[str] = field(default_factory=set)
    both_may: bool = False


@dataclass
class VirtualPc:
    """A machine and what runs on it; `wall_off` is by how many ms its settable clock is wrong.

    `sibling` names the PC whose folder this one's was copied from. `contact` is the true ms UTC of the last
    round that reached the centre, `word` the centre's time (ms UTC) that it told, `answer` what a round has
    heard and not stored yet. `odd` is one whose log may differ from the centre's in the end: copied, or
    revoked. `halves` is shared with the other half of a copied folder. `fetch` is the scan that somebody
    waits for.
    """

    name: str
    folder: Path
    network: VirtualNetwork
    wall_off: int = 0
    boot: int = 1
    booted: int = 0
    weather: str = "good"
    spare: int | None = None
    sibling: str = ""
    copied: bool = False
    odd: bool = False
    needs_identity: bool = False
    retired: str = ""
    contact: int = 0
    word: int = 0
    answer: sync.Answer | None = None
    counter: Counter | None = None
    fetch: Fetch | None = None
    halves: Halves | None = None
    backups: list[Path] = field(default_factory=list)

    def machine(self) -> Machine:
        """Read the machine's clocks."""
        now = self.network.now
        return Machine(now + self.wall_off, now - self.booted, f"{self.name}-{self.boot}")

    @contextmanager
    def here(self) -> Iterator[None]:
        """Let whatever is opened and sent in this `with` be at this PC."""
        before, self.network.weather = self.network.weather, self.weather
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(clock, "read_machine", self.machine)
            yield
        self.network.weather = before

    @property
    def open(self) -> Counter:
        """The counter; opened where it is not."""
        if self.counter is None:
            with self.here():
                self.counter = bootstrap.open_counter(DataFolder(self.folder))
        return self.counter

    @property
    def head(self) -> StillHead:
        """Where the log's end is kept."""
        assert isinstance(self.open.head, StillHead)
        return self.open.head

    def enrol(self, token: str) -> None:
        """Make the folder an installation's; repeated with the same folder it is the same one."""
        with self.here():
            bootstrap.enrol(DataFolder(self.folder), token)

    def close(self) -> None:
        """Let the program end in good order."""
        if self.counter is not None:
            self.counter.close()
        self.counter = self.answer = self.fetch = None

    def kill(self) -> None:
        """Let the program die where it stands: the log's end is not kept, what was heard is not stored."""
        if self.counter is not None:
            self.counter.head.waiting = False  # type: ignore[attr-defined]
        self.close()

    def reboot(self, wall_off: int | None = None) -> None:
        """Start the machine anew, perhaps with another time on its settable clock."""
        self.boot, self.booted = self.boot + 1, self.network.now
        self.wall_off = self.wall_off if wall_off is None else wall_off

    def copied_to(self, name: str) -> "VirtualPc":
        """Copy the whole folder to another machine; both programs are closed."""
        self.close()
        folder = self.folder.with_name(name)
        shutil.copytree(self.folder, folder)
        network = self.network
        return VirtualPc(
            name, folder, network, booted=network.now, sibling=self.name, contact=self.contact, word=self.word
        )

    def limit_disk(self, spare: int | None) -> None:
        """Leave room for so many pages of the database, None for a disk that is not full."""
        self.spare = spare
        if self.counter is not None:
            with self.counter.store.read() as conn:
                _limit(conn, spare)

    def fill(self) -> None:
        """Hold a store that was opened since to the disk's limit; in one thread it has one connection."""
        if self.spare is not None:
            self.limit_disk(self.spare)


def _limit(conn: Connection, spare: int | None) -> None:
    used = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
    most = PAGES if spare is None else used + spare
    conn.exec_driver_sql(f"PRAGMA max_page_count = {most}").close()
