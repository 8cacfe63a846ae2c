"""Form 07, Sổ theo dõi hồ sơ (Thông tư 03/2025/TT-VPCP): the register, whose columns are data."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from counter_app.documents import listing, wording
from counter_app.documents.layout import FieldLayout
from counter_app.documents.listing import Listing
from counter_app.documents.table import Column
from counter_app.domain.commands import ReturnBy
from counter_app.domain.people import Office

TITLE = "SỔ THEO DÕI HỒ SƠ"
WAYS = {ReturnBy.COUNTER: "Tại quầy", ReturnBy.POST: "Bưu chính", ReturnBy.ONLINE: "Trực tuyến"}
_LEAST_SHARE = 0.03  # of the measure, for a column whose width the layout leaves to us


class Period(StrEnum):
    """What a register covers."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Registered:
    """One dossier in the register. Minutes are whole, since 1970-01-01T00:00Z, None for not yet.

    `promised` is the last promise, `first_promised` the receipt's where a restart or a pause made a new
    one, `extended` the new day of a Form 04; `ready` is when the result was there, `returned` when it was
    handed over. `signature` "" leaves room to sign.
    """

    number: int
    code: str
    procedure_name: str
    person: str
    received: int
    promised: int
    sets: int = 1
    address: str = ""
    phone: str = ""
    resolving_unit: str = ""
    first_promised: int | None = None
    extended: int | None = None
    ready: int | None = None
    returned: int | None = None
    way: ReturnBy = ReturnBy.COUNTER
    signature: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Totals:
    """The period's counts of dossiers. `late`, `late_extended` (late, within the extension) and `late_first`
    (late by the first promise after restarts) are told apart, as reports do; `ended` went without a result
    and missed no promise.
    """

    received: int
    returned: int
    on_time: int
    late: int
    late_extended: int
    late_first: int
    ended: int = 0


@dataclass(frozen=True, slots=True)
class Form07:
    """Everything that stands on the register of one period; `covers` is any minute of that period.

    `printed`, `opened` and `closed` are minutes; `closed` None leaves dots to be filled by hand.
    """

    office: Office
    printed: int
    period: Period
    covers: int
    opened: int
    dossiers: tuple[Registered, ...]
    totals: Totals
    closed: int | None = None
    keeper_name: str = ""
    head_title: str = "Người đứng đầu bộ phận Một cửa"
    head_name: str = ""


def render(form: Form07, layout: Sequence[FieldLayout], copies: Sequence[str] = ("",)) -> bytes:
    """Return the PDF, A4 across, all pages once per copy; `layout` was read with our KEYS."""
    return listing.render(_listing(form, layout), copies)


def _listing(form: Form07, layout: Sequence[FieldLayout]) -> Listing:
    values = [_VALUES[one.key] for one in layout]
    return Listing(
        office=form.office,
        at=form.printed,
        title=TITLE,
        period=_period(form),
        remark=f"({_book(form)})",
        columns=_columns(layout),
        rows=tuple(tuple(value(dossier) for value in values) for dossier in form.dossiers),
        totals=_totals(form.totals),
        signers=(("Người ghi sổ", "", form.keeper_name), (form.head_title, "", form.head_name)),
        across=True,
    )


def _columns(layout: Sequence[FieldLayout]) -> tuple[Column, ...]:
    """Return the table's columns; those without a width share what the others leave."""
    open_ones = sum(1 for one in layout if not one.width)
    left = 1 - sum(one.width for one in layout)
    share = max(_LEAST_SHARE, left / open_ones) if open_ones else 0.0
    return tuple(
        Column(one.label, one.width or share, "right" if one.key in _FIGURES else "left", one.strong)
        for one in layout
    )


def _period(form: Form07) -> str:
    day = wording.date(form.covers)
    words = {Period.DAY: day, Period.MONTH: day.partition(" tháng ")[2], Period.YEAR: day[-4:]}
    lead = {Period.DAY: "", Period.MONTH: "tháng ", Period.YEAR: "năm "}[form.period]
    said = lead + words[form.period]
    return said[0].upper() + said[1:]


def _book(form: Form07) -> str:
    year = wording.local(form.covers).year
    closed = f"ngày ……… tháng ……… năm {year}" if form.closed is None else wording.date(form.closed)
    return f"Mở sổ {wording.date(form.opened)}. Đóng sổ {closed}"


def _totals(totals: Totals) -> tuple[tuple[str, str], ...]:
    return (
        ("Số hồ sơ tiếp nhận", str(totals.received)),
        ("Số hồ sơ đã trả kết quả", str(totals.returned)),
        ("Đúng hạn, trước hạn", str(totals.on_time)),
        ("Quá hạn", str(totals.late)),
        ("Quá hạn, trong thời gian gia hạn", str(totals.late_extended)),
        ("Quá hạn so với lần hẹn đầu", str(totals.late_first)),
        ("Kết thúc không có kết quả", str(totals.ended)),
    )


def _stamp(minute: int | None) -> str:
    return "" if minute is None else wording.stamp(minute)


def _promised(dossier: Registered) -> str:
    """Say the promise; neither a restart nor an extension hides what was promised before."""
    said = wording.stamp(dossier.promised)
    if dossier.first_promised not in (None, dossier.promised):
        said += f" Lần đầu: {_stamp(dossier.first_promised)}"
    return said if dossier.extended is None else f"{said} Gia hạn: {_stamp(dossier.extended)}"


_FIGURES = {"number", "sets"}
_VALUES: dict[str, Callable[[Registered], str]] = {
    "number": lambda one: str(one.number),
    "code": lambda one: one.code,
    "procedure": lambda one: one.procedure_name,
    "sets": lambda one: str(one.sets),
    "person": lambda one: one.person,
    "contact": lambda one: "; ".join(part for part in (one.address, one.phone) if part),
    "address": lambda one: one.address,
    "phone": lambda one: one.phone,
    "resolving_unit": lambda one: one.resolving_unit,
    "received": lambda one: wording.stamp(one.received),
    "promised": _promised,
    "ready": lambda one: _stamp(one.ready),
    "returned": lambda one: _stamp(one.returned),
    "way": lambda one: WAYS[one.way],
    "signature": lambda one: one.signature,
    "note": lambda one: one.note,
}
KEYS = tuple(_VALUES)
