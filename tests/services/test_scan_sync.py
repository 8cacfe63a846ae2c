"""Scans from PC to centre: after their facts, resumed after any cut, proved, and nothing waits for them."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from counter_app import wire_files
from counter_app.domain.attachments import MAX_BYTES
from counter_app.domain.life import commands
from counter_app.domain.promise_events import Cause
from counter_app.errors import Refused, Unavailable
from counter_app.remote import files
from counter_app.services import pc_health, scan_sending, scans, sync, sync_retry
from counter_app.services.counter import Counter
from counter_app.store import outbox, scan_sends
from counter_app.store import scans as store
from tests.central.dumps import dump, put_back
from tests.central.living import Living
from tests.pcs import Office, receive, with_the_key
from tests.services.papers_life import act, minute, received

PARTS = 4
PDF = (b"%PDF-1.7 " + bytes(range(251)) * 2000)[: store.PART * (PARTS - 1) + 999]
DIGEST = hashlib.sha256(PDF).hexdigest()


def signed(counter: Counter, content: bytes = PDF) -> tuple[str, str]:
    """Let a scan of the signed Form 04 be named; return the dossier's code and the scan's digest."""
    code = received(counter, "2026-12-01T09:00").code
    act(counter, commands.PrepareApology, code, Cause.STAFF, minute("2026-12-10T17:00"))
    digest = scans.keep_scan(counter, code, content)
    act(counter, commands.SignApology, code, "7/PXL", "Trần Văn Bình", "Chủ tịch", "2026-12-01", scan=digest)
    return code, digest


def contact(counter: Counter) -> sync.SyncState:
    return sync.settle(counter, sync.contact(counter, sync.outgoing(counter)))


def unsent(counter: Counter) -> scan_sends.Unsent:
    with counter.store.read() as conn:
        return scan_sending.unsent(conn, counter)


def stored(living: Living) -> bytes:
    """Return what the centre has of proved scans, in their order."""
    asked = """
        SELECT p.content FROM scan_parts p
        JOIN scan_uploads u USING (office_id, digest, installation_id, failures)
        WHERE u.whole_at IS NOT NULL ORDER BY p.digest, p.start
    """
    with living.owner.connect() as connection:
        return b"".join(connection.exec_driver_sql(asked).scalars())


def test_a_scan_goes_after_its_fact_part_by_part(office: Office) -> None:
    counter = office.open()
    signed(counter)
    assert unsent(counter) == scan_sends.Unsent(1, len(PDF), "")
    first = contact(counter)
    assert (first.unsent, office.living.count("scan_uploads")) == (0, 0), "the facts alone"
    left = []
    while (state := contact(counter)).again or state.scans:
        left.append(unsent(counter).left)
    assert [len(PDF) - one for one in left] == [0, *(store.PART * n for n in range(1, PARTS))]
    assert (unsent(counter), stored(office.living)) == (scan_sends.Unsent(0, 0, ""), PDF)
    assert not contact(counter).scans


def test_a_scan_that_no_fact_names_stays_here(office: Office) -> None:
    counter = office.open()
    scans.keep_scan(counter, receive(counter, "A")[0], PDF)
    assert not sync.exchange(counter).scans
    assert (unsent(counter).count, office.living.count("scan_uploads")) == (0, 0)


@pytest.mark.parametrize("cut", range(PARTS + 1))
@pytest.mark.parametrize("arrived", [True, False])
def test_cut_at_any_part_it_goes_on_from_there(
    office: Office, monkeypatch: pytest.MonkeyPatch, cut: int, arrived: bool
) -> None:
    counter = office.open()
    signed(counter)
    whole, asked = files.send_scan, list[wire_files.ScanRequest]()

    def failing(centre: object, request: wire_files.ScanRequest) -> wire_files.ScanAnswer:
        asked.append(request)
        if len(asked) != cut + 1:
            return whole(counter.centre, request)
        if arrived:
            whole(counter.centre, request)
        raise Unavailable("centre_unreachable", reason="cut")

    monkeypatch.setattr(files, "send_scan", failing)
    state = sync.exchange(counter)
    assert (state.online, state.unsent, state.scans) == (True, 0, False)
    assert unsent(counter).code == "centre_unreachable"
    assert not contact(counter).scans, "it waits by the rule, and nothing else does"
    assert len(asked) == cut + 1
    scan_sending.hurry(counter)
    sync.exchange(counter)
    assert stored(office.living) == PDF
    assert unsent(counter).count == 0
    sent = [one.start for one in asked if one.content]
    assert len(sent) <= PARTS + 1, "one part is sent again at most"


def test_a_fact_never_waits_for_a_scan(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    counter = office.open()
    large = b"%PDF-" + bytes(MAX_BYTES - 5)
    signed(counter, large)
    contact(counter)
    said: list[str] = []
    push, send = counter.centre.push, files.send_scan

    def noted(word: str, act: Callable[..., Any]) -> Callable[..., Any]:
        def told(*values: object) -> object:
            said.append(word)
            return act(*values)

        return told

    monkeypatch.setattr(counter.centre, "push", noted("fact", push))
    monkeypatch.setattr(files, "send_scan", noted("scan", send))
    for number in range(3):
        for _ in range(2):
            assert contact(counter).scans
        receive(counter, f"Người {number}")
        assert contact(counter).unsent == 0  # the very next contact
    assert said == ["scan", "scan", "fact"] * 3

    def stuck(*_: object) -> wire_files.ScanAnswer:
        raise Unavailable("centre_unreachable", reason="too_slow")

    monkeypatch.setattr(files, "send_scan", stuck)
    assert contact(counter).online, "a scan that fails is no outage"
    receive(counter, "Sau cùng")
    assert contact(counter).unsent == 0
    assert unsent(counter).count == 1


def test_an_upload_that_turns_out_wrong_is_sent_anew_by_the_one_rule(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = office.open()
    signed(counter)
    send = files.send_scan

    def mangled(centre: object, request: wire_files.ScanRequest) -> wire_files.ScanAnswer:
        content = bytes(len(request.content))
        changed = wire_files.ScanRequest(
            request.digest, request.event_id, request.size, request.start, content
        )
        return send(counter.centre, changed)

    with monkeypatch.context() as faults:
        faults.setattr(files, "send_scan", mangled)
        sync.exchange(counter)
    assert unsent(counter) == scan_sends.Unsent(1, len(PDF), "scan_differs")
    with counter.store.read() as conn:
        stands, now = scan_sends.state(conn, DIGEST), counter.clock.now().ms
    assert stands.failures == 1
    assert sync_retry.FIRST_MS // 2 <= stands.next_try_ms - now <= sync_retry.FIRST_MS
    assert stored(office.living) == b""
    sync.exchange(counter)
    assert unsent(counter).count == 1, "not before its time"
    scan_sending.hurry(counter)
    sync.exchange(counter)
    assert (unsent(counter).count, stored(office.living)) == (0, PDF)


def test_a_scan_spoilt_here_is_not_sent_for_ever(office: Office) -> None:
    counter = office.open()
    signed(counter)
    with with_the_key(counter.folder.path) as connection:
        connection.execute("UPDATE scan_parts SET content = zeroblob(length(content)) WHERE start > 0")
    sync.exchange(counter)
    assert unsent(counter) == scan_sends.Unsent(1, len(PDF), "scan_changed")
    scan_sending.hurry(counter)
    assert not contact(counter).scans
    assert office.living.count("scan_parts") == PARTS


@pytest.mark.parametrize("code", ["no_such_path", "scan_quota", "request_too_large"])
def test_a_centre_that_will_not_have_it_stops_nothing_else(
    office: Office, monkeypatch: pytest.MonkeyPatch, code: str
) -> None:
    counter = office.open()
    signed(counter)
    monkeypatch.setattr(files, "send_scan", raising(Refused(code)))
    state = sync.exchange(counter)
    assert (state.online, state.unsent, state.problem, state.scans) == (True, 0, "", False)
    assert (unsent(counter).code, pc_health.look(counter).scans.count) == (code, 1)


def raising(error: Exception) -> Callable[..., wire_files.ScanAnswer]:
    def act(*_: object) -> wire_files.ScanAnswer:
        raise error

    return act


def test_a_restored_centre_is_asked_and_gets_again_what_it_lacks(office: Office, tmp_path: Path) -> None:
    counter = office.open()
    first = signed(counter)[1]
    sync.exchange(counter)
    file = dump(office.living, tmp_path / "backup")
    second = signed(counter, PDF + b"another")[1]
    sync.exchange(counter)
    assert first != second
    assert office.living.count("scan_uploads") == 2
    put_back(office.living, file)
    with counter.store.write() as conn:  # as its new epoch says
        own = counter.installation.installation_id
        known = outbox.state(conn, own)
        assert known.acknowledged > 0
    with office.living.owner.begin() as connection:
        connection.exec_driver_sql("UPDATE epochs SET epoch = 'another'")
    assert office.living.count("scan_uploads") == 1
    sync.exchange(counter)
    assert office.living.count("scan_uploads") == 2
    assert stored(office.living) in (PDF + PDF + b"another", PDF + b"another" + PDF)
