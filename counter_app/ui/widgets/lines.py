"""Text drawn by delegates: pieces side by side, each in its colour, weight and size."""

from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter

from counter_app.ui import theme

BASE, SMALL = 14, 12  # px


@dataclass(frozen=True, slots=True)
class Words:
    """A piece of text: in a token's colour, bold, small or struck through."""

    text: str
    token: str = "ink"  # noqa: S105 - a colour
    strong: bool = False
    small: bool = False
    struck: bool = False


@cache
def _font(small: bool, strong: bool, struck: bool) -> tuple[QFont, QFontMetrics]:
    font = QFont(theme.FAMILY)
    font.setPixelSize(SMALL if small else BASE)
    font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
    font.setStrikeOut(struck)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font, QFontMetrics(font)


Line = tuple[Words, ...]


def put(painter: QPainter, box: QRect, line: Line) -> None:
    """Set pieces side by side; the last that does not fit ends in an ellipsis."""
    left = box.left()
    for piece in line:
        room = box.right() + 1 - left
        if not piece.text or room <= 0:
            continue
        font, metrics = _font(piece.small, piece.strong, piece.struck)
        text = metrics.elidedText(piece.text, Qt.TextElideMode.ElideRight, room)
        painter.setFont(font)
        painter.setPen(_ink(piece.token))
        painter.drawText(
            QRect(left, box.top(), room, box.height()),
            Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine,
            text,
        )
        left += metrics.horizontalAdvance(text) + 6


def strip(box: QRect, top: int, height: int) -> QRect:
    """Return the strip of a box that begins `top` px below its head."""
    return QRect(box.left(), box.top() + top, box.width(), height)


def _ink(token: str) -> QColor:
    return theme.current().colour(token)
