"""One person's month: what he received and missed, when he was away, who stood in, what is on record."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.domain.identity import new_event_id
from counter_app.domain.life.commands import ExplainLateness
from counter_app.domain.staff.commands import (
    BeginSubstitution,
    CheckPresence,
    EndAbsence,
    FollowUpInspection,
    HoldInspection,
    LogAbsence,
    RecordStanding,
    Rotate,
)
from counter_app.domain.staff_events import AbsenceReason, Span, Standing, StandingRecorded
from counter_app.errors import Refused
from counter_app.services import life, staff, staff_records
from counter_app.services.counter import Counter
from counter_app.services.reports import Kept
from counter_app.services.staff_records import MonthRecord
from tests.pcs import opened, receive
from tests.services.papers_life import at, minute, read, received
from tests.services.standing_in import ANH, CHAIR, HEAD, MINH, RESERVE, accepted, asked, roster, seated, sick

INSPECTOR = "ba-dinh-06"


@pytest.fixture
def counter(pc: Path) -> Iterator[Counter]:
    with opened(pc) as made:
        at(made, "2026-11-19T09:00")
        yield made


def of(counter: Counter, person: str = MINH, month: str = "2026-11", reader: str = "") -> MonthRecord:
    return staff_records.month(counter, reader or person, person, month)


def test_only_he_and_his_superiors_read_it(counter: Counter) -> None:
    for reader in (MINH, HEAD, CHAIR, INSPECTOR):
        assert of(counter, reader=reader).person.person_id == MINH
    for reader in (ANH, RESERVE, "nobody", "?"):
        with pytest.raises(Refused, match="not_permitted"):
            of(counter, reader=reader)
    assert [one.person_id for one in staff_records.readable(counter, ANH)] == [ANH]
    assert len(staff_records.readable(counter, HEAD)) == 6
    with pytest.raises(Refused, match="not_permitted"):
        staff_records.readable(counter, "nobody")
    for month in ("2026-13", "2026", "", "2026-11-01", "0000-01"):
        with pytest.raises(Refused, match="bad_date"):
            of(counter, month=month)
    with pytest.raises(Refused, match="unknown_person"):
        of(counter, "nobody", reader=HEAD)


def test_a_late_one_is_his_who_answered_when_its_promise_ran_out(counter: Counter) -> None:
    for moment in ("2026-11-19T09:00", "2026-11-19T10:00"):
        received(counter, moment)  # three working days: until Wednesday at 17:00
    at(counter, "2026-11-19T11:00")
    absence = sick(counter, until="2026-11-25T17:00")
    request = asked(counter, absence)
    accepted(counter, request)
    staff.act(counter, BeginSubstitution(new_event_id(), RESERVE, request))
    at(counter, "2026-11-25T16:59")
    assert of(counter).kept == Kept(running=2)
    at(counter, "2026-11-26T08:00")
    mine, his = of(counter), of(counter, RESERVE)
    assert (mine.received, mine.kept, mine.late) == (2, Kept(), ())
    assert (his.received, his.kept, len(his.late)) == (0, Kept(late=2, still_open=2), 2)
    assert of(counter, ANH).kept == Kept()


def test_received_late_and_explained(counter: Counter) -> None:
    late = received(counter, "2026-11-19T09:00").code  # three working days
    received(counter, "2026-11-19T10:00")
    at(counter, "2026-11-30T09:00")
    receive(counter, "Nguyễn Văn Thử")
    life.act(counter, ExplainLateness(new_event_id(), MINH, late, "Chờ xác minh chỗ ở"))
    record = of(counter)
    assert record.kept == Kept(late=2, running=1, still_open=2)
    assert (record.received, record.explained) == (3, 1)
    assert {(one.code, one.explanation) for one in record.late if one.explanation} == {
        (late, "Chờ xác minh chỗ ở")
    }
    assert of(counter, month="2026-10").kept == Kept()
    assert of(counter, ANH).kept == Kept()


def test_absences_by_reason_in_working_time_of_the_month(counter: Counter) -> None:
    def away(first: str, last: str, reason: AbsenceReason) -> str:
        span = (Span(minute(first), minute(last)),)
        return staff.act(counter, LogAbsence(new_event_id(), MINH, MINH, span, reason, planned=True)).event_id

    away("2026-11-20T08:00", "2026-11-20T17:00", AbsenceReason.ANNUAL)
    away("2026-11-26T08:00", "2026-11-26T12:00", AbsenceReason.ANNUAL)
    away("2026-11-30T13:00", "2026-12-01T17:00", AbsenceReason.STUDY)  # four hours of it in November
    called_off = away("2026-11-27T08:00", "2026-11-27T17:00", AbsenceReason.MISSION)
    staff.act(counter, EndAbsence(new_event_id(), MINH, called_off, minute("2026-11-27T08:00")))
    found = [(one.reason, one.worked) for one in of(counter).absences]
    assert found == [
        (AbsenceReason.ANNUAL, 8 * 60), (AbsenceReason.ANNUAL, 4 * 60), (AbsenceReason.STUDY, 4 * 60)
    ]  # fmt: skip
    (next_month,) = of(counter, month="2026-12").absences
    assert (next_month.reason, next_month.worked) == (AbsenceReason.STUDY, 8 * 60)
    assert next_month.spans == (Span(minute("2026-12-01T00:00"), minute("2026-12-01T17:00")),)


def test_substitutions_given_and_taken_up_to_now(counter: Counter) -> None:
    request = seated(counter)
    at(counter, "2026-11-19T11:00")
    (given,) = of(counter, RESERVE).given
    (taken,) = of(counter).taken
    assert (given.request, given.other, given.minutes) == (request, MINH, 120)
    assert (taken.request, taken.other, taken.counter) == (request, RESERVE, "Quầy 2")
    at(counter, "2026-12-19T11:00")
    assert of(counter).taken[0].minutes == 7 * 60  # 09:00 to 17:00 without noon
    assert of(counter).taken[0].unconfirmed
    assert of(counter).given == ()


def test_who_stood_in_is_not_credited_with_his_own_absence(counter: Counter) -> None:
    request = asked(counter, sick(counter, until="2026-11-20T17:00"))
    accepted(counter, request)
    staff.act(counter, BeginSubstitution(new_event_id(), RESERVE, request))
    at(counter, "2026-11-19T11:00")
    sick(counter, RESERVE, until="2026-11-20T12:00")
    at(counter, "2026-11-21T08:00")
    (given,), (taken,) = of(counter, RESERVE).given, of(counter).taken
    afternoon = Span(minute("2026-11-20T12:00"), minute("2026-11-20T17:00"))
    assert given.spans == (Span(minute("2026-11-19T09:00"), minute("2026-11-19T11:00")), afternoon)
    assert given.minutes == taken.minutes == 120 + 240


def test_the_sheet_names_the_counter_to_which_he_was_moved(counter: Counter) -> None:
    moved = Rotate(new_event_id(), HEAD, ANH, "Quầy 4", "2026-11-20", "5/QĐ", "luân chuyển", opens=True)
    staff.act(counter, moved)
    at(counter, "2026-11-21T08:00")
    paper = read(staff_records.sheet(counter, ANH, ANH, "2026-11").pdf)
    assert "Quầy 4" in paper
    assert "Quầy 3" not in paper


def test_what_is_on_record_of_him(counter: Counter) -> None:
    staff.act(counter, CheckPresence(new_event_id(), HEAD, MINH, True))
    held = HoldInspection(
        new_event_id(), HEAD, False, (MINH, ANH), "Đúng giờ", "", "Treo bảng tên", due="2026-11-27"
    )
    staff.act(counter, held)
    assert held.event_id in roster(counter).inspections
    staff.act(counter, FollowUpInspection(new_event_id(), HEAD, held.event_id, "Đã treo", True))
    staff.act(
        counter,
        RecordStanding(new_event_id(), HEAD, MINH, Standing.COMMENDED, "12/QĐ", "2026-11-18", "Tận tụy"),
    )
    kinds = [fact.KIND for _event, fact in of(counter).noted]
    assert kinds == [
        "presence.checked", "inspection.held", "inspection.followed_up", "standing.recorded"
    ]  # fmt: skip
    assert [fact.KIND for _event, fact in of(counter, ANH).noted] == kinds[1:3]
    assert not any(isinstance(fact, StandingRecorded) for _event, fact in of(counter, ANH).noted)


def test_the_sheet_says_it_all(counter: Counter) -> None:
    receive(counter, "Nguyễn Văn Thử")
    seated(counter)
    at(counter, "2026-11-19T11:00")
    measure = RecordStanding(new_event_id(), HEAD, MINH, Standing.COMMENDED, "12/QĐ", "2026-11-18", "Tận tụy")
    staff.act(counter, measure)
    made = staff_records.sheet(counter, MINH, MINH, "2026-11")
    said = read(made.pdf)
    for words in (
        "PHIẾU THEO DÕI CÔNG TÁC THÁNG", "Tháng 11/2026", "Trần Quang Minh", "Nghỉ ốm", "Được thay bởi",
        "Phạm Văn Dũng", "chưa được phê duyệt", "Khen thưởng", "12/QĐ", "Nguyễn Thị Thu Hương",
    ):  # fmt: skip
        assert words in said
    with pytest.raises(Refused, match="not_permitted"):
        staff_records.sheet(counter, ANH, MINH, "2026-11")
