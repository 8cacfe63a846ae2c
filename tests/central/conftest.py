"""Fixtures of a living centre."""

from collections.abc import Iterator

import pytest

from tests.central.living import Ground, Living, ground, listening


@pytest.fixture(scope="session")
def central_ground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ground]:
    """Run one PostgreSQL for this worker's tests."""
    with ground(tmp_path_factory.mktemp("centre")) as made:
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
