"""The duty board on A4 across (Decree 61/2018 Art. 9.7): who sits where today, to be read at 2 m."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO

from reportlab.lib.pagesizes import A4

from counter_app.documents import wording
from counter_app.documents.flow import Cell, Strip, frame, paginate, row, rule, side_by_side, stack
from counter_app.documents.portrait import portrait
from counter_app.documents.sheet import BOTTOM, LEFT, THIN, Sheet, blank
from counter_app.documents.typeface import BOLD, ITALIC, REGULAR, Style, legible
from counter_app.domain.people import Office
from counter_app.domain.staff_events import Span

TITLE = "CÁN BỘ TRỰC HÔM NAY"
NOBODY = "Tạm thời chưa có người tiếp nhận"
RESERVE = "Dự phòng"
_ASIDE = "Xin mời Ông (Bà) hỏi quầy bên cạnh hoặc gọi đường dây nóng"
_SHEET = Sheet(A4[1], A4[0])
_MEASURE = _SHEET.right - LEFT
_IN_ONE_COLUMN = 5  # people; from there on they stand in two
_ON_A_PAGE = 10
_APART = 8.0  # points between cards
_PAD = 6.0
_SEAT = 68.0  # points: the counter's column
_SEAT_NAME, _SEAT_NUMBER = Style(BOLD, 17), Style(BOLD, 44)
_NAME, _NAME_ALONE = 0.275, 0.34  # of the card's height: a name's size, in two columns and in one
_MOST, _LEAST = 40.0, 9.0  # points
_JOINT = " · "
_DIGITS = 2
_PAGE = 76.0  # points: the page's number at the foot


@dataclass(frozen=True, slots=True)
class OnDuty:
    """One counter today ("Quầy 2", "" for the reserve) and who sits there; a `name` of "": nobody does.

    `stands_in_for` is whose place it is, where that is another; `during` when, None for the whole day.
    `photo` is a JPEG or PNG of at most 1 MB, b"" for none.
    """

    counter: str
    name: str
    title: str = ""
    field: str = ""
    phone: str = ""
    stands_in_for: str = ""
    during: Span | None = None
    photo: bytes = b""


@dataclass(frozen=True, slots=True)
class Duty:
    """Everything that stands on the board of the day in which the minute `at` (UTC) lies, in its order."""

    office: Office
    at: int
    people: tuple[OnDuty, ...]


def render(duty: Duty) -> bytes:
    """Return the PDF, A4 across: up to ten people on a page, in cards as large as they can be."""
    head, foot = _head(duty), _foot(duty.office)
    room = _SHEET.top - BOTTOM - head.height - foot.height
    pages = paginate(list(_rows(duty.people, room)), room, room, 0)
    file = BytesIO()
    pen = blank(file, (_SHEET.width, _SHEET.height), TITLE, duty.office.name)
    for number, strips in enumerate(pages, start=1):
        stack(head, *strips).draw(pen, _SHEET.top)
        foot.draw(pen, BOTTOM + foot.height)
        if len(pages) > 1:
            said = f"Trang {number}/{len(pages)}"
            Style(REGULAR, 12).put(pen, _SHEET.right, BOTTOM + 4, said, "right")
        pen.showPage()
    pen.save()
    return file.getvalue()


def _head(duty: Duty) -> Strip:
    half = _MEASURE / 2
    day = f"{wording.weekday(duty.at)}, {wording.date(duty.at)}"
    whose = stack(
        *_fitted(duty.office.superior.upper(), LEFT, half, Style(REGULAR, 11)),
        *_fitted(duty.office.name.upper(), LEFT, half, Style(BOLD, 13)),
    )
    when = row(Cell(day[0].upper() + day[1:], LEFT + half, half, Style(BOLD, 17), "right"))
    what = row(Cell(TITLE, LEFT, _MEASURE, Style(BOLD, 27), "centre"))
    return stack(side_by_side(whose, stack(*when)), *what, Strip(6))


def _foot(office: Office) -> Strip:
    call, complain = f"Đường dây nóng: {office.hotline}", f"Phản ánh, kiến nghị: {office.complaints}"
    half = _MEASURE * 0.54
    rest = _MEASURE - half - _PAGE
    lines = row(
        Cell(call, LEFT, half - 8, Style(BOLD, 24).fitted(call, half - 8, 12)),
        Cell(complain, LEFT + half, rest, Style(REGULAR, 16).fitted(complain, rest, 9)),
    )
    return stack(rule(LEFT, _SHEET.right, THIN, below=3), *lines)


def _fitted(text: str, left: float, width: float, style: Style) -> list[Strip]:
    """Set a line smaller, down to half, before it is broken."""
    return row(Cell(text, left, width, style.fitted(text, width, style.size / 2)))


def _rows(people: Sequence[OnDuty], room: float) -> Iterator[Strip]:
    """Yield rows of cards that fill the page together; a text too long for its card makes its row higher."""
    pages = max(1, -(-len(people) // _ON_A_PAGE))
    columns = 1 if len(people) <= _IN_ONE_COLUMN else 2
    each = max(2, -(-len(people) // (pages * columns)))
    height = (room - 0.1) / each - _APART  # so that no rounding takes one to another page
    width = (_MEASURE + _APART) / columns - _APART
    for first in range(0, len(people), columns):
        here = people[first : first + columns]
        cards = [_Card(one, LEFT + n * (width + _APART), width, height) for n, one in enumerate(here)]
        tallest = max(height, *(card.words.height for card in cards))
        yield stack(side_by_side(*(card.drawn(tallest) for card in cards)), Strip(_APART))


class _Card:
    """One person in a frame: the counter, the picture, the words as large as the height allows."""

    def __init__(self, one: OnDuty, left: float, width: float, height: float) -> None:
        self._one, self._left, self._width, self._height = one, left, width, height - 2 * _PAD
        start = left + _SEAT + self._height * 0.75 + 2 * _PAD
        self.words = _largest(one, start, left + width - start - _PAD, height)

    def drawn(self, height: float) -> Strip:
        """Return the card, `height` points high."""
        photo = portrait(self._one.photo, self._left + _SEAT, self._height) if self._one.name else Strip(0)
        parts = (_seat(self._one.counter or RESERVE, self._left), photo, self.words)
        inner = side_by_side(
            *(stack(Strip((height - part.height) / 2), part) for part in parts), Strip(height)
        )
        return frame(inner, self._left, self._left + self._width, THIN)


def _seat(counter: str, left: float) -> Strip:
    """Return the counter's name; its number, where it ends with one, stands large under it."""
    x, width = left + _PAD, _SEAT - 2 * _PAD
    name, space, number = legible(counter).rpartition(" ")
    if not number.isdigit() or len(number) > _DIGITS or not space:
        longest = max(legible(counter).split(), key=_SEAT_NAME.width, default="")
        return stack(*row(Cell(counter, x, width, _SEAT_NAME.fitted(longest, width, 8), "centre")))
    label = row(Cell(name, x, width, _SEAT_NAME.fitted(name, width, 9), "centre"))
    return stack(*label, *row(Cell(number, x, width, _SEAT_NUMBER, "centre")))


def _largest(one: OnDuty, left: float, width: float, height: float) -> Strip:
    """Return the name as large as all the board's, under it the rest as large as it fits.

    Where too much is to be said the name gives way too; at the least sizes the words may be higher.
    """
    usual = min(_MOST, height * (_NAME_ALONE if width > _MEASURE / 2 else _NAME))
    for name, detail in (
        (usual * n / 20, usual * n / 20 * d / 20) for n in (20, 16, 12) for d in range(14, 8, -1)
    ):
        words = _words(one, left, width, Style(BOLD, name), detail)
        if words.height <= height - _PAD:
            return words
    return stack(_words(one, left, width, Style(BOLD, _LEAST), _LEAST), Strip(_PAD))


def _words(one: OnDuty, left: float, width: float, name: Style, size: float) -> Strip:
    detail = Style(REGULAR, size)
    if not one.name:
        return stack(*row(Cell(NOBODY, left, width, name)), *row(Cell(_ASIDE, left, width, detail)))
    lines = [strip for text in _packed(one, width, detail) for strip in row(Cell(text, left, width, detail))]
    if one.stands_in_for:
        said = f"Thay cho {one.stands_in_for}"
        lines += row(
            Cell(
                f"{said}, {_hours(one.during)}" if one.during else said,
                left,
                width,
                Style(ITALIC, detail.size),
            )
        )
    return stack(*row(Cell(one.name, left, width, name)), *lines)


def _packed(one: OnDuty, width: float, style: Style) -> list[str]:
    """Return title, field and phone, beside each other where the line holds them."""
    lines: list[str] = []
    for part in (one.title, one.field, one.phone and f"Điện thoại: {one.phone}"):
        joined = f"{lines[-1]}{_JOINT}{part}" if lines and part else part
        if lines and part and style.width(legible(joined)) <= width:
            lines[-1] = joined
        elif part:
            lines.append(part)
    return lines


def _hours(during: Span) -> str:
    return f"{wording.local(during.begin):%H:%M}-{wording.local(during.end):%H:%M}"
