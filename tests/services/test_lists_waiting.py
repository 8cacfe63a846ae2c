"""Lists of what changes hands: kept in mind until they are printed, one for each time of one that recurs."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.domain.identity import new_event_id
from counter_app.domain.staff.commands import AskSubstitute, BeginSubstitution, EndSubstitution, LogAbsence
from counter_app.domain.staff_events import AbsenceReason, Ending, Span
from counter_app.errors import Refused
from counter_app.services import life, promises, staff, staff_papers, staff_records
from counter_app.services.counter import Counter
from counter_app.services.recomputation import recompute
from tests.pcs import opened, receive
from tests.services.papers_life import at, minute
from tests.services.standing_in import (
    ANH,
    COUNTER,
    HEAD,
    MINH,
    RESERVE,
    accepted,
    roster,
    seated,
)

WEEKS = ("2026-11-19", "2026-11-26")


@pytest.fixture
def counter(pc: Path) -> Iterator[Counter]:
    with opened(pc) as made:
        at(made, "2026-11-19T09:00")
        yield made


def waiting(counter: Counter, reader: str = RESERVE) -> list[tuple[str, bool]]:
    return [(one.counter, one.back) for one in staff_papers.unprinted(counter, reader)]


def weekly(counter: Counter) -> str:
    """Let the reserve say yes to two Thursdays; return the request's id."""
    spans = tuple(Span(minute(f"{day}T10:00"), minute(f"{day}T17:00")) for day in WEEKS)
    logged = LogAbsence(new_event_id(), MINH, MINH, spans, AbsenceReason.STUDY, planned=True)
    absence = staff.act(counter, logged).event_id
    request = staff.act(counter, AskSubstitute(new_event_id(), MINH, absence, COUNTER, RESERVE)).event_id
    accepted(counter, request)
    return request


def sit(counter: Counter, request: str, moment: str) -> None:
    at(counter, moment)
    staff.act(counter, BeginSubstitution(new_event_id(), RESERVE, request))


def test_a_list_waits_for_who_signs_it_until_it_is_printed(counter: Counter) -> None:
    request = seated(counter)
    for reader in (RESERVE, MINH, HEAD):
        assert waiting(counter, reader) == [(COUNTER, False)]
    assert waiting(counter, ANH) == []
    with pytest.raises(Refused, match="not_permitted"):
        staff_papers.unprinted(counter, "nobody")
    (one,) = staff_papers.unprinted(counter, RESERVE)
    number, pdf = staff_papers.paper(counter, RESERVE, request, number=one.number)
    assert (number, pdf[:5]) == (one.number, b"%PDF-")
    assert waiting(counter) == [(COUNTER, False)]  # looked at, not printed
    at(counter, "2026-11-19T10:00")
    staff.act(counter, EndSubstitution(new_event_id(), RESERVE, request, Ending.NOT_ABLE))
    assert waiting(counter) == [(COUNTER, False), (COUNTER, True)]
    staff_papers.printed(counter, request, number)
    assert waiting(counter) == [(COUNTER, True)]
    at(counter, "2026-12-21T10:00")
    assert waiting(counter) == []  # a month later nobody prints it any more


def test_each_time_of_one_that_recurs_has_its_list_and_its_minutes(counter: Counter) -> None:
    (first,) = receive(counter, "Một")
    request = weekly(counter)
    sit(counter, request, "2026-11-19T10:05")
    at(counter, "2026-11-24T09:00")
    (second,) = receive(counter, "Hai")
    sit(counter, request, "2026-11-26T09:50")
    lists = staff_papers.unprinted(counter, RESERVE)
    assert [(one.number, one.back) for one in lists] == [
        ("BG-261119-1000-1", False),
        ("BG-261119-1000-1-V", True),  # the first time has run out since
        ("BG-261126-1000-1", False),
    ]
    told = [
        staff_papers.handover(counter, RESERVE, request, number=one.number) for one in lists if not one.back
    ]
    assert [[one.code for one in made.dossiers] for made in told] == [[first], [first, second]]
    assert [made.spans[0].begin for made in told] == [minute(f"{day}T10:00") for day in WEEKS]
    assert staff_papers.handover(counter, RESERVE, request) == told[1]
    back = staff_papers.handover(counter, RESERVE, request, back=True)
    assert (back.number, back.at) == (f"{told[0].number}-V", minute("2026-11-19T17:00"))
    at(counter, "2026-11-27T09:00")
    back = staff_papers.handover(counter, RESERVE, request, back=True)
    assert (back.number, back.at) == (f"{told[1].number}-V", minute("2026-11-26T17:00"))
    with pytest.raises(Refused, match="substitution_not_begun"):
        staff_papers.handover(counter, RESERVE, request, number="BG-1")
    (given,) = staff_records.month(counter, HEAD, RESERVE, "2026-11").given
    assert [span.begin for span in given.spans] == [minute("2026-11-19T10:05"), minute("2026-11-26T10:00")]
    assert recompute(counter).differences == ()


def test_who_did_not_come_the_second_time_has_not_sat_there(counter: Counter) -> None:
    (code,) = receive(counter, "Một")
    request = weekly(counter)
    sit(counter, request, "2026-11-19T10:05")
    at(counter, "2026-11-26T11:00")
    assert promises.responsible(life.file_of(counter, HEAD, code)) == roster(counter).person(MINH).name
    ended = staff.act(counter, EndSubstitution(new_event_id(), HEAD, request, Ending.NOT_NEEDED)).facts
    assert [(one.dossiers, one.sheet) for one in ended] == [(0, "")]  # type: ignore[union-attr]
    assert waiting(counter) == [(COUNTER, False), (COUNTER, True)]  # of the first time
    (given,) = staff_records.month(counter, HEAD, RESERVE, "2026-11").given
    assert len(given.spans) == 1
    back = staff_papers.handover(counter, RESERVE, request, back=True)
    assert back.at == minute("2026-11-19T17:00")
    assert roster(counter).request(request).held[-1][1].begin == minute("2026-11-19T10:00")


def test_what_goes_back_with_the_last_minute_has_its_list_too(counter: Counter) -> None:
    (code,) = receive(counter, "Một")
    request = seated(counter)
    at(counter, "2026-11-19T16:59")
    assert waiting(counter, MINH) == [(COUNTER, False)]
    at(counter, "2026-11-20T07:40")  # she is back, and signs
    back = staff_papers.unprinted(counter, MINH)[-1]
    made = staff_papers.handover(counter, MINH, request, back=back.back, number=back.number)
    assert (made.number, made.at) == (back.number, minute("2026-11-19T17:00"))
    assert [one.code for one in made.dossiers] == [code]
