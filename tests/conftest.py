"""Fixtures shared by all rooms' tests: a real encrypted store in a folder of its own."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from counter_app.store.engine import Store

KEY = bytes(range(32))


@pytest.fixture
def store(tmp_path: Path) -> "Iterator[Store]":
    """Give an empty encrypted store."""
    from counter_app.store.engine import Store

    opened = Store(tmp_path / "counter.db", KEY)
    yield opened
    opened.close()
