"""The year's register from the centre, and that it is the counter's own table after a full sync."""

import datetime
import os
from pathlib import Path

import pypdfium2  # type: ignore[import-untyped]
import pytest

from counter_app.central import register
from counter_app.central.__main__ import main
from counter_app.domain.catalog import PaperKind
from counter_app.domain.commands import Applicant, FeeAnswer, PaperAnswer, ReceiveAtOnce, ReturnBy
from counter_app.domain.identity import new_event_id
from counter_app.domain.life.commands import (
    AmendDossier,
    AskSupplement,
    CompleteSupplement,
    ExplainLateness,
    LifeCommand,
    PayFee,
    PrepareApology,
    RecordArrival,
    ReturnResult,
    SignApology,
    VoidReceipt,
)
from counter_app.domain.moments import parse_local
from counter_app.domain.promise_events import Cause
from counter_app.errors import Refused, Unavailable
from counter_app.services import desk, life, registers, sync
from counter_app.services.counter import Counter
from tests.pcs import BIRTH, PERSON, Office, intake

OFFICE, STAY = "00004", "1.004194"
SIGNED = {"number": "04/XL", "signer": "Trần Thị B", "signer_title": "Chủ tịch", "signed_on": "2026-11-04"}


def at(office: Office, counter: Counter, local: str) -> None:
    office.living.clock.now = parse_local(local) * 60_000
    counter.clock.anchor(office.living.clock.now)


def act(counter: Counter, kind: type[LifeCommand], code: str, **values: object) -> None:
    life.act(counter, kind(new_event_id(), PERSON, code, **values))


def received(counter: Counter, name: str, procedure: str = STAY) -> desk.Receipt:
    applicant = Applicant(name, address="12 phố Huế", phone="0912000111")
    return desk.receive(counter, intake(procedure=procedure, applicant=applicant, repeat=True))


@pytest.fixture
def lived(office: Office) -> tuple[Office, Counter]:
    """Give a counter whose dossiers of October and November ended, or not, in every way a register tells."""
    office.living.clock.now = parse_local("2026-10-30T08:00") * 60_000  # from then on lanes are granted
    counter, other = office.open("one"), office.open("two")
    at(office, counter, "2026-10-30T09:00")
    received(counter, "Tháng Mười")
    at(office, counter, "2026-11-02T09:00")
    late, extended = received(counter, "Quá hạn"), received(counter, "Gia hạn")
    again, amended = received(counter, "Bổ sung"), received(counter, "Sửa tên")
    void = received(counter, "Hủy", BIRTH)
    desk.receive(counter, ReceiveAtOnce(intake("Trả ngay", "2.000815", fee=FeeAnswer(paid=True))))
    given = (PaperAnswer("Tờ khai", PaperKind.ORIGINAL, 1),)
    act(counter, VoidReceipt, void.code, reason="Nhầm", taken_back=True)
    act(counter, AskSupplement, again.code, missing=("Tờ khai",), reason="Thiếu")
    at(office, counter, "2026-11-04T10:00")
    act(counter, PrepareApology, extended.code, cause=Cause.WORKLOAD, new_due=parse_local("2026-11-10T17:00"))
    act(counter, SignApology, extended.code, **SIGNED)
    at(office, counter, "2026-11-09T09:00")
    act(counter, CompleteSupplement, again.code, papers=given)
    act(counter, RecordArrival, late.code)
    act(counter, RecordArrival, extended.code)
    act(counter, ExplainLateness, late.code, text="Thiếu người")
    act(counter, PayFee, late.code)
    act(counter, ReturnResult, late.code)
    sync.exchange(counter)
    sync.exchange(other)
    put_right = Applicant("Đã sửa tên", address="1 Tràng Tiền", phone="0900000000")
    act(other, AmendDossier, amended.code, applicant=put_right, return_by=ReturnBy.POST, ground="Sai họ")
    at(office, other, "2026-11-12T09:00")
    received(other, "Máy khác")
    at(office, counter, "2026-11-12T09:30")
    act(counter, RecordArrival, again.code)
    for pc in (other, counter, other):
        sync.exchange(pc)
    at(office, counter, "2026-11-19T09:00")
    return office, counter


def test_counter_and_centre_give_the_same_table(lived: tuple[Office, Counter]) -> None:
    office, counter = lived
    assert office.living.count("quarantine") == 0
    now = office.living.clock.now // 60_000
    for month, count in (("2026-10", 1), ("2026-11", 7)):
        here = registers.register(
            counter, PERSON, f"{month}-01", {"2026-10": "2026-10-31"}.get(month, "2026-11-30")
        )
        with office.living.centre.engine.connect() as connection:
            there = register.month_book(connection, OFFICE, datetime.date.fromisoformat(f"{month}-01"), now)
        assert len(here.rows) == count
        assert tuple(there.rows) == here.rows
        assert there.totals() == here.totals
    totals = here.totals
    assert (totals.late_extended, totals.late_first, totals.returned) == (1, 1, 2)
    assert totals.late >= 2
    assert {"Đã sửa tên", "Máy khác"} <= {row.person for row in here.rows}


def test_each_month_is_a_file_that_others_cannot_read(lived: tuple[Office, Counter], tmp_path: Path) -> None:
    office, _counter = lived
    folder = tmp_path / "so"
    written = list(register.write_year(office.living.centre, OFFICE, 2026, folder))
    assert [(one.month, one.dossiers) for one in written] == [("2026-10", 1), ("2026-11", 7)]
    assert sorted(path.name for path in folder.iterdir()) == [one.file.name for one in written]
    if os.name == "posix":
        assert {path.stat().st_mode & 0o077 for path in folder.iterdir()} == {0}
    text = " ".join(pypdfium2.PdfDocument(written[1].file)[0].get_textpage().get_text_range().split())
    assert "Tháng 11 năm 2026" in text
    assert "Mở sổ ngày 01 tháng 01 năm 2026" in text
    assert "Đã sửa tên" in text
    assert list(register.write_year(office.living.centre, OFFICE, 2026, folder)) == written  # again: replaced
    office.living.clock.now = parse_local("2027-01-02T09:00") * 60_000
    *_others, last = register.write_year(office.living.centre, OFFICE, 2026, folder)
    text = " ".join(pypdfium2.PdfDocument(last.file)[0].get_textpage().get_text_range().split())
    assert "Đóng sổ ngày 31 tháng 12 năm 2026" in text


def test_pages_join_without_gap_or_repeat(
    lived: tuple[Office, Counter], monkeypatch: pytest.MonkeyPatch
) -> None:
    office, counter = lived
    monkeypatch.setattr(register, "PAGE", 2)
    with office.living.centre.engine.connect() as connection:
        book = register.month_book(connection, OFFICE, datetime.date(2026, 11, 1), 0)
    rows = registers.register(counter, PERSON, "2026-11-01", "2026-11-30").rows
    assert [(row.number, row.code) for row in book.rows] == [(row.number, row.code) for row in rows]


def test_what_cannot_be_written_is_refused(office: Office, tmp_path: Path) -> None:
    centre = office.living.centre
    for year in (1999, 2027):
        with pytest.raises(Refused) as refused:
            list(register.write_year(centre, OFFICE, year, tmp_path))
        assert refused.value.code == "bad_date"
    with pytest.raises(Refused) as refused:
        list(register.write_year(centre, "99999", 2026, tmp_path))
    assert refused.value.code == "unknown_office"
    assert list(register.write_year(centre, OFFICE, 2026, tmp_path)) == []
    counter = office.open()
    received(counter, "Một")
    sync.exchange(counter)
    blocked = tmp_path / "file"
    blocked.touch()
    with pytest.raises(Unavailable):
        list(register.write_year(centre, OFFICE, 2026, blocked))


def test_the_command_says_what_it_wrote(
    lived: tuple[Office, Counter], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    office, _counter = lived
    living, out = office.living, tmp_path / "so"
    where = ["--url", living.service_url, "--data", str(living.folder)]
    asked = ["--office", OFFICE, "--year", "2026", "--out", str(out)]
    assert main(["register", *where, *asked]) == 0
    said = capsys.readouterr().out.splitlines()
    assert len(said) == len(list(out.iterdir())) == 2
    assert main(["register", *where, "--office", "99999", *asked[2:]]) == 1
