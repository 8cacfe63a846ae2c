"""Icons and short words for how a dossier stands, the same in the list and in the file."""

from counter_app.domain.dossier import Dossier, Lateness, State
from counter_app.domain.urgency import Level, Urgency
from counter_app.services.promises import Ground, Promised
from counter_app.services.search import Hit, Shown
from counter_app.texts import _, formats, life

STATES = {
    State.VOID: ("minus", "muted"),
    State.RECEIVED: ("intake", "info"),
    State.REFUSED: ("stop", "muted"),
    State.IN_PROGRESS: ("handover", "accent"),
    State.SUPPLEMENT: ("pause", "warn"),
    State.PAYMENT: ("money", "warn"),
    State.WITHDRAWN: ("minus", "muted"),
    State.STOPPED: ("stop", "muted"),
    State.RESOLVED: ("result", "ok"),
    State.RETURNED: ("check", "ok"),
}
LATENESS = {
    Lateness.ON_TIME: ("check", "ok"),
    Lateness.LATE: ("alert", "late"),
    Lateness.WITHIN_EXTENSION: ("alert", "late"),
    Lateness.LATE_BY_FIRST: ("info", "warn"),
    Lateness.ENDED: ("info", "muted"),
}
LEVELS = {
    Level.GREEN: ("clock", "ok"),
    Level.AMBER: ("clock", "warn"),
    Level.RED: ("clock", "late"),
    Level.OVERDUE: ("alert", "late"),
}


def shown(of: Shown) -> str:
    """Say which dossiers a filter shows."""
    return {
        Shown.OPEN: _("Đang mở"),
        Shown.WAITING: _("Chờ người nộp"),
        Shown.RESULT: _("Có kết quả"),
        Shown.CLOSED: _("Đã kết thúc"),
        Shown.ALL: _("Tất cả"),
        Shown.TURNED_AWAY: _("Chưa tiếp nhận"),
    }[of]


def state(dossier: Dossier) -> tuple[str, str, str]:
    """Return (word, icon, token) of a state."""
    return life.state(dossier.state), *STATES[dossier.state]


def lateness(of: Lateness, judged: bool = True) -> tuple[str, str, str]:
    """Return (words, icon, token) of how a dossier stands to its promises, `judged` with a result there."""
    if of is Lateness.ON_TIME and not judged:
        return _("Chưa trễ"), *LATENESS[of]
    said = life.lateness(of)
    return said[:1].upper() + said[1:], *LATENESS[of]


def time_left(of: Urgency | None, dossier: Dossier) -> tuple[str, str, str]:
    """Return (words, icon, token) of the time left in working hours, or of why none runs."""
    if of is not None:
        said = formats.duration(abs(of.left))
        words = (
            _("Quá {time} làm việc") if of.left < 0 or of.level is Level.OVERDUE else _("Còn {time} làm việc")
        )
        return words.format(time=said), *LEVELS[of.level]
    if not dossier.open:
        return _("Không còn chờ gì"), "check", "muted"
    if dossier.arrived is not None:
        return _("Có kết quả từ {at}").format(at=formats.short_moment(dossier.arrived)), "result", "ok"
    since = formats.short_moment(dossier.waiting_since or 0)
    return _("Thời hạn tạm dừng từ {at}").format(at=since), "pause", "warn"


def promised(dossier: Dossier) -> str:
    """Say the date that binds, the receipt's before it where that was another."""
    due = formats.short_moment(dossier.promised)
    if dossier.first_due == dossier.promised:
        return _("hẹn {due}").format(due=due)
    return _("hẹn {earlier} → {due}").format(
        earlier=formats.in_short(dossier.first_due, dossier.promised), due=due
    )


def ground(of: Promised) -> str:
    """Say what a promise rests on."""
    said = {
        Ground.RECEIPT: _("Hẹn lần đầu, trên phiếu tiếp nhận"),
        Ground.RESTART: _("Bổ sung đủ {at}: tính lại từ đầu"),
        Ground.PAUSE: _("Bổ sung đủ {at}: trừ thời gian chờ"),
        Ground.PAYMENT: _("Nộp tiền {at}: trừ thời gian chờ"),
        Ground.CORRECTION: _("Sửa thủ tục chọn nhầm {at}"),
        Ground.EXTENSION: _("Gia hạn theo văn bản xin lỗi số {paper}"),
        Ground.APOLOGY: _("Xin lỗi, hẹn lại theo văn bản số {paper}, không gia hạn"),
    }[of.ground]
    return said.format(at=formats.short_moment(of.made), paper=of.paper)


def hit(of: Hit, now: int) -> tuple[str, str, str, str, str]:
    """Return (name, line below, state, icon, token) of one found line."""
    if of.away is not None:
        word = _("Hướng dẫn bổ sung") if of.away.form == "02" else _("Từ chối tiếp nhận")
        below = f"{formats.short_moment(of.away.at)} · {of.away.procedure_name}"
        return of.away.name or _("(đã xóa theo quy định)"), below, word, "minus", "muted"
    assert of.dossier is not None  # noqa: S101 - a hit has one of the two
    dossier = of.dossier
    word, icon, token = state(dossier)
    late = dossier.lateness(now)
    if late in (Lateness.LATE, Lateness.WITHIN_EXTENSION):
        word, icon, token = (
            lateness(late)[0] if late is Lateness.LATE else _("Quá hạn, đang gia hạn"),
            "alert",
            "late",
        )
    return (
        dossier.name or _("(đã xóa theo quy định)"),
        f"{dossier.code} · {dossier.procedure_name}",
        word,
        icon,
        token,
    )
