"""A reception under a code that another PC's lane gives: no PC counts it, whichever it heard first."""

import msgspec
import pytest

from counter_app.domain import numbering
from counter_app.errors import Refused
from counter_app.services import briefing_news, sync
from counter_app.services.counter import Counter
from counter_app.store import log as events
from counter_app.store import projections
from counter_app.store.tables import lane_use
from tests.central.counters import Counter as Log
from tests.central.counters import reception
from tests.central.living import enrolled
from tests.pcs import Office, codes, receive


def stands(counter: Counter, code: str) -> str:
    with counter.store.read() as conn:
        found = projections.load(conn, code)
    return found.installation_id if found else ""


def pushed(office: Office, code: str) -> Log:
    """Let an enrolled, modified client receive under that code."""
    log, centre = enrolled(office.living, office.address)
    assert log.lane
    log.tell(reception(code, log.lane.lane_id), code)
    assert [one.code for one in centre.push(log.batch()).quarantined] == ["lane_foreign"]
    return log


def test_a_code_stands_for_what_its_own_pc_received_whoever_was_heard_first(office: Office) -> None:
    giver, reader = office.open("giver"), office.open("reader")
    (code,) = receive(giver, "A")
    rogue = pushed(office, code)
    sync.exchange(reader)
    assert codes(reader) == []
    for counter in (giver, reader):
        sync.exchange(counter)
    own = giver.installation.installation_id
    assert stands(giver, code) == stands(reader, code) == own
    with reader.store.write() as conn:
        held = {event.installation_id for event, _hash in events.linked_of(conn, code)}
        projections.rebuild(conn)
        assert conn.execute(lane_use.select()).all() == []
    assert held == {own, rogue.installation_id}
    assert stands(reader, code) == own


def test_a_lane_that_is_heard_of_later_is_judged_then(office: Office) -> None:
    """As after a centre that told no lanes yet, or before a prolonged one was heard of."""
    giver, reader = office.open("giver"), office.open("reader")
    (code,) = receive(giver, "A")
    pushed(office, code)
    news = reader.centre.briefing()
    bare = msgspec.structs.replace(news, lanes=())
    assert briefing_news.take(reader, bare, office.living.clock.now) == ""
    answer = sync.contact(reader, sync.outgoing(reader))
    sync.settle(reader, type(answer)(True, feed=answer.feed))
    assert stands(reader, code) != ""
    assert briefing_news.take(reader, news, office.living.clock.now) == ""
    assert stands(reader, code) == ""


def test_a_code_is_given_by_its_lane_on_its_days_only(office: Office) -> None:
    counter = office.open()
    with counter.store.read() as conn:
        lane = counter.reference(conn).briefing.lane
    given = numbering.format_code(lane.agency_id, lane.valid_from, lane.first)
    assert numbering.gives(lane, given)
    assert numbering.gives(lane, numbering.format_code(lane.agency_id, lane.valid_to, lane.recovery_last))
    for other in (
        numbering.format_code(lane.agency_id, lane.valid_from, lane.last + 1),
        numbering.format_code("H26.15", lane.valid_from, lane.first),
        numbering.format_code(lane.agency_id, "2026-11-18", lane.first),
    ):
        assert not numbering.gives(lane, other)
    with pytest.raises(Refused, match="bad_code"):
        numbering.gives(lane, "H26.14")
