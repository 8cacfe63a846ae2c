"""A paper that no printer takes: saved as PDF in the folder that the officer chooses. No widgets."""

from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from counter_app.errors import CounterError
from counter_app.services import exports
from counter_app.texts import _
from counter_app.texts.refusals import sentence
from counter_app.ui.session import Session


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper to look at: `title` in words, `name` for its file.

    `code` and `document` are what ConfirmPrinted takes; a `document` of "" is no paper whose copies count.
    """

    title: str
    pdf: bytes
    name: str
    code: str = ""
    document: str = ""


class Saving(QObject):
    """`said(words, tone)` of each file; saving is no printing: nothing goes on record."""

    said = Signal(str, str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session

    def save(self, path: Path, pdf: bytes) -> None:
        """Write the file whole or not at all; a folder that takes none is told with its name."""
        self._session.jobs.print(exports.save, path, pdf, then=self._saved, otherwise=self._failed)

    def _saved(self, path: Path) -> None:
        self.said.emit(_("Đã lưu {file}.").format(file=path), "ok")

    def _failed(self, error: CounterError) -> None:
        self.said.emit(sentence(error), "late")
