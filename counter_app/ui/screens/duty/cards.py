"""How a person's card is drawn: counter, picture, words as large as all cards can have them."""

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QImage, QPainter, QPainterPath, QPen

from counter_app.services.duty import OnDuty
from counter_app.ui import theme
from counter_app.ui.screens.duty import words

RADIUS, EDGE = 10.0, 2.0  # px
DETAIL, LEAST = 0.66, 9  # of a name's size; px
FULL = 4  # cards that a page has at least, where there are as many
_TALL = 10_000.0
_BROAD = 1.5  # of a card: wider than high
_WRAP = Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft
_MIDDLE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True, slots=True)
class Face:
    """One card: what is written on it, and the picture, None for a silhouette."""

    counter: str
    lines: tuple[str, ...]  # the name first
    instead: str
    manned: bool
    picture: QImage | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """How cards stand: so many columns and rows, with names of `size` px."""

    columns: int
    rows: int
    size: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """What stands on the board at one time."""

    faces: list[Face]
    plan: Plan


def font(size: float, bold: bool = False) -> QFont:
    """Return the window's font at a size in px."""
    made = QFont(theme.FAMILY)
    made.setPixelSize(max(LEAST, round(size)))
    made.setWeight(QFont.Weight.DemiBold if bold else QFont.Weight.Medium)
    return made


def width(text: str, kind: QFont) -> float:
    """Return how long a line is, in px."""
    return QFontMetricsF(kind).horizontalAdvance(text)


def plan(faces: list[Face], room: QRectF, gap: float, pictures: bool) -> Plan:
    """Return how the cards stand with the largest names, unless that leaves much of the room empty."""
    best, most = Plan(1, max(1, len(faces)), 0), 0.0
    for columns in range(1, min(4, len(faces)) + 1):
        rows = -(-len(faces) // columns)
        box = QRectF(0, 0, (room.width() + gap) / columns - gap, (room.height() + gap) / rows - gap)
        size = _largest(faces, box, pictures, round(room.height() * 0.09))
        worth = size * (len(faces) / (columns * rows)) ** 0.5
        worth *= min(1.0, box.width() / box.height() / _BROAD)  # lines as people read them, not a column
        if worth > most:
            best, most = Plan(columns, rows, size), worth
    return best


def deal(faces: list[Face], room: QRectF, gap: float, pictures: bool, legible: float) -> list[Sheet]:
    """Return the pages on which the cards stand: as few as let all words have capitals of `legible` px.

    No page has fewer than FULL cards for that, however much they say.
    """
    for count in range(1, max(1, -(-len(faces) // FULL)) + 1):
        each = -(-len(faces) // count)
        sheets = [
            Sheet(part, plan(part, room, gap, pictures))
            for part in (faces[first : first + each] for first in range(0, len(faces), each))
        ]
        least = min(QFontMetricsF(font(sheet.plan.size * DETAIL)).capHeight() for sheet in sheets)
        if least >= legible:
            break
    return sheets


def _largest(faces: list[Face], box: QRectF, pictures: bool, most: int) -> int:
    low, high = LEAST, max(LEAST, most)
    while low < high:
        middle = (low + high + 1) // 2
        fits = all(_fits(face, box, middle, pictures) for face in faces)
        low, high = (middle, high) if fits else (low, middle - 1)
    return low


def _fits(face: Face, box: QRectF, size: float, pictures: bool) -> bool:
    room = _parts(box, pictures)[2]
    height = 0.0
    for text, kind in _texts(face, size, room.width()):
        if any(width(word, kind) > room.width() for word in text.split(" ")):
            return False
        height += _height(text, kind, room.width())
    return height <= room.height()


def _height(text: str, kind: QFont, room: float) -> float:
    return QFontMetricsF(kind).boundingRect(QRectF(0, 0, room, _TALL), _WRAP, text).height()


def _texts(face: Face, size: float, room: float) -> list[tuple[str, QFont]]:
    """Return the name, then what else there is: beside each other where a line holds them."""
    name, *rest = face.lines
    detail = font(size * DETAIL)
    lines: list[str] = []
    for part in rest:
        if lines and width(f"{lines[-1]} · {part}", detail) <= room:
            lines[-1] = f"{lines[-1]} · {part}"
        else:
            lines.append(part)
    texts = [(name, font(size, bold=True)), *((line, detail) for line in lines)]
    if face.instead:
        texts.append((face.instead, font(size * DETAIL, bold=True)))
    return texts


def _parts(box: QRectF, pictures: bool) -> tuple[QRectF, QRectF, QRectF]:
    """Return where counter, picture (3 x 4) and words stand in a card."""
    pad = min(box.height() * 0.07, 20.0)
    seat = QRectF(box.left(), box.top(), min(box.width() * 0.19, box.height() * 0.8), box.height())
    tall = min(box.height() - 2 * pad, box.width() * 0.24)
    picture = QRectF(seat.right() + pad, box.center().y() - tall / 2, tall * 0.75 if pictures else 0, tall)
    left = picture.right() + (pad if pictures else 0)
    text = QRectF(left, box.top() + pad / 2, box.right() - left - pad, box.height() - pad)
    return seat, picture, text


def draw(painter: QPainter, box: QRectF, face: Face, size: int, pictures: bool) -> None:
    """Draw one card."""
    look = theme.current()
    seat, picture, room = _parts(box, pictures)
    whole = QPainterPath()
    whole.addRoundedRect(box, RADIUS, RADIUS)
    painter.save()
    painter.setClipPath(whole)
    painter.fillPath(whole, look.colour("surface" if face.manned else "late_soft"))
    painter.fillRect(seat, look.colour("accent" if face.manned else "late"))
    _seat(painter, seat, face.counter)
    painter.restore()
    painter.setPen(QPen(look.colour("edge"), EDGE))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawPath(whole)
    if pictures:
        _picture(painter, picture, face)
    _words(painter, room, face, size)


def _seat(painter: QPainter, box: QRectF, counter: str) -> None:
    """Draw the counter's name, its number large where it ends with one."""
    painter.setPen(theme.current().colour("on_accent"))
    name, _space, number = counter.rpartition(" ")
    inner = box.adjusted(box.width() * 0.07, 0, -box.width() * 0.07, 0)
    if not number.isdigit():
        _filled(painter, inner, counter, min(box.width() * 0.27, box.height() * 0.24))
        return
    above = QRectF(inner.left(), box.top() + box.height() * 0.1, inner.width(), box.height() * 0.26)
    _filled(painter, above, name, min(box.width() * 0.27, box.height() * 0.24))
    below = QRectF(inner.left(), above.bottom(), inner.width(), box.height() * 0.52)
    _filled(painter, below, number, below.height(), bare=True)


def _filled(painter: QPainter, box: QRectF, text: str, most: float, bare: bool = False) -> None:
    """Draw words in the middle, as large as they can be; `bare` ones are figures, without accents."""
    flags = _MIDDLE | Qt.TextFlag.TextWordWrap
    for size in range(max(LEAST, int(most)), LEAST - 1, -1):
        metrics = QFontMetricsF(font(size, bold=True))
        longest = max((metrics.horizontalAdvance(word) for word in text.split()), default=0.0)
        whole = metrics.boundingRect(QRectF(0, 0, box.width(), _TALL), flags, text).height()
        if longest <= box.width() and (metrics.capHeight() * 1.2 if bare else whole) <= box.height():
            break
    painter.setFont(font(size, bold=True))
    painter.drawText(box, flags | Qt.TextFlag.TextDontClip, text)


def _picture(painter: QPainter, box: QRectF, face: Face) -> None:
    look = theme.current()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.setClipRect(box)
    if face.picture is not None:
        painter.drawImage(box, face.picture)
    elif face.manned:
        painter.fillRect(box, look.colour("soft"))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("edge"))
        wide, tall, middle = box.width(), box.height(), box.center().x()
        painter.drawEllipse(QPointF(middle, box.top() + tall * 0.36), wide * 0.22, wide * 0.22)
        painter.drawEllipse(QPointF(middle, box.bottom() + tall * 0.04), wide * 0.4, tall * 0.36)
    painter.restore()


def _words(painter: QPainter, room: QRectF, face: Face, size: int) -> None:
    look = theme.current()
    texts = _texts(face, size, room.width())
    heights = [_height(text, kind, room.width()) for text, kind in texts]
    top = room.top() + (room.height() - sum(heights)) / 2
    for at, ((text, kind), height) in enumerate(zip(texts, heights, strict=True)):
        instead = bool(face.instead) and at == len(texts) - 1
        token = "warn" if instead else "ink" if face.manned or at else "late"
        painter.setPen(look.colour(token))
        painter.setFont(kind)
        painter.drawText(QRectF(room.left(), top, room.width(), height), _WRAP, text)
        top += height


def face_of(one: OnDuty) -> Face:
    """Return the card of one counter."""
    if not one.name:
        return Face(one.counter, words.nobody(), "", manned=False)
    lines = tuple(part for part in (one.name, one.title, one.field, words.phone(one.phone)) if part)
    picture = QImage.fromData(one.photo) if one.photo else QImage()
    return Face(
        one.counter, lines, words.stands_in(one.stands_in_for), True, None if picture.isNull() else picture
    )
