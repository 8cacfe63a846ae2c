"""Hands on the page of reports: dossiers of two limits, and keys."""

from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.services import desk
from tests.pcs import intake
from tests.ui.conftest import Desk

SEVEN_DAYS, EIGHT_DAYS = "1.004222", "1.012796"  # working days
CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


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
