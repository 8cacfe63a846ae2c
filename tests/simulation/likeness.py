"""Do all tell the same? Logs and lists of the PCs against each other, the centre and the fold begun anew."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa

from counter_app.central import court, tables
from counter_app.central.judge import PUBLIC_FIELDS
from counter_app.services.counter import Counter
from counter_app.store import projections
from counter_app.store.staff_tables import absences
from counter_app.store.tables import PROJECTIONS, dossiers, lane_use
from counter_app.store.tables import events as own_events
from tests.simulation.town import Fault, Town
from tests.simulation.virtual_pc import VirtualPc


def check(town: Town, central: dict[str, Any], beside: Collection[str]) -> None:
    """Whoever heard the same log tells the same lists, and the centre the same dossiers.

    `beside` lies at the centre and counts there no more, or nobody has sent it again: who had heard it
    keeps it.
    """
    hashes = {event_id: bytes(row["hash"]) for event_id, row in central.items()}
    told: dict[frozenset[str], tuple[VirtualPc, dict[str, set[Any]]]] = {}
    for pc in town.pcs:
        with pc.open.store.read() as conn:
            held = {
                row[0]: row[1] for row in conn.execute(sa.select(own_events.c.event_id, own_events.c.hash))
            }
            lists = {one.name: _lists(conn, one) for one in PROJECTIONS if one is not lane_use}
        apart = frozenset(one for one in held | hashes if held.get(one) != hashes.get(one))
        if apart <= held.keys() - hashes.keys() and apart.issubset(beside):
            first, others = told.setdefault(apart, (pc, lists))
            _same_lists(first, others, pc, lists)
        elif not (pc.odd or pc.retired):
            raise Fault(f"{pc.name} and the centre hold other logs: {_apart(town, held, hashes)}")
    apart, (pc, _) = min(told.items(), key=lambda item: len(item[0]))
    _centre_alike(town, pc.open, apart)


def _same_lists(
    first: VirtualPc, before: dict[str, set[Any]], pc: VirtualPc, lists: dict[str, set[Any]]
) -> None:
    for table, rows in lists.items():
        if rows != before[table]:
            few = sorted(map(str, rows ^ before[table]))[:4]
            raise Fault(f"{first.name} and {pc.name} tell {table} otherwise: {few}")


def _apart(town: Town, here: dict[str, bytes], there: dict[str, bytes]) -> str:
    """Say what only one of both holds: how much, and whose."""
    rogue = town.rogue[0].installation_id if town.rogue else ""
    whose = {pc.open.installation.installation_id: pc.name for pc in town.pcs} | {
        rogue: "the modified client"
    }
    told = []
    for name, one, other in (("only here", here, there), ("only there", there, here)):
        few = sorted(event_id for event_id in one if one[event_id] != other.get(event_id))
        told.append(f"{len(few)} {name}, {len(town.lost & set(few))} of them lost {few[:3]}")
    return f"{told} {whose}"


def _lists(conn: sa.Connection, table: sa.Table) -> set[Any]:
    """Return a list's rows; why somebody is away only the PC tells that was told it."""
    told = [column for column in table.c if table is not absences or column.name not in ("reason", "text")]
    return {tuple(row) for row in conn.execute(sa.select(*told))}


def _centre_alike(town: Town, counter: Counter, apart: Collection[str]) -> None:
    """What the centre judged good it tells as the counters do; `apart` it does not hold.

    Of a leaf entered twice every PC leaves out what the centre does.
    """
    quarantined = town.rows(tables.quarantine)
    doubted = {row["event_id"] for row in quarantined if row["code"] not in {*court._HARMLESS, "leaf_taken"}}
    subjects = {row["subject"] for row in town.rows(tables.events) if row["event_id"] in doubted}
    with counter.store.read() as conn:
        only_here = sa.select(own_events.c.subject).where(own_events.c.event_id.in_(apart))
        subjects |= set(conn.scalars(only_here))
        here = {row["code"]: row for row in conn.execute(sa.select(dossiers)).mappings()}
    there = {row["code"]: row for row in town.rows(tables.dossiers)}
    for code in here.keys() - subjects:
        if code not in there:
            raise Fault(f"the centre has no dossier {code}")
        differing = [name for name in PUBLIC_FIELDS if here[code][name] != there[code][name]]
        if differing:
            one, other = ({name: row[code][name] for name in differing} for row in (here, there))
            raise Fault(f"{code} is told otherwise: counter {one}, centre {other}")
    town.told["dossiers alike at the centre"] += len(here.keys() - subjects)
    town.told["dossiers with something quarantined"] += len(here.keys() & subjects)


def check_folded_anew(town: Town) -> None:
    """Lists kept event by event are those that the whole log tells."""
    pc = town.pcs[0]
    with pc.open.store.write() as conn:
        before = {one.name: _lists(conn, one) for one in PROJECTIONS}
        projections.rebuild(conn)
        after = {one.name: _lists(conn, one) for one in PROJECTIONS}
    for table, rows in before.items():
        if rows != after[table]:
            few = sorted(map(str, rows ^ after[table]))[:4]
            raise Fault(f"{pc.name} folded anew tells {table} otherwise: {few}")
