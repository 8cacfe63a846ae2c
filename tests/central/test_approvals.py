"""Approvals pushed by a modified client: forged or replayed, none takes effect, each says why."""

import collections
import dataclasses
from collections.abc import Callable, Iterator

import pytest
import sqlalchemy as sa

from counter_app.central import court, tables
from counter_app.central.people_tables import grants, people, person_keys
from counter_app.domain import facts
from counter_app.domain.events import Event
from counter_app.domain.identity import new_event_id
from counter_app.domain.kinds import StaffFact
from counter_app.domain.staff import approval, proof
from counter_app.domain.staff_events import (
    AbsenceEnded,
    AbsenceLogged,
    AbsenceReason,
    Ending,
    Span,
    SubstituteAnswered,
    SubstituteAsked,
    SubstitutionBegan,
    SubstitutionDecided,
    SubstitutionEnded,
)
from counter_app.remote.client import Centre
from counter_app.seal import SigningKey
from tests.central.counters import RECEIVED, Counter
from tests.central.living import NOW, OFFICE, Living, enrolled

HEAD, MINH, ANH, RESERVE, CHAIR, LATER = (f"ba-dinh-0{number}" for number in (1, 2, 3, 4, 5, 6))
SPANS = (Span(RECEIVED, RECEIVED + 180),)
BATCH = 500
DAY = 1440


@dataclasses.dataclass
class Scene:
    """An office whose approver (CHAIR) has a key at PC `here`; `there` is another PC of it."""

    living: Living
    here: Counter
    there: Counter
    push: Callable[[], dict[str, str]]
    keys: dict[str, SigningKey]

    def ask(self, absent: str = MINH) -> SubstituteAsked:
        """Put a request on record at `here`, and the substitute's yes."""
        event_id = new_event_id()
        fact = SubstituteAsked(event_id, new_event_id(), absent, "Quầy 2", RESERVE, RECEIVED, SPANS)
        self.here.tell(fact, event_id, HEAD, event_id=event_id)
        self.here.tell(SubstituteAnswered(event_id, RECEIVED, True), event_id, RESERVE)
        return fact

    def decided(
        self, on: SubstituteAsked, who: str = CHAIR, key: str = CHAIR, **changes: object
    ) -> SubstitutionDecided:
        """Return a decision with an approval that holds, with the changes signed."""
        mine = self.keys[key]
        fact = SubstitutionDecided(on.request, RECEIVED, on.request, True, "", mine.public.hex(), "")
        fact = dataclasses.replace(fact, **changes)  # type: ignore[arg-type] # named fields
        signature = mine.sign(approval.text(OFFICE, who, on, fact))
        return dataclasses.replace(fact, approval=signature.hex())

    def counted(self) -> list[SubstitutionDecided]:
        """Return the decisions against which nothing stands."""
        asked = (
            sa.select(tables.events)
            .where(tables.events.c.kind == SubstitutionDecided.KIND, court.COUNTED, ~early())
            .order_by(tables.events.c.position)
        )
        with self.living.owner.connect() as connection:
            rows = connection.execute(asked).all()
        events = [Event(**{name: getattr(row, name) for name in Event.__slots__}) for row in rows]
        return [one for event in events if isinstance(one := facts.join(event, None), SubstitutionDecided)]


def early() -> sa.ColumnElement[bool]:
    return sa.exists(court.MARKS.where(tables.quarantine.c.code.in_(proof.EARLY)))


def register(
    living: Living, pc: Counter, person: str, key: SigningKey, office: str = OFFICE, **changes: int
) -> None:
    row = {"since": NOW - DAY * 60_000, "ended": None} | changes
    named = {"office_id": office, "person_id": person, "installation_id": pc.installation_id}
    with living.owner.begin() as connection:
        connection.execute(sa.insert(person_keys).values(**named, public_key=key.public, **row))


def second_office(living: Living) -> Counter:
    """Found another office with the same people and a PC of its own."""
    pc = Counter(SigningKey.generate())
    changes: dict[sa.Table, dict[str, object]] = {
        tables.offices: {"agency_id": "H26.15"},
        people: {},
        tables.installations: {"installation_id": pc.installation_id, "public_key": pc.key.public},
    }
    with living.owner.begin() as connection:
        for table, new in changes.items():
            rows = connection.execute(sa.select(table).where(table.c.office_id == OFFICE)).mappings().all()
            values = [{**row, "office_id": "00005", **new} for row in rows]
            connection.execute(sa.insert(table), values[:1] if new else values)
    return pc


@pytest.fixture
def scene(living: Living, address: str) -> Iterator[Scene]:
    (here, client), (there, other) = enrolled(living, address), enrolled(living, address)
    names = (CHAIR, HEAD, LATER, RESERVE, ANH, "there", "ended", "office", "stranger")
    keys = {name: SigningKey.generate() for name in names}
    for name in (CHAIR, HEAD, LATER, RESERVE, ANH):
        register(living, here, name, keys[name])
    register(living, there, CHAIR, keys["there"])
    register(living, here, CHAIR, keys["ended"], ended=NOW - 60_000)
    register(living, second_office(living), CHAIR, keys["office"], "00005")
    given = (
        (LATER, "2026-07-01", "2026-11-10"),
        (ANH, "2026-11-01", "2026-11-18"),
        (LATER, "2026-12-15", ""),
    )
    with living.owner.begin() as connection:
        for who, first_day, last_day in given:
            row = {
                "office_id": OFFICE,
                "grant_id": f"{who}-{first_day}",
                "person_id": who,
                "role": "approver",
            }
            days = {"first_day": first_day, "last_day": last_day, "ground": "QĐ 1"}
            connection.execute(sa.insert(grants).values(**row, **days, order=3, above=False))
    yield Scene(living, here, there, lambda: pushed(here, client), keys)
    client.close()
    other.close()


def pushed(counter: Counter, client: Centre) -> dict[str, str]:
    """Push what a PC has told, in batches; return what was quarantined."""
    found: dict[str, str] = {}
    for first in range(1, len(counter.links) + 1, BATCH):
        answer = client.push(counter.batch(first, first + BATCH - 1))
        found |= {one.event_id: one.code for one in answer.quarantined}
    assert answer.acknowledged == len(counter.links)
    return found


Forgery = tuple[SubstitutionDecided, str, dict[str, object], str]


def forgeries(
    scene: Scene, open_: SubstituteAsked, done: SubstitutionDecided, of: SubstituteAsked
) -> list[Forgery]:
    """Return (fact, actor, changes of the event, reason) for every way to cheat.

    `open_` is a request that nobody has decided, `done` the one true decision on the request `of`.
    """
    at, longer = RECEIVED, dataclasses.replace(open_, spans=(Span(RECEIVED, RECEIVED + 9_000),))
    good, stranger = scene.decided(open_), scene.decided(open_, key="stranger")
    back = at - 12 * DAY
    then: dict[str, object] = {"happened_at": back * 60_000}
    before: dict[str, object] = {"happened_at": (at - DAY) * 60_000}
    ahead: dict[str, object] = {"happened_at": (at + 27 * DAY) * 60_000}
    return [
        (stranger, CHAIR, {}, "approval_not_his_key"),
        (dataclasses.replace(stranger, key=good.key), CHAIR, {}, "approval_forged"),
        (dataclasses.replace(good, approval="ab" * 64), CHAIR, {}, "approval_forged"),
        (dataclasses.replace(good, approval=""), CHAIR, {}, "approval_forged"),
        (scene.decided(longer), CHAIR, {}, "approval_forged"),
        (scene.decided(open_, HEAD, HEAD), HEAD, {}, "approval_of_own_request"),
        (scene.decided(open_, LATER, LATER), LATER, {}, "not_permitted"),
        (scene.decided(open_, LATER, LATER, at=back), LATER, {}, "not_permitted"),
        (scene.decided(open_, LATER, LATER), LATER, then, "moment_differs"),
        (scene.decided(open_, LATER, LATER, at=back), LATER, then, "not_permitted"),
        (scene.decided(open_, at=back), CHAIR, then, "approval_early"),
        (scene.decided(open_, ANH, ANH, at=at - DAY), ANH, before, "not_permitted"),
        (scene.decided(open_, LATER, LATER, at=at + 27 * DAY), LATER, ahead, "not_permitted"),
        (scene.decided(open_, RESERVE, RESERVE), RESERVE, {}, "not_permitted"),
        (scene.decided(open_, at=at - 1), CHAIR, {}, "moment_differs"),
        (dataclasses.replace(good, approved=False, ground="x"), CHAIR, {}, "approval_forged"),
        (dataclasses.replace(good, ground="theo yêu cầu"), CHAIR, {}, "approval_forged"),
        (scene.decided(open_, approved=False), CHAIR, {}, "text_missing"),
        *_replays(scene, open_, done, good),
    ]


def _replays(
    scene: Scene, open_: SubstituteAsked, done: SubstitutionDecided, good: SubstitutionDecided
) -> list[Forgery]:
    """Return as `forgeries` what is signed for something else, or with another key."""
    at, moved = RECEIVED, {"request": open_.request, "asked": open_.request}
    before: dict[str, object] = {"happened_at": (at - DAY) * 60_000}
    return [
        (done, CHAIR, {}, "approval_replayed"),
        (dataclasses.replace(done, approval=done.approval.upper()), CHAIR, {}, "approval_forged"),
        (dataclasses.replace(done, request=open_.request), CHAIR, {}, "approval_other_request"),
        (dataclasses.replace(done, **moved), CHAIR, {}, "approval_forged"),  # type: ignore[arg-type]
        (scene.decided(open_, key="there"), CHAIR, {}, "approval_not_his_key"),
        (scene.decided(open_, key="office"), CHAIR, {}, "approval_not_his_key"),
        (scene.decided(open_, key="ended"), CHAIR, {}, "approval_not_his_key"),
        (scene.decided(open_, key="ended", at=at - DAY), CHAIR, before, "approval_not_his_key"),
        (scene.decided(open_, key=HEAD), CHAIR, {}, "approval_not_his_key"),
        (dataclasses.replace(done, asked=new_event_id()), CHAIR, {}, "approval_replayed"),
        (scene.decided(open_, asked=new_event_id()), CHAIR, {}, "approval_other_request"),
        (dataclasses.replace(good, request=new_event_id()), CHAIR, {}, "unknown_request"),
    ]


def flood(scene: Scene, number: int) -> None:
    """Push so many forged and replayed approvals; none takes effect, each is told its reason."""
    expected: dict[str, str] = {}
    true: list[SubstitutionDecided] = []
    kinds: list[Forgery] = []
    while len(expected) < number:
        if len(expected) % 300 < len(kinds) or not kinds:
            of, open_ = scene.ask(ANH), scene.ask()
            true.append(scene.decided(of))
            scene.here.tell(true[-1], of.request, CHAIR)
            kinds = forgeries(scene, open_, true[-1], of)
        for fact, actor, changes, code in kinds[: number - len(expected)]:
            link = scene.here.tell(fact, fact.request, actor, **changes)
            expected[link.event.event_id] = code
    assert len(set(expected.values())) >= 10
    assert scene.push() == expected
    assert scene.counted() == true
    assert collections.Counter(codes(scene.living)) == collections.Counter(expected.values())


def codes(living: Living) -> list[str]:
    with living.owner.connect() as connection:
        return list(connection.execute(sa.select(tables.quarantine.c.code)).scalars())


def test_no_forged_or_replayed_approval_takes_effect(scene: Scene) -> None:
    flood(scene, 10_000)


def test_an_approval_before_its_request_waits_and_is_judged_then(scene: Scene, address: str) -> None:
    asked = scene.ask()
    question, _yes = scene.here.links
    away, client = enrolled(scene.living, address)
    register(scene.living, away, CHAIR, key := SigningKey.generate())
    scene.keys["away"] = key
    good = scene.decided(asked, key="away")
    forged = dataclasses.replace(good, approval="ab" * 64)
    told = [away.tell(fact, asked.request, CHAIR).event.event_id for fact in (forged, good, good)]
    answered = away.tell(SubstituteAnswered(asked.request, RECEIVED, True), asked.request, ANH)
    assert set(pushed(away, client).values()) == {"unknown_request"}
    assert scene.counted() == []
    assert question.event.subject == asked.request
    assert scene.push() == {}
    found = collections.defaultdict(set)
    with scene.living.owner.connect() as connection:
        for event_id, code in connection.execute(
            sa.select(tables.quarantine.c.event_id, tables.quarantine.c.code)
        ):
            found[event_id].add(code)
    assert found[told[0]] == {"unknown_request", "approval_forged"}
    assert found[told[1]] == {"unknown_request"}  # it counts from now on, though its row stays
    assert found[told[2]] == {"unknown_request", "approval_replayed"}
    assert found[answered.event.event_id] == {"unknown_request", "not_asked_of_you"}
    again = away.tell(good, asked.request, CHAIR).event.event_id
    assert pushed(away, client)[again] == "approval_replayed"
    client.close()


def test_everybody_speaks_for_himself_and_the_head_for_all(scene: Scene) -> None:
    asked, other = scene.ask(), new_event_id()
    away = AbsenceLogged(other, MINH, RECEIVED, SPANS, False, "", AbsenceReason.SICK)
    stranger = dataclasses.replace(away, absence=new_event_id())
    right: list[tuple[StaffFact, str, str]] = [
        (away, MINH, other),
        (AbsenceEnded(other, RECEIVED, RECEIVED), HEAD, ""),
        (SubstituteAnswered(asked.request, RECEIVED, True), RESERVE, ""),
        (SubstitutionBegan(asked.request, RECEIVED, False, 0, ""), RESERVE, ""),
        (SubstitutionEnded(asked.request, RECEIVED, Ending.RETURNED, 0, ""), MINH, ""),
        (SubstitutionEnded(asked.request, RECEIVED, Ending.RETURNED, 0, ""), HEAD, ""),
    ]
    wrong: list[tuple[StaffFact, str, str, str]] = [
        (stranger, ANH, stranger.absence, "absence_not_yours"),
        (AbsenceEnded(other, RECEIVED, RECEIVED), ANH, "", "absence_not_yours"),
        (AbsenceEnded(new_event_id(), RECEIVED, RECEIVED), ANH, "", "unknown_absence"),
        (SubstituteAnswered(asked.request, RECEIVED, True), ANH, "", "not_asked_of_you"),
        (SubstitutionBegan(asked.request, RECEIVED, False, 0, ""), MINH, "", "not_asked_of_you"),
        (SubstitutionEnded(asked.request, RECEIVED, Ending.RETURNED, 0, ""), ANH, "", "request_not_yours"),
        (away, MINH, "", "subject_differs"),  # another beginning of the same absence
        (asked, HEAD, "", "subject_differs"),
    ]
    expected: dict[str, str] = {}
    for fact, actor, event_id, code in (*((*one, "") for one in right), *wrong):
        subject = getattr(fact, "request", "") or getattr(fact, "absence", "")
        expected[scene.here.tell(fact, subject, actor, event_id=event_id).event.event_id] = code
    assert scene.push() == {event_id: code for event_id, code in expected.items() if code}
