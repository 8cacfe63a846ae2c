"""Pushing: idempotent for ever, in order, never undone."""

import dataclasses

import pytest
from sqlalchemy import select

from counter_app import wire
from counter_app.central import tables
from counter_app.domain.catalog import Channel
from counter_app.domain.events import PapersAsked, Personal
from counter_app.errors import Refused
from counter_app.remote.client import Centre
from counter_app.seal import SigningKey
from tests.central.counters import Counter
from tests.central.living import Living, enrolled


@pytest.fixture
def pair(living: Living, address: str) -> tuple[Counter, Centre]:
    return enrolled(living, address)


def codes(answer: wire.PushAnswer) -> list[tuple[int, str]]:
    return [(one.seq, one.code) for one in answer.quarantined]


def test_a_reception_is_stored_and_projected(living: Living, pair: tuple[Counter, Centre]) -> None:
    counter, centre = pair
    counter.receive()
    answer = centre.push(counter.batch())
    assert (answer.acknowledged, answer.quarantined) == (2, [])
    assert answer.now == living.clock.now
    with living.owner.connect() as connection:
        row = connection.execute(select(tables.dossiers)).one()
    assert row.code == "H26.14-261119-1000"
    assert (row.fee_amount, row.fee_paid, row.day, row.state) == (16000, True, "2026-11-19", 2)
    assert living.count("personal") == 2


def test_pushed_again_after_a_lost_answer_changes_nothing(
    living: Living, pair: tuple[Counter, Centre]
) -> None:
    counter, centre = pair
    counter.receive()
    counter.tell(
        PapersAsked("1.001193", "Khai sinh", Channel.POST, 1, ("Giấy",)), "1.001193", actor="stranger"
    )
    first = centre.push(counter.batch())
    again = centre.push(counter.batch())
    assert (
        (again.acknowledged, codes(again))
        == (first.acknowledged, codes(first))
        == (3, [(3, "unknown_person")])
    )
    counter.receive()
    overlapping = centre.push(counter.batch(2))
    assert overlapping.acknowledged == 5
    assert living.count("events") == 5


def test_a_gap_is_answered_with_the_head(living: Living, pair: tuple[Counter, Centre]) -> None:
    counter, centre = pair
    counter.receive()
    counter.receive()
    assert centre.push(counter.batch(3)).acknowledged == 0
    assert centre.push(counter.batch(1, 2)).acknowledged == 2
    assert centre.push(counter.batch(4)).acknowledged == 2
    assert living.count("events") == 2
    assert living.count("forks") == 0


def test_a_fork_is_kept_beside_the_first_history(living: Living, pair: tuple[Counter, Centre]) -> None:
    counter, centre = pair
    counter.receive()
    copy = counter.fork(keep=1)
    counter.receive()
    centre.push(counter.batch())
    for serial in (1400, 1401):
        copy.receive(serial)
    answer = centre.push(copy.batch())
    assert answer.acknowledged == 5
    assert codes(answer) == [(seq, "log_forked") for seq in (2, 3, 4, 5)]
    assert codes(centre.push(copy.batch())) == codes(answer)
    copy.receive(1402)
    assert centre.push(copy.batch(6)).acknowledged == 7
    assert centre.push(counter.batch()).acknowledged == 4
    assert (living.count("events"), living.count("forks"), living.count("dossiers")) == (4, 6, 2)


def test_a_copy_that_pushes_first_beyond_the_head_is_a_fork(
    living: Living, pair: tuple[Counter, Centre]
) -> None:
    counter, centre = pair
    counter.receive()
    copy = counter.fork(keep=1)
    copy.receive(1400)
    centre.push(counter.batch())
    assert codes(centre.push(copy.batch(3))) == [(3, "log_forked")]
    assert living.count("events") == 2


def test_garbage_with_a_good_signature_is_kept_and_quarantined(
    living: Living, pair: tuple[Counter, Centre]
) -> None:
    counter, centre = pair
    counter.write("dossier.received", "H26.14-261119-1000", "no json")
    counter.write("dossier.received", "H26.14-261119-1000", '{"code":"x"}')
    counter.write("dossier.danced", "H26.14-261119-1000", "{}")
    body = counter.fork(3).receive().event.body
    counter.write("dossier.received", "H26.14-261119-1003", body.replace("Thủ", "\\u0000"))
    counter.receive()
    answer = centre.push(counter.batch())
    assert codes(answer) == [
        (1, "not_canonical"),
        (2, "missing_field"),
        (3, "unknown_kind"),
        (4, "bad_value"),
    ]
    assert answer.acknowledged == 6
    assert living.count("dossiers") == 1


def test_codes_of_others_and_codes_twice_are_quarantined(
    living: Living, address: str, pair: tuple[Counter, Centre]
) -> None:
    counter, centre = pair
    other, _ = enrolled(living, address)
    assert counter.lane is not None
    assert other.lane is not None
    counter.receive(other.lane.first)
    counter.receive(lane=other.lane)
    counter.receive(lane=dataclasses.replace(counter.lane, agency_id="H26.15"))
    counter.receive(1400)
    counter.receive(1400)
    quarantined = codes(centre.push(counter.batch()))
    received = [(seq, code) for seq, code in quarantined if seq % 2]
    assert received == [(1, "lane_foreign"), (3, "lane_foreign"), (5, "code_foreign"), (9, "code_taken")]
    assert living.count("dossiers") == 1
    assert living.count("events") == 10


def test_changed_personal_data_is_refused_its_event_is_kept(
    living: Living, pair: tuple[Counter, Centre]
) -> None:
    counter, centre = pair
    link = counter.receive()
    assert link.personal is not None
    other = Personal(link.personal.salt, link.personal.text.replace("Thử", "Khác"))
    answer = centre.push(wire.PushRequest([wire.WireEvent(link.event, other), counter.links[1]]))
    assert codes(answer)[0] == (1, "personal_mismatch")
    assert answer.acknowledged == 2
    assert living.count("personal") == 1


def test_events_whose_personal_data_was_purged_still_count(
    living: Living, pair: tuple[Counter, Centre]
) -> None:
    counter, centre = pair
    bare = [wire.WireEvent(counter.receive().event), wire.WireEvent(counter.links[1].event)]
    assert centre.push(wire.PushRequest(bare)).quarantined == []
    assert living.count("dossiers") == 1


def refused(centre: Centre, request: wire.PushRequest) -> str:
    with pytest.raises(Refused) as caught:
        centre.push(request)
    return caught.value.code


def test_broken_chains_are_refused_whole(living: Living, pair: tuple[Counter, Centre]) -> None:
    counter, centre = pair
    for _ in range(3):
        counter.receive()
    one, two, three, *_rest = counter.links
    unsigned = wire.WireEvent(dataclasses.replace(two.event, signature=bytes(64)), two.personal)
    moved = wire.WireEvent(dataclasses.replace(one.event, prev=bytes([1]) * 32), one.personal)
    assert refused(centre, wire.PushRequest([one, three])) == "chain_gap"
    assert refused(centre, wire.PushRequest([one, unsigned])) == "chain_unsigned"
    assert refused(centre, wire.PushRequest([one, unsigned, three])) == "chain_broken"
    assert refused(centre, wire.PushRequest([moved])) == "chain_broken"
    assert refused(centre, wire.PushRequest([])) == "empty_batch"
    stranger = Counter(SigningKey.generate(), lane=counter.lane)
    stranger.receive()
    assert refused(centre, stranger.batch()) == "foreign_event"
    assert living.count("events") == living.count("forks") == 0
