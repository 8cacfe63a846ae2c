"""A dossier's life for tests: given what happened, when something is asked, then these facts or a refusal."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from counter_app.domain import chain, deadline, facts, history
from counter_app.domain.calendar import Hours, WorkCalendar, parse_calendar_csv, parse_hours
from counter_app.domain.catalog import (
    AfterWait,
    Catalogue,
    Channel,
    Limit,
    LimitUnit,
    PaperKind,
    Procedure,
    Terms,
)
from counter_app.domain.commands import Applicant, PaperMark, ReturnBy
from counter_app.domain.dossier import Dossier, Lateness
from counter_app.domain.events import DossierReceived, Event, FeeCharged, PaperGiven
from counter_app.domain.kinds import DossierFact, Fact
from counter_app.domain.life.case import Surroundings, case_of
from counter_app.domain.life.commands import LifeCommand
from counter_app.domain.life.judge import judge
from counter_app.domain.moments import parse_local
from counter_app.domain.people import Grant, Office, Person, Role
from counter_app.domain.rules import rule_set
from counter_app.errors import Refused

TABLE = Path(__file__).parents[2] / "resources" / "catalog" / "vn_calendar.csv"
HOURS = (Hours("1970-01-01", parse_hours("08:00-12:00,13:00-17:00")),)
CALENDAR = WorkCalendar(1, parse_calendar_csv(TABLE.read_text(encoding="utf-8")), HOURS)
RULES = rule_set("ND118/2025")
CODE = "H26.14-261119-1000"
OFFICER, HEAD, SECOND_HEAD = "lan", "hoa", "mai"


def _days(amount: int) -> Limit:
    return Limit(amount, LimitUnit.WORKING_DAYS)


def procedure(code: str, limit: Limit | None, after: AfterWait = AfterWait.RESTART) -> Procedure:
    """Return a procedure received in person only."""
    terms = (Terms(Channel.IN_PERSON, limit, 15_000, ""),)
    return Procedure(
        code, f"Thủ tục {code}", "Cư trú", "QĐ", "Giấy", terms, (),
        resolving_unit="Công an" if code == "1.2" else "", after_supplement=after,
    )  # fmt: skip


CATALOGUE = Catalogue(
    1,
    "2026-01-01",
    (
        procedure("1.1", _days(3)),
        procedure("1.2", _days(5), AfterWait.PAUSE),
        procedure("1.3", None),
        replace(procedure("1.4", _days(1)), terms=(Terms(Channel.ONLINE, _days(1), None, ""),)),
        procedure("1.5", Limit(4, LimitUnit.WORKING_HOURS)),
    ),
)
OFFICE = Office("00004", "H26.14", "UBND phường", "Bộ phận", "Ba Đình", "", "", "")
PEOPLE = (
    Person(OFFICER, "Trần Thị Lan", "", "", "", ""),
    Person(HEAD, "Lê Thị Hoa", "", "", "", ""),
    Person(SECOND_HEAD, "Vũ Thị Mai", "", "", "", ""),
)
GRANTS = tuple(Grant(head, head, Role.SUPERVISOR, "2020-01-01") for head in (HEAD, SECOND_HEAD))


def minute(text: str) -> int:
    """Read `11-25 17:00` of 2026."""
    return parse_local(f"2026-{text.replace(' ', 'T')}")


@dataclass
class Life:
    """One dossier of procedure 1.1 (3 working days) received 2026-11-19 09:00: promised 11-25 17:00."""

    now: int = minute("11-19 09:00")
    links: list[tuple[Event, Fact]] = field(default_factory=list)

    def at(self, moment: str) -> "Life":
        """Let time pass."""
        self.now = minute(moment)
        return self

    def received(self, code: str = "1.1", *, fee: bool = False, **changes: Any) -> "Life":
        """Take the dossier in."""
        listed = CATALOGUE.find(code)
        limit = listed.terms[0].limit or _days(3)
        due = deadline.due(limit, self.now, CALENDAR, RULES)
        fact = DossierReceived(
            code=CODE,
            lane="L1",
            procedure=code,
            procedure_name=listed.name,
            procedure_field=listed.field,
            catalogue=1,
            calendar=1,
            rules=RULES.rules_id,
            channel=Channel.IN_PERSON,
            limit=limit,
            received=self.now,
            due=due.at,
            reasons=due.reasons,
            papers=(PaperGiven("Tờ khai", PaperKind.ORIGINAL, 2, PaperMark.GIVEN),),
            sets=1,
            quantity=1,
            return_by=ReturnBy.COUNTER,
            resolving_unit="UBND phường",
            repeat_of=(),
            applicant=Applicant("Nguyễn Văn Thử"),
        )
        self.tell(replace(fact, **changes))
        if fee:
            self.tell(FeeCharged(CODE, 15_000, 1, 15_000, paid=False, exempt=False))
        return self

    def tell(self, fact: Fact, installation: str = "pc-1", at: int | None = None) -> str:
        """Put a fact on record, whatever the rules say; return its event's id."""
        body, _beside = facts.split(fact)
        seq = len(self.links) + 1
        happened = (self.now if at is None else at) * 60_000 + 59_999
        stamp = (OFFICER, happened, "A", body, None, b"")
        event = Event(
            f"e{seq}", installation, seq, chain.GENESIS, fact.KIND, fact.VERSION, CODE, *stamp
        )  # fmt: skip
        self.links.append((event, fact))
        return event.event_id

    def do(self, kind: type[LifeCommand], actor: str = OFFICER, **answers: Any) -> list[DossierFact]:
        """Ask for something and put the facts on record. Raises Refused as the judgement does."""
        found = self.judged(kind, actor, **answers)
        for fact in found:
            self.tell(fact)
        return found

    def judged(self, kind: type[LifeCommand], actor: str = OFFICER, **answers: Any) -> list[DossierFact]:
        """Ask for something and record nothing."""
        around = Surroundings(self.now, CALENDAR, RULES, CATALOGUE, OFFICE, PEOPLE, GRANTS)
        return judge(kind("id", actor, CODE, **answers), case_of(self.links, CODE, around))

    def refusal(
        self, kind: type[LifeCommand], actor: str = OFFICER, **answers: Any
    ) -> tuple[str, str | None]:
        """Return the code and field with which something is refused."""
        try:
            found = self.judged(kind, actor, **answers)
        except Refused as refused:
            return refused.code, refused.field
        raise AssertionError(f"not refused: {found}")

    @property
    def dossier(self) -> Dossier:
        """What the facts leave."""
        folded = history.fold(self.links)
        assert folded is not None
        return folded

    @property
    def lateness(self) -> Lateness:
        """How it stands now."""
        return self.dossier.lateness(self.now)
