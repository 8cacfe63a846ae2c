"""How the promises of a period were kept, counted: values, and paper."""

from collections.abc import Iterable
from dataclasses import dataclass

from counter_app.documents import listing
from counter_app.documents.listing import Listing
from counter_app.documents.register import judged
from counter_app.documents.table import Column
from counter_app.domain.clock import AHEAD, BEHIND, REBOOTED, UNSURE
from counter_app.domain.dossier import Lateness
from counter_app.domain.events import DossierReceived
from counter_app.domain.people import Office
from counter_app.domain.step_events import ResultArrived
from counter_app.services import reading, recording
from counter_app.services.apologies import csv_bytes
from counter_app.services.counter import Counter
from counter_app.services.registers import said_period, span
from counter_app.services.standing import named
from counter_app.store import registers

_LATENESS_COLUMNS = (
    Column("Nhóm", 9),
    Column("Mã", 11),
    Column("Tên", 16),
    Column("Tiếp nhận", 8, "right"),
    Column("Đúng hạn, trước hạn", 9, "right"),
    Column("Quá hạn", 8, "right"),
    Column("Quá hạn, trong gia hạn", 9, "right"),
    Column("Quá hạn so với lần hẹn đầu", 9, "right"),
    Column("Trong số quá hạn: chưa có kết quả", 10, "right"),
    Column("Kết thúc không có kết quả", 9, "right"),
    Column("Đang giải quyết, còn hạn", 9, "right"),
)

_CLOCKS = {
    REBOOTED: "máy khởi động lại, chưa gặp trung tâm",
    BEHIND: "đồng hồ máy chậm hơn sự việc trước",
    AHEAD: "đồng hồ máy nhanh quá 24 giờ hoặc do người xác nhận",
}


@dataclass(slots=True)
class Kept:
    """How many dossiers stand how to their promises; each is in one of the first six.

    `running` have no result and are not late; `still_open` is how many of the late ones have no result.
    """

    on_time: int = 0
    late: int = 0
    within_extension: int = 0
    late_by_first: int = 0
    ended: int = 0
    running: int = 0
    still_open: int = 0

    @property
    def received(self) -> int:
        """All of them."""
        kept = self.on_time + self.late + self.within_extension + self.late_by_first
        return kept + self.ended + self.running

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
class Unsure:
    """How many receptions and arrivals of a report's dossiers a clock of one quality stamped (DESIGN §6)."""

    quality: str
    receptions: int
    arrivals: int


@dataclass(frozen=True, slots=True)
class LatenessReport:
    """The dossiers received on the days `first` to `last`, judged by their result's arrival; else by now.

    `unsure` has one for each quality of `domain.clock.UNSURE`.
    """

    first: str
    last: str
    whole: Kept
    procedures: tuple[Group, ...]
    officers: tuple[Group, ...]
    unsure: tuple[Unsure, ...]
    pdf: bytes
    csv: bytes


def lateness_report(counter: Counter, reader_id: str, first: str, last: str) -> LatenessReport:
    """Return how promises were kept, on the whole, by procedure and by receiving officer.

    Neither "resolved" nor the day of collection counts. Raises Refused: bad_date, bad_period.
    """
    span(first, last)
    now = recording.minute_of(counter.clock.now())
    whole, procedures, officers = Kept(), dict[str, Group](), dict[str, Group]()
    with reading.opened(counter, reader_id) as conn:
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
        counted = registers.unsure(conn, first, last)
    unsure = tuple(
        Unsure(each, *(counted.get((kind, each), 0) for kind in (DossierReceived, ResultArrived)))
        for each in UNSURE
    )
    groups = (tuple(procedures.values()), tuple(officers.values()))
    listed = _lateness_listing(briefing.office, now, said_period(first, last), whole, *groups, unsure)
    table = csv_bytes([column.label for column in listed.columns], [*listed.rows, *_clock_rows(unsure)])
    return LatenessReport(first, last, whole, *groups, unsure, listing.render(listed), table)


def _move(counts: Iterable[Kept], late: Lateness | None) -> None:
    """Count one that was taken for running as late already."""
    if late is not None:
        for kept in counts:
            kept.running -= 1
            kept.still_open += 1
            kept.add(late.value)


def _lateness_listing(
    office: Office,
    now: int,
    period: str,
    whole: Kept,
    procedures: tuple[Group, ...],
    officers: tuple[Group, ...],
    unsure: tuple[Unsure, ...],
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
            _clock_words(unsure),
        ),
        columns=_LATENESS_COLUMNS,
        rows=tuple((kind, group.key, group.name, *_figures(group.kept)) for kind, group in lines),
        signers=(("Người lập", "", ""), ("Người đứng đầu bộ phận Một cửa", "", "")),
        across=True,
    )


def _clock_words(unsure: tuple[Unsure, ...]) -> str:
    """Say which moments the report judges by were stamped without the centre's word since the PC's start."""
    found = [
        f"{one.receptions} lượt tiếp nhận, {one.arrivals} lượt có kết quả ghi khi {_CLOCKS[one.quality]}"
        for one in unsure
        if one.receptions or one.arrivals
    ]
    return f"Đồng hồ máy: {'; '.join(found) or 'không lượt nào ghi khi giờ chưa chắc chắn'}."


def _clock_rows(unsure: tuple[Unsure, ...]) -> list[tuple[str, ...]]:
    """Return the same as a table of its own under the other."""
    rows = [(one.quality, _CLOCKS[one.quality], str(one.receptions), str(one.arrivals)) for one in unsure]
    return [(), ("Đồng hồ", "Mã", "Tên", "Tiếp nhận", "Có kết quả"), *(("Đồng hồ", *row) for row in rows)]


def _figures(kept: Kept) -> tuple[str, ...]:
    late = (kept.late, kept.within_extension, kept.late_by_first)
    return tuple(
        str(n) for n in (kept.received, kept.on_time, *late, kept.still_open, kept.ended, kept.running)
    )
