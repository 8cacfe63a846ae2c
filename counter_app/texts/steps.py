"""What each kind of event is called, and what an explanation adds to it: nothing of the citizen's."""

from collections.abc import Callable
from typing import Any

from counter_app.domain import book_events, clock_events, erasure, events, key_events, online
from counter_app.domain import promise_events as promises
from counter_app.domain import step_events as steps
from counter_app.domain.kinds import Fact
from counter_app.texts import N_, _, formats, life

_KINDS = {
    events.DossierReceived.KIND: N_("tiếp nhận hồ sơ"),
    book_events.DossierCaptured.KIND: N_("nhập hồ sơ từ sổ giấy"),
    book_events.LeafVoided.KIND: N_("bỏ tờ trong sổ giấy"),
    events.FeeCharged.KIND: N_("tính phí"),
    events.PapersAsked.KIND: N_("yêu cầu bổ sung"),
    events.DocumentPrinted.KIND: N_("in giấy"),
    events.SlipPrinted.KIND: N_("in phiếu trước tiếp nhận"),
    promises.SupplementAsked.KIND: N_("yêu cầu bổ sung sau tiếp nhận"),
    promises.SupplementCompleted.KIND: N_("đã bổ sung đủ"),
    promises.PaymentAsked.KIND: N_("chờ nghĩa vụ tài chính"),
    promises.PaymentSettled.KIND: N_("đã nộp nghĩa vụ tài chính"),
    promises.ProcedureCorrected.KIND: N_("sửa thủ tục chọn nhầm"),
    promises.ApologyPrepared.KIND: N_("lập văn bản xin lỗi"),
    promises.ApologySigned.KIND: N_("ký văn bản xin lỗi"),
    promises.LatenessExplained.KIND: N_("giải trình quá hạn"),
    steps.FeePaid.KIND: N_("thu phí"),
    steps.DossierEnded.KIND: N_("kết thúc không có kết quả"),
    steps.HandedOver.KIND: N_("giao hồ sơ"),
    steps.TakenOver.KIND: N_("nhận hồ sơ bàn giao"),
    steps.DossierResolved.KIND: N_("giải quyết xong"),
    steps.ResultArrived.KIND: N_("có kết quả"),
    steps.CitizenTold.KIND: N_("báo cho người nộp"),
    steps.ResultReturned.KIND: N_("trả kết quả"),
    steps.DossierAmended.KIND: N_("sửa thông tin hồ sơ"),
    steps.ReceiptVoided.KIND: N_("hủy phiếu"),
    steps.DossierLinked.KIND: N_("nối với hồ sơ trước"),
    steps.DifficultyReported.KIND: N_("báo cáo vướng mắc"),
    erasure.PersonalErased.KIND: N_("xóa dữ liệu cá nhân theo yêu cầu"),
    erasure.SubjectErased.KIND: N_("xóa dữ liệu cá nhân theo yêu cầu"),
    steps.ReceptionRefused.KIND: N_("từ chối tiếp nhận"),
    steps.DayClosed.KIND: N_("chốt ngày"),
    online.OnlineArrived.KIND: N_("hồ sơ trực tuyến gửi đến"),
    clock_events.ClockCorrected.KIND: N_("chỉnh giờ của máy"),
    key_events.KeyRotated.KIND: N_("đổi khóa ký của máy"),
    online.OnlineAnswered.KIND: N_("trả lời hồ sơ trực tuyến"),
}


def kind(name: str) -> str:
    """Say what kind of event it is; a later app's kind shows itself."""
    return _(_KINDS[name]) if name in _KINDS else name


def detail(fact: Fact | None) -> str:
    """Say what a fact adds to its kind, "" where that is all."""
    said = _DETAILS.get(type(fact))
    return said(fact) if said else ""


def _fee(fact: events.FeeCharged) -> str:
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


def _asked(fact: promises.SupplementAsked) -> str:
    said = _("lần {ordinal}, hạn yêu cầu bổ sung {window}").format(
        ordinal=fact.ordinal, window=formats.moment(fact.window)
    )
    allowed = _("phụ trách {person} cho phép").format(person=fact.allowed_by) if fact.allowed_by else ""
    return ", ".join(filter(None, (said, allowed)))


def _owed(fact: promises.PaymentAsked) -> str:
    return f"{formats.money(fact.amount)}, {fact.ground}"


def _prepared(fact: promises.ApologyPrepared) -> str:
    return _("đề nghị hẹn {moment}, lịch phiên bản {calendar}").format(
        moment=formats.moment(fact.new_due), calendar=fact.calendar
    )


def _explained(fact: promises.LatenessExplained) -> str:
    return f"{fact.unit}: {fact.by}" if fact.unit else ""


def _ended(fact: steps.DossierEnded) -> str:
    asked = _("đơn ngày {day}").format(day=formats.numbers(fact.requested_on)) if fact.requested_on else ""
    return ", ".join(filter(None, (_(life.ENDINGS[fact.how]), asked, fact.legal_ground)))


def _handed(fact: steps.HandedOver) -> str:
    said = _("{giver} giao từ {giving} đến {receiving}").format(
        giver=fact.giver, giving=life.unit(fact.from_unit), receiving=life.unit(fact.to_unit)
    )
    if fact.share_due is None:
        return said
    return said + ", " + _("phần của đơn vị đến {moment}").format(moment=formats.moment(fact.share_due))


def _taken(fact: steps.TakenOver) -> str:
    return f"{life.unit(fact.unit)}: {fact.receiver}"


def _told(fact: steps.CitizenTold) -> str:
    said = _(life.ABOUT[fact.about])
    if fact.instead is None:
        return said
    return said + ", " + _("hẹn đến {moment}").format(moment=formats.moment(fact.instead))


def _returned(fact: steps.ResultReturned) -> str:
    said = [_(life.WAYS[fact.by]), _(life.RECIPIENTS[fact.to])]
    said += [_("mất phiếu, đã đối chiếu giấy tờ")] if fact.receipt_lost else []
    return ", ".join(said + ([_("trả ngay khi tiếp nhận")] if fact.at_once else []))


def _linked(fact: steps.DossierLinked) -> str:
    return _("{earlier}, đã hẹn {moment}").format(
        earlier=fact.earlier, moment=formats.moment(fact.earlier_due)
    )


_DETAILS: dict[type[Fact] | type[None], Callable[[Any], str]] = {
    events.FeeCharged: _fee,
    promises.SupplementAsked: _asked,
    promises.PaymentAsked: _owed,
    promises.ProcedureCorrected: lambda fact: f"{fact.procedure} {fact.procedure_name}",
    promises.ApologyPrepared: _prepared,
    promises.LatenessExplained: _explained,
    steps.FeePaid: lambda fact: formats.money(fact.amount),
    steps.DossierEnded: _ended,
    steps.HandedOver: _handed,
    steps.TakenOver: _taken,
    steps.DossierResolved: lambda fact: ", ".join(filter(None, (fact.unit, fact.number))),
    steps.ResultArrived: lambda fact: _(life.WAYS[fact.where]),
    steps.CitizenTold: _told,
    steps.ResultReturned: _returned,
    steps.DossierLinked: _linked,
    steps.DifficultyReported: lambda fact: fact.reported_to,
}
