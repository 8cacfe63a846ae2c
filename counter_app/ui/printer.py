"""A PDF onto paper: the system's default printer, 300 dots per inch or better."""

from typing import TYPE_CHECKING

from counter_app.errors import Unavailable

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPrintSupport import QPrinter

DPI = 300
POINTS = 72


class Printer:
    """The machine's default printer. May be used on a lane: Qt paints printers there too."""

    def print_pdf(self, data: bytes, title: str) -> bool:
        """Print all pages; False when this machine has no printer. Raises Unavailable: printer_failed."""
        from PySide6.QtPrintSupport import QPrinter, QPrinterInfo

        chosen = QPrinterInfo.defaultPrinter()
        if chosen.isNull():
            return False
        device = QPrinter(chosen, QPrinter.PrinterMode.HighResolution)
        device.setDocName(title)
        paint(data, device)
        return True


def paint(data: bytes, device: "QPrinter") -> None:
    """Paint a PDF's pages on a printer, whole and to scale. Raises Unavailable: printer_failed (reason)."""
    from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QRectF, QSizeF
    from PySide6.QtGui import QPageLayout, QPageSize, QPainter
    from PySide6.QtPdf import QPdfDocument

    source = QBuffer()
    source.setData(QByteArray(data))
    source.open(QIODevice.OpenModeFlag.ReadOnly)
    document = QPdfDocument()
    document.load(source)
    if document.status() != QPdfDocument.Status.Ready:
        raise Unavailable("printer_failed", reason="PDF")
    points = document.pagePointSize(0)
    size = QPageSize(QSizeF(points), QPageSize.Unit.Point)
    device.setPageLayout(
        QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(), QPageLayout.Unit.Point)
    )
    device.setFullPage(True)
    device.setResolution(max(DPI, device.resolution()))
    painter = QPainter()
    if not painter.begin(device):
        raise Unavailable("printer_failed", reason=device.printerName())
    try:
        whole = QRectF(device.pageLayout().fullRectPixels(device.resolution()))
        for page in range(document.pageCount()):
            if page and not device.newPage():
                raise Unavailable("printer_failed", reason=device.printerName())
            painter.drawImage(whole, _page(document, page))
    finally:
        painter.end()
        document.close()


def _page(document: "QPdfDocument", page: int) -> "QImage":
    """Render one page on white at DPI."""
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage, QPainter

    drawn = document.render(page, (document.pagePointSize(page) * DPI / POINTS).toSize())
    white = QImage(drawn.size(), QImage.Format.Format_RGB32)
    white.fill(Qt.GlobalColor.white)
    over = QPainter(white)
    over.drawImage(0, 0, drawn)
    over.end()
    return white
