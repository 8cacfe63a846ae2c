"""A living centre for tests: a real PostgreSQL, a database per test, uvicorn on loopback in a thread."""

import asyncio
import dataclasses
import itertools
import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import uvicorn
from sqlalchemy import Engine

from counter_app import wire
from counter_app.central import founding, reference, vault
from counter_app.central.app import build
from counter_app.central.centre import Centre
from counter_app.central.database import open_database, refuse_owner
from counter_app.central.enrol import make_token
from counter_app.central.lines import Line
from counter_app.central.tryout import Cluster, cluster
from counter_app.remote import client
from counter_app.seal import SigningKey
from tests.central.counters import Counter

OFFICE = "00004"
TODAY = "2026-11-19"
BY = ("Quản trị viên", "Giấy đề nghị 5")  # who does something about people, and why
NOW = 1_795_053_600_000  # 2026-11-19 09:00 at +07:00
_numbers = itertools.count(1)


@dataclasses.dataclass
class Clock:
    """A clock that stands still until told."""

    now: int = NOW

    def __call__(self) -> int:
        return self.now


@dataclasses.dataclass
class Living:
    """A founded centre: the owner's engine for looking behind the scenes, and the service's own.

    `folder` has the key that all tests' centres share, `home` is this one's own.
    """

    owner_url: str
    service_url: str
    owner: Engine
    centre: Centre
    clock: Clock
    folder: Path
    home: Path

    def token(self, address: str = "http://127.0.0.1:9") -> wire.Token:
        """Make an enrolment token."""
        return make_token(self.centre, OFFICE, address)

    def count(self, table: str) -> int:
        """Count a table's rows, as owner."""
        with self.owner.connect() as connection:
            return int(connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar_one())


@dataclasses.dataclass
class Ground:
    """A PostgreSQL with one founded database, from which each test's own is copied."""

    cluster: Cluster
    folder: Path

    @contextmanager
    def centre(self) -> Iterator[Living]:
        """Give a fresh centre with the try-out office."""
        name = f"test_{next(_numbers)}"
        with psycopg.connect(self.cluster.superuser, autocommit=True) as connection:
            copied = f"CREATE DATABASE {name} TEMPLATE founded OWNER qmc_owner STRATEGY FILE_COPY"
            connection.execute(copied.encode())
        owner_url = self.cluster.make_database(name)
        service_url = self.cluster.service_url(self.folder, name)
        owner, service, clock = open_database(owner_url), open_database(service_url), Clock()
        home = self.folder / name
        home.mkdir()
        shutil.copy(self.folder / vault.KEY_FILE, home)
        try:
            refuse_owner(service)
            made = Centre(service, vault.read_key(self.folder), clock, folder=home)
            yield Living(owner_url, service_url, owner, made, clock, self.folder, home)
        finally:
            owner.dispose()
            service.dispose()
            with psycopg.connect(self.cluster.superuser, autocommit=True) as connection:
                connection.execute(f"DROP DATABASE {name} WITH (FORCE)".encode())


@contextmanager
def ground(folder: Path) -> Iterator[Ground]:
    """Start PostgreSQL and found the database that tests copy."""
    with cluster(folder) as running:
        with psycopg.connect(running.superuser, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync = off")  # many short-lived databases, no power cuts
            connection.execute("ALTER SYSTEM SET max_wal_size = '128MB'")  # they may lie in memory
            connection.execute("SELECT pg_reload_conf()")
        sources = reference.Sources(TODAY, office=reference.RESOURCES / "tryout_office.json")
        founding.found(running.make_database("founded"), folder, sources)
        yield Ground(running, folder)


@contextmanager
def listening(centre: Centre) -> Iterator[str]:
    """Serve on a free loopback port from a thread; give the address."""
    server = uvicorn.Server(
        uvicorn.Config(
            build(centre), port=0, log_config=None, ws="none", http=Line, timeout_graceful_shutdown=5
        )
    )
    loop = asyncio.new_event_loop()
    started = threading.Event()

    async def run() -> None:
        task = asyncio.ensure_future(server._serve())
        while not server.started and not task.done():
            await asyncio.sleep(0.005)
        started.set()
        await task

    thread = threading.Thread(target=loop.run_until_complete, args=(run(),))
    thread.start()
    try:
        assert started.wait(20)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()
        loop.close()


def enrolled(living: Living, address: str) -> tuple[Counter, client.Centre]:
    """Enrol a new counter over the network; give its log and its connection."""
    counter = Counter(SigningKey.generate())
    answer = client.enrol(living.token(address), counter.installation_id, counter.key, "Máy thử")
    counter.lane = answer.briefing.lane
    return counter, client.Centre(address, answer.centre_key, counter.installation_id, counter.key)
