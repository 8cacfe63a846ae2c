"""Founding: twice is once, the roles can do what they must and nothing else, migrations tell the tables."""

import json
import stat
import sys
from pathlib import Path

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from counter_app.central import founding, reference, schema, vault
from counter_app.central.database import open_database, refuse_owner
from counter_app.errors import Refused, Unavailable
from tests.central.living import TODAY, Ground, Living, enrolled, listening

OFFICE_FILE = reference.RESOURCES / "tryout_office.json"


def test_founding_twice_changes_nothing(living: Living) -> None:
    before = {table: living.count(table) for table in schema.metadata.tables}
    key = vault.read_key(living.folder).public
    done = founding.found(living.owner_url, living.folder, reference.Sources("2026-12-01", OFFICE_FILE))
    assert (done.catalogue, done.calendar, done.offices) == (1, 1, 1)
    assert {table: living.count(table) for table in schema.metadata.tables} == before
    assert vault.read_key(living.folder).public == key


def test_every_procedure_of_the_tryout_can_be_received(living: Living) -> None:
    done = founding.found(living.owner_url, living.folder, reference.Sources(TODAY))
    assert [doubt for doubt in done.doubts if doubt.code in {"unit_missing", "malformed"}] == []


def test_changed_sources_become_new_versions(living: Living, tmp_path: Path) -> None:
    published = json.loads((reference.RESOURCES / "procedures.json").read_text("utf-8"))
    published["procedures"] = published["procedures"][:3]
    fewer, longer = tmp_path / "procedures.json", tmp_path / "calendar.csv"
    fewer.write_text(json.dumps(published), "utf-8")
    known = (reference.RESOURCES / "vn_calendar.csv").read_text("utf-8")
    longer.write_text(known.rstrip("\n") + "\n2027-12-31,off,Nghỉ thử,low,test\n", "utf-8")
    sources = reference.Sources("2026-11-20", catalogue=fewer, calendar=longer)
    done = founding.found(living.owner_url, living.folder, sources)
    assert (done.catalogue, done.calendar) == (2, 2)
    with listening(living.centre) as address:
        _, centre = enrolled(living, address)
        briefing = centre.briefing()
    assert [(one.version, one.effective) for one in briefing.catalogues] == [
        (1, "2025-07-01"),
        (2, "2026-11-20"),
    ]
    assert briefing.calendar_version == 2


@pytest.mark.parametrize(
    "text", ["", "{}", '{"offices": [{}]}', '{"offices": 1}', '{"offices": [], "more": 1}']
)
def test_bad_office_files_are_refused(living: Living, tmp_path: Path, text: str) -> None:
    path = tmp_path / "offices.json"
    path.write_text(text)
    with pytest.raises(Refused) as caught:
        founding.found(living.owner_url, living.folder, reference.Sources(TODAY, path))
    assert caught.value.code == "bad_office_file"


FORBIDDEN = [
    "UPDATE events SET body = ''",
    "DELETE FROM events",
    "TRUNCATE events",
    "DELETE FROM personal",
    "UPDATE personal SET text = ''",
    "DELETE FROM forks",
    "DELETE FROM quarantine",
    "UPDATE quarantine SET code = ''",
    "DELETE FROM dossiers",
    "UPDATE installations SET revoked_at = NULL",
    "UPDATE people SET name = ''",
    "UPDATE lanes SET first = 1",
    "UPDATE enrolment_tokens SET expires_at = 0",
    "UPDATE grants SET last_day = ''",
    "DELETE FROM grants",
    "INSERT INTO pins VALUES ('00004', 'ba-dinh-01', '', 0, false, 0, 0)",
    "UPDATE person_keys SET public_key = ''",
    "DELETE FROM person_keys",
    "UPDATE offices SET sign_in_from = ''",
    "UPDATE scan_parts SET content = ''",
    "DELETE FROM scan_parts",
    "DELETE FROM scan_uploads",
    "INSERT INTO catalogues VALUES (9, '2026-01-01', '{}')",
    "ALTER TABLE events ADD COLUMN more text",
    "DROP TABLE events",
    "CREATE TABLE mine (x int)",
    "SET ROLE qmc_eraser",
    "SET ROLE qmc_owner",
]


@pytest.mark.parametrize("statement", FORBIDDEN)
def test_the_service_may_not(living: Living, statement: str) -> None:
    with (
        psycopg.connect(living.service_url) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement.encode())


def test_the_eraser_may_only_erase_personal_data(living: Living) -> None:
    with listening(living.centre) as address:
        counter, centre = enrolled(living, address)
        counter.receive()
        centre.push(counter.batch())
    with psycopg.connect(living.owner_url) as connection:
        connection.execute("GRANT qmc_eraser TO qmc_owner")
        connection.execute("SET ROLE qmc_eraser")
        connection.execute("DELETE FROM personal")
    with psycopg.connect(living.owner_url) as connection:
        connection.execute("SET ROLE qmc_eraser")
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute("DELETE FROM events")
    assert (living.count("personal"), living.count("events")) == (0, 2)


def test_the_service_refuses_to_run_as_owner_or_superuser(living: Living, central_ground: Ground) -> None:
    refuse_owner(living.centre.engine)
    name = living.owner.url.database
    assert name
    superuser = living.owner.url.set(username="postgres").render_as_string(hide_password=False)
    for url in (living.owner_url, superuser):
        engine = open_database(url)
        with pytest.raises(Refused) as caught:
            refuse_owner(engine)
        assert caught.value.code == "service_owns_tables"
        engine.dispose()
    empty = open_database(central_ground.cluster.superuser)
    with pytest.raises(Refused) as caught:
        refuse_owner(empty)
    assert caught.value.code == "not_initialised"
    empty.dispose()
    nowhere = open_database("postgresql://127.0.0.1:9/x")
    with pytest.raises(Unavailable):
        refuse_owner(nowhere)


def test_the_migrations_make_exactly_the_tables(living: Living) -> None:
    with living.owner.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, schema.metadata) == []


@pytest.mark.skipif(sys.platform == "win32", reason="Windows keeps no such bits")
def test_secrets_are_for_the_owners_eyes_only(living: Living) -> None:
    for name in (vault.KEY_FILE, vault.PASSWORD_FILE):
        assert stat.S_IMODE((living.folder / name).stat().st_mode) == 0o600
