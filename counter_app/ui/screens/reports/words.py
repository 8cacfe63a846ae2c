"""Sentences of the page Báo cáo."""

from counter_app.domain.calendar_change import Effect
from counter_app.services.reports import Unsure
from counter_app.texts import N_, _, formats
from counter_app.texts.clocks import clock
from counter_app.ui.screens.reports.periods import Period, Span

TITLES = {
    "register": N_("Sổ theo dõi hồ sơ"),
    "lateness": N_("Đúng hạn, quá hạn"),
    "apologies": N_("Sổ xin lỗi"),
}
FILES = {"register": "so-theo-doi", "lateness": "dung-han-qua-han", "apologies": "so-xin-loi"}
SPANS = {
    Span.DAY: N_("Ngày"),
    Span.MONTH: N_("Tháng"),
    Span.QUARTER: N_("Quý"),
    Span.YEAR: N_("Năm"),
}
EFFECTS = {
    Effect.PROMISE_ON_DAY_OFF: N_("ngày hẹn nay là ngày nghỉ"),
    Effect.LAW_SAYS_LATER: N_("nay tính muộn hơn; lời hẹn đã in vẫn giữ"),
    Effect.LAW_SAYS_EARLIER: N_("nay tính sớm hơn; lời hẹn đã in vẫn giữ"),
    Effect.NOT_RECKONED: N_("không tính lại được; lời hẹn đã in vẫn giữ"),
}


def title(book: str) -> str:
    """Name a report."""
    return _(TITLES[book])


def span(value: Span) -> str:
    """Name a length."""
    return _(SPANS[value])


def period(value: Period) -> str:
    """Say a period: thứ Năm 19/11/2026, tháng 11/2026, quý 4/2026, năm 2026."""
    year, month, _day = value.first.split("-")
    if value.span is Span.DAY:
        return formats.day(value.day)
    said = {
        Span.MONTH: _("tháng {month}/{year}"),
        Span.QUARTER: _("quý {quarter}/{year}"),
        Span.YEAR: _("năm {year}"),
    }[value.span]
    return said.format(month=month, quarter=(int(month) + 2) // 3, year=year)


def made(rows: int) -> str:
    """Say that a report is ready."""
    return _("Đã lập: {count} hồ sơ.").format(count=rows) if rows else _("Kỳ này không có hồ sơ nào.")


def clocks(unsure: tuple[Unsure, ...]) -> str:
    """Say which receptions and results were stamped by an unsure clock; "" where none was."""
    said = _("{receptions} lượt tiếp nhận, {arrivals} lượt có kết quả. {clock}")
    return "\n".join(
        said.format(receptions=one.receptions, arrivals=one.arrivals, clock=clock(one.quality))
        for one in unsure
        if one.receptions or one.arrivals
    )


def effect(kind: Effect) -> str:
    """Say what a new calendar means for a promise."""
    return _(EFFECTS[kind])


def waiting(count: int) -> str:
    """Say how many citizens wait to be told."""
    return _("{count} người nộp cần được báo ngày khác").format(count=count)


def surveyed(read: int, total: int) -> str:
    """Say how far a survey has come."""
    return _("Đang xem {read} trên {total} lời hẹn…").format(read=read, total=total)


def news(count: int, version: int, ground: str) -> str:
    """Announce a new calendar."""
    by = ground or _("lịch phiên bản {version}").format(version=version)
    return _("Lịch nghỉ thay đổi theo {by}: {count} lời hẹn đã in nay rơi vào ngày nghỉ.").format(
        by=by, count=count
    )
