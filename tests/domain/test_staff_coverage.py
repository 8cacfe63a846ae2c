"""Coverage says of every minute what a person would who walks from counter to counter, and asks."""

import itertools
from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from counter_app.domain.moments import day_iso, day_of, minute_at
from counter_app.domain.people import Role
from counter_app.domain.staff.commands import (
    AnswerSubstitution,
    AskSubstitute,
    BeginSubstitution,
    DecideSubstitution,
    LogAbsence,
    Rotate,
)
from counter_app.domain.staff.coverage import Cell, Cover, coverage, reserve
from counter_app.domain.staff.request import Request
from counter_app.domain.staff.roster import Roster
from counter_app.domain.staff_events import Span, SubstituteAnswered, SubstituteAsked, SubstitutionBegan
from counter_app.errors import Refused
from tests.domain.lives import minute
from tests.domain.staff_desk import (
    ANH,
    CHAIR,
    HEAD,
    MINH,
    RESERVE,
    SICK,
    THURSDAY,
    Desk,
    absent,
    accepted,
    approved,
    asked,
    begun,
    declined,
    refused,
    to_confirm,
)
from tests.domain.staff_worlds import DAYS, FIRST, ISO, MORNINGS, SESSIONS, rosters

Standing = tuple[Cover, str, str, str]


class Walker:
    """The same by asking everybody in every minute."""

    def __init__(self, roster: Roster) -> None:
        self.roster = roster

    def rows(self, day: str) -> dict[tuple[str, str], list[str]]:
        sitting: dict[tuple[str, str], list[str]] = {}
        for one in self.roster.people:
            counter = self.roster.counter_of(one.person_id, day)
            if counter:
                sitting.setdefault((counter, one.field), []).append(one.person_id)
        manned = {counter for counter, _ in sitting}
        for one in self.roster.people:
            if one.counter and one.counter not in manned:
                sitting.setdefault((one.counter, one.field), [])
        return sitting

    def minutes(self, number: int, field: str) -> Iterator[int]:
        saturday = field in self.roster.saturday_fields and number == 2
        for begin, end in SESSIONS if number in (0, 3) else MORNINGS[0].sessions if saturday else ():
            yield from range(minute_at(FIRST + number, begin), minute_at(FIRST + number, end))

    def filled(self, one: Request, at: int) -> str:
        stops = [one.ended, one.decided_at if one.approved is False else None]
        stop = max(min((stop for stop in stops if stop is not None), default=9**9), min(one.sat, default=0))
        inside = [span for span in one.asked.spans if span.begin <= at < min(span.end, stop)]
        if not inside:
            return ""
        if any(sat <= at and self.sat_for(one, sat, stop) == inside[0] for sat in one.sat):
            return "firm" if one.approved else "weak"
        if False in (one.accepted, one.approved) or at < self.roster.now:
            return ""
        return "firm" if one.approved and inside[0].begin > self.roster.now else "weak"

    def sat_for(self, one: Request, sat: int, stop: int) -> Span | None:
        """Return the span that runs when somebody sits down, or the next where it is of the same day."""
        left = [span for span in one.asked.spans if span.begin < stop and sat < min(span.end, stop)]
        return left[0] if left and day_of(left[0].begin) <= day_of(sat) else None

    def elsewhere(self, person: str, counter: str, at: int) -> list[str]:
        return [
            one.request
            for one in self.roster.requests
            if one.asked.substitute == person
            and one.asked.counter != counter
            and (self.filled(one, at) == "firm" or (one.active(at) and self.filled(one, at)))
        ]

    def seats(
        self, absent: str, counter: str, day: str, at: int, seen: tuple[str, ...]
    ) -> Iterator[tuple[bool, int, str, str]]:
        for one in self.roster.requests:
            who, state = one.asked.substitute, self.filled(one, at)
            if (one.asked.absent, one.asked.counter) != (absent, counter) or not state or who in seen:
                continue
            if self.roster.away(who, at) or Role.OFFICER not in self.roster.roles(who, day):
                yield from self.seats(who, counter, day, at, (*seen, who))
            else:
                firm = state == "firm" and not self.elsewhere(who, counter, at)
                yield firm, one.since(at) or 0, one.request, who

    def standing(self, counter: str, owners: list[str], day: str, at: int) -> Standing:
        desk = {Role.OFFICER, Role.SUPERVISOR}
        here = [one for one in owners if not self.roster.away(one, at) and desk & self.roster.roles(one, day)]
        for one in here:
            if not self.elsewhere(one, counter, at):
                return Cover.COVERED, one, "", ""
        found = [(seat, owner) for owner in owners for seat in self.seats(owner, counter, day, at, (owner,))]
        if found:
            (firm, _began, request, who), owner = max(found)
            return Cover.SUBSTITUTE if firm else Cover.AT_RISK, who, owner, request
        if here:
            return Cover.AT_RISK, here[0], "", min(self.elsewhere(here[0], counter, at))
        return Cover.UNCOVERED, "", owners[0] if owners else "", ""


@settings(deadline=None, max_examples=150)
@given(rosters())
def test_every_minute_is_as_a_walker_finds_it(roster: Roster) -> None:
    walker = Walker(roster)
    found: dict[tuple[str, str, int], Standing] = {}
    for cell in coverage(roster, ISO[0], ISO[-1]):
        assert cell.begin < cell.end
        for at in range(cell.begin, cell.end):
            assert (cell.counter, cell.field, at) not in found
            found[cell.counter, cell.field, at] = cell[5:]
    expected = {
        (counter, field, at): walker.standing(counter, sorted(owners), ISO[number], at)
        for number in range(DAYS)
        for (counter, field), owners in walker.rows(ISO[number]).items()
        for at in walker.minutes(number, field)
    }
    assert found == expected


@settings(deadline=None, max_examples=60)
@given(rosters())
def test_cells_come_in_order_and_are_no_smaller_than_needed(roster: Roster) -> None:
    cells = coverage(roster, ISO[0], ISO[-1])
    keys = [(cell.day, cell.counter, cell.field, cell.begin) for cell in cells]
    assert keys == sorted(set(keys))
    for one, after in itertools.pairwise(cells):
        if one[:3] == after[:3] and one.end == after.begin:
            assert one[5:] != after[5:]


def at_quay_2(desk: Desk, day: str = "2026-03-05") -> list[Cell]:
    return [cell for cell in coverage(desk.roster, day, day) if cell.counter == "Quầy 2"]


@pytest.mark.parametrize(
    ("desk", "cover", "person"),
    [
        (Desk(), Cover.COVERED, MINH),
        (absent(), Cover.UNCOVERED, ""),
        (asked(), Cover.AT_RISK, RESERVE),
        (accepted(), Cover.AT_RISK, RESERVE),
        (declined(), Cover.UNCOVERED, ""),
        (refused(), Cover.UNCOVERED, ""),
        (approved(), Cover.SUBSTITUTE, RESERVE),
        (approved().at("03-05 08:00"), Cover.AT_RISK, RESERVE),  # he should sit there by now
        (to_confirm(), Cover.AT_RISK, RESERVE),
        (begun(), Cover.SUBSTITUTE, RESERVE),
    ],
)
def test_a_counter_from_the_question_to_the_end(desk: Desk, cover: Cover, person: str) -> None:
    cells = at_quay_2(desk)
    assert {(cell.cover, cell.person) for cell in cells} == {(cover, person)}
    assert [(cell.begin, cell.end) for cell in cells] == [
        (minute("03-05 08:00"), minute("03-05 12:00")),
        (minute("03-05 13:00"), minute("03-05 17:00")),
    ]


def test_hours_split_a_session() -> None:
    desk = Desk()
    hours = (minute("03-05 09:00"), minute("03-05 10:30"))
    desk.do(LogAbsence, MINH, person=MINH, spans=(Span(*hours),), **SICK)
    assert [(cell.begin, cell.cover, cell.absent) for cell in at_quay_2(desk)] == [
        (minute("03-05 08:00"), Cover.COVERED, ""),
        (hours[0], Cover.UNCOVERED, MINH),
        (hours[1], Cover.COVERED, ""),
        (minute("03-05 13:00"), Cover.COVERED, ""),
    ]


def test_what_is_over_stays_uncovered() -> None:
    cells = at_quay_2(accepted().at("03-05 09:30"))
    assert [(cell.begin, cell.cover) for cell in cells] == [
        (minute("03-05 08:00"), Cover.UNCOVERED),
        (minute("03-05 09:30"), Cover.AT_RISK),
        (minute("03-05 13:00"), Cover.AT_RISK),
    ]


def test_a_substitute_who_falls_ill_hands_the_counter_on() -> None:
    desk = begun()
    rest = (Span(desk.now, THURSDAY[0].end),)
    desk.do(LogAbsence, HEAD, "ill", person=RESERVE, spans=rest, planned=False, **SICK)
    assert [cell.cover for cell in at_quay_2(desk)] == [Cover.SUBSTITUTE, Cover.UNCOVERED, Cover.UNCOVERED]
    desk.do(AskSubstitute, HEAD, "chain", absence="ill", counter="Quầy 2", substitute=ANH)
    desk.do(AnswerSubstitution, ANH, request="chain", accepted=True)
    desk.do(BeginSubstitution, ANH, request="chain")
    assert at_quay_2(desk)[1][5:] == (Cover.AT_RISK, ANH, MINH, "chain")
    desk.do(DecideSubstitution, CHAIR, request="chain", approved=True)
    assert at_quay_2(desk)[1][5:] == (Cover.SUBSTITUTE, ANH, MINH, "chain")
    away_half_an_hour = (Span(minute("03-05 13:00"), minute("03-05 13:30")),)
    desk.do(LogAbsence, HEAD, "too", person=ANH, spans=away_half_an_hour, **SICK)
    covers = [(cell.begin, cell.cover) for cell in at_quay_2(desk)]
    assert covers[2:] == [
        (minute("03-05 13:00"), Cover.UNCOVERED),
        (minute("03-05 13:30"), Cover.SUBSTITUTE),
    ]
    own = [cell for cell in coverage(desk.roster, "2026-03-05", "2026-03-05") if cell.counter == "Quầy 3"]
    assert [cell.cover for cell in own[:2]] == [Cover.COVERED, Cover.AT_RISK]  # one person for two


def test_nobody_fills_two_counters_for_sure() -> None:
    desk = begun()
    desk.do(LogAbsence, HEAD, "away-2", person=ANH, spans=(Span(desk.now, THURSDAY[0].end),), **SICK)
    asked_elsewhere = SubstituteAsked(
        "other", "away-2", ANH, "Quầy 3", RESERVE, desk.now, (Span(desk.now, THURSDAY[0].end),)
    )
    desk.tell(asked_elsewhere, "other", ANH, "other")  # at a PC that does not know of Minh's
    desk.tell(SubstituteAnswered("other", desk.now, accepted=True), "other", RESERVE, "yes")
    desk.tell(
        SubstitutionBegan("other", desk.now, confirmed=False, dossiers=0, sheet=""), "other", RESERVE, "b"
    )
    assert [cell.cover for cell in at_quay_2(desk)] == [Cover.SUBSTITUTE, Cover.AT_RISK, Cover.AT_RISK]


def test_a_counter_left_by_a_rotation_is_noticed() -> None:
    desk = Desk()
    move = {"person": MINH, "to_counter": "Quầy 3", "decision": "1", "reason": "Định kỳ"}
    desk.do(Rotate, HEAD, from_day="2026-03-09", **move)
    assert {cell.cover for cell in at_quay_2(desk, "2026-03-06")} == {Cover.COVERED}
    assert {(cell.cover, cell.absent) for cell in at_quay_2(desk, "2026-03-09")} == {(Cover.UNCOVERED, "")}


def test_days_off_have_no_cells() -> None:
    assert coverage(Desk().roster, "2026-02-14", "2026-02-22") == ()
    with pytest.raises(Refused, match="span_far"):
        coverage(Desk().roster, "2026-01-01", "2027-01-02")


def test_the_reserve_is_ready_unless_away_or_bound() -> None:
    assert reserve(Desk().roster, "2026-03-05") == (RESERVE,)
    assert reserve(asked().roster, "2026-03-05") == (RESERVE,)  # not bound by a question
    assert reserve(accepted().roster, "2026-03-05") == ()
    assert reserve(accepted().roster, "2026-03-06") == (RESERVE,)
    desk = Desk()
    desk.do(LogAbsence, RESERVE, person=RESERVE, spans=THURSDAY, **SICK)
    assert reserve(desk.roster, "2026-03-05") == ()
    assert reserve(desk.at("03-05 16:59").roster, "2026-03-05") == ()
    assert ANH not in reserve(desk.roster, day_iso(FIRST + 1))
