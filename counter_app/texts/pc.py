"""What is said of a PC's place in its office: lanes for PCs to come, the age of its signing key."""

from counter_app.domain.lane_stock import FEW_LANES
from counter_app.domain.moments import day_iso, day_of
from counter_app.domain.numbering import LANES
from counter_app.texts import _, formats

MINUTE_MS = 60_000


def lanes(free: int) -> str:
    """Say to how many more PCs the office can give a lane, and whom to ask before there are none."""
    if not free:
        return _("Hết {all} dải số: chưa ghi danh hay ghi danh lại được máy nào. Báo quản trị.").format(
            all=LANES
        )
    said = _("Còn {free}/{all} dải số cho máy ghi danh mới hoặc lại.").format(free=free, all=LANES)
    return f"{said} {_('Hỏi quản trị trước khi ghi danh lại máy.')}" if free <= FEW_LANES else said


def signing_key(since: int, *, old: bool) -> str:
    """Say since when (ms UTC) the PC signs with its key, and what to do where that is long ago."""
    day = formats.numbers(day_iso(day_of(since // MINUTE_MS)))
    if not old:
        return _("Dùng từ {day}.").format(day=day)
    return _(
        "Dùng từ {day}, đã quá một năm: nhờ quản trị đóng ứng dụng và chạy "
        "counter-app rotate-key --person MÃ."
    ).format(day=day)
