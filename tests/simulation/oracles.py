"""What must hold when all is quiet: asked of the centre's tables and each PC."""

import json
from collections import defaultdict
from typing import Any

import sqlalchemy as sa

from counter_app.central import restoring, tables, timekeeping
from counter_app.central.review_tables import reviews
from counter_app.errors import CounterError, Damaged, Refused
from counter_app.services import recording, sync
from counter_app.store import projections, withheld
from counter_app.store.pc_tables import doubts
from counter_app.store.pc_tables import former_installations as former
from counter_app.store.tables import events, personal
from counter_app.wire import PushRequest
from tests.simulation import likeness, paper_oracles, proof_oracles, standing_oracles
from tests.simulation.continuity_acts import ENDED, renew
from tests.simulation.machine_acts import heard
from tests.simulation.town import LANES, Fault, Issued, Town, journal_of
from tests.simulation.virtual_pc import VirtualPc

DAY_MS = 86_400_000
ROUNDS = 4


def drain(town: Town) -> None:
    """Let every fault end, and everybody hear of everybody."""
    town.commits_fail = 0.0
    town.clock_off = 0
    timekeeping.confirm(town.living.home, town.network.now)  # as who reads the centre's log does
    for _ in range(ROUNDS):
        town.pass_time(town.network.now + DAY_MS + 3_600_000)
        for pc in town.pcs:
            pc.weather = "good"
            pc.limit_disk(None)
            with pc.here():
                _exchange(town, pc)
        if town.unknown:  # what an administrator does when he is told so
            town.unknown = town.older = False
            restoring.restored(town.owner)
    _resend(town)
    if town.lanes < LANES:  # it hears all at once, in chunks
        town.network.weather = "good"
        town.new_pc("late")
        town.told["PCs that began at the end"] += 1
    for pc in town.working:
        with pc.here():
            standing_oracles.print_what_waits(town, pc)
            _exchange(town, pc)
    for pc in town.pcs:
        with pc.here():
            _exchange(town, pc)


def check_all(town: Town) -> None:
    """Hold everything against everything. Raises Fault with the first thing that is not so."""
    central = {row["event_id"]: row for row in town.rows(tables.events)}
    thief = town.rogue[0].installation_id if town.rogue else ""
    beside = [*town.rows(tables.forks), *town.rows(reviews)]
    forked = {row["event_id"]: json.loads(row["raw"]) for row in beside if row["installation_id"] != thief}
    # What lost its id to the modified client lies beside.
    stolen = {one for one in forked if one in central and central[one]["installation_id"] == thief}
    own = {event_id: row for event_id, row in central.items() if event_id not in stolen}
    _receipts(town, own, forked)
    _codes(town, own)
    _promises(town, own, forked)
    waiting = {row["event_id"] for row in town.rows(reviews)}
    likeness.check(town, central, town.undone & (waiting | town.lost))
    paper_oracles.check_leaves(town, own, forked)
    paper_oracles.check_stubs(town, own)
    _queues(town)
    standing_oracles.check_told(town)
    standing_oracles.check_marks(town)
    standing_oracles.check_revoked(town)
    likeness.check_folded_anew(town)
    paper_oracles.check_purged(town)
    _counted(town)
    proof_oracles.check_proofs(town)
    standing_oracles.check_clocks(town)
    _withheld(town)
    _silence(town)


def _exchange(town: Town, pc: VirtualPc) -> None:
    if pc.answer is not None:
        pc.close()
    try:
        with pc.open.store.write() as conn:
            recording.check_writable(conn, pc.open)
    except Damaged as damaged:
        if pc.copied or pc.needs_identity:
            renew(town, pc, damaged.code)
    except Refused as refused:
        if refused.code != "not_enrolled":
            raise
        renew(town, pc, refused.code)  # an enrolment failed once its forked half had been put aside
    try:
        heard(town, pc, sync.exchange(pc.open), anew=True)
    except Damaged as damaged:
        if damaged.code != "old_copy" or not pc.copied:
            raise Fault(f"{pc.name} at the end: {damaged}") from damaged


def _resend(town: Town) -> None:
    """Let the modified client send again what a restored centre has lost, as honest ones do by themselves."""
    if town.rogue is not None and (links := town.rogue[0].links):
        town.network.weather = "good"
        try:
            town.rogue[1].push(PushRequest(links[-500:]))
        except CounterError as error:
            if error.code != "installation_unknown":  # nobody told of its name
                raise Fault(f"the modified client sends again and hears {error}") from error
            town.told[f"sent again: {error.code}"] += 1
            town.lost |= {link.event.event_id for link in links} - town.kept_at_centre()


def _receipts(town: Town, central: dict[str, Any], forked: dict[str, Any]) -> None:
    """Every receipt that a citizen holds is at the centre, with its code, reception, promise and name."""
    beside = {row["event_id"]: row["text"] for row in town.rows(tables.personal)}
    for one in town.issued.values():
        event = central.get(one.event_id) or forked.get(one.event_id)
        if event is None:
            if one.event_id not in town.lost:
                raise Fault(f"a receipt is lost: {one}")
            town.told["receipts that were on a dead disk only"] += 1
            continue
        body = json.loads(event["body"])
        if (body["code"], body["received"], body["due"]) != (one.code, one.received, one.due):
            raise Fault(f"a receipt says otherwise at the centre: {one} {body}")
        if one.name not in beside.get(one.event_id, "") and one.code not in town.erased:
            raise Fault(f"a receipt's name is lost: {one.event_id}")


def _codes(town: Town, central: dict[str, Any]) -> None:
    """No code twice. A copied folder may do what its twin does until one of both has met the centre."""
    by_code: dict[str, list[Issued]] = defaultdict(list)
    for one in town.issued.values():
        by_code[one.code].append(one)
    for code, holders in by_code.items():
        if len(holders) == 1:
            continue
        first, second = sorted(holders, key=lambda one: one.at)[:2]
        names = {first.pc, second.pc}
        twins = any({pc.name, pc.sibling} == names for pc in town.pcs)
        known = [central[one.event_id]["received_at"] for one in holders if one.event_id in central]
        if not twins or any(second.contact > at for at in known):
            raise Fault(f"one code twice: {code} {first} {second} at the centre since {known}")
        town.told["copies that had not met the centre: one code twice"] += 1


def _promises(town: Town, central: dict[str, Any], forked: dict[str, Any]) -> None:
    for event_id, (code, at) in town.promised.items():
        event = central.get(event_id) or forked.get(event_id)
        if event_id in town.lost and event is None:
            continue
        if event is None or json.loads(event["body"])["promise"]["at"] != at:
            raise Fault(f"a later promise is lost: {code} {event_id}")


def _queues(town: Town) -> None:
    """Nothing is stuck: all is acknowledged, and what waits for a person has a reason."""
    for pc in town.pcs:
        state = sync.state(pc.open)
        if state.unsent and not pc.retired:
            raise Fault(f"{pc.name} is stuck with {state.unsent} events: {state.problem}")
        if state.problem and not (pc.retired and (state.problem in ENDED or _is_of_its_own(pc))):
            raise Fault(f"{pc.name} ends with {state.problem}")
        if not all(one.code for one in state.quarantined):
            raise Fault(f"{pc.name}: quarantined without a reason")


def _is_of_its_own(pc: VirtualPc) -> bool:
    """Tell whether all that a retired PC doubts are its own former logs, of which it has the other half."""
    with pc.open.store.read() as conn:
        doubted = set(conn.scalars(sa.select(doubts.c.installation_id)))
        return bool(doubted) and doubted <= set(conn.scalars(sa.select(former.c.installation_id)))


def _counted(town: Town) -> None:
    town.told["receipts"] = len(town.issued)
    for row in town.rows(tables.quarantine):
        town.told[f"quarantined: {row['code']}"] += 1
    town.told["events"] = len(town.rows(tables.events))
    town.told["events in forks"] = len(town.rows(tables.forks))


def _withheld(town: Town) -> None:
    """No PC holds what others said of people: nobody has looked."""
    for pc in town.pcs:
        with pc.open.store.read() as conn:
            told = sa.select(personal.c.event_id).join(events, events.c.event_id == personal.c.event_id)
            others = events.c.installation_id.not_in(projections.own_ids(conn))
            found = conn.scalars(told.where(events.c.kind.in_(withheld.KINDS), others)).first()
        if found:
            raise Fault(f"{pc.name} holds what another PC said of somebody: {found}")


def _silence(town: Town) -> None:
    """No log and no error holds what is somebody's."""
    said = journal_of(town.root) + "\n".join(town.unsaid)
    for text in town.people.private:
        if text in said:
            at = said.index(text)
            raise Fault(f"a log tells of somebody: {said[max(0, at - 120) : at + 60]}")
