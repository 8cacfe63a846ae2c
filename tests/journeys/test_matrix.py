"""Every role asks for everything: allowed exactly where ARCHITECTURE's table and the rules about people say.

At the counter through the services, on line, off line and after a month of silence; at the centre by what a
modified client pushes.
"""

import dataclasses
import itertools

import pytest
import sqlalchemy as sa

from counter_app.central import arrivals, staffing
from counter_app.central.centre import Centre
from counter_app.central.people_tables import grants, people
from counter_app.central.tables import installations, offices, positions
from counter_app.domain import facts
from counter_app.domain.book_events import DossierCaptured
from counter_app.domain.erasure import PersonalErased, SubjectErased
from counter_app.domain.events import DossierReceived, Event
from counter_app.domain.key_events import KeyRotated
from counter_app.domain.kinds import KINDS, WITHOUT_DOSSIER, Fact
from counter_app.domain.moments import parse_local
from counter_app.domain.online import OnlineArrived
from counter_app.domain.people import Role
from counter_app.domain.step_events import DossierLinked
from counter_app.errors import Refused
from counter_app.remote import client
from counter_app.seal import SigningKey
from counter_app.services import sign_in, sync
from counter_app.services.counter import Counter
from counter_app.store import log
from tests.central import counters, test_arrivals
from tests.central.living import BY, OFFICE, Living, enrolled
from tests.central.test_approvals import pushed
from tests.house.test_permissions import printed
from tests.journeys.matrix import DESK, Call, Hands, Row
from tests.journeys.matrix_people import PEOPLE
from tests.journeys.matrix_reads import READ
from tests.pcs import BIRTH, Office
from tests.services.leaves import granted
from tests.services.standing_in import HEAD, MINH, RESERVE

ELSEWHERE = "00005"
PIN = "lúa chín 4813"
NOWHERE = "http://127.0.0.1:9"
HERE, BOTH, THERE = ([f"{place}-{role.value}" for role in Role] for place in ("here", "both", "there"))
EVERYBODY = (*HERE, *BOTH, *THERE)
PLAIN = [Row(kind, kind, ready) for kind, ready in DESK]
ROWS = (*PLAIN[:-2], *PEOPLE, *READ, *PLAIN[-2:])
TABLE = printed()


@dataclasses.dataclass
class World:
    office: Office
    pc: Counter
    hands: Hands


def settle(living: Living) -> None:
    """Give each role to somebody here, and in another office to others, of whom some are named here too."""
    with living.owner.begin() as connection:
        first = connection.execute(sa.select(offices).where(offices.c.office_id == OFFICE)).mappings().one()
        other = {"office_id": ELSEWHERE, "agency_id": "H26.15"}
        connection.execute(sa.insert(offices).values(**{**first, **other}))
        for person in EVERYBODY:
            place, _, role = person.partition("-")
            named = [OFFICE] * (place != "there") + [ELSEWHERE] * (place != "here")
            value = {"name": person, "title": "", "field": "", "phone": "", "counter": person}
            for where in named:
                row = {"office_id": where, "person_id": person, "trained": "[]", "photo": ""}
                connection.execute(sa.insert(people).values(**value, **row))
            grant = {"grant_id": person, "role": role, "first_day": "2026-11-01", "last_day": ""}
            what = {"office_id": named[-1], "person_id": person, "ground": "", "order": 5, "above": False}
            connection.execute(sa.insert(grants).values(**grant, **what))


def owner(office: Office) -> Centre:
    return Centre(office.living.owner, office.living.centre.key, office.living.clock)


def at(world: World, moment: str, *, told: bool = True) -> None:
    """Let it be a moment at both ends; `told` by the centre, or it stays silent."""
    now = world.office.living.clock.now = parse_local(moment) * 60_000
    world.pc.clock.anchor(now)
    here = world.pc.installation
    where = world.office.address if told else NOWHERE
    world.pc.centre = client.Centre(where, here.centre_key, here.installation_id, world.pc.signer)
    state = sync.exchange(world.pc)
    assert state.online is told, state.problem
    assert state.quarantined == ()


@pytest.fixture
def world(office: Office) -> World:
    settle(office.living)
    staffing.sign_in_from(owner(office), OFFICE, "2026-11-19", *BY)
    references = [f"G22.99.{number}" for number in range(20)]
    taken = arrivals.take(office.living.centre, OFFICE, [test_arrivals.line(one) for one in references])
    assert all(one.refused is None for one in taken)
    book = granted(office, 100)
    pc = office.open()
    for person in (HEAD, MINH, RESERVE, *HERE):
        sign_in.first(pc, person, staffing.first_pin(owner(office), OFFICE, person, *BY), PIN)
    hands = Hands(pc, iter(()), iter(references), iter(book.codes()))
    made = World(office, pc, hands)
    at(made, "2026-11-19T09:00")
    hands.late = iter([hands.received() for _ in range(12)])
    return made


def outcome(call: Call, person: str) -> str:
    try:
        call(person)
    except Refused as refused:
        return refused.code
    return ""


@dataclasses.dataclass(frozen=True)
class Line:
    """A moment and who asks then. `silent` is a month without the centre; `over`: the roles have ended."""

    moment: str
    asking: tuple[str, ...] = EVERYBODY
    online: bool = True
    silent: bool = False
    over: bool = False

    def expected(self, row: Row, person: str) -> str:
        """Return what the table and the rules say: "" for done, else the code of the refusal."""
        place, _, role = person.partition("-")
        if place == "there" and row not in READ:
            return "unknown_person"
        if row.kind == "substitution.decided" and self.silent:
            return "contact_too_old"
        held = role if place == "here" and not self.over else ""
        if held in row.otherwise:
            return row.otherwise[held]
        return "" if held in TABLE[row.kind] else "not_permitted"

    def wanted(self, row: Row) -> dict[str, str]:
        """Return `expected` of everybody, and who may do it refused as long as he has no seat."""
        found = {person: self.expected(row, person) for person in self.asking}
        missing = "approver_key_missing" if row.kind == "substitution.decided" else "not_signed_in"
        may = [person for person, code in found.items() if not code]
        return found | {f"{person} without a seat": missing for person in may}


KNOWN = (*HERE, *BOTH)
LINES = (
    Line("2026-12-04T09:00"),
    Line("2026-12-08T09:00", KNOWN, online=False),
    Line("2027-01-04T09:00", KNOWN, online=False, silent=True),
)
# Nobody can be asked to stand in when he is no officer any more, so he has nothing to answer.
OVER = Line("2027-01-11T09:00", tuple(HERE), over=True)
OVER_ROWS = tuple(row for row in ROWS if row.kind not in ("substitute.answered", "substitution.began"))


def count(pc: Counter) -> int:
    with pc.store.read() as conn:
        return log.head(conn, pc.installation.installation_id)[0]


def tried(world: World, row: Row, line: Line) -> dict[str, str]:
    """Ask for one thing in everybody's name, who may not first: the state stays as it is, so does the log."""
    may = [person for person in line.asking if not line.expected(row, person)]
    found: dict[str, str] = {}
    if not row.own:
        call, before = row.ready(world.hands, MINH), count(world.pc)
    for person in line.asking:
        if row.own and person not in THERE:
            call, before = row.ready(world.hands, person), count(world.pc)
        if person not in may:
            found[person] = outcome(call, person)
            assert not row.own or count(world.pc) == before, row.name
    assert count(world.pc) == before, row.name
    for person in may:
        call, before = row.ready(world.hands, person), count(world.pc)
        seat = world.pc.seats.pop(person)
        found[f"{person} without a seat"] = outcome(call, person)
        world.pc.seats[person] = seat
        assert count(world.pc) == before, row.name
        found[person] = outcome(call, person)
        assert (count(world.pc) == before) is (row in READ), row.name
    return found


def signed_in_again(world: World, *, online: bool) -> None:
    for person in HERE:
        sign_in.out(world.pc, person)
        assert sign_in.again(world.pc, person, PIN).online is online
    for person in (*BOTH, *THERE):
        assert outcome(lambda who: sign_in.again(world.pc, who, PIN), person) == "no_key_here"


def first_sign_in(world: World) -> None:
    given = {person: staffing.first_pin(owner(world.office), OFFICE, person, *BY) for person in BOTH}
    for person in BOTH:
        assert outcome(lambda who: sign_in.first(world.pc, who, given[who], PIN), person) == "not_permitted"
    for person in THERE:
        assert outcome(lambda who: sign_in.first(world.pc, who, PIN, PIN), person) == "unknown_person"


def end_roles(world: World, last_day: str) -> None:
    for person in HERE:
        staffing.end_role(owner(world.office), OFFICE, person, person, last_day, "QĐ 30", BY[0])


def told(pc: Counter) -> dict[str, tuple[Event, Fact]]:
    """Return the first fact of each kind in a PC's log."""
    found: dict[str, tuple[Event, Fact]] = {}
    with pc.store.read() as conn:
        for event in log.read_events(conn, pc.installation.installation_id, 0, 9_000):
            found.setdefault(event.kind, (event, facts.join(event, None)))
    return found


def test_each_role_does_what_the_table_says(world: World) -> None:
    at(world, "2026-12-04T09:00")
    first_sign_in(world)
    for line in LINES:
        at(world, line.moment, told=line.online)
        signed_in_again(world, online=line.online)
        for row in ROWS:
            assert tried(world, row, line) == line.wanted(row), (line, row.name)
    world.office.living.clock.now = parse_local("2027-01-11T08:00") * 60_000
    end_roles(world, "2027-01-10")
    at(world, OVER.moment)  # nothing done in time is doubted because the role has ended since
    assert world.office.living.count("quarantine") == 0
    for row in OVER_ROWS:
        assert tried(world, row, OVER) == OVER.wanted(row), row.name
    at(world, OVER.moment)
    made = told(world.pc)
    event, _fact = made[DossierReceived.KIND]
    linked = DossierLinked(event.subject, event.happened_at // 60_000, event.subject, counters.RECEIVED)
    portal = OnlineArrived("G22.99.99", event.happened_at // 60_000, BIRTH)
    erased = PersonalErased(event.subject, event.happened_at // 60_000)
    away = SubjectErased(event.subject, event.happened_at // 60_000)
    made |= {fact.KIND: (event, fact) for fact in (linked, portal, erased, away)}  # asked for by nobody
    assert set(made) == set(KINDS) - {KeyRotated.KIND}  # a forged one breaks the chain it stands in
    forge(world, made)
    meddle(world, made)


def forge(world: World, made: dict[str, tuple[Event, Fact]]) -> None:
    """Push as a modified client of this office does: every kind in everybody's name who may not."""
    pc, centre = enrolled(world.office.living, world.office.address)
    then, now = (parse_local(day) * 60_000 for day in ("2026-12-08T09:00", "2027-01-11T09:00"))
    codes: dict[str, str] = {}
    for kind, (event, fact) in made.items():
        for person, when in itertools.product(EVERYBODY, (then, now)):
            place, _, role = person.partition("-")
            if place != "here" or role not in TABLE[kind] or when == now:
                link = pc.tell(fact, event.subject, person, happened_at=when)
                codes[link.event.event_id] = "unknown_person" if place == "there" else "not_permitted"
    for kind, person, code in (
        ("absence.ended", "here-approver", "absence_not_yours"),
        ("substitute.answered", "here-supervisor", "not_asked_of_you"),
        ("substitution.began", "here-supervisor", "not_asked_of_you"),
        ("substitution.ended", "here-approver", "request_not_yours"),
        ("substitution.decided", "here-approver", "approval_replayed"),
    ):
        event, fact = made[kind]
        link = pc.tell(fact, event.subject, person, happened_at=event.happened_at)
        codes[link.event.event_id] = code
    assert pushed(pc, centre) == codes
    centre.close()


def meddle(world: World, made: dict[str, tuple[Event, Fact]]) -> None:
    """Push as another office's PC does, about this office's dossiers: in nobody's name does it count."""
    living, pc = world.office.living, counters.Counter(SigningKey.generate())
    with living.owner.begin() as connection:
        row = connection.execute(sa.select(installations)).mappings().first()
        assert row is not None
        new = {"office_id": ELSEWHERE, "installation_id": pc.installation_id, "public_key": pc.key.public}
        connection.execute(sa.insert(installations).values(**{**row, **new}))
        connection.execute(sa.insert(positions).values(office_id=ELSEWHERE, last=0))
    centre = client.Centre(world.office.address, living.centre.key.public, pc.installation_id, pc.key)
    codes: dict[str, str] = {}
    for kind, (event, fact) in made.items():
        if isinstance(fact, WITHOUT_DOSSIER):
            continue
        for person in EVERYBODY:
            place, _, role = person.partition("-")
            code = "code_foreign" if isinstance(fact, DossierReceived) else "unknown_dossier"
            code = "leaf_foreign" if isinstance(fact, DossierCaptured) else code
            if place == "here":
                code = "unknown_person"
            elif role not in TABLE[kind]:
                code = "not_permitted"
            codes[pc.tell(fact, event.subject, person, happened_at=event.happened_at).event.event_id] = code
    assert pushed(pc, centre) == codes
    centre.close()
