from dataclasses import replace

import pytest

from counter_app.domain.clock import Anchor, Word
from counter_app.domain.numbering import Lane
from counter_app.domain.people import Office, Person
from counter_app.errors import Damaged
from counter_app.store import briefing, installation, log
from counter_app.store.engine import Store
from counter_app.wire import Briefing, InstallationKey
from tests.store.samples import HERE, SIGNER, STAMP, printed, reception

INSTALLED = installation.Installation(HERE, "office-1", "http://127.0.0.1:8000", bytes(32), "", 1)
BRIEFING = Briefing(
    office=Office("office-1", "H17.99", "UBND", "Phường Ba Đình", "Hà Nội", "", "1900", ""),
    people=(Person("lan", "Nguyễn Thị Lan", "Công chức", "Hộ tịch", "", "Quầy 2"),),
    keys=(InstallationKey(HERE, SIGNER.public),),
    lane=Lane("lane-1", "H17.99", HERE, 1000, 1499, 9000, 9049, "2026-01-01", "2026-12-31", bytes(64)),
    catalogues=(),
    calendar_version=1,
    calendar=(),
    hours=(),
    rules="nd61",
)


def test_one_enrolment_is_in_force(store: Store) -> None:
    with store.write() as conn:
        assert installation.current(conn) is None
        installation.install(conn, INSTALLED)
        installation.install(conn, replace(INSTALLED, installation_id="pc-9"))
        current = installation.current(conn)
    assert current == replace(INSTALLED, installation_id="pc-9")


def test_only_events_since_the_anchor_bound_the_clock(store: Store) -> None:
    with store.write() as conn:
        assert installation.load_clock(conn, HERE) == (None, None, None)
        log.append(conn, reception(1), STAMP)
        assert installation.load_clock(conn, HERE) == (None, STAMP.happened_at, None)
        anchor = Anchor(1_000, "boot-1", 77)
        installation.save_anchor(conn, HERE, anchor)
        assert installation.load_clock(conn, HERE) == (anchor, None, None)
        log.append(conn, [printed(1)], replace(STAMP, happened_at=2_000))
        assert installation.load_clock(conn, HERE) == (anchor, 2_000, None)


def test_a_persons_word_for_the_time_lasts_until_the_next_contact(store: Store) -> None:
    with store.write() as conn:
        installation.save_anchor(conn, HERE, Anchor(1_000, "boot-1", 77))
        word = Word(5_000, "boot-2", 0)
        installation.save_word(conn, word)
        assert installation.load_clock(conn, HERE)[2] == word
        installation.save_anchor(conn, HERE, Anchor(2_000, "boot-2", 1))
        assert installation.load_clock(conn, HERE)[2] is None


def test_an_anchor_that_tells_nothing_new_is_not_written(store: Store) -> None:
    first = Anchor(1_000, "boot-1", 77)
    with store.write() as conn:
        for told, kept in (
            (first, True),
            (Anchor(59_000, "boot-1", 58_077), False),  # the same time, less than a minute later
            (Anchor(61_000, "boot-1", 60_077), True),
            (Anchor(59_000, "boot-1", 60_080), True),  # the centre's time goes back: its word counts
            (Anchor(59_000, "boot-2", 60_080), True),
            (Anchor(59_000, "boot-2", 60_000), True),
        ):
            installation.save_anchor(conn, HERE, told)
            assert (installation.load_clock(conn, HERE)[0] == told) is kept


def test_drafts_are_kept_per_person(store: Store) -> None:
    with store.write() as conn:
        installation.save_draft(conn, "lan", '{"name":"Ng"}', 1)
        installation.save_draft(conn, "lan", '{"name":"Nguyễn"}', 1)
        assert installation.load_draft(conn, "lan") == '{"name":"Nguyễn"}'
        assert installation.load_draft(conn, "minh") is None
        installation.clear_draft(conn, "lan")
        assert installation.load_draft(conn, "lan") is None
        with pytest.raises(ValueError, match="too large"):
            installation.save_draft(conn, "lan", "x" * (installation.MAX_DRAFT + 1), 1)


def test_the_newest_briefing_is_in_force(store: Store) -> None:
    with store.write() as conn:
        assert (briefing.load(conn), briefing.digest(conn)) == (None, "")
        first = briefing.save(conn, BRIEFING, 1)
        assert briefing.digest(conn) == first
        assert briefing.load(conn) == BRIEFING
        assert briefing.load(conn) is briefing.load(conn)
        changed = Briefing(
            **{name: getattr(BRIEFING, name) for name in BRIEFING.__struct_fields__} | {"rules": "nd118"}
        )
        assert briefing.save(conn, changed, 2) != first
        assert briefing.load(conn) == changed


def test_a_briefing_that_cannot_be_read_is_told(store: Store) -> None:
    with store.write() as conn:
        briefing.save(conn, BRIEFING, 1)
        conn.exec_driver_sql("UPDATE briefing SET json = x'7b', digest = 'other'")
        with pytest.raises(Damaged, match="briefing_unreadable"):
            briefing.load(conn)
