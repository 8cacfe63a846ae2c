"""A token from the administrator makes this PC one of the office's."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from counter_app.texts import _
from counter_app.ui.widgets.banner import Banner
from counter_app.ui.widgets.card import centred_card
from counter_app.ui.widgets.field import label

LONGEST = 20_000  # letters of a token, its certificate included


class EnrolmentView(QWidget):
    """`pasted(token)`; `busy` and `refuse` show what comes of it. `put_off` by who comes back to it later."""

    pasted = Signal(str)
    put_off = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.token = QPlainTextEdit()
        self.token.setPlaceholderText(_("Dán mã ghi danh vào đây"))
        self.token.setAccessibleName(_("Mã ghi danh"))
        self.token.setTabChangesFocus(True)
        self.token.setFixedHeight(120)
        self.go = QPushButton(_("Ghi danh"))
        self.go.setObjectName("primary")
        self.go.setAutoDefault(True)
        self.go.clicked.connect(self._send)
        self.later = QPushButton(_("Để sau (Esc)"))
        self.later.setAutoDefault(True)
        self.later.clicked.connect(self.put_off)
        self.problem, self._said = Banner(), label("", "muted")
        self._lay_out()
        self.asks_again(False)
        self.setFocusProxy(self.token)

    def asks_again(self, again: bool) -> None:
        """Say whether this PC is new, or was enrolled before and needs another name; that can wait."""
        self._said.setText(_again() if again else _new())
        self.later.setVisible(again)

    def busy(self) -> None:
        """The centre is being asked."""
        self.problem.say("")
        for button in (self.go, self.later):
            button.setEnabled(False)

    def refuse(self, sentence: str) -> None:
        """Say why not; the token stays."""
        self.problem.say(sentence, "late")
        for button in (self.go, self.later):
            button.setEnabled(True)
        self.token.setFocus()

    def _send(self) -> None:
        text = "".join(self.token.toPlainText().split())[:LONGEST]
        if text:
            self.pasted.emit(text)

    def _lay_out(self) -> None:
        column = centred_card(self, 560)
        column.addWidget(label(_("Ghi danh máy này"), "page"))
        self._said.setWordWrap(True)
        for widget in (self._said, self.token, self.problem, self.go, self.later):
            column.addWidget(widget)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts it off, where that is offered."""
        if event.key() == Qt.Key.Key_Escape and self.later.isVisible() and self.later.isEnabled():
            self.put_off.emit()
        else:
            super().keyPressEvent(event)


def _new() -> str:
    return _("Máy này chưa thuộc quầy nào. Quản trị cấp cho mỗi máy một mã dùng một lần; dán mã đó vào đây.")


def _again() -> str:
    return _(
        "Máy này không tiếp nhận tiếp dưới tên cũ được. Xin quản trị một mã dùng một lần rồi dán vào đây: "
        "sổ và việc chưa gửi vẫn còn nguyên, máy tiếp tục dưới tên mới."
    )
