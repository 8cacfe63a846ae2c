"""A sample of `make mutate`; what is mutated, and of which tables `verify` says nothing."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from counter_app.central.schema import metadata as central_metadata
from counter_app.store import projections
from counter_app.store.metadata import metadata
from counter_app.store.tables import PROJECTIONS
from tests.central.living import Ground
from tests.mutations.bench import AREAS, Bench, bench
from tests.mutations.centre_side import PROVED

MANY = 200  # of `make mutate`: the first of its seed 1
# What this PC knows of itself and hears from the centre: in no log, so held against none.
OF_THIS_PC = {
    "installation", "briefing", "clock_anchor", "sync_state", "projection_state", "quarantine",
    "disbelieved", "doubts", "drafts", "scans", "scan_parts", "scan_sends", "person_keys", "photos",
    "former_installations", "backup_state", "purged", "retention_state", "unprinted_lists", "displaced",
}  # fmt: skip
# The centre's own word: what it was told by its administrators, heard of PCs and found itself.
OF_THE_CENTRE = {
    "offices", "hours", "people", "photos", "grants", "pins", "person_keys", "contacts", "deeds", "epochs",
    "archived", "pc_reports", "enrolment_tokens", "quarantine", "forks", "reviews", "rulings", "erasures",
    "catalogues", "calendars", "scan_uploads", "scan_parts",
}  # fmt: skip


@pytest.fixture(scope="module")
def opened(central_ground: Ground) -> Iterator[Bench]:
    with bench(central_ground) as made:
        yield made


def test_every_mutation_is_told_and_its_row_named(opened: Bench) -> None:
    tally = opened.run("1", range(MANY))
    assert [str(one) for one in tally.escaped] == []
    assert set(tally.made) == set(AREAS)


def test_what_was_not_mutated_holds(opened: Bench) -> None:
    for area in ("log", "list"):
        assert list(opened.counter.findings(area)) == []
    assert list(opened.centre.findings()) == []


def test_the_lists_come_out_of_the_log_alone(opened: Bench) -> None:
    """Each is a cache: emptied, it is told anew as it was."""
    connection = opened.counter.connection

    def listed(table: sa.Table) -> list[tuple[object, ...]]:
        return sorted((tuple(row) for row in connection.execute(sa.select(table))), key=repr)

    before = {table.name: listed(table) for table in PROJECTIONS}
    connection.exec_driver_sql("SAVEPOINT emptied")
    projections.rebuild(connection)
    assert {table.name: listed(table) for table in PROJECTIONS} == before
    connection.exec_driver_sql("ROLLBACK TO SAVEPOINT emptied")
    assert {name for name, rows in before.items() if not rows} == {"calendar_told"}


def test_no_table_is_forgotten() -> None:
    mutated = {"events", "personal", "calendars", *(table.name for table in PROJECTIONS)}
    assert set(metadata.tables) == mutated | OF_THIS_PC
    assert set(central_metadata.tables) == {table.name for table in PROVED} | OF_THE_CENTRE
