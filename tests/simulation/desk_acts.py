"""What officers do with citizens and their dossiers, at whichever PC the step falls on."""

import random
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from counter_app.domain.catalog import Channel
from counter_app.domain.commands import (
    AskForPapers,
    ConfirmPrinted,
    FeeAnswer,
    ReceiveAtOnce,
    ReceiveDossier,
    RefuseReception,
)
from counter_app.domain.day import CloseDay
from counter_app.domain.dossier import Dossier
from counter_app.domain.life import commands as life_commands
from counter_app.domain.life.commands import LifeCommand
from counter_app.domain.moments import day_iso, day_of
from counter_app.domain.promise_events import Cause
from counter_app.domain.step_events import About, Ending, Means
from counter_app.errors import Refused
from counter_app.services import day, desk, life, papers
from counter_app.store.tables import dossiers
from tests.pcs import BIRTH, PERSON
from tests.services.papers_life import OTHER, STAY
from tests.simulation.town import Fault, Issued, Taken, Town
from tests.simulation.virtual_pc import VirtualPc

OFFICERS = tuple(f"ba-dinh-0{number}" for number in (1, 2, 3, 4))
EVERYBODY = (*OFFICERS, "ba-dinh-05", "ba-dinh-06")
PROCEDURES = (BIRTH, STAY, STAY, OTHER)
FREE = (BIRTH,)
DAY = 1440
ORGANISATIONS = ("Công an phường", "Phòng Tư pháp", "")


def receive(town: Town, pc: VirtualPc, chance: random.Random) -> None:
    """Take in one to three dossiers; now and then the program dies before the paper."""
    for _ in range(chance.choice((1, 1, 2, 3))):
        command = _intake(town, pc, chance)
        town.taken[command.event_id] = Taken(town.network.now, pc.word)
        try:
            receipt = desk.receive(pc.open, command)
        except Refused as refused:
            if not _is_explained(town, command, refused.code):
                raise Fault(f"{pc.name} receives nobody: {refused.code} {refused.values}") from refused
            raise
        if chance.random() < 0.1 and desk.receive(pc.open, command) != receipt:
            raise Fault(f"one command, two receipts: {receipt.code}")
        if chance.random() < 0.04:
            pc.kill()
            return
        give_out(town, pc, receipt.code, chance)


def _is_explained(town: Town, command: ReceiveDossier | ReceiveAtOnce, code: str) -> bool:
    """Tell whether the town gave a reason for this no: nothing else sends a citizen home."""
    if code == "not_permitted":
        return command.actor_id not in OFFICERS or town.told["step: role"] > 0
    return code == "fee_owed" and isinstance(command, ReceiveAtOnce) and not command.intake.fee.paid


def give_out(town: Town, pc: VirtualPc, code: str, chance: random.Random, reader: str = PERSON) -> None:
    """Print a receipt, as the log has it; the virtual printer remembers what it took."""
    held = life.file_of(pc.open, reader, code).dossier
    events = {event.event_id: event for event, _fact in life.file_of(pc.open, reader, code).history}
    issued = Issued(
        pc.name,
        held.event_id,
        code,
        held.received,
        held.first_due,
        held.name,
        papers.receipt_qr(pc.open, reader, code) if held.due == held.first_due else "",
        events[held.event_id].clock,
        town.network.now,
        pc.contact,
    )
    before = town.issued.get(held.event_id)
    town.issued[held.event_id] = before or issued
    if before and (before.received, before.due, before.code) != (issued.received, issued.due, issued.code):
        raise Fault(f"printed twice, not alike: {before} {issued}")
    desk.confirm_printed(pc.open, ConfirmPrinted(pc.open.new_event_id(), chance.choice(OFFICERS), code, "01"))


def unprinted(town: Town, pc: VirtualPc, chance: random.Random) -> None:
    """Print what was issued and not confirmed printed: what the window says at its start."""
    for code in desk.unprinted(pc.open, PERSON):
        give_out(town, pc, code, chance)


def turn_away(town: Town, pc: VirtualPc, chance: random.Random) -> None:
    """Send somebody home with Form 02 or 03."""
    who, officer, event_id = town.people.somebody(chance), chance.choice(OFFICERS), pc.open.new_event_id()
    if chance.random() < 0.6:
        missing = ("Giấy chứng sinh",)
        desk.ask_for_papers(pc.open, AskForPapers(event_id, officer, BIRTH, Channel.IN_PERSON, who, missing))
        return
    command = RefuseReception(event_id, officer, BIRTH, Channel.IN_PERSON, who, "Không thuộc thẩm quyền")
    desk.refuse_reception(pc.open, command)


def close_day(town: Town, pc: VirtualPc, chance: random.Random) -> None:
    """Close the day at this PC."""
    day.close(pc.open, CloseDay(pc.open.new_event_id(), chance.choice(OFFICERS)))


def live(town: Town, pc: VirtualPc, chance: random.Random) -> None:
    """Do something with one of the dossiers that this PC knows of."""
    with pc.open.store.read() as conn:
        asked = sa.select(dossiers.c.code).where(dossiers.c.closed_day == "").order_by(dossiers.c.code)
        codes = conn.scalars(asked).all()
    if not codes:
        return
    for _ in range(2):
        _step(town, pc, chance.choice(codes[-40:]), chance)


@dataclass(frozen=True)
class _Scene:
    """A dossier as this PC sees it, and who acts."""

    pc: VirtualPc
    dossier: Dossier
    handed: tuple[str, ...]
    chance: random.Random

    def ask(self, kind: type[LifeCommand], *values: object) -> LifeCommand:
        who = self.chance.choice(OFFICERS if self.chance.random() < 0.9 else EVERYBODY)
        return kind(self.pc.open.new_event_id(), who, self.dossier.code, *values)

    @property
    def now(self) -> int:
        return self.pc.open.clock.now().ms // 60_000


_Make = Callable[[_Scene], LifeCommand]


def _plain(kind: type[LifeCommand], *values: object) -> _Make:
    return lambda scene: scene.ask(kind, *values)


_WAITING: tuple[_Make, ...] = (
    _plain(life_commands.CompleteSupplement),
    _plain(life_commands.SettlePayment, "Biên lai số 7"),
)
_AWAY: tuple[_Make, ...] = (
    lambda scene: scene.ask(life_commands.TakeOver, scene.chance.choice(scene.handed or ("",)), "Ông Ba"),
    _plain(life_commands.Resolve),
    _plain(life_commands.HandOver, ""),
)
_ARRIVED: tuple[_Make, ...] = (
    _plain(life_commands.ReturnResult),
    _plain(life_commands.ReturnResult),
    _plain(life_commands.TellCitizen, About.RESULT, Means.PHONE),
)
_AT_DESK: tuple[_Make, ...] = (
    _plain(life_commands.RecordArrival),
    _plain(life_commands.RecordArrival),
    _plain(life_commands.AskSupplement, ("Giấy tờ chỗ ở",)),
    _plain(life_commands.AskPayment, 250_000, "Thông báo thuế số 12"),
    _plain(life_commands.PayFee),
    lambda scene: scene.ask(life_commands.HandOver, scene.chance.choice(ORGANISATIONS), "BG-1"),
    _plain(life_commands.EndDossier, Ending.REFUSED, "Không đủ điều kiện"),
    _plain(life_commands.CorrectProcedure, OTHER, "Xin lỗi ông bà"),
    _plain(life_commands.CorrectProcedure, STAY, "Xin lỗi ông bà"),
    _plain(life_commands.VoidReceipt, "Nhập nhầm", True),
    _plain(life_commands.ExplainLateness, "Đông việc"),
    _plain(life_commands.ReportDifficulty, "Chưa có hướng dẫn"),
    lambda scene: scene.ask(
        life_commands.PrepareApology, Cause.WORKLOAD, scene.dossier.due + scene.chance.choice((3, 7)) * DAY
    ),
    lambda scene: scene.ask(
        life_commands.SignApology, "12/XL", "Bà A", "Chủ tịch", day_iso(day_of(scene.now))
    ),
)


def _step(town: Town, pc: VirtualPc, code: str, chance: random.Random) -> None:
    found = life.file_of(pc.open, PERSON, code)
    dossier = found.dossier
    scene = _Scene(pc, dossier, tuple(sorted(found.case.handed)), chance)
    if dossier.waiting_since is not None:
        makes = _WAITING
    elif dossier.arrived is not None:
        makes = _ARRIVED
    else:
        makes = _AWAY if dossier.holder else _AT_DESK
    acted = life.act(pc.open, chance.choice(makes)(scene))
    for fact in acted.facts:
        if (promise := getattr(fact, "promise", None)) is not None:
            town.promised[acted.event_id] = (code, promise.at)


def _intake(town: Town, pc: VirtualPc, chance: random.Random) -> ReceiveDossier | ReceiveAtOnce:
    procedure = chance.choice(PROCEDURES)
    command = ReceiveDossier(
        pc.open.new_event_id(),
        chance.choice(OFFICERS if chance.random() < 0.97 else EVERYBODY),
        procedure,
        Channel.IN_PERSON,
        town.people.somebody(chance),
        fee=FeeAnswer(paid=procedure not in FREE and chance.random() < 0.7),
        content=chance.choice(("", "đề nghị giải quyết " * 20)),
        repeat=True,
    )
    return ReceiveAtOnce(command) if chance.random() < 0.05 else command
