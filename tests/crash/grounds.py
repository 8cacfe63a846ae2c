"""The PCs on which the stories begin, each a data folder that was closed in good order."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from sqlcipher3 import dbapi2

from counter_app.bootstrap import STORE_KEY
from counter_app.central import staffing
from counter_app.central.centre import Centre
from counter_app.domain.commands import ConfirmPrinted
from counter_app.domain.dossier import RECEIPT
from counter_app.domain.identity import new_event_id
from counter_app.host.secrets import open_secrets
from counter_app.services import backup, desk, sign_in, sync
from counter_app.store import schema
from tests.central.living import BY, Ground, Living, listening
from tests.crash.machine import Held, stood_in
from tests.pcs import PERSON, Office, opened, receive
from tests.services.standing_in import CHAIR
from tests.services.test_purge import withdrawn

PIN = "48215936"
OLD = "0001"  # the version from which the store is migrated


@dataclass
class Begin:
    """The folder to copy, if there is one already, the words that the story takes, the keyring's content."""

    folder: Path
    words: list[str] = field(default_factory=list)
    keyring: Held | None = None


@dataclass
class Grounds:
    """One office with its centre, and a beginning for each story."""

    office: Office
    at: dict[str, Begin] = field(default_factory=dict)

    def make(self, name: str) -> Begin:
        """Return where a story begins, made when it is asked for first."""
        kind = {
            "receive with a keyring": self._with_keyring,
            "rotate with a keyring": self._with_keyring,
            "approval": self._with_chairman,
            "sync": self._with_others,
            "sync with a fault": self._with_others,  # a PC of its own: what it sends stays at the centre
            "enrol": self._new,
            "migrate": self._old,
            "restore": self._copied,
            "purge": self._with_closed,
        }.get(name, self._ordinary)
        if name not in self.at:
            self.at[name] = kind(name)
        return self.at[name]

    def _ordinary(self, name: str) -> Begin:
        """A PC that has received and printed before."""
        if name != "ordinary":
            return self.make("ordinary")
        return Begin(self._worked("ordinary"))

    def _worked(self, name: str) -> Path:
        folder = self.office.enrol(name)
        with opened(folder.path) as counter:
            codes = receive(counter, "Bùi Thị Một", "Bùi Thị Hai")
            desk.confirm_printed(counter, ConfirmPrinted(new_event_id(), PERSON, codes[0], RECEIPT))
        return folder.path

    def _with_keyring(self, name: str) -> Begin:
        held: Held = {}
        with stood_in(held):
            return Begin(self._worked(name), [], held)

    def _with_chairman(self, name: str) -> Begin:
        living = self.office.living
        owner = Centre(living.owner, living.centre.key, living.clock)
        folder = Path(shutil.copytree(self._worked(name), self.office.root / f"{name}-signed"))
        with opened(folder) as counter:
            first = staffing.first_pin(owner, "00004", CHAIR, *BY)
            sign_in.first(counter, CHAIR, first, PIN)
            sync.exchange(counter)
        return Begin(folder, [PIN])

    def _with_others(self, name: str) -> Begin:
        other = self.office.open("other")
        receive(other, "Đỗ Văn Xa", "Đỗ Văn Gần")
        folder = self._worked(name)
        sync.exchange(other)
        return Begin(folder)

    def _new(self, name: str) -> Begin:
        return Begin(self.office.root / name, [self.office.token()])

    def _old(self, name: str) -> Begin:
        folder = self._worked(name)
        with stood_in():
            key = open_secrets(folder).get(STORE_KEY)
        assert key is not None
        make_old(folder / "counter.db", key)
        return Begin(folder)

    def _copied(self, name: str) -> Begin:
        """A PC with a copy that lacks its last receipts; none of them was sent."""
        folder = self._worked(name)
        with opened(folder) as counter:
            source = backup.make(counter, self.office.root / "copies").folder
            receive(counter, "Bùi Thị Ba")
        return Begin(folder, [str(source), self.office.token()])

    def _with_closed(self, name: str) -> Begin:
        """A PC with dossiers that closed a month ago, all of it in a backup of the centre."""
        folder = self.office.enrol(name)
        with opened(folder.path) as counter:
            for number in range(3):
                withdrawn(counter, f"Bùi Thị Cũ {number}")
        return Begin(folder.path)


def make_old(path: Path, key: bytes) -> None:
    """Put a store of the first version in place of the newest, with all that the first could hold."""
    newest = path.with_name("newest.db")
    path.rename(newest)
    path.touch(mode=0o600)
    opened = dbapi2.connect(str(path), isolation_level=None)
    try:
        opened.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
        schema.migrate(opened, OLD)
        opened.execute(f"ATTACH '{newest}' AS newest KEY \"x'{key.hex()}'\"")
        tables = "SELECT name FROM {}.sqlite_schema WHERE type = 'table' AND name <> 'alembic_version'"
        both = f"{tables.format('main')} INTERSECT {tables.format('newest')}"
        for (table,) in opened.execute(both).fetchall():
            _carry(opened, table)
        opened.execute("DETACH newest")
        opened.execute("PRAGMA journal_mode = WAL")
    finally:
        opened.close()
    newest.unlink()


def _carry(opened: dbapi2.Connection, table: str) -> None:
    """Copy what both versions of a table have."""
    columns = [row[1] for row in opened.execute(f"PRAGMA main.table_info({table})")]
    later = {row[1] for row in opened.execute(f"PRAGMA newest.table_info({table})")}
    names = ", ".join(name if name in later else f"0 AS {name}" for name in columns)
    opened.execute(f"INSERT INTO {table} ({', '.join(columns)}) SELECT {names} FROM newest.{table}")


@contextmanager
def grounds(central: Ground, folder: Path) -> Iterator[Grounds]:
    """Give an office whose centre is served on loopback meanwhile."""
    with stood_in(), central.centre() as living, listening(living.centre) as address:
        made = Grounds(_office(living, address, folder))
        try:
            yield made
        finally:
            made.office.close()


def _office(living: Living, address: str, folder: Path) -> Office:
    folder.mkdir(exist_ok=True)
    return Office(living, address, folder)
