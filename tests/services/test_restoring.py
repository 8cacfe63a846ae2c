"""A backup put back: proved first, under a new identity, nothing lost, nothing twice, no code given twice."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from counter_app import bootstrap
from counter_app.domain.commands import ConfirmPrinted
from counter_app.domain.identity import new_event_id
from counter_app.domain.life.commands import RecordArrival
from counter_app.errors import Damaged, Refused
from counter_app.host.files import DataFolder
from counter_app.host.secrets import open_secrets
from counter_app.remote import client
from counter_app.services import backup, desk, identity, life, recovery, restoring, sync
from counter_app.services.counter import Counter
from counter_app.services.recomputation import recompute
from counter_app.services.restoring import Restored
from counter_app.services.verification import verify_log
from counter_app.store import log, outbox, succession
from tests.pcs import PERSON, Office, codes, opened, receive, store_key

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


def nothing_is_written(closed: Counter, code: str) -> None:
    """Try all that writes at a PC without an identity of its own."""
    for act in (
        lambda: receive(closed, "D"),
        lambda: desk.confirm_printed(closed, ConfirmPrinted(new_event_id(), PERSON, code, "01")),
        lambda: life.act(closed, RecordArrival(new_event_id(), PERSON, code)),
    ):
        with pytest.raises(Damaged, match="identity_needed"):
            act()
    assert sync.exchange(closed).problem == "identity_needed"


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
    nothing_is_written(closed, a)
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
