"""A counter's log for tests: makes real, chained, signed events of real facts."""

import dataclasses
from typing import Any

from counter_app.domain import chain, facts, numbering
from counter_app.domain.catalog import Channel, Limit, LimitUnit
from counter_app.domain.commands import Applicant, ReturnBy
from counter_app.domain.events import DossierReceived, Event, FeeCharged, Personal
from counter_app.domain.fact_moments import own_minute
from counter_app.domain.identity import new_event_id
from counter_app.domain.kinds import Fact, StaffFact
from counter_app.domain.numbering import Lane
from counter_app.seal import SigningKey
from counter_app.wire import PushRequest, WireEvent

PERSON = "ba-dinh-02"
RECEIVED = 29_917_560  # 2026-11-19 09:00 at +07:00
DAY = "2026-11-19"


@dataclasses.dataclass
class Counter:
    """One installation's key and log."""

    key: SigningKey
    installation_id: str = dataclasses.field(default_factory=new_event_id)
    lane: Lane | None = None
    links: list[WireEvent] = dataclasses.field(default_factory=list)
    head: bytes = chain.GENESIS

    def tell(self, fact: Fact, subject: str, actor: str = PERSON, **changes: Any) -> WireEvent:
        """Append a fact; `changes` are of its event, which has a dossier's fact's own minute without them."""
        own = own_minute(fact)
        if own is not None and not isinstance(fact, StaffFact):
            changes.setdefault("happened_at", own * 60_000)
        body, beside = facts.split(fact)
        personal = Personal(bytes(16), beside) if beside else None
        return self.write(fact.KIND, subject, body, personal, actor, version=fact.VERSION, **changes)

    def write(
        self,
        kind: str,
        subject: str,
        body: str,
        personal: Personal | None = None,
        actor: str = PERSON,
        *,
        version: int = 1,
        event_id: str = "",
        happened_at: int = 1_795_053_600_000,
    ) -> WireEvent:
        """Append an event of any content, properly chained and signed."""
        event = Event(
            event_id=event_id or new_event_id(),
            installation_id=self.installation_id,
            seq=len(self.links) + 1,
            prev=self.head,
            kind=kind,
            version=version,
            subject=subject,
            actor_id=actor,
            happened_at=happened_at,
            clock="A",
            body=body,
            personal_digest=chain.personal_digest(personal) if personal else None,
            signature=b"",
        )
        link = WireEvent(self.signed(event), personal)
        self.head = chain.digest(link.event)
        self.links.append(link)
        return link

    def signed(self, event: Event) -> Event:
        """Return the event with this counter's signature over it."""
        return dataclasses.replace(event, signature=self.key.sign(chain.signed_bytes(event)))

    def receive(self, serial: int | None = None, lane: Lane | None = None) -> WireEvent:
        """Append the reception of a dossier with the next serial of the lane, and its fee."""
        lane = lane or self.lane
        assert lane is not None
        number = lane.first + len(self.links) if serial is None else serial
        fact = reception(numbering.format_code(lane.agency_id, DAY, number), lane.lane_id)
        link = self.tell(fact, fact.code)
        self.tell(FeeCharged(fact.code, 8000, 2, 16000, paid=True, exempt=False), fact.code)
        return link

    def fork(self, keep: int) -> "Counter":
        """Return a copy of this log as it was after `keep` events, as a restored disk would hold it."""
        links = self.links[:keep]
        head = chain.digest(links[-1].event) if links else chain.GENESIS
        return Counter(self.key, self.installation_id, self.lane, links, head)

    def batch(self, first: int = 1, last: int | None = None) -> PushRequest:
        """Return the events from seq `first` to `last` as a push."""
        return PushRequest(self.links[first - 1 : last])


def reception(code: str, lane_id: str) -> DossierReceived:
    """Return a plausible reception; the applicant is invented."""
    return DossierReceived(
        code=code,
        lane=lane_id,
        procedure="1.001193",
        procedure_name="Thủ tục đăng ký khai sinh",
        procedure_field="Hộ tịch",
        catalogue=1,
        calendar=1,
        rules="ND118/2025",
        channel=Channel.IN_PERSON,
        limit=Limit(3, LimitUnit.WORKING_DAYS),
        received=RECEIVED,
        due=RECEIVED + 6 * 1440 + 8 * 60,
        reasons=(),
        papers=(),
        sets=1,
        quantity=2,
        return_by=ReturnBy.COUNTER,
        resolving_unit="",
        repeat_of=(),
        applicant=Applicant(name="Nguyễn Văn Thử"),
    )
