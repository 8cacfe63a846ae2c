"""Fixtures of a living centre."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.central.living import Ground, Living, ground, listening


@pytest.fixture(scope="session")
def central_ground() -> Iterator[Ground]:
    """Run one PostgreSQL for this worker's tests.

    Not in pytest's own folder: run by root, PostgreSQL is another user, whom each new pytest shuts out of it.
    """
    with (
        tempfile.TemporaryDirectory(prefix="qmc-", ignore_cleanup_errors=True) as folder,
        ground(Path(folder)) as made,
    ):
        yield made


@pytest.fixture
def living(central_ground: Ground) -> Iterator[Living]:
    """Give a fresh centre of its own."""
    with central_ground.centre() as made:
        yield made


@pytest.fixture
def address(living: Living) -> Iterator[str]:
    """Serve the fresh centre on loopback."""
    with listening(living.centre) as where:
        yield where
