"""Sentences of the duty board, made for citizens."""

from counter_app.services.duty import DutyBoard
from counter_app.texts import _, formats


def day(board: DutyBoard) -> str:
    """Say which day it is: Thứ Năm, 19/11/2026."""
    said = f"{formats.weekday(board.day)}, {formats.numbers(board.day)}"
    return said[0].upper() + said[1:]


def hours(board: DutyBoard) -> str:
    """Say when the desk receives today, or when it does again."""
    if board.next_open is not None:
        again = formats.moment(board.next_open)
        said = _("Đã hết giờ tiếp nhận hôm nay.") if board.sessions else _("Hôm nay không tiếp nhận.")
        return f"{said} {_('Tiếp nhận lại lúc {moment}').format(moment=again)}"
    if not board.sessions:
        return _("Hôm nay không tiếp nhận.")
    said = ", ".join(
        f"{formats.clock_time(span.begin)}–{formats.clock_time(span.end)}" for span in board.sessions
    )
    return _("Giờ tiếp nhận: {hours}").format(hours=said)


def calls(board: DutyBoard) -> tuple[str, str]:
    """Return the foot's two lines: the hotline and where to complain; "" for what the office has not."""
    office = board.office
    call = _("Đường dây nóng: {number}").format(number=office.hotline) if office.hotline else ""
    told = _("Phản ánh, kiến nghị: {where}").format(where=office.complaints) if office.complaints else ""
    return call, told


def page(at: int, count: int) -> str:
    """Say which of several pages is shown, "" for the only one."""
    return _("Trang {number}/{count}").format(number=at + 1, count=count) if count > 1 else ""


def phone(number: str) -> str:
    """Say a phone number, never broken over two lines; "" for none."""
    return _("Điện thoại: {number}").format(number=number).replace(" ", "\u00a0") if number else ""


def stands_in(name: str) -> str:
    """Say whose place it is, "" for one's own."""
    return _("Thay cho {name}").format(name=name) if name else ""


def nobody() -> tuple[str, str]:
    """Say that nobody receives at a counter, and what to do."""
    return _("Tạm thời chưa có người tiếp nhận"), _("Xin hỏi quầy bên cạnh hoặc gọi đường dây nóng")


def empty() -> str:
    """Say that there is nothing to show."""
    return _("Xin mời hỏi tại quầy")


def spoken(board: DutyBoard) -> str:
    """Say the whole board in lines, for who listens to the screen."""
    lines = [day(board), hours(board)]
    for one in board.people:
        parts = (one.counter, one.name or nobody()[0], one.title, one.field, phone(one.phone))
        lines.append(" · ".join(part for part in (*parts, stands_in(one.stands_in_for)) if part))
    return "\n".join([*lines, *(part for part in calls(board) if part)])
