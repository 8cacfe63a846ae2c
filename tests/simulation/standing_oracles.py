"""What must hold when all is quiet of clocks, papers, marks and revoked PCs: each once found by nobody."""

import random

import sqlalchemy as sa

from counter_app.central import court, tables
from counter_app.central.review_tables import rulings
from counter_app.domain.events import DossierReceived
from counter_app.errors import Refused
from counter_app.services import desk
from counter_app.store import outbox
from counter_app.store.pc_tables import quarantine
from counter_app.store.tables import dossiers, events
from tests.simulation.desk_acts import give_out
from tests.simulation.people_acts import HEAD
from tests.simulation.town import Fault, Town
from tests.simulation.virtual_pc import VirtualPc

SLACK = 1  # minute by which an anchored clock may be wrong, or its last word not kept yet


def print_what_waits(town: Town, pc: VirtualPc) -> None:
    """Print what this PC says to be issued and not printed, as its window does at its start."""
    for code in desk.unprinted(pc.open, HEAD):
        try:
            give_out(town, pc, code, random.Random(code), HEAD)
        except Refused as refused:  # whoever confirms it may have no role any more: the paper is out
            town.refused(refused)


def check_clocks(town: Town) -> None:
    """A clock that says it goes by the centre's word does; no receipt is of before that word."""
    for one in town.issued.values():
        if one.event_id in town.tampered or one.event_id not in town.taken:
            continue
        taken = town.taken[one.event_id]
        away = abs(one.received - taken.at // 60_000)
        if one.clock in "AB" and away > SLACK:
            raise Fault(f"a clock of grade {one.clock} is wrong by {away} minutes: {one}")
        if one.received + SLACK < taken.word // 60_000:
            raise Fault(f"a receipt is of before the centre's last word, {taken.word // 60_000}: {one}")


def check_told(town: Town) -> None:
    """Each reception that goes on at its own PC came to a citizen: also one cut off before its print."""
    for pc in town.pcs:
        if pc.retired:
            continue
        own = sa.select(events.c.event_id, events.c.subject).join(
            dossiers, dossiers.c.event_id == events.c.event_id
        )
        mine = events.c.installation_id == pc.open.installation.installation_id
        with pc.open.store.read() as conn:
            going_on = conn.execute(
                own.where(mine, events.c.kind == DossierReceived.KIND, dossiers.c.closed_day == "")
            ).all()
        for event_id, code in going_on:
            if event_id in town.taken and event_id not in town.issued:
                raise Fault(f"{pc.name} never says that the receipt of {code} was not printed")


def check_marks(town: Town) -> None:
    """A PC tells of its own log what the centre does not count of it, by one of the centre's reasons."""
    told: dict[str, set[str]] = {}
    with town.living.owner.connect() as connection:
        asked = sa.select(tables.quarantine).select_from(
            tables.quarantine.join(tables.events, tables.events.c.event_id == tables.quarantine.c.event_id)
        )
        for row in connection.execute(asked.where(~court.OVER)):
            told.setdefault(row.event_id, set()).add(row.code)
    for pc in town.pcs:
        if pc.retired:
            continue
        own = events.c.installation_id == pc.open.installation.installation_id
        with pc.open.store.read() as conn:
            log = set(conn.scalars(sa.select(events.c.event_id).where(own)))
            marks = sa.select(quarantine.c.event_id, quarantine.c.code).where(
                quarantine.c.code.not_in(outbox.APART)
            )
            here = {row[0]: row[1] for row in conn.execute(marks) if row[0] in log}
        wrong = {one for one in here if here[one] not in told.get(one, ())} | (
            told.keys() & log
        ) - here.keys()
        if wrong:
            few = sorted((one, here.get(one), told.get(one)) for one in wrong)[:3]
            raise Fault(f"{pc.name} tells otherwise than the centre what of its log counts: {few}")
        town.told["own marks alike at the centre"] += len(here)


def check_revoked(town: Town) -> None:
    """Of a revoked PC nothing counts but what counted then, and what a person accepted."""
    accepted = {bytes(row["hash"]) for row in town.rows(rulings) if row["accepted"]}
    for row in town.rows(tables.events):
        counted = town.revoked.get(row["installation_id"])
        if counted is None or row["event_id"] in counted or bytes(row["hash"]) in accepted:
            continue
        raise Fault(f"a revoked PC's event counts: {row['kind']} {row['event_id']}")
