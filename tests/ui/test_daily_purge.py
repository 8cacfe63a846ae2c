"""Each day what is over its time is purged beside the work, and the page about the centre says so."""

from counter_app.domain.clock import Machine
from counter_app.domain.identity import new_event_id
from counter_app.domain.life.commands import EndDossier
from counter_app.domain.step_events import Ending
from counter_app.services import life, retention
from counter_app.services.counter import Counter
from counter_app.store import outbox
from counter_app.ui.daily_purge import DailyPurge
from tests.pcs import archived
from tests.ui.conftest import NINE, Desk
from tests.ui.test_health_page import opened, received, said

DAY = 24 * 60 * 60_000  # ms


def closed(desk: Desk) -> Counter:
    code, counter = received(desk), desk.work.session.counter
    desk.until(lambda: not retention.is_due(counter))  # the application's own first look
    counter.folder.make_store()  # the test's store lies elsewhere
    given = {"request": "Đơn xin rút", "requested_on": "2026-11-19"}
    life.act(counter, EndDossier(new_event_id(), "lan", code, Ending.WITHDRAWN, **given))
    archived(counter)
    return counter


def later(desk: Desk, readings: list[Machine], days: int) -> None:
    readings.append(Machine(NINE + days * DAY, 1_000_000 + days * DAY, "boot-1"))
    counter = desk.work.session.counter
    with counter.store.write() as conn:
        outbox.contact(conn, counter.installation.installation_id, NINE + days * DAY)


def test_once_a_day_while_the_window_stays_open(desk: Desk, readings: list[Machine]) -> None:
    counter = closed(desk)
    assert retention.state(counter).purged == 0
    later(desk, readings, 31)
    desk.work.session.renew()
    desk.until(lambda: retention.state(counter).purged == 1)
    view = opened(desk)
    desk.until(lambda: "1 hồ sơ hết hạn lưu" in said(view, "purged"))


def test_many_go_a_few_at_a_time(desk: Desk, readings: list[Machine]) -> None:
    counter = closed(desk)
    later(desk, readings, 31)
    purge = DailyPurge(desk.work.session, desk.work)
    purge._looked((*retention.due(counter), *(f"H26.14-261119-{number}" for number in range(2000, 2120))))
    desk.until(lambda: retention.state(counter).purged == 1)
