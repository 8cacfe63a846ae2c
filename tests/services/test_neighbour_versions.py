"""Counters and a centre one version apart, both ways: nothing is lost, all is told in the end."""

import itertools
from collections.abc import Callable

import msgspec
import pytest

from counter_app import wire, wire_files
from counter_app.central import briefing, founding, reference
from counter_app.central.rejudging import rejudge
from counter_app.domain import state_digest
from counter_app.domain.dossier import State
from counter_app.domain.kinds import KINDS
from counter_app.domain.life import commands
from counter_app.errors import Refused
from counter_app.remote import answers
from counter_app.seal import SigningKey
from counter_app.services import life, sync
from counter_app.services.counter import Counter
from counter_app.services.recomputation import recompute
from counter_app.store import briefing as briefings
from counter_app.wire_digests import DigestsAnswer, DigestsRequest
from tests.central.living import TODAY, Living
from tests.pcs import PERSON, Office, receive
from tests.services.papers_life import act
from tests.services.test_state_digests import a_day_later

ARRIVED = "result.arrived"


@pytest.fixture
def know(monkeypatch: pytest.MonkeyPatch) -> Callable[[bool], None]:
    """Let every counter and the centre know a kind of facts, or be of the version before it came."""
    kind = KINDS[ARRIVED]

    def change(known: bool) -> None:
        if known:
            monkeypatch.setitem(KINDS, ARRIVED, kind)
        else:
            monkeypatch.delitem(KINDS, ARRIVED)
        for told in (state_digest.readable, state_digest.shape):
            told.cache_clear()

    return change


def state(counter: Counter, code: str) -> State:
    return life.file_of(counter, PERSON, code).dossier.state


def projected(living: Living, code: str) -> int:
    with living.owner.connect() as connection:
        asked = f"SELECT state FROM dossiers WHERE code = '{code}'"
        return int(connection.exec_driver_sql(asked).scalar_one())


def test_a_later_counters_facts_wait_at_a_centre_and_a_pc_before_it(
    office: Office, know: Callable[[bool], None]
) -> None:
    later, before = office.open("later"), office.open("before")
    (code,) = receive(later, "A")
    for counter in (later, before):
        sync.exchange(counter)
    act(later, commands.RecordArrival, code)
    know(False)
    (other,) = receive(later, "B")  # what comes after is not held up
    told = sync.exchange(later)
    assert [item.code for item in told.quarantined] == ["unknown_kind"]
    assert (told.unsent, told.problem) == (0, "")
    assert sync.exchange(before).problem == ""
    assert state(before, code) == projected(office.living, code) == State.RECEIVED
    assert state(before, other) == State.RECEIVED
    know(True)
    sources = reference.Sources(TODAY, office=reference.RESOURCES / "tryout_office.json")
    founding.found(office.living.owner_url, office.living.folder, sources)  # the centre is updated
    assert projected(office.living, code) == State.RESOLVED
    assert office.living.count("quarantine") == 0
    sync.exchange(before)
    assert state(before, code) == State.RESOLVED
    a_day_later(later)
    assert sync.exchange(later).quarantined == ()
    for counter in (later, before):
        assert recompute(counter).differences == ()


def test_what_is_not_right_stays_quarantined_for_another_reason(
    office: Office, know: Callable[[bool], None]
) -> None:
    counter = office.open()
    (code,) = receive(counter, "A")
    act(counter, commands.RecordArrival, code)
    know(False)
    sync.exchange(counter)
    assert rejudge(office.living.owner, 1) == 0
    know(True)
    with office.living.owner.begin() as connection:
        connection.exec_driver_sql("DELETE FROM grants")  # nobody was permitted anything
    assert rejudge(office.living.owner, 1) == 1
    with office.living.owner.connect() as connection:
        codes = connection.exec_driver_sql("SELECT code FROM quarantine").scalars().all()
    assert codes == ["not_permitted"]
    assert rejudge(office.living.owner, 1) == 0


def test_versions_that_fold_otherwise_compare_nothing(office: Office, know: Callable[[bool], None]) -> None:
    counter = office.open()
    receive(counter, "A")
    sync.exchange(counter)
    after = sync.outgoing(counter).feed_after
    mine = DigestsRequest(after, "2026-01-01", state_digest.shape())
    assert counter.centre.digests(mine).position == after
    know(False)
    assert counter.centre.digests(mine).position == -1


def test_a_later_centres_briefing_is_fetched_once(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """It tells what this version does not know: its digest is then the centre's word, not of our making."""
    counter = office.open()
    real = briefing.build

    class Later(wire.Briefing, frozen=True, omit_defaults=True):
        """A briefing of the next version."""

        weather: str = ""

    def build(*arguments: object) -> wire.Briefing:
        told = real(*arguments)  # type: ignore[arg-type]
        return Later(**{name: getattr(told, name) for name in told.__struct_fields__}, weather="mưa")

    monkeypatch.setattr(briefing, "build", build)
    office.living.centre.digests.clear()
    fetched = itertools.count()
    ask = counter.centre.briefing
    monkeypatch.setattr(counter.centre, "briefing", lambda: (next(fetched), ask())[1])
    for _ in range(3):
        assert sync.exchange(counter).problem == ""
    assert next(fetched) == 1
    receive(counter, "A")
    with counter.store.read() as conn:
        assert briefings.load(conn) is not None


def test_an_answer_of_a_later_centre_that_cannot_be_read_stops_nothing(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = office.open()
    office.open("another")  # news
    receive(counter, "A")

    def unreadable() -> wire.Briefing:
        centre, body = SigningKey.generate(), b'{"office": {"office_id": 5}}'
        headers = {wire.SIGNATURE: centre.sign(wire.answer_bytes("/x", 200, "n", body)).hex()}
        return answers.read(answers.Raw("/x", 200, "n", headers, body), centre.public, wire.Briefing)

    monkeypatch.setattr(counter.centre, "briefing", unreadable)
    told = sync.exchange(counter)
    assert (told.online, told.unsent, told.problem) == (True, 0, "centre_newer")
    monkeypatch.undo()
    assert sync.exchange(counter).problem == ""


@pytest.mark.parametrize(
    "kind", [wire.FeedRequest, wire.BriefingRequest, wire.TimeRequest, wire_files.PhotoRequest]
)
def test_a_later_counter_may_ask_with_more_words(kind: type[msgspec.Struct]) -> None:
    known = {"after": 3, "digest": "a"}
    said = {name: known[name] for name in kind.__struct_fields__ if name in known} | {"added_later": [1]}
    msgspec.json.decode(msgspec.json.encode(said), type=kind)


def test_a_later_counter_may_not_send_what_would_be_dropped() -> None:
    body = b'{"events": [], "added_later": 1}'
    with pytest.raises(msgspec.ValidationError):
        msgspec.json.decode(body, type=wire.PushRequest)


def test_an_older_centre_tells_less(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without epochs of its own, marks and a head: the counter goes on as it did before them."""
    one, two = office.open("one"), office.open("two")
    ask = two.centre.feed

    def older(request: wire.FeedRequest) -> wire.FeedAnswer:
        told = ask(wire.FeedRequest(request.after, request.limit))
        return msgspec.structs.replace(told, begins=-1, mark=b"", head=-1, archived=-1, head_mark=b"")

    def unknown(request: DigestsRequest) -> DigestsAnswer:
        raise Refused("no_such_path")

    monkeypatch.setattr(two.centre, "feed", older)
    monkeypatch.setattr(two.centre, "digests", unknown)
    (code,) = receive(one, "A")
    receive(two, "B")
    sync.exchange(one)
    a_day_later(two)
    told = sync.exchange(two)
    assert (told.unsent, told.problem) == (0, "")
    assert state(two, code) == State.RECEIVED
