"""Acts that carry a dossier on: hand-overs, the unit's decision, the result, what the citizen was told."""

from counter_app.domain.catalog import Limit, LimitUnit
from counter_app.domain.commands import ReturnBy
from counter_app.domain.life.commands import (
    HandOver,
    RecordArrival,
    ReportDifficulty,
    Resolve,
    ReturnResult,
    TakeOver,
    TellCitizen,
)
from counter_app.domain.step_events import About, Means, Outcome, Recipient, ResultArrived
from counter_app.services.life import DossierFile
from counter_app.services.life_offers import LATE, Act
from counter_app.services.promises import next_share
from counter_app.texts import N_, _, formats, life
from counter_app.ui.screens.dossiers.acts.describing import ActForm, Ids, amount, capital, moment, text
from counter_app.ui.widgets.entries import Entry, Kind, Values

DESK, OTHER = "desk", "other"
_UNITS = {
    LimitUnit.WORKING_DAYS: N_("ngày làm việc"),
    LimitUnit.WORKING_HOURS: N_("giờ làm việc"),
    LimitUnit.CALENDAR_DAYS: N_("ngày"),
    LimitUnit.MONTHS: N_("tháng"),
}
_COUNTER = (("by", (ReturnBy.COUNTER.value,)),)


def _hand_over(file: DossierFile) -> tuple[Entry, ...]:
    unit, holder, turn = file.dossier.resolving_unit, file.dossier.holder, next_share(file)
    named = [(unit, unit)] if unit and unit != holder else []
    desk = [(DESK, life.unit(""))] if holder else []
    first = [(turn.unit, turn.unit)] if turn and turn.unit != holder else []
    options = tuple(dict([*first, *desk, *named, (OTHER, _("Đơn vị khác"))]).items())
    units = tuple((unit.value, _(words)) for unit, words in _UNITS.items())
    share, counted = "", units[0][0]
    proposed: tuple[Entry, ...] = ()
    if turn and turn.due is not None:
        share, counted = str(turn.limit.amount), turn.limit.unit.value
        said = _("theo danh mục; giao bây giờ thì đến {due}").format(due=formats.short_moment(turn.due))
        beside = (("to_unit", (turn.unit,)),)
        proposed = (Entry("proposed", f"{turn.unit}: {said}.", Kind.SAID, only=beside),)
    hint = _("để trống nếu không giao riêng")
    return (
        Entry("to_unit", _("Giao cho"), Kind.LIST, value=options[0][0], options=options),
        Entry("other_unit", _("Tên đơn vị"), needed=True, only=(("to_unit", (OTHER,)),)),
        Entry("share", _("Thời hạn của đơn vị"), value=share, hint=hint, most=4),
        Entry("share_unit", _("Tính theo"), Kind.CHOICE, value=counted, options=units),
        *proposed,
        Entry("sheet", _("Số danh sách"), hint=_("nếu giao theo danh sách"), most=60),
        Entry("note", _("Ghi chú"), most=1000),
    )


def _follow_unit(file: DossierFile, name: str, values: Values) -> Values:
    """Let the share that the catalogue proposes stand for no other unit than its own."""
    turn = next_share(file)
    if name != "to_unit" or turn is None or turn.due is None:
        return {}
    return {"share": str(turn.limit.amount) if values.get(name) == turn.unit else ""}


def _give(ids: Ids, values: Values, _file: DossierFile) -> HandOver:
    chosen, share = text(values, "to_unit"), amount(values, "share")
    unit = {DESK: "", OTHER: text(values, "other_unit")}.get(chosen, chosen)
    limit = Limit(share, LimitUnit(text(values, "share_unit"))) if text(values, "share") else None
    return HandOver(*ids, unit, text(values, "sheet"), limit, text(values, "note"))


def _take_over(file: DossierFile) -> tuple[Entry, ...]:
    handed = tuple(
        (event_id, _("{unit}, người giao {who}").format(unit=life.unit(fact.to_unit), who=fact.giver))
        for event_id, fact in file.case.handed.items()
    )
    first = handed[0][0] if handed else ""
    return (
        Entry("handed", _("Lần bàn giao"), Kind.LIST, value=first, options=handed),
        Entry("receiver", _("Người ký nhận"), needed=True),
    )


def _resolve(_file: DossierFile) -> tuple[Entry, ...]:
    options = tuple((each.value, capital(_(life.OUTCOMES[each]))) for each in Outcome)
    return (
        Entry("outcome", _("Kết quả"), Kind.CHOICE, value=Outcome.GRANTED.value, options=options),
        Entry("number", _("Số văn bản")),
    )


def _arrive(file: DossierFile) -> tuple[Entry, ...]:
    options = tuple((each.value, capital(_(life.WAYS[each]))) for each in ReturnBy)
    return (
        Entry("where", _("Kết quả đã có"), Kind.CHOICE, value=file.dossier.return_by.value, options=options),
        Entry("tracking", _("Số vận đơn"), most=60, needed=True, only=(("where", (ReturnBy.POST.value,)),)),
        Entry("rule", _("Đúng hẹn hay quá hạn tính đến lúc ghi nhận này."), Kind.SAID),
    )


def _means() -> tuple[tuple[str, str], ...]:
    return tuple((each.value, capital(_(life.MEANS[each]))) for each in Means)


def _tell(file: DossierFile) -> tuple[Entry, ...]:
    here = file.dossier.arrived is not None
    subjects = [About.DELAY, About.CALENDAR, About.PROMISE]
    if here:
        subjects = [About.RESULT, *subjects]
    late = file.dossier.lateness(file.case.now) in LATE
    first = About.RESULT if here else About.DELAY if late else About.PROMISE
    options = tuple((each.value, capital(_(life.ABOUT[each]))) for each in subjects)
    calendar = (("about", (About.CALENDAR.value,)),)
    return (
        Entry("about", _("Báo về việc"), Kind.LIST, value=first.value, options=options),
        Entry("means", _("Cách báo"), Kind.CHOICE, value=Means.PHONE.value, options=_means()),
        Entry(
            "instead",
            _("Ngày trả đã báo"),
            Kind.MOMENT,
            hint="17:00 25/11/2026",
            only=calendar,
            needed=True,
        ),
        Entry("note", _("Ghi chú"), Kind.TEXT, most=1000),
    )


def _told(ids: Ids, values: Values, file: DossierFile) -> TellCitizen:
    about = About(text(values, "about"))
    means, note = Means(text(values, "means")), text(values, "note")
    if about is not About.CALENDAR:
        return TellCitizen(*ids, about, means, note=note)
    version = file.case.around.calendar.version
    return TellCitizen(*ids, about, means, moment(values, "instead"), version, note)


def _return(file: DossierFile) -> tuple[Entry, ...]:
    ways = tuple((each.value, capital(_(life.WAYS[each]))) for each in ReturnBy)
    people = tuple(
        (each.value, _(life.RECIPIENTS[each])) for each in (Recipient.APPLICANT, Recipient.REPRESENTATIVE)
    )
    other = (*_COUNTER, ("to", (Recipient.REPRESENTATIVE.value,)))
    lost = (*_COUNTER, ("receipt_lost", (True,)))
    posted = _posted(file)
    by = ReturnBy.POST if posted else file.dossier.return_by
    return (
        Entry("by", _("Trả"), Kind.CHOICE, value=by.value, options=ways),
        Entry(
            "tracking",
            _("Số vận đơn"),
            value=posted,
            most=60,
            needed=True,
            only=(("by", (ReturnBy.POST.value,)),),
        ),
        Entry("to", _("Người nhận"), Kind.CHOICE, Recipient.APPLICANT.value, options=people, only=_COUNTER),
        Entry("name", _("Họ tên người nhận"), needed=True, only=other),
        Entry("authority", _("Giấy ủy quyền"), hint=_("số, ngày, nơi chứng thực"), needed=True, only=other),
        Entry("receipt_lost", _("Mất phiếu: đã đối chiếu giấy tờ"), Kind.CHECK, value=False, only=_COUNTER),
        Entry("id_number", _("Số giấy tờ người nhận"), most=60, only=_COUNTER, needed_with=lost),
        Entry(
            "note",
            _("Ghi chú"),
            Kind.TEXT,
            hint=_("mất phiếu: ghi đã đối chiếu giấy tờ nào"),
            most=1000,
            needed_with=lost,
        ),
    )


def _posted(file: DossierFile) -> str:
    """Return the number under which the result was given to the post, "" where it was not."""
    arrivals = (fact for _event, fact in file.history if isinstance(fact, ResultArrived))
    first = next(arrivals, None)  # a second one, of a PC that knew nothing of the first, does not count
    return first.tracking if first is not None and first.where is ReturnBy.POST else ""


def _returned(ids: Ids, values: Values, _file: DossierFile) -> ReturnResult:
    by, note = ReturnBy(text(values, "by")), text(values, "note")
    if by is ReturnBy.POST:
        return ReturnResult(*ids, by, Recipient.POST, tracking=text(values, "tracking"), note=note)
    if by is ReturnBy.ONLINE:
        return ReturnResult(*ids, by, Recipient.APPLICANT, note=note)
    to = Recipient(text(values, "to"))
    other = to is Recipient.REPRESENTATIVE
    return ReturnResult(
        *ids,
        by,
        to,
        name=text(values, "name") if other else "",
        authority=text(values, "authority") if other else "",
        id_number=text(values, "id_number"),
        receipt_lost=bool(values.get("receipt_lost")),
        note=note,
    )


def _difficulty(file: DossierFile) -> tuple[Entry, ...]:
    above = file.case.around.office.superior
    return (
        Entry("text", _("Vướng mắc"), Kind.TEXT, most=1000, needed=True),
        Entry("means", _("Báo người nộp"), Kind.CHOICE, value=Means.IN_PERSON.value, options=_means()),
        Entry("reported_to", _("Báo cáo"), value=above),
    )


FORMS = {
    Act.HAND_OVER: ActForm(N_("Bàn giao"), "G", "handover", _hand_over, _give, _follow_unit),
    Act.TAKE_OVER: ActForm(
        N_("Bên nhận ký"),
        "K",
        "check",
        _take_over,
        lambda ids, values, _file: TakeOver(*ids, text(values, "handed"), text(values, "receiver")),
    ),
    Act.RESOLVE: ActForm(
        N_("Đã giải quyết"),
        "Q",
        "check",
        _resolve,
        lambda ids, values, _file: Resolve(*ids, Outcome(text(values, "outcome")), text(values, "number")),
    ),
    Act.RECORD_ARRIVAL: ActForm(
        N_("Kết quả về quầy"),
        "V",
        "result",
        _arrive,
        lambda ids, values, _file: RecordArrival(
            *ids, ReturnBy(text(values, "where")), text(values, "tracking")
        ),
    ),
    Act.TELL_CITIZEN: ActForm(N_("Báo người nộp"), "O", "person", _tell, _told),
    Act.RETURN_RESULT: ActForm(N_("Trả kết quả"), "T", "result", _return, _returned),
    Act.REPORT_DIFFICULTY: ActForm(
        N_("Báo vướng mắc"),
        "W",
        "alert",
        _difficulty,
        lambda ids, values, _file: ReportDifficulty(
            *ids, text(values, "text"), Means(text(values, "means")), text(values, "reported_to")
        ),
    ),
}
