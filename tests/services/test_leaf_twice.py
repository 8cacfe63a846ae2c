"""One leaf entered at two PCs without contact: the entry that counts at the centre is what every PC shows."""

import dataclasses
from pathlib import Path

import msgspec
import sqlalchemy as sa

from counter_app.domain.book_events import DossierCaptured, LeafFate
from counter_app.domain.identity import new_event_id
from counter_app.domain.paper_book import VoidLeaf
from counter_app.services import life, paper_book, sync
from counter_app.services.counter import Counter
from counter_app.services.explanation import explain
from counter_app.services.recomputation import recompute
from counter_app.store import log, outbox, projections, quarantined
from counter_app.store.tables import PROJECTIONS, lane_use
from counter_app.texts.in_doubt import SENTENCES
from counter_app.wire import Quarantined
from tests.central.test_pushed_life import projected
from tests.pcs import PERSON, Office
from tests.services.leaves import DUE, FIRST, RECEIVED, captured, granted, leaf, opened


def told(counter: Counter) -> dict[str, set[tuple[object, ...]]]:
    """Return every list that all PCs tell alike."""
    with counter.store.read() as conn:
        lists = [one for one in PROJECTIONS if one is not lane_use]
        return {one.name: {tuple(row) for row in conn.execute(sa.select(one))} for one in lists}


def shown(counter: Counter) -> str:
    """Return whose entry stands, and hold that nothing was lost and nothing differs."""
    file = life.file_of(counter, PERSON, FIRST)
    entries = [event for event, fact in file.history if isinstance(fact, DossierCaptured)]
    assert [event.event_id for event in entries] == [file.dossier.event_id]
    assert (file.dossier.received, file.dossier.first_due) == (RECEIVED, DUE)
    assert recompute(counter).differences == ()
    explained = explain(counter, PERSON, FIRST)
    assert explained.holds
    assert explained.reception.event.event_id == file.dossier.event_id
    with counter.store.read() as conn:
        assert sum(event.kind == DossierCaptured.KIND for event, _hash in log.linked_of(conn, FIRST)) == 2
    return file.dossier.installation_id


def test_every_pc_shows_the_entry_that_counts_at_the_centre(office: Office, tmp_path: Path) -> None:
    granted(office)
    (one, first), (two, second) = opened(office, "a"), opened(office, "b")
    captured(two, second, tmp_path, leaf(name="Trần Thị Thử"))  # earlier by the clocks
    captured(one, first, tmp_path, leaf())
    assert sync.exchange(one).quarantined == ()
    pushed = sync.contact(two, sync.outgoing(two))
    sync.settle(two, dataclasses.replace(pushed, online=False, feed=None))  # cut before it hears the other
    assert life.file_of(two, PERSON, FIRST).dossier.name == "Trần Thị Thử"
    assert {each.code for each in sync.exchange(two).quarantined} == {"leaf_taken"}
    third = office.open("c")
    for counter in (one, third):
        assert sync.exchange(counter).problem == ""
    assert {shown(counter) for counter in (one, two, third)} == {one.installation.installation_id}
    assert life.file_of(two, PERSON, FIRST).dossier.name == "Nguyễn Văn Thử"
    assert projected(office.living)[FIRST].installation_id == one.installation.installation_id
    before = told(one)
    for counter in (two, third):
        assert told(counter) == before
        with counter.store.write() as conn:
            projections.rebuild(conn)
        assert told(counter) == before
    with two.store.read() as conn:  # what the page of what waits tells
        (waits,) = quarantined.waiting(conn)
    assert waits.code == "leaf_taken"
    assert waits.code in SENTENCES
    assert isinstance(waits.bare, DossierCaptured)
    assert waits.event is not None
    assert waits.event.subject == FIRST


def test_entries_that_are_all_refused_leave_one_and_the_same_everywhere(
    office: Office, tmp_path: Path
) -> None:
    granted(office)
    pcs = [opened(office, name) for name in ("a", "b", "c")]
    for counter, second in pcs[:2]:
        captured(counter, second, tmp_path, leaf())
    third = pcs[2][0]
    paper_book.void(third, VoidLeaf(new_event_id(), PERSON, FIRST, LeafFate.SPOILT))
    for counter in (third, pcs[0][0], pcs[1][0], third, pcs[0][0]):
        sync.exchange(counter)
    assert FIRST not in projected(office.living)
    assert len({shown(counter) for counter, _second in pcs}) == 1


def test_a_centre_put_back_that_meets_the_other_entry_first_is_followed(
    office: Office, tmp_path: Path
) -> None:
    granted(office)
    (one, first), (two, second) = opened(office, "a"), opened(office, "b")
    for counter, seat in ((one, first), (two, second)):
        captured(counter, seat, tmp_path, leaf())
        sync.exchange(counter)
    third = office.open("c")
    sync.exchange(third)
    assert shown(third) == one.installation.installation_id
    with third.store.write() as conn:
        outbox.read_anew(conn, third.installation.installation_id)
    heard = sync.contact(third, sync.outgoing(third))
    assert heard.feed is not None
    (event,) = (
        item.event
        for item in heard.feed.events
        if item.event.kind == DossierCaptured.KIND
        and item.event.installation_id == one.installation.installation_id
    )
    doubted = [Quarantined(event.event_id, event.seq, "leaf_taken")]
    feed = msgspec.structs.replace(heard.feed, doubted=doubted)
    sync.settle(third, dataclasses.replace(heard, feed=feed))
    assert shown(third) == two.installation.installation_id
