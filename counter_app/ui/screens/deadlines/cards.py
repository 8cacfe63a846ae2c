"""How a dossier is drawn: as a card in a column, or as a row of two lines in the table."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from counter_app.services.board import Row
from counter_app.ui import theme
from counter_app.ui.screens.deadlines import words
from counter_app.ui.screens.deadlines.model import PagedModel
from counter_app.ui.widgets.lines import Line, Words, put, strip

Index = QModelIndex | QPersistentModelIndex
LINE, SMALL_LINE, PAD, GAP, ICON = 21, 18, 10, 6, 16
CARD = LINE + 2 + 7 * SMALL_LINE + 2 * PAD + GAP
TALL = LINE + SMALL_LINE + 2 * 7  # a row of the table

Lines = Callable[[Row], tuple[Line, Line]]


def promise(row: Row) -> Line:
    """Return what is promised, the receipt's promise struck beside another; a card is wide enough for all."""
    if row.first is None:
        return (Words(words.promise(row), small=True),)
    return (*replaced(row, "→"), Words(words.running(row), small=True))


def replaced(row: Row, otherwise: str = "") -> Line:
    """Return the receipt's promise struck through, and whether an extension took its place."""
    became = words.extension(row) or otherwise
    return (
        Words(words.first_in_short(row), "muted", small=True, struck=True),
        *((Words(became, "muted", small=True),) if became else ()),
    )


def to_do(row: Row) -> Line:
    """Return the next step; that an apology is due comes first, in its colour."""
    apology = words.apology(row)
    step = Words(words.step(row), small=True)
    return (Words(apology, "warn", strong=True, small=True), step) if apology else (step,)


def state(row: Row) -> Line:
    """Return level and time left."""
    token = words.sign(row)[1]
    return (
        Words(words.level(row), token, strong=True, small=True),
        Words(words.left(row), token, small=True),
    )


class Card(QStyledItemDelegate):
    """A dossier as a card: everything an officer needs to take it up."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one card."""
        look = theme.current()
        box: QRect = option.rect
        frame = box.adjusted(GAP // 2, 0, -GAP // 2, -GAP)
        row = index.data(PagedModel.RowRole)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        marked, focused = _marked(option)
        painter.setBrush(look.colour("accent_soft" if marked else "surface"))
        painter.setPen(QPen(look.colour("accent" if focused else "line"), 2 if focused else 1))
        painter.drawRoundedRect(QRectF(frame).adjusted(1, 1, -1, -1), 6, 6)
        if row is not None:
            _card(painter, frame.adjusted(PAD, PAD, -PAD, -PAD), row)
        painter.restore()


def _card(painter: QPainter, box: QRect, row: Row) -> None:
    icon, token = words.sign(row)
    theme.icon(icon, token).paint(painter, box.left(), box.top() + 2, ICON, ICON)
    head = box.adjusted(ICON + 6, 0, 0, 0)
    put(painter, strip(head, 0, LINE), (Words(row.code, strong=True),))
    small = (
        state(row),
        (Words(row.name, small=True, strong=True),),
        (Words(row.procedure_name, "muted", small=True),),
        promise(row),
        *((piece,) for piece in to_do(row)),  # a line each: neither is cut by the other
    )
    top = LINE + 2
    for line in small:
        put(painter, strip(box, top, SMALL_LINE), line)
        top += SMALL_LINE
    theme.icon("person", "muted").paint(painter, box.left(), box.top() + top + 2, 14, 14)
    who = strip(box.adjusted(18, 0, 0, 0), top, SMALL_LINE)
    put(painter, who, (Words(row.responsible, "muted", small=True),))


class TwoLines(QStyledItemDelegate):
    """A cell of two lines; `lines(row)` says them."""

    def __init__(self, lines: Lines, icon: Callable[[Row], tuple[str, str]] | None = None) -> None:
        super().__init__()
        self._lines, self._icon = lines, icon

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one cell."""
        look = theme.current()
        box: QRect = option.rect
        row = index.data(PagedModel.RowRole)
        painter.save()
        if _marked(option)[0]:
            painter.fillRect(box, look.colour("accent_soft"))
        painter.setPen(look.colour("line"))
        painter.drawLine(box.bottomLeft(), box.bottomRight())
        if row is not None:
            inner = box.adjusted(8, 7, -6, -7)
            if self._icon:
                theme.icon(*self._icon(row)).paint(painter, inner.left(), inner.top() + 2, ICON, ICON)
                inner.adjust(ICON + 6, 0, 0, 0)
            upper, lower = self._lines(row)
            put(painter, strip(inner, 0, LINE), upper)
            put(painter, strip(inner, LINE, SMALL_LINE), lower)
        painter.restore()


def _marked(option: QStyleOptionViewItem) -> tuple[bool, bool]:
    state: QStyle.StateFlag = option.state
    selected = bool(state & QStyle.StateFlag.State_Selected)
    return selected, selected and bool(state & QStyle.StateFlag.State_Active) and _focused(option)


def _focused(option: QStyleOptionViewItem) -> bool:
    widget = option.widget
    return widget is not None and widget.hasFocus()
