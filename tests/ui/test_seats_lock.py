"""The window locks: at once, by itself, and gives everything back to its own person only."""

from collections.abc import Iterator

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from counter_app import wire
from counter_app.errors import Refused
from counter_app.services import preferences
from counter_app.services.life_offers import Act
from counter_app.store import briefing as briefings
from counter_app.store import installation
from counter_app.ui.main_window import DEADLINES, DOSSIERS, SYNC
from counter_app.ui.screens.officers.state import PIN, Stage
from tests.pcs import Office
from tests.ui.conftest import CARD, DUC, LAN, NINE, Desk
from tests.ui.seating import ANH, CONTROL, ENTER, ESC, MINH, OTHER, OWN, SWITCH, Place, place

L = Qt.Key.Key_L


@pytest.fixture
def here(office: Office, qtbot: QtBot) -> Iterator[Place]:
    made = place(office, qtbot)
    yield made
    for application in made.made:
        application.window.close()
    office.opened.clear()


@pytest.fixture
def seated(here: Place) -> Place:
    """Minh sits at an office that asks for PINs, Mai Anh has a key there too."""
    here.ask_for_pins()
    given = {person: here.given(person) for person in (MINH, ANH)}
    here.start()
    here.first_time("mai anh", given[ANH], OTHER)
    here.press_switch()
    here.first_time("minh", given[MINH], OWN)
    return here


def test_the_same_person_comes_back_to_where_his_hands_were(seated: Place) -> None:
    work = seated.work
    work.intake.set("name", "Nguyễn Văn Thử")
    name = work.view.given.fields["name"].editor
    name.setFocus()
    name.setCursorPosition(6)
    name.setSelection(3, 4)
    seated.press_lock()
    assert not work.view.isVisible()
    assert not name.isVisible()
    assert seated.pin.line(PIN).hasFocus()
    assert seated.application.window.status.words()[0] == "Đã khóa · Trần Quang Minh"
    assert not seated.application.window.rail.isEnabled()
    seated.key(ESC)  # to the names, and no further
    seated.key(ESC)
    assert seated.work.lock.is_covered
    seated.key(ENTER)
    assert seated.stage() is Stage.PIN
    seated.again(OWN)
    seated.until(lambda: not work.lock.is_covered)
    assert name.hasFocus()
    assert (name.selectionStart(), name.selectedText()) == (3, "yễn ")
    assert work.intake.state.form.name == "Nguyễn Văn Thử"
    assert seated.pin.line(PIN).text() == ""


def test_unlocking_the_same_day_asks_nobody_and_records_nothing(seated: Place) -> None:
    seated.lose_the_centre()
    before = count(seated)
    seated.press_lock()
    seated.again(OWN)
    seated.until(lambda: not seated.work.lock.is_covered)
    assert seated.work.session.seat.online
    assert count(seated) == before


def count(place_: Place) -> int:
    with place_.counter.store.read() as conn:
        return int(conn.exec_driver_sql("SELECT count(*) FROM events").scalar_one())


def kept_draft(seated: Place, person: str) -> str:
    """Return what is kept of a person's form, whoever sits there: he himself reads it by a service."""
    with seated.counter.store.read() as conn:
        return installation.load_draft(conn, person) or ""


def test_what_was_half_typed_waits_for_its_own_person(seated: Place) -> None:
    work = seated.work
    work.intake.set("name", "Đang nhập dở")
    seated.press_switch()
    seated.name("mai anh")
    seated.again(OTHER)
    seated.until(lambda: seated.who == ANH)
    assert work.intake.state.form.blank
    seated.until(lambda: "Đang nhập dở" in kept_draft(seated, MINH))
    work.intake.set("name", "Của Mai Anh")
    seated.press_lock()
    seated.key(ESC)
    seated.name("minh")
    seated.again(OWN)
    seated.until(lambda: seated.who == MINH)
    seated.until(lambda: work.intake.state.form.name == "Đang nhập dở")
    seated.until(lambda: "Của Mai Anh" in kept_draft(seated, ANH))
    assert set(seated.counter.seats) == {MINH}


def test_an_act_that_is_half_filled_in_comes_again_for_its_own_person_only(seated: Place) -> None:
    from tests.pcs import receive

    (code,) = receive(seated.counter, "Nguyễn Văn Thử")
    work = seated.work
    work.go_to(code)
    acting, filing = work.dossiers.acting, work.dossiers.filing
    seated.until(lambda: filing.current is not None)
    work.dossiers.begin(Act.WITHDRAW)
    acting.set("reason", "Người nộp đổi ý")
    seated.press_switch()
    seated.name("mai anh")
    seated.again(OTHER)
    seated.until(lambda: seated.who == ANH)
    assert not work.dossiers.acting.panel
    work.dossiers.begin(Act.WITHDRAW)
    assert acting.panel.values.get("reason", "") == ""
    acting.leave()
    seated.press_switch()
    seated.name("minh")
    seated.again(OWN)
    seated.until(lambda: seated.who == MINH)
    work.dossiers.begin(Act.WITHDRAW)
    assert acting.panel.values["reason"] == "Người nộp đổi ý"


def test_an_open_panel_stays_open_behind_the_lock(seated: Place) -> None:
    from tests.pcs import receive

    (code,) = receive(seated.counter, "Nguyễn Văn Thử")
    work = seated.work
    work.go_to(code)
    seated.until(lambda: work.dossiers.filing.current is not None)
    work.dossiers.begin(Act.WITHDRAW)
    work.dossiers.acting.set("reason", "Người nộp đổi ý")
    panel = work.dossiers.acting.panel
    seated.press_lock()
    seated.again(OWN)
    seated.until(lambda: not work.lock.is_covered)
    assert work.dossiers.acting.panel == panel
    assert work.dossiers_view.isVisible()


# without sign-in


def lock(desk: Desk, key: Qt.Key = L, modifiers: Qt.KeyboardModifier = CONTROL) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifiers)
    desk.until(lambda: desk.work.lock.is_covered)


def test_nothing_behind_the_lock_can_be_seen_or_worked(desk: Desk) -> None:
    desk.birth()
    lock(desk)
    window = desk.application.window
    shown = [widget for widget in window.findChildren(QWidget) if widget.isVisible() and said(widget)]
    assert not [widget for widget in shown if "Nguyễn Văn Thử" in said(widget)]
    line = desk.work.officers.names.line
    desk.given.fields["name"].editor.setFocus()  # what a late answer does
    desk.work.go(DEADLINES)
    assert line.hasFocus()
    for key in (Qt.Key.Key_F4, Qt.Key.Key_F8):
        QTest.keyClick(line, key)
    window.status.wanted.emit(SYNC)
    assert desk.work._at == DEADLINES
    for letter in CARD[:13]:
        QTest.keyClick(window.windowHandle(), letter)  # type: ignore[call-overload]
    assert desk.intake.state.form.id_number == ""


def said(widget: QWidget) -> str:
    text = getattr(widget, "text", None)
    return str(text()) if callable(text) else ""


def test_other_windows_are_hidden_and_the_board_for_citizens_is_not(desk: Desk) -> None:
    window = desk.application.window
    paper, board = QWidget(window, Qt.WindowType.Window), desk.work.people.duty.window
    paper.show()
    board.show()
    box = QMessageBox(QMessageBox.Icon.Warning, "", "Hồ sơ của Nguyễn Văn Thử", parent=window)
    box.open()
    desk.work.lock.lock()
    assert (paper.isVisible(), box.isVisible(), board.isVisible()) == (False, False, True)
    desk.work.officers.chosen.emit(LAN)
    assert (paper.isVisible(), box.isVisible(), box.isModal()) == (True, True, True)
    box.close()
    desk.work.lock.lock()
    desk.work.officers.chosen.emit(DUC)
    assert not paper.isVisible()  # it was Lan's


def test_a_switch_goes_back_with_esc_and_a_lock_does_not(desk: Desk) -> None:
    desk.given.query.setFocus()
    lock(desk, L, SWITCH)
    QTest.keyClick(desk.work.officers.names.line, ESC)
    assert not desk.work.lock.is_covered
    assert desk.given.query.hasFocus()
    lock(desk, L, SWITCH)
    desk.work.lock.lock()  # nobody was there while the names stood open
    QTest.keyClick(desk.work.officers.names.line, ESC)
    assert desk.work.lock.is_covered
    QTest.keyClick(desk.work.officers.names.line, ENTER)
    assert desk.given.query.hasFocus()


def test_it_locks_by_itself_and_warns_quietly_before(desk: Desk) -> None:
    idle, window, now = desk.work.lock.idle, desk.application.window, [0.0]
    idle.now = lambda: now[0]
    idle.start()
    desk.given.query.setFocus()
    now[0] = 10 * 60 - 31
    idle.look()
    assert not any("Tự khóa" in words for words in window.status.words())
    now[0] += 1
    idle.look()
    assert any("Tự khóa sau 30 giây" in words for words in window.status.words())
    assert desk.given.query.hasFocus()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    assert not any("Tự khóa" in words for words in window.status.words())
    now[0] += 31
    idle.look()
    assert not desk.work.lock.locked
    now[0] += 10 * 60
    idle.look()
    assert desk.work.lock.locked
    assert not any("Tự khóa" in words for words in window.status.words())


def test_how_long_is_a_choice_that_is_kept(desk: Desk) -> None:
    counter = desk.intake.counter
    for wrong in (0, 121):
        with pytest.raises(Refused, match="bad_lock_minutes"):
            preferences.remember_lock(counter, wrong)
    preferences.remember_lock(counter, 3)
    assert counter.folder.load_settings()[0].lock_minutes == 3
    lock(desk, L, SWITCH)
    minutes = desk.work.officers.names.minutes
    assert minutes.text() == "3"
    minutes.setFocus()
    minutes.selectAll()
    QTest.keyClicks(minutes, "2")
    QTest.keyClick(minutes, ESC)
    desk.until(lambda: counter.settings.lock_minutes == 2)  # the file is written before
    assert counter.folder.load_settings()[0].lock_minutes == 2
    assert not desk.work.lock.is_covered
    idle, now = desk.work.lock.idle, [0.0]
    idle.now = lambda: now[0]
    idle.start()
    now[0] = 120.0
    idle.look()
    assert desk.work.lock.locked
    assert not minutes.isVisible()  # nobody who passes by chooses


def test_who_no_longer_works_here_is_shut_out(desk: Desk, briefing: wire.Briefing) -> None:
    with desk.intake.counter.store.write() as conn:
        briefings.save(conn, msgspec.structs.replace(briefing, people=(DUC,)), NINE)
    desk.work.session.renew()
    desk.until(lambda: desk.work.lock.locked)
    QTest.keyClick(desk.work.officers.names.line, ESC)
    assert desk.work.lock.is_covered
    assert [one.person_id for one in desk.work.officers.people] == ["duc"]


def test_a_role_that_ends_takes_its_pages_along(desk: Desk, briefing: wire.Briefing) -> None:
    desk.work.go(DOSSIERS)
    with desk.intake.counter.store.write() as conn:
        briefings.save(conn, msgspec.structs.replace(briefing, grants=()), NINE)
    desk.work.session.renew()
    desk.until(desk.work.health.view.isVisible)
    assert not desk.work.dossiers_view.isVisible()
