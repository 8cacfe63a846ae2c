"""The next chunk of a snapshot comes while one is folded; whatever befalls it, all is as if it had not."""

import socket
from dataclasses import replace
from threading import Thread
from typing import Any

import msgspec
import pytest

from counter_app import wire, wire_snapshot
from counter_app.central import database, epochs
from counter_app.errors import Refused, Unavailable
from counter_app.remote.client import Centre
from counter_app.services import chunks, sync
from counter_app.services import snapshots as fetching
from counter_app.services.counter import Counter
from counter_app.store import outbox
from tests.central.counters import Counter as Log
from tests.central.living import OFFICE
from tests.pcs import Office, codes, receive
from tests.services.test_erased import ended, erase
from tests.services.test_purge import held
from tests.services.test_snapshots import Line, begun, folded, has_all, told

__all__ = ["told"]


def test_what_is_here_already_is_asked_for_no_more_and_its_time_is_when_it_was_heard(
    office: Office, told: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter, line = begun(office, monkeypatch)
    here = counter.clock.reading()
    later = replace(here, boot_ms=here.boot_ms + 3_600_000, wall_ms=here.wall_ms + 3_600_000)
    line.silent = True  # the PC slept for an hour, and no line is there when it wakes
    monkeypatch.setattr(counter.clock, "_read", lambda: later)
    answer = sync.contact(counter, sync.outgoing(counter))
    assert answer.chunk is not None
    assert (answer.online, answer.chunk.name.upto, len(line.chunks)) == (True, line.chunks[1], 2)
    assert answer.heard == answer.chunk.heard != later
    sync.settle(counter, answer)
    assert counter.clock.now().ms - answer.chunk.now >= 3_600_000
    while sync.go_on(counter).unfolded:
        """All of it is taken in."""
    assert not folded(counter).online
    line.silent = False
    assert sync.exchange(counter).problem == ""
    assert has_all(counter, told)


FAULTS: list[Exception] = [
    Unavailable("centre_unreachable", reason="ReadTimeout", wait_ms=0, torn=True),
    Unavailable("centre_unreachable", reason="unsigned", wait_ms=120_000, torn=False),
    Refused("installation_revoked"),
    Refused("snapshot_gone"),
]


@pytest.mark.parametrize("fault", FAULTS, ids=["torn", "busy", "revoked", "gone"])
def test_what_did_not_come_is_asked_for_again(
    office: Office, told: Log, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    counter = office.open("new")
    line, straight = Line(counter, monkeypatch), counter.centre.ask
    aside: list[str] = []

    def ask(path: str, request: Any, kind: type[Any], **more: Any) -> Any:
        if more.get("aside"):
            aside.append(path)
            raise fault
        return straight(path, request, kind, **more)

    monkeypatch.setattr(counter.centre, "ask", ask)
    state = sync.exchange(counter)
    assert (state.problem, state.online, state.wait_ms) == ("", True, 0)
    assert len(aside) == len(line.chunks) - 1 >= 3  # but the first, before the epoch is known
    assert len(line.chunks) == len(set(line.chunks))
    assert has_all(counter, told)


def test_of_a_centre_restored_meanwhile_nothing_more_is_believed_than_was_told_before(
    office: Office, told: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter, line = begun(office, monkeypatch)
    before = line.chunks[1]
    living = office.living
    with living.owner.begin() as connection:
        epochs.begin(connection, OFFICE, database.course(connection), living.clock())
    assert folded(counter).problem == ""
    with counter.store.read() as conn:
        assert outbox.state(conn, counter.installation.installation_id).feed_cursor == before
    assert sync.exchange(counter).problem == ""
    assert has_all(counter, told)
    assert len({one.store_epoch for _, one in line.asked if isinstance(one, wire_snapshot.ChunkRequest)}) == 2


def test_a_feed_put_back_meanwhile_throws_it_away(
    office: Office, told: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter, _line = begun(office, monkeypatch)
    with counter.store.write() as conn:  # as where another briefing has come, with keys
        outbox.read_anew(conn, counter.installation.installation_id)
    request = sync.outgoing(counter)
    assert request.chunk is None
    answer = sync.contact(counter, request)
    assert answer.chunk is None
    assert answer.feed is not None
    assert answer.feed.begins == 0
    sync.settle(counter, answer)
    assert sync.exchange(counter).problem == ""
    assert has_all(counter, told)


def test_another_chunk_of_the_same_place_is_not_taken_for_it(
    office: Office, told: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter, _line = begun(office, monkeypatch)
    want = sync.outgoing(counter).chunk
    assert want is not None
    assert counter.coming is not None
    assert counter.coming.chunk(want) is not None
    renamed = replace(want, name=msgspec.structs.replace(want.name, digest="0" * 64))
    for other in (renamed, replace(want, epoch="0" * 16), replace(want, after=want.after - 1)):
        assert counter.coming.chunk(other) is None


def test_a_receipt_made_meanwhile_goes_first_and_none_is_fetched_before_it_went(
    office: Office, told: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter, line = begun(office, monkeypatch)
    (own,) = receive(counter, "Trong khi lấy")
    asked = len(line.asked)
    answer = sync.contact(counter, sync.outgoing(counter))
    assert answer.push is not None
    assert answer.chunk is not None
    assert [path for path, _request in line.asked[asked:]] == [wire.PUSH]
    (other,) = receive(counter, "Và lúc đang ghi")
    sync.settle(counter, answer)
    assert len(line.chunks) == 2  # another receipt waits: nothing is fetched beside it
    while sync.go_on(counter).unfolded:
        """All of it is taken in."""
    asked = len(line.asked)
    sync.settle(counter, sync.contact(counter, sync.outgoing(counter)))
    assert [path for path, _request in line.asked[asked:]][:2] == [wire.PUSH, wire_snapshot.CHUNK]
    assert sync.exchange(counter).problem == ""
    assert {own, other} <= set(codes(counter))


def test_erased_after_it_was_fetched_it_goes_with_the_word_of_it(
    office: Office, told: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = ended(one := office.open("one"))
    sync.exchange(one)
    counter = office.open("new")
    folded(counter)
    while code not in at_hand(counter):
        assert folded(counter).again
    erase(office, code)
    assert held(counter) == 0
    assert sync.exchange(counter).problem == ""
    assert code in codes(counter)
    assert held(counter) == 0


def at_hand(counter: Counter) -> set[str]:
    """Return of what the chunk tells that was fetched ahead."""
    want = sync.outgoing(counter).chunk
    ready = counter.coming.chunk(want) if counter.coming and want else None
    return {item.event.subject for item in ready.events if item.personal} if ready else set()


def test_closed_meanwhile_it_comes_to_its_end_and_none_is_on_its_way_twice(
    office: Office, told: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter, _line = begun(office, monkeypatch)
    answer = sync.contact(counter, sync.outgoing(counter))
    monkeypatch.setattr(chunks, "Thread", Thread)
    here = counter.installation
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        counter.centre = Centre(address, here.centre_key, here.installation_id, counter.signer)
        fetching.begin(counter, answer.chunk, None)
        coming = counter.coming
        assert coming is not None
        line, _address = silent.accept()
        assert line.recv(1)
        fetching.begin(counter, answer.chunk, None)
        assert counter.coming is coming
        assert coming.under_way
        counter.close()
        want = coming._want
        assert coming.chunk(want) is None
        assert not coming.under_way
        late = chunks.Coming(counter.centre, counter.clock, want)
        assert late.chunk(want) is None
        line.close()
