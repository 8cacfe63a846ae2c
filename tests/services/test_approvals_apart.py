"""Two PCs and the centre: what another PC says of an approval counts only where its signature holds."""

import dataclasses

import pytest

from counter_app.central import staffing
from counter_app.central.centre import Centre
from counter_app.domain.identity import new_event_id
from counter_app.domain.staff import approval
from counter_app.domain.staff.request import RequestState
from counter_app.domain.staff_events import SubstitutionDecided
from counter_app.seal import SigningKey
from counter_app.services import sign_in, sync
from counter_app.services.counter import Counter
from counter_app.services.recomputation import recompute
from counter_app.store import log
from counter_app.texts.explanations import difference
from tests.central.living import BY
from tests.pcs import PERSON, Office
from tests.services.papers_life import minute
from tests.services.standing_in import CHAIR, RESERVE, decide, roster, seated

MORNING = "2026-11-19T09:00"


@pytest.fixture
def pcs(office: Office) -> tuple[Counter, Counter]:
    """Two PCs that know of each other, at the minute of the tests."""
    one, two = office.open("one"), office.open("two")
    told(one, two)
    return one, two


def told(*counters: Counter) -> None:
    for counter in (*counters, *counters):
        assert sync.exchange(counter).problem == ""


def signed_in(office: Office, counter: Counter, person: str) -> SigningKey:
    owner = Centre(office.living.owner, office.living.centre.key, office.living.clock)
    first = staffing.first_pin(owner, "00004", person, *BY)
    return sign_in.first(counter, person, first, "48215936").key


def forge(counter: Counter, request: str, key: SigningKey, *, yes: bool, signed: bool = True) -> str:
    """Write an approval past all services, as a modified client does."""
    asked = roster(counter).request(request)
    public = key.public.hex()
    fact = SubstitutionDecided(request, minute(MORNING), asked.asked_event, yes, "x", public, "ab" * 64)
    if signed:
        said = approval.text("00004", CHAIR, asked.asked, fact)
        fact = dataclasses.replace(fact, approval=key.sign(said).hex())
    event_id, here = new_event_id(), counter.installation.installation_id
    with counter.store.write() as conn:
        stamp = log.Stamp(here, CHAIR, minute(MORNING) * 60_000, "A", counter.signer)
        log.append(conn, [(event_id, request, fact)], stamp)
    return event_id


def test_a_forged_approval_from_the_feed_neither_confirms_nor_ends(
    office: Office, pcs: tuple[Counter, Counter]
) -> None:
    one, two = pcs
    request = seated(one)
    told(one, two)
    key = signed_in(office, two, CHAIR)
    lies = {
        forge(two, request, SigningKey.generate(), yes=True): "approval_not_his_key",
        forge(two, request, SigningKey.generate(), yes=False): "approval_not_his_key",
        forge(two, request, key, yes=False, signed=False): "approval_forged",
    }
    assert {each.event_id: each.code for each in sync.exchange(two).quarantined} == lies
    told(one)
    for counter in pcs:
        assert roster(counter).request(request).approved is None
        assert roster(counter).responsible(PERSON, roster(counter).now) == RESERVE
        found = recompute(counter)
        assert {one.event_id: one.stored for one in found.differences} == lies
        assert {one.code for one in found.differences} == {"approval_fails"}
    assert "khóa của người duyệt" in difference(found.differences[0])


def test_a_true_approval_holds_at_every_pc(office: Office, pcs: tuple[Counter, Counter]) -> None:
    one, two = pcs
    request = seated(one)
    told(one, two)
    key = signed_in(office, two, CHAIR)
    decide(two, request, key)
    told(one, two)
    for counter in pcs:
        assert roster(counter).request(request).state(minute(MORNING)) is RequestState.ACTIVE
        assert recompute(counter).differences == ()
    assert office.living.count("quarantine") == 0
