"""Inspections as their readers see them: what waits first, what was done, and the minutes on paper."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.domain.identity import new_event_id
from counter_app.domain.staff.commands import FollowUpInspection, HoldInspection
from counter_app.errors import Refused
from counter_app.services import inspections, staff
from counter_app.services.counter import Counter
from tests.pcs import opened
from tests.services.papers_life import at, read
from tests.services.standing_in import ANH, CHAIR, HEAD, MINH


@pytest.fixture
def counter(pc: Path) -> Iterator[Counter]:
    with opened(pc) as made:
        at(made, "2026-11-19T09:00")
        yield made


def held(counter: Counter, **given: str) -> str:
    command = HoldInspection(new_event_id(), HEAD, True, (MINH, ANH), **given)
    return staff.act(counter, command).event_id


def test_what_waits_comes_first_and_a_follow_up_closes_it(counter: Counter) -> None:
    fine = held(counter, strengths="Đúng giờ")
    later = held(counter, faults="Bừa bộn", recommendations="Dọn quầy", due="2026-11-27")
    sooner = held(counter, recommendations="Treo bảng tên", due="2026-11-25")
    shown = inspections.look(counter, CHAIR).inspections
    assert [one.fact.inspection for one in shown] == [sooner, later, fine]
    assert [one.overdue("2026-11-26") for one in shown] == [True, False, False]
    for done in (False, True):
        staff.act(counter, FollowUpInspection(new_event_id(), CHAIR, sooner, "Đã treo", done))
        at(counter, "2026-11-19T10:00")
    shown = inspections.look(counter, HEAD).inspections
    assert shown[0].fact.inspection == later
    closed = next(one for one in shown if one.fact.inspection == sooner)
    assert [(one.by.person_id, one.done) for one in closed.followed] == [(CHAIR, False), (CHAIR, True)]
    with pytest.raises(Refused, match="unknown_inspection"):
        staff.act(counter, FollowUpInspection(new_event_id(), HEAD, sooner, "Lại", True))


def test_minutes_on_paper_for_who_may_read_them(counter: Counter) -> None:
    inspection = held(
        counter,
        strengths="Đúng giờ",
        faults="Thiếu bảng tên",
        recommendations="Treo bảng tên",
        footage="Camera 2, 08:40",
        due="2026-11-27",
    )
    said = read(inspections.minutes(counter, CHAIR, inspection))
    for words in (
        "BIÊN BẢN KIỂM TRA",
        "Kiểm tra đột xuất",
        "Trần Quang Minh",
        "Thiếu bảng tên",
        "Camera 2, 08:40",
    ):
        assert words in said
    for reader in (MINH, ANH, "nobody"):
        with pytest.raises(Refused, match="not_permitted"):
            inspections.minutes(counter, reader, inspection)
        with pytest.raises(Refused, match="not_permitted"):
            inspections.look(counter, reader)
    with pytest.raises(Refused, match="unknown_inspection"):
        inspections.minutes(counter, HEAD, "x")
