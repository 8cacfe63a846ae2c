"""Backups put back, copied folders, revoked PCs, a restored centre, and the new identity after them."""

import random

import sqlalchemy as sa

from counter_app import bootstrap
from counter_app.central import restoring, rulings
from counter_app.central.tables import events as central_events
from counter_app.central.tables import installations
from counter_app.errors import CounterError
from counter_app.host.files import DataFolder
from counter_app.services import backup
from counter_app.store.tables import events
from tests.central.dumps import dump, put_back
from tests.simulation.town import ADDRESS, LANES, Town
from tests.simulation.virtual_pc import VirtualPc

WHO, WHY = "Trần Thị Thử", "Biên bản 12/BB"
# What the program refuses to write for, until it has another identity.
ENDED = ("log_forked", "log_rolled_back", "identity_needed", "installation_revoked")


def copy_folder(town: Town, pc: VirtualPc, chance: random.Random) -> None:
    """Copy the whole data folder to another PC, and work on at both."""
    if pc.copied or not _is_room(town):
        return
    twin = pc.copied_to(f"{pc.name}-copy")
    pc.copied = twin.copied = pc.odd = twin.odd = True
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
    rulings.revoke(town.owner, pc.open.installation.installation_id, WHO, WHY)


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
    if chance.random() < 0.7:
        restoring.restored(town.owner)
    town.lost |= town.fragile - town.kept_at_centre()


def renew(town: Town, pc: VirtualPc, why: str) -> None:
    """Enrol a PC anew whose program refuses to write, as its officer is told to do."""
    if town.lanes >= LANES:
        pc.retired = why
        return
    weather, town.network.weather = town.network.weather, "good"
    try:
        pc.close()
        bootstrap.enrol(DataFolder(pc.folder), town.living.token(ADDRESS).text(), anew=True)
        town.others += 1
        pc.needs_identity = False
        town.told[f"new identity: {why}"] += 1
    except CounterError as error:
        town.refused(error)  # the centre has trouble of its own: later
    finally:
        town.network.weather = weather


def _is_room(town: Town) -> bool:
    """Tell whether the office has a lane for one more identity, with those that will be needed."""
    return town.lanes + sum(pc.needs_identity for pc in town.pcs) < LANES


def _held(pc: VirtualPc) -> set[str]:
    with pc.open.store.read() as conn:
        return set(conn.scalars(sa.select(events.c.event_id)))
