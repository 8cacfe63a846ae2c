"""Backups put back, copied folders, revoked PCs, a restored centre, and the new identity after them."""

import random

import sqlalchemy as sa

from counter_app import bootstrap
from counter_app.central import erasure, restoring, rulings, withdrawals
from counter_app.central.tables import events as central_events
from counter_app.central.tables import installations
from counter_app.domain import chain
from counter_app.errors import CounterError, Refused
from counter_app.host.files import DataFolder
from counter_app.seal import key_id
from counter_app.services import backup, key_rotation
from counter_app.store.tables import events
from tests.central.dumps import dump, put_back
from tests.simulation.town import ADDRESS, LANES, Fault, Town
from tests.simulation.virtual_pc import Halves, VirtualPc

WHO, WHY = "Trần Thị Thử", "Biên bản 12/BB"
# What the program refuses to write for, until it has another identity.
ENDED = ("log_forked", "log_rolled_back", "identity_needed", "installation_revoked")


def copy_folder(town: Town, pc: VirtualPc, chance: random.Random) -> None:
    """Copy the whole data folder to another PC, and work on at both."""
    if pc.copied or not _is_room(town):
        return
    twin = pc.copied_to(f"{pc.name}-copy")
    pc.copied = twin.copied = pc.odd = twin.odd = True
    pc.halves = twin.halves = Halves(both_may=pc.needs_identity)
    town.pcs.append(twin)


def back_up(town: Town, pc: VirtualPc, chance: random.Random) -> None:
    """Make a backup of a PC's store."""
    place = town.root / "backups" / pc.name
    place.mkdir(parents=True, exist_ok=True)
    pc.backups.append(backup.make(pc.open, place).folder)


def restore(town: Town, pc: VirtualPc, chance: random.Random) -> None:
    """Put a PC's backup back: what it had written since and not sent dies with the disk."""
    if not pc.backups or pc.odd or not _is_room(town):
        return
    before, source = _held(pc), chance.choice(pc.backups)
    for event in key_rotation.told(pc.open.store, pc.open.installation.installation_id):
        town.keys[key_id(chain.key_of(event))] = event.event_id
    pc.close()
    bootstrap.restore(pc.folder, source, lambda: "", replace=True)
    pc.needs_identity = True
    town.fragile |= before - _held(pc)
    town.lost |= (before - _held(pc)) - town.kept_at_centre()


def revoke(town: Town, pc: VirtualPc, chance: random.Random) -> None:
    """Let the administrator revoke a PC that works on."""
    if pc.odd or not _is_room(town):
        return
    pc.needs_identity = pc.odd = True
    own = pc.open.installation.installation_id
    rulings.revoke(town.owner, own, WHO, WHY)
    town.revoked[own] = {
        row["event_id"] for row in town.rows(central_events) if row["installation_id"] == own
    }


def rule(town: Town, chance: random.Random) -> None:
    """Let a person accept or reject what revoked PCs have sent since."""
    for branch in rulings.listed(town.owner):
        if branch.waiting:
            decide = rulings.accept if chance.random() < 0.7 else rulings.reject
            decide(town.owner, branch.installation_id, WHO, WHY)


def back_up_centre(town: Town, chance: random.Random) -> None:
    """Dump the centre's database."""
    town.dump = dump(town.living, town.root / "centre.dump")


def restore_centre(town: Town, chance: random.Random) -> None:
    """Put the last dump back, in place; the administrator says so, or forgets to."""
    if town.dump is None:
        return
    before = {row["event_id"]: row["installation_id"] for row in town.rows(central_events)}
    key = town.owner.key.public
    own = {row["installation_id"] for row in town.rows(installations) if row["public_key"] == key}
    town.living.owner.dispose()
    town.living.centre.engine.dispose()
    put_back(town.living, town.dump)
    after = {row["event_id"] for row in town.rows(central_events)}
    town.undone |= before.keys() - after
    # The centre's own installation has another name in each epoch: what it told by the former is told anew.
    town.lost |= {one for one in before.keys() - after if before[one] in own}
    for pc in town.pcs:  # whose half was there loses its place where the other one comes first now
        if pc.halves:
            pc.halves.both_may = True
    town.older = not (chance.random() < 0.7 or _serves_nobody(town))
    if not town.older:
        restoring.restored(town.owner)
    town.lost |= town.fragile - town.kept_at_centre()


def renew(town: Town, pc: VirtualPc, why: str) -> None:
    """Enrol a PC anew whose program refuses to write, as its officer is told to do."""
    if pc.halves:
        _one_half_stays(pc, pc.halves, why)
    if town.lanes >= LANES:
        pc.retired = why
        return
    weather, town.network.weather = town.network.weather, "good"
    try:
        pc.close()
        bootstrap.enrol(DataFolder(pc.folder), town.living.token(ADDRESS).text(), anew=True)
        town.others += 1
        pc.needs_identity, pc.word = False, 0  # that answer is not counted
        town.told[f"new identity: {why}"] += 1
    except CounterError as error:
        town.refused(error)  # the centre has trouble of its own: later
    finally:
        town.network.weather = weather


def _serves_nobody(town: Town) -> bool:
    """Tell whether the service will not begin before somebody says that the database is an older one."""
    try:
        erasure.refuse_lost(town.owner)
        withdrawals.refuse_lost(town.owner)
    except Refused:
        return True
    return False


def _one_half_stays(pc: VirtualPc, halves: Halves, why: str) -> None:
    """Of a copied folder one half goes on under its name: the centre has what that one told."""
    halves.ended.add(pc.name)
    if len(halves.ended) > 1 and not halves.both_may:
        raise Fault(f"both halves of a copied folder have ended: {pc.name} by {why}")


def _is_room(town: Town) -> bool:
    """Tell whether the office has a lane for one more identity, with those that will be needed."""
    return town.lanes + sum(pc.needs_identity for pc in town.pcs) < LANES


def _held(pc: VirtualPc) -> set[str]:
    with pc.open.store.read() as conn:
        return set(conn.scalars(sa.select(events.c.event_id)))
