"""Save as PDF: one button and one key for every paper that shows."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QPushButton, QWidget

from counter_app.texts import _

KEY = "Ctrl+S"
AskPath = Callable[[QWidget, str], Path | None]


def ask_path(parent: QWidget, name: str) -> Path | None:
    """Ask by the system's own dialog where to save; None where somebody changed his mind."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    kinds = {"pdf": "PDF (*.pdf)", "csv": "CSV (*.csv)"}
    offered = str(Path(folder) / name)
    chosen, _kind = QFileDialog.getSaveFileName(parent, _("Lưu tệp"), offered, kinds[name[-3:]])
    return Path(chosen) if chosen else None


class SaveButton(QPushButton):
    """`wanted(path, pdf)` of the paper that was offered last; Ctrl+S anywhere in `scope`, while it shows."""

    wanted = Signal(object, bytes)

    def __init__(self, scope: QWidget) -> None:
        super().__init__(f"{_('Lưu PDF')}    {KEY}")
        self.setAccessibleName(_("Lưu PDF"))
        self.setAutoDefault(True)
        self.ask: AskPath = ask_path
        self._name, self._pdf = "", b""
        self.clicked.connect(self._ask)
        key = QShortcut(QKeySequence(KEY), scope)
        key.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        key.setAutoRepeat(False)
        key.activated.connect(self._pressed)

    def offer(self, name: str, pdf: bytes) -> None:
        """Take the paper that shows; `name` is offered for its file."""
        self._name, self._pdf = f"{name}.pdf", pdf

    def _pressed(self) -> None:
        if self.isVisible():
            self._ask()

    def _ask(self) -> None:
        path = self.ask(self, self._name)
        if path is not None:
            self.wanted.emit(path, self._pdf)
