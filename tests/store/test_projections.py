import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counter_app.domain.commands import Applicant
from counter_app.store import installation, log, projections, queries
from counter_app.store.engine import Store
from counter_app.store.tables import PROJECTIONS, events
from counter_app.wire import WireEvent
from tests.conftest import KEY
from tests.store.samples import DAY, HERE, OTHER_STAMP, STAMP, Entry, asked, code_of, printed, reception

Step = tuple[str, int]
Picture = dict[str, list[tuple[object, ...]]]
KINDS = ("receive", "print", "reprint", "ask", "purge", "fed", "fed_late")
STEPS = st.lists(st.tuples(st.sampled_from(KINDS), st.integers(1, 6)), max_size=25)


def picture(conn: sa.Connection) -> Picture:
    return {
        table.name: sorted((tuple(row) for row in conn.execute(sa.select(table))), key=repr)
        for table in PROJECTIONS
    }


class World:
    """Two counters: what is fed here was appended there first."""

    def __init__(self, here: Store, there: Store) -> None:
        self.here, self.there = here, there
        self.codes: set[int] = set()
        self.late: list[WireEvent] = []

    def take(self, step: Step) -> None:
        kind, serial = step
        with self.here.write() as conn:
            if kind == "receive" and serial not in self.codes:
                self.codes.add(serial)
                log.append(conn, reception(serial, applicant=Applicant(f"Trần {serial}")), STAMP)
            elif kind in ("print", "reprint") and serial in self.codes:
                log.append(conn, [printed(serial, copy=1 + (kind == "reprint"))], STAMP)
            elif kind == "ask":
                log.append(conn, [asked()], STAMP)
            elif kind == "purge":
                log.purge(
                    conn, list(conn.scalars(sa.select(events.c.event_id).where(events.c.seq == serial)))
                )
            elif kind.startswith("fed") and 500 + serial not in self.codes:
                self.codes.add(500 + serial)
                fed = self._elsewhere([*reception(500 + serial, "lane-2"), printed(500 + serial), asked()])
                early, late = (fed, []) if kind == "fed" else (fed[1:], fed[:1])
                log.append_foreign(conn, early)
                log.append_foreign(conn, self.late)
                self.late = late

    def _elsewhere(self, entries: list[Entry]) -> list[WireEvent]:
        with self.there.write() as conn:
            made = log.append(conn, entries, OTHER_STAMP)
            return [WireEvent(event, log.personal_of(conn, event.event_id)) for event in made]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STEPS)
def test_rebuilt_is_as_projected(steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        here, there = Store(Path(folder, "here.db"), KEY), Store(Path(folder, "there.db"), KEY)
        world = World(here, there)
        for step in steps:
            world.take(step)
        with here.write() as conn:
            before = picture(conn)
            projections.rebuild(conn)
            assert picture(conn) == before
        here.close()
        there.close()


def test_rebuilding_spans_many_pages(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(projections, "CHUNK", 3)
    with store.write() as conn:
        log.append(conn, [entry for serial in range(1, 21) for entry in reception(serial)], STAMP)
        before = picture(conn)
        projections.rebuild(conn)
        assert picture(conn) == before
        assert len(before["dossiers"]) == 20


def test_a_fact_of_a_later_app_is_kept_and_skipped(store: Store, other_store: Store) -> None:
    with other_store.write() as conn:
        first, fee = log.append(conn, reception(501), OTHER_STAMP)
        known = WireEvent(first, log.personal_of(conn, first.event_id))
    with store.write() as conn:
        log.append_foreign(conn, [known, WireEvent(replace(fee, kind="fee.refunded"))])
        shown = queries.dossier(conn, code_of(501))
        assert log.find(conn, fee.event_id) is not None
        assert log.head(conn, HERE) == (0, bytes(32))
    assert shown is not None
    assert shown.fee_amount is None


def test_a_lane_counts_its_own_installations_serials_only(store: Store, other_store: Store) -> None:
    with other_store.write() as conn:
        made = log.append(conn, reception(499, lane="lane-1"), OTHER_STAMP)
        fed = [WireEvent(event, log.personal_of(conn, event.event_id)) for event in made]
    with store.write() as conn:
        installation.install(conn, installation.Installation(HERE, "00004", "", bytes(32), "", 0))
        log.append(conn, reception(7), STAMP)
        log.append_foreign(conn, fed)
        assert queries.last_serial(conn, "lane-1", DAY) == 7
        before = picture(conn)
        projections.rebuild(conn)
        assert picture(conn) == before
