"""A PC is revoked while it works: it hears so, issues nothing more, and what it had told is not lost."""

import pytest

from counter_app import bootstrap
from counter_app.central import rulings
from counter_app.central.centre import Centre
from counter_app.errors import Damaged, Refused
from counter_app.host.files import DataFolder
from counter_app.services import desk, sync
from counter_app.services.counter import Counter
from counter_app.services.verification import verify_log
from tests.pcs import PERSON, Office, codes, receive

WHO, WHY = "Trần Thị Thử", "Máy bị mất, biên bản 12/BB"


def administration(office: Office) -> Centre:
    return Centre(office.living.owner, office.living.centre.key, office.living.clock)


def revoke(office: Office, counter: Counter) -> None:
    rulings.revoke(administration(office), counter.installation.installation_id, WHO, WHY)


def test_it_hears_so_and_issues_nothing_more(office: Office) -> None:
    counter = office.open()
    given = receive(counter, "A")
    sync.exchange(counter)
    revoke(office, counter)
    given += receive(counter, "B", "C")  # it has not heard yet: the citizens hold these papers
    after = sync.exchange(counter)
    assert (after.problem, after.unsent) == ("installation_revoked", 0)
    assert {item.code for item in after.quarantined} == {"in_review"}
    with pytest.raises(Damaged, match="installation_revoked"):
        receive(counter, "D")
    counter.close()
    again = office.open()  # it remembers, also where nobody answers
    again.centre.close()
    assert sync.state(again).problem == "installation_revoked"
    with pytest.raises(Damaged, match="installation_revoked"):
        receive(again, "D")
    assert codes(again) == given
    assert len(desk.today(again, PERSON)) == 3
    assert verify_log(again).faults == ()


def test_what_it_told_takes_effect_once_when_a_person_has_read_it(office: Office) -> None:
    counter, colleague = office.open(), office.open("colleague")
    receive(counter, "A")
    sync.exchange(counter)
    revoke(office, counter)
    receive(counter, "B")
    sync.exchange(counter)
    assert len(desk.today(colleague, PERSON)) == 0
    sync.exchange(colleague)
    assert len(desk.today(colleague, PERSON)) == 1
    (branch,) = rulings.listed(administration(office))
    assert (branch.waiting, branch.reason) == (1, WHY)
    assert rulings.accept(administration(office), branch.installation_id, WHO, "Đã đối chiếu phiếu") == 1
    with pytest.raises(Refused, match="nothing_to_review"):
        rulings.accept(administration(office), branch.installation_id, WHO, "Đã đối chiếu phiếu")
    assert sync.exchange(colleague).problem == ""
    assert codes(colleague) == codes(counter)
    assert verify_log(colleague).faults == ()


def test_let_in_again_it_has_another_name_and_the_old_ones_word_still_waits(office: Office) -> None:
    counter = office.open()
    former = counter.installation.installation_id
    revoke(office, counter)
    given = receive(counter, "A")
    counter.close()  # before it could send anything
    bootstrap.enrol(DataFolder(office.root / "pc"), office.token(), anew=True)
    anew = office.open()
    after = sync.exchange(anew)
    assert (after.unsent, after.problem) == (0, "")
    assert office.living.count("dossiers") == 0
    (branch,) = rulings.listed(administration(office))
    assert (branch.installation_id, branch.waiting) == (former, 1)
    (new,) = receive(anew, "B")
    assert new not in given
    sync.exchange(anew)
    assert office.living.count("dossiers") == 1
    rulings.accept(administration(office), former, WHO, "Đã đối chiếu phiếu")
    assert sync.exchange(anew).problem == ""
    assert office.living.count("dossiers") == 2
    assert codes(anew) == sorted([*given, new])


def test_its_lane_is_not_prolonged_and_given_to_nobody(office: Office) -> None:
    counter, colleague = office.open(), office.open("colleague")
    with counter.store.read() as conn:
        lane = counter.reference(conn).briefing.lane
    revoke(office, counter)
    third = office.open("third")
    for other in (colleague, third):
        with other.store.read() as conn:
            assert other.reference(conn).briefing.lane.first != lane.first
    office.living.clock.now += 100 * 24 * 3_600_000
    with pytest.raises(Refused, match="installation_revoked"):
        counter.centre.briefing()
    with office.living.owner.connect() as connection:
        until = connection.exec_driver_sql(f"SELECT valid_to FROM lanes WHERE lane_id = '{lane.lane_id}'")
        assert until.scalar_one() == lane.valid_to


def test_a_refusal_is_no_contact(office: Office) -> None:
    counter = office.open()
    heard = sync.exchange(counter).last_contact
    assert heard == office.living.clock.now  # the centre's time
    revoke(office, counter)
    counter.clock.anchor(office.living.clock.now + 40 * 24 * 3_600_000)
    after = sync.exchange(counter)
    assert (after.problem, after.last_contact) == ("installation_revoked", heard)
