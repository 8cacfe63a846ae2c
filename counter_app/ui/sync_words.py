"""Facts about the centre in words; used by the status bar and its page alike."""

from typing import TYPE_CHECKING

from counter_app.errors import CounterError
from counter_app.texts import _, clocks, formats
from counter_app.texts import scans as texts
from counter_app.texts.refusals import sentence

if TYPE_CHECKING:
    from counter_app.services.scan_sending import Unsent
    from counter_app.services.sync import SyncState

MINUTE_MS = 60_000


def link_short(state: "SyncState") -> str:
    """Return the status bar's words."""
    if state.online and state.share is not None:
        return _("Đang lấy dữ liệu của văn phòng: {share} %").format(share=state.share)
    if state.online:
        return _("Trực tuyến")
    if state.offline_since is None:
        return _("Đang tìm trung tâm")
    return _("Ngoại tuyến từ {time}").format(time=formats.clock_time(state.offline_since // MINUTE_MS))


def link(state: "SyncState") -> str:
    """Return the page's words: an office works on without the centre, and while it hears its colleagues."""
    if state.online and state.share is not None:
        return link_short(state) + _(" · vẫn tiếp nhận bình thường.")
    if state.online:
        return _("Trực tuyến với trung tâm.")
    return link_short(state) + _(" · vẫn tiếp nhận bình thường, sẽ tự gửi sau.")


def unsent_short(count: int) -> str:
    """Return how much waits, for the status bar."""
    return _("{count} chưa gửi").format(count=count)


def unsent(state: "SyncState") -> str:
    """Return how much waits, and since when."""
    if not state.unsent:
        return _("Không còn gì chờ gửi.")
    words = _("{count} sự việc").format(count=state.unsent)
    if state.oldest_unsent is None:
        return words
    return words + _(", cũ nhất từ {moment}").format(moment=formats.moment(state.oldest_unsent // MINUTE_MS))


def scans(waiting: "Unsent") -> str:
    """Return how many scans wait, how much of them, and why the last try failed; "" where none does."""
    return texts.unsent(waiting.count, waiting.left, waiting.code)


def contact(state: "SyncState") -> str:
    """Return when the centre last answered."""
    if state.last_contact is None:
        return _("Chưa lần nào.")
    return formats.moment(state.last_contact // MINUTE_MS)


def clock(quality: str) -> tuple[str, str, str]:
    """Return (words, icon, token) of the clock's quality (DESIGN §6)."""
    look = {"A": ("check", "ok"), "B": ("check", "ok"), "C": ("clock", "muted")}
    return (clocks.clock_short(quality), *look.get(quality, ("alert", "warn")))


def clock_long(quality: str) -> str:
    """Return what the clock rests on, and what to do about it."""
    advice = {"U": _("Chỉnh lại giờ máy."), "S": _("Kiểm tra ngày của máy.")}
    return " ".join(filter(None, (clocks.clock(quality), advice.get(quality))))


def problem(state: "SyncState") -> str:
    """Return what the centre refused, in words."""
    return sentence(CounterError(state.problem)) if state.problem else ""
