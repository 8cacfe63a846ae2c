"""Asks for the passphrase on the GUI thread while a lane waits for the answer."""

from concurrent.futures import Future

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLineEdit, QVBoxLayout, QWidget

from counter_app.texts import _
from counter_app.ui.widgets.field import Line, label


class PassphraseQuestion(QObject):
    """`ask(sentence)` may be called from any lane; None means that the person went away."""

    _asked = Signal(str, object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._open: list[Future[str | None]] = []
        self._asked.connect(self._show)

    def ask(self, sentence: str) -> str | None:
        """Wait for a passphrase; `sentence` says why it is asked (again)."""
        answer: Future[str | None] = Future()
        self._open.append(answer)
        self._asked.emit(sentence, answer)
        return answer.result()

    def give_up(self) -> None:
        """Answer everybody who still waits with None: the window closes."""
        for answer in self._open:
            if not answer.done():
                answer.set_result(None)

    def _show(self, sentence: str, answer: "Future[str | None]") -> None:
        dialog = _Dialog(sentence, self._window)

        def answered(result: int) -> None:
            if not answer.done():
                answer.set_result(dialog.line.text() if result == QDialog.DialogCode.Accepted else None)
            dialog.line.clear()
            dialog.deleteLater()

        dialog.finished.connect(answered)
        dialog.open()


class _Dialog(QDialog):
    def __init__(self, sentence: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(_("Mật khẩu mở sổ"))
        self.line = Line("", 200)
        self.line.setEchoMode(QLineEdit.EchoMode.Password)
        self.line.setAccessibleName(_("Mật khẩu mở sổ"))
        buttons = QDialogButtonBox(
            QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel
        )
        buttons.button(QDialogButtonBox.StandardButton.Ok).setText(_("Mở sổ"))
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setText(_("Thôi"))
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        said = label(sentence or _("Nhập mật khẩu mở sổ của máy này."), "plain")
        said.setWordWrap(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        for widget in (said, self.line, buttons):
            column.addWidget(widget)
        self.setMinimumWidth(420)
