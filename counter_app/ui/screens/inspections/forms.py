"""What a supervisor puts on record about the desk's discipline: the fields of each deed, and its command."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from counter_app.domain.life.case import MAX_LINE, MAX_TEXT
from counter_app.domain.moments import day_iso, day_of
from counter_app.domain.staff.commands import (
    CheckPresence,
    FollowUpInspection,
    HoldInspection,
    RecordStanding,
    Rotate,
    StaffCommand,
)
from counter_app.domain.staff.roster import Roster
from counter_app.domain.staff_events import Standing
from counter_app.services.inspections import Inspection
from counter_app.texts import N_, _, formats, staff_facts
from counter_app.ui.screens.dossiers.acts.describing import day, picked, text
from counter_app.ui.widgets.entries import Entry, Kind, Values

YES, NO = "yes", "no"
RESERVE = "-"  # a list's value for no counter


class Deed(StrEnum):
    """What can be put on record."""

    INSPECT = "inspect"
    FOLLOW_UP = "follow_up"
    PRESENCE = "presence"
    STANDING = "standing"
    ROTATE = "rotate"


@dataclass(frozen=True, slots=True)
class Before:
    """What a form is filled in over: the people now, who fills it in, the marked inspection."""

    roster: Roster
    actor: str
    inspection: Inspection | None = None

    @property
    def others(self) -> tuple[tuple[str, str], ...]:
        """All people but the one before the screen: nobody writes about himself."""
        people = self.roster.people
        return tuple((one.person_id, one.name) for one in people if one.person_id != self.actor)


@dataclass(frozen=True, slots=True)
class DeedForm:
    """One deed: its word, its key, what is said once it is `done`, what it asks for and makes of it.

    `doubt` says what speaks against it or follows from it, "" for nothing: then it is asked once more.
    """

    word: str
    key: str
    done: str
    entries: Callable[[Before], tuple[Entry, ...]]
    build: Callable[[str, str, Values, Before], StaffCommand]
    doubt: Callable[[Values, Before], str] = lambda _values, _before: ""


def _inspect(before: Before) -> tuple[Entry, ...]:
    kinds = ((YES, _("đột xuất")), (NO, _("theo kế hoạch")))
    return (
        Entry("surprise", _("Kiểm tra"), Kind.CHOICE, value=YES, options=kinds),
        Entry("people", _("Cán bộ được kiểm tra"), Kind.PICKS, value=(), options=before.others, needed=True),
        Entry("strengths", _("Ưu điểm"), Kind.TEXT, most=MAX_TEXT),
        Entry("faults", _("Hạn chế, vi phạm"), Kind.TEXT, most=MAX_TEXT),
        Entry("recommendations", _("Kiến nghị"), Kind.TEXT, most=MAX_TEXT),
        Entry("due", _("Kiểm tra lại ngày"), Kind.DAY, hint=_("nếu có kiến nghị"), most=10),
        Entry("footage", _("Hình ảnh camera"), hint=_("camera nào, lúc nào; nếu có"), most=MAX_LINE),
    )


def _hold(event_id: str, actor: str, values: Values, _before: Before) -> StaffCommand:
    return HoldInspection(
        event_id,
        actor,
        surprise=text(values, "surprise") == YES,
        people=picked(values, "people"),
        strengths=text(values, "strengths"),
        faults=text(values, "faults"),
        recommendations=text(values, "recommendations"),
        footage=text(values, "footage"),
        due=day(values, "due"),
    )


def _follow(before: Before) -> tuple[Entry, ...]:
    done = ((YES, _("đã xong")), (NO, _("chưa xong")))
    asked, of = "", before.inspection
    if of is not None:
        asked = staff_facts.elsewhere() if of.lacking else of.fact.recommendations or of.fact.faults
    return (
        Entry("asked", _("Kiến nghị: {text}").format(text=asked or "–"), Kind.SAID),
        Entry("text", _("Đã làm gì"), Kind.TEXT, most=MAX_TEXT, needed=True),
        Entry("done", _("Kết quả"), Kind.CHOICE, options=done, needed=True),
    )


def _followed(event_id: str, actor: str, values: Values, before: Before) -> StaffCommand:
    inspection = before.inspection.fact.inspection if before.inspection else ""
    return FollowUpInspection(event_id, actor, inspection, text(values, "text"), text(values, "done") == YES)


def _presence(before: Before) -> tuple[Entry, ...]:
    seen, roster = ((YES, _("có ở quầy")), (NO, _("không ở quầy"))), before.roster
    seated = tuple(
        one
        for one in before.others
        if roster.counter_of(one[0], roster.today) or roster.covering(one[0], roster.now)
    )
    return (
        _person(seated),
        Entry("present", _("Lúc này"), Kind.CHOICE, options=seen, needed=True),
        Entry("text", _("Ghi chú"), most=MAX_TEXT),
    )


def _checked(event_id: str, actor: str, values: Values, _before: Before) -> StaffCommand:
    present = text(values, "present") == YES
    return CheckPresence(event_id, actor, text(values, "person"), present, text(values, "text"))


def _contradicted(values: Values, before: Before) -> str:
    """Say that an absence is on record: seen there all the same, or not there for a reason."""
    person, roster = text(values, "person"), before.roster
    if not person or not roster.away(person, roster.now):
        return ""
    said = (
        _("{name} đang được ghi vắng mặt lúc này.")
        if text(values, "present") == YES
        else _("{name} vắng lúc này đã có ghi lý do.")
    )
    return said.format(name=roster.person(person).name)


def _standing(before: Before) -> tuple[Entry, ...]:
    whats = tuple((one.value, _(word)) for one, word in staff_facts.STANDINGS.items())
    return (
        _person(before.others),
        Entry("what", _("Hình thức"), Kind.CHOICE, options=whats, needed=True),
        Entry("decision", _("Quyết định số (nhắc nhở: không cần)"), most=MAX_LINE),
        Entry("day", _("Ngày"), Kind.DAY, value=_today(before), most=10, needed=True),
        Entry("text", _("Nội dung"), Kind.TEXT, most=MAX_TEXT, needed=True),
    )


def _recorded(event_id: str, actor: str, values: Values, _before: Before) -> StaffCommand:
    return RecordStanding(
        event_id,
        actor,
        text(values, "person"),
        Standing(text(values, "what")),
        text(values, "decision"),
        day(values, "day"),
        text(values, "text"),
    )


def _rotation(before: Before) -> tuple[Entry, ...]:
    counters = sorted({one.counter for one in before.roster.people if one.counter})
    places = (("", _("– chọn vị trí –")), *((one, one) for one in counters), (RESERVE, _("Dự phòng")))
    return (
        _person(before.others),
        Entry("to_counter", _("Sang vị trí"), Kind.LIST, options=places, needed=True),
        Entry("from_day", _("Từ ngày"), Kind.DAY, value=_today(before), most=10, needed=True),
        Entry("decision", _("Quyết định số"), most=MAX_LINE, needed=True),
        Entry("reason", _("Lý do"), Kind.TEXT, most=MAX_TEXT, needed=True),
    )


def _rotated(event_id: str, actor: str, values: Values, _before: Before) -> StaffCommand:
    to_counter = text(values, "to_counter")
    return Rotate(
        event_id,
        actor,
        text(values, "person"),
        "" if to_counter == RESERVE else to_counter,
        day(values, "from_day"),
        text(values, "decision"),
        text(values, "reason"),
    )


def _moved(values: Values, before: Before) -> str:
    """Say who sits where the person goes, and that nobody is left where he comes from."""
    roster, person, to_counter = before.roster, text(values, "person"), text(values, "to_counter")
    from_day = day(values, "from_day")
    seats = {one.person_id: roster.counter_of(one.person_id, from_day) for one in roster.people}
    from_counter = seats.pop(person, "")
    if to_counter == from_counter:
        return ""
    names = [one.name for one in roster.people if seats.get(one.person_id) == to_counter]
    said = []
    if names:
        said.append(_("{counter} đang có {names}.").format(counter=to_counter, names=", ".join(names)))
    if from_counter and from_counter not in seats.values():
        said.append(_("{counter} sẽ không còn ai.").format(counter=from_counter))
    return " ".join(said)


def _person(people: tuple[tuple[str, str], ...]) -> Entry:
    options = (("", _("– chọn cán bộ –")), *people)
    return Entry("person", _("Cán bộ"), Kind.LIST, options=options, needed=True)


def _today(before: Before) -> str:
    return formats.numbers(day_iso(day_of(before.roster.now)))


FORMS = {
    Deed.INSPECT: DeedForm(N_("Lập biên bản kiểm tra"), "B", N_("Đã lập biên bản."), _inspect, _hold),
    Deed.FOLLOW_UP: DeedForm(N_("Ghi việc khắc phục"), "K", N_("Đã ghi việc khắc phục."), _follow, _followed),
    Deed.PRESENCE: DeedForm(
        N_("Kiểm tra có mặt"), "M", N_("Đã ghi lần kiểm tra có mặt."), _presence, _checked, _contradicted
    ),
    Deed.STANDING: DeedForm(N_("Khen thưởng, kỷ luật, nhắc nhở"), "D", N_("Đã ghi."), _standing, _recorded),
    Deed.ROTATE: DeedForm(
        N_("Chuyển vị trí"), "C", N_("Đã ghi việc chuyển vị trí."), _rotation, _rotated, _moved
    ),
}
