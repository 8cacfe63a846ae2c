"""A paper as it will be printed, in a window of its own with the button that prints it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from counter_app.errors import CounterError
from counter_app.texts import _
from counter_app.texts.refusals import sentence
from counter_app.ui.printer import Printer
from counter_app.ui.saving import Saving
from counter_app.ui.session import Session
from counter_app.ui.widgets.field import label
from counter_app.ui.widgets.paper_view import PaperView
from counter_app.ui.widgets.save_button import SaveButton


class PrintDialog(QDialog):
    """Esc closes; Enter prints; Ctrl+S saves. `taken` when it is printed, or saved to be printed."""

    taken = Signal()

    def __init__(self, session: Session, printer: Printer, parent: QWidget) -> None:
        super().__init__(parent)
        self._session, self._printer = session, printer
        self._pdf = b""
        self._saving = Saving(session, self)
        self.view = PaperView()
        self.print_it, self.close_it = QPushButton(_("In")), QPushButton(_("Đóng"))
        self.save = SaveButton(self)
        self.save.wanted.connect(self._saving.save)
        self.said: QLabel = label("", "muted")
        self._saving.said.connect(self._saved)
        self.said.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self.print_it)
        row.addWidget(self.save)
        row.addWidget(self.said, 1)
        row.addWidget(self.close_it)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.addWidget(self.view, 1)
        column.addLayout(row)
        self.print_it.clicked.connect(self._print)
        self.close_it.clicked.connect(self.close)

    def show_paper(self, title: str, name: str, pdf: bytes) -> None:
        """Open with this paper; `name` is offered for its file, "" is a paper that no file is made of."""
        self._pdf = pdf
        self.setWindowTitle(title)
        self.said.setText("")
        self.view.show_pdf(pdf)
        self.save.offer(name, pdf)
        self.save.setVisible(bool(name))
        if not self.view.pages:
            self.said.setText(_("Không mở được tệp này. Xem bản giấy."))
        room = self.screen().availableSize()
        self.resize(min(900, room.width() - 40), min(720, room.height() - 60))
        self.show()
        self.raise_()
        self.print_it.setFocus()

    def _print(self) -> None:
        self.print_it.setEnabled(False)
        self._session.jobs.print(
            self._printer.print_pdf, self._pdf, self.windowTitle(), then=self._out, otherwise=self._failed
        )

    def _out(self, taken: bool) -> None:
        self.print_it.setEnabled(True)
        self.said.setText(_("Đã in.") if taken else _("Máy này chưa có máy in."))
        if taken:
            self.taken.emit()

    def _saved(self, words: str, tone: str) -> None:
        self.said.setText(words)
        if tone == "ok":
            self.taken.emit()

    def _failed(self, error: CounterError) -> None:
        self.print_it.setEnabled(True)
        self.said.setText(sentence(error))
