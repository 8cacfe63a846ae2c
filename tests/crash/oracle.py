"""Opens what a power cut left as the app does at its start, and says what of the promises is broken."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from counter_app import bootstrap
from counter_app.bootstrap import PENDING_ID, SIGNING_KEY
from counter_app.domain.events import DossierReceived
from counter_app.errors import Refused
from counter_app.host.files import DataFolder
from counter_app.host.secrets import open_secrets
from counter_app.seal import SigningKey, key_id
from counter_app.services import desk
from counter_app.services.counter import Counter
from counter_app.services.recomputation import recompute
from counter_app.services.verification import verify_log
from counter_app.settings import Settings
from counter_app.store import log, log_keys, outbox
from counter_app.store.engine import Connection
from counter_app.store.statements import driver
from tests.crash import restored
from tests.crash.promises import RECEIVED, Promised
from tests.crash.workflows import SETTINGS
from tests.pcs import intake

TABLES = (
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' ORDER BY name"
)
BESIDE = (
    "SELECT subject, count(personal.event_id), count(personal_digest) FROM events "
    "LEFT JOIN personal USING (event_id) GROUP BY subject"
)


@dataclass
class Oracle:
    """Judges states. What a store holds is proved once for each content: `proved` keeps the answers."""

    proved: dict[bytes, tuple[str, ...]] = field(default_factory=dict)
    aside: restored.Held = field(default_factory=dict)
    reopened: int = 0
    cut_off: bool = False  # the last state was a first start that had not come to its end

    def judge(self, path: Path, promised: Promised, *, reopen: bool = False) -> list[str]:
        """Return what is broken. Everything that the app itself refuses or raises is a fault too."""
        folder = DataFolder(path)
        try:
            with folder.hold():
                found = list(self._started(folder, promised))
                if reopen and not found and not self.cut_off:
                    self.reopened += 1
                    found += _again(folder)
        except Exception as error:  # what the app cannot stand is what is looked for
            return [f"{type(error).__name__}: {error}"[:300]]
        return found

    def _started(self, folder: DataFolder, promised: Promised) -> Iterator[str]:
        self.cut_off = False
        yield from _papers(folder, promised)
        yield from _settings(folder, promised)
        yield from restored.copies(folder, promised)
        try:
            counter = bootstrap.open_counter(folder)
        except Refused as refused:
            if refused.code != "not_enrolled" or promised.enrolled or promised.receipts:
                raise
            self.cut_off = True
            yield from _can_enrol(folder, promised)
            return
        try:
            yield from self._open(counter, promised)
        finally:
            counter.close()

    def _open(self, counter: Counter, promised: Promised) -> Iterator[str]:
        with counter.store.read() as conn:
            told = [row[0] for row in conn.exec_driver_sql("PRAGMA integrity_check")]
            if told != ["ok"]:
                yield f"integrity_check: {told[:3]}"
            content = _content(conn)
            codes = _codes(conn)
            yield from _kept(conn, counter, promised, codes)
            yield from _signed(conn, counter, promised)
        if content not in self.proved:
            self.proved[content] = tuple(_proof(counter))
        yield from self.proved[content]
        if promised.former:
            yield from restored.former(counter.folder, codes, promised, self.aside)
            if restored.waits(counter, promised):
                self.cut_off = True
                return
        yield from _next(counter, promised)


def _codes(conn: Connection) -> dict[str, str]:
    """Return event and code of each reception in the log."""
    return {row[0]: row[1] for row in conn.exec_driver_sql(RECEIVED, (DossierReceived.KIND,))}


def _kept(conn: Connection, counter: Counter, promised: Promised, codes: dict[str, str]) -> Iterator[str]:
    """Hold the log against what was told of it."""
    if len(set(codes.values())) != len(codes):
        yield "a code twice in the log"
    for event, code in promised.receipts.items():
        if codes.get(event) != code:
            yield f"receipt {code} is {'another event' if code in codes.values() else 'lost'}"
    there = set(conn.exec_driver_sql("SELECT event_id FROM events").scalars())
    for event in promised.events - there:
        yield f"event {event} lost"
    yield from _purged(conn, promised)
    yield from _settled(conn, counter.installation.installation_id, promised, there)


def _signed(conn: Connection, counter: Counter, promised: Promised) -> Iterator[str]:
    """Hold the key that this PC signs with against the one that its log names, and that was told."""
    named = log_keys.newest(conn, counter.installation.installation_id)
    if named and named != counter.signer.public:
        yield "the PC signs with another key than its log names"
    if promised.key and promised.key != key_id(named):
        yield f"key {promised.key} was told, and the log names another"


def _purged(conn: Connection, promised: Promised) -> Iterator[str]:
    """Nobody's data is back, nor is a part of it gone without the rest."""
    beside = {code: (there, told) for code, there, told in conn.exec_driver_sql(BESIDE)}
    for code in promised.purged:
        if beside[code][0]:
            yield f"personal data of {code} is back"
    for code, (there, told) in beside.items():
        if there not in (0, told):
            yield f"of {code} only {there} of {told} events have their data"


def _settled(conn: Connection, own: str, promised: Promised, there: set[str]) -> Iterator[str]:
    """Hold what counter and centre have told each other against the log."""
    for seq, digest in promised.pushed.items():
        if (found := log.hash_at(conn, own, seq)) is None or found.hex() != digest:
            yield f"event {seq}, which the centre has, is {'another' if found else 'lost'}"
    stands = outbox.state(conn, own)
    if stands.acknowledged < promised.acknowledged or stands.feed_cursor < promised.cursor:
        yield f"what was settled is forgotten: {stands}"
    if stands.acknowledged > log.head(conn, own)[0]:
        yield "more is acknowledged than there is"
    if promised.pushed and stands.acknowledged > max(promised.pushed):
        yield f"{stands.acknowledged} events are acknowledged that the centre was never asked to keep"
    for cursor, events in promised.fed.items():
        if cursor <= stands.feed_cursor and not there.issuperset(events):
            yield f"the feed's cursor {stands.feed_cursor} is ahead of its events"


def _proof(counter: Counter) -> Iterator[str]:
    """Prove chain, promises and lists as `verify --all` does."""
    for fault in verify_log(counter).faults:
        yield f"verify: {fault}"
    for difference in recompute(counter).differences:
        yield f"verify --all: {difference}"


def _next(counter: Counter, promised: Promised) -> Iterator[str]:
    """Receive the next citizen."""
    with counter.store.read() as conn:
        before = set(conn.exec_driver_sql("SELECT code FROM dossiers").scalars())
    given = desk.receive(counter, intake("Người Kế Tiếp", repeat=True))
    if given.code in before | {*promised.receipts.values(), *promised.former.values()}:
        yield f"code {given.code} given twice"


def _again(folder: DataFolder) -> Iterator[str]:
    """Open once more, after that reception: nothing of the torn rest comes back."""
    counter = bootstrap.open_counter(folder)
    try:
        with counter.store.read() as conn:
            if conn.exec_driver_sql("PRAGMA integrity_check").scalar() != "ok":
                yield "integrity_check fails at the second start"
            if fault := counter.head.fault(conn):
                yield f"at the second start: {fault}"
        yield from _proof(counter)
    finally:
        counter.close()


def _papers(folder: DataFolder, promised: Promised) -> Iterator[str]:
    for name, digest in promised.papers.items():
        path = folder.path / name
        if not path.exists() or hashlib.sha256(path.read_bytes()).hexdigest() != digest:
            yield f"kept paper {'changed' if path.exists() else 'lost'}"
    if any((folder.path / name).exists() for name in promised.gone):
        yield "a printed paper lies in the clear again"


def _settings(folder: DataFolder, promised: Promised) -> Iterator[str]:
    """What was saved is there, or what was being saved after it."""
    settings, aside = folder.load_settings()
    choices = (Settings().lock_minutes, *SETTINGS)
    if aside is not None or settings.lock_minutes not in choices[promised.settings : promised.settings + 2]:
        yield f"settings: {settings.lock_minutes} after {promised.settings} were saved; aside {aside}"


def _can_enrol(folder: DataFolder, promised: Promised) -> Iterator[str]:
    """A first start that was cut off goes on: with the same name and key, if the centre has heard them."""
    secrets = open_secrets(folder.path)
    private, known = secrets.get(SIGNING_KEY), secrets.get(PENDING_ID)
    if promised.asked is None:
        return
    now = (known.decode() if known else "", SigningKey(private).public.hex() if private else "")
    if now != promised.asked:
        yield "the centre knows this PC by another id or key: its token is used up"


def _content(conn: Connection) -> bytes:
    """Return a digest of all that the tables hold."""
    digest = hashlib.blake2b()
    for (name,) in driver(conn).execute(TABLES).fetchall():
        digest.update(name.encode())
        for row in driver(conn).execute(f"SELECT * FROM {name}"):
            for value in row:
                digest.update(value if isinstance(value, bytes) else f"{type(value)}{value}\0".encode())
    return digest.digest()
