"""A PDF to look at, beside the form or in its own window."""

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtPdf import QPdfDocument
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from counter_app.texts import _


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


class PaperWindow(QDialog):
    """A paper with what can be done about it; Esc closes. `again(code)`, `printed(code)`."""

    again = Signal(str)
    printed = Signal(str)

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._code = ""
        self.view = PaperView()
        self.reprint = QPushButton(_("In lại"))
        self.confirm = QPushButton(_("Xác nhận đã in"))
        self.close_it = QPushButton(_("Đóng"))
        buttons = QHBoxLayout()
        buttons.addWidget(self.reprint)
        buttons.addWidget(self.confirm)
        buttons.addStretch(1)
        buttons.addWidget(self.close_it)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.addWidget(self.view, 1)
        column.addLayout(buttons)
        self.reprint.clicked.connect(lambda: self.again.emit(self._code))
        self.confirm.clicked.connect(self._confirm)
        self.close_it.clicked.connect(self.close)
        self.resize(560, 760)

    def show_paper(self, code: str, title: str, pdf: bytes) -> None:
        """Open with this paper; the buttons are for receipts only."""
        self._code = code
        self.setWindowTitle(title)
        self.view.show_pdf(pdf)
        for button in (self.reprint, self.confirm):
            button.setVisible(bool(code))
        room = self.screen().availableSize()
        self.resize(min(560, room.width() - 40), min(760, room.height() - 60))
        self.setWindowModality(Qt.WindowModality.NonModal)
        self.show()
        self.raise_()
        self.close_it.setFocus()

    def _confirm(self) -> None:
        self.printed.emit(self._code)
        self.close()
