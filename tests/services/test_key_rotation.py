"""A PC signs with another key under its own name: each end follows it by the log, and by nothing else."""

import dataclasses
import json
from pathlib import Path

import msgspec
import pytest

from counter_app import bootstrap
from counter_app.cli import main as counter_app
from counter_app.domain import chain
from counter_app.domain.key_events import KeyRotated, proof_bytes
from counter_app.errors import Refused
from counter_app.host.files import DataFolder
from counter_app.host.key_names import ROTATED_KEY, SIGNING_KEY
from counter_app.host.secrets import Secrets
from counter_app.remote.client import Centre
from counter_app.seal import SigningKey, key_id
from counter_app.services import key_rotation, sync
from counter_app.services.counter import Counter
from counter_app.services.key_rotation import Rotate
from counter_app.services.verification import verify_log, verify_receipt
from counter_app.store import doubts, log, log_keys
from tests.pcs import PERSON, Office, codes, receive
from tests.services.test_restored_centre import all_agree
from tests.services.turning import holds_at_the_centre, kept, receipt, secrets_of, turned


def test_each_end_follows_the_new_key_and_old_receipts_verify(
    office: Office, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    counter, colleague = office.open(), office.open("colleague")
    given = receive(counter, "A")
    before = receipt(counter, given[0])
    sync.exchange(counter)
    sync.exchange(colleague)  # knows the first key, and what it signed
    counter.close()
    counter = turned(office)
    given += receive(counter, "B")
    assert verify_log(counter).faults == ()
    all_agree(office, [counter, colleague], set(given), tmp_path)
    after = receipt(counter, given[1])
    assert before.split("/")[8] != after.split("/")[8]
    for pc in (counter, colleague):
        assert [verify_receipt(pc, text).code for text in (before, after)] == given
    assert kept(office) == [(2, True)]
    assert holds_at_the_centre(office)
    third = office.open("third")  # hears all of it at once
    all_agree(office, [counter, colleague, third], set(given), tmp_path)


def test_twice_off_the_network_and_a_lost_answer(office: Office, tmp_path: Path) -> None:
    counter, colleague = office.open(), office.open("colleague")
    given = receive(counter, "A")
    for name in ("B", "C"):
        counter.close()
        counter = turned(office)
        given += receive(counter, name)
    request = sync.outgoing(counter)
    assert sync.contact(counter, request).problem == ""  # and its answer is lost
    all_agree(office, [counter, colleague], set(given), tmp_path)
    assert [in_force for _seq, in_force in kept(office)] == [True, True]
    assert holds_at_the_centre(office)


def test_from_a_shell(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    counter = office.open()
    receive(counter, "A")
    before = counter.signer.public
    counter.close()
    place = ("--data", str(office.root / "pc"), "--person", PERSON, "--json")
    assert counter_app(["rotate-key", *place]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["online"], told["unsent"]) == (True, 0)
    counter = office.open()
    assert told["key"] == key_id(counter.signer.public) != key_id(before)
    assert len(kept(office)) == 1


def test_an_older_centre_is_not_left_behind(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    counter = office.open()
    monkeypatch.setattr("counter_app.wire_keys.KEYS", "/v1/not-yet")
    with pytest.raises(Refused, match="centre_outdated"):
        key_rotation.rotate(counter, secrets_of(office), Rotate(counter.new_event_id(), PERSON))
    assert secrets_of(office).get(ROTATED_KEY) is None


def test_an_earlier_pc_doubts_until_it_is_updated(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    counter, colleague = office.open(), office.open("colleague")
    given = receive(counter, "A")
    for pc in (counter, colleague):
        sync.exchange(pc)
    counter.close()
    counter = turned(office)
    given += receive(counter, "B")
    sync.exchange(counter)
    with monkeypatch.context() as before:  # one that never heard of another key
        before.setattr(chain, "onward", lambda event, public, verify: public)
        before.setattr(log_keys, "in_force", lambda conn, source, seq, enrolled: enrolled)
        assert sync.exchange(colleague).problem == "chain_unsigned"
        assert codes(colleague) == given[:1]
    office.living.clock.now += doubts.RETRY_MS + 60_000
    sync.exchange(colleague)
    assert sync.exchange(colleague).problem == ""
    assert codes(colleague) == given
    assert verify_log(colleague).faults == ()


class Cut(BaseException):
    """The power."""


def test_cut_off_anywhere_it_goes_on_with_the_key_that_its_log_names(office: Office, tmp_path: Path) -> None:
    office.open().close()
    folder = DataFolder(office.root / "pc")
    given: list[str] = []
    for at in ("made", "told", "head", "placed", "forgotten"):
        secrets = bootstrap.secrets_of(folder, None)
        counter = bootstrap.open_counter(folder, secrets=secrets)
        given += receive(counter, at)
        before = counter.signer.public
        with pytest.raises(Cut):
            cut(secrets, at, counter, folder)
        counter.store.close()
        counter = office.open()
        assert (counter.signer.public != before) == (at != "made")
        given += receive(counter, at)
        assert verify_log(counter).faults == ()
        assert sync.exchange(counter).problem == ""
        counter.close()
    all_agree(office, [office.open()], set(given), tmp_path)
    assert holds_at_the_centre(office)


def cut(secrets: Secrets, at: str, counter: Counter, folder: DataFolder) -> None:
    """Rotate, and lose the power after one of its steps."""
    put, delete = secrets.put, secrets.delete

    def putting(name: str, secret: bytes) -> None:
        put(name, secret)
        if (name, at) in ((ROTATED_KEY, "made"), (SIGNING_KEY, "placed")):
            raise Cut

    def deleting(name: str) -> None:
        delete(name)
        if (name, at) in (("log-head", "head"), (ROTATED_KEY, "forgotten")):
            raise Cut

    secrets.put, secrets.delete = putting, deleting  # type: ignore[method-assign]
    key_rotation.rotate(counter, secrets, Rotate(counter.new_event_id(), PERSON))
    counter.store.close()
    if at != "told":
        bootstrap.open_counter(folder, secrets=secrets)
    raise Cut


@pytest.mark.parametrize("how", ["another's key", "no proof", "another's name", "elsewhere"])
def test_a_forged_rotation_is_refused_at_the_centre_and_at_pcs(office: Office, how: str) -> None:
    counter, colleague = office.open(), office.open("colleague")
    receive(counter, "A")
    sync.exchange(counter)
    sync.exchange(colleague)
    own = counter.installation.installation_id
    thief = SigningKey.generate()
    public = thief.public.hex()
    with counter.store.write() as conn:
        seq, prev = log.head(conn, own)
        name = colleague.installation.installation_id if how == "another's name" else own
        place = seq if how == "elsewhere" else seq + 1
        proof = b"\1" * 64 if how == "no proof" else thief.sign(proof_bytes(name, place, prev, public))
        signer = thief if how == "another's key" else counter.signer
        stamp = log.Stamp(own, PERSON, counter.clock.now().ms, "A", signer)
        log.append(conn, [(counter.new_event_id(), own, KeyRotated(public, proof.hex()))], stamp)
    assert [fault.code for fault in verify_log(counter).faults] == [
        "chain_unsigned" if how == "another's key" else "key_forged"
    ]
    events = sync.outgoing(counter).events
    expected = "chain_unsigned" if how == "another's key" else "key_forged"
    assert sync.exchange(counter).problem == expected
    with pytest.raises(Refused, match="bad_signature"):
        as_thief(counter, thief).time()
    assert kept(office) == []
    assert office.living.count("events") == 1
    heard = sync.contact(colleague, sync.outgoing(colleague))
    assert heard.feed
    feed = msgspec.structs.replace(heard.feed, events=events)  # as an unfaithful centre hands it on
    assert sync.settle(colleague, dataclasses.replace(heard, feed=feed)).problem != ""
    assert len(codes(colleague)) == 1
    with colleague.store.read() as conn:
        assert log.head(conn, own)[0] == seq


def as_thief(counter: Counter, thief: SigningKey) -> Centre:
    here = counter.installation
    return Centre(
        here.centre_url,
        here.centre_key,
        here.installation_id,
        thief,
        here.ca,
        rotations=lambda: key_rotation.told(counter.store, here.installation_id),
    )


def test_changes_of_a_key_are_found_without_reading_the_log(office: Office) -> None:
    with office.open().store.read() as conn:
        asked = str(log_keys._ROTATIONS.compile(conn))
        plan = conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {asked}", ("pc", "pc", "kind")).all()
    assert "USING INDEX events_subject" in plan[0][-1]
