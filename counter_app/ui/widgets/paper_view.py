"""A PDF to look at, beside the form or in its own window."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from counter_app.domain.dossier import RECEIPT
from counter_app.texts import _
from counter_app.ui.saving import Paper, Saving
from counter_app.ui.widgets.banner import Banner
from counter_app.ui.widgets.save_button import SaveButton


class PaperView(QWidget):
    """Shows PDF bytes, one width wide."""

    def __init__(self) -> None:
        super().__init__()
        # Children are taken down in this order: a document that goes before its view still calls it.
        self._view = QPdfView(self)
        self._document = QPdfDocument(self)
        self._source = QBuffer(self)
        self._view.setDocument(self._document)
        self._view.setPageMode(QPdfView.PageMode.MultiPage)
        self._view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        self._view.setAccessibleName(_("Phiếu"))
        palette = self._view.palette()
        palette.setColor(palette.ColorRole.Dark, QColor("#8A949E"))
        self._view.setPalette(palette)
        self.setFocusProxy(self._view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._view)

    def show_pdf(self, pdf: bytes) -> None:
        """Show these bytes from the first page."""
        self._document.close()
        self._source.close()
        self._source.setData(QByteArray(pdf))
        self._source.open(QIODevice.OpenModeFlag.ReadOnly)
        self._document.load(self._source)

    @property
    def pages(self) -> int:
        """The number of pages shown."""
        return self._document.pageCount()


class PaperSheet(QWidget):
    """A paper, to be saved with Ctrl+S; `again(code)` of a receipt, `printed(code, document)` by hand."""

    again = Signal(str)
    printed = Signal(str, str)

    def __init__(self, saving: Saving, scope: QWidget | None = None) -> None:
        super().__init__()
        self._paper = Paper("", b"", "")
        self.view, self.said = PaperView(), Banner()
        self.reprint, self.confirm = QPushButton(_("In lại")), QPushButton(_("Xác nhận đã in"))
        self.save = SaveButton(scope or self)
        self.buttons = QHBoxLayout()
        for button in (self.reprint, self.save, self.confirm):
            self.buttons.addWidget(button)
        self.buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view, 1)
        column.addWidget(self.said)
        column.addLayout(self.buttons)
        self.reprint.clicked.connect(lambda: self.again.emit(self._paper.code))
        self.confirm.clicked.connect(lambda: self.printed.emit(self._paper.code, self._paper.document))
        self.save.wanted.connect(saving.save)
        saving.said.connect(self._say)

    def show_paper(self, paper: Paper) -> None:
        """Show this paper; only what is counted is confirmed, only a receipt is printed again from here."""
        self._paper = paper
        self.said.say("")
        self.view.show_pdf(paper.pdf)
        self.save.offer(paper.name, paper.pdf)
        self.reprint.setVisible(paper.document == RECEIPT)
        self.confirm.setVisible(bool(paper.document))

    def _say(self, words: str, tone: str) -> None:
        if self.isVisible():
            self.said.say(words, tone)


class PaperWindow(QDialog):
    """A PaperSheet of its own; Esc closes, and so does confirming."""

    def __init__(self, parent: QWidget, saving: Saving) -> None:
        super().__init__(parent)
        self.sheet = PaperSheet(saving, self)
        self.view, self.reprint, self.confirm = self.sheet.view, self.sheet.reprint, self.sheet.confirm
        self.close_it = QPushButton(_("Đóng"))
        self.sheet.buttons.addWidget(self.close_it)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.addWidget(self.sheet)
        self.confirm.clicked.connect(self.close)
        self.close_it.clicked.connect(self.close)
        self.resize(560, 760)

    def show_paper(self, paper: Paper) -> None:
        """Open with this paper."""
        self.setWindowTitle(paper.title)
        self.sheet.show_paper(paper)
        room = self.screen().availableSize()
        self.resize(min(560, room.width() - 40), min(760, room.height() - 60))
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.show()
        self.raise_()
        self.close_it.setFocus()
