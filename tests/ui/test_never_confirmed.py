"""Who sat down without an approval stands to be confirmed until somebody decides, also when it is over."""

from dataclasses import replace

from counter_app.domain.people import Role
from counter_app.domain.staff.commands import DecideSubstitution, EndSubstitution
from counter_app.domain.staff.coverage import coverage
from counter_app.domain.staff.request import RequestState
from counter_app.domain.staff_events import Ending
from counter_app.services.rota import Rota
from counter_app.services.rota_grid import Square, grid_of
from counter_app.ui.screens.people import words
from counter_app.ui.screens.people.alarm import causes
from counter_app.ui.screens.people.inbox import Deed, Need, items
from tests.domain.staff_desk import CHAIR, HEAD, MINH, RESERVE, Desk, to_confirm


def next_morning(desk: Desk) -> Desk:
    desk.at("03-06 08:00")
    desk.contact = desk.now - 5
    return desk


def seen(desk: Desk) -> Rota:
    roster = desk.roster
    return Rota(roster, roster.today, roster.today, (), (), {}, quiet=False)


def test_it_waits_for_its_approver_until_he_decides() -> None:
    desk = next_morning(to_confirm())
    (item,) = items(desk.roster, CHAIR)
    assert (item.state, item.need, item.mine) == (RequestState.ENDED, Need.CONFIRM, True)
    assert item.deeds == (Deed.APPROVE, Deed.REFUSE, Deed.PAPER)
    (cause,) = causes(seen(desk), (item,), CHAIR)
    assert cause.red
    assert "ngồi xong" in cause.said
    assert [one.mine for one in items(desk.roster, MINH)] == [False]
    desk.do(DecideSubstitution, CHAIR, request="ask", approved=True)
    assert items(desk.roster, CHAIR) == ()


def test_so_it_does_where_it_was_ended_before_its_first_minute() -> None:
    desk = to_confirm().at("03-05 07:55")
    desk.do(EndSubstitution, RESERVE, request="ask", why=Ending.NOT_ABLE)
    next_morning(desk)
    assert desk.request("ask").spans == ()
    assert [one.need for one in items(desk.roster, CHAIR)] == [Need.CONFIRM]
    desk.do(DecideSubstitution, CHAIR, request="ask", approved=False, ground="Không cần")
    assert items(desk.roster, CHAIR) == ()


def at_counter(rota: Rota, day: str) -> Square:
    """Return the square of Minh's counter on a day."""
    rows = grid_of(rota, compact=True).rows
    return next(one for row in rows for one in row if (one.line.counter, one.day) == ("Quầy 2", day))


def test_the_grid_tells_it_red_among_the_days_that_are_over() -> None:
    desk = next_morning(to_confirm())
    first, last = "2026-03-05", "2026-03-06"
    rota = replace(seen(desk), first_day=first, last_day=last, cells=coverage(desk.roster, first, last))
    square = at_counter(rota, first)
    worst = square.worst
    assert worst is not None
    assert (square.over, words.is_unconfirmed(square, worst), words.tone_of(square)) == (True, True, "late")
    assert "chờ xác nhận" in words.square(square, desk.people)
    desk.do(DecideSubstitution, CHAIR, request="ask", approved=True)
    later = replace(rota, roster=desk.roster, cells=coverage(desk.roster, first, last))
    square = at_counter(later, first)
    assert words.tone_of(square) == "muted"


def test_the_desk_s_head_is_told_where_nobody_is_left_to_decide() -> None:
    desk = to_confirm()
    desk.grants = tuple(one for one in desk.grants if one.role is not Role.APPROVER)
    found = causes(seen(desk), items(desk.roster, HEAD), HEAD)
    assert [(one.key[0], one.red) for one in found] == [("approver", True)]
    assert "không còn người phê duyệt" in found[0].said
    (item,) = items(desk.roster, HEAD)
    assert "Chưa có người duyệt" in words.waits_for(item, desk.roster)
    assert causes(seen(desk), items(desk.roster, MINH), MINH) == ()
