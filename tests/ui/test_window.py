"""The frame: shell first, failures in full, who sits here, how the centre stands."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from counter_app.errors import Damaged, Refused
from counter_app.services.counter import Counter
from counter_app.settings import Settings
from counter_app.ui.app import Application, dressed
from counter_app.ui.shots import shoot
from tests.ui.conftest import LAN, Desk

CITIZEN = ("Nguyễn", "Văn", "Thử")
HEAVY = (
    "sqlalchemy",
    "alembic",
    "reportlab",
    "keyring",
    "httpx2",
    "sqlcipher3",
    "PySide6.QtPdf",
    "counter_app.services.desk",
)


def test_the_shell_is_painted_before_anything_heavy_is_loaded() -> None:
    program = f"""
import json, sys
from counter_app.settings import Settings
from counter_app.ui.app import Application, dressed
app = dressed(Settings(), ["t"])
def opened(ask):
    raise SystemExit
made = Application(opened, Settings())
made.open = None
made.window.painted.disconnect()
def painted():
    print(json.dumps([name for name in {HEAVY!r} if name in sys.modules]))
    app.quit()
made.window.painted.connect(painted)
made.window.show()
app.exec()
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert json.loads(done.stdout or "null") == [], done.stderr


def test_the_shell_stands_before_the_counter_is_opened(qtbot: QtBot) -> None:
    dressed(Settings())
    seen: list[str] = []

    def opened(_ask: object) -> Counter:
        seen.append(made.window.notice.text)
        raise Refused("folder_in_use", folder="D:/so")

    made = Application(opened, Settings())
    made.window.show()
    qtbot.waitUntil(lambda: "Chưa mở được sổ" in made.window.notice.text)
    assert seen[0].startswith("Đang mở sổ")
    assert "D:/so" in made.window.notice.text
    assert made.window.notice.button.isVisible()
    made.window.close()


def test_trying_again_opens(qtbot: QtBot, opening: Callable[[object], Counter]) -> None:
    dressed(Settings())
    answers: list[Callable[[object], Counter]] = [opening]

    def opened(ask: object) -> Counter:
        if len(answers) == 1:
            answers.append(opening)
            raise Damaged("sqlite_vulnerable", version="3.40", needed="3.51.3")
        return opening(ask)

    made = Application(opened, Settings())
    made.window.show()
    qtbot.waitUntil(lambda: "3.51.3" in made.window.notice.text)
    QTest.mouseClick(made.window.notice.button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: made.workplace is not None, timeout=60_000)
    made.window.close()


def test_a_pc_that_is_not_enrolled_takes_a_token(qtbot: QtBot, opening: Callable[[object], Counter]) -> None:
    dressed(Settings())
    tokens: list[str] = []

    def opened(ask: object) -> Counter:
        if not tokens:
            raise Refused("not_enrolled", "token")
        return opening(ask)

    def enrol(token: str) -> None:
        if token != "good":
            raise Refused("bad_token", "token")
        tokens.append(token)

    made = Application(opened, Settings(), enrol)
    made.window.show()
    qtbot.waitUntil(lambda: made._enrolment is not None)
    page = made._enrolment
    assert page is not None
    page.token.setPlainText("wrong")
    page.go.click()
    qtbot.waitUntil(lambda: bool(page.problem.text))
    assert page.token.toPlainText() == "wrong"
    page.token.setPlainText(" go\nod ")
    page.go.click()
    qtbot.waitUntil(lambda: made.workplace is not None, timeout=60_000)
    made.window.close()


def test_a_passphrase_is_asked_for_on_the_screen(qtbot: QtBot, opening: Callable[[object], Counter]) -> None:
    dressed(Settings())
    got: list[str | None] = []

    def opened(ask: Callable[[str], str | None]) -> Counter:
        got.append(ask("Mật khẩu?"))
        return opening(ask)

    made = Application(opened, Settings())

    def answer() -> None:
        dialog = QApplication.activeModalWidget()
        assert dialog is not None
        QTest.keyClicks(dialog.line, "secret-words")  # type: ignore[attr-defined]
        QTest.keyClick(dialog.line, Qt.Key.Key_Return)  # type: ignore[attr-defined]

    made.window.show()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is not None or bool(got))
    answer()
    qtbot.waitUntil(lambda: made.workplace is not None, timeout=60_000)
    assert got == ["secret-words"]
    made.window.close()


def test_the_officer_is_chosen_by_keyboard(application: Application, qtbot: QtBot) -> None:
    workplace = application.workplace
    assert workplace is not None
    qtbot.waitUntil(workplace.officers.names.line.hasFocus)
    QTest.keyClick(workplace.officers.list, Qt.Key.Key_Return)
    assert workplace.session.person == LAN
    assert workplace.view.isVisible()


def test_no_page_opens_before_somebody_sits_here(application: Application) -> None:
    workplace = application.workplace
    assert workplace is not None
    application.window.wanted.emit("intake")
    assert workplace.officers.isVisible()


def test_offline_is_said_in_words_and_calmly(desk: Desk) -> None:
    desk.until(
        lambda: any("Ngoại tuyến từ 09:00" in words for words in desk.application.window.status.words())
    )
    desk.birth()
    desk.intake.submit()
    desk.rows(1)
    desk.until(lambda: not any(words == "0 chưa gửi" for words in desk.application.window.status.words()))
    assert not desk.issuing.state.rows[0].sent
    desk.application.window.wanted.emit("sync")
    assert "vẫn tiếp nhận bình thường" in desk.work.health.view.centre.words["link"].text()


def test_every_page_has_its_key(desk: Desk) -> None:
    keys = {shortcut.key().toString() for shortcut in desk.application.window.findChildren(QShortcut)}
    assert {"F3", "F8", "Ctrl+Shift+L", "Ctrl+Return", "Ctrl+Enter"} <= keys
    assert QKeySequence("F3").toString() == "F3"


def test_a_bug_is_told_once_with_an_id(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    def broken() -> None:
        raise ZeroDivisionError(" ".join(CITIZEN))

    desk.work.session.jobs.read(broken)
    desk.until(lambda: "bug " in caplog.text)
    name = caplog.text.split("bug ")[1][:6]
    boxes = [box for box in QApplication.topLevelWidgets() if name in getattr(box, "text", str)()]
    assert len(boxes) == 1
    assert "ZeroDivisionError" in caplog.text
    assert "in broken" in caplog.text
    assert " ".join(CITIZEN) not in caplog.text
    boxes[0].close()


def test_a_bug_frees_the_main_action(desk: Desk) -> None:
    desk.birth()
    desk.intake.submit()
    assert desk.intake.state.busy
    desk.work.session.jobs.failed.emit(ZeroDivisionError())
    assert desk.answered.deed.action.isEnabled()
    desk.rows(1)
    for box in QApplication.topLevelWidgets():
        if isinstance(box, QMessageBox):
            box.close()


def test_who_sat_here_is_remembered(qtbot: QtBot, opening: Callable[[object], Counter]) -> None:
    dressed(Settings())
    kept: list[str] = []
    made = Application(opening, Settings(last_person="duc"), remember=kept.append)
    made.window.show()
    qtbot.waitUntil(lambda: made.workplace is not None, timeout=60_000)
    assert made.workplace is not None
    QTest.keyClick(made.workplace.officers.list, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: kept == ["duc"])
    made.window.close()


def test_a_picture_of_the_window(desk: Desk, tmp_path: Path) -> None:
    shoot(desk.application.window, tmp_path / "out" / "window.png")
    assert (tmp_path / "out" / "window.png").stat().st_size > 10_000
