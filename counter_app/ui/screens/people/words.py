"""Sentences of the page of people, made from its states."""

from collections.abc import Iterable

from counter_app.domain.moments import day_iso, day_of, parse_day, weekday_of
from counter_app.domain.people import Person
from counter_app.domain.staff.absence import Absence
from counter_app.domain.staff.commands import (
    AnswerSubstitution,
    AskSubstitute,
    BeginSubstitution,
    DecideSubstitution,
    EndAbsence,
    EndSubstitution,
    LogAbsence,
    StaffCommand,
)
from counter_app.domain.staff.coverage import Cell, Cover
from counter_app.domain.staff.ranking import Candidate
from counter_app.domain.staff.request import RequestState
from counter_app.domain.staff.roster import Roster
from counter_app.domain.staff_events import AbsenceReason, Span
from counter_app.services.rota_grid import AFTERNOON, MORNING, Count, Line, Square
from counter_app.services.staff_papers import Unprinted
from counter_app.texts import N_, _, formats, seats, staff_facts
from counter_app.ui.screens.people.inbox import Deed, Item, Need
from counter_app.ui.screens.people.period import Shown

_WHY = {
    "trained": N_("đúng lĩnh vực"),
    "untrained": N_("khác lĩnh vực"),
    "free": N_("rảnh"),
    "has_counter": N_("có quầy"),
    "seldom": N_("ít thay gần đây"),
}
_CRITICAL = {
    "overlap": N_("Cùng lúc có cán bộ ngồi quầy khác cũng vắng."),
    "last_reserve": N_("Có ngày không còn cán bộ dự phòng (NĐ 61/2018, Điều 12)."),
    "around_tet": N_("Trong 5 ngày làm việc trước hoặc sau Tết."),
    "before_holiday": N_("Ngay trước ngày nghỉ lễ."),
    "after_holiday": N_("Ngay sau ngày nghỉ lễ."),
}
_NEEDS = {
    Need.CONFIRM: (N_("Chờ xác nhận"), "stop", "late"),
    Need.ANSWER: (N_("Nhờ bạn thay"), "person", "accent"),
    Need.DECIDE: (N_("Chờ duyệt"), "clock", "warn"),
    Need.BEGIN: (N_("Nhận quầy"), "handover", "accent"),
    Need.UNANSWERED: (N_("Chưa trả lời"), "clock", "warn"),
    Need.RUNNING: (N_("Đang thay"), "check", "ok"),
    Need.COMING: (N_("Đã duyệt, chưa đến ngày"), "check", "muted"),
}
DEEDS = {
    Deed.ACCEPT: (N_("Nhận lời"), "Y"),
    Deed.DECLINE: (N_("Không nhận"), "K"),
    Deed.BEGIN: (N_("Nhận quầy"), "B"),
    Deed.APPROVE: (N_("Duyệt"), "D"),
    Deed.REFUSE: (N_("Không duyệt"), "R"),
    Deed.ANOTHER: (N_("Nhờ người khác"), "T"),
    Deed.END: (N_("Kết thúc thay"), "X"),
    Deed.PAPER: (N_("In bàn giao"), "G"),
    Deed.NOTICE: (N_("In thông báo"), "I"),
}
_DONE: dict[type[StaffCommand], str] = {
    BeginSubstitution: N_("Đã nhận quầy."),
    EndSubstitution: N_("Đã kết thúc việc thay."),
    EndAbsence: N_("Đã ghi trở lại làm việc."),
}


def short_name(name: str) -> str:
    """Return what colleagues call somebody: the last two words of the name."""
    return " ".join(name.split()[-2:])


def name_of(people: Iterable[Person], person_id: str) -> str:
    """Return a person's name, the id where he has left."""
    return next((one.name for one in people if one.person_id == person_id), person_id)


def short_weekday(day: str) -> str:
    """Say the weekday of YYYY-MM-DD in two letters."""
    names = (_("T2"), _("T3"), _("T4"), _("T5"), _("T6"), _("T7"), _("CN"))
    return names[weekday_of(parse_day(day))]


def seat(counter: str, field: str) -> str:
    """Say a counter with what it does."""
    return f"{counter} · {field}" if field else counter


def slot(line: Line) -> str:
    """Say which half of the day a row is."""
    return {MORNING: _("sáng"), AFTERNOON: _("chiều")}.get(line.slot, "")


def cover(value: Cover) -> str:
    """Say how a counter stands."""
    return _(seats.COVERS[value])


def piece(cell: Cell, state: RequestState | None, people: Iterable[Person], over: bool = False) -> str:
    """Say one piece of a session in a line; one that is `over` calls for nobody any more."""
    hours = f"{formats.clock_time(cell.begin)}–{formats.clock_time(cell.end)}"
    said = seats.who(cell, state, {one.person_id: one.name for one in people})
    covered = "" if over or cell.cover is Cover.COVERED else cover(cell.cover)
    if over and cell.cover is Cover.UNCOVERED:
        covered = _("đã qua, không có người")
    return " · ".join(part for part in (hours, covered, said) if part)


def square(found: Square, people: Iterable[Person]) -> str:
    """Say a square in full: for its card, its tip and who listens to the screen."""
    everybody = tuple(people)
    if found.reserves is not None:
        names = ", ".join(name_of(everybody, one) for one in found.reserves)
        return names or _("Không có cán bộ dự phòng nào sẵn sàng.")
    if not found.pieces:
        return _("Không tiếp nhận")
    return "\n".join(
        piece(cell, found.state(cell), everybody, at < found.past) for at, cell in enumerate(found.pieces)
    )


def is_red(found: Square, cell: Cell) -> bool:
    """Tell whether a piece is red: nobody sits there, or somebody whom nobody has confirmed."""
    return cell.cover is Cover.UNCOVERED or is_unconfirmed(found, cell)


def is_unconfirmed(found: Square, cell: Cell) -> bool:
    """Tell whether somebody sits or sat there whom nobody has confirmed: also when it is over."""
    return found.state(cell) is RequestState.TO_CONFIRM and cell.cover is Cover.AT_RISK


def tone_of(found: Square) -> str:
    """Return the token of a square's words, by the worst that is left of it."""
    worst = found.worst
    if worst is not None and found.over and is_unconfirmed(found, worst):
        return "late"
    if found.over or (worst is None and found.cover is not Cover.UNCOVERED):
        return "muted"
    if worst is None or is_red(found, worst):
        return "late"
    return {Cover.AT_RISK: "warn", Cover.SUBSTITUTE: "accent"}.get(worst.cover, "muted")


def head(found: Square) -> str:
    """Say where and when a square is."""
    day = formats.short_day(found.day)
    when = " ".join(part for part in (slot(found.line), day) if part)
    where = _("Cán bộ dự phòng") if found.line.is_reserve else seat(found.line.counter, found.line.field)
    return f"{where} · {when}"


def span(value: Span) -> str:
    """Say one span, as short as it can be."""
    if day_of(value.begin) == day_of(value.end - 1):
        hours = f"{formats.clock_time(value.begin)}–{formats.clock_time(value.end)}"
        return f"{hours} {formats.short_day(day_iso(day_of(value.begin)))}"
    return f"{formats.short_moment(value.begin)} – {formats.short_moment(value.end)}"


def spans(values: tuple[Span, ...]) -> str:
    """Say several spans: the first, and how many there are until the last."""
    if len(values) < 2:  # noqa: PLR2004 - one is said by itself
        return span(values[0]) if values else ""
    return _("{count} lần, từ {first} đến {last}").format(
        count=len(values), first=span(values[0]), last=span(values[-1])
    )


def reason(value: AbsenceReason) -> str:
    """Say why somebody is away."""
    return _(staff_facts.REASONS[value])


def remarks(codes: Iterable[str]) -> str:
    """Say what is critical about an absence, "" for nothing."""
    return " ".join(_(_CRITICAL[code]) for code in codes)


def why(candidate: Candidate) -> str:
    """Say why somebody is proposed; how much lies on his desk is told in figures."""
    said = [_(_WHY[code]) for code in candidate.why if code in _WHY]
    return ", ".join(said)


def numbers(candidate: Candidate) -> str:
    """Say load and fairness in figures."""
    return _("giữ {load} hồ sơ · thay {lately} lần trong 90 ngày").format(
        load=candidate.load, lately=candidate.lately
    )


def need(item: Item) -> tuple[str, str, str]:
    """Return (words, icon, token) of what a request waits for."""
    said, icon, token = _NEEDS[item.need]
    return _(said), icon, token


def deed(value: Deed) -> str:
    """Say what a button does."""
    return _(DEEDS[value][0])


def sure(value: Deed) -> str:
    """Ask once more before something is taken back."""
    if value is Deed.DECLINE:
        return _("Không nhận thay lần này?")
    return _("Kết thúc việc thay? Quầy và hồ sơ đang mở về lại người vắng.")


def unprinted(lists: tuple[Unprinted, ...]) -> str:
    """Say how many lists of what changed hands wait for the printer, and the number of a single one."""
    if len(lists) == 1:
        return _("Bàn giao {number} chưa in").format(number=lists[0].number)
    return _("{count} danh sách bàn giao chưa in").format(count=len(lists))


def shown(value: Shown) -> str:
    """Name a view."""
    return {Shown.WEEK: _("Tuần"), Shown.MONTH: _("Tháng"), Shown.AHEAD: _("4 tuần tới")}[value]


def request(item: Item, roster: Roster) -> tuple[str, str]:
    """Return the two lines of a request: who for whom, and where and when."""
    asked = item.request.asked
    line = _("{person} thay {absent}").format(
        person=name_of(roster.people, asked.substitute), absent=name_of(roster.people, asked.absent)
    )
    return line, f"{asked.counter} · {spans(item.request.spans or asked.spans)}"


def waits_for(item: Item, roster: Roster) -> str:
    """Say whose word a request waits for."""
    if item.need is Need.UNANSWERED:
        name = name_of(roster.people, item.request.asked.substitute)
        return _("Chờ {name} trả lời.").format(name=name)
    if item.approvers and item.request.accepted:
        return _("Chờ {name} duyệt.").format(name=name_of(roster.people, item.approvers[0]))
    if item.request.approved is None and item.request.accepted:
        return _("Chưa có người duyệt nào rảnh. Chuyển cấp trên.")
    return ""


def absence(found: Absence, roster: Roster) -> str:
    """Say an absence in a line, not why."""
    return f"{name_of(roster.people, found.person)} · {spans(found.standing)}"


def why_away(found: Absence) -> str:
    """Say why somebody is away, or that this is not here; "" where it is not for who looks."""
    if found.veiled or found.lacking:
        return "" if found.veiled else staff_facts.unknown_reason()
    said = reason(found.reason)
    return f"{said}: {found.text}" if found.reason is AbsenceReason.OTHER else said


def planned(value: bool) -> str:
    """Say whether an absence was planned."""
    return _("Báo trước") if value else _("Đột xuất")


def summary(found: Count) -> str:
    """Say what is missing in the days shown, or that nothing is."""
    parts = []
    if found.uncovered:
        parts.append(_("{count} buổi chưa có người").format(count=found.uncovered))
    if found.at_risk:
        parts.append(_("{count} buổi chưa chắc").format(count=found.at_risk))
    if found.no_reserve:
        parts.append(_("{count} ngày không có dự phòng").format(count=found.no_reserve))
    return " · ".join(parts) or _("Mọi buổi đều có người trực và có dự phòng.")


def tone(found: Count) -> str:
    """Return the token of a summary."""
    return "late" if found.uncovered or found.no_reserve else "warn" if found.at_risk else "muted"


def period(first: str, last: str) -> str:
    """Say which days are shown; the grid's head tells their weekdays."""
    return f"{formats.numbers(first)[:5]} – {formats.numbers(last)}"


def done(command: StaffCommand, roster: Roster) -> tuple[str, str]:
    """Say what is on record now, and the token of it: amber while an approver has still to say yes."""
    match command:
        case BeginSubstitution() if roster.request(command.request).unconfirmed:
            return _("Đã nhận quầy, chờ xác nhận."), "warn"
        case LogAbsence():
            said = _("Đã ghi: {name} vắng.").format(name=name_of(roster.people, command.person))
        case AskSubstitute():
            said = _("Đã nhờ {name}. Chờ trả lời.").format(name=name_of(roster.people, command.substitute))
        case AnswerSubstitution():
            said = _("Đã nhận lời.") if command.accepted else _("Đã trả lời không nhận.")
        case DecideSubstitution():
            said = _("Đã duyệt.") if command.approved else _("Đã ghi không duyệt.")
        case _:
            said = _(_DONE[type(command)])
    return said, "ok"
