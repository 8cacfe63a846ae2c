"""The lists about people: the same in whatever order facts come, and however often."""

import itertools
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa

from counter_app.domain.events import Personal
from counter_app.domain.kinds import StaffFact
from counter_app.domain.staff_events import (
    AbsenceEnded,
    AbsenceLogged,
    AbsenceReason,
    Ending,
    InspectionFollowedUp,
    InspectionHeld,
    PersonRotated,
    PresenceChecked,
    Span,
    SubstituteAnswered,
    SubstituteAsked,
    SubstitutionBegan,
    SubstitutionDecided,
    SubstitutionEnded,
)
from counter_app.errors import Damaged, Refused
from counter_app.store import comparison, log, projections, staff
from counter_app.store.engine import Store
from counter_app.store.staff_tables import STAFF_LISTS
from counter_app.store.tables import events
from counter_app.wire import WireEvent
from tests.conftest import KEY
from tests.store.samples import HERE, NINE, OTHER_STAMP, STAMP, reception

MORNING = (Span(NINE, NINE + 180),)
ABSENCE, REQUEST = (str(uuid.UUID(int=number)) for number in (1, 2))


def away(absence: str = ABSENCE, **changes: object) -> AbsenceLogged:
    fact = AbsenceLogged(absence, "lan", NINE, MORNING, False, "", AbsenceReason.SICK, "sốt cao")
    return replace(fact, **changes)  # type: ignore[arg-type] # named fields


def asked() -> SubstituteAsked:
    return SubstituteAsked(REQUEST, ABSENCE, "lan", "Quầy 1", "minh", NINE, MORNING)


def story() -> list[tuple[str, str, StaffFact]]:
    """An absence with its substitution from question to end, as (event_id, actor, fact)."""
    decided = SubstitutionDecided(REQUEST, NINE + 2, REQUEST, True, "", "00" * 32, "11" * 64)
    told: list[tuple[str, str, StaffFact]] = [
        (ABSENCE, "lan", away()),
        (REQUEST, "lan", asked()),
        ("", "minh", SubstituteAnswered(REQUEST, NINE + 1, True)),
        ("", "chu", decided),
        ("", "minh", SubstitutionBegan(REQUEST, NINE + 3, True, 4, "BG-1")),
        ("", "lan", AbsenceEnded(ABSENCE, NINE + 60, NINE + 60)),
        ("", "lan", SubstitutionEnded(REQUEST, NINE + 60, Ending.RETURNED, 4, "BG-2")),
    ]
    return [(event_id or str(uuid.uuid4()), actor, fact) for event_id, actor, fact in told]


def fed(there: Store, told: list[tuple[str, str, StaffFact]]) -> list[WireEvent]:
    with there.write() as conn:
        for event_id, actor, fact in told:
            subject = getattr(fact, "request", "") or getattr(fact, "absence", event_id)
            stamp = replace(OTHER_STAMP, actor_id=actor, happened_at=getattr(fact, "at", 0) * 60_000)
            log.append(conn, [(event_id, subject, fact)], stamp)
        made = log.read_events(conn, OTHER_STAMP.installation_id, 0, 100)
        return [WireEvent(event, log.personal_of(conn, event.event_id)) for event in made]


def picture(conn: sa.Connection) -> list[list[tuple[object, ...]]]:
    return [sorted(map(tuple, conn.execute(sa.select(table)))) for table in STAFF_LISTS]


@pytest.fixture
def stores(tmp_path: Path) -> Iterator[Iterator[Store]]:
    opened: list[Store] = []

    def more() -> Iterator[Store]:
        while True:
            opened.append(Store(tmp_path / f"{len(opened)}.db", KEY))
            yield opened[-1]

    yield more()
    for one in opened:
        one.close()


def test_an_absence_and_its_substitution_are_read_back(store: Store, other_store: Store) -> None:
    with store.write() as conn:
        log.append_foreign(conn, fed(other_store, story()))
        (absence,), ((request, decisions),) = staff.absences(conn, NINE), staff.requests(conn, NINE)
        assert staff.sheets(conn, REQUEST) == ({NINE + 3: "BG-1"}, "BG-2")
        assert staff.sheets_begun(conn, "BG-") == {"BG-1", "BG-2"}
        assert staff.seated(conn, NINE + 2) == []
        assert [found.request for found, _said in staff.seated(conn, NINE + 3)] == [REQUEST]
    assert (absence.person, absence.reason, absence.text, absence.back) == (
        "lan",
        "sick",
        "sốt cao",
        NINE + 60,
    )
    assert (request.asked, request.accepted, request.began, request.ended) == (
        asked(),
        True,
        NINE + 3,
        NINE + 60,
    )
    assert request.approved is None  # nobody has asked yet whether the approval holds
    assert [(one.actor_id, one.fact.approved) for one in decisions] == [("chu", True)]


def test_the_order_and_the_number_of_times_do_not_matter(stores: Iterator[Store], other_store: Store) -> None:
    told = fed(other_store, story())
    pictures = []
    for turned in itertools.islice(itertools.permutations(told), 0, 5040, 500):
        with next(stores).write() as conn:
            for one in turned:
                log.append_foreign(conn, [one])
            log.append_foreign(conn, told)
            pictures.append(picture(conn))
            projections.rebuild(conn)
            pictures.append(picture(conn))
    assert all(one == pictures[0] for one in pictures)


def test_the_log_is_held_against_the_lists(store: Store) -> None:
    with store.write() as conn:
        for event_id, actor, fact in story():
            subject = getattr(fact, "request", "") or getattr(fact, "absence", event_id)
            log.append(conn, [(event_id, subject, fact)], replace(STAMP, actor_id=actor))
        assert list(comparison.compare(conn)) == []
        conn.exec_driver_sql("UPDATE substitutions SET substitute = 'hoa'")
        conn.exec_driver_sql("UPDATE absences SET text = 'x'")
        found = {one.column: (one.stored, one.recomputed) for one in comparison.compare(conn)}
    assert found == {"substitutions.substitute": ("hoa", "minh"), "absences.text": ("", "")}


@pytest.mark.parametrize(
    ("table", "cell", "written"),
    [
        ("substitutions", "decisions", "[{"),
        ("substitutions", "spans", "no"),
        ("substitutions", "why", "bored"),
        ("absences", "spans", "[[1]]"),
        ("absences", "reason", "bored"),
    ],
)
def test_a_cell_that_cannot_be_read_is_damage_and_its_row_is_named(
    store: Store, other_store: Store, table: str, cell: str, written: str
) -> None:
    with store.write() as conn:
        log.append_foreign(conn, fed(other_store, story()))
        conn.exec_driver_sql(f"UPDATE {table} SET {cell} = ?", (written,))
    look = staff.requests if table == "substitutions" else staff.absences
    with store.read() as conn, pytest.raises(Damaged, match="list_unreadable") as caught:
        look(conn, NINE)
    assert caught.value.values == {"list": table, "row": ABSENCE if table == "absences" else REQUEST}


def test_nobody_begins_anothers_absence_or_request_anew(store: Store, other_store: Store) -> None:
    with store.write() as conn:
        log.append_foreign(conn, fed(other_store, story()))
        before = picture(conn)
        earlier = replace(STAMP, happened_at=STAMP.happened_at - 60_000_000)
        log.append(conn, [(str(uuid.uuid4()), ABSENCE, away(spans=(Span(NINE, NINE + 9_000),)))], earlier)
        log.append(conn, [(str(uuid.uuid4()), REQUEST, replace(asked(), substitute="x"))], earlier)
        log.append(conn, [(str(uuid.uuid4()), REQUEST, away("another"))], earlier)
        assert picture(conn) == before


def test_only_the_one_asked_can_say_yes_and_sit_down(store: Store) -> None:
    with store.write() as conn:
        log.append(conn, [(REQUEST, REQUEST, asked())], STAMP)
        for fact in (SubstituteAnswered(REQUEST, NINE, True), SubstitutionBegan(REQUEST, NINE, False, 0, "")):
            log.append(conn, [(str(uuid.uuid4()), REQUEST, fact)], STAMP)
        ((request, _said),) = staff.requests(conn, NINE)
    assert (request.accepted, request.began) == (None, None)


def test_what_is_long_over_is_left_out_and_minutes_that_are_none_are_refused(store: Store) -> None:
    with store.write() as conn:
        log.append(conn, [(ABSENCE, ABSENCE, away())], STAMP)
        assert len(staff.absences(conn, NINE + staff.BACK)) == 1
        assert staff.absences(conn, NINE + 180 + staff.BACK) == ()
        event = log.find(conn, ABSENCE)
    assert event is not None
    beside = Personal(bytes(16), '{"reason":"sick","text":""}')
    with pytest.raises(Refused, match="bad_moment"):
        projections.read_fact(replace(event, body=event.body.replace(str(NINE + 180), str(2**40))), beside)


def test_a_purge_takes_reason_and_words_out_of_the_list(store: Store) -> None:
    with store.write() as conn:
        log.append(conn, [(ABSENCE, ABSENCE, away())], STAMP)
        log.purge(conn, list(conn.scalars(sa.select(events.c.event_id))))
        (absence,) = staff.absences(conn, NINE)
    assert (absence.reason, absence.text, absence.person) == (AbsenceReason.OTHER, "", "lan")


def test_an_inspection_is_open_until_it_was_followed_up(store: Store) -> None:
    held = str(uuid.uuid4())
    fact = InspectionHeld(held, NINE, True, ("lan", "minh"), "", "2026-12-01", "", "muộn", "đúng giờ")
    followed = InspectionFollowedUp(held, NINE, False, "đã nhắc")
    with store.write() as conn:
        log.append(conn, [(held, held, fact)], STAMP)
        log.append(conn, [(str(uuid.uuid4()), held, followed)], STAMP)
        assert staff.open_inspections(conn) == {held: {"lan", "minh"}}
        log.append(conn, [(str(uuid.uuid4()), held, replace(followed, done=True))], STAMP)
        assert staff.open_inspections(conn) == {}
        kinds = [type(one) for _event, one in staff.records(conn, "minh", NINE, NINE + 9)]
        assert sorted(kind.KIND for kind in kinds) == ["inspection.followed_up"] * 2 + ["inspection.held"]
        assert list(staff.records(conn, "minh", NINE + 9, NINE + 99)) == []


def test_rotations_and_presence_are_told_of_their_person(store: Store) -> None:
    moved = PersonRotated("lan", NINE, "Quầy 1", "Quầy 3", "2026-12-01", "QĐ 12", "định kỳ")
    with store.write() as conn:
        for fact in (moved, PresenceChecked("lan", "Quầy 1", NINE, True)):
            event_id = str(uuid.uuid4())
            log.append(conn, [(event_id, event_id, fact)], STAMP)
        assert staff.rotations(conn) == (moved,)
        assert len(list(staff.records(conn, "lan", NINE, NINE + 1))) == 2


def test_open_dossiers_are_counted_by_who_received_them(store: Store) -> None:
    with store.write() as conn:
        log.append(conn, [one for serial in (1, 2) for one in reception(serial)], STAMP)
        assert staff.own_dossiers(conn) == {"lan": 2}
        assert log.head(conn, HERE)[0] == 4


def test_who_sits_now_is_found_without_reading_all_who_ever_did(store: Store) -> None:
    with store.read() as conn:
        (plan, _sorted) = conn.exec_driver_sql(
            f"EXPLAIN QUERY PLAN {staff._SEATED._text}", (NINE, NINE)
        ).all()
    assert "substitutions_seated" in plan[-1]
