"""What must hold when all is quiet: asked of the centre's tables, each PC and an independent checker."""

import importlib.util
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from counter_app.central import export, restoring, tables
from counter_app.central.review_tables import reviews
from counter_app.domain import receipt_text
from counter_app.errors import CounterError, Damaged, Refused
from counter_app.services import log_export, recording, sync
from counter_app.store.pc_tables import doubts
from counter_app.store.pc_tables import former_installations as former
from counter_app.wire import PushRequest
from tests.simulation import likeness, paper_oracles
from tests.simulation.continuity_acts import ENDED, renew
from tests.simulation.machine_acts import heard
from tests.simulation.town import LANES, OFFICE, Fault, Issued, Town, journal_of
from tests.simulation.virtual_pc import VirtualPc


def _checker() -> Any:
    """Return the independent checker: no package of ours, so it is loaded as what it is, a file."""
    path = Path(__file__).parents[2] / "packaging" / "checker" / "check.py"
    spec = importlib.util.spec_from_file_location("independent_checker", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


check = _checker()
DAY_MS = 86_400_000
ROUNDS = 4
SLACK = 1  # minute by which an anchored clock may be wrong


def drain(town: Town) -> None:
    """Let every fault end, and everybody hear of everybody."""
    town.commits_fail = 0.0
    for _ in range(ROUNDS):
        town.pass_time(town.network.now + DAY_MS + 3_600_000)
        for pc in town.pcs:
            pc.weather = "good"
            pc.limit_disk(None)
            with pc.here():
                _exchange(town, pc)
        if town.unknown:  # what an administrator does when he is told so
            town.unknown = False
            restoring.restored(town.owner)
    _resend(town)
    if town.lanes < LANES:  # it hears all at once, in chunks
        town.network.weather = "good"
        town.new_pc("late")
        town.told["PCs that began at the end"] += 1
    for pc in town.pcs:
        with pc.here():
            _exchange(town, pc)


def check_all(town: Town) -> None:
    """Hold everything against everything. Raises Fault with the first thing that is not so."""
    central = {row["event_id"]: row for row in town.rows(tables.events)}
    beside = [*town.rows(tables.forks), *town.rows(reviews)]
    forked = {row["event_id"]: json.loads(row["raw"]) for row in beside}
    _receipts(town, central, forked)
    _codes(town, central)
    _promises(town, central, forked)
    waiting = {row["event_id"] for row in town.rows(reviews)}
    likeness.check(town, central, town.undone & (waiting | town.lost))
    paper_oracles.check_leaves(town, central, forked)
    paper_oracles.check_stubs(town, central)
    _queues(town)
    likeness.check_folded_anew(town)
    paper_oracles.check_purged(town)
    _counted(town)
    _chains(town)
    _clocks(town)
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


def _chains(town: Town) -> None:
    """Logs and receipts as a checker sees them that knows nothing of our code."""
    whole = town.root / "centre.jsonl"
    export.export_office(town.owner, OFFICE, whole, lambda _count: None)
    log = _checked(town, whole)
    for pc in town.pcs[:: max(1, len(town.pcs) // 3)]:
        path = town.root / f"{pc.name}.jsonl"
        log_export.export_log(pc.open, "ba-dinh-01", path, lambda _count: None)
        _checked(town, path)
    for one in town.issued.values():
        if one.qr:
            _seal(one, log.keys)


def _seal(one: Issued, keys: dict[str, str]) -> None:
    """The signed text in the receipt's QR says what was issued."""
    told: list[Any] = []
    report = check.Report(told.append)
    read = check.read_receipt(one.qr)
    check.check_receipt(read, keys, None, report)
    said = receipt_text.parse(one.qr)[0] if not report.faults else None
    if said is None or (said.code, said.received, said.due) != (one.code, one.received, one.due):
        raise Fault(f"a QR text does not hold: {one} {told}")


def _checked(town: Town, path: Path) -> Any:
    """Let the checker read an export: no fault but what the modified client wrote, or a leaf again."""
    told: list[dict[str, Any]] = []
    log = check.Export(check.Report(told.append), {})
    with path.open("rb") as stream:
        log.read(check.read_lines(stream))
    log.summary()
    faults = [one for one in told if "fault" in one and not _is_excused(town, path, one)]
    if faults:
        raise Fault(f"the checker on {path.name}: {len(faults)} faults, {faults[:3]}")
    town.told["exports that hold"] += 1
    return log


def _is_excused(town: Town, path: Path, fault: dict[str, Any]) -> bool:
    """Tell whether a fault is of what a modified client wrote, or that took a code which is told of again.

    Then the centre counts the reception that is told of again, and no forged one. Of a leaf entered twice
    the checker names the later entry: that one of both counts, `check_leaves` holds.
    """
    forged = {link.event.event_id for link in town.rogue[0].links} if town.rogue else set()
    forged |= town.tampered
    if fault.get("event_id") in forged:
        return True
    if fault["fault"] != "code_taken":
        return False
    line = path.read_text("utf-8").splitlines()[fault["first"] - 1]
    first = json.loads(line)["event"]
    leaf = town.leaves.get(first["subject"])
    if leaf is not None and {first["event_id"], fault["event_id"]} <= leaf.events:
        return True
    counted = {row["code"]: row["event_id"] for row in town.rows(tables.dossiers)}
    return first["event_id"] in forged and counted[first["subject"]] == fault["event_id"]


def _clocks(town: Town) -> None:
    """A clock that says it goes by the centre's word does."""
    for one in town.issued.values():
        if one.event_id in town.tampered:
            continue
        away = abs(one.received - town.taken[one.event_id] // 60_000)
        if one.clock in "AB" and away > SLACK:
            raise Fault(f"a clock of grade {one.clock} is wrong by {away} minutes: {one}")


def _silence(town: Town) -> None:
    """No log and no error holds what is somebody's."""
    said = journal_of(town.root) + "\n".join(town.unsaid)
    for text in town.people.private:
        if text in said:
            at = said.index(text)
            raise Fault(f"a log tells of somebody: {said[max(0, at - 120) : at + 60]}")
