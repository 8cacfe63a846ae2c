"""How a square is drawn: quiet where covered, both names where somebody stands in, hatched, or red."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from counter_app.domain.staff.coverage import Cell, Cover
from counter_app.services.rota_grid import MORNING, Square
from counter_app.texts import _, seats
from counter_app.ui import theme
from counter_app.ui.screens.people import words
from counter_app.ui.screens.people.model import SQUARE, GridModel
from counter_app.ui.widgets.lines import Line, Words, put, strip
from counter_app.ui.widgets.table import Index

ROW, RESERVE_ROW, SMALL_LINE = 42, 42, 18  # px
_SIGNS = {Cover.SUBSTITUTE: "↔", Cover.AT_RISK: "?", Cover.UNCOVERED: "!"}
_INKS = {Cover.COVERED: "muted", Cover.SUBSTITUTE: "accent", Cover.AT_RISK: "warn", Cover.UNCOVERED: "late"}
_GROUNDS = {Cover.SUBSTITUTE: "accent_soft", Cover.AT_RISK: "warn_soft", Cover.UNCOVERED: "late_soft"}
_HATCH = 100  # of 255: words are read through it


class SquarePainter(QStyledItemDelegate):
    """Paints what a GridModel gives; the words come from `words`."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Paint one square or head."""
        model = index.model()
        assert isinstance(model, GridModel)  # noqa: S101 - the grid's own delegate
        box: QRect = option.rect
        painter.save()
        painter.setClipRect(box)
        square = index.data(SQUARE)
        if square is None:
            _head(painter, box, model, index.row())
        else:
            _ground(painter, box, square)
            if model.grid.compact:
                _sign(painter, box, square)
            else:
                _words(painter, box.adjusted(7, 3, -4, -3), square, model)
        _edges(painter, box, model, index.row())
        if square is not None and option.state & QStyle.StateFlag.State_Selected:
            _ring(painter, box, option)
        painter.restore()


def _head(painter: QPainter, box: QRect, model: GridModel, row: int) -> None:
    line = model.line(row)
    inner = box.adjusted(8, 3, -6, -3)
    if line.is_reserve:
        put(painter, inner, (Words(_("Dự phòng"), strong=True),))
        return
    if line.slot == MORNING or model.grid.compact:
        put(painter, strip(inner, 0, SMALL_LINE), (Words(line.counter, strong=True),))
    said = line.field if model.grid.compact or line.slot == MORNING else ""
    put(painter, strip(inner, SMALL_LINE, SMALL_LINE), (Words(said, "muted", small=True),))
    half = words.slot(line)
    if half:
        width = painter.fontMetrics().horizontalAdvance(half) + 4
        side = QRect(inner.right() - width, inner.top(), width, SMALL_LINE)
        put(painter, side, (Words(half, "muted", small=True),))


def _ground(painter: QPainter, box: QRect, square: Square) -> None:
    look = theme.current()
    if not square.pieces and square.reserves is None:
        painter.fillRect(box, look.colour("soft"))
        return
    if square.reserves is not None:
        if not square.reserves:
            painter.fillRect(box, look.colour("late_soft"))
        return
    for at, (piece, part) in enumerate(_parts(box, square.pieces)):
        over, red = at < square.past, words.is_red(square, piece)
        if piece.cover in _GROUNDS and not over:
            painter.fillRect(part, look.colour("late_soft" if red else _GROUNDS[piece.cover]))
        if piece.cover is Cover.AT_RISK and not over:
            colour = look.colour("late" if red else "warn")
            colour.setAlpha(_HATCH)
            painter.fillRect(part, QBrush(colour, Qt.BrushStyle.BDiagPattern))
        if piece.cover is not Cover.COVERED:
            bar = QRect(part.left(), part.bottom() - 3, part.width(), 3)
            quiet = over and not words.is_unconfirmed(square, piece)
            painter.fillRect(bar, look.colour("edge" if quiet else "late" if red else _INKS[piece.cover]))


def _parts(box: QRect, pieces: tuple[Cell, ...]) -> list[tuple[Cell, QRect]]:
    """Share a square's width out by the pieces' time; breaks between them take none."""
    scale = box.width() / max(1, sum(piece.end - piece.begin for piece in pieces))
    parts, past = [], 0
    for piece in pieces:
        left, past = round(past * scale), past + piece.end - piece.begin
        parts.append((piece, QRect(box.left() + left, box.top(), round(past * scale) - left, box.height())))
    return parts


def _words(painter: QPainter, box: QRect, square: Square, model: GridModel) -> None:
    if square.reserves is not None:
        put(painter, box, _reserve(square, model))
        return
    worst = square.worst
    if worst is None:
        return
    upper, lower = _past(square, worst, model) if square.over else _two(square, worst, model)
    if not lower:
        put(painter, box, upper)
        return
    put(painter, strip(box, 0, SMALL_LINE), upper)
    put(painter, strip(box, SMALL_LINE, SMALL_LINE), lower)


def _reserve(square: Square, model: GridModel) -> Line:
    names = [words.short_name(words.name_of(model.people, one)) for one in square.reserves or ()]
    if not names:
        return (Words(_("Không có"), "late", strong=True, small=True),)
    return (Words(", ".join(names), "muted", small=True),)


def _names(cell: Cell, model: GridModel) -> tuple[str, str]:
    """Return who sits there and who is away, "" for nobody."""
    person = words.short_name(words.name_of(model.people, cell.person)) if cell.person else ""
    absent = words.short_name(words.name_of(model.people, cell.absent)) if cell.absent else ""
    return person, absent


def _past(square: Square, cell: Cell, model: GridModel) -> tuple[Line, Line]:
    """Tell quietly how a session was that is over, unless it has still to be confirmed."""
    person, absent = _names(cell, model)
    if not person:
        said = _("Vắng: {name}").format(name=absent) if absent else _("Không có người")
        return (Words(said, "muted", small=True),), ()
    if words.is_unconfirmed(square, cell):
        waits = Words(seats.waits(cell, square.state(cell)), "late", strong=True, small=True)
        return (Words(person, "muted", small=True),), (waits,)
    below = (Words(_("thay {name}").format(name=absent), "muted", small=True),) if absent else ()
    return (Words(person, "muted", small=True),), below


def _two(square: Square, cell: Cell, model: GridModel) -> tuple[Line, Line]:
    person, absent = _names(cell, model)
    state = square.state(cell)
    if cell.cover is Cover.COVERED:
        return (Words(person, "muted", small=True),), ()
    if cell.cover is Cover.UNCOVERED:
        said = _("Vắng: {name}").format(name=absent) if absent else _("Chưa có người")
        lower = Words(_("Tìm người thay"), "late", strong=True, small=True)
        return (Words(said, small=True),), (lower,) if absent else ()
    if seats.is_asked(cell, state):
        lower = Words(_("đã nhờ {name}").format(name=person), "warn", small=True)
        return (Words(_("Vắng: {name}").format(name=absent), small=True),), (lower,)
    if cell.cover is Cover.AT_RISK:
        red = words.is_red(square, cell)
        if absent:  # both given names have room
            said = _("{person} thay {absent}").format(person=person.split()[-1], absent=absent.split()[-1])
        else:
            said = person
        upper = Words(said, strong=red or not absent, small=True)
        return (upper,), (Words(seats.waits(cell, state), "late" if red else "warn", strong=red, small=True),)
    lower = Words(_("thay {name}").format(name=absent), "muted", small=True)
    return (Words(person, strong=True, small=True),), (lower,)


def _sign(painter: QPainter, box: QRect, square: Square) -> None:
    cover = square.cover
    if cover is None:
        return
    if cover is Cover.COVERED:  # most of them: a dot costs less than a letter
        painter.fillRect(
            QRect(box.center().x() - 1, box.center().y() - 1, 3, 3), theme.current().colour("edge")
        )
        return
    font = painter.font()
    font.setBold(True)
    painter.setFont(font)
    token = words.tone_of(square)
    painter.setPen(theme.current().colour(token))
    painter.drawText(box, Qt.AlignmentFlag.AlignCenter, _SIGNS[cover])


def _edges(painter: QPainter, box: QRect, model: GridModel, row: int) -> None:
    """A line under each counter, none between its halves of a day; thin ones between days."""
    look = theme.current()
    painter.setPen(look.colour("line"))
    last = row + 1 >= len(model.grid.lines)
    line = model.line(row)
    after = None if last else model.line(row + 1)
    painter.drawLine(box.topRight(), box.bottomRight())
    if after is None or (after.counter, after.field) != (line.counter, line.field):
        painter.drawLine(box.bottomLeft(), box.bottomRight())


def _ring(painter: QPainter, box: QRect, option: QStyleOptionViewItem) -> None:
    widget = option.widget
    focused = widget is not None and widget.hasFocus()
    painter.setPen(QPen(theme.current().colour("accent" if focused else "edge"), 2 if focused else 1))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(QRectF(box).adjusted(1, 1, -2, -2))
