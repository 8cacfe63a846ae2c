"""A dossier's dates with everything behind them, and what differs when reckoned again, as sentences."""

from collections.abc import Iterator

from counter_app.domain.book_events import DossierCaptured
from counter_app.domain.dossier import local_day
from counter_app.domain.events import DossierReceived
from counter_app.domain.explanation import Explanation, Step
from counter_app.domain.grounds import Reason
from counter_app.domain.moments import END_MINUTE
from counter_app.domain.promise_events import ProcedureCorrected, Promise
from counter_app.domain.recomputation import MINUTE_MS, Difference
from counter_app.domain.retention import Purged
from counter_app.errors import Refused
from counter_app.texts import N_, _, formats, paper_book
from counter_app.texts.clocks import clock
from counter_app.texts.reasons import reason
from counter_app.texts.refusals import sentence
from counter_app.texts.steps import detail, kind

_DIFFERENCES = {
    "due_differs": N_("Hồ sơ {dossier}: hẹn trả ghi {stored}, tính lại là {recomputed}"),
    "received_differs": N_("Hồ sơ {dossier}: giờ nhận ghi {stored}, sự việc được ghi lúc {recomputed}"),
    "moment_differs": N_("Hồ sơ {dossier}: giờ trong nội dung {stored}, sự việc được ghi lúc {recomputed}"),
    "promise_differs": N_("Hồ sơ {dossier}: lần hẹn lại không theo các sự việc khác ({column})"),
    "extension_differs": N_("Hồ sơ {dossier}: gia hạn ghi {stored}, văn bản xin lỗi đề nghị {recomputed}"),
    "told_differs": N_("Hồ sơ {dossier}: đã báo người nộp đến lúc {stored}, không phải giờ làm việc về sau"),
    "share_differs": N_("Hồ sơ {dossier}: phần của đơn vị ghi đến {stored}, tính lại là {recomputed}"),
    "window_differs": N_("Hồ sơ {dossier}: hạn yêu cầu bổ sung ghi {stored}, tính lại là {recomputed}"),
    "arrived_twice": N_("Hồ sơ {dossier}: kết quả được ghi nhận về hơn một lần, chỉ tính lần đầu"),
    "extended_twice": N_("Hồ sơ {dossier}: văn bản xin lỗi ký hơn một lần, chỉ tính lần đầu"),
    "code_day_differs": N_("Hồ sơ {dossier}: ngày nhận {stored}, ngày trong mã {recomputed}"),
    "subject_differs": N_("Hồ sơ {dossier}: nội dung lại ghi mã {stored}"),
    "fee_differs": N_("Hồ sơ {dossier}: phí ghi {stored}, tính lại là {recomputed}"),
    "approval_fails": N_("Đề nghị thay {dossier}: quyết định không có hiệu lực ({stored})"),
    "leaf_fails": N_("Hồ sơ {dossier}: nhập từ sổ giấy không có hiệu lực ({stored})"),
    "fact_unreadable": N_("Hồ sơ {dossier}: không đọc được nội dung"),
    "personal_missing": N_("Hồ sơ {dossier}: họ tên, lý do ghi kèm đã mất khi chưa hết thời gian lưu"),
    "projection_differs": N_(
        "Hồ sơ {dossier}: danh sách ghi {column} là {stored}, theo nhật ký là {recomputed}"
    ),
    "calendar_changed": N_("Lịch phiên bản {stored} lưu ở máy này bị sửa"),
    "calendar_not_held": N_("Máy này không giữ lịch phiên bản {stored} nên chưa tính lại được"),
    "rules_not_held": N_("Phần mềm này chưa có bộ quy tắc {stored} nên chưa tính lại được"),
    "version_not_known": N_("Nội dung ghi theo phiên bản {stored}, mới hơn phần mềm này"),
    "reasons_differ": N_("Hồ sơ {dossier}: hẹn trả đúng, căn cứ ghi khác căn cứ tính lại"),
}

_GROUNDS = {"received": N_("giờ tiếp nhận"), "limit": N_("thời hạn"), "waits": N_("các lần chờ")}


def ground(of: Reason) -> str:
    """Say one reason of a promise; one edited into nonsense shows its code."""
    try:
        return reason(of)
    except (KeyError, ValueError, TypeError, OverflowError):
        return of.code


def actor(step: Step, *, ids: bool) -> str:
    """Say who acted; who is no longer listed is known by the id alone."""
    if not step.actor:
        return step.event.actor_id
    return f"{step.actor} ({step.event.actor_id})" if ids else step.actor


def difference(found: Difference) -> str:
    """Return the sentence of one difference, with the event it lies in."""
    values = {
        "dossier": found.dossier,
        "column": _(_GROUNDS[found.column]) if found.code == "promise_differs" else found.column,
        "stored": _value(found, found.stored),
        "recomputed": _value(found, found.recomputed),
    }
    said = _(_DIFFERENCES.get(found.code, found.code)).format_map(values)
    if not found.event_id:
        return said + "."
    return _("{said} (sự việc số {seq}, máy {installation}).").format(
        said=said, seq=found.seq, installation=found.installation_id
    )


def not_reckoned(found: Difference, count: int) -> str:
    """Return the sentence of what lies apart, with the number of events and the first of them."""
    return _("{said} ({count} sự việc, đầu tiên số {seq}, máy {installation}).").format(
        said=_(_DIFFERENCES.get(found.code, found.code)).format(dossier=found.dossier, stored=found.stored),
        count=count,
        seq=found.seq,
        installation=found.installation_id,
    )


def lines(told: Explanation, *, ids: bool = True) -> Iterator[str]:
    """Tell a dossier: reception, every promise with its reasons, copies, events, and what does not hold.

    `ids` tells those of people, events and machines too, for who checks them elsewhere.
    """
    fact, step = told.fact, told.reception
    yield f"{told.code} · {fact.procedure} {fact.procedure_name}"
    yield _("Nhận: {moment}, {actor}").format(
        moment=formats.moment(fact.received), actor=actor(step, ids=ids)
    )
    yield _clock(step)
    if isinstance(fact, DossierCaptured):
        yield from (f"  {said}" for said in paper_book.captured(fact))
    for each, promise in told.promises():
        yield from _promise(each, promise, first=each is step, ids=ids)
        yield from _parts(told) if each is step else ()
    for each, slip in told.extensions():
        yield _("Gia hạn đến {moment}: văn bản số {number}, {signer} ký ngày {day}").format(
            moment=formats.moment(slip.new_due),
            number=slip.number,
            signer=slip.signer,
            day=formats.numbers(slip.signed_on),
        )
        yield from _recorded(each, ids=ids)
    for printed, paper in told.printed():
        yield _("Đã in mẫu {document}, bản {copy}: {moment}").format(
            document=paper.document, copy=paper.copy, moment=_moment(printed)
        )
    for one in told.steps:
        yield from _step(one, ids=ids)
    if told.purged is not None:
        yield purged(told.purged)
    yield from map(difference, told.differences)


def purged(told: Purged) -> str:
    """Say since when a PC keeps nobody's data of a dossier."""
    said = (
        _("Dữ liệu cá nhân đã xóa ngày {day} theo yêu cầu, cả ở trung tâm; các mốc thời gian được giữ.")
        if told.erased
        else _("Dữ liệu cá nhân đã xóa ở máy này ngày {day} vì hết hạn lưu; các mốc thời gian được giữ.")
    )
    return said.format(day=formats.numbers(local_day(told.at // MINUTE_MS)))


def _promise(step: Step, promise: Promise, *, first: bool, ids: bool) -> Iterator[str]:
    """Tell one promise; a later one with the event that made it. The first never gives way to it."""
    if not first:
        yield _("Hẹn lại: {moment} ({kind})").format(
            moment=formats.moment(promise.at), kind=kind(step.event.kind)
        )
        yield from _recorded(step, ids=ids)
    yield _("Thời hạn: {limit}").format(limit=formats.limit(promise.limit))
    if first:
        yield _("Hẹn trả: {moment}").format(moment=formats.moment(promise.at))
    yield from (f"  {ground(each)}" for each in promise.reasons)
    named = {"rules": promise.rules, "calendar": promise.calendar}
    if isinstance(step.fact, (DossierReceived, ProcedureCorrected)):
        yield _("Căn cứ: quy tắc {rules}, lịch phiên bản {calendar}, danh mục phiên bản {catalogue}").format(
            **named, catalogue=step.fact.catalogue
        )
    else:
        yield _("Căn cứ: quy tắc {rules}, lịch phiên bản {calendar}").format(**named)


def _parts(told: Explanation) -> Iterator[str]:
    """Tell what each unit of a joint procedure has of the limit, and until when by the receipt's calendar."""
    due = [formats.moment(share.due) for share in told.shares]
    for place, part in enumerate(told.fact.parts):
        yield "  " + _("Phần của {unit}: {limit}, đến {due}").format(
            unit=part.unit, limit=formats.limit(part.limit), due=due[place] if due else "–"
        )


def _recorded(step: Step, *, ids: bool) -> Iterator[str]:
    yield "  " + _("ghi lúc {moment}, {actor}").format(moment=_moment(step), actor=actor(step, ids=ids))
    yield _clock(step)


def _clock(step: Step) -> str:
    return "  " + clock(step.event.clock)


def _step(step: Step, *, ids: bool) -> Iterator[str]:
    event = step.event
    yield _("Sự việc số {seq}: {kind}, {moment}, {actor}").format(
        seq=event.seq, kind=kind(event.kind), moment=_moment(step), actor=actor(step, ids=ids)
    )
    if ids:
        yield f"  {event.event_id} · {event.installation_id} · {event.clock}"
    said = detail(step.fact)
    if said:
        yield "  " + said
    sent = _("trung tâm đã nhận") if step.acknowledged else _("trung tâm chưa nhận")
    proof = sentence(step.fault) if step.fault else _("chữ ký, mã băm và dữ liệu đi kèm đều khớp")
    yield f"  {sent} · {proof}"


def _moment(step: Step) -> str:
    minute = step.event.happened_at
    try:
        return formats.moment(minute // MINUTE_MS)
    except (TypeError, ValueError, OverflowError):  # edited into no moment at all
        return str(minute)[:40]


def _value(found: Difference, value: int | str) -> str:
    if found.code in ("approval_fails", "leaf_fails"):
        return sentence(Refused(str(value))).removesuffix(".")
    if value == "" or not isinstance(value, int):
        return str(value) or "–"
    if found.in_minutes:
        try:
            return formats.moment(value) if value < END_MINUTE else str(value)
        except (ValueError, OverflowError):
            return str(value)
    return formats.money(value) if found.code == "fee_differs" else str(value)
