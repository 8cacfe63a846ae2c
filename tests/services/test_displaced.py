"""A log in two copies: a restored centre meets the other one first, and who had heard the former follows."""

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa

from counter_app.central import restoring
from counter_app.central.centre import Centre
from counter_app.central.tables import forks
from counter_app.domain import retention as rule
from counter_app.errors import Damaged
from counter_app.services import desk, retention, sync
from counter_app.services.counter import Counter
from counter_app.services.recomputation import recompute
from counter_app.services.verification import verify_log
from counter_app.store import log, projections
from counter_app.store.pc_tables import displaced
from counter_app.store.tables import PROJECTIONS, dossiers, events, personal
from tests.central.dumps import dump, put_back
from tests.pcs import Office, codes, intake, receive
from tests.services.test_state_digests import a_day_later

ROWS = sa.select(dossiers).order_by(dossiers.c.code)


def parted(
    office: Office, tmp_path: Path, *, announced: bool, later: tuple[str, ...] = ("B",)
) -> tuple[Counter, Counter, Counter, set[str]]:
    """Let `two` hear of a copy's half, and the centre lose it and take in the original's instead."""
    first, two = office.open("one"), office.open("two")
    receive(first, "A")
    sync.exchange(first)
    sync.exchange(two)
    first.close()
    shutil.copytree(office.root / "one", office.root / "copy")
    first, copy = office.open("one"), office.open("copy")
    file = dump(office.living, tmp_path / "backup")
    receive(copy, "D", "Đỗ Thị Chỉ Ở Đây", "E")
    sync.exchange(copy)
    sync.exchange(two)
    put_back(office.living, file)
    if announced:
        own = office.living.centre
        restoring.restored(Centre(office.living.owner, own.key, own.now, folder=own.folder))
    receive(first, *later)
    sync.exchange(first)
    sync.exchange(copy)
    return first, copy, two, set(codes(first))


@pytest.mark.parametrize("announced", [True, False])
def test_who_had_heard_the_lost_half_follows_the_centres(
    office: Office, tmp_path: Path, announced: bool
) -> None:
    first, _copy, two, true = parted(office, tmp_path, announced=announced)
    mine = receive(two, "Y")
    after = sync.exchange(two)
    assert (after.problem, after.unsent) == ("", 0)
    assert set(codes(two)) == {*true, *mine}
    assert verify_log(two).faults == ()
    receive(first, "C")
    sync.exchange(first)
    assert sync.exchange(two).problem == ""
    assert sync.exchange(first).problem == ""
    assert codes(two) == codes(first)
    with two.store.write() as conn:
        before = {one.name: set(conn.execute(sa.select(one)).all()) for one in PROJECTIONS}
        projections.rebuild(conn)
        assert {one.name: set(conn.execute(sa.select(one)).all()) for one in PROJECTIONS} == before


def test_all_of_the_half_that_lost_its_place_is_sent(office: Office, tmp_path: Path) -> None:
    """Its first number is the other half's last one: acknowledged, and by no centre held."""
    _first, copy, two, _true = parted(office, tmp_path, announced=False)
    sync.exchange(two)
    with two.store.read() as conn:
        gave_way = set(conn.scalars(sa.select(displaced.c.event_id)))
    with office.living.owner.connect() as connection:
        assert set(connection.scalars(sa.select(forks.c.event_id))) == gave_way
    with pytest.raises(Damaged, match="log_forked"):
        receive(copy, "F")


@pytest.mark.parametrize("announced", [True, False])
def test_a_copy_is_told_at_once_where_the_other_half_has_as_many_numbers(
    office: Office, tmp_path: Path, announced: bool
) -> None:
    """It has nothing to send, and the centre holds as much of its log as it had acknowledged."""
    first, copy, two, true = parted(office, tmp_path, announced=announced, later=("B", "F", "G"))
    with pytest.raises(Damaged, match="log_forked"):
        receive(copy, "H")
    with two.store.read() as conn:
        lost = set(conn.scalars(sa.select(events.c.event_id)))
    with first.store.read() as conn:
        lost -= set(conn.scalars(sa.select(events.c.event_id)))
    with office.living.owner.connect() as connection:
        assert set(connection.scalars(sa.select(forks.c.event_id))) == lost
    assert len(lost) == 3
    told = sync.exchange(copy)
    assert (told.unsent, told.again) == (0, False)
    for counter in (two, first):
        assert sync.exchange(counter).problem == ""
        assert set(codes(counter)) == true
    receive(first, "H")


def test_a_draft_that_both_halves_finished_is_followed_too(office: Office, tmp_path: Path) -> None:
    """Its ids are made of the draft's own: the lost half and the one that follows it tell the same ones."""
    first, two = office.open("one"), office.open("two")
    receive(first, "A")
    for counter in (first, two):
        sync.exchange(counter)
    draft = first.new_event_id()
    first.close()
    shutil.copytree(office.root / "one", office.root / "copy")
    first, copy = office.open("one"), office.open("copy")
    file = dump(office.living, tmp_path / "backup")
    receive(copy, "E")
    desk.receive(copy, intake("Đỗ Thị Bản Sao", repeat=True, event_id=draft))
    for counter in (copy, two):
        sync.exchange(counter)
    put_back(office.living, file)
    desk.receive(first, intake("Đỗ Thị Bản Gốc", repeat=True, event_id=draft))
    receive(first, "F", "G")
    for counter in (first, two):
        assert sync.exchange(counter).problem == ""
    for counter in (first, two):
        a_day_later(counter)
        assert sync.exchange(counter).problem == ""
        assert verify_log(counter).faults == ()
        assert recompute(counter).differences == ()
    with first.store.read() as here, two.store.read() as there:
        assert log.personal_of(there, draft) == log.personal_of(here, draft) is not None
        assert there.execute(ROWS).all() == here.execute(ROWS).all()
        assert draft in there.scalars(sa.select(displaced.c.event_id)).all()


def test_what_lay_beside_the_half_that_gave_way_goes_after_its_time(office: Office, tmp_path: Path) -> None:
    _first, _copy, two, _true = parted(office, tmp_path, announced=True)
    sync.exchange(two)

    def held() -> str:
        with two.store.read() as conn:
            assert log.stray(conn) == []
            assert "Chỉ Ở Đây" not in "".join(conn.scalars(sa.select(personal.c.text)))
            return "".join(text or "" for text in conn.scalars(sa.select(displaced.c.text)))

    assert "Chỉ Ở Đây" in held()
    retention.run(two)
    assert "Chỉ Ở Đây" in held()
    office.living.clock.now += (rule.KEPT_DAYS + 1) * retention.DAY_MS
    sync.exchange(two)
    retention.run(two)
    assert held() == ""


def test_an_event_leaves_the_log_only_when_it_is_kept_apart(office: Office, tmp_path: Path) -> None:
    _first, _copy, two, _true = parted(office, tmp_path, announced=True)
    sync.exchange(two)
    for table in ("events", "displaced"):
        with pytest.raises(sa.exc.IntegrityError, match="never deleted"), two.store.write() as conn:
            conn.exec_driver_sql(f"DELETE FROM {table}")
