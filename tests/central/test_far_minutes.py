"""A minute that nobody can be told: what no counter counts, the centre does not count either."""

import pytest

from counter_app.domain.commands import ReturnBy
from counter_app.domain.events import DocumentPrinted
from counter_app.domain.moments import END_MINUTE
from counter_app.domain.staff_events import PersonSignedIn
from counter_app.domain.step_events import Recipient, ResultReturned
from counter_app.texts.formats import day, moment
from tests.central.counters import PERSON
from tests.central.living import NOW, Living, enrolled


@pytest.mark.parametrize("minute", [2**30, END_MINUTE, -1])
def test_it_waits_for_a_person(living: Living, address: str, minute: int) -> None:
    counter, centre = enrolled(living, address)
    code = counter.receive().event.subject
    told = counter.tell(
        ResultReturned(code, minute, ReturnBy.COUNTER, Recipient.APPLICANT), code, happened_at=NOW
    )
    here = counter.tell(PersonSignedIn(PERSON, minute, online=False), "x")
    answer = centre.push(counter.batch())
    doubted = {(one.event_id, one.code) for one in answer.quarantined}
    assert (told.event.event_id, "bad_moment") in doubted
    assert here.event.event_id in {event_id for event_id, _code in doubted}
    with living.owner.connect() as connection:
        assert connection.exec_driver_sql("SELECT returned FROM dossiers").scalars().all() == [None]


@pytest.mark.parametrize("minute", [END_MINUTE, (2**53 - 1) // 60_000])
def test_an_event_of_such_a_minute_stops_no_log(living: Living, address: str, minute: int) -> None:
    counter, centre = enrolled(living, address)
    code = counter.receive().event.subject
    told = counter.tell(DocumentPrinted(code, "01", 1), code, happened_at=minute * 60_000)
    later = counter.write("x.later", code, "{}", happened_at=minute * 60_000)
    behind = counter.receive().event
    assert moment(minute).endswith(day("2100-01-01" if minute == END_MINUTE else "9999-12-31"))  # on a screen
    answer = centre.push(counter.batch())
    assert answer.acknowledged == counter.links[-1].event.seq
    assert {(one.event_id, one.code) for one in answer.quarantined} == {
        (told.event.event_id, "bad_moment"),
        (later.event.event_id, "unknown_kind"),
    }
    with living.owner.connect() as connection:
        assert behind.subject in connection.exec_driver_sql("SELECT code FROM dossiers").scalars().all()
