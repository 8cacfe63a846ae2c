"""Facts about people that the centre refuses: a modified client's have no effect at any honest PC either."""

from counter_app import bootstrap
from counter_app.domain.identity import new_event_id
from counter_app.domain.kinds import StaffFact
from counter_app.domain.staff.request import RequestState
from counter_app.domain.staff_events import (
    AbsenceLogged,
    AbsenceReason,
    Ending,
    PersonRotated,
    Span,
    Standing,
    StandingRecorded,
    SubstituteAnswered,
    SubstitutionEnded,
)
from counter_app.host.files import DataFolder
from counter_app.services import staff_records, sync
from counter_app.services.counter import Counter
from counter_app.services.recomputation import recompute
from counter_app.store import disbelief, outbox
from counter_app.wire import Quarantined
from tests.central.counters import RECEIVED
from tests.central.living import enrolled
from tests.pcs import Office
from tests.services.standing_in import ANH, HEAD, MINH, RESERVE, accepted, asked, roster, seated, sick

TODAY = "2026-11-19"


def codes(counter: Counter) -> set[str]:
    with counter.store.read() as conn:
        return {code for _event_id, code in disbelief.doubted(conn)}


def test_what_the_centre_refuses_changes_nobodys_place_absence_or_record(office: Office) -> None:
    honest = office.open()
    request = seated(honest)
    before = roster(honest)
    sync.exchange(honest)
    bad, client = enrolled(office.living, office.address)
    away = new_event_id()
    spans = (Span(RECEIVED, RECEIVED + 480),)
    told: list[tuple[StaffFact, str, str]] = [
        (PersonRotated(ANH, RECEIVED, "Quầy 3", "", TODAY, "", ""), MINH, ""),
        (SubstitutionEnded(request, RECEIVED, Ending.NOT_ABLE, 0, ""), ANH, request),
        (StandingRecorded(MINH, RECEIVED, Standing.DISCIPLINED, "99/QĐ", TODAY, "bịa"), ANH, ""),
        (AbsenceLogged(away, HEAD, RECEIVED, spans, False, "", AbsenceReason.SICK, ""), ANH, away),
    ]
    for fact, actor, subject in told:
        event_id = subject if subject == away else new_event_id()
        bad.tell(fact, subject or event_id, actor, event_id=event_id)
    assert len(client.push(bad.batch()).quarantined) == len(told)
    client.close()
    sync.exchange(honest)
    after = roster(honest)
    assert codes(honest) == {"not_permitted", "request_not_yours", "absence_not_yours"}
    assert after.counter_of(ANH, TODAY) == before.counter_of(ANH, TODAY) != ""
    assert after.responsible(MINH, after.now) == before.responsible(MINH, before.now) == RESERVE
    assert not after.away(HEAD, RECEIVED + 1)
    assert staff_records.month(honest, MINH, MINH, "2026-11").noted == ()
    assert recompute(honest).differences == ()


def test_what_came_before_its_beginning_loses_its_effect_when_that_comes(office: Office) -> None:
    there, here = office.open(), office.open("pc-2")
    request = asked(there, sick(there))
    bad, client = enrolled(office.living, office.address)
    bad.tell(SubstituteAnswered(request, RECEIVED, False), request, ANH)
    assert [one.code for one in client.push(bad.batch()).quarantined] == ["unknown_request"]
    client.close()
    sync.exchange(here)
    assert codes(here) == set()
    accepted(there, request)
    sync.exchange(there)
    sync.exchange(here)
    assert codes(here) == {"not_asked_of_you"}
    found = roster(here)
    assert found.request(request).state(found.now) is not RequestState.DECLINED


def test_what_waits_under_a_former_name_is_judged_by_the_feed_from_then_on(office: Office) -> None:
    counter = office.open()
    away = sick(counter)
    with counter.store.write() as conn:
        outbox.quarantine_events(conn, [Quarantined(away, 1, "not_permitted")])
    assert roster(counter).absences == ()
    counter.close()
    bootstrap.enrol(DataFolder(office.root / "pc"), office.token(), anew=True)
    counter = office.open()
    sync.exchange(counter)
    assert [absence.absence for absence in roster(counter).absences] == [away]
