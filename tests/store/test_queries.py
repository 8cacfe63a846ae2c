import pytest

from counter_app.domain.commands import Applicant
from counter_app.domain.dossier import person_key
from counter_app.store import installation, log, queries
from counter_app.store.engine import Store
from counter_app.wire import WireEvent
from tests.store.samples import (
    DAY,
    HERE,
    NINE,
    OTHER_STAMP,
    PERSON,
    STAMP,
    code_of,
    entry,
    printed,
    received,
    reception,
)

INSTALLED = installation.Installation(HERE, "office-1", "http://127.0.0.1:8000", bytes(32), "", 1)


@pytest.fixture
def morning(store: Store, other_store: Store) -> Store:
    """Two dossiers of this PC, one of another, one of yesterday."""
    with other_store.write() as conn:
        made = log.append(conn, reception(501, "lane-2"), OTHER_STAMP)
        fed = [WireEvent(event, log.personal_of(conn, event.event_id)) for event in made]
    late = received(2, applicant=Applicant("Lê Thị Đào", birth_date="1985-02-03"), at=NINE + 5)
    with store.write() as conn:
        installation.install(conn, INSTALLED)
        log.append(conn, [entry(code_of(900), received(900, at=NINE - 24 * 60))], STAMP)
        log.append(conn, [*reception(1), entry(code_of(2), late), printed(1)], STAMP)
        log.append_foreign(conn, fed)
    return store


def test_today_is_newest_first_and_knows_whose(morning: Store) -> None:
    with morning.read() as conn:
        rows = queries.today(conn, DAY)
    assert [(row.code, row.own, row.copies_printed) for row in rows] == [
        (code_of(2), True, 0),
        (code_of(1), True, 1),
        (code_of(501), False, 0),
    ]
    assert all(type(row.own) is bool for row in rows)


def test_today_is_limited(morning: Store) -> None:
    with morning.read() as conn:
        assert [row.code for row in queries.today(conn, DAY, limit=1)] == [code_of(2)]
        assert queries.today(conn, "2026-11-20") == []


def test_what_is_issued_and_not_printed_is_this_pcs_only(morning: Store) -> None:
    with morning.read() as conn:
        assert [dossier.code for dossier in queries.unprinted(conn, HERE)] == [code_of(900), code_of(2)]


def test_the_same_person_today_is_found_by_number_or_by_name_and_birth(morning: Store) -> None:
    with morning.read() as conn:
        assert queries.same_today(conn, DAY, "1.001193", person_key(PERSON)) == [code_of(1), code_of(501)]
        again = Applicant("LÊ  THỊ ĐÀO", birth_date="1985-02-03")
        assert queries.same_today(conn, DAY, "1.001193", person_key(again)) == [code_of(2)]
        assert queries.same_today(conn, DAY, "1.004194", person_key(PERSON)) == []
        assert queries.same_today(conn, DAY, "1.001193", "") == []


def test_serials_are_counted_per_own_lane_and_day(morning: Store) -> None:
    with morning.read() as conn:
        assert queries.last_serial(conn, "lane-1", DAY) == 2
        assert queries.last_serial(conn, "lane-2", DAY) is None
        assert queries.last_serial(conn, "lane-1", "2026-11-18") == 900
        assert queries.last_serial(conn, "lane-1", "2026-11-20") is None
