"""The duty board in the real window: by F11 on the page of people, right by itself, away with Esc."""

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter_app import wire
from counter_app.domain.clock import Machine
from counter_app.domain.people import Office
from counter_app.domain.staff_events import Span
from counter_app.services.duty import DutyBoard, OnDuty
from counter_app.ui import notices
from counter_app.ui.app import Application
from counter_app.ui.screens.duty import cards
from counter_app.ui.screens.duty.page import DutyPage
from counter_app.ui.screens.duty.presenter import DutyState
from counter_app.ui.screens.duty.window import DutyWindow
from tests.services.standing_in import seated
from tests.services.test_photos import taken
from tests.ui.conftest import NINE, Desk, FakePrinter
from tests.ui.rostering import MINH, People, staffed

NAMES = ("Nguyễn Thị Thu Hương", "Trần Quang Minh", "Đặng Nguyễn Khánh Linh", "Hồ Ẩn")
FIELDS = ("Tư pháp - Hộ tịch", "Đất đai, xây dựng, môi trường", "Lao động - Thương binh và Xã hội", "Cư trú")
DAY_MS = 86_400_000


@pytest.fixture(scope="session")
def briefing(briefing: wire.Briefing) -> wire.Briefing:
    return staffed(briefing)


@pytest.fixture
def people(application: Application, qtbot: QtBot, printer: FakePrinter) -> People:
    made = People(Desk(application, qtbot, printer))
    made.sit(MINH)
    return made


def page(people: People) -> DutyPage:
    return people.desk.work.people.duty


def shown(people: People) -> str:
    """Open the board by its key; return what it says."""
    people.open()
    people.press(Qt.Key.Key_F11)
    people.until(lambda: page(people).presenter.state.board is not None)
    return page(people).window.accessibleName()


def test_it_opens_by_its_key_and_esc_closes_it(people: People) -> None:
    said = shown(people)
    assert "Thứ Năm, 19/11/2026" in said
    assert "08:00–12:00, 13:00–17:00" in said
    assert "Quầy 2 · Trần Quang Minh" in said
    window = page(people).window
    assert window.isVisible()
    people.until(lambda: people.counter.settings.duty_board)
    QTest.keyClick(window, Qt.Key.Key_Escape)
    assert not window.isVisible()
    people.until(lambda: not people.counter.settings.duty_board)
    assert people.desk.application.window.isVisible()


def test_it_follows_the_roster_and_the_day(people: People, readings: list[Machine]) -> None:
    shown(people)
    window, presenter = page(people).window, page(people).presenter
    seated(people.counter)
    people.desk.work.session.notices.tell(notices.PEOPLE)
    people.until(lambda: "Phạm Văn Dũng" in window.accessibleName())
    assert "Thay cho Trần Quang Minh" in window.accessibleName()
    assert "ốm" not in window.accessibleName()
    readings.append(Machine(NINE + DAY_MS, 1_000_000 + DAY_MS, "boot-1"))
    presenter._timer.timeout.emit()
    people.until(lambda: "Thứ Sáu, 20/11/2026" in window.accessibleName())
    assert "Quầy 2 · Trần Quang Minh" in window.accessibleName()


def test_the_choice_outlives_the_main_window(people: People) -> None:
    shown(people)
    people.until(lambda: people.counter.settings.duty_board)
    people.desk.application.window.close()
    assert not page(people).window.isVisible()
    assert people.counter.settings.duty_board


def test_one_screen_is_never_covered_by_itself(people: People) -> None:
    assert page(people).second_screen() is None
    people.counter.settings = type(people.counter.settings)(duty_board=True)
    page(people).start()
    assert not page(people).window.isVisible()
    shown(people)
    assert not page(people).window.isFullScreen()


def test_a_second_screen_is_filled_without_taking_the_keys(people: People) -> None:
    shown(people)
    window = page(people).window
    window.show_on(QGuiApplication.primaryScreen())  # the only one there is offscreen
    assert window.isFullScreen()
    assert window.testAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
    page(people)._screens_changed(QGuiApplication.primaryScreen())
    assert not window.isFullScreen()  # it is gone: the officer's own screen stays free


def test_its_paper_is_looked_at_and_printed(people: People, printer: FakePrinter) -> None:
    people.open()
    people.press(Qt.Key.Key_P, control=True)
    people.until(lambda: page(people).paper is not None)
    paper = page(people).paper
    assert paper is not None
    people.until(lambda: paper.view.pages == 1)
    paper.print_it.click()
    people.until(lambda: printer.printed == ["Bảng phân công trực"])


def test_the_notice_is_printed_from_the_request(people: People) -> None:
    seated(people.counter)
    people.open()
    people.look()
    people.type("hi")  # to the requests: the notice
    people.until(lambda: people.desk.work.people.paper is not None)
    paper = people.desk.work.people.paper
    assert paper is not None
    people.until(lambda: paper.view.pages == 1)
    assert paper.windowTitle() == "Thông báo người thay thế"


def board(count: int, photo: bytes = b"") -> DutyBoard:
    office = Office("00004", "H26.14", "", "Trung tâm Phục vụ hành chính công phường Ba Đình", "", "", "", "")
    people = tuple(
        OnDuty(f"Quầy {n}", "" if n == 4 else NAMES[n % 4], "Công chức Văn hóa - Xã hội", FIELDS[n % 4],
               "0912 345 678", NAMES[1] if n % 3 == 1 else "", photo=photo if n % 2 else b"")
        for n in range(1, count + 1)
    )  # fmt: skip
    return DutyBoard(office, "2026-11-19", (Span(29_917_500, 29_917_740),), None, people)


@pytest.mark.parametrize("photo", [b"", taken()], ids=["plain", "pictures"])
@pytest.mark.parametrize("count", range(1, 13))
@pytest.mark.parametrize("size", [(1920, 1080), (1366, 768)])
def test_up_to_twelve_people_are_read_from_three_metres(
    qtbot: QtBot, size: tuple[int, int], count: int, photo: bytes
) -> None:
    """20/20 reads capitals of 4.4 mm from 3 m; a 22 inch screen has 0.25 mm a dot at 1920, 0.36 at 1366."""
    window = DutyWindow()
    qtbot.addWidget(window)
    window.resize(QSize(*size))
    window.render_state(DutyState(board(count, photo), True))
    window.grab()
    dot, seats = 487 / size[0], []
    for sheet in window._sheets:
        assert sheet.plan.columns * sheet.plan.rows >= len(sheet.faces)
        seats += [face.counter for face in sheet.faces]
        for kind in (cards.font(sheet.plan.size, bold=True), cards.font(sheet.plan.size * cards.DETAIL)):
            assert QFontMetricsF(kind).capHeight() * dot >= 4.4
    assert seats == [f"Quầy {number}" for number in range(1, count + 1)]


def test_twelve_with_pictures_stand_on_pages_that_turn_by_themselves(qtbot: QtBot) -> None:
    window = DutyWindow()
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.render_state(DutyState(board(12, taken()), True))
    assert [len(sheet.faces) for sheet in window._sheets] == [6, 6]
    assert window._timer.isActive()
    assert 8_000 <= window._timer.interval() <= 12_000
    first, turned = window.grab().toImage(), []
    for _turn in range(2):
        window._timer.timeout.emit()
        turned.append((window._page, window.grab().toImage() != first))
    assert turned[0] == (1, True)
    assert turned[1][0] == 0
    QTest.keyClick(window, Qt.Key.Key_Right)
    assert window._page == 1
    window.render_state(DutyState(board(6, taken()), True))  # fewer: the one page stands
    assert not window._timer.isActive()
    window.grab()


def test_nothing_is_shown_rather_than_yesterdays_names(qtbot: QtBot) -> None:
    window = DutyWindow()
    qtbot.addWidget(window)
    window.render_state(DutyState(board(3), True))
    window.render_state(DutyState(None, True))
    assert window.accessibleName() == "Xin mời hỏi tại quầy"
    window.grab()
