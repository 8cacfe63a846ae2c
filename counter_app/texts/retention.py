"""What the daily purge says: how many it purged, how many it had to keep and why."""

from collections.abc import Mapping

from counter_app.domain.retention import Hold
from counter_app.texts import N_, _

_HELD = {
    Hold.NOT_ARCHIVED: N_("{count} hồ sơ chờ bản sao lưu của trung tâm"),
    Hold.LINKED: N_("{count} hồ sơ liên quan hồ sơ còn mở"),
    Hold.HANDED_OVER: N_("{count} hồ sơ giao đi chưa ghi người nhận"),
    Hold.DISPUTED: N_("{count} hồ sơ còn việc trung tâm chưa tính"),
    Hold.UNPRINTED: N_("{count} hồ sơ còn giấy chưa in"),
}


def kept(held: Mapping[str, int]) -> str:
    """Say of how many over their time the data stays, and why; "" where none does."""
    what = [_(said).format(count=held[why]) for why, said in _HELD.items() if held.get(why)]
    return _("Giữ lại: {what}.").format(what="; ".join(what)) if what else ""
