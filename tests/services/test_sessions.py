"""The desk tells when a field is received: office hours, and for some fields Saturday mornings."""

import pytest

from counter_app.domain.catalog import Channel
from counter_app.domain.moments import parse_local
from counter_app.services import desk
from tests.pcs import BIRTH, Office

STAY = "1.004194"  # police residence procedures receive on Saturday mornings


@pytest.mark.parametrize(
    ("procedure", "at", "open_now"),
    [
        (BIRTH, "2026-11-20T09:00", True),
        (BIRTH, "2026-11-20T12:30", False),
        (BIRTH, "2026-11-21T09:00", False),
        (STAY, "2026-11-21T09:00", True),
        (STAY, "2026-11-21T13:30", False),
        (BIRTH, "2026-11-24T09:00", False),  # a holiday
        (BIRTH, "2026-01-10T09:00", True),  # a made-up Saturday
    ],
)
def test_reception_sessions(office: Office, procedure: str, at: str, *, open_now: bool) -> None:
    pc = office.open()
    pc.clock.anchor(parse_local(at) * 60_000)
    assert desk.promise(pc, procedure, Channel.IN_PERSON).in_session is open_now
