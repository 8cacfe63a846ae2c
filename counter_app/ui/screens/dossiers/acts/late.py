"""Acts about lateness: the apology with its new date, the head's signature, the explanation."""

from counter_app.domain.life.commands import ExplainLateness, PrepareApology, SignApology
from counter_app.domain.life.promises import extends_until
from counter_app.domain.moments import day_of
from counter_app.domain.promise_events import Cause
from counter_app.errors import Refused
from counter_app.services.life import DossierFile
from counter_app.services.life_offers import Act
from counter_app.texts import N_, _, formats, life
from counter_app.ui.screens.dossiers.acts.describing import ActForm, Ids, day, moment, shown_moment, text
from counter_app.ui.widgets.entries import Entry, Kind, Values

OFFICER, UNIT = "officer", "unit"
# Working days that a cause usually needs after the promise; the officer may always say another date.
_NEEDED = {Cause.CONSULTED_UNIT: 5, Cause.FIELD_CHECK: 5, Cause.PAPERS_LOST: 5, Cause.SYSTEM: 1}
_USUAL = 3


def proposed(file: DossierFile, cause: Cause) -> str:
    """Return the closing as many working days after the promise as the cause needs, "" past the calendar."""
    case = file.case
    after = day_of(max(file.dossier.due, case.now))
    try:
        return shown_moment(case.around.calendar.ahead(after, _NEEDED.get(cause, _USUAL))[1])
    except Refused:
        return ""


def _prepare(file: DossierFile) -> tuple[Entry, ...]:
    causes = tuple((each.value, _(life.CAUSES[each])) for each in Cause)
    first = Cause.WORKLOAD
    due = formats.moment(file.dossier.due)
    said = _("Đã hẹn trả {due}. Chỉ được gia hạn một lần.")
    if file.case.now > extends_until(file.case):
        said = _("Đã hẹn trả {due}; chỉ xin lỗi, không gia hạn được nữa (NĐ 61/2018, Điều 19).")
    return (
        Entry("promise", said.format(due=due), Kind.SAID),
        Entry("cause", _("Lý do chậm"), Kind.LIST, value=first.value, options=causes),
        Entry("new_due", _("Hẹn lại"), Kind.MOMENT, value=proposed(file, first), needed=True),
        Entry("text", _("Nói rõ thêm"), Kind.TEXT, most=1000),
    )


def _follow(file: DossierFile, name: str, values: Values) -> Values:
    """Another cause needs other time; a date that somebody typed himself stays."""
    offered = {proposed(file, cause) for cause in Cause}
    if name == "cause" and text(values, "new_due") in offered:
        return {"new_due": proposed(file, Cause(text(values, "cause")))}
    return {}


def _sign(file: DossierFile) -> tuple[Entry, ...]:
    prepared = file.case.prepared
    until = formats.moment(prepared[1].new_due) if prepared else "–"
    said = _("Gia hạn đến {due}.")
    if prepared and file.case.now > prepared[1].latest:
        said = _("Hẹn lại {due}; chỉ xin lỗi, không gia hạn được nữa (NĐ 61/2018, Điều 19).")
    return (
        Entry("until", said.format(due=until), Kind.SAID),
        Entry("number", _("Số văn bản"), most=60, needed=True),
        Entry("signer", _("Người ký"), needed=True),
        Entry("signer_title", _("Chức vụ"), needed=True),
        Entry("signed_on", _("Ngày ký"), Kind.DAY, value=formats.date_numbers(file.case.now), needed=True),
        Entry("scan", _("Bản quét đã ký"), Kind.FILE, hint=_("PDF hoặc ảnh; có thể để trống")),
    )


def _signed(ids: Ids, values: Values, _file: DossierFile) -> SignApology:
    number, signer, title = (text(values, name) for name in ("number", "signer", "signer_title"))
    return SignApology(*ids, number, signer, title, day(values, "signed_on"))


def _explain(_file: DossierFile) -> tuple[Entry, ...]:
    unit = (("who", (UNIT,)),)
    options = ((OFFICER, _("Cán bộ thụ lý")), (UNIT, _("Đơn vị phối hợp")))
    return (
        Entry("who", _("Người giải trình"), Kind.CHOICE, value=OFFICER, options=options),
        Entry("unit", _("Đơn vị"), needed=True, only=unit),
        Entry("by", _("Người nêu lý do"), needed=True, only=unit),
        Entry("text", _("Vì sao quá hạn"), Kind.TEXT, most=1000, needed=True),
    )


def _explained(ids: Ids, values: Values, _file: DossierFile) -> ExplainLateness:
    if text(values, "who") == OFFICER:
        return ExplainLateness(*ids, text(values, "text"))
    if not text(values, "unit"):
        raise Refused("text_missing", "unit")
    return ExplainLateness(*ids, text(values, "text"), text(values, "unit"), text(values, "by"))


FORMS = {
    Act.PREPARE_APOLOGY: ActForm(
        N_("Lập văn bản xin lỗi"),
        "X",
        "papers",
        _prepare,
        lambda ids, values, _file: PrepareApology(
            *ids, Cause(text(values, "cause")), moment(values, "new_due"), text(values, "text")
        ),
        _follow,
    ),
    Act.SIGN_APOLOGY: ActForm(N_("Lãnh đạo đã ký"), "Y", "check", _sign, _signed),
    Act.EXPLAIN_LATENESS: ActForm(N_("Giải trình quá hạn"), "L", "alert", _explain, _explained),
}
