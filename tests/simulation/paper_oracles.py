"""What must hold of paper books, their stubs, and personal data that is over its time, when all is quiet."""

import json
from typing import Any

import sqlalchemy as sa

from counter_app.central import restoring, tables
from counter_app.central.attachment_tables import parts, uploads
from counter_app.central.erasure_tables import erasures
from counter_app.domain import retention as rule
from counter_app.domain.dossier import local_day
from counter_app.domain.retention import Hold
from counter_app.host import kept_papers
from counter_app.services import retention, sync
from counter_app.services.counter import Counter
from counter_app.services.verification import verify_log
from counter_app.store import retention as kept
from counter_app.store.pc_tables import scans
from counter_app.store.tables import dossiers, events, personal
from tests.simulation import scan_acts
from tests.simulation.people_acts import HEAD
from tests.simulation.town import Fault, Leaf, Town

DAY_MS = 86_400_000


def check_leaves(town: Town, central: dict[str, Any], forked: dict[str, Any]) -> None:
    """What a leaf says is at the centre, binds at every PC, and counts once."""
    told = {row["code"]: row for row in town.rows(tables.dossiers)}
    marked = {row["event_id"] for row in town.rows(tables.quarantine)}
    for leaf in town.leaves.values():
        for event_id in leaf.events - {""} - town.lost:
            if (event := central.get(event_id) or forked.get(event_id)) is None:
                raise Fault(f"a leaf's entry is lost: {leaf.code} {event_id}")
            body = json.loads(event["body"])
            if (body["code"], body["received"], body["due"]) != _says(leaf):
                raise Fault(f"a leaf says otherwise at the centre: {leaf.code} {body}")
        counted = [one for one in leaf.events if one in central and one not in marked]
        if len(counted) > 1 or (counted and _row(told[leaf.code]) != _says(leaf)):
            raise Fault(f"leaf {leaf.code} counts {len(counted)} times: {told.get(leaf.code)}")
        town.told["leaves that count"] += len(counted)
    _bind(town)


def _bind(town: Town) -> None:
    for pc in town.pcs:
        with pc.open.store.read() as conn:
            for row in conn.execute(sa.select(dossiers)).mappings():
                if (leaf := town.leaves.get(row["code"])) and _row(row) != _says(leaf):
                    raise Fault(f"{pc.name} tells leaf {leaf.code} otherwise: {_row(row)}, {_says(leaf)}")


def check_stubs(town: Town, central: dict[str, Any]) -> None:
    """The centre has whole, byte by byte, every stub that a PC holds and a fact there names."""
    asked = (
        sa.select(uploads.c.digest, parts.c.content)
        .join(
            parts,
            sa.and_(
                *(uploads.c[name] == parts.c[name] for name in ("office_id", "digest", "installation_id"))
            ),
        )
        .where(uploads.c.whole_at.is_not(None), uploads.c.failures == parts.c.failures)
        .order_by(uploads.c.digest, uploads.c.installation_id, parts.c.start)
    )
    there: dict[str, bytes] = {}
    with town.living.owner.connect() as connection:
        for digest, content in connection.execute(asked):
            there[digest] = there.get(digest, b"") + content
    for leaf in town.leaves.values():
        digest = leaf.digest
        if leaf.code in town.erased or not leaf.events & central.keys():
            continue
        if digest not in there and any(scan_acts.holds(pc, leaf) for pc in town.pcs if not pc.retired):
            raise Fault(f"a stub's scan is not at the centre: {leaf.code} {digest}")
        if digest in there and leaf.stub not in (there[digest], there[digest][: len(leaf.stub)]):
            raise Fault(f"a stub's scan is another at the centre: {leaf.code} {digest}")
        town.told["stubs at the centre"] += digest in there
        if digest in there:
            _fetched_anew(town, leaf)


def _fetched_anew(town: Town, leaf: Leaf) -> None:
    """A PC that has it not gets it, byte by byte, now that all is well."""
    for pc in town.pcs:
        if not pc.retired and not pc.odd and not scan_acts.holds(pc, leaf):
            with pc.here():
                fetch = scan_acts.begun(pc, leaf, HEAD)
                while not fetch.whole:
                    fetch = scan_acts.part(town, pc, fetch)
                scan_acts.look(town, pc, fetch)
            return


def check_purged(town: Town) -> None:
    """A month later nobody is named whom nothing speaks for keeping, and every chain still verifies."""
    town.pass_time(town.network.now + (rule.KEPT_DAYS + 1) * DAY_MS)
    restoring.archived(town.owner, town.network.now)
    for pc in town.pcs:
        with pc.here():
            sync.exchange(pc.open)
            retention.run(pc.open)
            if not pc.retired:
                _purged(town, pc.name, pc.open)


def _purged(town: Town, name: str, counter: Counter) -> None:
    waiting = kept_papers.subjects(counter.folder.path)
    with counter.store.read() as conn:
        today = local_day(retention.told(conn, counter) // 60_000)
        custody = kept.custody(conn, kept.due(conn, rule.closed_before(today)), waiting)
        why = {subject: rule.hold(each, today) for subject, each in custody.items()}
        beside = sa.select(events.c.subject).join(personal, personal.c.event_id == events.c.event_id)
        named = set(conn.scalars(beside))
        scanned = set(conn.scalars(sa.select(scans.c.code)))
    late = [one for one, hold in why.items() if hold in (None, Hold.RECENT)]
    erased = {row["subject"] for row in town.rows(erasures)}
    if late or erased & (named | scanned):
        raise Fault(f"{name} still has personal data of {late} {erased & (named | scanned)}")
    if faults := verify_log(counter).faults:
        raise Fault(f"{name} does not verify after a purge: {faults[:3]}")
    with counter.store.read() as conn:
        closed = set(conn.scalars(sa.select(dossiers.c.code).where(dossiers.c.closed_day != "")))
    town.told["dossiers purged"] += len(closed - named)


def _says(leaf: Leaf) -> tuple[str, int, int]:
    return leaf.code, leaf.received, leaf.due


def _row(row: Any) -> tuple[str, int, int]:
    return row["code"], row["received"], row["first_due"]
