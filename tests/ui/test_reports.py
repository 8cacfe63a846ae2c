"""The page Báo cáo by keys: a new calendar is told one by one, reports are made, turned, printed, saved."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.domain.identity import new_event_id
from counter_app.domain.life.commands import PrepareApology, RecordArrival
from counter_app.domain.promise_events import Cause
from counter_app.domain.step_events import Means
from counter_app.services import calendar_news, desk, life
from counter_app.services.calendar_news import Telling
from counter_app.services.reports import Unsure
from counter_app.ui.main_window import REPORTS
from counter_app.ui.screens.reports.books import Book
from counter_app.ui.screens.reports.calendar import Lot
from counter_app.ui.screens.reports.periods import Period, Span
from tests.pcs import intake
from tests.services.calendars import GROUND, take_away
from tests.ui.conftest import Desk

SEVEN_DAYS, EIGHT_DAYS = "1.004222", "1.012796"  # working days
DAY = 24 * 60


def received(desk_: Desk, procedure: str, *names: str) -> list[desk.Receipt]:
    counter = desk_.intake.counter
    return [
        desk.receive(counter, replace(intake(name, procedure, repeat=True), actor_id="lan")) for name in names
    ]


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifiers)
    QApplication.processEvents()


CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


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


def show(desk_: Desk, book: Book) -> None:
    desk_.work.go(REPORTS)
    desk_.work.reports.view.show_part(book.value)
    desk_.work.reports.view.books[book].make.setFocus()


def test_the_register_is_made_printed_and_saved_by_keys(desk: Desk, tmp_path: Path) -> None:
    received(desk, SEVEN_DAYS, "Một", "Hai")
    show(desk, Book.REGISTER)
    view = desk.work.reports.view.books[Book.REGISTER]
    press(Qt.Key.Key_Return)
    desk.until(lambda: view.presenter.state.current is not None)
    assert view.paper.pages == 1
    asked: list[str] = []

    def path(_parent: object, name: str) -> Path:
        asked.append(name)
        return tmp_path / name

    view.ask = path
    press(Qt.Key.Key_S, CONTROL)
    desk.until(lambda: view.presenter.state.said.startswith("Đã lưu"))
    assert asked == ["so-theo-doi-2026-11-19.pdf"]
    assert (tmp_path / asked[0]).read_bytes().startswith(b"%PDF")
    press(Qt.Key.Key_P, CONTROL)
    desk.until(lambda: desk.printer.printed == ["Sổ theo dõi hồ sơ"])
    press(Qt.Key.Key_Left, ALT)
    assert view.presenter.state.period == Period(Span.DAY, "2026-11-18")
    assert view.presenter.state.current is None
    assert not view.print_it.isEnabled()
    press(Qt.Key.Key_Home, ALT)
    assert view.presenter.state.current is not None  # made before, still there


def test_lateness_is_told_in_three_kinds_and_saved_as_a_table(desk: Desk, tmp_path: Path) -> None:
    one, _other = received(desk, SEVEN_DAYS, "Một", "Hai")
    counter = desk.intake.counter
    life.act(counter, RecordArrival(new_event_id(), "lan", one.code))
    show(desk, Book.LATENESS)
    view = desk.work.reports.view.books[Book.LATENESS]
    assert view.presenter.state.period.span is Span.MONTH
    press(Qt.Key.Key_Return)
    desk.until(lambda: view.presenter.state.current is not None)
    lines = view.counts.model.rows
    assert [line.name for line in lines][-1] == "Nguyễn Thị Lan"
    assert (lines[0].received, lines[0].on_time, lines[0].running) == (2, 1, 1)
    assert not view.counts.clocks.isVisibleTo(view)
    current = view.presenter.state.current
    assert current is not None
    assert current.lateness is not None
    view.counts.render_report(replace(current.lateness, unsure=(Unsure("U", 2, 1), Unsure("S", 0, 0))))
    assert view.counts.clocks.text().startswith("2 lượt tiếp nhận, 1 lượt có kết quả. Đồng hồ máy chậm hơn")
    heads = [column.head for column in view.counts.model.columns]
    assert {"Quá hạn", "Quá hạn trong gia hạn", "Đúng hẹn mới, quá hẹn đầu"} <= set(heads)
    view.ask = lambda _parent, name: tmp_path / name
    press(Qt.Key.Key_S, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    file = tmp_path / "dung-han-qua-han-2026-11.csv"
    desk.until(file.exists)
    assert file.read_text("utf-8-sig").splitlines()[0].startswith("Nhóm,")


def test_apologies_go_to_the_upper_level_as_paper_and_table(desk: Desk, tmp_path: Path) -> None:
    (one,) = received(desk, SEVEN_DAYS, "Một")
    command = PrepareApology(
        new_event_id(), "lan", one.code, cause=Cause.WORKLOAD, new_due=one.due.at + 7 * DAY
    )
    life.act(desk.intake.counter, command)
    show(desk, Book.APOLOGIES)
    view = desk.work.reports.view.books[Book.APOLOGIES]
    view.ask = lambda _parent, name: tmp_path / name
    press(Qt.Key.Key_Return)
    desk.until(lambda: view.presenter.state.current is not None)
    view.save_csv.click()
    view.save_pdf.click()
    desk.until(lambda: len(list(tmp_path.glob("so-xin-loi-2026-11.*"))) == 2)


def test_what_was_given_up_is_dropped_and_a_failure_is_said(desk: Desk, tmp_path: Path) -> None:
    presenter = desk.work.reports.books[Book.REGISTER]
    presenter.make()
    presenter.cancel()
    assert not presenter.state.busy
    presenter.make()
    desk.until(lambda: presenter.state.current is not None)
    assert presenter.state.said == "Kỳ này không có hồ sơ nào."
    presenter.save(tmp_path / "không có" / "a.pdf")
    desk.until(lambda: presenter.state.tone == "late")
    desk.printer.there = False
    presenter.print()
    desk.until(lambda: presenter.state.tone == "warn")


def test_the_period_is_remembered_when_parts_are_turned(desk: Desk) -> None:
    show(desk, Book.LATENESS)
    view = desk.work.reports.view
    books = desk.work.reports.books
    books[Book.LATENESS].choose(Span.QUARTER)
    books[Book.LATENESS].step(-1)
    press(Qt.Key.Key_4, ALT)
    desk.until(view.books[Book.APOLOGIES].isVisible)
    press(Qt.Key.Key_3, ALT)
    desk.until(view.books[Book.LATENESS].isVisible)
    assert books[Book.LATENESS].state.period.name == "2026-quy3"
    assert view.books[Book.LATENESS]._period.text() == "Quý 3/2026"


@pytest.mark.parametrize(
    ("span", "day", "first", "last", "later"),
    [
        (Span.DAY, "2026-02-28", "2026-02-28", "2026-02-28", "2026-03-01"),
        (Span.MONTH, "2028-02-10", "2028-02-01", "2028-02-29", "2028-03"),
        (Span.QUARTER, "2026-11-22", "2026-10-01", "2026-12-31", "2027-quy1"),
        (Span.YEAR, "2026-11-22", "2026-01-01", "2026-12-31", "2027"),
        (Span.MONTH, "2099-12-05", "2099-12-01", "2099-12-31", "2099-12"),
    ],
)
def test_periods(span: Span, day: str, first: str, last: str, later: str) -> None:
    period = Period(span, day)
    assert (period.first, period.last, period.step(1).name) == (first, last, later)
    assert period.step(1).step(-1).first in (first, "2099-11-01")
