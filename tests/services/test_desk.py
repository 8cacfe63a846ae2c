"""The desk's services against a real store: once for one id, nothing half written, papers that prove."""

import dataclasses
import shutil
from collections.abc import Iterator
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest

from counter_app.domain.catalog import Channel
from counter_app.domain.commands import Applicant, AskForPapers, ConfirmPrinted
from counter_app.domain.identity import new_event_id
from counter_app.domain.receipt_text import check_word, parse
from counter_app.errors import Damaged, Refused, Unavailable
from counter_app.host.files import SETTINGS, DataFolder
from counter_app.services import desk, drafts, papers, sync
from counter_app.services.counter import Counter
from counter_app.services.verification import verify_log, verify_receipt
from counter_app.store import engine, log, queries
from counter_app.store.statements import driver
from tests.pcs import BIRTH, PERSON, Office, archived, codes, intake, opened, receive, with_the_key


@pytest.fixture
def counter(pc: Path) -> Iterator[Counter]:
    with opened(pc) as made:
        yield made


def events(counter: Counter) -> int:
    verdict = verify_log(counter)
    assert verdict.faults == ()
    return verdict.events


def refused(code: str, field: str | None, do: object, *values: object) -> None:
    assert callable(do)
    with pytest.raises(Refused) as caught:
        do(*values)
    assert (caught.value.code, caught.value.field) == (code, field)


def test_one_id_gives_one_dossier(counter: Counter) -> None:
    command = intake()
    first = desk.receive(counter, command)
    before = events(counter)
    assert desk.receive(counter, command) == first
    assert desk.receive(counter, dataclasses.replace(command, applicant=Applicant("Người khác"))) == first
    assert (events(counter), codes(counter)) == (before, [first.code])


def test_a_reception_has_sqlite_prepare_no_statement_anew(counter: Counter) -> None:
    said: list[str] = []
    with counter.store.write() as conn:
        driver(conn).set_trace_callback(said.append)
    receive(counter, "Nguyễn Văn Thử")
    assert said[1:]
    assert said[-1] == "COMMIT"
    assert not [text for text in said if " LIMIT " in text]  # for its bound number SQLite does


def test_the_same_person_is_asked_about(counter: Counter) -> None:
    (code,) = receive(counter, "Nguyễn Văn Thử")
    before = events(counter)
    with pytest.raises(Refused) as caught:
        desk.receive(counter, intake("  nguyễn văn THỬ "))
    assert (caught.value.code, caught.value.values) == ("same_today", {"codes": code})
    assert events(counter) == before
    other = intake("Nguyễn Văn Thử", applicant=Applicant("Nguyễn Văn Thử", birth_date="1990"))
    assert desk.receive(counter, other).code != code


def test_who_and_what_must_be_known(counter: Counter) -> None:
    refused("bad_event_id", "event_id", desk.receive, counter, intake(event_id="1"))
    refused("unknown_person", "person", desk.receive, counter, intake(actor_id="counter"))
    refused("unknown_procedure", "procedure", desk.receive, counter, intake(procedure="9.9"))
    refused(
        "channel_not_offered",
        "channel",
        desk.receive,
        counter,
        intake(channel=Channel.POST, procedure=_no_post(counter)),
    )
    printed = ConfirmPrinted(new_event_id(), PERSON, "H26.14-261119-1400", "01")
    refused("unknown_dossier", "code", desk.confirm_printed, counter, printed)
    refused("unknown_dossier", "code", desk.due_of, counter, PERSON, "H26.14-261119-1400")
    refused("unknown_dossier", "code", papers.receipt_pdf, counter, PERSON, "../../etc")
    assert events(counter) == 0


def _no_post(counter: Counter) -> str:
    for procedure in desk.opening(counter).catalogue.procedures:
        if Channel.POST not in {terms.channel for terms in procedure.terms}:
            return procedure.code
    raise AssertionError("every procedure is offered by post")


def test_an_id_of_something_else_is_no_reception(counter: Counter) -> None:
    asked = AskForPapers(
        new_event_id(), PERSON, BIRTH, Channel.IN_PERSON, Applicant("A"), ("Giấy chứng sinh",)
    )
    assert desk.ask_for_papers(counter, asked) == desk.ask_for_papers(counter, asked) == asked.event_id
    assert events(counter) == 1
    refused("event_id_taken", "event_id", desk.receive, counter, intake(event_id=asked.event_id))


def test_receipts_prove_and_reprints_are_copies(counter: Counter) -> None:
    (code,) = receive(counter, "A")
    assert desk.unprinted(counter, PERSON) == (code,)
    text = papers.receipt_qr(counter, PERSON, code)
    receipt = verify_receipt(counter, text)
    assert (receipt.code, receipt.received) == (code, desk.today(counter, PERSON)[0].received)
    first = papers.keep_receipt(counter, PERSON, code)
    assert first.name == f"{code}.pdf"
    assert check_word(parse(text)[1]) in _words(first.read_bytes())
    original = _words(first.read_bytes())
    assert "BẢN SAO" not in original.upper()
    desk.confirm_printed(counter, ConfirmPrinted(new_event_id(), PERSON, code, "01"))
    assert desk.unprinted(counter, PERSON) == ()
    assert not first.exists()  # nothing readable lies on the disk once paper is there
    assert papers.receipt_qr(counter, PERSON, code) == text  # the same paper, printed again
    assert _words(papers.receipt_pdf(counter, PERSON, code)) != original
    with counter.store.read() as conn:
        dossier = queries.dossier(conn, code)
        assert dossier
        assert papers._form01(conn, counter, dossier).copy == 2


def _words(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    return "\n".join(page.get_textpage().get_text_range() for page in document)


def test_another_pcs_receipt_is_checked_but_not_printed(office: Office) -> None:
    one, two = office.open("one"), office.open("two")
    (code,) = receive(one, "A")
    for counter in (one, two):
        sync.exchange(counter)
    refused("not_own_receipt", "code", papers.receipt_pdf, two, PERSON, code)
    refused("not_own_receipt", "code", papers.receipt_qr, two, PERSON, code)
    assert verify_receipt(two, papers.receipt_qr(one, PERSON, code)).code == code


def test_purged_dossiers_still_print(counter: Counter) -> None:
    receipt = desk.receive(counter, intake("Nguyễn Văn Thử"))
    archived(counter)
    with counter.store.write() as conn:
        log.purge(conn, [receipt.event_id])
    words = _words(papers.receipt_pdf(counter, PERSON, receipt.code))
    assert "Nguyễn Văn Thử" not in words
    assert "đã xóa" in words
    assert desk.today(counter, PERSON)[0].name == ""
    events(counter)


def test_drafts(counter: Counter) -> None:
    assert drafts.load(counter, PERSON) is None
    drafts.save(counter, PERSON, '{"name": "Nguyễn"}')
    drafts.save(counter, "ba-dinh-03", "{}")
    assert drafts.load(counter, PERSON) == '{"name": "Nguyễn"}'
    drafts.save(counter, PERSON, "")
    assert (drafts.load(counter, PERSON), drafts.load(counter, "ba-dinh-03")) == (None, "{}")
    assert events(counter) == 0


def pragma(counter: Counter, text: str) -> int:
    """Set something on the store's one connection: in one thread it is always the same."""
    with counter.store.read() as conn:
        answer = conn.exec_driver_sql(f"PRAGMA {text}")
        return int(answer.scalar_one()) if answer.returns_rows else 0


def test_a_full_disk_is_told_and_nothing_half_written(counter: Counter) -> None:
    """SQLite's own limit of pages answers as a full disk does: SQLITE_FULL, amid a transaction."""
    receive(counter, "Trước")
    pragma(counter, f"max_page_count = {pragma(counter, 'page_count')}")
    told: list[str] = []

    def until_full() -> None:
        for number in range(500):
            told.append(desk.receive(counter, intake(f"Người {number}", content="dài " * 200)).code)

    with pytest.raises(Unavailable) as caught:
        until_full()
    assert caught.value.code == "disk_full"
    assert codes(counter)[1:] == told
    events(counter)
    pragma(counter, "max_page_count = 1000000")
    assert receive(counter, "Sau") == codes(counter)[-1:]
    assert len(codes(counter)) == len(told) + 2


def test_a_store_that_cannot_be_written_is_told_and_read(counter: Counter) -> None:
    (code,) = receive(counter, "Trước")
    pragma(counter, "query_only = ON")
    with pytest.raises(Unavailable) as caught:
        receive(counter, "A")
    assert caught.value.code == "store_unavailable"
    assert codes(counter) == [code]
    assert papers.receipt_pdf(counter, PERSON, code).startswith(b"%PDF")
    pragma(counter, "query_only = OFF")
    receive(counter, "A")


def test_a_busy_store_is_told(counter: Counter, pc: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    counter.store.close()  # the next connection waits less
    with with_the_key(pc) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Unavailable) as caught:
            receive(counter, "A")
        other.execute("ROLLBACK")
    assert caught.value.code == "store_busy"
    assert codes(counter) == []


def test_an_unreadable_briefing_stops_in_good_order(counter: Counter, pc: Path) -> None:
    with with_the_key(pc) as other:
        other.execute("UPDATE briefing SET json = x'7b', digest = 'other'")
    with pytest.raises(Damaged) as caught:
        receive(counter, "A")
    assert caught.value.code == "briefing_unreadable"


def test_a_lane_used_up_is_told(counter: Counter) -> None:
    with counter.store.write() as conn:
        conn.exec_driver_sql("INSERT INTO lane_use SELECT 'x', '2026-11-19', 0 WHERE 0")
        lane = counter.reference(conn).briefing.lane
        conn.exec_driver_sql(
            "INSERT INTO lane_use (lane_id, day, serial) VALUES (?, '2026-11-19', ?)",
            (lane.lane_id, lane.last),
        )
    assert receive(counter, "A")[0].endswith(f"-{lane.recovery_first}")
    with counter.store.write() as conn:
        conn.exec_driver_sql("UPDATE lane_use SET serial = ?", (lane.recovery_last,))
    refused("lane_empty", None, receive, counter, "B")


def test_papers_that_nobody_printed_are_kept_a_month(pc: Path) -> None:
    with opened(pc) as counter:
        (code,) = receive(counter, "A")
        kept = papers.keep_receipt(counter, PERSON, code)
        old = counter.folder.keep_receipt("2026-10-19", code, b"%PDF")
        young = counter.folder.keep_receipt("2026-10-20", code, b"%PDF")
    with opened(pc):
        assert [path.exists() for path in (old, young, kept)] == [False, True, True]


def test_a_check_address_is_printed_as_it_is_typed(pc: Path) -> None:
    (pc / SETTINGS).write_text('{"check_address": "https://QMC.vn/Kiem-tra"}')
    with opened(pc) as counter:
        (code,) = receive(counter, "A")
        assert papers.receipt_qr(counter, PERSON, code).startswith("HTTPS://QMC.VN/KIEM-TRA/QMC1/")
        assert "qmc.vn/KIEM-TRA, bằng mã QR" in _words(papers.receipt_pdf(counter, PERSON, code))


def test_a_copy_of_the_store_receives_nothing_more(office: Office) -> None:
    first = office.open()
    receive(first, "A")
    first.close()
    copy = DataFolder(Path(shutil.copytree(office.root / "pc", office.root / "copy")))
    first = office.open()
    receive(first, "B")
    sync.exchange(first)
    with opened(copy.path) as second:
        (code,) = receive(second, "C")  # offline nobody can know
        assert code in codes(first)
        assert "log_forked" in {item.code for item in sync.exchange(second).quarantined}
        before = events(second)
        with pytest.raises(Damaged, match="log_forked"):
            receive(second, "D")
        asked = AskForPapers(new_event_id(), PERSON, BIRTH, Channel.IN_PERSON, Applicant("D"), ("Tờ khai",))
        with pytest.raises(Damaged, match="log_forked"):
            desk.ask_for_papers(second, asked)
        assert events(second) == before
    receive(first, "E")
