"""The duty board at a real PC: who is named in every minute of an absence, and who is not."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest

from counter_app.domain.identity import new_event_id
from counter_app.domain.staff.commands import BeginSubstitution
from counter_app.domain.staff_events import Span
from counter_app.errors import Refused
from counter_app.services import duty, preferences, rota, staff
from counter_app.services.counter import Counter
from counter_app.store import briefing as briefings
from tests.pcs import PERSON, opened
from tests.services.papers_life import at, minute, read
from tests.services.standing_in import CHAIR, RESERVE, accepted, asked, decide, key_of, seated, sick

EARLY, MORNING, NOON, EVENING = (f"2026-11-19T{hour}" for hour in ("07:30", "09:00", "12:30", "18:00"))
MINH, DUNG, HUONG = "Trần Quang Minh", "Phạm Văn Dũng", "Nguyễn Thị Thu Hương"


@pytest.fixture
def counter(pc: Path) -> Iterator[Counter]:
    with opened(pc) as made:
        at(made, MORNING)
        yield made


def second(counter: Counter) -> tuple[str, str]:
    """Return who is named at Quầy 2 now, and whose place it is."""
    (one,) = [one for one in duty.today(counter).people if one.counter == "Quầy 2"]
    return one.name, one.stands_in_for


def test_it_has_what_the_decree_names_and_no_more(counter: Counter) -> None:
    board = duty.today(counter)
    assert (board.day, board.next_open) == ("2026-11-19", None)
    assert board.sessions == (
        Span(minute("2026-11-19T08:00"), minute("2026-11-19T12:00")),
        Span(minute("2026-11-19T13:00"), minute("2026-11-19T17:00")),
    )
    assert [one.counter for one in board.people] == sorted(one.counter for one in board.people)
    assert DUNG not in [one.name for one in board.people]  # the reserve sits at no counter
    (minh,) = [one for one in board.people if one.name == MINH]
    assert minh.title
    assert minh.field
    assert (minh.stands_in_for, minh.during, minh.photo) == ("", None, b"")


def test_nobody_is_named_until_somebody_has_sat_down(counter: Counter) -> None:
    assert second(counter) == (MINH, "")
    request = asked(counter, sick(counter))
    assert second(counter) == ("", "")  # who was merely asked is nobody's to read
    accepted(counter, request)
    assert second(counter) == ("", "")
    staff.act(counter, BeginSubstitution(new_event_id(), RESERVE, request))
    assert second(counter) == (DUNG, MINH)  # to be confirmed, and sitting there
    at(counter, NOON)
    assert second(counter) == (DUNG, MINH)  # who comes after the break
    at(counter, EVENING)
    assert second(counter) == (DUNG, MINH)
    at(counter, "2026-11-20T09:00")
    assert second(counter) == (MINH, "")


def test_an_approved_substitute_is_named_before_the_doors_open(counter: Counter) -> None:
    at(counter, EARLY)
    request = asked(counter, sick(counter))
    accepted(counter, request)
    decide(counter, request, key_of(counter, CHAIR))
    at(counter, MORNING)
    assert second(counter) == (DUNG, MINH)


def test_after_hours_it_says_when_the_desk_receives_again(counter: Counter) -> None:
    at(counter, "2026-11-19T16:59")
    assert duty.today(counter).next_open is None
    at(counter, "2026-11-19T17:00")
    assert duty.today(counter).next_open == minute("2026-11-20T08:00")
    at(counter, "2026-11-22T09:00")  # a Sunday
    board = duty.today(counter)
    assert (board.sessions, board.people) == ((), ())
    assert board.next_open == minute("2026-11-23T08:00")
    with pytest.raises(Refused, match="nobody_on_duty"):
        duty.paper(counter, PERSON)


def test_saturdays_are_told_of_where_somebody_receives_then(counter: Counter) -> None:
    at(counter, "2026-11-20T17:00")  # a Friday
    assert duty.today(counter).next_open == minute("2026-11-23T08:00")
    assert rota.look(counter, PERSON, "2026-11-20", "2026-11-22").reserves.keys() == {"2026-11-20"}
    with counter.store.write() as conn:
        told = counter.reference(conn).briefing
        people = tuple(replace(one, field="Đăng ký, quản lý cư trú") for one in told.people)
        briefings.save(conn, msgspec.structs.replace(told, people=people), counter.clock.now().ms)
    assert duty.today(counter).next_open == minute("2026-11-21T08:00")


def test_it_can_be_looked_at_as_it_is_to_stand(counter: Counter) -> None:
    at(counter, "2026-11-22T09:00")  # a Sunday
    board = duty.today(counter, minute("2026-11-23T08:00"))
    assert (board.day, board.next_open) == ("2026-11-23", None)
    assert MINH in [one.name for one in board.people]
    assert duty.today(counter).people == ()


def test_the_paper_says_from_when_to_when_somebody_stands_in(counter: Counter) -> None:
    seated(counter)
    said = read(duty.paper(counter, PERSON))
    assert f"Thay cho {MINH}, 09:00-17:00" in said
    assert "Nghỉ ốm" not in said
    assert HUONG in said or "Quầy 1" in said


def test_the_choice_is_kept_for_the_next_start(counter: Counter) -> None:
    assert not counter.settings.duty_board
    preferences.remember_board(counter, True)
    assert counter.settings.duty_board
    assert counter.folder.load_settings()[0].duty_board


def test_the_notice_says_who_stands_in_and_not_why(counter: Counter) -> None:
    request = asked(counter, sick(counter))
    accepted(counter, request)
    with pytest.raises(Refused, match="notice_not_in_force"):
        duty.notice(counter, PERSON, request)
    staff.act(counter, BeginSubstitution(new_event_id(), RESERVE, request))
    said = read(duty.notice(counter, PERSON, request))
    assert DUNG in said
    assert MINH in said
    assert f"Người lập: {MINH}" in said
    assert "chờ người có thẩm quyền xác nhận" in said
    assert "ốm" not in said.lower()
    decide(counter, request, key_of(counter, CHAIR))
    said = read(duty.notice(counter, PERSON, request))
    assert "chờ người có thẩm quyền xác nhận" not in said
    assert "Phê duyệt lúc" in said
    at(counter, EVENING)
    with pytest.raises(Refused, match="notice_not_in_force"):
        duty.notice(counter, PERSON, request)
