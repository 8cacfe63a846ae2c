"""The reports on the page Báo cáo by keys: made for a period, turned, printed, saved as paper and table."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics

from counter_app.domain.identity import new_event_id
from counter_app.domain.life.commands import PrepareApology, RecordArrival
from counter_app.domain.promise_events import Cause
from counter_app.services import life
from counter_app.services.reports import Unsure
from counter_app.texts import use
from counter_app.ui import theme
from counter_app.ui.main_window import REPORTS
from counter_app.ui.screens.reports.books import Book, BookPresenter
from counter_app.ui.screens.reports.counts import Counts
from counter_app.ui.screens.reports.periods import Period, Span
from counter_app.ui.widgets.two_lines import small
from tests.ui.conftest import Desk
from tests.ui.reporting import ALT, CONTROL, SEVEN_DAYS, press, received

DAY = 24 * 60


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
    assert view.counts.clocks.text().startswith("2 lượt tiếp nhận, 1 lượt có kết quả. ")
    assert "Giờ máy chưa đối chiếu: chậm hơn" in view.counts.clocks.text()
    heads = [column.head for column in view.counts.model.columns]
    assert {"Quá hạn", "Quá hạn trong gia hạn", "Đúng hẹn mới, quá hẹn đầu"} <= set(heads)
    view.ask = lambda _parent, name: tmp_path / name
    press(Qt.Key.Key_S, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    file = tmp_path / "dung-han-qua-han-2026-11.csv"
    desk.until(file.exists)
    assert file.read_text("utf-8-sig").splitlines()[0].startswith("Nhóm,")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_head_of_the_counts_is_read_whole(desk: Desk, language: str) -> None:
    use(language)
    counts = Counts()
    counts.resize(1266, 400)
    counts.show()
    use("vi")
    header, metrics = counts.table.horizontalHeader(), QFontMetrics(small())
    bold = QFont(theme.FAMILY)
    bold.setPixelSize(14)
    bold.setWeight(QFont.Weight.DemiBold)
    words = {"vi": "Toàn đơn vị", "en": "Whole office"}[language]
    assert QFontMetrics(bold).horizontalAdvance(words) + 12 <= header.sectionSize(0)
    for at, column in enumerate(counts.model.columns):
        assert metrics.horizontalAdvance(column.head) + 16 <= header.sectionSize(at), column.head
    assert header.length() <= 1266  # and all of them at 1366 px, with names that are read
    assert header.sectionSize(1) >= 90


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


def test_the_length_of_a_period_is_remembered_after_the_next_start(desk: Desk) -> None:
    session = desk.work.session
    desk.work.reports.books[Book.LATENESS].choose(Span.QUARTER)
    desk.until(lambda: session.counter.settings.report_spans.lateness == "quarter")
    kept, _aside = session.counter.folder.load_settings()
    assert (kept.report_spans.register, kept.report_spans.lateness) == ("day", "quarter")
    again = BookPresenter(Book.LATENESS, session, desk.printer)
    assert again.state.period.name == "2026-quy4"


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
