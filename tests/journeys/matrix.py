"""What a person may ask of a counter about dossiers, in rows: the kind of fact, the state to ask it in."""

import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from counter_app.domain.book_events import LeafFate
from counter_app.domain.catalog import Channel
from counter_app.domain.clock import Anchor
from counter_app.domain.clock_correction import CorrectClock
from counter_app.domain.commands import (
    Applicant,
    AskForPapers,
    ConfirmPrinted,
    FeeAnswer,
    RefuseReception,
    ReturnBy,
)
from counter_app.domain.day import CloseDay
from counter_app.domain.identity import new_event_id
from counter_app.domain.life import commands as life_commands
from counter_app.domain.life.commands import LifeCommand
from counter_app.domain.moments import iso_local
from counter_app.domain.paper_book import CaptureLeaf, VoidLeaf
from counter_app.domain.promise_events import Cause
from counter_app.domain.staff import commands
from counter_app.domain.staff.commands import StaffCommand
from counter_app.domain.staff_events import AbsenceReason, Span
from counter_app.domain.step_events import About, Ending, Means
from counter_app.services import clock_word, day, desk, life, paper_book, scans, staff
from counter_app.services.counter import Counter
from tests.pcs import BIRTH, PERSON, intake
from tests.services.papers_life import OTHER, STAY
from tests.services.standing_in import COUNTER, HEAD, MINH, RESERVE

Call = Callable[[str], object]  # asks in the name of this person
DAY = 1440


@dataclass
class Hands:
    """Who brings the office into the state that a row needs: the head of the desk, who may do all of it."""

    pc: Counter
    late: Iterator[str]
    arrivals: Iterator[str]
    leaves: Iterator[str] = field(default_factory=lambda: iter(()))
    slots: Iterator[int] = field(default_factory=lambda: itertools.count(60))

    @property
    def now(self) -> int:
        return self.pc.clock.now().ms // 60_000

    @property
    def today(self) -> str:
        return iso_local(self.now)[:10]

    def span(self) -> Span:
        """Return a minute of today that nobody has used."""
        begin = self.now + next(self.slots)
        return Span(begin, begin + 1)

    def received(self, *, paid: bool = True) -> str:
        return desk.receive(self.pc, taken(HEAD, paid=paid)).code

    def does(self, kind: type[LifeCommand], code: str, *values: Any, by: str = HEAD) -> str:
        return life.act(self.pc, kind(new_event_id(), by, code, *values)).event_id

    def asks(self, kind: type[StaffCommand], *values: Any, by: str = HEAD, **named: Any) -> str:
        return staff.act(self.pc, kind(new_event_id(), by, *values, **named)).event_id

    def absence(self, person: str) -> str:
        return self.asks(commands.LogAbsence, person, (self.span(),), AbsenceReason.SICK, False)

    def request(self, absent: str = MINH, substitute: str = RESERVE) -> str:
        """Ask for a substitute, who says yes."""
        counter = COUNTER if absent == MINH else absent
        request = self.asks(commands.AskSubstitute, self.absence(absent), counter, substitute)
        self.asks(commands.AnswerSubstitution, request, True, by=substitute)
        return request


Ready = Callable[[Hands, str], Call]


@dataclass(frozen=True)
class Row:
    """A thing to ask, in the table under `kind`. With `own` the state is made for each asker anew.

    `otherwise` are codes of the rules of `domain/staff`, which speak before the table does, by role; "" is
    who has none here.
    """

    name: str
    kind: str
    ready: Ready
    own: bool = False
    otherwise: dict[str, str] = field(default_factory=dict)


def taken(actor: str, *, paid: bool = True, **changes: Any) -> Any:
    command = intake(procedure=STAY, repeat=True, fee=FeeAnswer(paid=paid), **changes)
    return type(command)(**{name: getattr(command, name) for name in command.__slots__} | {"actor_id": actor})


def _life(
    kind: type[LifeCommand], *values: Any, before: Callable[[Hands], str] = Hands.received, **named: Any
) -> Ready:
    def ready(hands: Hands, _whose: str) -> Call:
        code = before(hands)
        return lambda actor: hands.does(kind, code, *values, by=actor)

    return ready


def _after(kind: type[LifeCommand], *values: Any) -> Callable[[Hands], str]:
    def before(hands: Hands) -> str:
        code = hands.received()
        hands.does(kind, code, *values)
        return code

    return before


def _slip(hands: Hands, code: str) -> tuple[Cause, int]:
    return Cause.WORKLOAD, life.file_of(hands.pc, PERSON, code).dossier.due + 7 * DAY


def _prepare(hands: Hands, _whose: str) -> Call:
    code = hands.received()
    return lambda actor: hands.does(life_commands.PrepareApology, code, *_slip(hands, code), by=actor)


def _sign(hands: Hands, _whose: str) -> Call:
    code = hands.received()
    hands.does(life_commands.PrepareApology, code, *_slip(hands, code))
    signed = ("12/XL", "Bà A", "Chủ tịch", hands.today)
    return lambda actor: hands.does(life_commands.SignApology, code, *signed, by=actor)


def _take_over(hands: Hands, _whose: str) -> Call:
    code = hands.received()
    handed = hands.does(life_commands.HandOver, code, "Công an")
    return lambda actor: hands.does(life_commands.TakeOver, code, handed, "Ông Ba", by=actor)


def _handed(hands: Hands) -> str:
    code = hands.received()
    handed = hands.does(life_commands.HandOver, code, "Công an")
    hands.does(life_commands.TakeOver, code, handed, "Ông Ba")
    return code


def _receive(hands: Hands, _whose: str) -> Call:
    return lambda actor: desk.receive(hands.pc, taken(actor))


def _papers(hands: Hands, actor: str, online: str = "") -> str:
    channel = Channel.ONLINE if online else Channel.IN_PERSON
    who = Applicant("Nguyễn Văn Thử")
    command = AskForPapers(new_event_id(), actor, BIRTH, channel, who, ("Giấy chứng sinh",), "", online)
    return desk.ask_for_papers(hands.pc, command)


def _turn_away(hands: Hands, _whose: str) -> Call:
    who = Applicant("Nguyễn Văn Thử")
    return lambda actor: desk.refuse_reception(
        hands.pc,
        RefuseReception(new_event_id(), actor, BIRTH, Channel.IN_PERSON, who, "Không thuộc thẩm quyền"),
    )


def _online(hands: Hands, _whose: str) -> Call:
    reference = next(hands.arrivals)
    return lambda actor: _papers(hands, actor, reference)


def _print(hands: Hands, _whose: str) -> Call:
    code = hands.received()
    return lambda actor: desk.confirm_printed(hands.pc, ConfirmPrinted(new_event_id(), actor, code, "01"))


def _print_slip(hands: Hands, _whose: str) -> Call:
    paper = f"02:{_papers(hands, HEAD)}"
    return lambda actor: desk.confirm_printed(hands.pc, ConfirmPrinted(new_event_id(), actor, "", paper))


def _capture(hands: Hands, _whose: str) -> Call:
    code, second = next(hands.leaves), hands.pc.seats[HEAD].key
    scan = scans.keep_scan(hands.pc, code, b"%PDF-1.4")

    def ask(actor: str) -> object:
        now = hands.now
        return paper_book.capture(
            hands.pc, CaptureLeaf(taken(actor), code, now, now + DAY, scan, HEAD), second
        )

    return ask


def _void_leaf(hands: Hands, _whose: str) -> Call:
    code = next(hands.leaves)
    return lambda actor: paper_book.void(hands.pc, VoidLeaf(new_event_id(), actor, code, LeafFate.UNUSED))


def _close(hands: Hands, _whose: str) -> Call:
    hands.pc.clock.anchor(hands.pc.clock.now().ms + DAY * 60_000)  # once a day, so on the next one
    return lambda actor: day.close(hands.pc, CloseDay(new_event_id(), actor))


def _correct(hands: Hands, _whose: str) -> Call:
    clock = hands.pc.clock
    clock.restore(Anchor(clock.now().ms, "an earlier boot", 0), None)  # nobody corrects what the centre says
    at = hands.now
    return lambda actor: clock_word.correct_clock(
        hands.pc, CorrectClock(new_event_id(), actor, at, "Máy nhảy ngày")
    )


# By the kind of fact; the last two set the clock: closing the day lets one pass.
DESK: tuple[tuple[str, Ready], ...] = (
    ("supplement.asked", _life(life_commands.AskSupplement, ("Giấy tờ chỗ ở",))),
    (
        "supplement.completed",
        _life(life_commands.CompleteSupplement, before=_after(life_commands.AskSupplement, ("x",))),
    ),
    ("payment.asked", _life(life_commands.AskPayment, 250_000, "Thông báo thuế số 12")),
    (
        "payment.settled",
        _life(life_commands.SettlePayment, "Biên lai", before=_after(life_commands.AskPayment, 9_000, "x")),
    ),
    ("fee.paid", _life(life_commands.PayFee, before=lambda hands: hands.received(paid=False))),
    ("dossier.ended", _life(life_commands.EndDossier, Ending.REFUSED, "Không đủ")),
    ("papers.handed_over", _life(life_commands.HandOver, "Công an", "BG-1")),
    ("papers.taken_over", _take_over),
    ("dossier.resolved", _life(life_commands.Resolve, before=_handed)),
    ("result.arrived", _life(life_commands.RecordArrival)),
    ("citizen.told", _life(life_commands.TellCitizen, About.PROMISE, Means.PHONE)),
    (
        "result.returned",
        _life(life_commands.ReturnResult, before=_after(life_commands.RecordArrival)),
    ),
    ("procedure.corrected", _life(life_commands.CorrectProcedure, OTHER, "Xin lỗi ông bà")),
    ("dossier.amended", _life(life_commands.AmendDossier, Applicant("Nguyễn Văn Thử"), ReturnBy.POST)),
    ("receipt.voided", _life(life_commands.VoidReceipt, "Nhập nhầm", True)),
    ("apology.prepared", _prepare),
    ("apology.signed", _sign),
    ("lateness.explained", _life(life_commands.ExplainLateness, "Đông việc", before=lambda h: next(h.late))),
    ("difficulty.reported", _life(life_commands.ReportDifficulty, "Chưa có hướng dẫn")),
    ("document.printed", _print),
    ("dossier.received", _receive),
    ("dossier.captured", _capture),
    ("leaf.voided", _void_leaf),
    ("slip.printed", _print_slip),
    ("reception.refused", _turn_away),
    ("papers.asked", lambda hands, _whose: lambda actor: _papers(hands, actor)),
    ("online.answered", _online),
    ("clock.corrected", _correct),
    ("day.closed", _close),
)
