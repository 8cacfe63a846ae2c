"""Acts about the desk's people at a real PC, and who answers for a dossier in every minute of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.domain.identity import new_event_id
from counter_app.domain.staff.commands import BeginSubstitution, EndAbsence, EndSubstitution, LogAbsence
from counter_app.domain.staff.request import RequestState
from counter_app.domain.staff_events import (
    AbsenceReason,
    Ending,
    Span,
    SubstitutionBegan,
    SubstitutionDecided,
    SubstitutionEnded,
)
from counter_app.errors import Refused
from counter_app.seal import SigningKey
from counter_app.services import board, day, life, promises, staff
from counter_app.services.board import Lot
from counter_app.services.counter import Counter
from counter_app.services.recomputation import recompute
from tests.pcs import PERSON, opened, receive
from tests.services.papers_life import at, minute
from tests.services.standing_in import (
    CHAIR,
    HEAD,
    MINH,
    RESERVE,
    accepted,
    asked,
    decide,
    key_of,
    roster,
    seated,
    sick,
)

NAMES = {MINH: "Trần Quang Minh", RESERVE: "Phạm Văn Dũng", HEAD: "Nguyễn Thị Thu Hương"}
MORNING, LATER = "2026-11-19T09:00", "2026-11-19T10:00"


@pytest.fixture
def counter(pc: Path) -> Iterator[Counter]:
    with opened(pc) as made:
        at(made, MORNING)
        yield made


def named(counter: Counter, code: str) -> str:
    """Return the one name that board, dossier page and roster give of a dossier in this minute."""
    (row,) = [row for row in board.page(counter, PERSON, Lot.ALL).rows if row.code == code]
    page = promises.responsible(life.file_of(counter, PERSON, code))
    now = counter.clock.now().ms // 60_000
    actor = life.file_of(counter, PERSON, code).dossier.actor_id
    person = roster(counter).person(roster(counter).responsible(actor, now))
    assert {row.responsible, page} == {person.name}
    return person.name


def test_a_substitute_answers_for_the_open_dossiers_and_gives_them_back(counter: Counter) -> None:
    (code,) = receive(counter, "Nguyễn Văn Thử")
    assert named(counter, code) == NAMES[MINH]
    absence = sick(counter)
    request = asked(counter, absence)
    accepted(counter, request)
    assert named(counter, code) == NAMES[MINH]  # nobody has sat down yet
    begun = BeginSubstitution(new_event_id(), RESERVE, request)
    fact = staff.act(counter, begun).facts[0]
    assert isinstance(fact, SubstitutionBegan)
    assert (fact.dossiers, fact.confirmed) == (1, False)
    assert fact.sheet.startswith("BG-261119-")
    assert day.next_sheet(counter, PERSON) != fact.sheet
    assert named(counter, code) == NAMES[RESERVE]  # in the same minute
    assert staff.act(counter, begun).facts == ()  # asked twice, done once
    at(counter, LATER)
    assert named(counter, code) == NAMES[RESERVE]
    back = staff.act(counter, EndAbsence(new_event_id(), MINH, absence, minute(LATER)))
    (ended,) = [fact for fact in back.facts if isinstance(fact, SubstitutionEnded)]
    assert (ended.why, ended.dossiers, ended.sheet != fact.sheet) == (Ending.RETURNED, 1, True)
    assert named(counter, code) == NAMES[MINH]
    assert recompute(counter).differences == ()


def test_it_ends_by_itself_with_its_last_minute(counter: Counter) -> None:
    (code,) = receive(counter, "Nguyễn Văn Thử")
    seated(counter)
    at(counter, "2026-11-19T16:59")
    assert named(counter, code) == NAMES[RESERVE]
    at(counter, "2026-11-19T17:00")
    assert named(counter, code) == NAMES[MINH]


def test_who_stands_in_for_a_substitute_has_both_queues(counter: Counter) -> None:
    (code,) = receive(counter, "Nguyễn Văn Thử")
    seated(counter)
    at(counter, LATER)
    seated(counter, RESERVE, HEAD)
    assert named(counter, code) == NAMES[HEAD]


def test_an_approver_confirms_with_his_key_and_a_refusal_ends_it(counter: Counter) -> None:
    (code,) = receive(counter, "Nguyễn Văn Thử")
    request = seated(counter)
    key = key_of(counter, CHAIR)
    decided = decide(counter, request, key).facts[0]
    assert isinstance(decided, SubstitutionDecided)
    assert roster(counter).request(request).state(minute(MORNING)) is RequestState.ACTIVE
    with pytest.raises(Refused, match="already_decided"):
        decide(counter, request, key)
    at(counter, LATER)
    with pytest.raises(Refused, match="already_covered"):
        asked(counter, roster(counter).absences[0].absence, HEAD)
    staff.act(counter, EndSubstitution(new_event_id(), RESERVE, request, Ending.NOT_ABLE))
    assert named(counter, code) == NAMES[MINH]
    second = asked(counter, roster(counter).absences[0].absence)
    accepted(counter, second)
    staff.act(counter, BeginSubstitution(new_event_id(), RESERVE, second))
    assert named(counter, code) == NAMES[RESERVE]
    decide(counter, second, key, yes=False)
    assert named(counter, code) == NAMES[MINH]
    assert recompute(counter).differences == ()


def test_nobody_approves_with_a_key_that_is_not_his_here(counter: Counter) -> None:
    request = seated(counter)
    with pytest.raises(Refused, match="approver_key_missing"):
        decide(counter, request, None)  # type: ignore[arg-type] # nobody has typed a PIN
    for key in (SigningKey.generate(), key_of(counter, RESERVE)):
        with pytest.raises(Refused, match="approval_not_his_key"):
            decide(counter, request, key)
    with pytest.raises(Refused, match="approval_of_own_request"):
        decide(counter, request, key_of(counter, HEAD), by=HEAD)
    assert roster(counter).request(request).approved is None


def test_what_is_refused_writes_nothing(counter: Counter) -> None:
    before = roster(counter)
    spans = (Span(minute("2026-11-20T08:00"), minute("2026-11-20T12:00")),)
    log = LogAbsence(new_event_id(), MINH, MINH, spans, AbsenceReason.ANNUAL, document="ab" * 32)
    with pytest.raises(Refused, match="unknown_scan"):
        staff.act(counter, log)
    with pytest.raises(Refused, match="absence_not_yours"):
        sick(counter, HEAD, by=MINH)
    with pytest.raises(Refused, match="unknown_person"):
        sick(counter, MINH, by="nobody")
    assert roster(counter) == before
