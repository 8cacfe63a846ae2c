"""Real counters for tests: PCs of the try-out office, enrolled over the network."""

import dataclasses
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlcipher3 import dbapi2

from counter_app import bootstrap
from counter_app.domain.catalog import Channel
from counter_app.domain.commands import Applicant, ReceiveDossier
from counter_app.domain.identity import new_event_id
from counter_app.host.files import DataFolder
from counter_app.host.secrets import PASSPHRASE_VARIABLE, open_secrets
from counter_app.services import desk
from counter_app.services.counter import Counter
from counter_app.store import log, outbox
from tests.central.living import Living

PASSPHRASE = "mật khẩu của máy thử"
PERSON = "ba-dinh-02"
BIRTH = "1.001193"


@dataclasses.dataclass
class Office:
    """The try-out office: its centre, and the PCs that were opened."""

    living: Living
    address: str
    root: Path
    opened: list[Counter] = dataclasses.field(default_factory=list)

    def token(self) -> str:
        """Return a fresh enrolment token."""
        return self.living.token(self.address).text()

    def enrol(self, name: str = "pc") -> DataFolder:
        """Enrol a new PC and return its data folder."""
        folder = DataFolder(self.root / name)
        bootstrap.enrol(folder, self.token())
        return folder

    def open(self, name: str = "pc") -> Counter:
        """Open a PC, enrolling it first where it is new."""
        folder = DataFolder(self.root / name)
        if not folder.store_path.exists():
            self.enrol(name)
        counter = bootstrap.open_counter(folder)
        self.opened.append(counter)
        return counter

    def close(self) -> None:
        """Close whatever is open."""
        for counter in self.opened:
            counter.close()


@contextmanager
def passphrase() -> Iterator[None]:
    """Set the passphrase for longer than one test's monkeypatch."""
    before = os.environ.get(PASSPHRASE_VARIABLE)
    os.environ[PASSPHRASE_VARIABLE] = PASSPHRASE
    try:
        yield
    finally:
        del os.environ[PASSPHRASE_VARIABLE]
        if before is not None:
            os.environ[PASSPHRASE_VARIABLE] = before


@contextmanager
def opened(folder: Path) -> Iterator[Counter]:
    """Open an enrolled PC for the length of a `with`."""
    counter = bootstrap.open_counter(DataFolder(folder))
    try:
        yield counter
    finally:
        counter.close()


@contextmanager
def with_the_key(folder: Path) -> Iterator[dbapi2.Connection]:
    """Open the store's file as somebody who has the key and removes what guards the log."""
    key = open_secrets(folder).get(bootstrap.STORE_KEY)
    assert key is not None
    connection = dbapi2.connect(str(folder / "counter.db"), isolation_level=None)
    try:
        connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        yield connection
    finally:
        connection.close()


def intake(name: str = "Nguyễn Văn Thử", procedure: str = BIRTH, **changes: Any) -> ReceiveDossier:
    """Return a plausible reception; the applicant is invented."""
    command = ReceiveDossier(new_event_id(), PERSON, procedure, Channel.IN_PERSON, Applicant(name))
    return dataclasses.replace(command, **changes)


def store_key(counter: Counter) -> bytes:
    """Return the key of an open PC's store, as its keyring has it."""
    key = open_secrets(counter.folder.path).get(bootstrap.STORE_KEY)
    assert key is not None
    return key


def receive(counter: Counter, *names: str) -> list[str]:
    """Receive one dossier for each name; return their codes."""
    return [desk.receive(counter, intake(name, repeat=True)).code for name in names]


def codes(counter: Counter) -> list[str]:
    """Return every code that stands in this PC's projections."""
    with counter.store.read() as conn:
        return [row[0] for row in conn.exec_driver_sql("SELECT code FROM dossiers ORDER BY code")]


def archived(counter: Counter) -> None:
    """Let everything of this PC be sent and in a backup of the centre: it may be purged then."""
    own = counter.installation.installation_id
    with counter.store.write() as conn:
        head, _digest = log.head(conn, own)
        outbox.acknowledge(conn, own, head, [], "")
        outbox.hear_standing(conn, own, head, head)


def line(ref: str = "a1", **changes: Any) -> dict[str, Any]:
    """Return a good line of a bulk file; a change to None leaves the field out."""
    value = {
        "ref": ref,
        "procedure": BIRTH,
        "channel": "in_person",
        "applicant": {"kind": "person", "name": f"Nguyễn Văn {ref}", "id_kind": "none"},
        "papers": [{"name": "Giấy chứng sinh", "kind": "original", "count": 1}],
        "sets": 1,
        "quantity": 1,
        "return_by": "counter",
    }
    return {name: item for name, item in (value | changes).items() if item is not None}


def lines(*values: object) -> bytes:
    """Return values as JSON lines."""
    return b"".join(json.dumps(value, ensure_ascii=False).encode() + b"\n" for value in values)
