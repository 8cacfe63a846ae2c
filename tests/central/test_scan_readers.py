"""Who gets a scan from the centre: by his role and his own key there, whatever a PC's program lets pass."""

from collections.abc import Iterator

import pytest

from counter_app.central import staffing
from counter_app.central.centre import Centre
from counter_app.domain.promise_events import ApologySigned
from counter_app.domain.staff_events import AbsenceLogged
from counter_app.seal import SigningKey
from tests.central.living import BY, OFFICE, TODAY, Living
from tests.central.test_attachments import HEAD, PART, SCAN, Pc, refused
from tests.central.test_first_sign_in import registered

MINH, ANH, INSPECTOR = (f"ba-dinh-0{number}" for number in (2, 3, 6))


@pytest.fixture
def pc(living: Living, address: str) -> Iterator[Pc]:
    made = Pc(living, address)
    yield made
    made.centre.close()


def test_a_dossiers_goes_to_who_may_read_dossiers(pc: Pc) -> None:
    event = pc.name(kind=ApologySigned.KIND)
    pc.send_all(event)
    for reader in (HEAD, MINH, INSPECTOR):
        assert pc.fetch(event, reader=reader) == SCAN[:PART]
    for reader in ("nobody", ""):
        refused("not_permitted", pc.fetch, event, reader=reader)


def test_an_absences_goes_to_himself_and_to_who_reads_records(pc: Pc) -> None:
    event = pc.name(field="document", kind=AbsenceLogged.KIND, person=MINH)
    pc.send_all(event)
    for reader in (HEAD, MINH, INSPECTOR):
        assert pc.fetch(event, reader=reader) == SCAN[:PART]
    refused("not_permitted", pc.fetch, event, reader=ANH)


def test_no_fact_of_ones_own_opens_a_colleagues_document(living: Living, address: str, pc: Pc) -> None:
    pc.send_all(pc.name(field="document", kind=AbsenceLogged.KIND, person=MINH))
    thief = Pc(living, address)
    for event in (
        thief.name(field="document", kind=AbsenceLogged.KIND, person=ANH),
        thief.name(kind=ApologySigned.KIND),
    ):
        assert thief.send(event, 0, b"").whole
        refused("not_permitted", thief.fetch, event, reader=ANH)
        assert thief.fetch(event, reader=HEAD) == SCAN[:PART]
    thief.centre.close()


@pytest.mark.usefixtures("cheap_derivations")
def test_where_the_office_asks_for_pins_his_key_of_that_pc_proves_the_reader(
    living: Living, address: str, pc: Pc
) -> None:
    owner = Centre(living.owner, living.centre.key, living.clock)
    event, key = pc.name(kind=ApologySigned.KIND), registered(pc.centre, owner)
    pc.send_all(event)
    assert pc.fetch(event, reader=MINH) == SCAN[:PART], "not asked for yet"
    staffing.sign_in_from(owner, OFFICE, TODAY, *BY)
    refused("not_signed_in", pc.fetch, event, reader=MINH)
    assert pc.fetch(event, reader=MINH, key=key) == SCAN[:PART]
    refused("person_key_unknown", pc.fetch, event, reader=HEAD, key=key)
    refused("person_key_unknown", pc.fetch, event, reader=MINH, key=SigningKey.generate())
    other = Pc(living, address)
    refused("person_key_unknown", other.fetch, event, reader=MINH, key=key)
    other.centre.close()
    pc.centre.end_key(MINH, key)
    refused("key_ended", pc.fetch, event, reader=MINH, key=key)
