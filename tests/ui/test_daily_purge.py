"""Each day what is over its time is purged beside the work, and the page about the centre says so."""

from dataclasses import replace

import pytest

from counter_app.domain.clock import Machine
from counter_app.domain.identity import new_event_id
from counter_app.domain.life.commands import EndDossier
from counter_app.domain.step_events import Ending
from counter_app.services import life, retention, sync
from counter_app.services.counter import Counter
from counter_app.store import outbox
from counter_app.ui import daily_purge
from tests.pcs import archived
from tests.ui.conftest import NINE, Desk
from tests.ui.test_health_page import opened, received, said

DAY = 24 * 60 * 60_000  # ms


def closed(desk: Desk, *codes: str) -> Counter:
    counter = ended(desk, *codes)
    archived(counter)
    return counter


def ended(desk: Desk, *codes: str) -> Counter:
    counter = desk.work.session.counter
    desk.until(lambda: not retention.is_due(counter))  # the application's own first look
    counter.folder.make_store()  # the test's store lies elsewhere
    given = {"request": "Đơn xin rút", "requested_on": "2026-11-19"}
    for code in codes:
        life.act(counter, EndDossier(new_event_id(), "lan", code, Ending.WITHDRAWN, **given))
    return counter


def later(desk: Desk, readings: list[Machine], days: int) -> None:
    readings.append(Machine(NINE + days * DAY, 1_000_000 + days * DAY, "boot-1"))
    counter = desk.work.session.counter
    with counter.store.write() as conn:
        outbox.contact(conn, counter.installation.installation_id, NINE + days * DAY)


def test_once_a_day_while_the_window_stays_open(desk: Desk, readings: list[Machine]) -> None:
    counter = closed(desk, received(desk))
    assert retention.state(counter).purged == 0
    later(desk, readings, 31)
    desk.work.session.renew()
    desk.until(lambda: retention.state(counter).purged == 1)
    view = opened(desk)
    desk.until(lambda: "1 hồ sơ hết hạn lưu" in said(view, "purged"))


def test_many_go_a_few_at_a_time(
    desk: Desk, readings: list[Machine], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(daily_purge, "CHUNK", 1)
    first = received(desk)
    desk.birth("Trần Văn Hai")
    desk.intake.submit()
    desk.rows(2)
    desk.until(lambda: all(row.printed for row in desk.issuing.state.rows))
    second = next(row.code for row in desk.issuing.state.rows if row.code != first)
    counter = closed(desk, first, second)
    later(desk, readings, 31)
    desk.work.session.renew()
    desk.until(lambda: retention.state(counter).purged == 2)


def test_what_came_with_the_offices_data_goes_once_all_of_it_is_here(
    desk: Desk, readings: list[Machine]
) -> None:
    counter = ended(desk, received(desk))
    later(desk, readings, 31)
    desk.work.session.renew()
    desk.until(lambda: not retention.is_due(counter))
    assert retention.state(counter).held == {"not_archived": 1}
    archived(counter)
    heard, stands = desk.work.exchange.changed, replace(sync.state(counter), online=True)
    heard.emit(stands)
    heard.emit(replace(stands, share=50))
    heard.emit(replace(stands, again=True))
    assert len(retention.due(counter)) == 1
    heard.emit(stands)
    desk.until(lambda: retention.state(counter).purged == 1)
