"""Another PIN in place of one's own, at the window and by keys; who steps back from it is not kept out."""

from collections.abc import Iterator
from contextlib import suppress

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from counter_app import seal
from counter_app.errors import Refused
from counter_app.services import own_keys, sign_in
from counter_app.store import person_keys
from counter_app.ui.screens.officers.state import AGAIN, NEW, PIN, Stage
from tests.pcs import Office
from tests.services.introducing import code_of
from tests.ui.seating import CHAIR, CONTROL, ENTER, ESC, LONG, MINH, OTHER, OWN, Place, place


@pytest.fixture
def seated(office: Office, qtbot: QtBot) -> Iterator[Place]:
    """Minh sits at an office that asks for PINs."""
    made = place(office, qtbot)
    made.ask_for_pins()
    given = made.given(MINH)
    made.start()
    made.first_time("minh", given, OWN)
    yield made
    for application in made.made:
        application.window.close()
    office.opened.clear()


def change(here: Place) -> None:
    """Ctrl+M."""
    here.key(Qt.Key.Key_M, CONTROL)
    assert here.stage() is Stage.CHANGE
    assert here.pin.line(PIN).hasFocus()


def give(here: Place, *pins: str) -> None:
    """Type the PIN that was and another twice, each ended by Enter."""
    for name, pin in zip((PIN, NEW, AGAIN), pins, strict=True):
        here.pin.line(name).setFocus()
        here.pin.line(name).selectAll()
        here.type(pin)
    here.key(ENTER)


def test_one_chooses_another_pin_from_the_lock(seated: Place) -> None:
    seated.press_lock()
    change(seated)
    assert seated.pin._rules.isVisible()
    assert "Ít nhất 6 ký tự" in seated.pin._rules.text()
    seated.type(OWN)
    seated.key(ENTER)
    assert seated.pin.line(NEW).hasFocus()
    seated.type(OTHER)
    seated.key(ENTER)
    assert seated.pin.line(AGAIN).hasFocus()
    seated.type(OTHER)
    seated.key(ENTER)
    seated.until(lambda: seated.stage() is Stage.PIN)
    assert "Đã đổi mã PIN" in seated.pin.note
    assert [seated.pin.line(name).text() for name in (PIN, NEW, AGAIN)] == ["", "", ""]
    assert seated.work.lock.locked  # the lock is opened by the new one
    seated.again(OWN)
    seated.until(lambda: bool(seated.pin.fields[PIN].error))
    seated.again(OTHER)
    seated.until(lambda: not seated.work.lock.is_covered)
    assert seated.who == MINH
    assert code_of(sign_in.again, seated.counter, MINH, OWN) == "wrong_pin"


def test_what_is_wrong_stands_beside_its_field(seated: Place) -> None:
    seated.press_switch()
    assert seated.work.officers.names.change.isVisible()  # it is Minh who is marked
    change(seated)
    fields = seated.pin.fields
    give(seated, OWN, OTHER, LONG)
    assert "không giống nhau" in fields[AGAIN].error
    give(seated, "sai roi 1", OTHER, OTHER)
    seated.until(lambda: "Còn 4 lần" in fields[PIN].error)
    give(seated, OWN, "111111", "111111")
    seated.until(lambda: "dễ đoán" in fields[NEW].error)
    assert seated.pin.line(NEW).hasFocus()
    give(seated, OWN, OWN, OWN)
    seated.until(lambda: "giống mã cũ" in fields[NEW].error)
    for stage in (Stage.PIN, Stage.NAMES):
        seated.key(ESC)
        assert seated.stage() is stage
    seated.key(ESC)
    assert not seated.work.lock.is_covered
    assert sign_in.again(seated.counter, MINH, OWN).online


def test_an_approver_is_told_of_eight_characters(seated: Place) -> None:
    given = seated.given(CHAIR)
    seated.press_switch()
    seated.first_time("oanh", given, LONG)
    seated.press_switch()
    change(seated)
    assert "Ít nhất 8 ký tự" in seated.pin._rules.text()
    give(seated, LONG, "482159", "482159")
    seated.until(lambda: "8" in seated.pin.fields[NEW].error)


def test_it_needs_the_centre_and_says_so(seated: Place) -> None:
    seated.lose_the_centre()
    seated.press_lock()
    change(seated)
    assert seated.pin.note == "Đổi mã PIN cần có mạng."
    give(seated, OWN, OTHER, OTHER)
    seated.until(lambda: "trung tâm" in seated.pin.fields[PIN].error)
    seated.key(ESC)
    seated.again(OWN)  # nothing was changed
    seated.until(lambda: not seated.work.lock.is_covered)


def test_esc_keeps_nobody_out_by_a_pin_that_the_centre_has_taken(seated: Place) -> None:
    seated.press_lock()
    change(seated)
    give(seated, OWN, OTHER, OTHER)
    assert seated.state.busy
    seated.key(ESC)
    assert seated.stage() is Stage.PIN
    seated.until(lambda: _new(seated))
    seated.again(OTHER)
    seated.until(lambda: not seated.work.lock.is_covered)


def _new(here: Place) -> bool:
    """Tell whether the new PIN opens the key here, at no try's cost where it does not yet."""
    with here.counter.store.read() as conn:
        held = person_keys.find(conn, MINH)
    assert held is not None
    with suppress(Refused):
        return bool(seal.unwrap(held.wrapped, OTHER, own_keys._pepper(here.counter, MINH)))
    return False


def test_who_has_no_key_here_has_nothing_to_change(seated: Place) -> None:
    seated.press_switch()
    seated.type("mai anh")
    assert not seated.work.officers.names.change.isVisible()
    seated.key(Qt.Key.Key_M, CONTROL)
    assert seated.stage() is Stage.NAMES
