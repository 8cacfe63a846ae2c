"""A backup put back: proved first, under a new identity, nothing lost, nothing twice, no code given twice."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from counter_app import bootstrap
from counter_app.domain.commands import ConfirmPrinted
from counter_app.domain.identity import new_event_id
from counter_app.domain.life.commands import RecordArrival
from counter_app.errors import Damaged, Refused, Unavailable
from counter_app.host import copies
from counter_app.host.files import DataFolder
from counter_app.host.secrets import open_secrets
from counter_app.remote import client
from counter_app.services import backup, desk, identity, life, recovery, restoring, sync
from counter_app.services.counter import Counter
from counter_app.services.recomputation import recompute
from counter_app.services.restoring import Restored
from counter_app.services.verification import verify_log
from counter_app.store import log, outbox, succession
from tests.pcs import PERSON, Office, codes, opened, receive, with_the_key

OFFICE_WORDS = "cây đa bến nước sân đình"


def words() -> str:
    return OFFICE_WORDS


def nobody() -> str:
    raise AssertionError("asked without need")


def put_back(
    source: Path, folder: Path, ask: Callable[[], str] = nobody, *, replace: bool = False
) -> Restored:
    return bootstrap.restore(folder, source, ask, replace=replace)


def numbered(office: Office) -> list[tuple[str, int]]:
    """Return what the centre holds, by installation and number."""
    with office.living.owner.connect() as connection:
        rows = connection.exec_driver_sql("SELECT installation_id, seq FROM events ORDER BY 1, 2")
        return [(row[0], row[1]) for row in rows]


def test_it_is_looked_at_first_and_written_again_under_a_new_name(office: Office, tmp_path: Path) -> None:
    """Sent before the copy: A. In the copy, not sent: B. After the copy and sent: C."""
    first = office.open()
    former = first.installation.installation_id
    (a,) = receive(first, "A")
    sync.exchange(first)
    (b,) = receive(first, "B")
    copy = backup.make(first, tmp_path / "disk").folder
    (c,) = receive(first, "C")
    sync.exchange(first)
    first.close()
    sent = numbered(office)
    done = put_back(copy, office.root / "pc", replace=True)
    assert done.manifest.installation_id == former
    closed = office.open()
    assert codes(closed) == [a, b]
    assert verify_log(closed).faults == ()
    assert life.file_of(closed, PERSON, a).dossier.code == a
    for act in (
        lambda: receive(closed, "D"),
        lambda: desk.confirm_printed(closed, ConfirmPrinted(new_event_id(), PERSON, a, "01")),
        lambda: life.act(closed, RecordArrival(new_event_id(), PERSON, a)),
    ):
        with pytest.raises(Damaged, match="identity_needed"):
            act()
    assert sync.exchange(closed).problem == "identity_needed"
    assert numbered(office) == sent
    closed.close()
    bootstrap.enrol(DataFolder(office.root / "pc"), office.token())
    anew = office.open()
    own = anew.installation.installation_id
    assert own != former
    assert sync.exchange(anew).problem == ""
    assert numbered(office) == sent  # nothing twice, under no name
    assert codes(anew) == [a, b, c]
    life.act(anew, RecordArrival(new_event_id(), PERSON, b))
    (d,) = receive(anew, "D")
    assert d not in (a, b, c)
    after = sync.exchange(anew)
    assert (after.unsent, after.problem, after.quarantined) == (0, "", ())
    assert [row for row in numbered(office) if row not in sent] == [(own, 1), (own, 2)]
    assert office.living.count("quarantine") == office.living.count("forks") == 0
    assert verify_log(anew).faults == ()
    assert recompute(anew).differences == ()  # the former's lanes were this PC's too


def test_what_only_the_copy_knows_arrives_once_under_the_former_name(office: Office, tmp_path: Path) -> None:
    """The disk died before anything was sent; the copy is put into another PC's new folder."""
    first = office.open()
    former = first.installation.installation_id
    given = receive(first, *"ABC")
    recovery.keep(first.folder.path, store_key(first), OFFICE_WORDS)
    copy = backup.make(first, tmp_path / "disk").folder
    with first.store.read() as conn:
        events = [item.event for item in outbox.next_batch(conn, former)]
    first.close()
    shutil.rmtree(office.root / "pc")
    put_back(copy, office.root / "other", words)
    bootstrap.enrol(DataFolder(office.root / "other"), office.token())
    anew = office.open("other")
    assert sync.state(anew).unsent == len(events)
    after = sync.exchange(anew)
    assert (after.unsent, after.problem) == (0, "")
    assert numbered(office) == [(former, event.seq) for event in events]
    colleague = office.open("colleague")
    sync.exchange(colleague)
    assert codes(colleague) == given
    with colleague.store.read() as conn:
        assert log.read_events(conn, former, 0, 100) == events
    assert verify_log(colleague).faults == ()
    sync.exchange(anew)
    assert office.living.count("events") == len(events)


def test_the_former_pc_that_is_alive_after_all_goes_on_beside_it(office: Office, tmp_path: Path) -> None:
    """Two PCs of one copy: no code twice, no fork, all at the centre."""
    alive = office.open()
    given = receive(alive, "A")
    recovery.keep(alive.folder.path, store_key(alive), OFFICE_WORDS)
    copy = backup.make(alive, tmp_path / "disk").folder
    put_back(copy, office.root / "other", words)
    bootstrap.enrol(DataFolder(office.root / "other"), office.token())
    other = office.open("other")
    given += receive(other, "B", "C") + receive(alive, "D", "E")
    assert len(set(given)) == 5
    for counter in (other, alive, other, alive):
        assert sync.exchange(counter).problem == ""
    assert codes(alive) == codes(other) == sorted(given)
    assert office.living.count("forks") == office.living.count("quarantine") == 0


def test_a_living_store_is_not_overwritten_unasked_and_is_kept(pc: Path, tmp_path: Path) -> None:
    with opened(pc) as counter:
        receive(counter, "A")
        copy = backup.make(counter, tmp_path / "disk").folder
        (newer,) = receive(counter, "B")
        everything = codes(counter)
    with pytest.raises(Refused, match="store_living"):
        put_back(copy, pc)
    done = put_back(copy, pc, replace=True)
    with opened(pc) as counter:
        assert newer not in codes(counter)
    assert done.aside
    for name in ("counter.db", "log.head"):
        (pc / name).unlink(missing_ok=True)
        shutil.copy(done.aside / name, pc / name)
    with opened(pc) as counter:  # the administrator found out in time
        assert codes(counter) == everything
        receive(counter, "C")


def spoil_a_page(copy: Path) -> None:
    with (copy / "counter.db").open("r+b") as file:
        file.seek(20_000)
        file.write(b"spoilt")


def cut_short(copy: Path) -> None:
    with (copy / "counter.db").open("r+b") as file:
        file.truncate(40_960)


def take_away(copy: Path) -> None:
    (copy / "counter.db").unlink()


def edit_the_manifest(copy: Path) -> None:
    told = json.loads((copy / "manifest.json").read_text())
    (copy / "manifest.json").write_text(json.dumps(told | {"seq": told["seq"] + 1}))


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.iterdir() if path.is_file() and path.suffix != ".lock")
    return {path.name: path.read_bytes() for path in files}


@pytest.mark.parametrize(
    ("harm", "code"),
    [
        (spoil_a_page, "backup_damaged"),
        (cut_short, "backup_damaged"),
        (take_away, "backup_damaged"),
        (edit_the_manifest, "bad_backup"),
    ],
)
def test_a_backup_that_does_not_hold_touches_nothing(
    pc: Path, tmp_path: Path, harm: Callable[[Path], None], code: str
) -> None:
    with opened(pc) as counter:
        receive(counter, "A")
        copy = backup.make(counter, tmp_path / "disk").folder
    harm(copy)
    before = contents(pc)
    with pytest.raises((Refused, Damaged), match=code):
        put_back(copy, pc, replace=True)
    assert contents(pc) == before
    assert not (pc / restoring.STAGING).exists()


def test_a_log_edited_before_the_copy_is_found_before_it_is_put_back(pc: Path, tmp_path: Path) -> None:
    with opened(pc) as counter:
        receive(counter, "A", "B")
    with with_the_key(pc) as connection:
        connection.execute("UPDATE events SET body = replace(body, '1.001193', '1.001194') WHERE seq = 1")
    with opened(pc) as counter:
        copy = backup.make(counter, tmp_path / "disk").folder
    with pytest.raises(Damaged, match="chain_"):
        put_back(copy, pc, replace=True)


def test_no_room_for_it(pc: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with opened(pc) as counter:
        copy = backup.make(counter, tmp_path / "disk").folder
    monkeypatch.setattr(copies, "SPARE", 2**60)
    with pytest.raises(Unavailable, match="backup_no_room"):
        put_back(copy, pc, replace=True)


def test_without_the_passphrase_it_opens_nowhere_else(pc: Path, tmp_path: Path) -> None:
    with opened(pc) as counter:
        bare = backup.make(counter, tmp_path / "disk").folder
        recovery.keep(pc, store_key(counter), OFFICE_WORDS)
        copy = backup.make(counter, tmp_path / "disk").folder
    with pytest.raises(Refused, match="recovery_missing"):
        put_back(bare, tmp_path / "other", words)
    with pytest.raises(Refused, match="wrong_recovery"):
        put_back(copy, tmp_path / "another", lambda: "cây đa bến nước sân chùa")
    put_back(copy, tmp_path / "third", words)
    first, third = (open_secrets(path).get(bootstrap.STORE_KEY) for path in (pc, tmp_path / "third"))
    assert None not in (first, third)
    assert first != third  # each PC has a key of its own,
    assert recovery.key_of(tmp_path / "third", OFFICE_WORDS) == third  # which the same words open


def test_cut_off_while_the_copy_takes_its_place_it_is_done_again(
    pc: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with opened(pc) as counter:
        (code,) = receive(counter, "A")
        copy = backup.make(counter, tmp_path / "disk").folder
    with monkeypatch.context() as patched:
        patched.setattr(restoring, "_swap", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            put_back(copy, pc, replace=True)
    with opened(pc) as counter:
        assert codes(counter) == [code]
        receive(counter, "B")
    put_back(copy, pc, replace=True)
    with opened(pc) as counter:
        assert codes(counter) == [code]


def test_a_new_name_is_taken_in_whole_also_when_it_was_cut_off(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The store knew the new name already, the keyring still the former's key: no event is signed wrongly."""
    first = office.open()
    receive(first, "A")
    copy = backup.make(first, tmp_path / "disk").folder
    first.close()
    folder = DataFolder(office.root / "pc")
    put_back(copy, folder.path, replace=True)
    with monkeypatch.context() as patched:
        former = first.installation.installation_id
        patched.setattr(identity, "take_place", lambda _folder, _secrets, name: name == former or 1 / 0)
        with pytest.raises(ZeroDivisionError):
            bootstrap.enrol(folder, office.token())
    anew = office.open()
    receive(anew, "B")
    assert sync.exchange(anew).problem == ""
    assert verify_log(anew).faults == ()
    with pytest.raises(Refused, match="already_enrolled"):
        bootstrap.enrol(folder, office.token())


def test_a_lost_answer_to_the_new_enrolment_grants_no_second_name(office: Office, tmp_path: Path) -> None:
    first = office.open()
    copy = backup.make(first, tmp_path / "disk").folder
    first.close()
    folder = DataFolder(office.root / "pc")
    put_back(copy, folder.path, replace=True)
    token, secrets = office.token(), open_secrets(folder.path)
    asked = identity.successor(secrets)
    assert (asked[0], asked[1].raw) == (identity.successor(secrets)[0], identity.successor(secrets)[1].raw)
    assert bootstrap.enrol(folder, token).installation_id == asked[0]


def test_put_back_twice_it_takes_a_third_name(office: Office, tmp_path: Path) -> None:
    first = office.open()
    receive(first, "A")
    copy = backup.make(first, tmp_path / "disk").folder
    first.close()
    folder, names = DataFolder(office.root / "pc"), [first.installation.installation_id]
    given: list[str] = []
    for name in "BC":
        put_back(copy, folder.path, replace=True)
        bootstrap.enrol(folder, office.token())
        counter = office.open()
        names.append(counter.installation.installation_id)
        given += receive(counter, name)
        assert sync.exchange(counter).problem == ""
        counter.close()
    assert len(set(names)) == 3
    assert len(set(given)) == 2
    assert office.living.count("quarantine") == 0


def test_an_old_copy_put_back_by_hand_goes_on_anew(office: Office) -> None:
    """`enrol --anew`: the way out of log_rolled_back without another folder."""
    first = office.open()
    receive(first, "A")
    first.close()
    shutil.copy(office.root / "pc" / "counter.db", office.root / "old.db")
    later = office.open()
    receive(later, "B")
    later.close()
    shutil.copy(office.root / "old.db", office.root / "pc" / "counter.db")
    folder = DataFolder(office.root / "pc")
    with pytest.raises(Refused, match="already_enrolled"):
        bootstrap.enrol(folder, office.token())
    bootstrap.enrol(folder, office.token(), anew=True)
    anew = office.open()
    receive(anew, "C")
    assert sync.exchange(anew).problem == ""
    assert office.living.count("dossiers") == 2
    with anew.store.read() as conn:
        assert succession.ended(conn, first.installation.installation_id) == "replaced"


def store_key(counter: Counter) -> bytes:
    key = open_secrets(counter.folder.path).get(bootstrap.STORE_KEY)
    assert key is not None
    return key


def test_a_copy_made_before_the_new_name_can_be_put_back_too(office: Office, tmp_path: Path) -> None:
    first = office.open()
    (code,) = receive(first, "A")
    recovery.keep(first.folder.path, store_key(first), OFFICE_WORDS)
    copy = backup.make(first, tmp_path / "disk").folder
    put_back(copy, office.root / "other", words)
    other = office.open("other")
    again = backup.make(other, tmp_path / "disk").folder
    other.close()
    put_back(again, office.root / "third", words)
    bootstrap.enrol(DataFolder(office.root / "third"), office.token())
    third = office.open("third")
    assert sync.exchange(third).unsent == 0
    assert codes(third) == [code]


def test_a_name_that_the_centre_will_not_have_is_given_up(office: Office) -> None:
    """It was registered, its answer lost; then an administrator revoked what nobody seemed to use."""
    folder = office.enrol()
    waiting, key = identity.successor(open_secrets(folder.path))
    client.enrol(office.living.token(office.address), waiting, key, "PC")
    with office.living.owner.begin() as connection:
        connection.exec_driver_sql(
            f"UPDATE installations SET revoked_at = 1 WHERE installation_id = '{waiting}'"
        )
    with pytest.raises(Refused, match="installation_exists"):
        bootstrap.enrol(folder, office.token(), anew=True)
    assert bootstrap.enrol(folder, office.token(), anew=True).installation_id != waiting


def test_searching_works_before_the_new_name(pc: Path, tmp_path: Path) -> None:
    with opened(pc) as counter:
        (code,) = receive(counter, "Trần Văn Tìm")
        copy = backup.make(counter, tmp_path / "disk").folder
    put_back(copy, pc, replace=True)
    with opened(pc) as counter:
        assert [row.code for row in desk.today(counter, PERSON)] == [code]
