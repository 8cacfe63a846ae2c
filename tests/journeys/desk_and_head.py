"""The desk's PC and the Chairman's own, with PINs asked for, for journeys of the office's people."""

import dataclasses
from typing import Any

import sqlalchemy as sa

from counter_app.central import court, staffing
from counter_app.central.centre import Centre
from counter_app.central.tables import events
from counter_app.domain import facts
from counter_app.domain.commands import FeeAnswer
from counter_app.domain.events import Event
from counter_app.domain.identity import new_event_id
from counter_app.domain.moments import parse_local
from counter_app.domain.staff import request
from counter_app.domain.staff.commands import StaffCommand
from counter_app.domain.staff.request import Request
from counter_app.remote import client
from counter_app.services import (
    desk,
    sign_in,
    staff,
    sync,
)
from counter_app.services.counter import Counter
from tests.central.living import BY
from tests.pcs import Office, intake
from tests.services.papers_life import STAY
from tests.services.standing_in import CHAIR, HEAD, MINH, RESERVE

OFFICE = "00004"
DAY = "2026-11-20"
PIN = "lúa chín 4813"
NOWHERE = "http://127.0.0.1:9"
MINH_NAME, DUNG, OANH = "Trần Quang Minh", "Phạm Văn Dũng", "Hoàng Thị Kim Oanh"


def minute(text: str) -> int:
    return parse_local(text if "T" in text else f"{DAY}T{text}")


class Story:
    """The desk's PC (`hall`) and the Chairman's own (`upstairs`); PINs are asked for from the first day."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.owner = Centre(office.living.owner, office.living.centre.key, office.living.clock)
        staffing.sign_in_from(self.owner, OFFICE, "2026-11-19", *BY)
        self.hall, self.upstairs = office.open("hall"), office.open("upstairs")
        self.both = (self.hall, self.upstairs)
        for person in (HEAD, MINH, RESERVE):
            self.first(self.hall, person)
        self.first(self.upstairs, CHAIR)
        self.told()

    def first(self, pc: Counter, person: str) -> None:
        sign_in.first(pc, person, staffing.first_pin(self.owner, OFFICE, person, *BY), PIN)
        sign_in.out(pc, person)

    def at(self, text: str) -> None:
        """Let it be a time of the day, or of another, at all clocks."""
        self.office.living.clock.now = minute(text) * 60_000
        for pc in self.both:
            pc.clock.anchor(self.office.living.clock.now)

    def reachable(self, yes: bool) -> None:
        for pc in self.both:
            here, where = pc.installation, self.office.address if yes else NOWHERE
            pc.centre = client.Centre(where, here.centre_key, here.installation_id, pc.signer)

    def told(self) -> None:
        """Let both PCs hear of each other."""
        for pc in (*self.both, *self.both):
            state = sync.exchange(pc)
            assert (state.online, state.quarantined) == (True, ())

    def sits(self, pc: Counter, person: str) -> bool:
        """Let somebody take the place of who sat there, by his PIN; tell whether the centre confirmed it."""
        for other in list(pc.seats):
            sign_in.out(pc, other)
        return sign_in.again(pc, person, PIN).online

    def asks(self, pc: Counter, kind: type[StaffCommand], *values: Any) -> staff.StaffActed:
        """Ask in the name of who sits there."""
        (person,) = pc.seats
        return staff.act(pc, kind(new_event_id(), person, *values))

    def receives(self, name: str) -> str:
        (person,) = self.hall.seats
        paid = intake(name, STAY, repeat=True, fee=FeeAnswer(paid=True))
        return desk.receive(self.hall, dataclasses.replace(paid, actor_id=person)).code

    def at_the_centre(self, request_id: str) -> Request:
        """Return the request as the centre has it, by the facts that count there."""
        asked = (
            sa.select(*(events.c[name] for name in Event.__slots__))
            .where(events.c.subject == request_id, court.COUNTED)
            .order_by(events.c.position)
        )
        with self.office.living.owner.connect() as connection:
            told = [Event(*row) for row in connection.execute(asked)]
        found = request.fold([(event, facts.join(event, None)) for event in told])
        assert found is not None
        return found
