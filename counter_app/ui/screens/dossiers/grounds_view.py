"""What every date of a dossier rests on; what does not hold stands out, in words."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPlainTextEdit, QPushButton, QVBoxLayout

from counter_app.domain.explanation import Explanation
from counter_app.texts import _, explanations
from counter_app.texts.refusals import sentence
from counter_app.ui import theme
from counter_app.ui.widgets.banner import Banner
from counter_app.ui.widgets.field import label


class GroundsView(QFrame):
    """`left` when a person has read it."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.verdict = Banner()
        self.text = _Reader()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("Căn cứ các ngày hẹn"))
        self._told: Explanation | None = None
        back = QPushButton(_("Quay lại    Esc"))
        back.setAutoDefault(True)
        back.clicked.connect(self.left)
        top = QHBoxLayout()
        top.addWidget(label(_("Căn cứ các ngày hẹn"), "section"), 1)
        top.addWidget(back)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(top)
        column.addWidget(self.verdict)
        column.addWidget(self.text, 1)
        self.setFocusProxy(self.text)

    def render_told(self, told: Explanation | None) -> None:
        """Show an explanation."""
        if told is None or told == self._told:
            return
        self._told = told
        if told.holds:
            self.verdict.say(_("Mọi ngày hẹn khớp với sự việc đã ghi, quy tắc và lịch."), "ok")
        else:
            self.verdict.say(_("Có chỗ không khớp, ghi bằng chữ đỏ bên dưới. Báo phụ trách."), "late")
        wrong = _wrong(told)
        self.text.clear()
        cursor = self.text.textCursor()
        for line in explanations.lines(told, ids=False):
            cursor.insertText(line + "\n", _look(line, any(said in line for said in wrong)))
        cursor.movePosition(QTextCursor.MoveOperation.Start)
        self.text.setTextCursor(cursor)


class _Reader(QPlainTextEdit):
    """Text to read and copy; letters are left to the page."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Scroll and copy, nothing else."""
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
        else:
            super().keyPressEvent(event)


def _wrong(told: Explanation) -> tuple[str, ...]:
    faults = tuple(sentence(step.fault) for step in told.steps if step.fault)
    return faults + tuple(explanations.difference(each) for each in told.differences if not each.apart)


def _look(line: str, wrong: bool) -> QTextCharFormat:
    look = QTextCharFormat()
    token = "late" if wrong else "muted" if line.startswith(" ") else "ink"
    look.setForeground(theme.current().colour(token))
    if wrong:
        look.setFontWeight(QFont.Weight.DemiBold)
    return look
