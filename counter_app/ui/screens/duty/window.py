"""The duty board's own window: all of a second screen, or a window like others where there is only one."""

from PySide6.QtCore import QRectF, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QScreen
from PySide6.QtWidgets import QWidget

from counter_app.texts import _
from counter_app.ui import theme
from counter_app.ui.screens.duty import cards, words
from counter_app.ui.screens.duty.cards import Face, Sheet
from counter_app.ui.screens.duty.presenter import DutyState

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_CENTRE = Qt.AlignmentFlag.AlignCenter
_MIDDLE = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
_HEAD, _FOOT, _MARGIN, _GAP = 0.14, 0.075, 0.018, 0.013  # of the window's height
_LEAST = (640, 360)  # px
# Of the window's width: 20/20 reads capitals of 4.4 mm from 3 m, and a screen of 22 inches is 487 mm wide.
_LEGIBLE = 4.4 / 487
TURN_EVERY = 10_000  # ms
_TURNS = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_PageDown: 1,
    Qt.Key.Key_Space: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_PageUp: -1,
}


class DutyWindow(QWidget):
    """Draws one DutyState. `left` when a person closes it, by Esc, F11 or the system's own button.

    More people than can be read from three metres stand on pages, which turn by themselves.
    """

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(_("Cán bộ trực hôm nay"))
        self.setMinimumSize(*_LEAST)
        self._state = DutyState()
        self._faces: list[Face] = []
        self._sheets: list[Sheet] = []
        self._page = 0
        self._timer = QTimer(self, interval=TURN_EVERY)
        self._timer.timeout.connect(self.turn)

    def render_state(self, state: DutyState) -> None:
        """Show the newest board."""
        self._state = state
        board = state.board
        self._faces = [cards.face_of(one) for one in board.people] if board else []
        self.setAccessibleName(words.spoken(board) if board else words.empty())
        self._deal()

    def turn(self, by: int = 1) -> None:
        """Turn to the next page, or the one before."""
        self._page = (self._page + by) % max(1, len(self._sheets))
        self.update()

    def show_on(self, second: QScreen | None) -> None:
        """Fill the second screen, without taking the keys from whoever works; else be a window."""
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating, second is not None)
        if second is not None:
            self.setCursor(Qt.CursorShape.BlankCursor)
            self.setGeometry(second.geometry())
            self.showFullScreen()
            return
        self.unsetCursor()
        room = self.screen().availableSize()
        self.showNormal()
        self.resize(round(room.width() * 0.7), round(room.height() * 0.7))
        self.raise_()
        self.activateWindow()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw head, cards and foot."""
        look, painter = theme.current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), look.colour("ground"))
        wide, tall = float(self.width()), float(self.height())
        head, foot, margin = tall * _HEAD, tall * _FOOT, tall * _MARGIN
        room = self._room()
        painter.fillRect(QRectF(0, 0, wide, head), look.colour("accent"))
        board = self._state.board
        if board is None:
            self._say(painter, room, words.empty())
            return
        self._draw_head(painter, QRectF(margin, 0, wide - 2 * margin, head))
        self._draw_foot(painter, QRectF(margin, tall - foot, wide - 2 * margin, foot))
        if self._sheets:
            self._draw_cards(painter, room)
        else:
            self._say(painter, room, words.hours(board))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the cards out anew."""
        super().resizeEvent(event)
        self._deal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave by Esc or F11; turn the pages by hand."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F11):
            self.close()
        elif event.key() in _TURNS:
            self.turn(_TURNS[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that somebody has closed it."""
        super().closeEvent(event)
        self.left.emit()

    def _room(self) -> QRectF:
        """Where the cards stand."""
        wide, tall = float(self.width()), float(self.height())
        margin = tall * _MARGIN
        top = tall * _HEAD + margin
        return QRectF(margin, top, wide - 2 * margin, tall - top - tall * _FOOT - margin)

    def _has_pictures(self) -> bool:
        return any(face.picture is not None for face in self._faces)

    def _deal(self) -> None:
        """Lay the pages out anew; the time of the one that is shown goes on."""
        gap, legible = self.height() * _GAP, self.width() * _LEGIBLE
        pictures = self._has_pictures()
        faces = self._faces
        self._sheets = cards.deal(faces, self._room(), gap, pictures, legible) if faces else []
        self._page = min(self._page, max(0, len(self._sheets) - 1))
        if len(self._sheets) < 2:  # noqa: PLR2004 - one page stands
            self._timer.stop()
        elif not self._timer.isActive():
            self._timer.start()
        self.update()

    def _draw_cards(self, painter: QPainter, room: QRectF) -> None:
        gap, pictures = self.height() * _GAP, self._has_pictures()
        sheet = self._sheets[self._page]
        stands = sheet.plan
        wide = (room.width() + gap) / stands.columns - gap
        tall = (room.height() + gap) / stands.rows - gap
        for at, face in enumerate(sheet.faces):
            row, column = divmod(at, stands.columns)
            box = QRectF(room.left() + column * (wide + gap), room.top() + row * (tall + gap), wide, tall)
            cards.draw(painter, box, face, stands.size, pictures)

    def _draw_head(self, painter: QPainter, box: QRectF) -> None:
        board = self._state.board
        if board is None:
            return
        white = theme.current().colour("on_accent")
        above = QRectF(box.left(), box.height() * 0.06, box.width(), box.height() * 0.36)
        below = QRectF(box.left(), box.height() * 0.42, box.width(), box.height() * 0.54)
        name, day = board.office.name, words.day(board)
        half = box.width() * 0.56
        _put(painter, QRectF(above.left(), above.top(), half, above.height()), name, white, _LEFT)
        title = QRectF(below.left(), below.top(), box.width() * 0.5, below.height())
        _put(painter, title, _("CÁN BỘ TRỰC HÔM NAY"), white, _LEFT, bold=True)
        right = QRectF(above.left() + half, above.top(), box.width() - half, above.height() * 1.1)
        _put(painter, right, day, white, _RIGHT, bold=True)
        hours = QRectF(title.right(), below.top(), box.width() - title.width(), below.height() * 0.86)
        _put(painter, hours, words.hours(board), white, _RIGHT, share=0.62)

    def _draw_foot(self, painter: QPainter, box: QRectF) -> None:
        board = self._state.board
        if board is None:
            return
        look = theme.current()
        call, told = words.calls(board)
        page = words.page(self._page, len(self._sheets))
        half, middle = box.width() * 0.46, box.width() * 0.08 if page else 0.0
        left = QRectF(box.left(), box.top(), half, box.height() * 0.9)
        _put(painter, left, call, look.colour("ink"), _LEFT, bold=True, share=0.8)
        right = QRectF(left.right() + middle, box.top(), box.width() - half - middle, box.height() * 0.9)
        _put(painter, right, told, look.colour("ink"), _RIGHT, share=0.58)
        centre = QRectF(left.right(), box.top(), middle, box.height() * 0.9)
        _put(painter, centre, page, look.colour("muted"), _CENTRE, share=0.58)

    def _say(self, painter: QPainter, room: QRectF, said: str) -> None:
        painter.setPen(theme.current().colour("ink"))
        painter.setFont(cards.font(self.height() * 0.07, bold=True))
        painter.drawText(room, _MIDDLE, said)


def _put(
    painter: QPainter,
    box: QRectF,
    text: str,
    ink: QColor,
    side: Qt.AlignmentFlag,
    bold: bool = False,
    share: float = 0.74,
) -> None:
    """Draw one line as large as its box allows: at most `share` of its height."""
    size = box.height() * share
    kind = cards.font(size, bold)
    long = cards.width(text, kind)
    if long > box.width():
        kind = cards.font(size * box.width() / long * 0.98, bold)
    painter.setPen(ink)
    painter.setFont(kind)
    painter.drawText(box, side, text)
