"""The duty board's own window: all of a second screen, or a window like others where there is only one."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QCloseEvent, QColor, QKeyEvent, QPainter, QPaintEvent, QResizeEvent, QScreen
from PySide6.QtWidgets import QWidget

from counter_app.texts import _
from counter_app.ui import theme
from counter_app.ui.screens.duty import cards, words
from counter_app.ui.screens.duty.cards import Face, Plan
from counter_app.ui.screens.duty.presenter import DutyState

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_MIDDLE = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
_HEAD, _FOOT, _MARGIN, _GAP = 0.14, 0.075, 0.018, 0.013  # of the window's height
_LEAST = (640, 360)  # px


class DutyWindow(QWidget):
    """Draws one DutyState. `left` when a person closes it, by Esc, F11 or the system's own button."""

    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setWindowTitle(_("Cán bộ trực hôm nay"))
        self.setMinimumSize(*_LEAST)
        self._state = DutyState()
        self._faces: list[Face] = []
        self._plan: Plan | None = None

    def render_state(self, state: DutyState) -> None:
        """Show the newest board."""
        self._state, self._plan = state, None
        board = state.board
        self._faces = [cards.face_of(one) for one in board.people] if board else []
        self.setAccessibleName(words.spoken(board) if board else words.empty())
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
        head, foot = tall * _HEAD, tall * _FOOT
        margin = tall * _MARGIN
        room = QRectF(margin, head + margin, wide - 2 * margin, tall - head - foot - 2 * margin)
        painter.fillRect(QRectF(0, 0, wide, head), look.colour("accent"))
        board = self._state.board
        if board is None:
            self._say(painter, room, words.empty())
            return
        self._draw_head(painter, QRectF(margin, 0, wide - 2 * margin, head))
        self._draw_foot(painter, QRectF(margin, tall - foot, wide - 2 * margin, foot))
        if self._faces:
            self._draw_cards(painter, room)
        else:
            self._say(painter, room, words.hours(board))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the cards out anew."""
        super().resizeEvent(event)
        self._plan = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave by Esc or F11."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F11):
            self.close()
        else:
            super().keyPressEvent(event)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Tell that somebody has closed it."""
        super().closeEvent(event)
        self.left.emit()

    def _draw_cards(self, painter: QPainter, room: QRectF) -> None:
        gap = self.height() * _GAP
        pictures = any(face.picture is not None for face in self._faces)
        if self._plan is None:
            self._plan = cards.plan(self._faces, room, gap, pictures)
        stands = self._plan
        wide = (room.width() + gap) / stands.columns - gap
        tall = (room.height() + gap) / stands.rows - gap
        for at, face in enumerate(self._faces):
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
        half = box.width() * 0.5
        left = QRectF(box.left(), box.top(), half, box.height() * 0.9)
        _put(painter, left, call, look.colour("ink"), _LEFT, bold=True, share=0.8)
        right = QRectF(left.right(), box.top(), box.width() - half, box.height() * 0.9)
        _put(painter, right, told, look.colour("ink"), _RIGHT, share=0.58)

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
