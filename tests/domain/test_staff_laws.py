"""What holds for people whatever happens: order does not matter, one answers, nobody unable is offered."""

from dataclasses import replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.domain import chain
from counter_app.domain.events import Event
from counter_app.domain.kinds import StaffFact
from counter_app.domain.moments import day_iso, day_of
from counter_app.domain.people import Role
from counter_app.domain.staff import absence, request
from counter_app.domain.staff.availability import coming, days_of
from counter_app.domain.staff.ranking import candidates
from counter_app.domain.staff.request import RequestState
from counter_app.domain.staff.roster import Roster
from counter_app.domain.staff_events import (
    AbsenceEnded,
    AbsenceLogged,
    Ending,
    Span,
    SubstituteAnswered,
    SubstituteAsked,
    SubstitutionBegan,
    SubstitutionDecided,
    SubstitutionEnded,
)
from tests.domain.staff_desk import ANH, HEAD, MINH, RESERVE, Desk, absent, asked, declined
from tests.domain.staff_worlds import COUNTERS, NAMES, minutes, rosters, spans

SPANS = (Span(1000, 1100), Span(1200, 1300))
ASKED = SubstituteAsked("r", "a", "a", "Q1", "b", 900, SPANS)
at = st.integers(900, 1400)
answers = st.one_of(
    st.builds(SubstituteAnswered, st.just("r"), at, st.booleans()),
    st.builds(
        SubstitutionDecided,
        st.just("r"),
        at,
        st.just("e"),
        st.booleans(),
        st.sampled_from(["", "x"]),
        st.just(""),
        st.just(""),
    ),
    st.builds(SubstitutionBegan, st.just("r"), at, st.booleans(), st.just(0), st.just("")),
    st.builds(SubstitutionEnded, st.just("r"), at, st.sampled_from(Ending), st.just(0), st.just("")),
)


def links(told: list[StaffFact], moments: list[int]) -> list[tuple[Event, StaffFact]]:
    found = []
    for number, (fact, moment) in enumerate(zip(told, moments, strict=True)):
        stamp = ("r", NAMES[number % 5], moment, "A", "", None, b"")
        event = Event(f"e{number}", f"pc-{number}", 1, chain.GENESIS, fact.KIND, 1, *stamp)
        found.append((event, fact))
    return found


@settings(deadline=None)
@given(st.data())
def test_a_request_is_the_same_in_any_order_of_its_facts(data: st.DataObject) -> None:
    told: list[StaffFact] = [ASKED, *data.draw(st.lists(answers, max_size=6))]
    stamps = data.draw(st.lists(st.integers(0, 3), min_size=len(told), max_size=len(told)))
    found = links(told, stamps)
    folded = request.fold(found)
    assert folded is not None
    shuffled = request.fold(data.draw(st.permutations(found)))
    assert shuffled == folded
    for now in (900, 1050, 1150, 1299, 1300, 1400):
        assert shuffled.state(now) is folded.state(now)
        if folded.state(now) in (RequestState.TO_CONFIRM, RequestState.ACTIVE):
            assert folded.began is not None


@settings(deadline=None)
@given(st.data())
def test_an_absence_is_the_same_in_any_order_of_its_facts(data: st.DataObject) -> None:
    backs = [AbsenceEnded("a", 900, back) for back in data.draw(st.lists(at, max_size=4))]
    others = [
        AbsenceLogged("a", name, 900, SPANS, planned=True)
        for name in data.draw(st.sets(st.sampled_from(NAMES)))
    ]
    told: list[StaffFact] = [*backs, *others]
    stamps = data.draw(st.lists(st.integers(0, 3), min_size=len(told), max_size=len(told)))
    found = links(told, stamps)
    folded = absence.fold(found)
    assert absence.fold(data.draw(st.permutations(found))) == folded
    assert (folded is None) == (not others)


@settings(deadline=None, max_examples=200)
@given(rosters(), minutes, st.sampled_from(NAMES), st.randoms(use_true_random=False))
def test_exactly_one_person_answers(roster: Roster, now: int, person: str, dice: Random) -> None:
    who = roster.responsible(person, now)
    assert who in NAMES
    shuffled = list(roster.requests)
    dice.shuffle(shuffled)
    assert replace(roster, requests=tuple(shuffled)).responsible(person, now) == who
    first = {one.request: day_iso(day_of(one.asked.spans[0].begin)) for one in roster.requests}
    standing_in = [
        one
        for one in roster.requests
        if one.asked.absent == person
        and one.active(now)
        and roster.counter_of(person, first[one.request]) in ("", one.asked.counter)
    ]
    if not standing_in:
        assert who == person
    elif all(one.asked.substitute != person for one in roster.requests):
        assert who != person
    # He who answers at the end of the line is stood in for by nobody outside of it.
    beyond = [one for one in roster.requests if one.asked.absent == who and one.active(now)]
    line = {person, who} | {one.asked.substitute for one in roster.requests if one.active(now)}
    assert {one.asked.substitute for one in beyond} <= line


@settings(deadline=None, max_examples=200)
@given(rosters(), st.sampled_from(COUNTERS[:3]))
def test_nobody_unable_is_ever_offered(roster: Roster, counter: str) -> None:
    for away in roster.absences:
        rest = coming(away.standing, roster.now)
        offered = candidates(roster, away, counter)
        assert len({one.person_id for one in offered}) == len(offered)
        for one in offered:
            assert rest
            assert one.person_id != away.person
            assert all(Role.OFFICER in roster.roles(one.person_id, day) for day in days_of(rest))
            for span in rest:
                for now in range(span.begin, min(span.end, span.begin + 60)):
                    assert not roster.away(one.person_id, now)
            assert not any(
                other.asked.substitute == one.person_id
                and other.state(roster.now) in (RequestState.APPROVED, RequestState.ACTIVE)
                and any(a.begin < b.end and b.begin < a.end for a in other.spans for b in rest)
                for other in roster.requests
            )
        assert [one.trained for one in offered] == sorted((one.trained for one in offered), reverse=True)


def offered(desk: Desk) -> list[str]:
    return [one.person_id for one in candidates(desk.roster, desk.absence("away"), "Quầy 2")]


def test_the_best_comes_first_with_why() -> None:
    desk = absent()
    desk.dossiers = {ANH: 2, HEAD: 9}
    found = candidates(desk.roster, desk.absence("away"), "Quầy 2")
    assert [(one.person_id, one.trained, one.why) for one in found] == [
        (RESERVE, True, ("trained", "free", "seldom", "light")),
        (HEAD, True, ("trained", "has_counter", "seldom")),
        (ANH, False, ("untrained", "has_counter", "seldom")),
    ]
    assert [one.load for one in found] == [0, 9, 2]


def test_who_was_asked_is_not_offered_again() -> None:
    assert offered(asked()) == [HEAD, ANH]
    assert offered(declined()) == [HEAD, ANH]
    assert MINH not in offered(absent())


@settings(deadline=None)
@given(spans(), minutes)
def test_what_is_to_come_has_no_minute_of_the_past(of: tuple[Span, ...], now: int) -> None:
    left = coming(of, now)
    walked = {at for span in of for at in range(span.begin, span.end) if at >= now}
    assert {at for span in left for at in range(span.begin, span.end)} == walked
