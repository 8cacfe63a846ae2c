"""What each fact of a dossier says to a person: a line, and the details below it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from counter_app.domain import book_events, erasure, events, promise_events, step_events
from counter_app.domain.commands import ReturnBy
from counter_app.domain.kinds import Fact
from counter_app.texts import _, formats, life, paper_book


def line(of: Fact) -> str:
    """Say in one line what happened; a later app's kind shows its name."""
    said = _TITLES.get(type(of))
    return said(of) if said else of.KIND


def details(of: Fact, names: Mapping[str, str]) -> Iterator[str]:
    """Say the rest of it, a line each: reasons, new dates, numbers. `names` are the office's people by id."""
    if isinstance(of, promise_events.SupplementAsked):
        yield from _asked_details(of, names)
    yield from (line for line in _DETAILS.get(type(of), _nothing)(of) if line)


def _nothing(_fact: Any) -> Iterator[str]:
    yield from ()


def _charged(fact: events.FeeCharged) -> str:
    amount = formats.money(fact.amount)
    if fact.exempt:
        return _("Miễn phí, lệ phí")
    return (_("Thu phí {amount}") if fact.paid else _("Ghi nợ phí {amount}")).format(amount=amount)


def _printed(fact: events.DocumentPrinted) -> str:
    if fact.copy > 1:
        return _("In lại {paper}, bản {copy}").format(paper=life.paper(fact.document), copy=fact.copy)
    return _("In {paper}").format(paper=life.paper(fact.document))


def _asked(fact: promise_events.SupplementAsked) -> str:
    if fact.ordinal > 1:
        return _("Yêu cầu bổ sung lần {count}").format(count=fact.ordinal)
    return _("Yêu cầu bổ sung; thời hạn tạm dừng")


def _asked_details(fact: promise_events.SupplementAsked, names: Mapping[str, str]) -> Iterator[str]:
    yield _("Cần bổ sung: {papers}").format(papers="; ".join(fact.missing))
    if fact.reason:
        yield fact.reason
    if fact.allowed_by:
        yield _("Người cho phép: {who}. Căn cứ: {ground}").format(
            who=names.get(fact.allowed_by, fact.allowed_by), ground=fact.allowed_ground or "–"
        )


def _new_promise(fact: Any) -> Iterator[str]:
    yield _("Hẹn trả mới: {due}").format(due=formats.moment(fact.promise.at))


def _settled_details(fact: promise_events.PaymentSettled) -> Iterator[str]:
    yield fact.evidence
    yield from _new_promise(fact)


def _corrected_details(fact: promise_events.ProcedureCorrected) -> Iterator[str]:
    yield from _new_promise(fact)
    yield from (fact.ground, fact.apology)


def _apology_details(fact: promise_events.ApologyPrepared) -> Iterator[str]:
    yield _("Lý do: {cause}").format(cause=_(life.CAUSES[fact.cause]))
    yield _("Đề nghị hẹn lại: {due}").format(due=formats.moment(fact.new_due))
    yield fact.text


def _signed(fact: promise_events.ApologySigned) -> str:
    return _("Lãnh đạo ký văn bản xin lỗi số {number}, hẹn lại {due}").format(
        number=fact.number, due=formats.moment(fact.new_due)
    )


def _signed_details(fact: promise_events.ApologySigned) -> Iterator[str]:
    yield _("Người ký: {who}, {title}, ngày {day}").format(
        who=fact.signer, title=fact.signer_title, day=formats.numbers(fact.signed_on)
    )
    yield _("Có bản quét kèm theo") if fact.scan else ""


def _explained(fact: promise_events.LatenessExplained) -> str:
    if not fact.unit:
        return _("Cán bộ thụ lý giải trình việc quá hạn")
    return _("{unit} nêu lý do chậm").format(unit=fact.unit)


def _ended_details(fact: step_events.DossierEnded) -> Iterator[str]:
    yield fact.reason
    yield _("Căn cứ: {ground}").format(ground=fact.legal_ground) if fact.legal_ground else ""
    if fact.requested_on:
        yield _("Đơn của người nộp ngày {day}: {request}").format(
            day=formats.numbers(fact.requested_on), request=fact.request or "–"
        )


def _handed(fact: step_events.HandedOver) -> str:
    return _("Bàn giao hồ sơ cho {unit}").format(unit=life.unit(fact.to_unit))


def _handed_details(fact: step_events.HandedOver) -> Iterator[str]:
    yield _("Người giao: {who}").format(who=fact.giver)
    if fact.share_due is not None:
        yield _("Đơn vị này phải xong trước {due}").format(due=formats.moment(fact.share_due))
    yield fact.note


def _taken(fact: step_events.TakenOver) -> str:
    return _("{who} ký nhận hồ sơ tại {unit}").format(who=fact.receiver, unit=life.unit(fact.unit))


def _resolved(fact: step_events.DossierResolved) -> str:
    return _("{unit} giải quyết xong: {outcome}").format(
        unit=life.unit(fact.unit), outcome=_(life.OUTCOMES[fact.outcome])
    )


def _arrived(fact: step_events.ResultArrived) -> str:
    return {
        ReturnBy.COUNTER: _("Kết quả về quầy"),
        ReturnBy.POST: _("Kết quả giao cho bưu chính"),
        ReturnBy.ONLINE: _("Kết quả trả trực tuyến"),
    }[fact.where]


def _told(fact: step_events.CitizenTold) -> str:
    return _("Báo người nộp ({means}): {about}").format(
        means=_(life.MEANS[fact.means]), about=_(life.ABOUT[fact.about])
    )


def _told_details(fact: step_events.CitizenTold) -> Iterator[str]:
    if fact.instead is not None:
        yield _("Đã báo ngày trả: {due}").format(due=formats.moment(fact.instead))
    yield fact.note


def _returned(fact: step_events.ResultReturned) -> str:
    if fact.at_once:
        return _("Trả kết quả ngay khi tiếp nhận")
    return _("Trả kết quả {way} cho {who}").format(
        way=_(life.WAYS[fact.by]), who=fact.name or _(life.RECIPIENTS[fact.to]).lower()
    )


def _returned_details(fact: step_events.ResultReturned) -> Iterator[str]:
    yield _("Giấy ủy quyền: {authority}").format(authority=fact.authority) if fact.authority else ""
    yield _("Số vận đơn: {number}").format(number=fact.tracking) if fact.tracking else ""
    if fact.receipt_lost:
        yield _("Người nhận mất phiếu; đã đối chiếu giấy tờ {number}").format(number=fact.id_number or "–")
    yield fact.note


def _linked(fact: step_events.DossierLinked) -> str:
    return _("Cùng người, cùng thủ tục với hồ sơ {code} vừa kết thúc").format(code=fact.earlier)


def _linked_details(fact: step_events.DossierLinked) -> Iterator[str]:
    yield _("Hẹn trả của hồ sơ trước: {due}").format(due=formats.moment(fact.earlier_due))


def _difficulty_details(fact: step_events.DifficultyReported) -> Iterator[str]:
    yield fact.text
    yield _("Báo cáo: {who}").format(who=fact.reported_to)


_TITLES: dict[type[Fact], Callable[[Any], str]] = {
    events.DossierReceived: lambda _fact: _("Tiếp nhận hồ sơ"),
    book_events.DossierCaptured: lambda _fact: _("Nhập hồ sơ từ sổ giấy"),
    events.FeeCharged: _charged,
    events.DocumentPrinted: _printed,
    promise_events.SupplementAsked: _asked,
    promise_events.SupplementCompleted: lambda _fact: _("Người nộp đã bổ sung đủ"),
    promise_events.PaymentAsked: lambda fact: _("Yêu cầu nộp {amount}; thời hạn tạm dừng").format(
        amount=formats.money(fact.amount)
    ),
    promise_events.PaymentSettled: lambda _fact: _("Người nộp đã nộp tiền"),
    promise_events.ProcedureCorrected: lambda fact: _("Sửa thủ tục chọn nhầm, thành {name}").format(
        name=fact.procedure_name
    ),
    promise_events.ApologyPrepared: lambda _fact: _("Lập văn bản xin lỗi, chờ lãnh đạo ký"),
    promise_events.ApologySigned: _signed,
    promise_events.LatenessExplained: _explained,
    step_events.FeePaid: lambda fact: _("Thu phí {amount}").format(amount=formats.money(fact.amount)),
    step_events.DossierEnded: lambda fact: _(life.ENDINGS[fact.how]),
    step_events.HandedOver: _handed,
    step_events.TakenOver: _taken,
    step_events.DossierResolved: _resolved,
    step_events.ResultArrived: _arrived,
    step_events.CitizenTold: _told,
    step_events.ResultReturned: _returned,
    step_events.DossierAmended: lambda _fact: _("Sửa thông tin; in phiếu thay thế"),
    step_events.ReceiptVoided: lambda _fact: _("Hủy phiếu, đã thu lại hai liên"),
    step_events.DossierLinked: _linked,
    step_events.DifficultyReported: lambda _fact: _("Hồ sơ có vướng mắc, đã báo cấp trên"),
    erasure.PersonalErased: lambda _fact: _("Trung tâm xóa dữ liệu cá nhân theo yêu cầu"),
}
_DETAILS: dict[type[Fact], Callable[[Any], Iterator[str]]] = {
    events.DossierReceived: lambda fact: iter(
        (_("Hẹn trả: {due}").format(due=formats.moment(fact.due)), fact.content)
    ),
    book_events.DossierCaptured: lambda fact: iter((*paper_book.captured(fact), fact.content)),
    promise_events.SupplementCompleted: _new_promise,
    promise_events.PaymentAsked: lambda fact: iter((fact.ground,)),
    promise_events.PaymentSettled: _settled_details,
    promise_events.ProcedureCorrected: _corrected_details,
    promise_events.ApologyPrepared: _apology_details,
    promise_events.ApologySigned: _signed_details,
    promise_events.LatenessExplained: lambda fact: iter((fact.text, fact.by)),
    step_events.DossierEnded: _ended_details,
    step_events.HandedOver: _handed_details,
    step_events.DossierResolved: lambda fact: iter(
        (_("Số kết quả: {number}").format(number=fact.number) if fact.number else "",)
    ),
    step_events.CitizenTold: _told_details,
    step_events.ResultReturned: _returned_details,
    step_events.DossierAmended: lambda fact: iter((fact.ground, fact.content)),
    step_events.ReceiptVoided: lambda fact: iter((fact.reason,)),
    step_events.DossierLinked: _linked_details,
    step_events.DifficultyReported: _difficulty_details,
}
