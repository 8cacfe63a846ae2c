"""What is kept of a PIN and a key: nothing that a thief, a mixed-up row or a journal could use."""

import dataclasses
import itertools
import logging
import shutil
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from counter_app import seal
from counter_app.errors import Refused
from counter_app.services import own_keys, sign_in
from counter_app.store import person_keys
from tests.pcs import PERSON, Office, opened, receive, with_the_key
from tests.services.introducing import (
    HEAD,
    NEW,
    PIN,
    code_of,
    introduced,
    signed_in,
)


def test_a_stolen_store_opens_no_key_without_the_keyring(office: Office) -> None:
    counter = office.open()
    seat = introduced(office, counter)
    with counter.store.read() as conn:
        held = person_keys.find(conn, PERSON)
    assert held is not None
    for pepper in (b"", bytes(32)):
        with pytest.raises(Refused, match="wrong_passphrase"):
            seal.unwrap(held.wrapped, PIN, pepper)
    keyring = counter.pepper
    counter.pepper = lambda: bytes(32)
    assert code_of(own_keys.open_key, counter, PERSON, PIN) == "wrong_pin"
    counter.pepper = keyring
    assert own_keys.open_key(counter, PERSON, PIN).raw == seat.key.raw


def test_nobodys_key_is_passed_off_as_anothers(office: Office) -> None:
    counter = office.open()
    introduced(office, counter)
    introduced(office, counter, HEAD, NEW)
    with counter.store.write() as conn:
        held = person_keys.find(conn, HEAD)
        assert held is not None
        person_keys.keep(conn, dataclasses.replace(held, person_id=PERSON))
    assert code_of(sign_in.again, counter, PERSON, NEW) == "wrong_pin"


def test_nothing_of_a_pin_is_kept_or_written(office: Office, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    counter = office.open()
    seat = introduced(office, counter)
    sign_in.change_pin(counter, PERSON, PIN, NEW)
    assert code_of(sign_in.again, counter, PERSON, "đoán mò 777") == "wrong_pin"
    assert not any(pin in repr(seat) for pin in (PIN, seat.key.raw.hex()))
    path = counter.folder.path
    counter.close()
    with with_the_key(path) as connection:
        kept = _everything(connection)
    kept += b"".join(file.read_bytes() for file in path.rglob("*") if file.is_file())
    kept += caplog.text.encode()
    for word in ("lúa chín", "mưa rào", "đoán mò"):
        assert word.encode() not in kept
    assert seat.key.public in kept  # we looked where it would be
    assert seat.key.raw not in kept
    assert seat.key.raw.hex().encode() not in kept.lower()


def _everything(connection: dbapi2.Connection) -> bytes:
    """Return every value of every row as bytes."""
    tables = [row[0] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    rows = itertools.chain.from_iterable(connection.execute(f"SELECT * FROM {name}") for name in tables)
    values = itertools.chain.from_iterable(rows)
    return b"\n".join(value if isinstance(value, bytes) else str(value).encode() for value in values)


def test_a_store_put_back_is_still_read_by_whoever_signs_in(office: Office) -> None:
    counter = office.open()
    introduced(office, counter)
    path = counter.folder.path
    counter.close()
    copy = shutil.copy(path / "counter.db", path.parent / "old.db")
    with opened(path) as newer:
        receive(newer, "A")
    for left in path.glob("counter.db*"):
        left.unlink()
    Path(copy).rename(path / "counter.db")
    with opened(path) as older:
        before = len(signed_in(older))
        assert sign_in.again(older, PERSON, PIN).person_id == PERSON
        assert len(signed_in(older)) == before
        assert set(older.seats) == {PERSON}


@pytest.mark.usefixtures("full_cost")
def test_real_cost_of_one_pin(monkeypatch: pytest.MonkeyPatch) -> None:
    stored = seal.verifier(PIN, b"pepper")
    assert stored.startswith(b"$argon2id$v=19$m=65536,t=3,p=4$")
    assert seal.proves(stored, PIN, b"pepper")
    monkeypatch.setattr(seal, "ARGON2_KIB", 64)  # what is stored names its own cost
    assert seal.proves(stored, PIN, b"pepper")
    assert not seal.proves(stored, NEW, b"pepper")
    assert not seal.proves(b"garbage", PIN, b"pepper")
