"""Qt's own buttons and menus speak Vietnamese while the window does."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit, QMenu, QMessageBox, QPlainTextEdit
from pytestqt.qtbot import QtBot

from counter_app import texts
from counter_app.settings import Settings
from counter_app.ui.app import dressed

EVERY = list(QDialogButtonBox.StandardButton)


@pytest.fixture(autouse=True)
def _vietnamese(qapp: object) -> Iterator[None]:
    dressed(Settings(language="vi"))
    yield
    texts.use("vi")


def plain(text: str) -> str:
    return text.partition("\t")[0].replace("&", "")


def words_of(menu: QMenu | None) -> list[str]:
    assert menu is not None
    return [plain(action.text()) for action in menu.actions() if not action.isSeparator()]


def test_every_standard_button(qtbot: QtBot) -> None:
    box = QDialogButtonBox()
    qtbot.addWidget(box)
    for standard in EVERY:
        box.addButton(standard)
    english = {
        "OK",
        "Cancel",
        "Close",
        "Yes",
        "No",
        "Save",
        "Open",
        "Apply",
        "Reset",
        "Retry",
        "Help",
        "Abort",
    }
    said = {plain(button.text()) for button in box.buttons()}
    assert said >= {"Đồng ý", "Thôi", "Đóng", "Có", "Không", "Lưu", "Mở", "Thử lại", "Trợ giúp"}
    assert not said & english
    assert all(not word.isascii() for word in said - {"Trợ giúp"}), said


def test_the_menu_of_typed_text(qtbot: QtBot) -> None:
    line, page = QLineEdit("chữ"), QPlainTextEdit("chữ")
    qtbot.addWidget(line)
    qtbot.addWidget(page)
    menu = ["Hoàn tác", "Làm lại", "Cắt", "Sao chép", "Dán", "Xóa", "Chọn tất cả"]
    assert words_of(line.createStandardContextMenu()) == menu
    assert words_of(page.createStandardContextMenu()) == menu


def test_a_message_with_details(qtbot: QtBot) -> None:
    message = QMessageBox()
    qtbot.addWidget(message)
    message.setStandardButtons(QMessageBox.StandardButton.Ok | QMessageBox.StandardButton.Cancel)
    message.setDetailedText("chi tiết")
    assert {plain(button.text()) for button in message.buttons()} == {"Đồng ý", "Thôi", "Xem chi tiết..."}


def test_the_print_dialog() -> None:
    asked = [
        ("QPrintDialog", "Print"),
        ("QPrintDialog", "&Print"),
        ("QPrintWidget", "Printer"),
        ("QPrintSettingsOutput", "Copies:"),
    ]
    assert [QCoreApplication.translate(*words) for words in asked] == ["In", "In", "Máy in", "Số bản:"]


def test_english_leaves_qt_its_own_words(qtbot: QtBot) -> None:
    dressed(Settings(language="en"))
    line = QLineEdit("text")
    qtbot.addWidget(line)
    assert "Select All" in words_of(line.createStandardContextMenu())
