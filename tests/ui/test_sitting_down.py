"""Signing in at the window: by keys, with a living centre and without one."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from counter_app.central import staffing
from counter_app.errors import Refused
from counter_app.services import desk
from counter_app.ui.main_window import DOSSIERS, INTAKE, ONLINE, PEOPLE, REPORTS, SYNC
from counter_app.ui.screens.officers.state import AGAIN, NEW, PIN, Stage
from tests.central.living import BY
from tests.pcs import Office, intake
from tests.ui.seating import (
    ANH,
    CHAIR,
    ENTER,
    ESC,
    INSPECTOR,
    LONG,
    MINH,
    OFFICE,
    OTHER,
    OWN,
    Place,
    place,
)


@pytest.fixture
def here(office: Office, qtbot: QtBot) -> Iterator[Place]:
    made = place(office, qtbot)
    yield made
    for application in made.made:
        application.window.close()
    office.opened.clear()


def test_the_first_time_a_pin_of_ones_own_is_chosen(here: Place) -> None:
    here.ask_for_pins()
    given = here.given(MINH)
    here.start()
    assert here.pin.line(PIN).echoMode() == QLineEdit.EchoMode.Password
    here.name("minh")
    assert here.stage() is Stage.FIRST
    assert "Lần đầu ở máy này" in here.pin.note
    here.key(ENTER)
    assert here.pin.fields[PIN].error == "Nhập mã PIN."
    here.type(given)
    assert here.pin.fields[PIN].error == ""
    here.key(ENTER)
    assert here.pin.go.text() == "Đang kiểm tra…"
    here.until(lambda: here.stage() is Stage.OWN)
    here.type("111111")
    here.key(ENTER)
    here.type("111112")
    here.key(ENTER)
    assert "không giống nhau" in here.pin.fields[AGAIN].error
    here.type("111111")
    here.key(ENTER)
    here.until(lambda: bool(here.pin.fields[NEW].error))
    assert "dễ đoán" in here.pin.fields[NEW].error
    assert here.pin.line(NEW).hasFocus()
    here.type(OWN)
    here.pin.line(AGAIN).setFocus()
    here.pin.line(AGAIN).selectAll()
    here.type(OWN)
    here.key(ENTER)
    here.until(lambda: here.who == MINH)
    assert here.work.view.isVisible()
    assert here.counter.seats[MINH].online
    assert here.application.window.status.words()[0] == "Trần Quang Minh · Quầy 2 · đăng nhập trực tuyến"
    assert [here.pin.line(name).text() for name in (PIN, NEW, AGAIN)] == ["", "", ""]
    desk.receive(here.counter, intake("Nguyễn Văn Thử"))  # the seat is the services' own


def test_a_wrong_pin_says_what_is_left_and_then_how_long_to_wait(here: Place) -> None:
    here.ask_for_pins()
    given = here.given(MINH)
    here.start()
    here.first_time("minh", given, OWN)
    here.press_lock()
    for left in (4, 3, 2, 1):
        here.again("sai roi 1")
        here.until(lambda left=left: f"Còn {left} lần" in here.pin.fields[PIN].error)  # type: ignore[misc]
        assert here.pin.line(PIN).selectedText()  # typed over next
    here.again("sai roi 1")
    here.until(lambda: "sau 1 phút" in here.pin.fields[PIN].error)
    here.again(OWN)  # the right one waits too
    here.until(lambda: not here.state.busy)
    assert "sau 1 phút" in here.pin.fields[PIN].error
    assert here.work.lock.is_covered


def test_who_is_new_here_is_told_that_it_needs_the_centre(here: Place) -> None:
    here.ask_for_pins()
    given = here.given(MINH)
    here.start()
    here.lose_the_centre()
    here.name("minh")
    assert here.pin.note == "Người này chưa đăng nhập trên máy này; cần có mạng một lần."
    here.again(given)
    here.until(lambda: bool(here.pin.fields[PIN].error))
    assert "trung tâm" in here.pin.fields[PIN].error
    assert not here.who


def test_who_was_here_signs_in_without_the_centre(here: Place) -> None:
    here.ask_for_pins()
    first, second = here.given(MINH), here.given(ANH)
    here.start()
    here.first_time("minh", first, OWN)
    here.press_switch()
    here.first_time("mai anh", second, OTHER)
    assert set(here.counter.seats) == {ANH}  # the key of who left is forgotten
    here.lose_the_centre()
    here.press_switch()
    here.name("minh")
    assert here.stage() is Stage.PIN
    here.again(OWN)
    here.until(lambda: here.who == MINH)
    assert not here.counter.seats[MINH].online
    assert here.application.window.status.words()[0].endswith("đăng nhập ngoại tuyến")


def test_esc_gives_a_slow_try_up(here: Place) -> None:
    here.ask_for_pins()
    given = here.given(MINH)
    here.start()
    here.name("minh")
    here.again(given)
    here.key(ESC)
    assert here.stage() is Stage.NAMES
    here.name("mai")
    here.bot.wait(300)
    assert here.stage() is Stage.FIRST
    assert here.state.person.person_id == ANH
    assert here.pin.line(PIN).text() == ""


def test_an_office_without_sign_in_chooses_names_and_may_use_a_pin(here: Place) -> None:
    given = here.given(MINH)
    here.start()
    assert here.work.officers.names.pin.isVisible()
    here.name("mai anh")
    assert here.who == ANH
    assert here.application.window.status.words()[0] == "Lê Thị Mai Anh · Quầy 3"
    here.press_lock()
    assert here.stage() is Stage.NAMES  # she is asked for again, by name
    here.key(ESC)
    assert here.work.lock.is_covered
    here.until(here.work.officers.names.line.hasFocus)
    here.type("minh")
    here.key(ENTER, Qt.KeyboardModifier.ControlModifier)
    assert here.stage() is Stage.FIRST
    here.again(given)
    here.until(lambda: here.stage() is Stage.OWN)
    for _field in range(2):
        here.type(OWN)
        here.key(ENTER)
    here.until(lambda: here.who == MINH)
    here.until(lambda: MINH in here.work.session.opening.with_keys)
    here.press_switch()
    here.name("minh")
    assert here.stage() is Stage.PIN  # who has a key here is asked for his PIN from now on


def test_the_day_on_which_pins_are_asked_for_locks_who_has_none(here: Place) -> None:
    here.start()
    here.name("minh")
    here.work.go(DOSSIERS)
    staffing.sign_in_from(here.owner, OFFICE, "2026-11-01", *BY)
    here.work.exchange.now()
    here.until(lambda: here.work.lock.locked)
    assert here.stage() is Stage.FIRST
    with pytest.raises(Refused, match="not_signed_in"):
        desk.receive(here.counter, intake("Nguyễn Văn Thử"))


def test_letters_find_a_name_and_arrows_walk(here: Place) -> None:
    here.start()
    names = here.work.officers.names
    here.until(names.line.hasFocus)
    here.type("quay 3")
    assert [one.person_id for one in names.people] == [ANH]
    here.key(ESC)
    assert len(names.people) == 6
    assert here.work.officers.marked == ANH  # who was found stays marked
    here.key(Qt.Key.Key_Up)
    assert here.work.officers.marked == MINH
    here.key(Qt.Key.Key_Down)
    assert here.work.officers.marked == ANH
    here.type("khong ai")
    assert names._none.isVisible()
    here.key(ENTER)
    assert here.who == ""


@pytest.mark.parametrize(
    ("letters", "person", "hidden", "shown"),
    [
        ("oanh", CHAIR, {INTAKE, ONLINE}, {DOSSIERS, REPORTS, PEOPLE, SYNC}),
        ("thanh tra", INSPECTOR, {INTAKE, ONLINE}, {DOSSIERS, REPORTS, SYNC}),
        ("minh", MINH, set(), {INTAKE, ONLINE, DOSSIERS, PEOPLE}),
    ],
)
def test_the_rail_has_what_a_role_can_use(
    here: Place, letters: str, person: str, hidden: set[str], shown: set[str]
) -> None:
    here.start()
    here.name(letters)
    assert here.who == person
    buttons = here.application.window.rail._buttons
    assert {name for name, button in buttons.items() if button.isHidden()} == hidden
    assert all(buttons[name].isVisible() for name in shown)
    here.key(Qt.Key.Key_F3)
    assert here.work.view.isVisible() == (INTAKE not in hidden)
    if hidden:  # and what no button offers is refused all the same
        with pytest.raises(Refused, match="not_permitted"):
            desk.receive(here.counter, intake("Nguyễn Văn Thử", actor_id=person))


def test_an_approver_chooses_eight_characters(here: Place) -> None:
    here.ask_for_pins()
    given = here.given(CHAIR)
    here.start()
    here.name("oanh")
    here.again(given)
    here.until(lambda: here.stage() is Stage.OWN)
    for _field in range(2):
        here.type("482159")
        here.key(ENTER)
    here.until(lambda: bool(here.pin.fields[NEW].error))
    assert "8" in here.pin.fields[NEW].error
    for name in (NEW, AGAIN):
        here.pin.line(name).setFocus()
        here.pin.line(name).selectAll()
        here.type(LONG)
    here.key(ENTER)
    here.until(lambda: here.who == CHAIR)


def test_no_pin_is_remembered_by_what_listens_for_receipts(here: Place) -> None:
    here.ask_for_pins()
    here.start()
    here.work._receipts.listen(here.window)
    here.name("minh")
    handle = here.window.windowHandle()
    for letter in "482159":
        QTest.keyClick(handle, letter)  # type: ignore[call-overload]
    here.until(lambda: here.pin.line(PIN).text() == "482159")
    assert not here.work._receipts._typed
    assert QApplication.focusWidget() is here.pin.line(PIN)
