"""What the board says: levels, times left, next steps, lists; with the icon and token beside each."""

from itertools import groupby

from counter_app.domain.moments import day_iso, day_of
from counter_app.domain.urgency import Level
from counter_app.domain.warnings import DayAhead, Step
from counter_app.services.board import Board, Lot, Row
from counter_app.texts import N_, _, formats

_LEVELS = {
    Level.OVERDUE: (N_("Quá hạn"), "stop", "late"),
    Level.RED: (N_("Hôm nay"), "today", "late"),
    Level.AMBER: (N_("Sắp đến hạn"), "alert", "warn"),
    Level.GREEN: (N_("Trong hạn"), "check", "ok"),
}
_STEPS = {
    Step.HAND_OVER: N_("Chuyển đơn vị giải quyết"),
    Step.TAKE_OVER: N_("Bên nhận ký nhận hồ sơ"),
    Step.RESOLVE: N_("Giải quyết"),
    Step.BRING_RESULT: N_("Chuyển kết quả về quầy"),
    Step.SIGN_APOLOGY: N_("Trình ký văn bản xin lỗi (Mẫu 04)"),
    Step.REMIND: N_("Nhắc người nộp"),
    Step.EXPLAIN: N_("Giải trình vì trễ hạn"),
    Step.TELL: N_("Báo người nộp đến nhận"),
    Step.RETURN: N_("Trả kết quả"),
}
_LOTS = {
    Lot.OVERDUE: N_("Quá hạn"),
    Lot.TODAY: N_("Hôm nay"),
    Lot.NEXT_DAY: N_("Ngày mai"),
    Lot.THIRD_DAY: N_("2-3 ngày"),
    Lot.LATER: N_("Sau"),
    Lot.ALL: N_("Theo hạn"),
    Lot.ESCALATED: N_("Cần phụ trách"),
    Lot.WAITING: N_("Chờ người nộp"),
    Lot.STILL: N_("Nằm yên"),
    Lot.READY: N_("Chờ trả"),
    Lot.UNTAKEN: N_("Chưa ký nhận"),
    Lot.SHARES: N_("Hạn của đơn vị"),
}
_TIPS = {
    Lot.ALL: N_("Mọi hồ sơ đang chạy hạn, gấp nhất trước"),
    Lot.ESCALATED: N_("Quá hạn, hoặc sắp đến hạn mà chưa có văn bản xin lỗi"),
    Lot.WAITING: N_("Đang chờ người nộp bổ sung hoặc nộp tiền; thời hạn tạm dừng"),
    Lot.STILL: N_("Nhiều ngày làm việc chưa có bước nào"),
    Lot.READY: N_("Có kết quả, chưa trả"),
    Lot.UNTAKEN: N_("Đã bàn giao, bên nhận chưa ký"),
    Lot.SHARES: N_("Phần thời hạn của từng đơn vị"),
}
_SINCE = {
    Lot.WAITING: N_("Chờ từ"),
    Lot.STILL: N_("Bước gần nhất"),
    Lot.READY: N_("Có kết quả"),
    Lot.UNTAKEN: N_("Bàn giao"),
    Lot.SHARES: N_("Hạn của đơn vị"),
}


def level(row: Row) -> str:
    """Say how near a row's promise is, "" where none runs."""
    return _(_LEVELS[row.level][0]) if row.level else _("Tạm dừng")


def sign(row: Row) -> tuple[str, str]:
    """Return icon and token of a row's level."""
    return _LEVELS[row.level][1:] if row.level else ("pause", "muted")


def left(row: Row) -> str:
    """Say the working time left, or since a missed promise."""
    if row.left is None:
        return ""
    if row.level is Level.OVERDUE:
        return _("quá {time}").format(time=formats.duration(-row.left))
    return _("còn {time}").format(time=formats.duration(row.left))


def step(row: Row) -> str:
    """Say what a person does next."""
    return _(_STEPS[row.step])


def apology(row: Row) -> str:
    """Say that Form 04 is to be prepared, and until when; "" where it is not."""
    if row.apology_by is None:
        return ""
    if row.apology_late:
        return _("Trễ Mẫu 04, lập ngay")
    return _("Mẫu 04 trước {day}").format(day=formats.date_numbers(row.apology_by)[:5])


def next_to_do(row: Row) -> str:
    """Say both in one line, the apology first."""
    return " · ".join(part for part in (apology(row), step(row)) if part)


def promise(row: Row) -> str:
    """Say what is promised now, and that it is an extension."""
    said = running(row)
    return _("{when} (gia hạn)").format(when=said) if row.extended else said


def running(row: Row) -> str:
    """Say the moment that is promised now."""
    return formats.short_moment(row.promise)


def extension(row: Row) -> str:
    """Say that the promise that runs is a Form 04's; "" where it is not."""
    return _("gia hạn") if row.extended else ""


def first(row: Row) -> str:
    """Say the receipt's promise where another runs now; shown struck through."""
    return "" if row.first is None else formats.short_moment(row.first)


def first_in_short(row: Row) -> str:
    """Say of the receipt's promise what differs from the one that runs now: the day, or only the hour."""
    return "" if row.first is None else formats.in_short(row.first, row.promise)


def spoken(row: Row) -> str:
    """Say a whole row, for those who hear it."""
    was = _("hẹn lần đầu {when}").format(when=first(row)) if row.first is not None else ""
    said = (row.code, level(row), left(row), row.name, row.procedure_name, promise(row), was)
    return ", ".join(part for part in (*said, next_to_do(row), row.responsible) if part)


def lot(which: Lot) -> str:
    """Name a list."""
    return _(_LOTS[which])


def tip(which: Lot) -> str:
    """Say what a list holds."""
    return _(_TIPS[which])


def since(which: Lot) -> str:
    """Name the moment by which a list goes; "" where it goes by the promise."""
    return _(_SINCE[which]) if which in _SINCE else ""


def column(which: Lot, board: Board) -> tuple[str, str]:
    """Return a column's name and its days: the next working day is not always tomorrow."""
    at = board.horizon
    today, next_day, third_day = (day_of(end) - 1 for end in (at.today, at.next_day, at.third_day))
    days = {
        Lot.TODAY: formats.short_day(day_iso(today)),
        Lot.NEXT_DAY: formats.short_day(day_iso(next_day)),
        Lot.THIRD_DAY: _("đến {day}").format(day=formats.short_day(day_iso(third_day))),
        Lot.LATER: _("sau {day}").format(day=formats.short_day(day_iso(third_day))),
    }
    name = _("Ngày làm việc tới") if which is Lot.NEXT_DAY and next_day > today + 1 else lot(which)
    return name, days.get(which, "")


def ahead(board: Board) -> str:
    """Say what the next three working days bring, and which holidays lie between; not the empty days."""
    told = [(day, count) for day, count in board.ahead if day.off or count]
    runs = (list(run) for _key, run in groupby(told, lambda one: (one[0].off, one[1] and one[0].day)))
    said = [_due(*run[0]) if run[0][1] else _off(run[0][0], run[-1][0]) for run in runs]
    if not any(count for _day, count in told):
        said.insert(0, _("không có hồ sơ đến hạn"))
    return " · ".join(said)


def _due(day: DayAhead, count: int) -> str:
    named = formats.short_day(day_iso(day.day))
    if day.off is None:
        return _("{day}: {count} hồ sơ").format(day=named, count=count)
    # A promise that a later calendar has put on a day off.
    return _("{day}: {count} hồ sơ hẹn vào ngày nghỉ").format(day=named, count=count)


def _off(first: DayAhead, last: DayAhead) -> str:
    named = formats.short_day(day_iso(first.day))
    if last is not first:
        named = f"{named} – {formats.short_day(day_iso(last.day))}"
    return _("{day} nghỉ: {why}").format(day=named, why=first.off)
