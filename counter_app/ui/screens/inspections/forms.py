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
    """One deed: its word, its key, what is said once it is `done`, what it asks for and makes of it."""

    word: str
    key: str
    done: str
    entries: Callable[[Before], tuple[Entry, ...]]
    build: Callable[[str, str, Values, Before], StaffCommand]


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
    asked = (
        before.inspection.fact.recommendations or before.inspection.fact.faults if before.inspection else ""
    )
    return (
        Entry("asked", _("Kiến nghị: {text}").format(text=asked or "–"), Kind.SAID),
        Entry("text", _("Đã làm gì"), Kind.TEXT, most=MAX_TEXT, needed=True),
        Entry("done", _("Kết quả"), Kind.CHOICE, value=YES, options=done),
    )


def _followed(event_id: str, actor: str, values: Values, before: Before) -> StaffCommand:
    inspection = before.inspection.fact.inspection if before.inspection else ""
    return FollowUpInspection(event_id, actor, inspection, text(values, "text"), text(values, "done") == YES)


def _presence(before: Before) -> tuple[Entry, ...]:
    seen = ((YES, _("có ở quầy")), (NO, _("không ở quầy")))
    return (
        _person(before),
        Entry("present", _("Lúc này"), Kind.CHOICE, value=YES, options=seen),
        Entry("text", _("Ghi chú"), most=MAX_TEXT),
    )


def _checked(event_id: str, actor: str, values: Values, _before: Before) -> StaffCommand:
    present = text(values, "present") == YES
    return CheckPresence(event_id, actor, text(values, "person"), present, text(values, "text"))


def _standing(before: Before) -> tuple[Entry, ...]:
    whats = tuple((one.value, _(word)) for one, word in staff_facts.STANDINGS.items())
    return (
        _person(before),
        Entry("what", _("Hình thức"), Kind.CHOICE, value=Standing.COMMENDED.value, options=whats),
        Entry("decision", _("Quyết định số"), most=MAX_LINE, needed=True),
        Entry("day", _("Ngày quyết định"), Kind.DAY, value=_today(before), most=10, needed=True),
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
    places = (*((one, one) for one in counters), (RESERVE, _("Dự phòng")))
    return (
        _person(before),
        Entry("to_counter", _("Sang vị trí"), Kind.LIST, value=places[0][0], options=places),
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


def _person(before: Before) -> Entry:
    first = before.others[0][0] if before.others else ""
    return Entry("person", _("Cán bộ"), Kind.LIST, value=first, options=before.others, needed=True)


def _today(before: Before) -> str:
    return formats.numbers(day_iso(day_of(before.roster.now)))


FORMS = {
    Deed.INSPECT: DeedForm(N_("Lập biên bản kiểm tra"), "B", N_("Đã lập biên bản."), _inspect, _hold),
    Deed.FOLLOW_UP: DeedForm(N_("Ghi việc khắc phục"), "K", N_("Đã ghi việc khắc phục."), _follow, _followed),
    Deed.PRESENCE: DeedForm(
        N_("Kiểm tra có mặt"), "M", N_("Đã ghi lần kiểm tra có mặt."), _presence, _checked
    ),
    Deed.STANDING: DeedForm(N_("Khen thưởng, kỷ luật"), "D", N_("Đã ghi quyết định."), _standing, _recorded),
    Deed.ROTATE: DeedForm(N_("Chuyển vị trí"), "C", N_("Đã ghi việc chuyển vị trí."), _rotation, _rotated),
}
