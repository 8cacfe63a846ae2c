"""A scan seen at another PC: fetched when it is wanted, proved, for who may read; and removed for good."""

import pytest

from counter_app import wire_files
from counter_app.central import attachments
from counter_app.errors import Refused
from counter_app.remote import files
from counter_app.services import scan_fetching, scans, staff_papers, sync
from counter_app.services.counter import Counter
from counter_app.store import scans as store
from tests.central.living import OFFICE
from tests.pcs import PERSON, Office
from tests.services.papers_life import at
from tests.services.standing_in import ANH, HEAD
from tests.services.test_absence_documents import logged
from tests.services.test_erased import erase, scanned
from tests.services.test_scan_sync import PARTS, PDF, contact, signed, unsent

TABLES = ("scans", "scan_parts", "scan_sends")


def fetched(counter: Counter, code: str, digest: str) -> scan_fetching.Fetch:
    fetch = scan_fetching.of_dossier(counter, PERSON, code, digest)
    while not fetch.whole:
        fetch = scan_fetching.part(counter, fetch)
    scan_fetching.keep(counter, fetch)
    return fetch


def test_another_pc_of_the_office_fetches_it_when_it_wants_to_see_it(office: Office) -> None:
    one, two = office.open("one"), office.open("two")
    code, digest = signed(one)
    sync.exchange(one)
    sync.exchange(two)
    with pytest.raises(Refused, match="unknown_scan"):
        scans.scan(two, PERSON, code, digest)
    assert fetched(two, code, digest).content == PDF
    assert scans.scan(two, PERSON, code, digest) == PDF
    assert all(PDF[:64] not in path.read_bytes() for path in two.folder.path.rglob("counter.db*"))
    asked = office.living.count("scan_uploads")
    sync.exchange(two)
    assert (unsent(two).count, office.living.count("scan_uploads")) == (0, asked), "not sent back"


def test_what_is_not_at_the_centre_yet_or_proves_to_be_another(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    one, two = office.open("one"), office.open("two")
    code, digest = signed(one)
    contact(one)
    sync.exchange(two)
    begun = scan_fetching.of_dossier(two, PERSON, code, digest)
    with pytest.raises(Refused, match="scan_not_sent"):
        scan_fetching.part(two, begun)
    sync.exchange(one)
    part = files.scan_part
    for told in (
        wire_files.ScanPartAnswer(len(PDF), b""),
        wire_files.ScanPartAnswer(3, b"%PDF-"),
        wire_files.ScanPartAnswer(21 * 1024 * 1024, b"%PDF-"),
        wire_files.ScanPartAnswer(5, b"%PDF-"),
    ):
        monkeypatch.setattr(files, "scan_part", lambda *_, said=told: said)
        with pytest.raises(Refused, match="scan_differs"):
            scan_fetching.part(two, begun)
    monkeypatch.setattr(files, "scan_part", part)
    half = scan_fetching.part(two, begun)
    assert (half.size, half.content) == (len(PDF), PDF[: store.PART])
    with pytest.raises(Refused, match="scan_kind"):
        scan_fetching.keep(two, half)
    while not half.whole:
        half = scan_fetching.part(two, half)
    assert half.content == PDF


def test_who_may_not_read_fetches_nothing(office: Office) -> None:
    one, two = office.open("one"), office.open("two")
    for counter in (one, two):
        at(counter, "2026-11-19T09:00")
    code, digest = signed(one)
    at(one, "2026-11-19T09:00")
    absence, document = logged(one, b"%PDF-1.7 a doctor's note")
    sync.exchange(one)
    sync.exchange(two)
    with pytest.raises(Refused, match="not_permitted"):
        scan_fetching.of_dossier(two, "nobody", code, digest)
    with pytest.raises(Refused, match="unknown_scan"):
        scan_fetching.of_dossier(two, PERSON, code, document)
    with pytest.raises(Refused, match="unknown_dossier"):
        scan_fetching.of_dossier(two, PERSON, absence, document)
    with pytest.raises(Refused, match="not_permitted"):
        scan_fetching.of_absence(two, ANH, absence)
    with pytest.raises(Refused, match="document_elsewhere"):
        staff_papers.document(two, HEAD, absence)
    fetch = scan_fetching.part(two, scan_fetching.of_absence(two, HEAD, absence))
    scan_fetching.keep(two, fetch)
    assert staff_papers.document(two, HEAD, absence).startswith(b"%PDF")


def test_removed_it_leaves_no_bytes(office: Office) -> None:
    counter = office.open()
    code, digest = signed(counter)
    other = signed(counter)[0]
    sync.exchange(counter)
    with counter.store.write() as conn:
        store.forget(conn, [other])
        assert store.load(conn, code, digest) == PDF, "kept for the other dossier"
        store.forget(conn, [code])
        assert [conn.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one() for name in TABLES] == [
            0
        ] * 3
    assert not contact(counter).scans
    with office.living.owner.begin() as connection:
        assert attachments.erase(connection, OFFICE, digest) == PARTS
    with pytest.raises(Refused, match="scan_not_sent"):
        scan_fetching.part(counter, scan_fetching.of_dossier(counter, PERSON, code, digest))


def test_erased_while_it_was_on_its_way_it_is_not_kept(office: Office) -> None:
    one, two = office.open("one"), office.open("two")
    code, digest = scanned(one)
    sync.exchange(one)
    sync.exchange(two)
    brought = scan_fetching.part(two, scan_fetching.of_dossier(two, PERSON, code, digest))
    assert brought.whole
    erase(office, code)
    sync.exchange(two)
    with pytest.raises(Refused, match="scan_erased"):
        scan_fetching.keep(two, brought)
    with pytest.raises(Refused, match="unknown_scan"):
        scans.scan(two, PERSON, code, digest)
