"""What the page offers of a substitution that recurs, before, at and after each of its times."""

import pytest

from counter_app.domain.staff.commands import BeginSubstitution, DecideSubstitution
from counter_app.ui.screens.people import words
from counter_app.ui.screens.people.inbox import Deed, Need, items
from tests.domain.staff_desk import ANH, CHAIR, MINH, RESERVE, Desk
from tests.domain.test_staff_returns import on_tuesdays


def need(desk: Desk, moment: str, actor: str) -> tuple[Need, bool, bool]:
    """Return what the one request waits for, whether for this person, and whether he may sit down."""
    (item,) = items(desk.at(moment).roster, actor)
    return item.need, item.mine, Deed.BEGIN in item.deeds


@pytest.mark.parametrize("decided", [True, False])
def test_each_time_is_offered_to_the_substitute_on_its_day(decided: bool) -> None:
    desk = on_tuesdays()
    if decided:
        desk.do(DecideSubstitution, CHAIR, request="ask", approved=True)
    running = Need.RUNNING if decided else Need.CONFIRM
    between = Need.COMING if decided else Need.CONFIRM
    assert need(desk, "03-03 15:00", RESERVE) == (running, False, False)
    assert need(desk, "03-05 09:00", RESERVE) == (between, False, False)
    assert need(desk, "03-10 12:50", RESERVE) == (Need.BEGIN, True, True)
    assert need(desk, "03-10 12:50", ANH) == (between, False, False)
    assert need(desk, "03-10 12:50", CHAIR) == (between, not decided, False)
    assert need(desk, "03-10 14:00", RESERVE) == (Need.BEGIN, True, True)  # late, and still wanted
    desk.do(BeginSubstitution, RESERVE, request="ask")
    assert need(desk, "03-10 14:00", RESERVE) == (running, False, False)
    assert need(desk, "03-10 18:00", MINH) == (between, False, False)


def test_who_sat_down_before_an_approval_reads_that_it_is_to_be_confirmed() -> None:
    desk = on_tuesdays()
    sat = BeginSubstitution("id", RESERVE, "ask")
    assert words.done(sat, desk.roster) == ("Đã nhận quầy, chờ xác nhận.", "warn")
    desk.do(DecideSubstitution, CHAIR, request="ask", approved=True)
    assert words.done(sat, desk.roster) == ("Đã nhận quầy.", "ok")
