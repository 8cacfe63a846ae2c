"""Registers and reports of a real store: every dossier in them, first promise beside last, counted."""

import csv
import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy.dialects import sqlite

from counter_app.documents.form07 import Totals
from counter_app.domain import step_events as steps
from counter_app.domain.commands import FeeAnswer, ReceiveAtOnce, ReturnBy
from counter_app.domain.life import commands
from counter_app.domain.promise_events import Cause
from counter_app.errors import Refused
from counter_app.host.clock import Clock, Machine
from counter_app.services import apologies, desk, registers
from counter_app.services.apologies import apology_register
from counter_app.services.counter import Counter
from counter_app.services.registers import register
from counter_app.services.reports import Kept, Unsure, lateness_report
from counter_app.store import log
from counter_app.store import registers as stored
from tests.documents.samples import LONG_NAME, LONG_PERSON, LONG_TEXT, Seen, squeezed
from tests.pcs import BIRTH, PERSON, archived, intake, opened
from tests.services.papers_life import OTHER, STAY, act, at, minute, read, received

PAID = FeeAnswer(paid=True)
MONTH = ("2026-12-01", "2026-12-31")


@pytest.fixture
def counter(pc: Path) -> Iterator[Counter]:
    with opened(pc) as made:
        yield made


def refused(code: str, do: object, *values: object) -> None:
    assert callable(do)
    with pytest.raises(Refused) as caught:
        do(*values)
    assert caught.value.code == code


def finished(counter: Counter, code: str, *, explain: bool = False) -> None:
    """Bring the result to the desk and hand it over, now."""
    act(counter, commands.RecordArrival, code)
    if explain:
        act(counter, commands.ExplainLateness, code, "thiếu cán bộ")
    act(counter, commands.ReturnResult, code)


def extended(counter: Counter, code: str) -> None:
    """Put a promise off to the tenth by a signed Form 04."""
    new_due = minute("2026-12-10T17:00")
    act(counter, commands.PrepareApology, code, Cause.WORKLOAD, new_due, LONG_TEXT)
    act(counter, commands.SignApology, code, "=7/PXL", "Trần Văn Bình", "Chủ tịch", "2026-12-02")


@pytest.fixture
def december(counter: Counter) -> dict[str, str]:
    """Live six dossiers of the first of December, due on the fourth; name them by how they ended."""
    names = ("kept", "late", "extended", "restarted", "open", "overdue")
    codes = {}
    for name in names:
        person = replace(LONG_PERSON, name=f"{LONG_NAME[:50]} {name}")
        codes[name] = received(counter, "2026-12-01T09:00", applicant=person, content="", fee=PAID).code
    long_open = received(counter, "2026-12-01T09:30", procedure=OTHER).code
    at(counter, "2026-12-02T09:00")
    act(counter, commands.AskSupplement, codes["restarted"], ("Giấy tờ chỗ ở",))
    extended(counter, codes["extended"])
    at(counter, "2026-12-03T09:00")
    finished(counter, codes["kept"])
    at(counter, "2026-12-04T09:00")
    act(counter, commands.CompleteSupplement, codes["restarted"])
    at(counter, "2026-12-08T09:00")
    finished(counter, codes["late"], explain=True)
    finished(counter, codes["extended"], explain=True)
    finished(counter, codes["restarted"])
    act(
        counter,
        commands.EndDossier,
        long_open,
        steps.Ending.WITHDRAWN,
        request="đơn",
        requested_on="2026-12-08",
    )
    codes["withdrawn"] = long_open
    later = received(counter, "2026-12-08T09:10", applicant=replace(LONG_PERSON, name="Người sau"))
    return codes | {"later": later.code}


def test_a_months_register(counter: Counter, december: dict[str, str]) -> None:
    book = register(counter, PERSON, *MONTH)
    assert [row.code for row in book.rows] == sorted(december.values())
    assert [row.number for row in book.rows] == list(range(1, 9))
    # open and overdue alike have no result by now: an open one is late already.
    assert book.totals == Totals(8, 4, on_time=1, late=3, late_extended=1, late_first=1, ended=1)
    seen = Seen(book.pdf)
    said = " ".join(seen.texts)
    for words in (
        "SỔ THEO DÕI HỒ SƠ Tháng 12 năm 2026",
        "Mở sổ ngày 01 tháng 01 năm 2026",
        "Số hồ sơ tiếp nhận: 8",
        "Quá hạn, trong thời gian gia hạn: 1",
        "Quá hạn so với lần hẹn đầu: 1",
    ):
        assert words in said, words
    by_code = {row.code: row for row in book.rows}
    restarted = by_code[december["restarted"]]
    assert (restarted.first_promised, restarted.promised) == (
        minute("2026-12-04T17:00"),
        minute("2026-12-09T17:00"),
    )
    assert by_code[december["extended"]].extended == minute("2026-12-10T17:00")
    assert by_code[december["withdrawn"]].note == "Người nộp rút"
    assert by_code[december["late"]].note == "Quá hạn"
    assert by_code[december["kept"]].phone == LONG_PERSON.phone
    assert squeezed(LONG_PERSON.address)[:60] in squeezed(said)
    for code in december.values():
        assert code in squeezed(said)


def test_a_days_register_and_periods_that_are_none(counter: Counter, december: dict[str, str]) -> None:
    day = register(counter, PERSON, "2026-12-08", "2026-12-08")
    assert [row.code for row in day.rows] == [december["later"]]
    assert "Ngày 08 tháng 12 năm 2026" in read(day.pdf)
    empty = register(counter, PERSON, "2026-12-05", "2026-12-05")
    assert (empty.rows, empty.totals.received) == ((), 0)
    refused("bad_period", register, counter, PERSON, "2026-12-01", "2026-12-08")
    refused("bad_period", register, counter, PERSON, "2026-12-08", "2026-12-01")
    refused("bad_date", register, counter, PERSON, "2026-12-32", "2026-12-32")


def test_a_register_shows_what_was_put_right_and_what_was_erased(counter: Counter) -> None:
    one = received(counter, "2026-12-01T09:00")
    two = received(counter, "2026-12-01T09:01")
    right = replace(LONG_PERSON, name="Nguyễn Văn Đúng", phone="0900 000 111")
    act(counter, commands.AmendDossier, one.code, right, ReturnBy.POST)
    archived(counter)
    with counter.store.write() as conn:
        log.purge(conn, [two.event_id])
    first, second = register(counter, PERSON, "2026-12-01", "2026-12-01").rows
    assert (first.person, first.phone, first.way) == ("Nguyễn Văn Đúng", "0900 000 111", ReturnBy.POST)
    assert (second.person, second.address) == ("(đã xóa theo quy định)", "")


def test_a_result_at_once_stands_in_the_register(counter: Counter) -> None:
    at(counter, "2026-12-01T09:00")
    code = desk.receive(counter, ReceiveAtOnce(intake("A", BIRTH, fee=FeeAnswer()))).code
    (row,) = register(counter, PERSON, "2026-12-01", "2026-12-01").rows
    assert (row.code, row.returned, row.note) == (code, minute("2026-12-01T09:00"), "Trả ngay")


def test_a_register_is_limited(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        received(counter, "2026-12-01T09:00")
    monkeypatch.setattr(stored, "PAGE", 2)
    assert len(register(counter, PERSON, "2026-12-01", "2026-12-01").rows) == 3
    monkeypatch.setattr(registers, "MAX_ROWS", 2)
    refused("register_too_large", register, counter, PERSON, "2026-12-01", "2026-12-01")


def test_the_register_of_apologies(counter: Counter, december: dict[str, str]) -> None:
    act(counter, commands.PrepareApology, december["open"], Cause.STAFF, minute("2026-12-11T17:00"))
    book = apology_register(counter, PERSON, *MONTH)
    signed, unsigned = book.rows
    assert (signed.code, unsigned.code) == (december["extended"], december["open"])
    assert (signed.first_due, signed.due, signed.new_due) == tuple(
        minute(f"2026-12-{day}T17:00") for day in ("04", "04", "10")
    )
    assert signed.signed
    assert unsigned.signed is None
    said = " ".join(Seen(book.pdf).texts)
    for words in (
        "SỔ THEO DÕI XIN LỖI VÀ HẸN LẠI NGÀY TRẢ KẾT QUẢ",
        "Từ ngày 01/12/2026 đến ngày 31/12/2026",
        "chưa ký",
        "Đã ký: 1",
    ):
        assert words in said, words
    assert squeezed(LONG_TEXT) in Seen(book.pdf).whole
    assert book.csv.startswith(b"\xef\xbb\xbf")
    head, first, second = csv.reader(io.StringIO(book.csv.decode("utf-8-sig")))
    assert head[:2] == ["TT", "Mã hồ sơ"]
    assert first[4:7] == ["17:00 04/12/2026", "17:00 04/12/2026", "17:00 10/12/2026"]
    assert first[8:] == ["'=7/PXL", "Trần Văn Bình, Chủ tịch", "02/12/2026"], "never a formula"
    assert LONG_TEXT.strip() in first[7]
    assert second[9] == "chưa ký"
    assert apology_register(counter, PERSON, "2026-11-01", "2026-11-30").rows == ()


def test_apologies_are_limited_and_found_by_their_index(
    counter: Counter, december: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert december
    asked = "SELECT event_id FROM events WHERE kind = 'apology.prepared' AND happened_at >= 0"
    with counter.store.read() as conn:
        plan = conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}").mappings().one()
        assert "events_apologies" in plan["detail"]
    monkeypatch.setattr(apologies, "MAX_APOLOGIES", 0)
    refused("register_too_large", apology_register, counter, PERSON, *MONTH)


def test_lateness_counted_by_procedure_and_officer(counter: Counter, december: dict[str, str]) -> None:
    report = lateness_report(counter, PERSON, *MONTH)
    assert report.whole == Kept(
        on_time=1, late=3, within_extension=1, late_by_first=1, ended=1, running=1, still_open=2
    )
    assert report.whole.received == len(december)
    assert [(group.key, group.kept.received) for group in report.procedures] == [(STAY, 7), (OTHER, 1)]
    assert [(group.key, group.kept) for group in report.officers] == [(PERSON, report.whole)]
    said = read(report.pdf)
    assert "Trần Quang Minh" in said
    assert "không tính gia hạn" in said
    finished(counter, december["overdue"], explain=True)
    after = lateness_report(counter, PERSON, *MONTH).whole
    assert (after.late, after.still_open) == (3, 1), "it stays late, whenever the citizen comes"
    assert lateness_report(counter, PERSON, "2026-11-01", "2026-11-30").whole == Kept()
    refused("bad_period", lateness_report, counter, PERSON, "2026-12-02", "2026-12-01")


def test_a_report_counts_what_an_unsure_clock_stamped(counter: Counter) -> None:
    def started(wall: str, known: str = "") -> None:
        """Start the PC anew: its clock stands at `wall`, the last event or contact was at `known`."""
        counter.clock = Clock(lambda: Machine(minute(wall) * 60_000, 0, f"since {wall}"))
        counter.clock.restore(None, minute(known) * 60_000 if known else None)

    def take(name: str) -> str:
        return desk.receive(counter, intake(name, procedure=STAY, repeat=True)).code

    at(counter, "2026-12-01T09:00")
    sure = take("Một")
    started("2026-12-01T10:00", known="2026-12-01T09:00")
    again = [take("Hai"), take("Ba")]
    started("2026-12-01T08:00", known="2026-12-01T10:00")
    behind = take("Bốn")
    for code in (sure, behind):
        act(counter, commands.RecordArrival, code)
    started("2026-12-05T10:00", known="2026-12-01T10:00")
    act(counter, commands.RecordArrival, again[0])
    at(counter, "2026-12-06T10:00")
    act(counter, commands.RecordArrival, again[1])
    report = lateness_report(counter, PERSON, *MONTH)
    assert report.unsure == (Unsure("C", 2, 0), Unsure("U", 1, 2), Unsure("S", 0, 1))
    said = read(report.pdf)
    assert "2 lượt tiếp nhận, 0 lượt có kết quả ghi khi máy khởi động lại" in said
    table = list(csv.reader(io.StringIO(report.csv.decode("utf-8-sig"))))
    assert [(row[1], *row[3:]) for row in table[-3:]] == [("C", "2", "0"), ("U", "1", "2"), ("S", "0", "1")]
    empty = lateness_report(counter, PERSON, "2026-11-01", "2026-11-30")
    assert {(one.receptions, one.arrivals) for one in empty.unsure} == {(0, 0)}
    assert "không lượt nào" in read(empty.pdf)
    with counter.store.read() as conn:
        query = stored._UNSURE.params(first=MONTH[0], last=MONTH[1])
        asked = query.compile(dialect=sqlite.dialect(), compile_kwargs={"literal_binds": True})
        plan = conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}").mappings().all()
        assert any("COVERING INDEX events_unsure" in row["detail"] for row in plan)


def test_a_report_and_a_register_count_alike(counter: Counter, december: dict[str, str]) -> None:
    assert december
    kept, totals = lateness_report(counter, PERSON, *MONTH).whole, register(counter, PERSON, *MONTH).totals
    assert (kept.received, kept.on_time, kept.late, kept.within_extension, kept.late_by_first) == (
        totals.received,
        totals.on_time,
        totals.late,
        totals.late_extended,
        totals.late_first,
    )


def test_no_cell_is_a_formula() -> None:
    assert apologies.csv_bytes(["a"], [["@x"]]) == "\ufeffa\r\n'@x\r\n".encode()
