"""A cell whose words go on in a second, smaller line where one does not hold them; its tip has them all."""

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from counter_app.ui import theme
from counter_app.ui.widgets.lines import SMALL
from counter_app.ui.widgets.table import Index

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class TwoLines(QStyledItemDelegate):
    """Draws a column of long sentences, never cut within a word where there is room for the next."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        self.initStyleOption(option, index)
        style = option.widget.style() if option.widget is not None else QApplication.style()
        room = style.subElementRect(QStyle.SubElement.SE_ItemViewItemText, option, option.widget)
        text, room = option.text, room.adjusted(3, 0, -3, 0)
        if option.fontMetrics.horizontalAdvance(text) <= room.width():
            super().paint(painter, option, index)
            return
        option.text = ""
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, option, painter, option.widget)
        painter.save()
        painter.setFont(small())
        painter.setPen(theme.current().colour("ink"))
        lines = halves(text, room.width())
        high = option.rect.height() // len(lines)
        for at, line in enumerate(lines):
            box = QRect(room.left(), option.rect.top() + at * high, room.width(), high)
            painter.drawText(box, _LEFT | Qt.TextFlag.TextSingleLine, line)
        painter.restore()


def small() -> QFont:
    """Return the font of both lines."""
    font = QFont(theme.FAMILY)
    font.setPixelSize(SMALL)
    return font


def halves(text: str, width: int) -> tuple[str, ...]:
    """Break a text between words into at most two lines of `width` px; the second ends in "…" if need be."""
    metrics = QFontMetrics(small())
    parts = text.split(" ")
    count = len(parts)
    while count > 1 and metrics.horizontalAdvance(" ".join(parts[:count])) > width:
        count -= 1
    first, rest = " ".join(parts[:count]), " ".join(parts[count:])
    return (first, metrics.elidedText(rest, Qt.TextElideMode.ElideRight, width)) if rest else (first,)
