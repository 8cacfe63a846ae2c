"""An answer that is stored later than it came: the PC slept in between, and its clock must not."""

import dataclasses

from counter_app.host.clock import Clock, Machine
from counter_app.services import desk, sync
from tests.central.living import NOW
from tests.pcs import Office, intake

NIGHT = 14 * 3_600_000


def test_a_pc_that_slept_between_hearing_and_storing_does_not_stamp_yesterday(office: Office) -> None:
    counter = office.open()
    shown = Machine(NOW, 60_000, "boot-1")
    counter.clock = Clock(lambda: shown)
    answer = sync.contact(counter, sync.outgoing(counter))
    shown = dataclasses.replace(shown, wall_ms=NOW + NIGHT, boot_ms=60_000 + NIGHT)
    assert sync.settle(counter, answer).clock == "A"
    receipt = desk.receive(counter, intake())
    assert receipt.received == (NOW + NIGHT) // 60_000
