"""The scene of the vectors: an office's logs, made by the product's own code with fixed keys and times."""

import copy
import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, fields, replace
from typing import Any

from counter_app.domain import chain, facts
from counter_app.domain.book_events import DossierCaptured
from counter_app.domain.catalog import AfterWait, Channel, Limit, LimitUnit
from counter_app.domain.commands import Applicant, ReturnBy
from counter_app.domain.events import (
    DocumentPrinted,
    DossierReceived,
    Event,
    FeeCharged,
    PapersAsked,
    Personal,
)
from counter_app.domain.export_file import ExportFile, end_bytes
from counter_app.domain.kinds import Fact
from counter_app.domain.online import OnlineArrived
from counter_app.domain.promise_events import (
    ApologyPrepared,
    ApologySigned,
    Cause,
    Promise,
    SupplementAsked,
    SupplementCompleted,
)
from counter_app.domain.step_events import DossierAmended, ResultArrived
from counter_app.domain.waits import Wait, WaitFor
from counter_app.seal import SigningKey

OFFICE = "00004"
NINE = 29_917_560  # 2026-11-19 09:00 at +07:00, a Thursday
DAY, HOURS = 1440, 60
FIVE = NINE + 8 * HOURS
MADE = 1_795_226_400_000
FIRST, STAY, ONLINE, THIRD, FORKED = (f"H26.14-261119-{n}" for n in (1000, 1001, 1002, 1500, 1501))
PROMISED, LATER, EXTENDED = FIVE + 5 * DAY, FIVE + 7 * DAY, FIVE + 12 * DAY
CENTRE = SigningKey(bytes([9]) * 32)


@dataclass
class Link:
    """An event with what lies beside it."""

    event: Event
    digest: bytes
    personal: Personal | None


@dataclass
class Pc:
    """One installation's key and log."""

    installation_id: str
    key: SigningKey
    links: list[Link] = field(default_factory=list)

    def tell(self, fact: Fact, subject: str, minute: int, **changes: Any) -> Link:
        """Append a fact of that minute; `changes` are of the envelope, before it is signed."""
        body, beside = facts.split(fact)
        return self.write(fact.KIND, subject, minute, body, beside, **({"version": fact.VERSION} | changes))

    def write(
        self, kind: str, subject: str, minute: int, body: str, beside: str | None = None, **changes: Any
    ) -> Link:
        """Append an event of any content, linked and signed."""
        seq = len(self.links) + 1
        salt = hashlib.sha256(f"{self.installation_id}/{seq}".encode()).digest()[:16]
        personal = Personal(salt, beside) if beside else None
        draft = Event(
            event_id=f"{self.installation_id[:24]}{seq:012x}",
            installation_id=self.installation_id,
            seq=seq,
            prev=self.links[-1].digest if self.links else chain.GENESIS,
            kind=kind,
            version=1,
            subject=subject,
            actor_id="ba-dinh-02",
            happened_at=minute * 60_000 + 417,
            clock="A",
            body=body,
            personal_digest=chain.personal_digest(personal) if personal else None,
            signature=b"",
        )
        event, digest = chain.link(replace(draft, **changes), self.key.sign)
        self.links.append(Link(event, digest, personal))
        return self.links[-1]


def reception(code: str, received: int, due: int, **changes: Any) -> DossierReceived:
    """Return a plausible reception; the applicant is invented."""
    fact = DossierReceived(
        code=code,
        lane="H26.14-1",
        procedure="1.001193",
        procedure_name="Thủ tục đăng ký khai sinh",
        procedure_field="Hộ tịch",
        catalogue=1,
        calendar=1,
        rules="ND118/2025",
        channel=Channel.IN_PERSON,
        limit=Limit(0, LimitUnit.SAME_DAY),
        received=received,
        due=due,
        reasons=(),
        papers=(),
        sets=1,
        quantity=1,
        return_by=ReturnBy.COUNTER,
        resolving_unit="",
        repeat_of=(),
        applicant=Applicant(name="Nguyễn Văn Thử"),
    )
    return replace(fact, **changes)


def leaf(code: str, received: int, due: int, captured: int, **changes: Any) -> DossierCaptured:
    """Return a leaf of a paper book as it was entered; only the product can check who confirmed it."""
    whole = reception(code, received, due)
    told = {field.name: getattr(whole, field.name) for field in fields(whole)}
    entered: dict[str, Any] = {
        "captured": captured,
        "reckoned": due,
        "scan": "ab" * 32,
        "confirmed_by": "binh",
    }
    return replace(DossierCaptured(**told, **entered, key="", confirmation=""), **changes)


def promise(at: int = LATER, received: int = NINE + 10) -> Promise:
    """Return the promise that the stay's supplement made."""
    wait = Wait(NINE + DAY, NINE + 2 * DAY, AfterWait.RESTART, WaitFor.SUPPLEMENT)
    return Promise(at, Limit(3, LimitUnit.WORKING_DAYS), received, (wait,), (), 1, "ND118/2025")


class Scene:
    """Two PCs `a` and `b`, the centre's own installation `gate`, and a second history `fork` of `b`."""

    def __init__(self) -> None:
        """Live the office's two days."""
        self.a = Pc("01900000-0000-7000-8000-0000000000a1", SigningKey(bytes([1]) * 32))
        self.b = Pc("01900000-0001-7000-8000-0000000000b1", SigningKey(bytes([2]) * 32))
        self.gate = Pc("01900000-0002-5000-8000-0000000000c1", CENTRE)
        self._first()
        self._stay()
        self._others()
        self.fork = copy.deepcopy(self.b)
        del self.fork.links[2:]
        doubled = {"event_id": f"{self.b.installation_id[:24]}0000000000f1"}
        self.fork.tell(reception(FORKED, NINE + 90, FIVE), FORKED, NINE + 90, **doubled)
        self.b.tell(ResultArrived(THIRD, NINE + DAY, ReturnBy.COUNTER), THIRD, NINE + DAY, actor_id="nobody")

    def _first(self) -> None:
        a = self.a
        a.tell(reception(FIRST, NINE, FIVE), FIRST, NINE)
        a.tell(FeeCharged(FIRST, 8000, 2, 16000, paid=True, exempt=False), FIRST, NINE)
        a.tell(DocumentPrinted(FIRST, "01", 1), FIRST, NINE + 1)
        fact = DossierAmended(
            FIRST, NINE + 5, 1, ReturnBy.COUNTER, Applicant("Nguyễn Văn Thứ"), ground="Sai dấu"
        )
        a.tell(fact, FIRST, NINE + 5)

    def _stay(self) -> None:
        a, received = self.a, NINE + 10
        changes: dict[str, Any] = {"procedure": "1.004194", "limit": Limit(3, LimitUnit.WORKING_DAYS)}
        a.tell(reception(STAY, received, PROMISED, **changes), STAY, received)
        a.tell(DocumentPrinted(STAY, "01", 1), STAY, received + 1)
        asked = SupplementAsked(STAY, NINE + DAY, AfterWait.RESTART, NINE + 2 * DAY, 1, missing=("CT01",))
        a.tell(asked, STAY, NINE + DAY)
        a.tell(SupplementCompleted(STAY, NINE + 2 * DAY, promise()), STAY, NINE + 2 * DAY)
        at = NINE + 3 * DAY
        slip = a.tell(ApologyPrepared(STAY, at, Cause.STAFF, EXTENDED, 1, LATER - DAY, text="Ốm"), STAY, at)
        signed = ApologySigned(
            STAY, at + 30, slip.event.event_id, "12/XL", "Lê Thị Hoa", "Chủ tịch", "2026-11-22", EXTENDED
        )
        a.tell(signed, STAY, at + 30)

    def _others(self) -> None:
        at = NINE + 3 * DAY + 60
        asked = PapersAsked("1.001193", "Khai sinh", Channel.IN_PERSON, at, ("Giấy chứng sinh",))
        self.a.tell(asked, "1.001193", at)
        self.a.tell(reception(ONLINE, NINE - 30, FIVE, channel=Channel.ONLINE), ONLINE, NINE + 3 * DAY + 90)
        self.b.tell(reception(THIRD, NINE + 60, FIVE), THIRD, NINE + 60)
        self.b.tell(DocumentPrinted(THIRD, "01", 1), THIRD, NINE + 61)
        self.b.tell(DocumentPrinted(THIRD, "01", 2), THIRD, NINE + 70)
        arrived = OnlineArrived("G22.99.1", NINE - DAY, "1.001193", Applicant("Trần Thị Mạng"))
        self.gate.tell(arrived, "online:G22.99.1", NINE)

    def counter(self, **head: Any) -> list[str]:
        """Return the export of PC `a`; the personal data of its fifth event was purged."""
        lines, made = self._file(self.a.key)
        told = {"installation_id": self.a.installation_id, "made_at": MADE, "personal": True}
        made.begin("counter", OFFICE, self.a.key.public, **(told | head))
        for pc in (self.a, self.b):
            made.installation(pc.installation_id, pc.key.public)
        for pc in (self.a, self.b):
            for link in pc.links:
                bare = not (told | head)["personal"] or (pc is self.a and link.event.seq == 5)
                made.event(link.event, link.digest, None if bare else link.personal, None)
        made.end()
        return lines

    def centre(self, **head: Any) -> list[str]:
        """Return the export of the centre: b's last event is quarantined, a second history kept."""
        order = [*self.gate.links, *self.b.links[:2], *self.a.links, *self.b.links[2:]]
        lines, made = self._file(CENTRE)
        told = {"last": len(order), "store_epoch": "7-00000001", "made_at": MADE, "personal": True}
        made.begin("centre", OFFICE, CENTRE.public, **(told | head))
        for pc in (self.a, self.b, self.gate):
            made.installation(pc.installation_id, pc.key.public)
        for link, code in ((self.fork.links[-1], "log_forked"), (self.b.links[-1], "unknown_actor")):
            made.quarantined(link.event.event_id, link.event.seq, code, MADE)
        for position, link in enumerate(order, start=1):
            made.event(link.event, link.digest, link.personal if told["personal"] else None, position)
        for link in self.fork.links[2:]:
            made.fork(link.event, link.digest, link.personal)
        made.end()
        return lines

    def _file(self, key: SigningKey) -> tuple[list[str], ExportFile]:
        lines: list[str] = []
        return lines, ExportFile(lambda line: lines.append(line.decode()), key.sign)


def line_of(lines: list[str], installation_id: str, seq: int) -> int:
    """Return the number of an event's line."""
    for number, line in enumerate(lines, start=1):
        value = json.loads(line)
        event = value.get("event", {})
        if value["type"] == "event" and (event["installation_id"], event["seq"]) == (installation_id, seq):
            return number
    raise LookupError(seq)


def line_for(link: Link, position: int | None = None, kind: str = "event") -> str:
    """Return one event as an export's line."""
    lines: list[str] = []
    made = ExportFile(lambda line: lines.append(line.decode()), bytes)
    if kind == "fork":
        made.fork(link.event, link.digest, link.personal)
    else:
        made.event(link.event, link.digest, link.personal, position)
    return lines[0]


def sealed(lines: list[str], key: SigningKey, /, **changes: Any) -> list[str]:
    """Return the lines with their last one made anew: as an exporter would write it who had the others."""
    before = lines[:-1]
    digest = hashlib.sha256("".join(before).encode()).hexdigest()
    told = {"type": "end", "lines": len(before), "sha256": digest}
    end = told | {"signature": key.sign(end_bytes(digest)).hex()} | changes
    return [*before, json.dumps(end, ensure_ascii=False) + "\n"]


def changed(line: str, change: Callable[[dict[str, Any]], None]) -> str:
    """Return a line whose value was changed in place."""
    value = json.loads(line)
    change(value)
    return json.dumps(value, ensure_ascii=False) + "\n"
