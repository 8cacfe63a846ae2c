"""Two counters, a centre and its PostgreSQL that really run, what they printed, and what was done to them."""

import contextlib
import dataclasses
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

from counter_app.central.centre import wall_clock
from counter_app.central.enrol import make_token
from tests.central.living import OFFICE, Ground, Living
from tests.chaos.line import Line, free_port
from tests.chaos.machines import Centre, Database, Fault, Pc

PCS = ("pc-1", "pc-2")


@dataclass(frozen=True, slots=True)
class Told:
    """A receipt that a process printed, between two minutes, for the citizen with that name."""

    pc: str
    event_id: str
    code: str
    due_at: str
    name: str
    since: int
    until: int


@dataclass
class Town:
    """What runs, what was told by it (`keys` by their names on papers), and what was done to it."""

    seed: str
    root: Path
    centre: Centre
    database: Database
    pcs: list[Pc]
    told: list[Told] = field(default_factory=list)
    deeds: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    names: list[str] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    began: float = field(default_factory=time.monotonic)

    def note(self, who: str, what: str, **values: object) -> None:
        """Remember a deed, for whoever reads of a failure."""
        self.counts[f"{who.split('-', maxsplit=1)[0]}: {what}"] += 1
        more = "".join(f", {name} {value}" for name, value in values.items())
        self.deeds.append(f"{time.monotonic() - self.began:7.2f} {who}: {what}{more}")


@contextlib.contextmanager
def town(ground: Ground, seed: str, root: Path) -> Iterator[Town]:
    """Start everything, and stop everything; PostgreSQL runs again at the end."""
    with ground.centre() as living, contextlib.ExitStack() as stack:
        port = free_port()
        centre = Centre(living.service_url, living.home, port)
        stack.callback(centre.stop)
        centre.start()
        made = Town(seed, root, centre, Database(ground.folder), [])
        for name in PCS:
            pc = Pc(root, name, Line(f"{seed} {name}", port))
            stack.callback(pc.line.close)
            pc.line.calm = True
            made.pcs.append(pc)
        with ThreadPoolExecutor(len(PCS)) as both:
            list(both.map(lambda pc: _enrol(living, pc), made.pcs))
        stack.callback(made.database.start)  # wherever the story broke off
        yield made


def _enrol(living: Living, pc: Pc) -> None:
    centre = dataclasses.replace(living.centre, now=wall_clock)  # a token of today, as the processes know it
    done = pc.run("enrol", make_token(centre, OFFICE, f"http://127.0.0.1:{pc.line.port}").text())
    if done.code:
        raise Fault(f"{pc.name} was not enrolled: {done.values}")
