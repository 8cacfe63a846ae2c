"""Acts that end a dossier without a result, or void its receipt."""

from counter_app.domain.life.commands import EndDossier, VoidReceipt
from counter_app.domain.step_events import Ending
from counter_app.services.life import DossierFile
from counter_app.services.life_offers import Act
from counter_app.texts import N_, _, formats
from counter_app.ui.screens.dossiers.acts.describing import ActForm, Ids, day, text
from counter_app.ui.widgets.entries import Entry, Kind, Values


def _reasons(_file: DossierFile) -> tuple[Entry, ...]:
    return (
        Entry("reason", _("Lý do"), Kind.TEXT, most=1000, needed=True),
        Entry("legal_ground", _("Căn cứ pháp lý"), hint=_("điều, khoản, văn bản")),
    )


def _grounds(_file: DossierFile) -> tuple[Entry, ...]:
    return (
        Entry("reason", _("Lý do"), Kind.TEXT, most=1000, needed=True),
        Entry("legal_ground", _("Căn cứ pháp lý"), hint=_("điều, khoản, văn bản"), needed=True),
    )


def _withdrawal(file: DossierFile) -> tuple[Entry, ...]:
    today = formats.date_numbers(file.case.now)
    return (
        Entry("rule", _("Chỉ ghi rút khi có đơn của chính người nộp."), Kind.SAID),
        Entry("request", _("Đơn của người nộp"), hint=_("số hoặc nội dung đơn"), needed=True),
        Entry("requested_on", _("Ngày làm đơn"), Kind.DAY, value=today, needed=True),
        Entry("reason", _("Lý do"), Kind.TEXT, most=1000),
    )


def _ended(how: Ending, ids: Ids, values: Values) -> EndDossier:
    return EndDossier(
        *ids,
        how,
        reason=text(values, "reason"),
        legal_ground=text(values, "legal_ground"),
        request=text(values, "request"),
        requested_on=day(values, "requested_on"),
    )


def _void(_file: DossierFile) -> tuple[Entry, ...]:
    return (
        Entry("rule", _("Mã hồ sơ này sẽ không bao giờ dùng lại."), Kind.SAID),
        Entry("reason", _("Lý do hủy"), Kind.TEXT, most=1000, needed=True),
        Entry("taken_back", _("Đã thu lại cả hai liên của phiếu"), Kind.CHECK, value=False),
    )


def _voided(ids: Ids, values: Values, _file: DossierFile) -> VoidReceipt:
    return VoidReceipt(*ids, text(values, "reason"), bool(values.get("taken_back")))


FORMS = {
    Act.REFUSE: ActForm(
        N_("Từ chối giải quyết"),
        "C",
        "stop",
        _reasons,
        lambda ids, values, _file: _ended(Ending.REFUSED, ids, values),
    ),
    Act.STOP: ActForm(
        N_("Dừng giải quyết"),
        "S",
        "stop",
        _grounds,
        lambda ids, values, _file: _ended(Ending.STOPPED, ids, values),
    ),
    Act.WITHDRAW: ActForm(
        N_("Người nộp rút"),
        "R",
        "minus",
        _withdrawal,
        lambda ids, values, _file: _ended(Ending.WITHDRAWN, ids, values),
    ),
    Act.VOID: ActForm(N_("Hủy phiếu"), "H", "minus", _void, _voided),
}
