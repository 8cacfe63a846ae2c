"""Lateness counted for a period, and the dunning list of what runs out: values, and paper."""

import dataclasses
from collections.abc import Iterable
from dataclasses import dataclass

from counter_app.documents import listing, wording
from counter_app.documents.listing import Listing
from counter_app.documents.table import Column
from counter_app.domain import rules, warnings
from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.dossier import Dossier, Lateness
from counter_app.domain.moments import HOUR
from counter_app.domain.people import Office
from counter_app.domain.urgency import Level
from counter_app.services import recording
from counter_app.services.counter import Counter
from counter_app.services.registers import judged, said_period, span
from counter_app.services.standing import named
from counter_app.store import registers

MAX_DUNNED = 1_000  # lines of one list
_LEVELS = {Level.OVERDUE: "Quá hạn", Level.RED: "Hết hạn hôm nay", Level.AMBER: "Sắp hết hạn"}
_DUNNING_COLUMNS = (
    Column("TT", 3, "right"),
    Column("Mã hồ sơ", 12, strong=True),
    Column("Thủ tục", 16),
    Column("Người nộp", 12),
    Column("Nơi đang giữ", 12),
    Column("Cán bộ tiếp nhận", 11),
    Column("Hạn đang tính", 8, strong=True),
    Column("Hẹn trả", 11),
    Column("Mức", 8),
    Column("Giờ làm việc", 7, "right"),
)
_LATENESS_COLUMNS = (
    Column("Nhóm", 9),
    Column("Mã", 11),
    Column("Tên", 22),
    Column("Tiếp nhận", 8, "right"),
    Column("Đúng hạn, trước hạn", 9, "right"),
    Column("Quá hạn", 8, "right"),
    Column("Quá hạn, trong gia hạn", 9, "right"),
    Column("Quá hạn so với lần hẹn đầu", 9, "right"),
    Column("Trong số quá hạn: chưa có kết quả", 10, "right"),
    Column("Đang giải quyết, còn hạn", 9, "right"),
)


@dataclass(slots=True)
class Kept:
    """How many dossiers stand how to their promises; each is in one of the first five.

    `running` have no result and are not late; `still_open` is how many of the late ones have no result.
    """

    on_time: int = 0
    late: int = 0
    within_extension: int = 0
    late_by_first: int = 0
    running: int = 0
    still_open: int = 0

    @property
    def received(self) -> int:
        """All of them."""
        return self.on_time + self.late + self.within_extension + self.late_by_first + self.running

    def add(self, late: str, count: int = 1) -> None:
        """Count some by a value of Lateness; "" runs."""
        name = late or "running"
        setattr(self, name, getattr(self, name) + count)


@dataclass(frozen=True, slots=True)
class Group:
    """The counts of one procedure (its code) or one officer (his id)."""

    key: str
    name: str
    kept: Kept


@dataclass(frozen=True, slots=True)
class LatenessReport:
    """The dossiers received on the days `first` to `last`, judged by their result's arrival; else by now."""

    first: str
    last: str
    whole: Kept
    procedures: tuple[Group, ...]
    officers: tuple[Group, ...]
    pdf: bytes


@dataclass(frozen=True, slots=True)
class Dunned:
    """One line of the dunning list. `left` is working minutes, below 0 those since the promise."""

    dossier: Dossier
    officer: str
    promise: int
    level: Level
    left: int


@dataclass(frozen=True, slots=True)
class DunningList:
    """What is late, due today or amber, most urgent first; `count` is all of it, also beyond `rows`."""

    rows: tuple[Dunned, ...]
    count: int
    pdf: bytes


def lateness_report(counter: Counter, first: str, last: str) -> LatenessReport:
    """Return how promises were kept, on the whole, by procedure and by receiving officer.

    Neither "resolved" nor the day of collection counts. Raises Refused: bad_date, bad_period.
    """
    span(first, last)
    now = recording.minute_of(counter.clock.now())
    whole, procedures, officers = Kept(), dict[str, Group](), dict[str, Group]()
    with counter.store.read() as conn:
        briefing = counter.reference(conn).briefing
        for procedure, name, officer, late, count in registers.judged(conn, first, last):
            by_procedure = procedures.setdefault(procedure, Group(procedure, name, Kept()))
            person = named(briefing.people, officer).name
            by_officer = officers.setdefault(officer, Group(officer, person, Kept()))
            for kept in (whole, by_procedure.kept, by_officer.kept):
                kept.add(late, count)
        for dossier in registers.past_a_promise(conn, first, last, now):
            counts = (whole, procedures[dossier.procedure].kept, officers[dossier.actor_id].kept)
            _move(counts, judged(dossier, now))
    groups = (tuple(procedures.values()), tuple(officers.values()))
    pdf = listing.render(_lateness_listing(briefing.office, now, said_period(first, last), whole, *groups))
    return LatenessReport(first, last, whole, *groups, pdf)


def dunning_list(counter: Counter) -> DunningList:
    """Return what is to be urged now: late, due today, and what this PC's setting calls amber."""
    now = recording.minute_of(counter.clock.now())
    with counter.store.read() as conn:
        reference = counter.reference(conn)
        ruled = rules.rule_set(reference.briefing.rules)
        ruled = dataclasses.replace(ruled, amber_ahead=counter.settings.alerts.amber_hours * HOUR)
        horizon = warnings.horizon(now, reference.calendar, ruled)
        found, count = registers.running_out(conn, horizon.amber, MAX_DUNNED)
    people, calendar = reference.briefing.people, reference.calendar
    rows = tuple(
        _dunned(dossier, named(people, dossier.actor_id).name, horizon, calendar) for dossier in found
    )
    return DunningList(
        rows, count, listing.render(_dunning_listing(reference.briefing.office, now, rows, count))
    )


def _move(counts: Iterable[Kept], late: Lateness | None) -> None:
    """Count one that was taken for running as late already."""
    if late is not None:
        for kept in counts:
            kept.running -= 1
            kept.still_open += 1
            kept.add(late.value)


def _dunned(dossier: Dossier, officer: str, horizon: warnings.Horizon, calendar: WorkCalendar) -> Dunned:
    promise = dossier.due if dossier.watched is None else dossier.watched
    left = calendar.worked(promise) - calendar.worked(horizon.now)
    return Dunned(dossier, officer, promise, horizon.level(promise), left)


def _dunning_listing(office: Office, now: int, rows: tuple[Dunned, ...], count: int) -> Listing:
    of_level = {level: sum(row.level is level for row in rows) for level in _LEVELS}
    more = (f"Danh sách in {len(rows)} hồ sơ gấp nhất trong số {count}.",) if count > len(rows) else ()
    return Listing(
        office=office,
        at=now,
        title="DANH SÁCH ĐÔN ĐỐC HỒ SƠ",
        period=f"Lúc {wording.stamp(now)}",
        words=more,
        columns=_DUNNING_COLUMNS,
        rows=tuple(_dunning_cells(number, row) for number, row in enumerate(rows, start=1)),
        totals=(("Tổng số", str(count)), *((_LEVELS[level], str(n)) for level, n in of_level.items())),
        signers=(("Người lập", "", ""), ("Người đứng đầu bộ phận Một cửa", "", "")),
        across=True,
    )


def _dunning_cells(number: int, row: Dunned) -> tuple[str, ...]:
    dossier = row.dossier
    promised = wording.stamp(dossier.due)
    if dossier.first_due != dossier.due:
        promised += f" Lần đầu: {wording.stamp(dossier.first_due)}"
    hours, minutes = divmod(abs(row.left), HOUR)
    return (
        str(number),
        dossier.code,
        dossier.procedure_name,
        dossier.name,
        dossier.holder or "Bộ phận Một cửa",
        row.officer,
        wording.stamp(row.promise),
        promised,
        _LEVELS[row.level],
        f"{'quá ' if row.left < 0 else 'còn '}{hours}:{minutes:02}",
    )


def _lateness_listing(
    office: Office,
    now: int,
    period: str,
    whole: Kept,
    procedures: tuple[Group, ...],
    officers: tuple[Group, ...],
) -> Listing:
    lines = [("Toàn đơn vị", Group("", office.name, whole))]
    lines += [("Thủ tục", group) for group in procedures]
    lines += [("Cán bộ", group) for group in officers]
    return Listing(
        office=office,
        at=now,
        title="BÁO CÁO TÌNH HÌNH GIẢI QUYẾT HỒ SƠ ĐÚNG HẠN, QUÁ HẠN",
        period=period,
        words=(
            "Hồ sơ tiếp nhận trong kỳ. Đúng hạn hay quá hạn tính theo lúc có kết quả tại quầy, trên mạng "
            "hoặc giao cho bưu chính, so với lần hẹn cuối không tính gia hạn; chưa có kết quả thì tính đến "
            "lúc lập báo cáo.",
        ),
        columns=_LATENESS_COLUMNS,
        rows=tuple((kind, group.key, group.name, *_figures(group.kept)) for kind, group in lines),
        signers=(("Người lập", "", ""), ("Người đứng đầu bộ phận Một cửa", "", "")),
        across=True,
    )


def _figures(kept: Kept) -> tuple[str, ...]:
    late = (kept.late, kept.within_extension, kept.late_by_first)
    return tuple(str(n) for n in (kept.received, kept.on_time, *late, kept.still_open, kept.running))
