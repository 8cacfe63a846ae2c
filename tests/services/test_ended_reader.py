"""Whose key the centre has ended neither writes nor reads, though his seat at the PC is still warm."""

import pytest

from counter_app.central import staffing
from counter_app.errors import Refused
from counter_app.services import staff_records, sync
from tests.central.living import BY
from tests.pcs import Office
from tests.services.introducing import NEW, introduced, owner
from tests.services.standing_in import HEAD, MINH


def test_an_ended_key_opens_nobodys_records(office: Office) -> None:
    counter = office.open()
    staffing.sign_in_from(owner(office), "00004", "2026-11-19", *BY)
    sync.exchange(counter)
    introduced(office, counter, HEAD, NEW)
    staff_records.month(counter, HEAD, MINH, "2026-11")
    staffing.end_all_keys(owner(office), "00004", HEAD, *BY)
    sync.exchange(counter)
    with pytest.raises(Refused, match="key_ended"):
        staff_records.month(counter, HEAD, MINH, "2026-11")
