"""A new calendar on the page of reports: announced, told one by one by keys; no promise moves."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from counter_app.domain.identity import new_event_id
from counter_app.domain.step_events import Means
from counter_app.services import calendar_news
from counter_app.services.calendar_news import Telling
from counter_app.ui.main_window import REPORTS
from counter_app.ui.screens.reports.calendar import Lot
from tests.services.calendars import GROUND, take_away
from tests.ui.conftest import Desk
from tests.ui.reporting import CONTROL, EIGHT_DAYS, SEVEN_DAYS, press, received


def arrive(desk_: Desk, due: int) -> None:
    """Let a new calendar come, and the session look."""
    take_away(desk_.intake.counter, due)
    desk_.work.session.renew()
    desk_.until(lambda: desk_.work.reports.calendar.state.version == 2)
    desk_.until(lambda: not desk_.work.reports.calendar.state.surveying)


@pytest.fixture
def changed(desk: Desk) -> Desk:
    """Three promises on a day that a new calendar has taken away, one that the law would give otherwise."""
    made = received(desk, SEVEN_DAYS, "Nguyễn Văn Một", "Trần Thị Hai", "Lê Văn Ba")
    received(desk, EIGHT_DAYS, "Phạm Thị Tám")
    arrive(desk, made[0].due.at)
    return desk


def test_a_new_calendar_is_announced_and_counted(changed: Desk) -> None:
    window = changed.application.window
    assert "3 lời hẹn" in window.news.text
    assert GROUND in window.news.text
    badge = window.rail._badges[REPORTS]
    assert (badge.text(), badge.isHidden()) == ("3", False)
    window.news.accept.click()
    page = changed.work.reports.view
    changed.until(page.isVisible)
    assert window.news.text == ""
    assert page.tabs["calendar"].text().endswith("3")


def tell_all(changed: Desk) -> None:
    """Tell every citizen that waits, as another counter would."""
    for row in changed.work.reports.calendar.state.waiting:
        telling = Telling(new_event_id(), "lan", row.code, Means.PHONE)
        calendar_news.tell(changed.intake.counter, telling)
    changed.work.reports.calendar.start()
    changed.until(lambda: not changed.work.reports.calendar.state.surveying)


def test_the_news_goes_when_all_are_told(changed: Desk) -> None:
    news = changed.application.window.news
    assert news.text
    tell_all(changed)
    assert news.text == ""
    assert news.isHidden()


def test_put_off_the_news_stays_away(changed: Desk) -> None:
    news = changed.application.window.news
    news.dismiss.click()
    changed.work.reports.calendar.start()
    changed.until(lambda: not changed.work.reports.calendar.state.surveying)
    assert news.text == ""


def test_nothing_lies_sideways_in_a_small_window(changed: Desk) -> None:
    changed.application.window.resize(1024, 700)
    changed.work.go(REPORTS)
    view, page = changed.work.reports.view, changed.work.reports.calendar
    changed.until(lambda: not page.state.surveying)
    for part in view.parts:
        view.show_part(part)
        across = view._rooms[part].horizontalScrollBar()
        changed.until(lambda across=across: across.maximum() == 0)  # type: ignore[misc]
    view.show_part("calendar")
    page.choose(page.state.waiting[0].code)
    table = view.calendar.tables[Lot.WAITING]
    changed.until(lambda: view.calendar.card.isVisible() and table.isColumnHidden(2))
    assert view._rooms["calendar"].horizontalScrollBar().maximum() == 0
    assert table.columnWidth(1) >= 100  # a name, not its first two letters
    page.leave()
    assert not table.isColumnHidden(2)


def test_telling_goes_by_keys_prints_the_notice_and_moves_no_promise(changed: Desk) -> None:
    counter = changed.intake.counter

    def dues() -> list[tuple[int, int]]:
        with counter.store.read() as conn:
            rows = conn.exec_driver_sql("SELECT first_due, due FROM dossiers ORDER BY code").all()
        return [(row[0], row[1]) for row in rows]

    before = dues()
    changed.work.go(REPORTS)
    page = changed.work.reports
    view = page.view.calendar
    changed.until(lambda: len(page.calendar.state.waiting) == 3 and not page.calendar.state.surveying)
    view.tables[Lot.WAITING].setFocus()
    view.tables[Lot.WAITING].selectRow(0)
    press(Qt.Key.Key_Return)
    changed.until(view.card.isVisible)
    assert "Nguyễn Văn Một" in view.card._facts["name"].text()
    view.card.note.setFocus()
    QTest.keyClicks(view.card.note, "vo nghe")
    press(Qt.Key.Key_Return, CONTROL)
    changed.until(lambda: view.papering.state is not None)
    changed.until(view.paper.isVisible)
    press(Qt.Key.Key_Return, CONTROL)
    changed.until(lambda: len(changed.printer.printed) == 1)
    assert changed.printer.printed[0].endswith("-TB")
    changed.until(lambda: page.calendar.state.waiting_count == 2)
    changed.until(lambda: len(page.calendar.state.told) == 1)
    (told,) = page.calendar.state.told
    assert (told.name, told.by) == ("Nguyễn Văn Một", "Nguyễn Thị Lan")
    press(Qt.Key.Key_Escape)
    assert not view.paper.isVisible()
    assert changed.application.window.rail._badges[REPORTS].text() == "2"
    assert dues() == before


def test_a_telling_can_be_left_and_what_hinders_it_is_said(changed: Desk) -> None:
    changed.work.go(REPORTS)
    page, view = changed.work.reports.calendar, changed.work.reports.view.calendar
    changed.until(lambda: not page.state.surveying)
    page.choose(page.state.waiting[0].code)
    view.card.hands_to_first()
    press(Qt.Key.Key_Escape)
    assert page.state.chosen is None
    page.choose(page.state.waiting[0].code)
    take_away(changed.intake.counter, put_back=[page.state.waiting[0].due])
    page.tell()
    changed.until(lambda: page.state.chosen is not None and bool(page.state.chosen.said))
    assert "không rơi vào ngày nghỉ" in view.card.said.text


def test_the_other_promises_are_listed_only(changed: Desk) -> None:
    changed.work.go(REPORTS)
    view = changed.work.reports.view.calendar
    changed.until(lambda: changed.work.reports.calendar.state.otherwise_count == 1)
    view.tabs[Lot.OTHERWISE].click()
    table = view.tables[Lot.OTHERWISE]
    assert table.isVisible()
    table.setFocus()
    table.selectRow(0)
    press(Qt.Key.Key_Return)
    assert not view.card.isVisible()


def test_a_survey_can_be_stopped_and_begun_again(changed: Desk) -> None:
    page = changed.work.reports.calendar
    page.start()
    page.stop()
    assert (page.state.surveying, page.state.stopped) == (False, True)
    page.start()
    changed.until(lambda: page.state.waiting_count == 3 and not page.state.surveying)
    assert page.state.read == page.state.total == 4
