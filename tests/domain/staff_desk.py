"""A desk's people for tests: given what happened, when somebody asks, then these facts or a refusal."""

import itertools
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from counter_app.domain import chain, facts
from counter_app.domain.events import Event
from counter_app.domain.kinds import Fact, StaffFact
from counter_app.domain.people import Grant, Person, PersonKey, Role
from counter_app.domain.staff import absence, request
from counter_app.domain.staff.absence import Absence
from counter_app.domain.staff.commands import (
    AnswerSubstitution,
    AskSubstitute,
    BeginSubstitution,
    DecideSubstitution,
    EndSubstitution,
    LogAbsence,
    StaffCommand,
)
from counter_app.domain.staff.judge import answer_of, judge
from counter_app.domain.staff.request import Request
from counter_app.domain.staff.roster import Roster
from counter_app.domain.staff_events import AbsenceReason, Ending, InspectionHeld, PersonRotated, Span
from counter_app.errors import Refused
from counter_app.seal import SigningKey
from tests.domain.lives import CALENDAR, OFFICE, minute

HEAD, MINH, ANH, RESERVE, CHAIR, ABOVE, INSPECTOR = "hoa", "minh", "anh", "dung", "chu", "tren", "tra"
PEOPLE = (
    Person(HEAD, "Hoa", "", "Điều hành", "", "Quầy 1", ("Hộ tịch, chứng thực",)),
    Person(MINH, "Minh", "", "Hộ tịch, chứng thực", "", "Quầy 2"),
    Person(ANH, "Anh", "", "Bảo trợ", "", "Quầy 3", ("Hộ tịch",)),
    Person(RESERVE, "Dũng", "", "Dự phòng", "", "", ("Hộ tịch", "Chứng thực")),
    Person(CHAIR, "Chủ tịch", "", "", "", ""),
    Person(ABOVE, "Cấp trên", "", "", "", ""),
    Person(INSPECTOR, "Thanh tra", "", "", "", ""),
)
GRANTS = (
    *(Grant(f"o-{one}", one, Role.OFFICER, "2025-07-01") for one in (HEAD, MINH, ANH, RESERVE)),
    Grant("s", HEAD, Role.SUPERVISOR, "2025-07-01"),
    Grant("a1", CHAIR, Role.APPROVER, "2025-07-01", order=1),
    Grant("a2", HEAD, Role.APPROVER, "2025-07-01", "2026-12-31", "15/QĐ-UBND", order=2),
    Grant("a3", ABOVE, Role.APPROVER, "2025-07-01", above=True),
    Grant("i", INSPECTOR, Role.INSPECTOR, "2025-07-01"),
)
KEYS = {one: SigningKey(bytes([number + 1]) * 32) for number, one in enumerate((CHAIR, HEAD, ABOVE, MINH))}
MONDAY = minute("03-02 10:00")
THURSDAY = (Span(minute("03-05 08:00"), minute("03-05 17:00")),)
SICK: dict[str, Any] = {"reason": AbsenceReason.SICK}

Given = Callable[[], "Desk"]


@dataclass
class Desk:
    """The desk on Monday 2026-03-02 at 10:00; the centre was heard an hour ago."""

    now: int = MONDAY
    grants: tuple[Grant, ...] = GRANTS
    people: tuple[Person, ...] = PEOPLE
    contact: int | None = MONDAY - 60
    dossiers: dict[str, int] = field(default_factory=dict)
    links: dict[str, list[tuple[Event, Fact]]] = field(default_factory=lambda: defaultdict(list))
    _numbers: Any = field(default_factory=lambda: itertools.count(1))

    def at(self, moment: str) -> "Desk":
        """Let time pass."""
        self.now = minute(moment)
        return self

    @property
    def roster(self) -> Roster:
        """All that a judgement is asked with."""
        told = [fact for links in self.links.values() for _event, fact in links]
        return Roster(
            now=self.now,
            calendar=CALENDAR,
            office=OFFICE,
            people=self.people,
            grants=self.grants,
            keys=tuple(PersonKey(one, "pc-1", key.public, 0) for one, key in KEYS.items()),
            absences=tuple(one for links in self.links.values() if (one := absence.fold(links))),
            requests=tuple(two for links in self.links.values() if (two := request.fold(links))),
            rotations=tuple(one for one in told if isinstance(one, PersonRotated)),
            contact=self.contact,
            dossiers=self.dossiers,
            inspections={
                one.inspection: frozenset(one.people) for one in told if isinstance(one, InspectionHeld)
            },
        )

    def judged(self, kind: type[StaffCommand], actor: str, name: str = "", **answers: Any) -> list[StaffFact]:
        """Ask for something and record nothing."""
        command = kind(name or f"id{next(self._numbers)}", actor, **answers)
        said = judge(command, self.roster, KEYS.get(actor))
        assert isinstance(said[0][1], answer_of(command))
        return [fact for _subject, fact in said]

    def do(self, kind: type[StaffCommand], actor: str, name: str = "", **answers: Any) -> str:
        """Ask for something, put the facts on record and return the command's id."""
        name = name or f"id{next(self._numbers)}"
        said = judge(kind(name, actor, **answers), self.roster, KEYS.get(actor))
        for number, (subject, fact) in enumerate(said):
            self.tell(fact, subject, actor, name if not number else f"{name}-{number}")
        return name

    def tell(self, fact: StaffFact, subject: str, actor: str, name: str, at: int | None = None) -> None:
        """Put a fact on record, whatever the rules say."""
        body, _beside = facts.split(fact)
        happened = (self.now if at is None else at) * 60_000
        stamp = (subject, actor, happened, "A", body, None, b"")
        event = Event(name, "pc-1", 1, chain.GENESIS, fact.KIND, fact.VERSION, *stamp)
        self.links[subject].append((event, fact))

    def refusal(self, kind: type[StaffCommand], actor: str, **answers: Any) -> tuple[str, str | None]:
        """Return the code and field with which something is refused."""
        try:
            found = self.judged(kind, actor, **answers)
        except Refused as refused:
            return refused.code, refused.field
        raise AssertionError(f"not refused: {found}")

    def absence(self, name: str) -> Absence:
        """What the facts leave of an absence."""
        return self.roster.absence(name)

    def request(self, name: str) -> Request:
        """What the facts leave of a request."""
        return self.roster.request(name)


def working() -> Desk:
    return Desk()


def absent() -> Desk:
    """Minh is away on Thursday 2026-03-05."""
    desk = Desk()
    desk.do(LogAbsence, MINH, "away", person=MINH, spans=THURSDAY, **SICK)
    return desk


def asked() -> Desk:
    desk = absent()
    desk.do(AskSubstitute, MINH, "ask", absence="away", counter="Quầy 2", substitute=RESERVE)
    return desk


def accepted() -> Desk:
    desk = asked()
    desk.do(AnswerSubstitution, RESERVE, request="ask", accepted=True)
    return desk


def declined() -> Desk:
    desk = asked()
    desk.do(AnswerSubstitution, RESERVE, request="ask", accepted=False)
    return desk


def approved() -> Desk:
    desk = accepted()
    desk.do(DecideSubstitution, CHAIR, request="ask", approved=True)
    return desk


def refused() -> Desk:
    desk = accepted()
    desk.do(DecideSubstitution, CHAIR, request="ask", approved=False, ground="Cần người khác")
    return desk


def begun() -> Desk:
    desk = approved().at("03-05 07:50")
    desk.do(BeginSubstitution, RESERVE, request="ask")
    return desk.at("03-05 09:00")


def to_confirm() -> Desk:
    desk = accepted().at("03-05 07:50")
    desk.do(BeginSubstitution, RESERVE, request="ask")
    return desk.at("03-05 09:00")


def over() -> Desk:
    desk = begun()
    desk.do(EndSubstitution, RESERVE, request="ask", why=Ending.RETURNED)
    return desk


def later(desk: Desk, moment: str = "", **changes: Any) -> Given:
    """Return the desk at another time, or with other people's roles or contact."""
    for name, value in changes.items():
        setattr(desk, name, value)
    return lambda: desk.at(moment) if moment else desk


def away(desk: Desk, person: str, spans: tuple[Span, ...] = THURSDAY) -> Given:
    """Return the desk with one more person away."""
    desk.do(LogAbsence, person, person=person, spans=spans, **SICK)
    return lambda: desk


def question(**changes: Any) -> dict[str, Any]:
    """Return what is said to ask the reserve for Minh's counter."""
    return {"absence": "away", "counter": "Quầy 2", "substitute": RESERVE, **changes}
