"""What was taken away stays so: a centre put back from before it serves nobody until somebody says so."""

import os
from pathlib import Path

import pytest

from counter_app.central import granted, rulings, staffing, withdrawals
from counter_app.central.__main__ import main as counter_central
from counter_app.central.centre import Centre
from counter_app.errors import Refused
from counter_app.seal import SigningKey
from counter_app.services import sync
from tests.central.dumps import dump, put_back
from tests.central.living import BY, OFFICE
from tests.pcs import PERSON, Office, codes, receive

PIN = "482159"


def owner(office: Office) -> Centre:
    living = office.living
    return Centre(living.owner, living.centre.key, living.clock, folder=living.home)


def run(office: Office, command: str, url: str) -> int:
    return counter_central([command, "--url", url, "--data", str(office.living.home)])


def test_who_was_revoked_counts_no_more_where_nobody_says_that_the_database_is_older(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    thief, honest = office.open("thief"), office.open("honest")
    living, name = office.living, thief.installation.installation_id
    file = dump(living, tmp_path / "backup")
    rulings.revoke(owner(office), name, *BY)
    withdrawals.refuse_lost(living.centre)
    put_back(living, file)
    assert run(office, "serve", living.service_url) == 1
    assert "[withdrawals_lost]" in capsys.readouterr().err
    assert run(office, "restored", living.owner_url) == 0
    withdrawals.refuse_lost(living.centre)
    receive(thief, "A")
    for counter in (thief, honest):
        sync.exchange(counter)
    assert (living.count("reviews"), codes(honest)) == (1, [])


def test_a_persons_keys_that_ended_are_in_force_at_no_restored_centre(office: Office, tmp_path: Path) -> None:
    pc, living = office.open(), office.living
    pin = staffing.first_pin(owner(office), OFFICE, PERSON, *BY)
    key = SigningKey.generate()
    pc.centre.sign_in(PERSON, pin, PIN, key)
    file = dump(living, tmp_path / "backup")
    assert staffing.end_all_keys(owner(office), OFFICE, PERSON, *BY) == 1
    put_back(living, file)
    pc.centre.prove(PERSON, key)
    with pytest.raises(Refused, match="withdrawals_lost"):
        withdrawals.refuse_lost(living.centre)
    assert run(office, "restored", living.owner_url) == 0
    withdrawals.refuse_lost(living.centre)
    with pytest.raises(Refused, match="key_ended"):
        pc.centre.prove(PERSON, key)


def test_what_was_ordered_and_never_done_is_no_loss(office: Office) -> None:
    pc, living = office.open(), office.living
    told = granted.Revocation(OFFICE, pc.installation.installation_id, living.clock.now, *BY, done=False)
    granted.append(living.centre, told)  # its commit failed
    withdrawals.refuse_lost(living.centre)
    rulings.revoke(owner(office), told.installation_id, *BY)
    cut = living.home / granted.FILE
    whole = cut.read_bytes()
    cut.write_bytes(whole[: whole.rindex(b"\n")])  # before it could be told that it was done
    withdrawals.refuse_lost(living.centre)
    assert cut.read_bytes() == whole


def test_a_line_of_a_version_before_tells_of_what_was_done(office: Office, tmp_path: Path) -> None:
    pc, living = office.open(), office.living
    before = dump(living, tmp_path / "before")
    rulings.revoke(owner(office), pc.installation.installation_id, *BY)
    file = living.home / granted.FILE
    lines = [line for line in file.read_bytes().split(b"\n") if b'"done":true' not in line]
    file.write_bytes(b"\n".join(line.replace(b',"done":false', b"") for line in lines))
    put_back(living, before)
    with pytest.raises(Refused, match="withdrawals_lost"):
        withdrawals.refuse_lost(owner(office))


def test_a_line_that_found_no_room_is_not_told_as_kept(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    pc, write = office.open(), os.write
    monkeypatch.setattr(os, "write", lambda file, text: write(file, text[: len(text) // 2]))
    with pytest.raises(OSError, match="No space"):
        rulings.revoke(owner(office), pc.installation.installation_id, *BY)
    monkeypatch.undo()
    withdrawals.refuse_lost(owner(office))
    assert pc.centre.time()
