"""Hands on the page of dossiers: a reception, keys, time that passes."""

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QRadioButton, QWidget

from counter_app.domain.clock import Machine
from counter_app.domain.dossier import Dossier
from counter_app.domain.people import Grant, Person, Role
from counter_app.services.life_offers import Act
from counter_app.ui.screens.dossiers.acts.registry import FORMS
from counter_app.ui.screens.dossiers.filing import Side
from tests.ui.conftest import GRANTS, Desk

HOA = Person("hoa", "Lê Thị Hoa", "Phụ trách Bộ phận Một cửa", "", "", "")
WITH_HOA = (
    *GRANTS,
    *(Grant(f"hoa-{role}", "hoa", role, "2020-01-01") for role in (Role.OFFICER, Role.SUPERVISOR)),
)
MINUTE_MS = 60_000


class Hands:
    """Keys struck wherever the focus is."""

    def focus(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def key(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self.focus(), key, modifier)

    def type(self, text: str) -> None:
        QTest.keyClicks(self.focus(), text)


@dataclass
class Filer(Hands):
    """The page with one dossier received at 09:00 on Thu 2026-11-19, and keys."""

    desk: Desk
    readings: list[Machine]

    def __post_init__(self) -> None:
        self.work, self.window = self.desk.work, self.desk.application.window
        self.page = self.work.dossiers_view
        self.presenter = self.work.dossiers
        self.until = self.desk.until

    @property
    def dossier(self) -> Dossier:
        file = self.presenter.filing.state.file
        assert file is not None
        return file.dossier

    def received(self, name: str = "Nguyễn Văn Thử") -> str:
        """Receive a birth registration and open it."""
        count = len(self.desk.issuing.state.rows)
        self.desk.birth(name)
        self.desk.intake.submit()
        self.desk.rows(count + 1)
        self.until(lambda: self.desk.issuing.state.rows[0].printed)
        code = self.desk.issuing.state.rows[0].code
        self.work.go_to(code)
        self.until(lambda: self.presenter.filing.state.file is not None and self.dossier.code == code)
        return code

    def later(self, minutes: int) -> None:
        """Let time pass, awake."""
        last = self.readings[-1]
        passed = minutes * MINUTE_MS
        self.readings.append(Machine(last.wall_ms + passed, last.boot_ms + passed, last.boot_id))
        self.presenter.filing.refresh()
        now = self.readings[-1].wall_ms // MINUTE_MS
        self.until(lambda: self._now() == now)

    def _now(self) -> int:
        file = self.presenter.filing.state.file
        return file.case.now if file else 0

    def begin(self, act: Act) -> None:
        """Strike the letter of an act."""
        self.page.story.table.setFocus()
        QTest.keyClicks(self.page.story.table, FORMS[act].key.lower())
        panel = self.presenter.acting.panel
        assert panel is not None, act
        assert panel.act is act

    def fill(self, name: str, text: str) -> None:
        """Type into a field of the panel."""
        editor = self.page.act.form.fields[name].editor
        editor.setFocus()
        QTest.keyClicks(self.focus(), text)

    def choose(self, name: str, value: str) -> None:
        """Strike Space on one of a field's words."""
        editor = self.page.act.form.fields[name].editor
        button: QRadioButton = editor.button(value)  # type: ignore[attr-defined]
        button.setFocus()
        QTest.keyClick(button, Qt.Key.Key_Space)

    def do(self) -> None:
        self.key(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)

    def done(self, holds: Callable[[Dossier], bool]) -> None:
        """Do it, and wait until the file says so."""
        self.do()
        self.until(lambda: self.presenter.acting.panel is None and holds(self.dossier))

    def refused(self, name: str) -> str:
        """Do it, and return what stands beside the field."""
        self.do()
        self.until(lambda: bool(self.error(name)))
        return self.error(name)

    def error(self, name: str) -> str:
        return self.page.act.form.fields[name].error

    def print(self) -> str:
        """Wait for a paper, print it with one key, step back; return its title."""
        self.until(lambda: self.presenter.filing.state.side is Side.PAPER)
        title = self.page.paper.title.text()
        self.do()
        self.until(lambda: "Đã in" in self.page.paper.said.text)
        self.key(Qt.Key.Key_Escape)
        assert self.presenter.filing.state.side is Side.STORY
        return title

    def story(self) -> list[str]:
        return [row.said for row in self.page.story.model.rows]
