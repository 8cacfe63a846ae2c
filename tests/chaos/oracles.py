"""What must hold when all is alive again: asked of the programs themselves and of the independent checker."""

import json
import subprocess
import sys
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from counter_app.domain.key_events import KeyRotated
from counter_app.domain.moments import iso_local
from counter_app.seal import key_id
from tests.central.living import OFFICE
from tests.chaos.machines import LONGEST, Fault, Pc, tail
from tests.chaos.town import Told, Town

CHECKER = Path(__file__).parents[2] / "packaging" / "checker" / "check.py"
TRIES = 5
HEAD = "ba-dinh-01"  # who may hand a log out
SLACK = 1  # minute by which a clock may be wrong
Lines = list[dict[str, Any]]


def drain(town: Town) -> None:
    """Let each counter send what it has, then hear what the other told. Raises Fault: something is stuck."""
    with ThreadPoolExecutor(len(town.pcs)) as both:
        list(both.map(_emptied, town.pcs))
        list(both.map(_emptied, town.pcs))


def _emptied(pc: Pc) -> None:
    said: list[dict[str, Any]] = []
    for _ in range(TRIES):
        done = pc.run("sync")
        said = done.values
        if done.code == 0 and not (said[0]["unsent"] or said[0]["problem"] or said[0]["quarantined"]):
            return
    raise Fault(f"{pc.name} is stuck: {said}")


def check_all(town: Town) -> None:
    """Hold what was printed against every log, and every log against itself. Raises Fault."""
    with ThreadPoolExecutor(len(town.pcs) + 1) as all_at_once:
        asked = [all_at_once.submit(_of_pc, town, pc) for pc in town.pcs]
        asked.append(all_at_once.submit(_of_centre, town))
        logs = [one.result() for one in asked]
    for where, log in zip((*(pc.name for pc in town.pcs), "the centre"), logs, strict=True):
        check_receipts(where, town.told, log)
    _alike(logs)
    check_keys(town.keys, logs[-1])
    _silent(town)
    _answered(town)
    town.counts["receipts told"] = len(town.told)
    town.counts["receptions at the centre"] = len(receptions(logs[-1]))
    town.counts["changes of keys at the centre"] = len(_changes(logs[-1]))


def receptions(log: Lines) -> Lines:
    """Return the events of an export by which a dossier was received."""
    return [one["event"] for one in _events(log) if one["event"]["kind"] == "dossier.received"]


def check_receipts(where: str, told: Iterable[Told], log: Lines) -> None:
    """Every receipt that was printed is in the log once, as it was printed; no code is there twice."""
    codes: dict[str, str] = {}
    held = {one["event"]["event_id"]: one for one in _events(log)}
    if len(held) != len(list(_events(log))):
        raise Fault(f"{where}: an event twice")
    for event in receptions(log):
        code = json.loads(event["body"])["code"]
        if codes.setdefault(code, event["event_id"]) != event["event_id"]:
            raise Fault(f"{where}: one code twice: {code} {codes[code]} {event['event_id']}")
    printed: dict[str, Told] = {}
    for one in told:
        if printed.setdefault(one.code, one) is not one:
            raise Fault(f"one code printed twice: {one} {printed[one.code]}")
        if one.event_id not in held:
            raise Fault(f"{where}: a receipt is lost: {one}")
        _as_printed(where, one, held[one.event_id])


def check_keys(told: Iterable[str], log: Lines) -> None:
    """Each key that a command told to be in force is one that the log tells of."""
    held = {key_id(bytes.fromhex(json.loads(event["body"])["key"])) for event in _changes(log)}
    if lost := set(told) - held:
        raise Fault(f"a key was told that no log tells of: {sorted(lost)}")


def _changes(log: Lines) -> Lines:
    return [one["event"] for one in _events(log) if one["event"]["kind"] == KeyRotated.KIND]


def _as_printed(where: str, one: Told, line: dict[str, Any]) -> None:
    body = json.loads(line["event"]["body"])
    in_time = one.since - SLACK <= body["received"] <= one.until + SLACK
    if (body["code"], iso_local(body["due"])) != (one.code, one.due_at) or not in_time:
        raise Fault(f"{where}: a receipt says otherwise: {one} {body}")
    if one.name not in line["personal"]["text"]:
        raise Fault(f"{where}: a receipt's name is lost: {one}")


def _events(log: Lines) -> Iterable[dict[str, Any]]:
    return (one for one in log if one.get("type") == "event")


def _alike(logs: list[Lines]) -> None:
    """Both counters and the centre hold the same events."""
    held = [{one["event"]["event_id"]: one["hash"] for one in _events(log)} for log in logs]
    for one in held[:-1]:
        if one != held[-1]:
            raise Fault(
                f"a counter and the centre hold other logs: {sorted(one.items() ^ held[-1].items())[:4]}"
            )


def _of_pc(town: Town, pc: Pc) -> Lines:
    file = town.root / f"{pc.name}-log.jsonl"
    found = pc.run("verify", "--all")
    if found.code or not found.values[0]["holds"]:
        raise Fault(f"{pc.name}: verify --all says {found.values}")
    given = pc.run("export", "log", str(file), "--as", HEAD)
    if given.code:
        raise Fault(f"{pc.name}: its log was not handed out: {given.values}")
    return _checked(file)


def _of_centre(town: Town) -> Lines:
    file = town.root / "centre-log.jsonl"
    found = town.centre.ask("verify")
    if found.code or not found.values[0]["holds"]:
        raise Fault(f"counter-central verify says {found.values}")
    town.centre.ask("export", str(file), "--office", OFFICE)
    return _checked(file)


def _checked(file: Path) -> Lines:
    """Let the independent checker read an export; return its lines: none in doubt, none of a fork."""
    ran = subprocess.run(
        [sys.executable, str(CHECKER), "log", str(file), "--json"],
        capture_output=True,
        timeout=LONGEST,
        check=False,
    )
    if ran.returncode:
        raise Fault(f"the checker on {file.name}: {ran.stdout.decode()[-1500:]} {ran.stderr.decode()[-500:]}")
    log = [json.loads(text) for text in file.read_text("utf-8").splitlines()]
    if odd := [one for one in log if one.get("type") in ("quarantined", "fork")]:
        raise Fault(f"{file.name}: {odd[:3]}")
    return log


def _silent(town: Town) -> None:
    """No program names anybody on its standard error, and none falls over."""
    for path in (*(pc.errors for pc in town.pcs), town.centre.errors):
        said = path.read_text("utf-8", "replace")
        if named := [name for name in town.names if name in said]:
            raise Fault(f"{path.name} names {named[:3]}")
        if "Traceback" in said and path.name != town.centre.errors.name:
            raise Fault(f"{path.name}: {tail(path)}")


def _answered(town: Town) -> None:
    """The centre knew what to say each time, also while its database was away."""
    for text in town.centre.errors.read_text("utf-8").splitlines():
        said = json.loads(text) if text.startswith("{") and text.endswith("}") else {}
        if status := said.get("status"):
            town.counts[f"answered: {said['path']} {status}"] += 1
        if status == 500:
            raise Fault(f"the centre did not know what to say: {tail(town.centre.errors)}")
