"""What a counter told the outside by some moment, and what it must therefore still know after a power cut."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from counter_app.domain.events import DossierReceived
from counter_app.host.files import DataFolder
from counter_app.services.counter import Counter
from counter_app.services.desk import Receipt
from counter_app.store import log
from tests.crash.trace import PROMISE, tell

RECEIVED = "SELECT event_id, subject FROM events WHERE kind = ?"


@dataclass
class Promised:
    """All that was told. `receipts` event to code; `pushed` seq to hash; `fed` cursor to the events up to it;
    `papers` path to SHA-256; `gone` paths of papers.
    """

    receipts: dict[str, str] = field(default_factory=dict)
    events: set[str] = field(default_factory=set)
    pushed: dict[int, str] = field(default_factory=dict)
    acknowledged: int = 0
    cursor: int = 0
    fed: dict[int, list[str]] = field(default_factory=dict)
    papers: dict[str, str] = field(default_factory=dict)
    gone: set[str] = field(default_factory=set)
    settings: int = 0  # how often they were saved
    asked: tuple[str, str] | None = None  # installation_id and public key that the centre was told
    enrolled: bool = False
    copies: set[str] = field(default_factory=set)
    former: dict[str, str] = field(default_factory=dict)  # receipts of a store that a copy is to replace
    restored: bool = False
    purged: set[str] = field(default_factory=set)  # codes
    key: str = ""  # the name of the key with which the PC said that it signs

    def add(self, value: dict[str, Any]) -> None:
        """Take one promise."""
        getattr(self, f"_add_{value['kind']}")(value)

    def _add_receipt(self, value: dict[str, Any]) -> None:
        self.receipts[value["event"]] = value["code"]

    def _add_event(self, value: dict[str, Any]) -> None:
        self.events.add(value["event"])

    def _add_pushed(self, value: dict[str, Any]) -> None:
        self.pushed[value["seq"]] = value["hash"]

    def _add_acknowledged(self, value: dict[str, Any]) -> None:
        self.acknowledged, self.cursor = value["seq"], value["cursor"]

    def _add_fed(self, value: dict[str, Any]) -> None:
        self.fed[value["cursor"]] = value["events"]

    def _add_paper(self, value: dict[str, Any]) -> None:
        self.papers[value["path"]] = value["digest"]

    def _add_printing(self, value: dict[str, Any]) -> None:
        self.papers.pop(value["path"])

    def _add_gone(self, value: dict[str, Any]) -> None:
        self.gone.add(value["path"])

    def _add_settings(self, value: dict[str, Any]) -> None:
        self.settings = value["number"]

    def _add_asked(self, value: dict[str, Any]) -> None:
        self.asked = (value["id"], value["key"])

    def _add_copied(self, value: dict[str, Any]) -> None:
        self.copies.add(value["path"])

    def _add_former(self, value: dict[str, Any]) -> None:
        self.former = value["receipts"]

    def _add_restored(self, _value: dict[str, Any]) -> None:
        self.restored = True

    def _add_purged(self, value: dict[str, Any]) -> None:
        self.purged.add(value["code"])

    def _add_rotated(self, value: dict[str, Any]) -> None:
        self.key = value["key"]

    def _add_enrolled(self, _value: dict[str, Any]) -> None:
        self.enrolled = True


def receipt(given: Receipt) -> Receipt:
    """The citizen has read the code."""
    tell(PROMISE, {"kind": "receipt", "event": given.event_id, "code": given.code})
    return given


def event(event_id: str) -> str:
    """Somebody was told that this is done."""
    tell(PROMISE, {"kind": "event", "event": event_id})
    return event_id


def pushed(counter: Counter, seq: int) -> None:
    """The centre may hold our log up to `seq`."""
    with counter.store.read() as conn:
        digest = log.hash_at(conn, counter.installation.installation_id, seq)
    assert digest is not None
    tell(PROMISE, {"kind": "pushed", "seq": seq, "hash": digest.hex()})


def paper(folder: DataFolder, path: Path) -> None:
    """The officer was told where a paper lies."""
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    tell(PROMISE, {"kind": "paper", "path": path.relative_to(folder.path).as_posix(), "digest": digest})


def printing(folder: DataFolder, path: Path) -> None:
    """A paper is being printed: its file may go from now on."""
    tell(PROMISE, {"kind": "printing", "path": path.relative_to(folder.path).as_posix()})


def gone(folder: DataFolder, path: Path) -> None:
    """A paper was printed: its file, personal data in the clear, is no more."""
    tell(PROMISE, {"kind": "gone", "path": path.relative_to(folder.path).as_posix()})


def told(kind: str, **values: Any) -> None:
    """Tell anything else."""
    tell(PROMISE, {"kind": kind, **values})


def former(counter: Counter) -> None:
    """What this store has told is not to be lost when another takes its place."""
    with counter.store.read() as conn:
        told = conn.exec_driver_sql(RECEIVED, (DossierReceived.KIND,)).all()
    tell(PROMISE, {"kind": "former", "receipts": {row[0]: row[1] for row in told}})
