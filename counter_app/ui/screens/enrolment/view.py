"""A token from the administrator makes this PC one of the office's."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QWidget

from counter_app.texts import _
from counter_app.ui.widgets.banner import Banner
from counter_app.ui.widgets.card import centred_card
from counter_app.ui.widgets.field import label

LONGEST = 20_000  # letters of a token, its certificate included


class EnrolmentView(QWidget):
    """`pasted(token)`; `busy` and `refuse` show what comes of it."""

    pasted = Signal(str)

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
        self.problem = Banner()
        self._lay_out()
        self.setFocusProxy(self.token)

    def busy(self) -> None:
        """The centre is being asked."""
        self.problem.say("")
        self.go.setEnabled(False)

    def refuse(self, sentence: str) -> None:
        """Say why not; the token stays."""
        self.problem.say(sentence, "late")
        self.go.setEnabled(True)
        self.token.setFocus()

    def _send(self) -> None:
        text = "".join(self.token.toPlainText().split())[:LONGEST]
        if text:
            self.pasted.emit(text)

    def _lay_out(self) -> None:
        column = centred_card(self, 560)
        column.addWidget(label(_("Ghi danh máy này"), "page"))
        said = label(
            _(
                "Máy này chưa thuộc quầy nào. "
                "Quản trị cấp cho mỗi máy một mã dùng một lần; dán mã đó vào đây."
            ),
            "muted",
        )
        said.setWordWrap(True)
        for widget in (said, self.token, self.problem, self.go):
            column.addWidget(widget)
