"""A leaf's stub seen at a PC that did not take it: fetched in parts, at any moment, and held to the paper."""

import random
from typing import Any

from counter_app.central import tables
from counter_app.central.attachment_tables import uploads
from counter_app.central.erasure_tables import erasures
from counter_app.errors import Refused
from counter_app.services import scan_fetching, scans
from counter_app.services.scan_fetching import Fetch
from counter_app.store import scans as kept
from tests.simulation.desk_acts import EVERYBODY, OFFICERS
from tests.simulation.town import Fault, Leaf, Town
from tests.simulation.virtual_pc import VirtualPc


def fetch(town: Town, pc: VirtualPc, chance: random.Random) -> None:
    """Begin to look at a stub, or go on where a cut left it; what else happens here may come between."""
    if pc.fetch is None or chance.random() < 0.2:
        missing = [leaf for leaf in town.leaves.values() if leaf.events - {""} and not holds(pc, leaf)]
        if not missing:
            return
        who = chance.choice(OFFICERS if chance.random() < 0.9 else EVERYBODY)
        pc.fetch = begun(pc, chance.choice(missing), who)
    while not pc.fetch.whole:
        pc.fetch = part(town, pc, pc.fetch)
        if chance.random() < 0.3:
            return
    look(town, pc, pc.fetch)


def begun(pc: VirtualPc, leaf: Leaf, reader: str) -> Fetch:
    """Ask for a stub: whoever has heard of the dossier knows by what its scan is named. Raises Refused."""
    try:
        return scan_fetching.of_dossier(pc.open, reader, leaf.code, leaf.digest)
    except Refused as refused:
        if refused.code == "unknown_scan":
            raise Fault(f"{pc.name} knows leaf {leaf.code} and not its stub") from refused
        raise


def part(town: Town, pc: VirtualPc, asked: Fetch) -> Fetch:
    """Fetch one more part. Raises Refused: for want of it at the centre, and for nothing else."""
    try:
        brought = scan_fetching.part(pc.open, asked)
    except Refused as refused:
        there, erased = _is_there(town, asked), _is_erased(town, asked)
        if refused.code == ("scan_erased" if erased else "scan_differs"):
            pc.fetch = None
        if (refused.code == "scan_not_sent" and there) or (refused.code == "scan_erased" and not erased):
            raise Fault(f"{pc.name} hears {refused.code} of {asked.subject}, which is there") from refused
        if refused.code == "scan_differs":
            raise Fault(f"{pc.name} fetched another scan for {asked.subject}") from refused
        raise
    if _is_erased(town, asked):
        raise Fault(f"the centre gives out what is erased: {asked.subject}")
    return brought


def look(town: Town, pc: VirtualPc, brought: Fetch) -> None:
    """Keep a stub, and look at it: it is byte for byte what was scanned."""
    leaf = town.leaves[brought.subject]
    pc.fetch = None
    try:
        scan_fetching.keep(pc.open, brought)
    except Refused as refused:
        if refused.code == "scan_erased" and not _is_erased(town, brought):
            raise Fault(f"{pc.name} believes {leaf.code} to be erased") from refused
        raise
    if scans.scan(pc.open, brought.reader_id, leaf.code, leaf.digest) != leaf.stub:
        raise Fault(f"{pc.name} shows another scan for {leaf.code}")
    town.told["stubs fetched"] += 1


def holds(pc: VirtualPc, leaf: Leaf) -> bool:
    """Tell whether a PC holds a leaf's stub."""
    with pc.open.store.read() as conn:
        return kept.held(conn, leaf.code, leaf.digest)


def _is_erased(town: Town, asked: Fetch) -> bool:
    return any(row["subject"] == asked.subject for row in town.rows(erasures))


def _is_there(town: Town, asked: Fetch) -> bool:
    """Tell whether the centre has all of it, by an event that counts there."""
    whole: list[dict[str, Any]] = [row for row in town.rows(uploads) if row["digest"] == asked.digest]
    whole = [row for row in whole if row["whole_at"] is not None]
    if not whole:
        return False
    first = min(whole, key=lambda row: (row["whole_at"], row["installation_id"]))
    return {asked.event_id, first["event_id"]} <= {row["event_id"] for row in town.rows(tables.events)}
