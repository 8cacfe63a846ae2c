"""How this PC stands towards its centre: doubts, lane, backup, identity, comparison."""

from dataclasses import dataclass

from counter_app.domain.identity import is_id
from counter_app.domain.lane_stock import LaneStock, lanes_free, stock
from counter_app.domain.moments import day_iso, day_of
from counter_app.services import backup, identity, scan_sending
from counter_app.services.counter import MINUTE_MS, Counter
from counter_app.store import backups, log_keys, outbox, projection_state, quarantined, queries, retention
from counter_app.store.backups import BackupState
from counter_app.store.engine import Connection
from counter_app.store.retention import RetentionState
from counter_app.store.scan_sends import Unsent
from counter_app.texts import audit

KEY_MS = 365 * 24 * 60 * MINUTE_MS  # a key is to be changed once a year


@dataclass(frozen=True, slots=True)
class Doubtful:
    """An event that the centre keeps and does not count: its reason's `code`, when it happened (ms UTC, None
    where this PC has it not), what it `said`, and the code of its dossier, "" for none.
    """

    event_id: str
    seq: int
    code: str
    at: int | None
    said: str
    dossier: str


@dataclass(frozen=True, slots=True)
class PcHealth:
    """`fault` is why this PC may write no more, "" while it may. `next_try` and `compared` are ms UTC, None
    for at the usual pace and for never; `differing` are the days (YYYY-MM-DD) that differ from the centre's.
    `lanes_free` PCs more can be enrolled in the office, as far as heard, None where the centre tells of no
    lanes. This PC signs with its key since `key_since` (ms UTC), which is `key_old` after a year.
    """

    label: str
    installation_id: str
    fault: str
    next_try: int | None
    doubtful: tuple[Doubtful, ...]
    doubtful_count: int
    lane: LaneStock
    lanes_free: int | None
    key_since: int
    key_old: bool
    backup: BackupState
    backup_late: bool
    backup_folder: str
    compared: int | None
    differing: tuple[str, ...]
    retention: RetentionState
    scans: Unsent


def look(counter: Counter) -> PcHealth:
    """Return how this PC stands, without asking the centre; nothing of it names a citizen."""
    now, here = counter.clock.now().ms, counter.installation
    late = backup.is_late(counter)
    with counter.store.read() as conn:
        fault = identity.fault(conn, here.installation_id) or counter.head.fault(conn)
        heard = outbox.state(conn, here.installation_id)
        held = projection_state.load(conn)
        since = key_since(conn, counter)
        return PcHealth(
            label=counter.folder.label(),
            installation_id=here.installation_id,
            fault=fault.code if fault else "",
            next_try=heard.next_try_ms if heard.next_try_ms > now else None,
            doubtful=_doubtful(conn, counter),
            doubtful_count=quarantined.count(conn),
            lane=lane(conn, counter, now),
            lanes_free=lanes_left(conn, counter, now),
            key_since=since,
            key_old=now - since > KEY_MS,
            backup=backups.state(conn),
            backup_late=late,
            backup_folder=counter.settings.backup_folder,
            compared=(held.compared_ms or None) if heard.last_contact_ms else None,
            differing=tuple(held.differing.split()),
            retention=retention.state(conn),
            scans=scan_sending.unsent(conn, counter),
        )


def _doubtful(conn: Connection, counter: Counter) -> tuple[Doubtful, ...]:
    names = {one.person_id: one.name for one in counter.reference(conn).briefing.people}
    return tuple(_told(one, names) for one in quarantined.waiting(conn))


def _told(one: quarantined.Waiting, names: dict[str, str]) -> Doubtful:
    if one.event is None:
        return Doubtful(one.event_id, one.seq, one.code, None, "", "")
    said = audit.line(one.bare, names) if one.bare is not None else one.event.kind
    dossier = "" if is_id(one.event.subject) else one.event.subject
    return Doubtful(one.event_id, one.seq, one.code, one.event.happened_at, said, dossier)


def key_since(conn: Connection, counter: Counter) -> int:
    """Return since when (ms UTC) this PC signs with its key."""
    here = counter.installation
    return log_keys.since(conn, here.installation_id) or here.enrolled_at


def lanes_left(conn: Connection, counter: Counter, now: int) -> int | None:
    """Return to how many more PCs the office can give a lane, as `PcHealth.lanes_free`."""
    told = counter.reference(conn).briefing.lanes
    return lanes_free(told, day_iso(day_of(now // MINUTE_MS))) if told else None


def lane(conn: Connection, counter: Counter, now: int) -> LaneStock:
    """Return what is left of this PC's lane at `now` (ms UTC)."""
    day = day_iso(day_of(now // MINUTE_MS))
    own = counter.reference(conn).lane(day)
    return stock(own, day, queries.last_serial(conn, own.lane_id, day))
