"""A centre whose own clock was wrong: it stops no PC for longer than that, and no code comes twice."""

import msgspec
import pytest

from counter_app.central import lanes
from counter_app.domain.numbering import lane_on
from counter_app.errors import Refused
from counter_app.services import briefing_news, sync
from counter_app.services.counter import Counter
from counter_app.wire import Briefing
from tests.central.living import NOW, OFFICE
from tests.pcs import Office, receive

DAY = 24 * 3_600_000
YEAR_AHEAD = NOW + 400 * DAY


def told(counter: Counter) -> Briefing:
    with counter.store.read() as conn:
        return counter.reference(conn).briefing


def test_a_pc_receives_as_soon_as_the_centre_is_right_again(office: Office) -> None:
    pc = office.open()
    receive(pc, "A")
    sync.exchange(pc)
    lane = told(pc).lane
    office.living.clock.now = YEAR_AHEAD
    sync.exchange(pc)
    assert told(pc).lane.valid_from == "2027-12-24"
    for days in (0, 1, 60, 180):
        office.living.clock.now = NOW + 60_000 + days * DAY
        assert sync.exchange(pc).problem == ""
        assert told(pc).lane.lane_id == lane.lane_id
        receive(pc, "B")


def test_a_pc_takes_of_all_its_lanes_the_one_for_its_day(office: Office) -> None:
    """As an earlier centre left it: its briefing goes on naming next year's lane."""
    pc = office.open()
    office.living.clock.now = YEAR_AHEAD
    sync.exchange(pc)
    ahead = told(pc)
    now, then = sorted(ahead.lanes, key=lambda one: one.valid_from)
    assert (ahead.lane, lane_on(then, ahead.lanes, "2026-11-19")) == (then, now)
    pc.clock.anchor(NOW + 60_000)
    assert receive(pc, "A") == [f"H26.14-261119-{now.first}"]


def test_a_briefing_whose_lanes_give_no_code_now_is_not_taken(office: Office) -> None:
    pc = office.open()
    here, fit = pc.installation, told(pc)
    office.living.clock.now = YEAR_AHEAD
    ahead = office.living.centre
    with ahead.engine.begin() as connection:
        lane = lanes.current(ahead, connection, OFFICE, here.installation_id)
    unfit = msgspec.structs.replace(fit, lane=lane, lanes=(lane,))
    assert briefing_news.take(pc, unfit, NOW) == "lane_not_valid_on_day"
    receive(pc, "A")
    briefing_news.check(fit, here.centre_key, here.installation_id, NOW)
    for now in (YEAR_AHEAD, 1000):
        with pytest.raises(Refused, match="lane_not_valid_on_day"):
            briefing_news.check(fit, here.centre_key, here.installation_id, now)


def test_a_lane_is_not_prolonged_into_a_later_one_of_the_same_serials(office: Office) -> None:
    one, two = office.open("one"), office.open("two")
    office.living.clock.now = YEAR_AHEAD
    sync.exchange(two)  # it gets what the other holds today, from next year on
    mine = told(one).lane
    theirs = told(two).lane
    assert (mine.first, theirs.valid_from) == (theirs.first, "2027-12-24")
    for days in range(100, 400, 100):
        office.living.clock.now = NOW + days * DAY
        sync.exchange(one)
    held = [lane for lane in told(one).lanes if lane.first == theirs.first]
    assert sorted((lane.valid_from, lane.valid_to) for lane in held) == [
        ("2026-11-19", "2027-12-23"),
        ("2027-12-24", theirs.valid_to),
    ]
    office.living.clock.now = YEAR_AHEAD
    sync.exchange(one)
    assert told(one).lane.first != theirs.first
    receive(one, "A")
    receive(two, "B")


@pytest.mark.parametrize("day", [NOW - 2 * DAY, 1000])
def test_a_new_pc_of_a_centre_in_the_past_receives_when_it_is_right(office: Office, day: int) -> None:
    office.living.clock.now = NOW - 2 * DAY
    pc = office.open()
    office.living.clock.now = day
    sync.exchange(pc)
    office.living.clock.now = NOW
    assert sync.exchange(pc).problem == ""
    receive(pc, "A")
