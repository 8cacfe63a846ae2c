"""What is said of colleagues is fed to no PC: it goes to a named reader, by his role and his own key."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from counter_app.central import staffing, withheld
from counter_app.central.centre import Caller, Centre
from counter_app.central.people_tables import grants
from counter_app.domain.events import Personal
from counter_app.domain.identity import new_event_id
from counter_app.domain.staff_events import (
    AbsenceEnded,
    AbsenceLogged,
    AbsenceReason,
    InspectionFollowedUp,
    InspectionHeld,
    PresenceChecked,
    Span,
    Standing,
    StandingRecorded,
)
from counter_app.remote import client, files
from counter_app.seal import SigningKey
from counter_app.wire import FeedRequest, WireEvent
from counter_app.wire_files import MOST_BESIDE, PersonalRequest
from tests.central.counters import RECEIVED, Counter
from tests.central.living import BY, OFFICE, TODAY, Living, enrolled
from tests.central.test_approvals import second_office
from tests.central.test_attachments import refused
from tests.central.test_first_sign_in import registered

HEAD, MINH, ANH, RESERVE, INSPECTOR = (f"ba-dinh-0{number}" for number in (1, 2, 3, 4, 6))
SPANS = (Span(RECEIVED, RECEIVED + 60),)


@pytest.fixture
def teller(living: Living, address: str) -> Iterator[Counter]:
    log, centre = enrolled(living, address)
    tell_all(log)
    centre.push(log.batch())
    yield log
    centre.close()


@pytest.fixture
def pc(living: Living, address: str) -> Iterator[client.Centre]:
    _log, centre = enrolled(living, address)
    yield centre
    centre.close()


def tell_all(log: Counter) -> None:
    """Tell of Minh why he is away and that he is back, of him and Anh what an inspection found."""
    absence, inspection = new_event_id(), new_event_id()
    sick = AbsenceReason.SICK
    log.tell(AbsenceLogged(absence, MINH, RECEIVED, SPANS, True, "", sick, "đau"), absence, event_id=absence)
    log.tell(AbsenceEnded(absence, RECEIVED, RECEIVED + 30, "đỡ rồi"), absence)
    held = InspectionHeld(inspection, RECEIVED, True, (MINH,), faults="bừa bộn")
    log.tell(held, inspection, HEAD, event_id=inspection)
    log.tell(InspectionFollowedUp(inspection, RECEIVED, True, "đã dọn"), inspection, HEAD)
    log.tell(PresenceChecked(MINH, "Quầy 2", RECEIVED, True, "có"), new_event_id(), HEAD)
    noted = StandingRecorded(ANH, RECEIVED, Standing.REMINDED, "", "2026-11-18", "nhắc")
    log.tell(noted, new_event_id(), HEAD)
    log.receive()


def fetch(
    pc: client.Centre, asked: list[str], reader: str, key: SigningKey | None = None
) -> list[Personal | None]:
    told = files.personal(pc, PersonalRequest(asked, reader), key)
    assert [one.event_id for one in told] == asked[: len(told)]
    return [one.personal for one in told]


def ids(log: Counter) -> list[str]:
    return [one.event.event_id for one in log.links]


def test_the_feed_has_none_of_it_and_the_chain_is_whole(teller: Counter, pc: client.Centre) -> None:
    fed = pc.feed(FeedRequest(0)).events
    assert [one.event for one in fed] == [one.event for one in teller.links]
    assert [one.personal for one in fed] == [None] * 6 + [one.personal for one in teller.links[6:]]
    assert fed[6].personal is not None, "a dossier's comes as before"


def test_each_gets_what_his_screens_may_show_him(teller: Counter, pc: client.Centre) -> None:
    told = [one.personal for one in teller.links]
    everything = [*told[:6], None, None]  # what belongs to a dossier is none of this
    for reader in (HEAD, INSPECTOR):
        assert fetch(pc, ids(teller), reader) == everything
    assert fetch(pc, ids(teller), MINH) == [told[0], None, told[2], told[3], told[4], None, None, None]
    assert fetch(pc, ids(teller), ANH) == [None] * 5 + [told[5], None, None]
    assert fetch(pc, ids(teller), RESERVE) == [None] * 8
    refused("not_permitted", fetch, pc, ids(teller), "nobody")


def test_what_cannot_be_read_keeps_nobody_from_the_rest(
    teller: Counter, pc: client.Centre, living: Living, address: str
) -> None:
    strange, centre = enrolled(living, address)
    strange.write(AbsenceLogged.KIND, "x", "no json", Personal(bytes(16), "x"))
    strange.write(InspectionHeld.KIND, "x", '{"people":7}', Personal(bytes(16), "x"))
    centre.push(strange.batch())
    centre.close()
    asked = [*ids(strange), "of nobody", ids(teller)[0]]
    assert fetch(pc, asked, MINH) == [None, None, None, teller.links[0].personal]


def test_an_answer_has_as_many_as_have_room(
    teller: Counter, pc: client.Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(withheld, "MAX_BYTES", 60)
    asked, found = ids(teller)[:6], []
    while asked:
        answered = fetch(pc, asked, HEAD)
        assert answered
        found += answered
        asked = asked[len(answered) :]
    assert found == [one.personal for one in teller.links[:6]]
    for strange in ([], ["x"] * (MOST_BESIDE + 1), [""], ["x" * 65], ["\x00"]):
        refused("bad_request", fetch, pc, strange, HEAD)


def test_another_office_gets_nothing(living: Living, teller: Counter) -> None:
    pc = second_office(living)
    with living.owner.begin() as connection:
        mine = connection.execute(sa.select(grants).where(grants.c.office_id == OFFICE)).mappings()
        connection.execute(sa.insert(grants), [{**row, "office_id": "00005"} for row in mine])
    caller, asked = Caller("00005", pc.installation_id, b""), ids(teller)
    told = withheld.answer(living.centre, caller, PersonalRequest(asked, HEAD)).told
    assert [(one.event_id, one.personal) for one in told] == [(one, None) for one in asked]


@pytest.mark.usefixtures("cheap_derivations")
def test_where_the_office_asks_for_pins_his_key_of_that_pc_proves_the_reader(
    living: Living, address: str, teller: Counter, pc: client.Centre
) -> None:
    owner = Centre(living.owner, living.centre.key, living.clock)
    key, asked = registered(pc, owner), ids(teller)[:1]
    staffing.sign_in_from(owner, OFFICE, TODAY, *BY)
    refused("not_signed_in", fetch, pc, asked, HEAD)
    assert fetch(pc, asked, MINH, key) == [teller.links[0].personal]
    refused("person_key_unknown", fetch, pc, asked, HEAD, key)
    _log, other = enrolled(living, address)
    refused("person_key_unknown", fetch, other, asked, MINH, key)
    other.close()
    pc.end_key(MINH, key)
    refused("key_ended", fetch, pc, asked, MINH, key)


def test_its_tellers_own_text_is_kept_when_a_copy_brought_the_log_without_it(
    living: Living, address: str
) -> None:
    """Also what came so counts: an absence, a return into the past with its reason elsewhere."""
    log, centre = enrolled(living, address)
    tell_all(log)
    whole = list(log.links)
    log.links[:] = [WireEvent(one.event, None) for one in whole]
    assert "text_missing" not in {one.code for one in centre.push(log.batch()).quarantined}
    log.links[:] = whole
    centre.push(log.batch())
    assert fetch(centre, ids(log)[:6], HEAD) == [one.personal for one in whole[:6]]


def test_a_return_into_the_past_counts_whose_reason_its_bringer_never_had(
    living: Living, address: str
) -> None:
    log, centre = enrolled(living, address)
    absence, spans = new_event_id(), (Span(RECEIVED - 300, RECEIVED + 60),)
    away = AbsenceLogged(absence, MINH, RECEIVED, spans, True, "", AbsenceReason.SICK, "đau")
    log.tell(away, absence, HEAD, event_id=absence)
    log.tell(AbsenceEnded(absence, RECEIVED, RECEIVED - 30, "về rồi"), absence, HEAD)
    log.links[:] = [WireEvent(one.event, None) for one in log.links]
    assert centre.push(log.batch()).quarantined == []
