"""Acts that stop the clock for the citizen and start it again: supplements and payments."""

from counter_app.domain.life.commands import (
    AskPayment,
    AskSupplement,
    CompleteSupplement,
    PayFee,
    SettlePayment,
)
from counter_app.domain.life.promises import allowance
from counter_app.domain.promise_events import SupplementAsked
from counter_app.services.life import DossierFile
from counter_app.services.life_offers import Act
from counter_app.texts import N_, _, formats
from counter_app.ui.screens.dossiers.acts.describing import (
    ActForm,
    Ids,
    amount,
    answers,
    lines,
    listed,
    picked,
    text,
)
from counter_app.ui.widgets.entries import Entry, Kind, Values

_NEEDED = {
    "supplement_once": N_("Đã yêu cầu bổ sung một lần. Lần nữa phải có phụ trách cho phép."),
    "supplement_window": N_(
        "Đã quá 3 ngày làm việc từ khi nhận. Yêu cầu bổ sung phải có phụ trách cho phép."
    ),
}


def _supplement(file: DossierFile) -> tuple[Entry, ...]:
    papers = tuple((label, label) for label in listed(file))
    found = [
        Entry("missing", _("Cần bổ sung"), Kind.PICKS, value=(), options=papers),
        Entry("other", _("Giấy tờ khác"), Kind.TEXT, hint=_("mỗi dòng một giấy tờ; Shift+Enter xuống dòng")),
        Entry("reason", _("Lý do"), Kind.TEXT, most=1000),
    ]
    if not papers:
        found[0] = Entry("missing", _("Cần bổ sung"), Kind.TEXT, hint=found[1].hint, needed=True)
        del found[1]
    if needed := allowance(file.case):
        return (*_allowance(file, needed), *found)
    return tuple(found)


def _allowance(file: DossierFile, needed: str) -> tuple[Entry, ...]:
    heads = tuple(
        (each.person_id, each.name)
        for each in file.case.around.people
        if file.case.around.supervises(each.person_id)
    )
    return (
        Entry("rule", _(_NEEDED[needed]), Kind.SAID),
        Entry("allowed_by", _("Người cho phép"), Kind.LIST, options=(("", _("Chưa ai cho phép")), *heads)),
        Entry("allowed_ground", _("Căn cứ"), Kind.TEXT, most=1000),
    )


def _ask_supplement(ids: Ids, values: Values, file: DossierFile) -> AskSupplement:
    chosen = picked(values, "missing") if listed(file) else lines(values, "missing")
    return AskSupplement(
        *ids,
        missing=chosen + lines(values, "other"),
        reason=text(values, "reason"),
        allowed_by=text(values, "allowed_by"),
        allowed_ground=text(values, "allowed_ground"),
    )


def _completed(file: DossierFile) -> tuple[Entry, ...]:
    waiting = file.case.waiting
    asked = waiting.missing if isinstance(waiting, SupplementAsked) else ()
    options = tuple((label, label) for label in asked)
    return (Entry("papers", _("Đã nhận đủ"), Kind.PICKS, value=asked, options=options),)


def _complete(ids: Ids, values: Values, file: DossierFile) -> CompleteSupplement:
    return CompleteSupplement(*ids, papers=answers(file, picked(values, "papers")))


def _payment(_file: DossierFile) -> tuple[Entry, ...]:
    return (
        Entry("amount", _("Số tiền"), Kind.AMOUNT, needed=True),
        Entry("ground", _("Theo thông báo"), hint=_("số, ngày, cơ quan ra thông báo"), needed=True),
    )


def _fee(file: DossierFile) -> tuple[Entry, ...]:
    owed = formats.money(file.dossier.fee_amount or 0)
    return (Entry("fee", _("Thu {amount} tại quầy.").format(amount=owed), Kind.SAID),)


FORMS = {
    Act.ASK_SUPPLEMENT: ActForm(N_("Yêu cầu bổ sung"), "B", "papers", _supplement, _ask_supplement),
    Act.COMPLETE_SUPPLEMENT: ActForm(N_("Đã bổ sung đủ"), "D", "check", _completed, _complete),
    Act.ASK_PAYMENT: ActForm(
        N_("Yêu cầu nộp tiền"),
        "N",
        "money",
        _payment,
        lambda ids, values, _file: AskPayment(*ids, amount(values, "amount"), text(values, "ground")),
    ),
    Act.SETTLE_PAYMENT: ActForm(
        N_("Đã nộp tiền"),
        "M",
        "money",
        lambda _file: (Entry("evidence", _("Chứng từ đã xem"), needed=True),),
        lambda ids, values, _file: SettlePayment(*ids, text(values, "evidence")),
    ),
    Act.PAY_FEE: ActForm(N_("Thu phí"), "P", "money", _fee, lambda ids, _values, _file: PayFee(*ids)),
}
