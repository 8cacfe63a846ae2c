"""A data folder copied to another PC, keys and all: who hears that the centre knows more issues nothing."""

import shutil
from dataclasses import replace

import pytest

from counter_app import bootstrap
from counter_app.errors import Damaged, Refused
from counter_app.host.files import DataFolder
from counter_app.host.key_names import ROTATED_KEY
from counter_app.services import sync
from counter_app.services.counter import Counter
from counter_app.store import outbox
from tests.pcs import Office, codes, receive
from tests.services.turning import secrets_of


def forked(office: Office, *, nothing_yet: bool = False) -> tuple[Counter, Counter, list[str]]:
    """Let a PC and its copy both go on, the copy with `nothing_yet`; the first one has met the centre."""
    first = office.open()
    receive(first, "A")
    sync.exchange(first)
    first.close()
    shutil.copytree(office.root / "pc", office.root / "copy")
    first, copy = office.open(), office.open("copy")
    given = receive(first, "B", "C")
    sync.exchange(first)
    if not nothing_yet:
        receive(copy, "D", "E", "F")  # the codes of B and C, a second time: paper cannot know
    return first, copy, given


def test_a_forked_copy_begins_with_an_empty_store_and_believes_its_twin(office: Office) -> None:
    first, copy, given = forked(office)
    with pytest.raises(Refused, match="already_enrolled"):
        bootstrap.enrol(DataFolder(office.root / "copy"), office.token())
    sync.exchange(copy)
    with pytest.raises(Damaged, match="log_forked"):
        receive(copy, "G")
    copy.close()
    secrets_of(office, "copy").put(ROTATED_KEY, bytes(32))  # a change of its key that was cut off
    bootstrap.enrol(DataFolder(office.root / "copy"), office.token(), anew=True)
    assert secrets_of(office, "copy").get(ROTATED_KEY) is None
    copy = office.open("copy")
    receive(first, "H")
    mine = receive(copy, "I")
    for counter in (first, copy, first):
        assert sync.exchange(counter).problem == ""
    assert codes(copy) == codes(first)
    assert mine[0] not in given
    assert len(list((office.root / "copy").glob("replaced-*/counter.db"))) == 1  # nothing is thrown away


def test_a_fork_that_the_centre_has_not_whole_is_not_put_aside(office: Office) -> None:
    _first, copy, _given = forked(office)
    answer = sync.contact(copy, sync.outgoing(copy))
    assert answer.push
    own = copy.installation.installation_id
    with copy.store.write() as conn:
        outbox.acknowledge(conn, own, 3, answer.push.quarantined, answer.push.store_epoch)
    copy.close()
    with pytest.raises(Refused, match="fork_unsent"):
        bootstrap.enrol(DataFolder(office.root / "copy"), office.token(), anew=True)
    assert not list((office.root / "copy").glob("replaced-*"))


def test_a_fork_that_only_its_successor_learns_of_is_known_then(office: Office) -> None:
    first, copy, _given = forked(office)
    receive(first, "K", "L")
    sync.exchange(first)  # the centre holds more than the copy now
    with pytest.raises(Damaged, match="old_copy"):
        sync.settle(copy, replace(sync.contact(copy, sync.outgoing(copy)), push=None))
    copy.close()
    bootstrap.enrol(DataFolder(office.root / "copy"), office.token())
    copy = office.open("copy")
    assert sync.exchange(copy).problem == "chain_broken"
    with pytest.raises(Damaged, match="log_forked"):
        receive(copy, "M")
    copy.close()
    bootstrap.enrol(DataFolder(office.root / "copy"), office.token(), anew=True)
    copy = office.open("copy")
    assert sync.exchange(copy).problem == ""
    assert codes(copy) == codes(first)


def test_what_a_copy_wrote_while_an_answer_was_on_its_way_is_sent(office: Office) -> None:
    """The centre's word about its twin's events is none about those that came since it was asked."""
    first, copy, _given = forked(office, nothing_yet=True)
    answer = sync.contact(copy, sync.outgoing(copy))
    receive(copy, "D", "E", "F")
    with pytest.raises(Damaged, match="old_copy"):
        sync.settle(copy, answer)
    with copy.store.read() as conn:
        assert outbox.unsent(conn, copy.installation.installation_id)[0] == 3
    copy.close()
    bootstrap.enrol(DataFolder(office.root / "copy"), office.token())
    sync.exchange(office.open("copy"))
    assert office.living.count("forks") == 3
    assert sync.exchange(first).problem == ""


def test_no_more_is_acknowledged_than_was_sent(office: Office) -> None:
    """What both halves of a log share says nothing of what follows in either."""
    _first, copy, _given = forked(office)
    own = copy.installation.installation_id
    with copy.store.write() as conn:
        outbox.save_state(conn, own, replace(outbox.state(conn, own), acknowledged=0))
    request = sync.outgoing(copy)
    one = replace(request, events=request.events[:1], log=replace(request.log, sent=1))
    sync.settle(copy, sync.contact(copy, one))
    sync.exchange(copy)
    assert office.living.count("forks") == 3


def test_a_copy_that_was_told_so_gives_no_code_a_second_time(office: Office) -> None:
    first = office.open()
    receive(first, "A")
    sync.exchange(first)
    first.close()
    shutil.copytree(office.root / "pc", office.root / "copy")
    first, copy = office.open(), office.open("copy")
    given = receive(first, "B")
    sync.exchange(first)
    with pytest.raises(Damaged, match="old_copy"):
        sync.exchange(copy)  # it has nothing to send that could show the fork
    with pytest.raises(Damaged, match="identity_needed"):
        receive(copy, "C")
    copy.close()
    bootstrap.enrol(DataFolder(office.root / "copy"), office.token())
    copy = office.open("copy")
    given += receive(copy, "C")
    assert len(set(given)) == 2
    assert sync.exchange(copy).problem == sync.exchange(first).problem == ""
    assert office.living.count("quarantine") == 0
