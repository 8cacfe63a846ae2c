"""A PC started with its clock a year ahead and no centre to ask: it receives, and the receipt is marked."""

import dataclasses

import pytest

from counter_app.domain.clock import Machine
from counter_app.host import clock
from counter_app.services import desk, life, sync
from tests.central.living import NOW
from tests.pcs import PERSON, Office, intake

YEAR = 365 * 24 * 3_600_000


def test_a_clock_beyond_the_days_of_the_lane_stops_no_reception(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = Machine(NOW, 60_000, "boot-1")
    monkeypatch.setattr(clock, "read_machine", lambda: shown)
    counter = office.open()
    sync.exchange(counter)
    counter.close()
    shown = dataclasses.replace(shown, wall_ms=NOW + YEAR, boot_ms=1_000, boot_id="boot-2")
    counter = office.open()
    desk.confirm_today(counter)  # the day that is shown is the right one
    receipt = desk.receive(counter, intake())
    assert receipt.received == NOW // 60_000
    ((event, _fact), *_others) = life.file_of(counter, PERSON, receipt.code).history
    assert event.clock == "S"
