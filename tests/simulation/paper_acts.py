"""Paper books for power cuts, their stubs' scans, and personal data that goes, on request or by its time."""

import random

from counter_app.central import books, erasure
from counter_app.central.deeds import Warrant
from counter_app.central.tables import dossiers
from counter_app.domain.book_events import LeafFate
from counter_app.domain.catalog import Channel
from counter_app.domain.commands import FeeAnswer, ReceiveDossier
from counter_app.domain.paper_book import CaptureLeaf, VoidLeaf
from counter_app.services import desk, paper_book, retention, sign_in
from tests.central.living import BY
from tests.simulation.desk_acts import FREE, OFFICERS, PROCEDURES
from tests.simulation.people_acts import sit
from tests.simulation.town import OFFICE, Fault, Leaf, Town
from tests.simulation.virtual_pc import VirtualPc

DAY = 1440
WARRANT = Warrant(*BY)


def grant_book(town: Town, chance: random.Random) -> None:
    """Grant a book of some leaves; citizens take them from that hour on."""
    book, _pdf = books.grant(town.owner, OFFICE, chance.choice((3, 6)), WARRANT)
    for code in book.codes():
        if code in town.leaves:
            raise Fault(f"a leaf is granted twice: {code}")
        town.leaves[code] = Leaf(code, book.granted)


def enter_leaf(town: Town, pc: VirtualPc, chance: random.Random) -> None:
    """Enter a used leaf, whose times the paper bears, with a second person; or give one up."""
    # Of two PCs that do not know of each other both enter it; one that does refuses.
    free = [one for one in town.leaves.values() if one.events <= town.lost or chance.random() < 0.2]
    if not free:
        return
    leaf = chance.choice(free)
    if chance.random() < 0.1:
        paper_book.void(pc.open, VoidLeaf(pc.open.new_event_id(), OFFICERS[1], leaf.code, LeafFate.SPOILT))
        leaf.events.add("")
        return
    here = sorted(desk.opening(pc.open).with_keys & town.pins.keys())
    if not here:
        sit(town, pc, chance)
        return
    who = chance.choice(here)
    second = sign_in.again(pc.open, who, town.pins[who])
    if not leaf.name:
        _fill_in(town, leaf, chance)
    command = CaptureLeaf(
        _intake(pc.open.new_event_id(), leaf, second.person_id, chance),
        leaf.code,
        leaf.received,
        leaf.due,
        "",
        second.person_id,
    )
    stub = town.root / f"stub-{leaf.code}.pdf"
    stub.write_bytes(leaf.stub)
    done = paper_book.capture(pc.open, paper_book.prepare(pc.open, command, stub), second.key)
    leaf.events.add(done.event_id)
    if (done.code, done.due) != (leaf.code, leaf.due):
        raise Fault(f"a leaf is entered otherwise than it says: {leaf} {done}")


def purge(town: Town, pc: VirtualPc, chance: random.Random) -> None:
    """Do what the window does once a day."""
    retention.run(pc.open)


def erase(town: Town, chance: random.Random) -> None:
    """Erase a closed dossier's personal data at the centre, at a citizen's request."""
    rows = town.rows(dossiers)
    codes = sorted(row["code"] for row in rows if row["ended"] is not None or row["returned"] is not None)
    if codes := [code for code in codes if code not in town.erased]:
        code = chance.choice(codes)
        erasure.erase(town.owner, code, WARRANT)
        town.erased.add(code)


def _fill_in(town: Town, leaf: Leaf, chance: random.Random) -> None:
    """Let a citizen get the leaf: by hand, by the clock on the wall."""
    now = town.network.now // 60_000
    leaf.who = town.people.somebody(chance)
    leaf.name = leaf.who.name
    leaf.received = max(leaf.granted, now - chance.randrange(1, 240))
    leaf.due = leaf.received + chance.choice((1, 3, 5)) * DAY
    leaf.stub = (
        b"%PDF-1.4 " + leaf.code.encode() + chance.randbytes(200_000 if chance.random() < 0.3 else 900)
    )


def _intake(event_id: str, leaf: Leaf, second: str, chance: random.Random) -> ReceiveDossier:
    assert leaf.who is not None
    actor = chance.choice([one for one in OFFICERS if one != second])
    procedure = chance.choice(PROCEDURES)
    return ReceiveDossier(
        event_id,
        actor,
        procedure,
        Channel.IN_PERSON,
        leaf.who,
        fee=FeeAnswer(paid=procedure not in FREE),
        repeat=True,
    )
