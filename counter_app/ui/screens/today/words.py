"""Sentences, rows and figures of the day's page, made from its state."""

from dataclasses import dataclass

from counter_app.domain.day import AtDesk, Unsigned
from counter_app.domain.moments import day_iso, day_of
from counter_app.services.day import DayPage
from counter_app.services.remarks import Remark
from counter_app.texts import _, formats
from counter_app.ui.screens.today.presenter import TodayState


@dataclass(frozen=True, slots=True)
class Left:
    """One thing that is not done yet; `sheet` the hand-over list that waits for its receiver."""

    what: str
    icon: str
    token: str
    code: str
    name: str
    detail: str
    sheet: str = ""


def left(page: DayPage) -> tuple[Left, ...]:
    """Return what is not done: late without an explanation, not signed for, not printed."""
    rows = [
        Left(_("Thiếu giải trình"), "stop", "late", one.code, one.name, _overdue(one.due, one.first_due))
        for one in page.unexplained
    ]
    rows += [
        Left(_("Chưa ký nhận"), "handover", "warn", one.code, one.name, _handed(one), one.sheet)
        for one in page.unsigned
    ]
    rows += [
        Left(
            _("Chưa in phiếu"),
            "printer",
            "warn",
            one.code,
            one.name,
            _("nhận {moment}").format(moment=formats.short_moment(one.received)),
        )
        for one in page.unprinted
    ]
    return tuple(rows)


def promise(one: AtDesk) -> str:
    """Return the promise that runs, the receipt's before it where that was another."""
    due = formats.short_moment(one.due)
    if one.first_due == one.due:
        return due
    return f"{formats.in_short(one.first_due, one.due)} → {due}"


def remark_word(row: Remark) -> tuple[str, str, str]:
    """Return (word, icon, token) of what a supervisor looks at."""
    return {
        "voided": (_("Hủy phiếu"), "stop", "late"),
        "refused": (_("Từ chối"), "stop", "warn"),
        "stopped": (_("Dừng"), "stop", "warn"),
        "withdrawn": (_("Đã rút"), "minus", "warn"),
        "amended": (_("Sửa phiếu"), "edit", "info"),
        "linked": (_("Nộp lại"), "alert", "warn"),
        "supplement": (_("Bổ sung thêm"), "papers", "warn"),
        "payment": (_("Chờ nộp tiền"), "pause", "warn"),
        "settled": (_("Đã nộp tiền"), "money", "info"),
        "corrected": (_("Sửa thủ tục"), "edit", "warn"),
    }[row.what]


def remark_detail(row: Remark) -> str:
    """Return what there is to know about it in one line."""
    allowed = _("{name} cho phép").format(name=row.allowed_by) if row.allowed_by else ""
    return " · ".join(part for part in (_promises(row), row.text, allowed) if part) or "–"


def figures(page: DayPage) -> tuple[tuple[str, str, str], ...]:
    """Return (figure, what it counts, token) as they stand in one row."""
    counts = page.counts
    return (
        (str(counts.received), _("tiếp nhận"), "ink"),
        (str(counts.returned), _("trả kết quả"), "ink"),
        (str(counts.handed_over), _("bàn giao"), "ink"),
        (str(counts.not_taken_over), _("chưa ký nhận"), "warn" if counts.not_taken_over else "muted"),
        (str(counts.unprinted), _("chưa in"), "warn" if counts.unprinted else "muted"),
        (str(counts.unsent), _("chưa gửi"), "muted"),
    )


def yesterday(page: DayPage) -> str:
    """Return what an earlier day left that is undone still; "" for nothing."""
    if not page.left_over:
        return ""
    unprinted = sum(_earlier(one.received, page) for one in page.unprinted)
    unsigned = sum(_earlier(one.at, page) for one in page.unsigned)
    parts = []
    if unprinted:
        parts.append(_("{count} phiếu chưa in").format(count=unprinted))
    if unsigned:
        parts.append(_("{count} hồ sơ bàn giao chưa ký nhận").format(count=unsigned))
    return _("Hôm trước để lại: {what}.").format(what=", ".join(parts))


def left_over(count: int) -> str:
    """Return how much is not done, for the rail."""
    return _("{count} việc còn dở").format(count=count) if count else ""


def closing(page: DayPage) -> str:
    """Return how this PC's closings stand."""
    if page.closed:
        return _("Hôm nay đã đóng. Hồ sơ nhận thêm tính vào lần đóng sau.")
    if page.before is None:
        return _("Máy này chưa đóng ngày lần nào.")
    return _("Lần đóng trước: {moment}.").format(moment=formats.moment(page.before.at))


def since(page: DayPage) -> str:
    """Return from when on the page counts and sums: what comes after a closing is of the next one."""
    if page.before is None:
        return _("Số đếm và tiền tính từ đầu ngày.")
    moment = formats.short_moment(page.before.at)
    return _("Số đếm và tiền tính từ lần đóng {moment}.").format(moment=moment)


def sure(page: DayPage) -> str:
    """Return what is asked before the day is closed."""
    waits = page.counts.left
    if waits:
        return _("Đóng ngày? Còn {count} việc dở, sẽ ghi trong biên bản.").format(count=waits)
    return _("Đóng ngày và in biên bản?")


def progress(state: TodayState) -> str:
    """Return the word on the hand-over's button."""
    if state.busy and state.total and state.done < state.total:
        return _("Đang bàn giao {done}/{total}").format(done=state.done, total=state.total)
    return _("Bàn giao {count} hồ sơ  Ctrl+G").format(count=len(state.chosen))


def _promises(row: Remark) -> str:
    """Return what became of a promise, old and new; "" for what touches none."""
    due, earlier = (formats.short_moment(at) if at is not None else "–" for at in (row.due, row.earlier_due))
    match row.what:
        case "linked":
            said = _("hẹn {due}; trước là {code} hẹn {earlier}")
            return said.format(due=due, code=row.earlier, earlier=earlier)
        case "refused" | "stopped" | "withdrawn":
            return _("không có kết quả, đã hẹn {due}").format(due=due)
        case "payment":
            said = _("dừng thời hạn từ {moment}, đang hẹn {due}; chờ nộp {amount}")
            moment, amount = formats.short_moment(row.at), formats.money(row.amount)
            return said.format(moment=moment, due=earlier, amount=amount)
        case "settled" | "corrected":
            return _("hẹn {earlier} → {due}").format(earlier=earlier, due=due)
    return ""


def _earlier(minute: int, page: DayPage) -> bool:
    return day_iso(day_of(minute)) < page.day


def _overdue(due: int, first: int) -> str:
    said = _("hẹn {due}") if due == first else _("hẹn {due} (lần đầu {first})")
    return said.format(due=formats.short_moment(due), first=formats.short_moment(first))


def _handed(one: Unsigned) -> str:
    said = "{sheet} → {unit}, {moment}"
    moment = formats.short_moment(one.at)
    return said.format(sheet=one.sheet or "–", unit=one.to_unit or _("quầy"), moment=moment)
