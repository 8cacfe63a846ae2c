"""The page Hạn trả: columns, table and lists by real dossiers, as minutes pass; announcements; settings."""

from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from counter_app import wire
from counter_app.domain.catalog import Channel
from counter_app.domain.clock import Machine
from counter_app.domain.commands import Applicant, ReceiveDossier, ReturnBy
from counter_app.domain.identity import new_event_id
from counter_app.domain.life.commands import AskSupplement, HandOver, LifeCommand, RecordArrival
from counter_app.domain.people import Grant, Role
from counter_app.services import desk as services
from counter_app.services import life
from counter_app.services.board import COLUMNS, Lot
from counter_app.store import briefing as briefings
from counter_app.ui.main_window import DEADLINES
from counter_app.ui.screens.deadlines.lists import Dossiers
from counter_app.ui.screens.deadlines.view import DeadlinesView
from tests.ui.conftest import LAN, Desk

HOUR = 60 * 60_000  # ms
DAY = 24 * HOUR
BIRTH, THREE_DAYS, SEVEN_DAYS = "1.001193", "1.004194", "1.004222"
UNIT = "Công an phường Ba Đình"


class Board:
    """The page, and hands that pass time and move dossiers."""

    def __init__(self, desk: Desk, readings: list[Machine]) -> None:
        self.desk, self.readings = desk, readings
        self.page = desk.work.deadlines
        self.view, self.presenter = self.page.view, self.page.presenter
        self.counter = desk.work.session.counter

    def receive(self, name: str, procedure: str = BIRTH) -> str:
        command = ReceiveDossier(
            new_event_id(), LAN.person_id, procedure, Channel.IN_PERSON, Applicant(name), repeat=True
        )
        return services.receive(self.counter, command).code

    def act(self, command: LifeCommand) -> None:
        life.act(self.counter, command)

    def pass_time(self, ms: int) -> None:
        """Let the clocks run, and the minute's timer fire."""
        last = self.readings[-1]
        self.readings.append(Machine(last.wall_ms + ms, last.boot_ms + ms, last.boot_id))
        self.read()

    def read(self) -> None:
        self.desk.until(lambda: not self.presenter._reading)
        with self.desk.bot.waitSignal(self.presenter.ticked, timeout=60_000):
            self.presenter.tick()

    def open(self) -> None:
        self.desk.work.go(DEADLINES)
        self.read()

    def codes(self, lot: Lot) -> list[str]:
        shown = self.view.columns[lot].list if lot in COLUMNS else self.view.table
        return codes(shown)


def codes(shown: Dossiers) -> list[str]:
    rows = [shown.paged.row(at) for at in range(shown.paged.rowCount())]
    return [row.code for row in rows if row is not None]


@pytest.fixture
def board(desk: Desk, readings: list[Machine]) -> Board:
    return Board(desk, readings)


def test_a_promise_moves_through_the_columns_as_time_passes(board: Board) -> None:
    three, birth = board.receive("Nguyễn Văn Thử", THREE_DAYS), board.receive("Trần Thị Bình")
    board.open()
    assert board.view.wide
    assert (board.codes(Lot.TODAY), board.codes(Lot.THIRD_DAY)) == ([birth], [three])
    board.pass_time(8 * HOUR)  # 17:00, the promise's own minute
    assert (board.codes(Lot.OVERDUE), board.codes(Lot.TODAY)) == ([], [birth])
    board.pass_time(HOUR // 60)
    assert (board.codes(Lot.OVERDUE), board.codes(Lot.TODAY)) == ([birth], [])
    board.pass_time(7 * HOUR)  # midnight has passed
    assert board.presenter.state.board is not None
    assert board.codes(Lot.THIRD_DAY) == [three]
    board.pass_time(4 * DAY)  # Tuesday 24 November is off: Wednesday is the next working day
    assert board.codes(Lot.NEXT_DAY) == [three]
    assert board.view.columns[Lot.NEXT_DAY]._days.text() == "thứ Tư 25/11"
    board.pass_time(DAY)
    assert board.codes(Lot.TODAY) == [three]


def test_a_card_says_everything_in_words(board: Board) -> None:
    code = board.receive("Nguyễn Văn Thử", THREE_DAYS)
    board.open()
    said = board.view.columns[Lot.THIRD_DAY].list.paged.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    for words in (code, "Trong hạn", "còn 31 giờ", "Nguyễn Văn Thử", "17:00 thứ Tư 25/11", LAN.name):
        assert words in said
    board.pass_time(4 * DAY + 2 * HOUR)  # Monday 11:00, one working day before
    said = board.view.columns[Lot.NEXT_DAY].list.paged.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Sắp đến hạn" in said
    assert "Mẫu 04 trước 23/11" in said  # Tuesday is off
    board.pass_time(DAY)  # Tuesday 11:00: Monday's closing has gone by
    said = board.view.columns[Lot.NEXT_DAY].list.paged.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Trễ Mẫu 04, lập ngay" in said


def test_the_hands_begin_at_the_first_card(board: Board) -> None:
    code = board.receive("Nguyễn Văn Thử")
    board.desk.work.go(DEADLINES)
    board.read()
    cards = board.view.columns[Lot.TODAY].list
    board.desk.until(lambda: cards.selectionModel().hasSelection())
    assert cards.hasFocus()
    opened: list[str] = []
    board.page.opened.connect(opened.append)
    QTest.keyClick(cards, Qt.Key.Key_Return)
    assert opened == [code]


def test_enter_opens_the_dossier_and_arrows_change_the_column(board: Board) -> None:
    later, birth = board.receive("Nguyễn Văn Thử", SEVEN_DAYS), board.receive("Trần Thị Bình")
    board.open()
    opened: list[str] = []
    board.page.opened.connect(opened.append)
    today = board.view.columns[Lot.TODAY].list
    today.setCurrentIndex(today.paged.index(0, 0))
    QTest.keyClick(today, Qt.Key.Key_Return)
    board.desk.work.go(DEADLINES)
    last = board.view.columns[Lot.LATER].list
    last.setCurrentIndex(last.paged.index(0, 0))
    QTest.keyClick(last, Qt.Key.Key_Return)
    assert opened == [birth, later]
    steps: list[int] = []
    last.sideways.connect(steps.append)
    QTest.keyClick(last, Qt.Key.Key_Left)
    QTest.keyClick(last, Qt.Key.Key_Right)
    assert steps == [-1, 1]


def test_the_marked_dossier_stays_marked_when_one_before_it_goes(board: Board) -> None:
    first, second = board.receive("Nguyễn Văn Thử"), board.receive("Trần Thị Bình")
    board.open()
    today = board.view.columns[Lot.TODAY].list
    today.setCurrentIndex(today.paged.index(1, 0))
    board.act(RecordArrival(new_event_id(), LAN.person_id, first, ReturnBy.COUNTER))
    board.read()
    assert codes(today) == [second]
    assert today.currentIndex().row() == 0


def test_lists_tell_what_waits(board: Board) -> None:
    asked, handed, arrived, still = (board.receive(f"Người {n}", SEVEN_DAYS) for n in range(4))
    who = LAN.person_id
    board.act(AskSupplement(new_event_id(), who, asked, missing=("Giấy tờ chỗ ở",)))
    board.act(HandOver(new_event_id(), who, handed, to_unit=UNIT))
    board.act(RecordArrival(new_event_id(), who, arrived, ReturnBy.COUNTER))
    board.open()
    expected = {Lot.ALL: [handed, still], Lot.WAITING: [asked], Lot.UNTAKEN: [handed], Lot.READY: [arrived]}
    for lot, found in expected.items():
        board.presenter.show(lot)
        board.desk.until(lambda lot=lot, found=found: sorted(board.codes(lot)) == sorted(found))  # type: ignore[misc]
    board.pass_time(8 * DAY)  # Friday 27 November: 20, 23, 25, 26, 27
    board.presenter.show(Lot.STILL)
    board.desk.until(lambda: sorted(board.codes(Lot.STILL)) == sorted((handed, still)))
    assert board.view.tabs[Lot.STILL].text() == "Nằm yên  2"


@pytest.mark.parametrize(("width", "wide"), [(1366, True), (1920, True), (1100, False), (683, False)])
def test_columns_where_there_is_room_else_a_sorted_table(board: Board, width: int, wide: bool) -> None:
    birth, later = board.receive("Trần Thị Bình"), board.receive("Nguyễn Văn Thử", SEVEN_DAYS)
    view = DeadlinesView(board.presenter)
    board.desk.bot.addWidget(view)
    view.resize(width - 92, 600)  # what the rail leaves
    view.show()
    board.read()
    assert view.width() == width - 92
    assert view.wide is wide
    board.desk.until(lambda: codes(view.table) == [birth, later])


def test_the_settings_refuse_beside_the_field_and_last(board: Board, tmp_path: Path) -> None:
    board.open()
    board.view._open_choices()
    panel = board.view.choices
    panel.lines["still_days"].setText("0")
    QTest.keyClick(panel.lines["still_days"], Qt.Key.Key_Return)
    board.desk.until(lambda: panel.fields["still_days"].error == "Nhập số từ 1 đến 60.")
    panel.lines["still_days"].setText("3")
    panel.lines["amber_hours"].setText("x")
    panel.lines["quiet_from"].setText("25:00")
    panel.save.click()
    assert panel.fields["amber_hours"].error == "Nhập số từ 1 đến 80."  # all that is wrong, at once
    assert panel.fields["quiet_from"].error
    assert panel.lines["amber_hours"].hasFocus()
    panel.lines["amber_hours"].setText("8")
    panel.save.click()
    board.desk.until(lambda: bool(panel.fields["quiet_from"].error))
    assert not panel.fields["still_days"].error
    QTest.keyClick(panel, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    board.view._open_choices()
    assert panel.lines["quiet_from"].text() == "25:00"  # nothing typed is thrown away
    panel.lines["quiet_from"].setText("18:00")
    panel.save.click()
    board.desk.until(lambda: not panel.isVisible())
    kept, _aside = board.counter.folder.load_settings()
    assert (kept.alerts.still_days, kept.alerts.quiet_from) == (3, "18:00")


def test_the_days_ahead_are_said_in_one_line_without_empty_ones(board: Board) -> None:
    board.desk.application.window.resize(1024, 700)
    board.open()
    nothing = (
        "3 ngày làm việc tới: không có hồ sơ đến hạn · thứ Ba 24/11 nghỉ: Ngày Văn hóa Việt Nam (lần đầu)"
    )
    board.desk.until(lambda: board.view._ahead.toolTip() == nothing)
    board.receive("Nguyễn Văn Thử", THREE_DAYS)
    board.read()
    said = board.view._ahead.toolTip()
    assert said.endswith("thứ Ba 24/11 nghỉ: Ngày Văn hóa Việt Nam (lần đầu) · thứ Tư 25/11: 1 hồ sơ")
    assert "không có" not in said
    assert board.view._ahead.height() < 2 * board.view._ahead.fontMetrics().height()


def test_beside_the_settings_a_small_window_shows_no_crushed_table(board: Board) -> None:
    board.desk.application.window.resize(1024, 700)
    board.open()
    board.view._open_choices()
    assert not board.view.table.isVisible()
    QTest.keyClick(board.view.choices, Qt.Key.Key_Escape)
    assert board.view.table.isVisible()


def test_each_is_announced_once_without_a_name_and_not_at_night(board: Board) -> None:
    said: list[str] = []
    board.page.alerts.said.connect(lambda title, text: said.append(f"{title}\n{text}"))
    board.read()
    board.desk.until(lambda: board.page.alerts._since is not None)
    code = board.receive("Nguyễn Văn Thử")
    board.pass_time(8 * HOUR + HOUR // 60)  # 17:01
    board.desk.until(lambda: len(said) == 1)
    assert code in said[0]
    assert "Thử" not in said[0]
    assert "Quá hạn: 1 hồ sơ" in said[0]
    for _ in range(3):
        board.pass_time(HOUR // 60)
    three = board.receive("Trần Thị Bình", THREE_DAYS)
    board.pass_time(4 * DAY + 2 * HOUR)  # Monday evening: amber since, and nobody is told at night
    board.pass_time(HOUR)
    assert len(said) == 1
    board.pass_time(DAY + 13 * HOUR)  # Wednesday morning
    board.desk.until(lambda: len(said) == 2)
    assert three in said[1]
    assert code not in said[1]


def test_the_rail_counts_for_whom_it_is(board: Board, briefing: wire.Briefing) -> None:
    told: list[tuple[int, str]] = []
    board.page.waiting.connect(lambda count, words: told.append((count, words)))
    board.receive("Nguyễn Văn Thử")
    board.read()
    assert told[-1][0] == 1
    session = board.desk.work.session
    assert session.person is not None
    head = Grant("head", session.person.person_id, Role.SUPERVISOR, "2020-01-01")
    told_anew = msgspec.structs.replace(briefing, grants=(*briefing.grants, head))
    with session.counter.store.write() as conn:
        briefings.save(conn, told_anew, 0)
    session.renew()
    board.desk.until(lambda: Role.SUPERVISOR in session.roles)
    assert told[-1] == (0, "0 hồ sơ cần phụ trách")
    board.pass_time(9 * HOUR)
    assert told[-1] == (1, "1 hồ sơ cần phụ trách")


def test_the_dunning_list_is_seen_and_printed(board: Board) -> None:
    board.receive("Nguyễn Văn Thử")
    board.open()
    board.view.print_it.click()
    board.desk.until(lambda: board.page.paper.isVisible() and board.page.paper.view.pages == 1)
    board.page.paper.print_it.click()
    board.desk.until(lambda: board.desk.printer.printed == ["Danh sách đôn đốc"])
    board.page.paper.close()
