"""What is put back after a key was changed: copies of the PC, its keyring, the centre."""

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from counter_app import bootstrap
from counter_app.central import rulings
from counter_app.errors import Damaged, Refused
from counter_app.host.files import DataFolder
from counter_app.host.key_names import ROTATED_KEY, SIGNING_KEY
from counter_app.seal import SigningKey
from counter_app.services import sync
from counter_app.services.counter import Counter
from counter_app.services.verification import verify_log
from counter_app.store import succession
from counter_app.store.pc_tables import quarantine
from tests.central.dumps import dump, put_back
from tests.pcs import Office, codes, receive
from tests.services.test_restored_centre import all_agree
from tests.services.test_revoked import administration
from tests.services.turning import faults, holds_at_the_centre, kept, secrets_of, turned


def test_an_old_key_is_worth_nothing_but_what_it_brings_is_kept(office: Office) -> None:
    counter = office.open()
    receive(counter, "A")
    sync.exchange(counter)
    counter.close()
    old = copied(office, "copy")
    counter = turned(office)
    given = receive(counter, "B")
    sync.exchange(counter)
    twin = office.open("copy")
    assert sync.exchange(twin).problem == "installation_revoked"  # it has nothing to tell
    with pytest.raises(Damaged, match="installation_revoked"):
        receive(twin, "C")
    assert old.signer.public != counter.signer.public
    assert sync.exchange(counter).problem == ""
    assert receive(counter, "D")
    assert sync.exchange(counter).unsent == 0
    assert given


def copied(office: Office, name: str) -> Counter:
    """Copy a PC that is closed, with its keys, and open the copy."""
    shutil.copytree(office.root / "pc", office.root / name)
    counter = office.open(name)
    counter.close()
    return counter


def test_what_an_old_copy_received_waits_for_a_person(office: Office) -> None:
    counter = office.open()
    receive(counter, "A")
    sync.exchange(counter)
    counter.close()
    copied(office, "copy")
    twin = office.open("copy")
    receive(twin, "B", "C")
    turned(office)
    sync.exchange(office.opened[-1])
    assert sync.exchange(twin).problem == "installation_revoked"
    assert sync.state(twin).unsent == 0
    assert office.living.count("reviews") == 2
    assert kept(office) == [(2, True)]
    (branch,) = [one for one in rulings.listed(administration(office)) if one.waiting]
    with pytest.raises(Refused):  # two histories: none is accepted
        rulings.accept(administration(office), branch.installation_id, "Trần Thị Thử", "Đã đối chiếu")
    assert sync.exchange(office.opened[-1]).problem == ""
    assert holds_at_the_centre(office)


def half_and_half(office: Office, *mine: str) -> tuple[Counter, Counter]:
    """Let a PC change its key and meet the centre before its copy, which received `mine` and is revoked."""
    counter = office.open()
    receive(counter, "A")
    sync.exchange(counter)
    counter.close()
    copied(office, "copy")
    twin = office.open("copy")
    receive(twin, *mine)
    counter = turned(office)
    receive(counter, "D")
    sync.exchange(counter)
    assert sync.exchange(twin).problem == "installation_revoked"
    return counter, twin


def enrolled_anew(office: Office) -> Counter:
    bootstrap.enrol(DataFolder(office.root / "copy"), office.token(), anew=True)
    return office.open("copy")


def test_an_old_copy_that_goes_on_under_another_name_hears_the_other_half(office: Office) -> None:
    """Its own half would stand in the way of the office's for ever: it is put aside, as of any copied log."""
    counter, twin = half_and_half(office, "B", "C")
    assert sync.state(twin).unsent == 0  # told to be a copy's half, it has sent all of it once more
    assert {one.code for one in sync.state(twin).quarantined} == {"log_forked"}
    twin.close()
    twin = enrolled_anew(office)
    receive(twin, "E")
    receive(counter, "F")
    for pc in (counter, twin, counter):
        assert sync.exchange(pc).problem == ""
    assert codes(twin) == codes(counter)
    assert len(codes(twin)) == 4
    assert office.living.count("reviews") == 2
    assert len(list((office.root / "copy").glob("replaced-*/counter.db"))) == 1
    assert holds_at_the_centre(office)


@pytest.mark.parametrize("mine", ["BC", "BCXYZ"])  # shorter than what the centre holds, and longer
def test_who_went_on_so_before_the_centre_said_it_finds_it_by_itself(office: Office, mine: str) -> None:
    counter, twin = half_and_half(office, *mine)
    with twin.store.write() as conn:
        conn.execute(sa.update(quarantine).values(code="in_review"))  # as a centre of before answered
    twin.close()
    twin = enrolled_anew(office)
    assert not list((office.root / "copy").glob("replaced-*"))
    receive(twin, "E")
    sync.exchange(twin)
    receive(counter, "F")
    sync.exchange(counter)
    assert sync.exchange(twin).problem == "chain_broken"
    sent = [len(sync.outgoing(twin).former)]
    assert {one.code for one in sync.state(twin).quarantined} == {"log_forked"}
    for who in ("G", "H"):  # however often it is told: once known, its half goes no more
        receive(counter, who)
        sync.exchange(counter)
        sync.exchange(twin)
        sent.append(len(sync.outgoing(twin).former))
    assert sent == [0, 0, 0]
    with pytest.raises(Damaged, match="log_forked"):
        receive(twin, "K")
    twin.close()
    twin = enrolled_anew(office)
    for pc in (twin, counter, twin):
        assert sync.exchange(pc).problem == ""
    assert codes(twin) == codes(counter)
    assert len(codes(twin)) == 6
    assert office.living.count("reviews") == len(mine)
    assert holds_at_the_centre(office)


def test_a_centre_from_before_hears_it_again(office: Office, tmp_path: Path) -> None:
    counter, colleague = office.open(), office.open("colleague")
    given = receive(counter, "A")
    for pc in (counter, colleague):
        sync.exchange(pc)
    file = dump(office.living, tmp_path / "backup")
    counter.close()
    counter = turned(office)
    given += receive(counter, "B")
    for pc in (counter, colleague):
        sync.exchange(pc)
    put_back(office.living, file)
    assert kept(office) == []
    given += receive(counter, "C")
    sync.exchange(counter)
    all_agree(office, [counter, colleague], set(given), tmp_path)
    assert len(kept(office)) == 1
    assert holds_at_the_centre(office)


def test_a_key_that_waited_in_a_copy_too_is_not_taken(office: Office) -> None:
    office.open().close()
    waited = SigningKey.generate()
    secrets_of(office).put(
        ROTATED_KEY, waited.raw
    )  # made by a change that was cut off before the log told it
    copied(office, "copy")
    twin = turned(office, "copy")
    counter = turned(office)
    assert len({waited.public, twin.signer.public, counter.signer.public}) == 3


def test_an_older_keyring_can_write_nothing_more(office: Office) -> None:
    counter = office.open()
    receive(counter, "A")
    old = counter.signer.raw
    counter.close()
    turned(office).close()
    secrets_of(office).put(SIGNING_KEY, old)
    again = office.open()
    with again.store.read() as conn:
        assert succession.ended(conn, again.installation.installation_id) == succession.RECOVERED
    with pytest.raises(Damaged, match="identity_needed"):
        receive(again, "B")
    assert verify_log(again).faults == ()


def test_a_successor_hands_in_what_was_signed_by_both_keys(office: Office, tmp_path: Path) -> None:
    counter = office.open()
    given = receive(counter, "A")
    counter.close()
    counter = turned(office)
    given += receive(counter, "B")
    counter.close()  # before it could tell anybody
    bootstrap.enrol(DataFolder(office.root / "pc"), office.token(), anew=True)
    all_agree(office, [office.open()], set(given), tmp_path)
    assert len(kept(office)) == 1
    assert holds_at_the_centre(office)


def test_a_key_that_nothing_proves_is_found_at_the_centre(office: Office) -> None:
    office.open().close()
    sync.exchange(turned(office))
    assert holds_at_the_centre(office)
    for change in (
        "since = since + 1",
        "in_force = false",
        "public_key = '\\x00'",
        "seq = seq + 1",
        "raw = '{}'",
    ):
        assert faults(office, f"UPDATE installation_keys SET {change}") == ["grant_differs"]
    assert faults(office, "DELETE FROM installation_keys") == ["grant_differs"]


def test_a_copy_that_changes_its_key_too_is_kept_apart(office: Office) -> None:
    office.open().close()
    copied(office, "copy")
    counter, twin = turned(office), turned(office, "copy")
    given = receive(counter, "A")
    receive(twin, "B", "C")
    sync.exchange(counter)
    assert sync.exchange(twin).problem == "installation_revoked"
    assert sync.state(twin).unsent == 0
    assert sorted(in_force for _seq, in_force in kept(office)) == [False, True]
    assert office.living.count("reviews") == 3
    assert sync.exchange(counter).problem == ""
    assert codes(counter) == given
    assert holds_at_the_centre(office)
    twin.close()
    bootstrap.enrol(DataFolder(office.root / "copy"), office.token(), anew=True)
    assert sync.exchange(office.open("copy")).problem == ""
