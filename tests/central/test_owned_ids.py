"""An event's id names whose it is: nobody else's event takes its place, whoever tells of it first."""

import hashlib

import pytest

from counter_app import wire
from counter_app.central import arrivals, doubts, gate
from counter_app.domain.identity import is_foreign, new_event_id, owned
from counter_app.remote.client import Centre
from counter_app.wire import FeedRequest, PushRequest
from tests.central.counters import Counter
from tests.central.living import OFFICE, Living, enrolled
from tests.central.test_arrivals import line


@pytest.fixture
def pair(living: Living, address: str) -> tuple[Counter, Centre]:
    return enrolled(living, address)


def marks(answer: wire.PushAnswer) -> list[tuple[int, str]]:
    return [(one.seq, one.code) for one in answer.quarantined]


def told(living: Living, counter: Counter) -> list[str]:
    """Return the ids that the centre's log has of an installation."""
    asked = "SELECT event_id FROM events WHERE installation_id = %s ORDER BY seq"
    with living.owner.connect() as connection:
        return list(connection.exec_driver_sql(asked, (counter.installation_id,)).scalars())


def test_an_id_names_its_owner_whatever_it_was_made_of() -> None:
    made = new_event_id()
    mine = owned(made, "a")
    assert mine == owned(made, "a")
    assert (is_foreign(mine, "a"), is_foreign(mine, "b"), is_foreign(made, "b")) == (False, True, False)
    assert mine[24:] == hashlib.sha256(f"{mine[:23]}\na".encode()).hexdigest()[:12]  # FORMATS.md, section 3
    assert mine[:8] == made[:8]
    assert mine[14] == "8"
    assert mine[19] in "89ab"
    assert len({owned(new_event_id(), "a") for _ in range(1000)}) == 1000


def test_who_tells_first_under_anothers_id_takes_nothing_from_him(
    living: Living, address: str, pair: tuple[Counter, Centre]
) -> None:
    """As at a centre put back from before the event: the thief is heard before the owner."""
    thief, thief_centre = pair
    owner, owner_centre = enrolled(living, address)
    _reader, reader_centre = enrolled(living, address)
    assert owner.lane
    owner.receive()
    first = owner.links[0].event
    stolen = owned(new_event_id(), owner.installation_id)
    owner.write(
        first.kind, first.subject, first.body, event_id=stolen
    )  # a second word on it, under his own id
    thief.receive()
    thief.write("dossier.danced", "x", "{}", event_id=stolen)
    thief.receive()
    for _lost_answer in range(2):
        answer = thief_centre.push(thief.batch())
        assert answer.acknowledged == 5
        assert marks(answer) == [(3, "duplicate_event"), (4, "log_forked"), (5, "log_forked")]
    thief.receive()
    after = thief_centre.push(thief.batch(6))  # nothing of it stands still
    assert (after.acknowledged, {item.code for item in after.quarantined}) == (7, {"log_forked"})
    answer = owner_centre.push(owner.batch())
    assert answer.acknowledged == 3
    assert "duplicate_event" not in {item.code for item in answer.quarantined}
    assert "log_forked" not in {item.code for item in answer.quarantined}
    assert told(living, owner) == [link.event.event_id for link in owner.links]
    assert told(living, thief) == [link.event.event_id for link in thief.links[:2]]
    assert (living.count("forks"), living.count("dossiers")) == (5, 2)
    fed = [item.event.event_id for item in reader_centre.feed(FeedRequest(0)).events]
    assert sorted(fed) == sorted([*told(living, thief), *told(living, owner)])
    owner.receive()
    assert owner_centre.push(owner.batch(4)).acknowledged == 5


def test_a_person_is_told_what_lies_apart(living: Living, pair: tuple[Counter, Centre]) -> None:
    thief, centre = pair
    thief.receive()
    thief.write("dossier.danced", "x", "no json", event_id=owned(new_event_id(), "another"))
    thief.receive()
    centre.push(thief.batch())
    with living.owner.connect() as connection:
        found = [(one.seq, one.codes, one.forked) for one in doubts.listed(connection)]
    forked = ["log_forked"]
    assert found == [(3, ["duplicate_event"], True), (4, forked, True), (5, forked, True)]


def test_the_second_under_an_id_of_no_owner_is_kept_apart(
    living: Living, address: str, pair: tuple[Counter, Centre]
) -> None:
    """Ids that were made before ids had owners: the first counts, and nothing stands still."""
    first, first_centre = pair
    second, second_centre = enrolled(living, address)
    used = first.receive().event.event_id
    first_centre.push(first.batch())
    second.receive()
    second.write("dossier.danced", "x", "{}", event_id=used)
    answer = second_centre.push(second.batch())
    assert (answer.acknowledged, marks(answer)) == (3, [(3, "duplicate_event")])
    assert first_centre.push(first.batch()).quarantined == []
    assert (living.count("events"), living.count("forks"), living.count("quarantine")) == (4, 1, 0)


def test_an_id_used_twice_in_one_log_is_kept_apart(living: Living, pair: tuple[Counter, Centre]) -> None:
    counter, centre = pair
    used = counter.receive().event.event_id
    counter.write("dossier.danced", "x", "{}", event_id=used)
    answer = centre.push(counter.batch())
    assert (answer.acknowledged, marks(answer)) == (3, [(3, "duplicate_event")])
    assert (living.count("events"), living.count("forks"), living.count("dossiers")) == (2, 1, 1)


def test_what_a_twin_tells_marks_nothing_of_the_others(living: Living, pair: tuple[Counter, Centre]) -> None:
    """Both halves of a copied log may hold one id, where one command was given to both."""
    counter, centre = pair
    counter.receive()
    copy = counter.fork(keep=1)
    same = new_event_id()
    counter.write("dossier.danced", "x", "{}", event_id=same)
    centre.push(counter.batch())
    copy.write("dossier.danced", "y", "{}", event_id=same)
    assert marks(centre.push(PushRequest(copy.links[1:])))[-1] == (2, "log_forked")
    assert marks(centre.push(counter.batch())) == [(3, "unknown_kind")]


def test_the_centres_own_next_id_cannot_be_taken(living: Living, pair: tuple[Counter, Centre]) -> None:
    """Its ids follow from what they tell of: anybody could reckon the next one."""
    thief, centre = pair
    list(arrivals.take(living.centre, OFFICE, [line("G22.99.1")]))
    with living.owner.begin() as connection:
        (known,) = connection.exec_driver_sql("SELECT event_id, installation_id FROM events").all()
        for statement in ("DELETE FROM personal", "DELETE FROM events", "UPDATE positions SET last = 0"):
            connection.exec_driver_sql(statement)  # not told yet
    assert known.installation_id == gate.name(OFFICE, centre.feed(FeedRequest(0)).store_epoch)
    assert not is_foreign(known.event_id, known.installation_id)
    thief.write("dossier.danced", "x", "{}", event_id=known.event_id)
    assert marks(centre.push(thief.batch())) == [(1, "duplicate_event")]
    (taken,) = arrivals.take(living.centre, OFFICE, [line("G22.99.1")])
    assert (taken.known, living.count("events")) == (False, 1)
