"""Sentences and figures of the intake screen, made from its state."""

from collections.abc import Mapping, Sequence

from counter_app.domain.catalog import Channel, Procedure
from counter_app.errors import CounterError
from counter_app.services.desk import Promise
from counter_app.services.earlier import Earlier
from counter_app.services.forms import PrintedPaper
from counter_app.texts import _, formats
from counter_app.texts.reasons import reason
from counter_app.ui.screens.intake import leaf_words
from counter_app.ui.screens.intake.acts import Act
from counter_app.ui.screens.intake.errand import Errand
from counter_app.ui.screens.intake.form import Form
from counter_app.ui.screens.intake.state import IntakeState

NAMED = 2  # papers that a question names
_FIELDS = {
    "representative.name": "other_name",
    "representative.id_number": "other_number",
    "representative.authority": "authority",
    "fee": "exempt_ground",
    "card": "scan",
}


def field(error: CounterError) -> str:
    """Return the view's name of the input an error belongs beside; "" for none."""
    name = (getattr(error, "field", None) or "").removeprefix("applicant.")
    return _FIELDS.get(name, name)


def captions() -> dict[str, str]:
    """Return what each input is called on the screen, in the order in which the eye meets them."""
    return {
        **leaf_words.captions(),
        "scan": _("Quét thẻ"),
        "name": _("Họ tên"),
        "birth_date": _("Ngày sinh"),
        "sex": _("Giới tính"),
        "id_number": _("Số giấy tờ"),
        "phone": _("Điện thoại"),
        "address": _("Nơi ở"),
        "email": _("Email"),
        "other_name": _("Người nộp thay"),
        "other_number": _("Số giấy tờ người nộp thay"),
        "authority": _("Giấy ủy quyền"),
        "procedure": _("Thủ tục"),
        "channel": _("Hình thức"),
        "sets": _("Số bộ"),
        "quantity": _("Số lượng"),
        "papers": _("Thành phần hồ sơ"),
        "content": _("Nội dung"),
        "exempt_ground": _("Lý do miễn"),
        "reason": _("Lý do từ chối"),
    }


def in_order(errors: Mapping[str, str]) -> dict[str, str]:
    """Return sentences by field as they are met on the screen."""
    order = list(captions())
    return dict(sorted(errors.items(), key=lambda item: order.index(item[0]) if item[0] in order else -1))


def summary(errors: Mapping[str, str]) -> str:
    """Return the one sentence that names every input to look at."""
    named = captions()
    return _("Chưa làm được. Xem lại: {fields}.").format(
        fields=", ".join(named.get(name, name) for name in errors)
    )


def action(act: Act) -> str:
    """Return what the main action is called."""
    return {
        Act.ASK: _("In phiếu bổ sung"),
        Act.REFUSE: _("In phiếu từ chối"),
        Act.AMEND: _("Ghi và in phiếu thay thế"),
        Act.CAPTURE: _("Nhập vào sổ"),
    }.get(act, _("Tiếp nhận và in"))


def earlier(known: Earlier, promise: Promise | None) -> str:
    """Return what this person was told before about this procedure, a line each; "" for nothing."""
    lines = []
    for away in known.turned_away[:1]:
        day = formats.date_numbers(away.at)
        if away.form == "03":
            lines.append(_("Đã từ chối ngày {day}.").format(day=day))
        else:
            said = _("Đã hướng dẫn bổ sung ngày {day} (còn thiếu: {missing}).")
            lines.append(said.format(day=day, missing="; ".join(away.missing)))
    for code, due in known.open[-1:]:
        said = _("Đang có hồ sơ {code} cùng người, cùng thủ tục, hẹn {due}.")
        lines.append(said.format(code=code, due=formats.short_moment(due)))
    for code, due in known.ended[-1:]:
        said = _(
            "Hồ sơ {code} cùng thủ tục đã kết thúc, từng hẹn {earlier}; hồ sơ mới hẹn {due}, ghi liên quan."
        )
        now = formats.short_moment(promise.due.at) if promise else "–"
        lines.append(said.format(code=code, earlier=formats.short_moment(due), due=now))
    return "\n".join(lines)


def lacking(papers: Sequence[str]) -> str:
    """Return what is asked before a result is handed over whose compulsory papers have no answer."""
    named = "; ".join(papers[:NAMED])
    more = _(" và {count} giấy tờ khác").format(count=len(papers) - NAMED)
    named += more if len(papers) > NAMED else ""
    return _("Chưa đánh dấu giấy tờ bắt buộc: {papers}. Đã nhận đủ?").format(papers=named)


def amending(state: IntakeState) -> str:
    """Return which receipt is being put right; "" while none is."""
    if state.mode is not Act.AMEND:
        return ""
    return _("Đang sửa phiếu {code}: giờ nhận và ngày hẹn giữ nguyên. Ctrl+Enter ghi, Esc thôi.").format(
        code=state.code
    )


def paper(made: PrintedPaper) -> str:
    """Return what a paper is called on the screen."""
    names = {
        "01": _("phiếu thay thế {code}"),
        "02": _("phiếu bổ sung"),
        "03": _("phiếu từ chối"),
        "BN": _("biên nhận thu phí {code}"),
        "BG": _("danh sách bàn giao"),
    }
    return names.get(made.form, made.name).format(code=made.code)


def card_warning(code: str) -> str:
    """Return what looks odd on a card; the officer decides."""
    known = {
        "garbled_input": _("Bộ gõ tiếng Việt đã làm sai chữ quét vào: xem lại họ tên và nơi ở."),
        "field_order": _("Thẻ ghi theo thứ tự lạ: xem lại từng ô."),
        "name_missing": _("Thẻ không có họ tên: nhập tay."),
        "birth_year_only": _("Thẻ chỉ ghi năm sinh."),
        "bad_birth_date": _("Không đọc được ngày sinh trên thẻ: nhập tay."),
        "bad_sex": _("Không đọc được giới tính trên thẻ."),
        "old_number_unusual": _("Số chứng minh cũ trên thẻ không đủ 9 số."),
        "bad_issue_date": _("Không đọc được ngày cấp trên thẻ."),
        "issue_before_birth": _("Ngày cấp trên thẻ trước ngày sinh."),
        "number_place_unknown": _("Mã nơi đăng ký trong số căn cước lạ: xem lại số."),
        "number_century_unlikely": _("Chữ số thế kỷ trong số căn cước lạ: xem lại số."),
        "sex_differs": _("Giới tính trên thẻ khác với số căn cước."),
        "century_differs": _("Năm sinh trên thẻ khác với số căn cước."),
        "birth_year_differs": _("Năm sinh trên thẻ khác với số căn cước."),
    }
    return known.get(code, _("Thẻ có chỗ cần xem lại ({code}).").format(code=code))


def channel(value: Channel) -> str:
    """Return how a dossier arrives, in words."""
    return {
        Channel.IN_PERSON: _("Trực tiếp"),
        Channel.ONLINE: _("Trực tuyến"),
        Channel.POST: _("Bưu chính"),
    }[value]


def errand(what: Errand, now: int) -> tuple[str, str]:
    """Return which online arrival the form answers, and until when; and the tone in which to say it."""
    late = now > what.answer_by
    said = (
        _("Trả lời hồ sơ trực tuyến {reference} · nhận lúc {arrived} · đã quá hạn trả lời {by}")
        if late
        else _("Trả lời hồ sơ trực tuyến {reference} · nhận lúc {arrived} · trả lời trước {by}")
    )
    arrived, by = formats.short_moment(what.arrived), formats.short_moment(what.answer_by)
    return said.format(reference=what.reference, arrived=arrived, by=by), "late" if late else "info"


def due_reasons(promise: Promise) -> str:
    """Return the reckoning, one step a line; first of all that the desk does not receive now."""
    closed = [] if promise.in_session else [_("Ngoài giờ tiếp nhận của lĩnh vực này.")]
    return "\n".join([*closed, *(reason(step) for step in promise.due.reasons)])


def fee(procedure: Procedure | None, form: Form) -> tuple[str, str, bool]:
    """Return (amount, how it comes about, whether something is owed)."""
    terms = next((t for t in procedure.terms if t.channel is form.channel), None) if procedure else None
    if terms is None:
        return "–", "", False
    if not terms.fee:
        return _("Không thu"), terms.fee_note or _("Thủ tục không có mức phí niêm yết."), False
    if form.exempt:
        return (
            formats.money(0),
            _("Miễn {amount}").format(amount=formats.money(terms.fee * form.quantity)),
            True,
        )
    note = f"{formats.money(terms.fee)} × {form.quantity}" if form.quantity > 1 else terms.fee_note
    return formats.money(terms.fee * form.quantity), note, True


def doubted_day(asked: str, believed: str) -> str:
    """Ask whether it is the day `asked` (YYYY-MM-DD), and say by which receipts go meanwhile; "" for none."""
    if not asked:
        return ""
    said = _("Đồng hồ máy nhanh hơn dự kiến. Hôm nay là {day}?").format(day=formats.day(asked))
    if asked == believed:
        return said
    return f"{said} " + _("Chưa trả lời thì phiếu ghi ngày {day}.").format(day=formats.day(believed))
