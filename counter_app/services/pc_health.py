"""How this PC stands towards its centre: doubts, lane, backup, identity, comparison."""

from dataclasses import dataclass

from counter_app.domain.identity import is_id
from counter_app.domain.lane_stock import LaneStock, stock
from counter_app.domain.moments import day_iso, day_of
from counter_app.services import backup, identity, scan_sending
from counter_app.services.counter import MINUTE_MS, Counter
from counter_app.store import backups, outbox, projection_state, quarantined, queries, retention
from counter_app.store.backups import BackupState
from counter_app.store.engine import Connection
from counter_app.store.retention import RetentionState
from counter_app.store.scan_sends import Unsent
from counter_app.texts import audit


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
    """

    label: str
    installation_id: str
    fault: str
    next_try: int | None
    doubtful: tuple[Doubtful, ...]
    doubtful_count: int
    lane: LaneStock
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
        return PcHealth(
            label=counter.folder.label(),
            installation_id=here.installation_id,
            fault=fault.code if fault else "",
            next_try=heard.next_try_ms if heard.next_try_ms > now else None,
            doubtful=_doubtful(conn, counter),
            doubtful_count=quarantined.count(conn),
            lane=lane(conn, counter, now),
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


def lane(conn: Connection, counter: Counter, now: int) -> LaneStock:
    """Return what is left of this PC's lane at `now` (ms UTC)."""
    own, day = counter.reference(conn).briefing.lane, day_iso(day_of(now // MINUTE_MS))
    return stock(own, day, queries.last_serial(conn, own.lane_id, day))
