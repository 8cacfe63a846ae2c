"""Do logs and receipts prove what they say? Asked of an independent checker, and of the centre itself."""

import importlib.util
import json
from pathlib import Path
from typing import Any

from counter_app.central import audit, export, restoring, tables
from counter_app.central.key_tables import installation_keys
from counter_app.central.review_tables import reviews
from counter_app.domain import receipt_text
from counter_app.domain.events import DossierReceived
from counter_app.domain.key_events import KeyRotated
from counter_app.errors import Damaged
from counter_app.services import log_export
from tests.simulation.town import OFFICE, Fault, Issued, Town


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


def check_proofs(town: Town) -> None:
    """Logs and receipts as a checker sees them that knows nothing of our code."""
    whole = town.root / "centre.jsonl"
    export.export_office(town.owner, OFFICE, whole, lambda _count: None)
    log = _checked(town, whole)
    for pc in town.pcs[:: max(1, len(town.pcs) // 3)]:
        path = town.root / f"{pc.name}.jsonl"
        log_export.export_log(pc.open, "ba-dinh-01", path, lambda _count: None)
        _checked(town, path)
    keys = _keys(town, log)
    for one in town.issued.values():
        if one.qr:
            _seal(town, one, keys)
    faults = _faults_there(town)
    if town.older and {one.code for one in faults} == {"grant_differs"}:
        restoring.restored(town.owner)  # what it names was granted since the backup: now somebody says so
        faults = _faults_there(town)
    if faults:
        raise Fault(f"counter-central verify says {faults}")
    town.told["keys that followed others"] += len(town.rows(installation_keys))


def _faults_there(town: Town) -> tuple[Damaged, ...]:
    with town.living.owner.connect() as connection:
        return audit.examine(connection, town.owner).faults


def _keys(town: Town, log: Any) -> dict[str, str]:
    """Return every key that a receipt may bear: the export's, and those told by what waits for a person.

    That is in no export before he accepts it, and no more are the keys of which it tells.
    """
    waiting = (json.loads(row["raw"]) for row in town.rows(reviews))
    told = [json.loads(event["body"])["key"] for event in waiting if event["kind"] == KeyRotated.KIND]
    return {str(number): key for number, key in enumerate([*told, *(key for _whose, key in log.ever)])}


def _seal(town: Town, one: Issued, keys: dict[str, str]) -> None:
    """The signed text in the receipt's QR says what was issued.

    Its key may be unknown where the event that told of it was on a dead disk only: then nobody has that.
    """
    told: list[Any] = []
    report = check.Report(told.append)
    read = check.read_receipt(one.qr)
    check.check_receipt(read, keys, None, report)
    if "receipt_key_unknown" in report.faults and town.keys.get(read["key"]) in town.lost:
        return
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
    if fault["fault"] == "promise_differs":
        return _rests_on_what_counts(town, path, fault["line"], forged)
    if fault["fault"] != "code_taken":
        return False
    line = path.read_text("utf-8").splitlines()[fault["first"] - 1]
    first = json.loads(line)["event"]
    leaf = town.leaves.get(first["subject"])
    if leaf is not None and {first["event_id"], fault["event_id"]} <= leaf.events:
        return True
    counted = {row["code"]: row["event_id"] for row in town.rows(tables.dossiers)}
    return first["event_id"] in forged and counted[first["subject"]] == fault["event_id"]


def _rests_on_what_counts(town: Town, path: Path, line: int, forged: set[str]) -> bool:
    """Tell whether a promise rests on the reception that counts, where a forged one stands before that.

    The checker holds it to the first that it reads, which it has named when it met the other (`code_taken`).
    """
    told = [json.loads(text).get("event") or {} for text in path.read_text("utf-8").splitlines()]
    code, received = told[line - 1]["subject"], json.loads(told[line - 1]["body"])["promise"]["received"]
    first = next(one for one in told if one.get("subject") == code and one["kind"] == DossierReceived.KIND)
    rests = {row["code"]: row["received"] for row in town.rows(tables.dossiers)}
    return first["event_id"] in forged and rests[code] == received
