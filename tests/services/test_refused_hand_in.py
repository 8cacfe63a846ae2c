"""What a former name of this PC told is refused for good: what else the PC has to send goes."""

import pytest

from counter_app import bootstrap
from counter_app.central import apart
from counter_app.host.files import DataFolder
from counter_app.services import sync
from tests.pcs import Office, receive
from tests.services.test_revoked import revoke
from tests.services.test_scan_sync import signed, unsent


def test_its_scans_go_all_the_same(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    counter = office.open()
    sync.exchange(counter)
    revoke(office, counter)
    receive(counter, "A")
    counter.close()
    monkeypatch.setattr(apart, "MOST", 10)  # the review of what it had not sent is full
    bootstrap.enrol(DataFolder(office.root / "pc"), office.token(), anew=True)
    anew = office.open()
    signed(anew)
    for _ in range(8):  # a part of the scan in each
        state = sync.exchange(anew)
    assert state.problem == "apart_full"
    assert (unsent(anew).count, office.living.count("scan_uploads")) == (0, 1)
