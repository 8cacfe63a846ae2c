"""A dossier's dates with everything behind them, and what differs when reckoned again, as sentences."""

from collections.abc import Iterator

from counter_app.domain.events import DocumentPrinted, DossierReceived, FeeCharged, PapersAsked
from counter_app.domain.explanation import Explanation, Step
from counter_app.domain.grounds import Reason
from counter_app.domain.recomputation import MINUTE_MS, Difference
from counter_app.texts import N_, _, formats
from counter_app.texts.reasons import reason
from counter_app.texts.refusals import sentence

_CLOCKS = {
    "A": N_("Chuẩn: theo giờ trung tâm."),
    "B": N_("Chuẩn: chạy tiếp từ giờ trung tâm, máy chưa khởi động lại."),
    "C": N_("Theo đồng hồ máy từ khi khởi động lại; hợp lý so với sự việc gần nhất."),
    "U": N_("Đồng hồ máy chậm hơn sự việc trước đó nên đã dùng giờ của sự việc đó."),
    "S": N_("Đồng hồ máy đáng ngờ: nhanh quá 24 giờ, chưa từng nghe trung tâm, hoặc do người xác nhận."),
}
_KINDS = {
    DossierReceived.KIND: N_("tiếp nhận hồ sơ"),
    FeeCharged.KIND: N_("tính phí"),
    PapersAsked.KIND: N_("yêu cầu bổ sung"),
    DocumentPrinted.KIND: N_("in giấy"),
}
_DIFFERENCES = {
    "due_differs": N_("Hồ sơ {dossier}: hẹn trả ghi {stored}, tính lại là {recomputed}"),
    "received_differs": N_("Hồ sơ {dossier}: giờ nhận ghi {stored}, sự việc được ghi lúc {recomputed}"),
    "code_day_differs": N_("Hồ sơ {dossier}: ngày nhận {stored}, ngày trong mã {recomputed}"),
    "subject_differs": N_("Hồ sơ {dossier}: nội dung lại ghi mã {stored}"),
    "fee_differs": N_("Hồ sơ {dossier}: phí ghi {stored}, tính lại là {recomputed}"),
    "fact_unreadable": N_("Hồ sơ {dossier}: không đọc được nội dung"),
    "projection_differs": N_(
        "Hồ sơ {dossier}: danh sách ghi {column} là {stored}, theo nhật ký là {recomputed}"
    ),
    "calendar_changed": N_("Lịch phiên bản {stored} lưu ở máy này bị sửa"),
    "calendar_not_held": N_("Máy này không giữ lịch phiên bản {stored} nên chưa tính lại được"),
    "rules_not_held": N_("Phần mềm này chưa có bộ quy tắc {stored} nên chưa tính lại được"),
    "version_not_known": N_("Nội dung ghi theo phiên bản {stored}, mới hơn phần mềm này"),
    "reasons_differ": N_("Hồ sơ {dossier}: hẹn trả đúng, căn cứ ghi khác căn cứ tính lại"),
}
_MINUTES = {"due_differs", "received_differs"}
_MINUTE_COLUMNS = {"received", "due"}


def clock(quality: str) -> str:
    """Say what a clock's letter means for an event already written."""
    return _(_CLOCKS[quality]) if quality in _CLOCKS else quality


def kind(name: str) -> str:
    """Say what kind of event it is; a later app's kind shows itself."""
    return _(_KINDS[name]) if name in _KINDS else name


def ground(of: Reason) -> str:
    """Say one reason of a promise; one edited into nonsense shows its code."""
    try:
        return reason(of)
    except (KeyError, ValueError, TypeError, OverflowError):
        return of.code


def actor(step: Step) -> str:
    """Say who acted."""
    return f"{step.actor} ({step.event.actor_id})" if step.actor else step.event.actor_id


def difference(found: Difference) -> str:
    """Return the sentence of one difference, with the event it lies in."""
    values = {
        "dossier": found.dossier,
        "column": found.column,
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


def lines(told: Explanation) -> Iterator[str]:
    """Tell a dossier: reception, promise with its reasons, fee, copies, events, and what does not hold."""
    fact, step = told.fact, told.reception
    yield f"{told.code} · {fact.procedure} {fact.procedure_name}"
    yield _("Nhận: {moment}, {actor}").format(moment=formats.moment(fact.received), actor=actor(step))
    yield "  " + _("Giờ {letter}: {meaning}").format(letter=step.event.clock, meaning=clock(step.event.clock))
    yield _("Thời hạn: {limit}").format(limit=formats.limit(fact.limit))
    yield _("Hẹn trả: {moment}").format(moment=formats.moment(fact.due))
    yield from (f"  {ground(each)}" for each in fact.reasons)
    yield _("Căn cứ: quy tắc {rules}, lịch phiên bản {calendar}, danh mục phiên bản {catalogue}").format(
        rules=fact.rules, calendar=fact.calendar, catalogue=fact.catalogue
    )
    for printed, paper in told.printed():
        yield _("Đã in mẫu {document}, bản {copy}: {moment}").format(
            document=paper.document, copy=paper.copy, moment=_moment(printed)
        )
    for one in told.steps:
        yield from _step(one)
    yield from map(difference, told.differences)


def _step(step: Step) -> Iterator[str]:
    event = step.event
    yield _("Sự việc số {seq}: {kind}, {moment}, {actor}").format(
        seq=event.seq, kind=kind(event.kind), moment=_moment(step), actor=actor(step)
    )
    yield f"  {event.event_id} · {event.installation_id} · {event.clock}"
    if isinstance(step.fact, FeeCharged):
        yield "  " + _fee(step.fact)
    sent = _("trung tâm đã nhận") if step.acknowledged else _("trung tâm chưa nhận")
    proof = sentence(step.fault) if step.fault else _("chữ ký, mã băm và dữ liệu đi kèm đều khớp")
    yield f"  {sent} · {proof}"


def _fee(fact: FeeCharged) -> str:
    if fact.exempt:
        return _("phí {unit} × {quantity}, được miễn").format(
            unit=formats.money(fact.unit_fee), quantity=fact.quantity
        )
    return _("phí {unit} × {quantity} = {amount}, {paid}").format(
        unit=formats.money(fact.unit_fee),
        quantity=fact.quantity,
        amount=formats.money(fact.amount),
        paid=_("đã thu") if fact.paid else _("chưa thu"),
    )


def _moment(step: Step) -> str:
    minute = step.event.happened_at
    try:
        return formats.moment(minute // MINUTE_MS)
    except (TypeError, ValueError, OverflowError):  # edited into no moment at all
        return str(minute)[:40]


def _value(found: Difference, value: int | str) -> str:
    if value == "" or not isinstance(value, int):
        return str(value) or "–"
    if found.code in _MINUTES or found.column in _MINUTE_COLUMNS:
        try:
            return formats.moment(value)
        except (ValueError, OverflowError):
            return str(value)
    return formats.money(value) if found.code == "fee_differs" else str(value)
