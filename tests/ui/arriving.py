"""The portal and hands on the online page: arrivals heard without a network, keys, what stands in a row."""

from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from counter_app.domain.commands import Applicant, IdKind
from counter_app.domain.online import SUBJECT, Answer, OnlineAnswered, OnlineArrived
from counter_app.seal import SigningKey
from counter_app.store import log
from tests.central.counters import Counter
from tests.ui.conftest import NINE, Desk

NINE_MINUTE = NINE // 60_000
HOUR = 60
BIRTH = "1.001193"
MOTHER = Applicant(
    "Trần Thị Mạng",
    id_kind=IdKind.CITIZEN_ID,
    id_number="001190000017",
    birth_date="1990-03-05",
    sex="female",
    address="Tổ 1, phường Ba Đình",
    phone="0912345678",
)


@dataclass
class Portal:
    """The centre's own installation, heard without a network."""

    desk: Desk
    source: Counter = field(default_factory=lambda: Counter(SigningKey(bytes(31) + b"\x07")))

    def arrives(self, reference: str, at: int = NINE_MINUTE, procedure: str = BIRTH, **told: object) -> None:
        fact = OnlineArrived(reference, at, procedure, **({"applicant": MOTHER} | told))  # type: ignore[arg-type]
        self._hear(fact, reference)

    def answered_elsewhere(self, reference: str) -> None:
        self._hear(OnlineAnswered(reference, NINE_MINUTE, Answer.REFUSED), reference)

    def references(self) -> list[str]:
        return [row.reference for row in self.desk.work.online.state.rows]

    def _hear(self, fact: OnlineArrived | OnlineAnswered, reference: str) -> None:
        link = self.source.tell(fact, SUBJECT + reference)
        with self.desk.intake.counter.store.write() as conn:
            log.append_foreign(conn, [link])


def waits(desk: Desk, *references: str) -> None:
    """Look at the page until exactly these wait."""
    desk.work.online.refresh()
    desk.until(lambda: [row.reference for row in desk.work.online.state.rows] == list(references))


def press(key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, modifiers)


def opened(desk: Desk, reference: str) -> None:
    """Go to the page by F10 and open the marked arrival by Enter."""
    press(Qt.Key.Key_F10)
    assert desk.work.online_view.table.hasFocus()
    desk.work.online.mark(reference)
    press(Qt.Key.Key_Return)
    desk.until(lambda: desk.intake.state.form.online == reference and desk.view.isVisible())
    desk.until(lambda: desk.intake.state.promise is not None or desk.intake.state.no_promise != "")


def cells(desk: Desk, row: int) -> list[str]:
    model = desk.work.online_view.model
    return [str(model.data(model.index(row, at))) for at in range(model.columnCount())]


def badge(desk: Desk) -> QLabel:
    return desk.application.window.rail._badges["online"]
