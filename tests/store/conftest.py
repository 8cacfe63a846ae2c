"""A second counter's store, for what the feed brings."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app.store.engine import Store
from tests.conftest import KEY


@pytest.fixture
def other_store(made_once: Path, tmp_path: Path) -> Iterator[Store]:
    """Give another counter's empty store."""
    opened = Store(Path(shutil.copy(made_once, tmp_path / "other.db")), KEY)
    yield opened
    opened.close()
