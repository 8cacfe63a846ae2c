"""What each fact that is no dossier's says to a person in a line: people, days, slips, online arrivals."""

from collections.abc import Callable, Mapping
from typing import Any

from counter_app.domain import (
    book_events,
    clock_events,
    erasure,
    events,
    key_events,
    online,
    staff_events,
    step_events,
)
from counter_app.domain.kinds import Fact
from counter_app.domain.moments import day_iso, day_of
from counter_app.domain.staff_events import AbsenceReason, Ending, Span, Standing
from counter_app.texts import N_, _, formats, life, paper_book

REASONS = {
    AbsenceReason.ANNUAL: N_("Nghỉ phép năm"),
    AbsenceReason.COMPENSATORY: N_("Nghỉ bù"),
    AbsenceReason.SICK: N_("Nghỉ ốm"),
    AbsenceReason.PERSONAL: N_("Việc riêng"),
    AbsenceReason.STUDY: N_("Đi học"),
    AbsenceReason.MISSION: N_("Công tác"),
    AbsenceReason.OTHER: N_("Lý do khác"),
}
ENDINGS = {
    Ending.RETURNED: N_("người vắng đã về"),
    Ending.NOT_NEEDED: N_("không cần thay nữa"),
    Ending.NOT_ABLE: N_("người thay không làm tiếp được"),
}
STANDINGS = {
    Standing.COMMENDED: N_("Khen thưởng"),
    Standing.DISCIPLINED: N_("Kỷ luật"),
    Standing.REMINDED: N_("Nhắc nhở"),
}
ANSWERS = {
    online.Answer.RECEIVED: N_("tiếp nhận"),
    online.Answer.PAPERS_ASKED: N_("yêu cầu bổ sung"),
    online.Answer.REFUSED: N_("từ chối"),
}
Names = Mapping[str, str]


def elsewhere() -> str:
    """Say that what stands here is at the centre, and was not fetched yet."""
    return _("nội dung ở trung tâm, chưa tải về máy này")


def unknown_reason() -> str:
    """Say the same of the reason of an absence."""
    return _("Lý do ở trung tâm, chưa tải về máy này")


def line(of: Fact, names: Names) -> str:
    """Say in one line what happened; `names` are the office's people by id."""
    said = _LINES.get(type(of))
    return said(of, names) if said else of.KIND


def _who(names: Names, person_id: str) -> str:
    return names.get(person_id, person_id)


def _spans(spans: tuple[Span, ...]) -> str:
    if not spans:
        return "–"
    begin, end = spans[0].begin, spans[-1].end
    if day_of(begin) == day_of(end - 1):
        return f"{formats.clock_time(begin)}–{formats.clock_time(end)} {formats.day(day_iso(day_of(begin)))}"
    first, last = formats.moment(begin), formats.moment(end)
    return _("từ {first} đến {last}").format(first=first, last=last)


def _signed_in(fact: staff_events.PersonSignedIn, names: Names) -> str:
    said = _("{who} đăng nhập") if fact.online else _("{who} đăng nhập khi mất kết nối")
    return said.format(who=_who(names, fact.person))


def _away(fact: staff_events.AbsenceLogged, names: Names) -> str:
    said = _("Ghi {who} vắng {when}") if fact.planned else _("Ghi {who} vắng đột xuất {when}")
    return said.format(who=_who(names, fact.person), when=_spans(fact.spans))


def _asked(fact: staff_events.SubstituteAsked, names: Names) -> str:
    return _("Nhờ {substitute} thay {absent} tại {counter}, {when}").format(
        substitute=_who(names, fact.substitute),
        absent=_who(names, fact.absent),
        counter=fact.counter,
        when=_spans(fact.spans),
    )


def _decided(fact: staff_events.SubstitutionDecided, _names: Names) -> str:
    return _("Duyệt đề nghị thay") if fact.approved else _("Không duyệt đề nghị thay")


def _began(fact: staff_events.SubstitutionBegan, _names: Names) -> str:
    said = (
        _("Người thay nhận quầy và {count} hồ sơ, danh sách {sheet}")
        if fact.confirmed
        else _("Người thay nhận quầy và {count} hồ sơ khi chưa được duyệt, danh sách {sheet}")
    )
    return said.format(count=fact.dossiers, sheet=fact.sheet)


def _presence(fact: staff_events.PresenceChecked, names: Names) -> str:
    said = _("Kiểm tra có mặt: {who} có ở quầy") if fact.present else _("Kiểm tra có mặt: {who} không ở quầy")
    return said.format(who=_who(names, fact.person))


def _inspected(fact: staff_events.InspectionHeld, names: Names) -> str:
    said = _("Lập biên bản kiểm tra đột xuất: {who}") if fact.surprise else _("Lập biên bản kiểm tra: {who}")
    return said.format(who=", ".join(_who(names, one) for one in fact.people))


def _followed(fact: staff_events.InspectionFollowedUp, _names: Names) -> str:
    return _("Kiến nghị đã khắc phục xong") if fact.done else _("Ghi việc khắc phục kiến nghị, chưa xong")


def _standing(fact: staff_events.StandingRecorded, names: Names) -> str:
    said = (
        _("{what}: {who}, quyết định {decision} ngày {day}")
        if fact.decision
        else _("{what}: {who}, ngày {day}")
    )
    return said.format(
        what=_(STANDINGS[fact.what]),
        who=_who(names, fact.person),
        decision=fact.decision,
        day=formats.numbers(fact.day),
    )


def _rotated(fact: staff_events.PersonRotated, names: Names) -> str:
    return _("Chuyển {who} sang {counter} từ {day}, quyết định {decision}").format(
        who=_who(names, fact.person),
        counter=fact.to_counter or _("dự phòng"),
        day=formats.numbers(fact.from_day),
        decision=fact.decision,
    )


def _refused(fact: step_events.ReceptionRefused, _names: Names) -> str:
    return _("Từ chối tiếp nhận: {procedure}").format(procedure=fact.procedure_name)


def _papers(fact: events.PapersAsked, _names: Names) -> str:
    return _("Hướng dẫn bổ sung trước khi tiếp nhận: {procedure}").format(procedure=fact.procedure_name)


def _slip(fact: events.SlipPrinted, _names: Names) -> str:
    return _("In {paper}").format(paper=life.paper(fact.document))


def _closed(fact: step_events.DayClosed, _names: Names) -> str:
    return _("Đóng ngày {day}").format(day=formats.numbers(fact.day))


def _answered(fact: online.OnlineAnswered, _names: Names) -> str:
    return _("Trả lời hồ sơ trực tuyến: {answer}").format(answer=_(ANSWERS[fact.answer]))


_LINES: dict[type[Fact], Callable[[Any, Names], str]] = {
    staff_events.PersonSignedIn: _signed_in,
    staff_events.AbsenceLogged: _away,
    staff_events.AbsenceEnded: lambda fact, _names: _("Ghi trở lại làm việc từ {moment}").format(
        moment=formats.moment(fact.back)
    ),
    staff_events.SubstituteAsked: _asked,
    staff_events.SubstituteAnswered: lambda fact, _names: (
        _("Nhận lời thay") if fact.accepted else _("Không nhận lời thay")
    ),
    staff_events.SubstitutionDecided: _decided,
    staff_events.SubstitutionBegan: _began,
    staff_events.SubstitutionEnded: lambda fact, _names: _("Kết thúc việc thay: {why}").format(
        why=_(ENDINGS[fact.why])
    ),
    staff_events.PresenceChecked: _presence,
    staff_events.InspectionHeld: _inspected,
    staff_events.InspectionFollowedUp: _followed,
    staff_events.StandingRecorded: _standing,
    staff_events.PersonRotated: _rotated,
    step_events.ReceptionRefused: _refused,
    step_events.DayClosed: _closed,
    events.PapersAsked: _papers,
    book_events.LeafVoided: lambda fact, _names: paper_book.voided(fact),
    events.SlipPrinted: _slip,
    online.OnlineArrived: lambda _fact, _names: _("Hồ sơ trực tuyến đến quầy"),
    online.OnlineAnswered: _answered,
    clock_events.ClockCorrected: lambda fact, _names: _(
        "Chỉnh giờ của máy từ {before} thành {moment}"
    ).format(before=formats.moment(fact.before), moment=formats.moment(fact.at)),
    erasure.SubjectErased: lambda _fact, _names: _("Trung tâm xóa dữ liệu cá nhân theo yêu cầu"),
    key_events.KeyRotated: lambda _fact, _names: _("Đổi khóa ký của máy"),
}
