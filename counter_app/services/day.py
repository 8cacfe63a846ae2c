"""The day at this PC: what was done, what is left, what a supervisor looks at; and closing it."""

from collections.abc import Iterable
from dataclasses import dataclass

from counter_app.documents import listing, wording
from counter_app.documents.listing import Listing
from counter_app.documents.table import Column
from counter_app.domain import day as days
from counter_app.domain.day import AtDesk, CloseDay, DayCounts, Unexplained, Unsigned
from counter_app.domain.dossier import local_day
from counter_app.domain.moments import OFFSET, parse_day
from counter_app.domain.people import Person
from counter_app.domain.step_events import DayClosed
from counter_app.errors import Refused
from counter_app.services import reading, recording
from counter_app.services.counter import Counter
from counter_app.services.remarks import Remark, remarks
from counter_app.store import day as store
from counter_app.store import log, queries, staff
from counter_app.store.engine import Connection

MINUTE_MS, DAY_MINUTES = 60_000, 24 * 60
_CASH = (
    Column("TT", 5, "right"),
    Column("Cán bộ thu", 40, strong=True),
    Column("Đã thu (đồng)", 18, "right"),
    Column("Theo biên nhận (đồng)", 20, "right"),
    Column("Chênh lệch (đồng)", 17, "right"),
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A receipt of this PC that is issued and not confirmed printed."""

    code: str
    name: str
    received: int


@dataclass(frozen=True, slots=True)
class Taken:
    """Money taken at the desk: the event whose paper is the fee receipt, and how much (VND)."""

    event_id: str
    amount: int


@dataclass(frozen=True, slots=True)
class DayPage:
    """The day as it stands. `closed_on` is the day last closed here ("" for none), `before` what it said."""

    day: str
    closed_on: str
    before: DayClosed | None
    counts: DayCounts
    names: dict[str, str]
    unprinted: tuple[Waiting, ...]
    unsigned: tuple[Unsigned, ...]
    unexplained: tuple[Unexplained, ...]
    at_desk: tuple[AtDesk, ...]
    remarks: tuple[Remark, ...]

    @property
    def closed(self) -> bool:
        """Whether today was closed here."""
        return self.closed_on == self.day

    @property
    def left_over(self) -> bool:
        """Whether an earlier day left something that is undone still."""
        return _any_before(self.day, self.unprinted, self.unsigned)


def left_over(counter: Counter) -> bool:
    """Tell as `DayPage.left_over`, and nothing of what it is: asked before anybody sits here."""
    own, day = counter.installation.installation_id, local_day(recording.minute_of(counter.clock.now()))
    with counter.store.read() as conn:
        return _any_before(day, _waiting(conn, own), store.unsigned(conn, own))


def page(counter: Counter, reader_id: str) -> DayPage:
    """Return the day as it stands in this minute. Raises Refused: not_enrolled."""
    own, now = counter.installation.installation_id, recording.minute_of(counter.clock.now())
    day = local_day(now)
    with reading.opened(counter, reader_id) as conn:
        closing = store.last_closing(conn, own)
        since = store.begun(conn, own, _midnight(day))
        names = {person.person_id: person.name for person in counter.reference(conn).briefing.people}
        return DayPage(
            day=day,
            closed_on=closing[1].day if closing else "",
            before=closing[1] if closing else None,
            counts=store.counts(conn, own, since),
            names=names,
            unprinted=tuple(_waiting(conn, own)),
            unsigned=tuple(store.unsigned(conn, own)),
            unexplained=tuple(store.unexplained(conn, now)),
            at_desk=tuple(store.at_desk(conn, own)),
            remarks=tuple(remarks(conn, since, names)),
        )


def close(counter: Counter, command: CloseDay) -> str:
    """Close the day in one durable transaction; return the event's id. The same id again changes nothing.

    Raises Refused: day_closed, unknown_person, bad_event_id; Damaged: log_forked, log_rolled_back.
    """
    own = counter.installation.installation_id
    with counter.store.write() as conn:
        if recording.known(conn, command.event_id, DayClosed):
            return command.event_id
        recording.check_writable(conn, counter)
        if not any(who.person_id == command.actor_id for who in counter.reference(conn).briefing.people):
            raise Refused("unknown_person", "person", person=command.actor_id[:60])
        now = counter.clock.now()
        minute = recording.minute_of(now)
        closing = store.last_closing(conn, own)
        counts = store.counts(conn, own, store.begun(conn, own, _midnight(local_day(minute))))
        entries = days.close_day(counts, minute, closing[1].day if closing else "")
        recording.record(conn, counter, command, entries, now)
    counter.clock.happened(now)
    return command.event_id


def last_closing(counter: Counter, reader_id: str) -> str:
    """Return the id of this PC's last closing, "" for none."""
    with reading.opened(counter, reader_id) as conn:
        closing = store.last_closing(conn, counter.installation.installation_id)
    return closing[0].event_id if closing else ""


def minutes_pdf(counter: Counter, reader_id: str, event_id: str) -> bytes:
    """Return a closing's minutes as PDF, with room for both signatures.

    Raises Refused: unknown_closing.
    """
    with reading.opened(counter, reader_id) as conn:
        event, fact = log.find(conn, event_id), log.fact(conn, event_id)
        if event is None or not isinstance(fact, DayClosed):
            raise Refused("unknown_closing", "event_id")
        briefing = counter.reference(conn).briefing
    people = {person.person_id: person for person in briefing.people}
    unnamed = Person("", "", "", "", "", "")
    closer = people.get(event.actor_id, unnamed)
    day = wording.date(fact.at)
    return listing.render(
        Listing(
            office=briefing.office,
            at=fact.at,
            title="BIÊN BẢN ĐÓNG NGÀY",
            period=f"Ngày làm việc {day}",
            facts=(("Đóng lúc:", wording.moment(fact.at)), ("Quầy:", closer.counter or "–")),
            words=_counted(fact),
            columns=_CASH,
            rows=tuple(
                _cash_row(
                    number, people.get(cash.person, unnamed).name or cash.person, cash.taken, cash.receipted
                )
                for number, cash in enumerate(fact.cash, start=1)
            ),
            totals=(
                ("Tổng đã thu", wording.money(sum(cash.taken for cash in fact.cash))),
                ("Tổng theo biên nhận", wording.money(sum(cash.receipted for cash in fact.cash))),
            ),
            signers=(
                ("Người đóng ngày", closer.title, closer.name),
                ("Phụ trách bộ phận Một cửa", "", ""),
            ),
        )
    )


def next_sheet(counter: Counter, reader_id: str) -> str:
    """Return the number of the next hand-over list: BG-YYMMDD-<first serial of this PC's lane>-<n>."""
    with reading.opened(counter, reader_id) as conn:
        return sheet_number(conn, counter)


def sheet_number(conn: Connection, counter: Counter) -> str:
    """Return as `next_sheet`; lists of papers and of whole counters are numbered in one row."""
    day = local_day(recording.minute_of(counter.clock.now()))
    first = counter.reference(conn).lane(day).first
    begins = f"BG-{day[2:].replace('-', '')}-{first:04}-"
    made = store.sheets_made(conn, day, begins) + len(staff.sheets_begun(conn, begins))
    return f"{begins}{made + 1}"


def taken(counter: Counter, reader_id: str, code: str) -> Taken | None:
    """Return what was last taken for a dossier, None where nothing was."""
    with reading.opened(counter, reader_id) as conn:
        found = store.taking_of(conn, code)
    return Taken(*found) if found else None


def _counted(fact: DayClosed) -> tuple[str, ...]:
    return (
        f"Từ lần đóng ngày trước: tiếp nhận {fact.received} hồ sơ; trả kết quả {fact.returned} hồ sơ; "
        f"bàn giao {fact.handed_over} hồ sơ cho đơn vị giải quyết.",
        f"Còn lại khi đóng: {fact.unprinted} phiếu chưa xác nhận in; {fact.not_taken_over} hồ sơ đã bàn giao "
        f"nhưng bên nhận chưa ký; {fact.unsent} việc chưa gửi về trung tâm.",
        "Tiền phí, lệ phí thu tại quầy, theo từng cán bộ:",
    )


def _cash_row(number: int, name: str, taken: int, receipted: int) -> tuple[str, ...]:
    amounts = (taken, receipted, taken - receipted)
    return (str(number), name, *(f"{amount:,}".replace(",", ".") for amount in amounts))


def _any_before(day: str, unprinted: Iterable[Waiting], unsigned: Iterable[Unsigned]) -> bool:
    earlier = [one.received for one in unprinted] + [one.at for one in unsigned]
    return any(local_day(minute) < day for minute in earlier)


def _midnight(day: str) -> int:
    return (parse_day(day) * DAY_MINUTES - OFFSET) * MINUTE_MS


def _waiting(conn: Connection, installation_id: str) -> list[Waiting]:
    found = queries.unprinted(conn, installation_id)
    return [Waiting(dossier.code, dossier.name, dossier.received) for dossier in found]
