"""A PC that has everything to hear fetches it in signed chunks, whatever is cut, wrong or erased then."""

import json
import zlib
from collections.abc import Callable
from typing import Any

import msgspec
import pytest

from counter_app import seal, wire, wire_snapshot
from counter_app.central import database, epochs, snapshots
from counter_app.domain.identity import new_event_id
from counter_app.domain.staff_events import PersonRotated
from counter_app.errors import Refused, Unavailable
from counter_app.remote.client import Centre
from counter_app.services import chunks, desk, sync, sync_contact, sync_state
from counter_app.services import snapshots as fetching
from counter_app.services.counter import Counter
from counter_app.services.verification import verify_log
from counter_app.store import disbelief, log, outbox, projection_state
from tests.central.counters import RECEIVED
from tests.central.counters import Counter as Log
from tests.central.living import OFFICE, enrolled
from tests.pcs import Office, codes, intake
from tests.services.standing_in import ANH, MINH
from tests.simulation.stillness import AtOnce

DOSSIERS, PAGE = 24, 4  # of the office; events in one page of the feed


@pytest.fixture
def told(office: Office, monkeypatch: pytest.MonkeyPatch) -> Log:
    """The office has told so much that its feed is long: 49 events, one of them refused by the centre."""
    monkeypatch.setattr(snapshots, "ENOUGH", 2 * PAGE)
    monkeypatch.setattr(wire_snapshot, "CHUNK_BYTES", 9000)
    monkeypatch.setattr(fetching, "AT_ONCE", 3)
    monkeypatch.setattr(chunks, "Thread", AtOnce)
    monkeypatch.setattr(
        sync_contact, "FeedRequest", lambda after, _, **more: wire.FeedRequest(after, PAGE, **more)
    )
    source, client = enrolled(office.living, office.address)
    for _ in range(DOSSIERS):
        source.receive()
    moved = new_event_id()
    source.tell(PersonRotated(ANH, RECEIVED, "Quầy 3", "", "2026-11-19", "", ""), moved, MINH, event_id=moved)
    assert [one.code for one in client.push(source.batch()).quarantined] == ["not_permitted"]
    client.close()
    return source


class Line:
    """What a PC asks its centre: noted, and unheard or altered as a test wants."""

    def __init__(self, counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked: list[tuple[str, msgspec.Struct]] = []
        self.silent = False
        self.altered: dict[str, Callable[[Any], Any]] = {}
        self._straight = counter.centre.ask
        monkeypatch.setattr(counter.centre, "ask", self)

    def __call__(self, path: str, request: msgspec.Struct, kind: type[Any], **more: Any) -> Any:
        """Ask, as `Centre.ask`."""
        if self.silent:
            raise Unavailable("centre_unreachable", reason="cut")
        self.asked.append((path, request))
        answer = self._straight(path, request, kind, **more)
        return self.altered[path](answer) if path in self.altered else answer

    @property
    def chunks(self) -> list[int]:
        """Up to which positions chunks were asked for."""
        return [one.upto for _path, one in self.asked if isinstance(one, wire_snapshot.ChunkRequest)]


def digests(counter: Counter) -> dict[str, str]:
    with counter.store.read() as conn:
        return projection_state.digests(conn, "2026-01-01", ())


def stands(counter: Counter) -> outbox.SyncState:
    with counter.store.read() as conn:
        return outbox.state(conn, counter.installation.installation_id)


def received(told: Log) -> list[str]:
    return sorted(one.event.subject for one in told.links if one.event.kind == "dossier.received")


def has_all(counter: Counter, told: Log) -> bool:
    """Tell whether a PC shows every dossier, with a log that holds."""
    return verify_log(counter).faults == () and codes(counter) == received(told)


@pytest.mark.parametrize("most", [wire_snapshot.MOST_CHUNKS, 2])
def test_a_new_pc_tells_the_same_as_a_colleague_who_heard_page_by_page(
    office: Office, told: Log, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    monkeypatch.setattr(wire_snapshot, "MOST_CHUNKS", most)
    with monkeypatch.context() as older:
        older.setattr(snapshots, "ENOUGH", 10_000)
        colleague = office.open("colleague")
        assert sync.exchange(colleague).problem == ""
    counter = office.open("new")
    line = Line(counter, monkeypatch)
    assert sync.exchange(counter).problem == ""
    assert len(line.chunks) >= 4
    pages = sum(path == wire.FEED for path, _request in line.asked)
    assert pages == 2 or most == 2  # what begins, and what comes after
    assert has_all(counter, told)
    assert digests(counter) == digests(colleague) != {}
    assert stands(counter).feed_cursor == stands(colleague).feed_cursor
    assert stands(counter).feed_mark == stands(colleague).feed_mark
    with counter.store.read() as conn:
        assert [code for _event, code in disbelief.doubted(conn)] == ["not_permitted"]
        assert projection_state.load(conn).compared_ms > 0
        assert sync_state.problem(conn) == ""


def folded(counter: Counter, most: int = 1000) -> sync.SyncState:
    """Contact the centre once, and fold what came in at most so many parts."""
    state = sync.settle(counter, sync.contact(counter, sync.outgoing(counter)))
    while state.unfolded and most:
        state, most = sync.go_on(counter), most - 1
    return state


def begun(office: Office, monkeypatch: pytest.MonkeyPatch) -> tuple[Counter, Line]:
    """Return a new PC that has a manifest, one chunk of it and the next at hand, and its line."""
    counter = office.open("new")
    line = Line(counter, monkeypatch)
    folded(counter)
    assert folded(counter).share is not None
    assert len(line.chunks) == 2
    return counter, line


@pytest.mark.parametrize("restart", [False, True])
@pytest.mark.parametrize("most", [1000, 1])
def test_cut_at_each_chunk_it_goes_on_there(
    office: Office, told: Log, monkeypatch: pytest.MonkeyPatch, restart: bool, most: int
) -> None:
    counter, seen, places = office.open("new"), [], [0]
    while places[-1] < office.living.count("events"):
        line = Line(counter, monkeypatch)
        folded(counter, 1000)
        folded(counter, most)  # the whole of the next chunk, or its first part
        line.silent = True
        while folded(counter).online:
            """What was on its way before is taken in still."""
        line.silent = False
        seen += line.chunks
        places.append(stands(counter).feed_cursor)
        if restart:
            counter.close()
            counter = office.open("new")
    assert places == sorted(places)
    assert has_all(counter, told)
    assert len(seen) >= 4
    assert len(seen) == len(set(seen)) or most == 1  # a chunk that was here as a whole is not fetched again


def test_what_is_not_the_chunk_is_thrown_away_and_fetched_anew(
    office: Office, told: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = office.open("new")
    line, spoilt = Line(counter, monkeypatch), []

    def spoil(answer: wire_snapshot.ChunkAnswer) -> wire_snapshot.ChunkAnswer:
        text = zlib.decompress(answer.content).replace(b"1.001193", b"1.001194")
        spoilt.append(answer)
        return msgspec.structs.replace(answer, content=zlib.compress(text)) if len(spoilt) % 2 else answer

    line.altered[wire_snapshot.CHUNK] = spoil
    assert sync.exchange(counter).problem == ""
    assert len(line.chunks) == 2 * len(set(line.chunks))
    assert has_all(counter, told)


@pytest.mark.parametrize("content", [b"", b"no deflate", zlib.compress(b"[]" * 100_000)])
def test_a_centre_that_tells_only_wrong_chunks_is_read_page_by_page(
    office: Office, told: Log, monkeypatch: pytest.MonkeyPatch, content: bytes
) -> None:
    counter = office.open("new")
    line = Line(counter, monkeypatch)
    line.altered[wire_snapshot.CHUNK] = lambda answer: msgspec.structs.replace(answer, content=content)
    assert sync.exchange(counter).problem == ""
    assert has_all(counter, told)


def test_an_older_centre_is_read_page_by_page(
    office: Office, told: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(_answer: object) -> None:
        raise Refused("no_such_path")

    counter = office.open("new")
    Line(counter, monkeypatch).altered[wire_snapshot.SNAPSHOT] = unknown
    assert sync.exchange(counter).problem == ""
    assert has_all(counter, told)


@pytest.mark.parametrize("fault", ["signature", "text", "key", "office", "epoch", "order", "shape"])
def test_a_manifest_that_is_not_for_here_is_refused(
    office: Office, told: Log, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    def forge(answer: wire_snapshot.SnapshotAnswer) -> wire_snapshot.SnapshotAnswer:
        key = seal.SigningKey.generate() if fault == "key" else office.living.centre.key
        manifest = json.loads(answer.manifest)
        altered = {
            "office": {"office_id": "00007"},
            "epoch": {"store_epoch": "0" * 16},
            "order": {"chunks": [*manifest["chunks"], *manifest["chunks"][:1]]},
            "text": {"last": manifest["last"] + 1},
            "shape": {"chunks": 7},
        }
        text = json.dumps(manifest | altered.get(fault, {})).encode()
        unsigned = answer.signature[::-1] if fault == "signature" else answer.signature
        signed = key.sign(wire_snapshot.manifest_bytes(text))
        return msgspec.structs.replace(
            answer, manifest=text, signature=unsigned if fault in ("signature", "text") else signed
        )

    counter = office.open("new")
    line = Line(counter, monkeypatch)
    line.altered[wire_snapshot.SNAPSHOT] = forge
    assert folded(counter).problem == "snapshot_unfit"
    sync.exchange(counter)
    assert line.chunks == []
    assert has_all(counter, told)


def test_what_comes_meanwhile_is_not_lost_and_the_pc_receives(
    office: Office, told: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter, _line = begun(office, monkeypatch)
    folded(counter, 1)
    own = desk.receive(counter, intake("Trong khi lấy")).code
    fold_on = sync.go_on(counter)
    assert fold_on.unsent > 0
    before = len(told.links)
    told.receive()
    client = Centre(office.address, office.living.centre.key.public, told.installation_id, told.key)
    client.push(told.batch(before + 1))
    client.close()
    state = folded(counter)
    assert (state.unsent, state.share is not None) == (0, True)  # sent before the rest was fetched
    assert sync.exchange(counter).share is None
    assert codes(counter) == sorted([own, *received(told)])
    assert verify_log(counter).faults == ()


def test_erased_meanwhile_it_is_told_nowhere(
    office: Office, told: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter, line = begun(office, monkeypatch)
    last = told.links[-3].event
    with office.living.owner.begin() as connection:
        gone = "DELETE FROM personal WHERE event_id = %s"
        assert connection.exec_driver_sql(gone, (last.event_id,)).rowcount == 1
    assert sync.exchange(counter).problem == ""
    assert len(line.chunks) >= 4
    assert has_all(counter, told)
    with counter.store.read() as conn:
        assert log.personal_of(conn, last.event_id) is None
        assert log.personal_of(conn, told.links[0].event.event_id) is not None


def test_a_centre_restored_meanwhile_is_read_anew(
    office: Office, told: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter, line = begun(office, monkeypatch)
    with office.living.owner.begin() as connection:
        epochs.begin(connection, OFFICE, database.course(connection), office.living.clock())
    assert sync.exchange(counter).problem == ""
    epochs_asked = {one.store_epoch for _, one in line.asked if isinstance(one, wire_snapshot.ChunkRequest)}
    assert len(epochs_asked) == 2
    assert has_all(counter, told)


def test_the_centre_makes_a_manifest_once(office: Office, told: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    pcs = [office.open("new"), office.open("newer")]
    for counter in pcs:
        sync.exchange(counter)
    assert len(office.living.centre.snapshots) == 1
    with pytest.raises(Refused) as caught:
        pcs[0].centre.ask(
            wire_snapshot.SNAPSHOT, wire_snapshot.SnapshotRequest(-1), wire_snapshot.SnapshotAnswer
        )
    assert caught.value.code == "bad_request"
