"""The page about the centre in words: each fact with its icon and tone, and each event in doubt."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from counter_app.domain.lane_stock import FEW_LANES
from counter_app.errors import CounterError
from counter_app.texts import _, formats, in_doubt, pc
from counter_app.texts.refusals import sentence
from counter_app.texts.retention import kept
from counter_app.ui import sync_words

if TYPE_CHECKING:
    from counter_app.services.pc_health import Doubtful, PcHealth
    from counter_app.services.sync import SyncState

MINUTE_MS = 60_000
_ICONS = {"ok": "check", "warn": "alert", "late": "stop", "muted": "info"}
APART = ("log_forked", "duplicate_event")  # what lies beside a log is judged by nobody again
_DAYS = 3  # that are named of those which differ


@dataclass(frozen=True, slots=True)
class Said:
    """A fact in words; `tone` is ok, muted, warn or late, and never told by its colour alone."""

    words: str
    tone: str = "muted"

    @property
    def icon(self) -> str:
        """The icon of the tone."""
        return _ICONS[self.tone]


def facts(state: "SyncState | None", health: "PcHealth | None") -> dict[str, Said]:
    """Return every fact that is known by now, by its name on the page."""
    told = (of_link(state) if state else {}) | (of_pc(health) if health else {})
    if state and health and health.fault:  # said once, and no word of working on as usual
        told["link"] = Said(sync_words.link_short(state))
        if state.problem == health.fault:
            told["problem"] = Said("")
    return told


def of_link(state: "SyncState") -> dict[str, Said]:
    """Return what the last contact tells."""
    quality = sync_words.clock(state.clock)[2]
    return {
        "link": Said(sync_words.link(state), "ok" if state.online else "muted"),
        "unsent": Said(sync_words.unsent(state), "muted" if state.unsent else "ok"),
        "contact": Said(sync_words.contact(state), "muted" if state.last_contact is None else "ok"),
        "clock": Said(sync_words.clock_long(state.clock), quality),
        "problem": Said(sync_words.problem(state), "late"),
    }


def of_pc(health: "PcHealth") -> dict[str, Said]:
    """Return what this PC's own store tells."""
    return {
        "next": _next_try(health),
        "pc": _identity(health),
        "lane": lane(health),
        "lanes": _lanes(health),
        "key": _key(health),
        "backup": _backup(health),
        "compared": _compared(health),
        "scans": Said(sync_words.scans(health.scans), "warn" if health.scans.code else "muted"),
        "purged": _purged(health),
    }


def lane(health: "PcHealth") -> Said:
    """Return how many codes are left today, and until when without the centre."""
    stock = health.lane
    if not stock.days:
        return Said(_("Dải số đã hết hạn: nối mạng rồi bấm Gửi ngay để được cấp tiếp."), "late")
    said = _("Còn {left}/{size} số hôm nay, và {recovery} số dự phòng.").format(
        left=stock.left, size=stock.size, recovery=stock.recovery
    )
    until = _("Ngoại tuyến dùng được {days} ngày, đến {day}.").format(
        days=stock.days, day=formats.numbers(stock.valid_to)
    )
    if stock.told:
        said = _("Đã dùng {share} % trở lên.").format(share=stock.told) + " " + said
    tone = "late" if not stock.left else "warn" if stock.told or stock.ends_soon else "ok"
    return Said(f"{said} {until}", tone)


def reason(item: "Doubtful") -> str:
    """Return why the centre does not count an event yet."""
    return in_doubt.sentence(item.code)


def moment(item: "Doubtful") -> str:
    """Return when an event happened, a dash where this PC has it not."""
    return formats.short_moment(item.at // MINUTE_MS) if item.at is not None else "–"


def detail(item: "Doubtful") -> str:
    """Return the marked one in full, and what to do about it."""
    told = [part for part in (item.dossier, item.said, reason(item)) if part]
    do = (
        _("Enter mở hồ sơ, C chép dòng này gửi quản trị.")
        if item.dossier
        else _("C chép dòng này gửi quản trị.")
    )
    return " · ".join(told) + " " + do


def admin_line(health: "PcHealth", item: "Doubtful") -> str:
    """Return the line for the centre's administrator, with the command: ids and codes, nobody's name."""
    at = formats.moment(item.at // MINUTE_MS) if item.at is not None else "–"
    return " · ".join(
        (
            health.label,
            health.installation_id,
            str(item.seq),
            item.event_id,
            item.code,
            item.dossier or "–",
            at,
            _command(health, item),
        )
    )


def _command(health: "PcHealth", item: "Doubtful") -> str:
    """Return what is run at the centre about an event: who judges again or settles it says why."""
    if item.code == "in_review":
        return f"counter-central review show {health.installation_id}"
    act = "settle" if item.code in APART else "rejudge"
    return f"counter-central doubts {act} {item.event_id}"


def doubted(health: "PcHealth") -> str:
    """Return how many events the centre keeps and does not count, whom to tell, and what he runs to see."""
    if not health.doubtful_count:
        return ""
    waits = all(item.code == "in_review" for item in health.doubtful)
    command = "counter-central " + ("review list" if waits else "doubts")
    said = _("{count} việc trung tâm giữ lại, chưa tính. Báo quản trị trung tâm: {command}")
    return said.format(count=health.doubtful_count, command=command)


def needs(state: "SyncState | None", health: "PcHealth | None") -> int:
    """Return how many things here need a person."""
    problems = int(bool(state and state.problem))
    if health is None:
        return problems
    return problems + health.doubtful_count + (lane(health).tone != "ok")


def _lanes(health: "PcHealth") -> Said:
    """Say what stops no desk today, but the next PC that needs another name."""
    free = health.lanes_free
    if free is None:
        return Said("")
    return Said(pc.lanes(free), "warn" if free <= FEW_LANES else "ok")


def _key(health: "PcHealth") -> Said:
    """Say how old the key is; one that signs nothing more is not to be changed."""
    if health.fault:
        return Said("")
    return Said(pc.signing_key(health.key_since, old=health.key_old), "warn" if health.key_old else "ok")


def _next_try(health: "PcHealth") -> Said:
    if health.next_try is None:
        return Said(_("Tự gửi đều đặn khi có việc mới."))
    at = formats.clock_time(health.next_try // MINUTE_MS)
    return Said(_("Tự thử lại lúc {time}, hoặc Gửi ngay.").format(time=at))


def _identity(health: "PcHealth") -> Said:
    if health.fault == "installation_revoked":
        said = _(
            "Máy này đã bị thu hồi nên không tiếp nhận được nữa: xin quản trị mã ghi danh mới, "
            "việc chưa gửi vẫn được giữ và gửi đi để xem xét."
        )
        return Said(said, "late")
    if health.fault:
        return Said(sentence(CounterError(health.fault)), "late")
    return Said(_("{name}, đang được trung tâm công nhận.").format(name=health.label), "ok")


def no_folder() -> str:
    """Say that no folder for copies is remembered, and by which command one is."""
    return _("Chưa nhớ thư mục: quản trị chạy counter-app backup THƯ_MỤC --daily.")


def _backup(health: "PcHealth") -> Said:
    last, said = health.backup, []
    if last.made_at is None:
        said.append(_("Chưa sao lưu lần nào."))
    else:
        at = formats.moment(last.made_at // MINUTE_MS)
        said.append(_("{moment}, vào {place}.").format(moment=at, place=last.place))
        if health.backup_late:
            said.append(_("Đã quá 7 ngày."))
    if last.failure:
        failed = sentence(CounterError(last.failure, folder=health.backup_folder or _("thư mục")))
        said.append(_("Lần gần nhất không được: {reason}").format(reason=failed))
    if not health.backup_folder:
        said.append(no_folder())
    return Said(" ".join(said), "warn" if health.backup_late or last.failure else "ok")


def _purged(health: "PcHealth") -> Said:
    """Say when data over its time was last purged, and of how many it had to stay."""
    last = health.retention
    if last.ran_at is None:
        return Said(_("Chưa xóa lần nào."))
    at = formats.moment(last.ran_at // MINUTE_MS)
    some, none = _("{moment}: đã xóa của {count} hồ sơ hết hạn lưu."), _("{moment}: không xóa của hồ sơ nào.")
    said = (some if last.purged else none).format(moment=at, count=last.purged)
    left = kept(last.held)
    return Said(f"{said} {left}".strip(), "warn" if left else "ok")


def _compared(health: "PcHealth") -> Said:
    if health.compared is None:
        return Said(_("Chưa đối chiếu lần nào."))
    at = formats.moment(health.compared // MINUTE_MS)
    if not health.differing:
        return Said(_("{moment}: không ngày nào khác trung tâm.").format(moment=at), "ok")
    days = ", ".join(formats.numbers(day) for day in health.differing[:_DAYS])
    more = "…" if len(health.differing) > _DAYS else ""
    said = _("{moment}: khác trung tâm {count} ngày ({days}). Báo quản trị.")
    return Said(said.format(moment=at, count=len(health.differing), days=days + more), "late")
