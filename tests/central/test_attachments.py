"""Scans at the centre: after their event, in order, by their hash, within bounds, for the office alone."""

import hashlib
import threading
from collections.abc import Iterator

import psycopg
import pytest

from counter_app.central import attachments
from counter_app.central.centre import Caller
from counter_app.central.erasure_tables import erasures
from counter_app.domain import codec
from counter_app.errors import Refused
from counter_app.remote import files
from counter_app.remote.client import Centre
from counter_app.seal import SigningKey
from counter_app.wire_files import MAX_PART, MIN_PART, ScanAnswer, ScanPartRequest, ScanRequest
from tests.central.counters import Counter
from tests.central.living import OFFICE, Living, enrolled

HEAD = "ba-dinh-01"
CODE = "H26.14-261119-0001"
PART = MIN_PART
SCAN = b"%PDF-1.7 " + bytes(range(256)) * (PART // 128) + b"end"  # three parts
DIGEST = hashlib.sha256(SCAN).hexdigest()


class Pc:
    """A PC of the office with a connection: it tells a fact that names a scan, and sends that in parts."""

    def __init__(self, living: Living, address: str) -> None:
        self.log, self.centre = enrolled(living, address)

    def name(
        self, digest: str = DIGEST, field: str = "scan", kind: str = "paper.scanned", **told: object
    ) -> str:
        """Put an event on record that names a file; return its id."""
        body = codec.canonical({"at": 1, "code": CODE, field: digest, **told})
        link = self.log.write(kind, str(told.get("code", CODE)), body)
        self.centre.push(self.log.batch())
        return link.event.event_id

    def send(self, event_id: str, start: int, content: bytes | None = None, **changes: object) -> ScanAnswer:
        """Send the part from `start`, or another content."""
        told = SCAN[start : start + PART] if content is None else content
        given = {"digest": DIGEST, "event_id": event_id, "size": len(SCAN), "start": start, "content": told}
        return files.send_scan(self.centre, ScanRequest(**{**given, **changes}))  # type: ignore[arg-type]

    def send_all(self, event_id: str) -> ScanAnswer:
        """Send every part in its order; return the last answer."""
        return [self.send(event_id, start) for start in range(0, len(SCAN), PART)][-1]

    def fetch(
        self,
        event_id: str,
        start: int = 0,
        *,
        reader: str = HEAD,
        key: SigningKey | None = None,
        most: int = MAX_PART,
    ) -> bytes:
        """Fetch a part for somebody."""
        request = ScanPartRequest(DIGEST, event_id, start, reader, most=most)
        return files.scan_part(self.centre, request, key).content


@pytest.fixture
def pc(living: Living, address: str) -> Iterator[Pc]:
    made = Pc(living, address)
    yield made
    made.centre.close()


def refused(code: str, ask: object, *values: object, **named: object) -> None:
    with pytest.raises(Refused) as caught:
        ask(*values, **named)  # type: ignore[operator]
    assert caught.value.code == code


def test_it_goes_in_order_from_where_the_centre_stands(living: Living, pc: Pc) -> None:
    event = pc.name()
    assert pc.send(event, 0, b"") == ScanAnswer(0, whole=False)
    assert pc.send(event, PART) == ScanAnswer(0, whole=False), "not from the middle"
    assert pc.send(event, 0) == ScanAnswer(PART, whole=False)
    assert pc.send(event, 0) == ScanAnswer(PART, whole=False), "an answer was lost: the same part again"
    assert pc.send(event, 0, b"") == ScanAnswer(PART, whole=False)
    refused("unknown_scan", pc.fetch, event)
    assert pc.send(event, PART) == ScanAnswer(2 * PART, whole=False)
    assert pc.send(event, 2 * PART) == ScanAnswer(len(SCAN), whole=True)
    assert pc.send(event, 0) == ScanAnswer(len(SCAN), whole=True), "wanted no more"
    assert b"".join(pc.fetch(event, start) for start in range(0, len(SCAN), PART)) == SCAN
    assert pc.fetch(event, 7, most=5) == SCAN[7:12]
    assert pc.fetch(event, PART + 7) == SCAN[PART + 7 : 2 * PART], "as it came"
    for start, most in ((-1, 5), (len(SCAN), 5), (7, 0)):
        refused("bad_request", pc.fetch, event, start, most=most)
    assert living.count("scan_parts") == 3


def test_no_scan_comes_before_its_event_or_without_one(living: Living, pc: Pc) -> None:
    event = pc.name("0" * 64)
    for named in (event, "nothing", ""):
        refused("scan_unnamed", pc.send, named, 0)
        refused("scan_unnamed", pc.fetch, named)
    assert pc.send(pc.name(field="document"), 0).received == PART
    refused("scan_unnamed", pc.send, pc.name("x" * 64), 0, digest="x" * 64)
    assert living.count("scan_uploads") == 1


def test_another_content_is_refused_when_it_is_all_there_and_begins_anew(living: Living, pc: Pc) -> None:
    event = pc.name()
    for start in (0, PART):
        pc.send(event, start)
    refused("scan_differs", pc.send, event, 2 * PART, bytes(len(SCAN) - 2 * PART))
    assert pc.send(event, 0, b"") == ScanAnswer(0, whole=False)
    refused("unknown_scan", pc.fetch, event)
    refused("scan_differs", pc.send, event, 0, SCAN[:PART], size=PART)  # cut short, told as the whole
    assert pc.send_all(event).whole
    assert pc.fetch(event, 2 * PART) == SCAN[2 * PART :]


def test_what_is_out_of_bounds(pc: Pc) -> None:
    event = pc.name()
    large = {"size": 20 * 1024 * 1024 + 1}
    refused("scan_too_large", pc.send, event, 0, **large)
    for start, content, changes in (
        (0, bytes(MAX_PART + 1), {"size": MAX_PART * 3}),
        (0, b"crumb", {}),
        (-1, SCAN[:PART], {}),
        (PART, SCAN, {}),
        (0, b"", {"size": 0}),
    ):
        refused("bad_request", pc.send, event, start, content, **changes)
    pc.send(event, 0)
    refused("bad_request", pc.send, event, PART, size=len(SCAN) + 1)


def test_a_pc_has_room_for_so_much(living: Living, pc: Pc, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "MAX_PC_BYTES", 2 * len(SCAN))
    event = pc.name()
    assert pc.send_all(event).whole
    digest = hashlib.sha256(SCAN[:-3] + b"END").hexdigest()
    second = pc.name(digest)
    for start in (0, PART):
        pc.send(second, start, digest=digest)
    refused("scan_differs", pc.send, second, 2 * PART, digest=digest)
    refused("scan_quota", pc.send, second, 0, digest=digest)  # what turned out wrong lies there too
    with living.owner.begin() as connection:
        attachments.erase(connection, OFFICE, DIGEST)
    assert pc.send(second, 0, digest=digest).received == PART


def test_of_two_pcs_one_upload_is_enough(living: Living, address: str, pc: Pc) -> None:
    event, other = pc.name(), Pc(living, address)
    other.send(event, 0)
    assert pc.send(event, 0, b"").received == 0, "each has its own way there"
    pc.send_all(event)
    assert other.send(event, PART) == ScanAnswer(len(SCAN), whole=True)
    assert other.fetch(event, PART) == SCAN[PART : 2 * PART]
    other.centre.close()


def test_another_office_learns_nothing(living: Living, pc: Pc) -> None:
    event = pc.name()
    pc.send_all(event)
    elsewhere = Caller("00005", pc.log.installation_id, b"")
    refused(
        "scan_unnamed", attachments.part, living.centre, elsewhere, ScanPartRequest(DIGEST, event, 0, HEAD)
    )
    asked = ScanRequest(DIGEST, event, len(SCAN), 0, b"")
    refused("scan_unnamed", attachments.take, living.centre, elsewhere, asked)


def test_erased_it_is_gone_and_nobody_brings_it_back(living: Living, address: str, pc: Pc) -> None:
    event, other = pc.name(), Pc(living, address)
    pc.send_all(event)
    with psycopg.connect(living.owner_url) as connection:
        connection.execute("GRANT qmc_eraser TO qmc_owner")
    with living.owner.begin() as connection:
        connection.exec_driver_sql("SET ROLE qmc_eraser")
        assert attachments.erase(connection, OFFICE, DIGEST) == 3
        assert attachments.erase(connection, OFFICE, DIGEST) == 0
        connection.exec_driver_sql("RESET ROLE")
        connection.execute(erasures.insert().values(office_id=OFFICE, subject=CODE, at=living.clock()))
    assert living.count("scan_parts") == 0
    refused("scan_erased", pc.fetch, event)
    assert other.send(event, 0) == ScanAnswer(len(SCAN), whole=True), "wanted no more, and not kept"
    assert living.count("scan_parts") == 0
    beside = other.name(code="H26.14-261119-0002")
    assert other.send_all(beside).whole, "another dossier's paper it is all the same"
    assert pc.fetch(beside) == SCAN[:PART]
    refused("scan_erased", pc.fetch, event)
    other.centre.close()


def test_a_part_that_comes_while_its_scan_is_erased_is_not_kept(living: Living, pc: Pc) -> None:
    event, told = pc.name(), list[ScanAnswer]()
    coming = threading.Thread(target=lambda: told.append(pc.send(event, 0)))
    with living.owner.begin() as connection:
        connection.execute(erasures.insert().values(office_id=OFFICE, subject=CODE, at=living.clock()))
        attachments.erase(connection, OFFICE, DIGEST)
        coming.start()
        coming.join(0.5)
    coming.join()
    assert (told[0].received, living.count("scan_parts")) == (0, 0)


def test_a_stranger_sends_nothing(living: Living, address: str, pc: Pc) -> None:
    event = pc.name()
    forger = Counter(pc.log.key.generate())
    line = Centre(address, living.centre.key.public, pc.log.installation_id, forger.key)
    request = ScanRequest(DIGEST, event, len(SCAN), 0, SCAN[:PART])
    refused("bad_signature", files.send_scan, line, request)
    line.close()
