"""A scan goes with its dossier: what does not count keeps no file, and says later that it went."""

import dataclasses

import pytest

from counter_app.domain.promise_events import ApologySigned
from counter_app.errors import Refused
from counter_app.remote import files
from counter_app.services import life, scan_fetching, sync
from counter_app.services.counter import Counter
from counter_app.wire_files import ScanAnswer, ScanPartRequest, ScanRequest
from tests.central.living import enrolled
from tests.central.test_attachments import HEAD, Pc
from tests.pcs import PERSON, Office, receive
from tests.services.test_erased import erase, scanned
from tests.services.test_purge import PNG

UNKNOWN = "H26.14-261119-9998"


def sent(office: Office) -> tuple[Counter, str, str]:
    """Return a PC, and a dossier that ended, of which a scan is at the centre."""
    pc = office.open()
    code, digest = scanned(pc)
    for _contact in range(4):
        sync.exchange(pc)
    assert office.living.count("scan_parts") == 1
    return pc, code, digest


def signed_of(pc: Counter, code: str) -> ApologySigned:
    history = life.file_of(pc, PERSON, code).history
    return next(fact for _event, fact in history if isinstance(fact, ApologySigned))


@pytest.mark.parametrize(
    ("kind", "subject"),
    [("paper.scanned", UNKNOWN), (ApologySigned.KIND, UNKNOWN)],
)
def test_what_does_not_count_keeps_no_scan(office: Office, kind: str, subject: str) -> None:
    _pc, code, digest = sent(office)
    thief = Pc(office.living, office.address)
    event = thief.name(digest, kind=kind, code=subject)
    assert thief.centre.push(thief.log.batch()).quarantined
    part, asked = ScanPartRequest(digest, event, 0, HEAD), ScanRequest(digest, event, len(PNG), 0, PNG)
    assert files.scan_part(thief.centre, part, None).content == PNG
    assert erase(office, code).scans == 1
    for _again in range(2):
        assert office.living.count("scan_parts") == 0
        with pytest.raises(Refused, match="scan_erased"):
            files.scan_part(thief.centre, part, None)
        assert files.send_scan(thief.centre, asked) == ScanAnswer(len(PNG), whole=True), "wanted no more"
    thief.centre.close()


def test_what_counts_later_says_that_its_scan_was_erased(office: Office) -> None:
    """Its reception was on the way: what is erased meanwhile comes again only from who still has it."""
    pc, code, digest = sent(office)
    two, (early, centre) = office.open("two"), enrolled(office.living, office.address)
    (other,) = receive(two, "Người Còn Đây")
    event = early.tell(dataclasses.replace(signed_of(pc, code), code=other), other).event.event_id
    assert [one.code for one in centre.push(early.batch()).quarantined] == ["unknown_dossier"]
    assert erase(office, code).scans == 1
    sync.exchange(two)
    fetch = scan_fetching.Fetch(PERSON, other, digest, event)
    with pytest.raises(Refused, match="scan_erased"):
        scan_fetching.part(two, fetch)
    assert files.send_scan(centre, ScanRequest(digest, event, len(PNG), 0, PNG)).whole
    assert scan_fetching.part(two, fetch).content == PNG, "it counts now"
    centre.close()
