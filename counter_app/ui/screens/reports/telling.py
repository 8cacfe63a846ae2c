"""Whom to tell of a day off, what to say, and how it was said."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QFormLayout,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from counter_app.domain.step_events import Means
from counter_app.texts import _, formats, life
from counter_app.ui.screens.reports.calendar import Chosen
from counter_app.ui.widgets.banner import Banner
from counter_app.ui.widgets.field import Line, label

NOTE = 300
ABREAST = 3  # buttons in a row


class TellingCard(QFrame):
    """`given(name, value)` while somebody fills in; `told`; `left`. Tab goes down it, Space marks."""

    given = Signal(str, object)
    told = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._title = label("", "section")
        self._facts: dict[str, QLabel] = {}
        self._form = QFormLayout()
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(8)
        for name, caption in (
            ("name", _("Người nộp")),
            ("phone", _("Điện thoại")),
            ("address", _("Địa chỉ")),
            ("procedure", _("Thủ tục")),
            ("due", _("Hẹn trên giấy")),
            ("propose", _("Báo ngày")),
        ):
            fact = self._facts[name] = label("", "strong" if name in ("phone", "propose") else "plain")
            fact.setWordWrap(True)
            self._form.addRow(label(caption), fact)
        self.means = {means: QPushButton(_capital(_(life.MEANS[means]))) for means in Means}
        self.note = Line(_("ghi chú: ai nghe, nói gì"), NOTE)
        self.said = Banner()
        self.action = QPushButton(_("Ghi đã báo, xem giấy    Ctrl+Enter"))
        self.action.setObjectName("primary")
        self.action.setAutoDefault(True)
        self.back = QPushButton(_("Thôi    Esc"))
        self._lay_out()
        self.note.textEdited.connect(lambda text: self.given.emit("note", text))
        self.action.clicked.connect(self.told)
        self.back.clicked.connect(self.left)

    def render_state(self, chosen: Chosen | None) -> None:
        """Show whom to tell."""
        if chosen is None:
            return
        row, who = chosen.row, chosen.applicant
        self._title.setText(row.code)
        values = {
            "name": who.name if who else row.name,
            "phone": who.phone if who else "",
            "address": who.address if who else "",
            "procedure": row.procedure_name,
            "due": formats.moment(row.due),
            "propose": "" if row.propose is None else formats.moment(row.propose),
        }
        for name, fact in self._facts.items():
            fact.setText(values[name] or "–")
        for means, button in self.means.items():
            button.setChecked(means is chosen.means)
        self.note.set_value(chosen.note)
        self.action.setEnabled(not chosen.busy)
        self.said.say(chosen.said, "late")

    def hands_to_first(self) -> None:
        """Put the focus where a telling begins."""
        next(button for button in self.means.values() if button.isChecked()).setFocus()

    def _lay_out(self) -> None:
        ways = QWidget()
        grid = QGridLayout(ways)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(2)
        for at, (means, button) in enumerate(self.means.items()):
            button.setObjectName("tab")
            button.setCheckable(True)
            button.clicked.connect(lambda _on, means=means: self.given.emit("means", means))
            grid.addWidget(button, at // ABREAST, at % ABREAST)
        binds = label(_("Lời hẹn trên giấy giữ nguyên. Chỉ ghi việc đã báo người nộp."), "muted")
        binds.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.action, 1)
        buttons.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(10)
        column.addWidget(self._title)
        column.addLayout(self._form)
        column.addWidget(binds)
        column.addWidget(label(_("Báo bằng cách")))
        column.addWidget(ways)
        column.addWidget(self.note)
        column.addWidget(self.said)
        column.addLayout(buttons)
        column.addStretch(1)


def _capital(word: str) -> str:
    return word[:1].upper() + word[1:]
