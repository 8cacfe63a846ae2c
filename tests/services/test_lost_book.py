"""Leaves entered while their book is unknown at the centre, or after a modified client had entered them."""

import dataclasses
from pathlib import Path

import pytest
import sqlalchemy as sa

from counter_app.central import doubts, rejudging, restoring
from counter_app.central.deeds import Warrant
from counter_app.central.people_tables import person_keys
from counter_app.central.rejudging import rejudge
from counter_app.central.tables import books
from counter_app.domain import codec
from counter_app.domain.book_events import DossierCaptured, LeafFate
from counter_app.domain.dossier import State
from counter_app.domain.identity import new_event_id
from counter_app.domain.life import commands
from counter_app.domain.paper_book import VoidLeaf
from counter_app.errors import Refused
from counter_app.services import life, paper_book, sign_in, sync
from counter_app.services.counter import Counter
from counter_app.services.seat import Seat
from counter_app.store import disbelief, outbox
from tests.central.counters import reception
from tests.central.living import BY, NOW, enrolled
from tests.central.test_pushed_life import projected
from tests.pcs import PERSON, Office
from tests.services.introducing import HEAD, PIN, owner
from tests.services.leaves import CAPTURED, FIRST, captured, granted, leaf, opened, stub
from tests.services.papers_life import act
from tests.services.test_leaf_twice import shown, told
from tests.services.test_state_digests import a_day_later

SECOND = f"{FIRST[:-1]}1"


def restored(office: Office) -> None:
    restoring.restored(dataclasses.replace(owner(office), folder=office.living.home))


def waiting(counter: Counter) -> list[str]:
    with counter.store.read() as conn:
        return [item.code for item in outbox.in_quarantine(conn)]


def doubted(counter: Counter) -> set[str]:
    with counter.store.read() as conn:
        return {code for _event_id, code in disbelief.doubted(conn)}


@pytest.fixture
def bookless(office: Office, tmp_path: Path) -> list[Counter]:
    """Return three PCs of which two entered one leaf, and one gave up another, while the book was lost."""
    granted(office)
    (one, first), (two, second) = opened(office, "a"), opened(office, "b")
    third = office.open("c")
    sync.exchange(third)
    with office.living.owner.begin() as connection:
        connection.execute(sa.delete(books))
    captured(one, first, tmp_path, leaf())
    captured(two, second, tmp_path, leaf(name="Trần Thị Thử"))
    act(one, commands.RecordArrival, FIRST)
    paper_book.void(two, VoidLeaf(new_event_id(), PERSON, SECOND, LeafFate.SPOILT))
    for counter in (one, two, third, one):
        assert sync.exchange(counter).unsent == 0
    assert waiting(one) == ["leaf_foreign", "unknown_dossier"]
    assert waiting(two) == ["leaf_foreign", "leaf_foreign"]
    assert FIRST not in projected(office.living)
    return [one, two, third]


def test_a_leaf_entered_while_its_book_was_lost_counts_once_that_is_back(
    office: Office, bookless: list[Counter]
) -> None:
    restored(office)
    one, two, third = bookless
    assert projected(office.living)[FIRST].installation_id == one.installation.installation_id
    assert projected(office.living)[FIRST].state == State.RESOLVED
    for counter in bookless:
        a_day_later(counter)
        assert sync.exchange(counter).problem == ""
    assert {shown(counter) for counter in bookless} == {one.installation.installation_id}
    assert told(one) == told(two) == told(third)
    assert (waiting(one), waiting(two)) == ([], ["leaf_taken"])
    assert (doubted(one), doubted(two), doubted(third)) == ({"leaf_taken"}, set(), {"leaf_taken"})


def test_what_was_judged_again_is_not_a_second_time_and_what_no_book_has_stays(
    office: Office, bookless: list[Counter], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert rejudge(office.living.owner, 1) == 0
    bad, client = enrolled(office.living, office.address)
    for code, book in ((SECOND, "9805-2026-11-19"), (f"{FIRST[:-1]}9", "9800-2026-11-19")):
        bad.tell(forged(code, book), code)
    assert [one.code for one in client.push(bad.batch()).quarantined] == ["leaf_foreign"] * 2
    client.close()
    monkeypatch.setattr(rejudging, "MAX_BATCH", 2)
    restored(office)
    assert rejudge(office.living.owner, 1) == 0
    with office.living.owner.connect() as connection:
        marks = connection.exec_driver_sql("SELECT code FROM quarantine ORDER BY code").scalars().all()
    assert marks == ["leaf_foreign", "leaf_foreign", "leaf_taken", "unknown_dossier"]


def forged(code: str, book: str = "9800-2026-11-19") -> DossierCaptured:
    """Return a leaf that nobody has confirmed."""
    beside = {"captured": NOW // 60_000, "reckoned": CAPTURED + 1440, "scan": "a" * 64}
    beside |= {"confirmed_by": HEAD, "key": "", "confirmation": ""}
    return codec.read(DossierCaptured, codec.plain(reception(code, book)) | beside)


def test_a_leaf_confirmed_by_a_key_that_the_centre_lost_waits_until_it_is_settled(
    office: Office, tmp_path: Path
) -> None:
    """Nobody can prove any more whose key it was: a person makes another when he signs in again."""
    granted(office)
    counter, seat = opened(office)
    with office.living.owner.begin() as connection:
        connection.execute(sa.delete(person_keys))
    captured(counter, seat, tmp_path, leaf())
    sync.exchange(counter)
    assert waiting(counter) == ["confirmation_forged"]
    restored(office)
    sign_in.first(counter, HEAD, PIN)
    centre, event_id = owner(office), sync.state(counter).quarantined[0].event_id
    (again,) = rejudging.rejudge_these(centre, [event_id], Warrant(*BY))
    assert again.now == ["confirmation_forged"]
    assert doubts.settle(centre, [event_id], Warrant(*BY)) == 1
    a_day_later(counter)
    assert sync.exchange(counter).problem == ""
    assert waiting(counter) == []
    assert FIRST not in projected(office.living)


def taken_first(office: Office) -> tuple[Counter, Seat]:
    """Return a PC that has heard a modified client's entry of a leaf that nobody used."""
    granted(office)
    counter, seat = opened(office)
    bad, client = enrolled(office.living, office.address)
    bad.tell(forged(FIRST), FIRST)
    client.push(bad.batch())
    client.close()
    sync.exchange(counter)
    return counter, seat


def test_a_forged_entry_of_a_leaf_gives_way_to_the_honest_one(office: Office, tmp_path: Path) -> None:
    counter, seat = taken_first(office)
    assert doubted(counter) == {"confirmation_forged"}
    other = office.open("other")
    sync.exchange(other)
    command = paper_book.prepare(counter, leaf(), stub(tmp_path))
    done = paper_book.capture(counter, command, seat.key)
    with pytest.raises(Refused, match="leaf_taken"):
        paper_book.prepare(counter, leaf(), stub(tmp_path))
    assert paper_book.capture(counter, command, seat.key) == done
    assert sync.exchange(counter).quarantined == ()
    assert sync.exchange(other).problem == ""
    mine = counter.installation.installation_id
    assert projected(office.living)[FIRST].installation_id == mine
    for pc in (counter, other):
        file = life.file_of(pc, PERSON, FIRST)
        assert file.dossier.installation_id == mine
        assert [event.installation_id for event, _fact in file.history] == [mine]
    assert told(counter) == told(other)


@pytest.mark.parametrize("code", ["leaf_taken", "leaf_void"])
def test_no_leaf_is_entered_again_that_another_entry_or_nobody_has(
    office: Office, tmp_path: Path, code: str
) -> None:
    counter, _seat = taken_first(office)
    with counter.store.write() as conn:
        ((event_id, _code),) = disbelief.doubted(conn)
        conn.exec_driver_sql("UPDATE disbelieved SET code = ? WHERE event_id = ?", (code, event_id))
    with pytest.raises(Refused, match="leaf_taken"):
        paper_book.prepare(counter, leaf(), stub(tmp_path))
