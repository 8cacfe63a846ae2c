"""The rota on A4 across, a table for each week: who sits where, is away, stands in or is in reserve."""

from collections.abc import Sequence
from dataclasses import dataclass

from counter_app.documents import wording
from counter_app.documents.flow import Cell, Strip, row, stack
from counter_app.documents.letterhead import head, title
from counter_app.documents.sheet import BODY, LEFT, MARK, STRONG, TABLE_ACROSS, Matter, publish
from counter_app.documents.table import Column, table
from counter_app.domain.moments import as_date, minute_at, parse_day
from counter_app.domain.people import Office
from counter_app.domain.staff.coverage import Cover
from counter_app.domain.staff_events import Span

LEGEND = (
    "Mỗi ô ghi người trực của buổi đó. “thay …”: người thay cho người vắng. "
    "Dấu ?: chưa chắc có người. Dấu !: chưa có người. Dấu –: không tiếp nhận."
)
NOBODY = "! Chưa có người"
_RIGHT = TABLE_ACROSS.right
_SEAT, _SLOT, _DAY = 26.0, 9.0, 21.0  # shares of the measure
_TOGETHER = TABLE_ACROSS.height / 2  # points: a week's table that is no higher is not parted
_WHOLE = "cả ngày"
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Post:
    """A piece of a session: `person` sits there, in the place of `absent`; "" for nobody.

    `during` where it is a part of the session only.
    """

    cover: Cover
    person: str = ""
    absent: str = ""
    during: Span | None = None


@dataclass(frozen=True, slots=True)
class Seat:
    """A counter's week: the posts of each day by halves, () where it does not receive."""

    counter: str
    field: str
    morning: tuple[tuple[Post, ...], ...]
    afternoon: tuple[tuple[Post, ...], ...]


@dataclass(frozen=True, slots=True)
class Week:
    """The days (YYYY-MM-DD), who sits where, and who is in reserve on each, None where none is asked for."""

    days: tuple[str, ...]
    seats: tuple[Seat, ...]
    reserves: tuple[tuple[str, ...] | None, ...]


@dataclass(frozen=True, slots=True)
class RotaSheet:
    """Everything that stands on the sheet; `at` is when it is made, `name` what its period is called."""

    office: Office
    at: int
    name: str
    weeks: tuple[Week, ...]


def name_of(first: int, last: int) -> str:
    """Name the days (since 1970-01-01) from `first` to `last`: a week, a month, "" for any others."""
    if last - first < _WEEK:
        return "TUẦN"
    begin, after = as_date(first), as_date(last + 1)
    return f"THÁNG {begin.month:02d}/{begin.year}" if begin.day == after.day == 1 else ""


def render(sheet: RotaSheet, copies: Sequence[str] = ("",)) -> bytes:
    """Return the PDF on A4 across, all pages once per copy. Raises Refused: bad_date."""
    called = f"LỊCH TRỰC {sheet.name}".strip()
    first, last = sheet.weeks[0].days[0], sheet.weeks[-1].days[-1]
    period = f"Từ {_said(first)} đến {_said(last)}; lập lúc {wording.stamp(sheet.at)}"
    top = [head(sheet.office, sheet.at, right=_RIGHT), Strip(9), *title(called, right=_RIGHT)]
    top += row(Cell(period, LEFT, _RIGHT - LEFT, MARK, "centre"))
    drop = sum(strip.height for strip in top)
    opening = stack(*top, Strip(MARK.leading if any(copies) else 0), Strip(6))
    body = [strip for week in sheet.weeks for strip in _week(week, alone=len(sheet.weeks) == 1)]
    foot = stack(Strip(6), *row(Cell(LEGEND, LEFT, _RIGHT - LEFT, BODY)))
    name = f"{called.lower()}, {_said(first)} đến {_said(last)}"
    matter = Matter(opening, drop, tuple(body), foot, name)
    return publish(matter, "A4", copies, called, sheet.office.name, TABLE_ACROSS)


def _week(week: Week, *, alone: bool) -> list[Strip]:
    """Return a week's table, under a heading that stays with its first row where there are several."""
    columns = [Column("Quầy, lĩnh vực", _SEAT, strong=True), Column("Buổi", _SLOT)]
    columns += [Column(_head(day), _DAY) for day in week.days]
    rows = [_reserve(week)] if any(one is not None for one in week.reserves) else []
    rows += [texts for seat in week.seats for texts in _seat(seat)]
    first, *others = table(columns, rows, _RIGHT)
    if alone:
        return [first, *others]
    said = f"Tuần từ {_said(week.days[0])}"
    words = row(Cell(said, LEFT, _RIGHT - LEFT, STRONG))
    top = stack(Strip(8), *words, Strip(3), first)
    whole = stack(top, *others)
    return [whole] if whole.height <= _TOGETHER else [top, *others]


def _reserve(week: Week) -> tuple[str, ...]:
    told = ("–" if one is None else ", ".join(one) or "! Không có" for one in week.reserves)
    return ("Dự phòng", _WHOLE, *told)


def _seat(seat: Seat) -> list[tuple[str, ...]]:
    """Return a counter's rows: one where both halves of every day are alike."""
    where = f"{seat.counter} · {seat.field}" if seat.field else seat.counter
    morning, afternoon = (tuple(_post(one) for one in half) for half in (seat.morning, seat.afternoon))
    if morning == afternoon:
        return [(where, _WHOLE, *morning)]
    if not any(seat.afternoon):
        return [(where, "sáng", *morning)]
    return [(where, "sáng", *morning), (where, "chiều", *afternoon)]


def _post(posts: tuple[Post, ...]) -> str:
    return "; ".join(_piece(one) for one in posts) or "–"


def _piece(post: Post) -> str:
    hours = ""
    if post.during is not None:
        begin, end = (f"{wording.local(at):%H:%M}" for at in (post.during.begin, post.during.end))
        hours = f"{begin}-{end} "
    return f"{hours}{_who(post)}"


def _who(post: Post) -> str:
    if not post.person:
        return f"{NOBODY} ({post.absent} vắng)" if post.absent else NOBODY
    instead = f"{post.person} (thay {post.absent})" if post.absent else post.person
    return f"? {instead}" if post.cover is Cover.AT_RISK else instead


def _head(day: str) -> str:
    at = minute_at(parse_day(day), 0)
    weekday = wording.weekday(at)
    return f"{weekday[0].upper()}{weekday[1:]} {wording.local(at):%d/%m}"


def _said(day: str) -> str:
    at = minute_at(parse_day(day), 0)
    return f"{wording.weekday(at)} {wording.day(at)}"
