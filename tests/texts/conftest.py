"""English as it stands in the .po file, without waiting for `make locale`; Vietnamese again afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages import Catalog, mofile, pofile

from counter_app import texts

PO = texts.LOCALE / "en" / "LC_MESSAGES" / "counter_app.po"


def read_translations() -> Catalog:
    """Return the English sentences by their Vietnamese keys."""
    with PO.open("rb") as stream:
        return pofile.read_po(stream, locale="en")


@pytest.fixture
def english(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let the product find these translations, and speak them."""
    compiled = tmp_path / "locale" / "en" / "LC_MESSAGES" / "counter_app.mo"
    compiled.parent.mkdir(parents=True)
    with compiled.open("wb") as stream:
        mofile.write_mo(stream, read_translations())
    monkeypatch.setattr(texts, "LOCALE", tmp_path / "locale")
    texts._catalogue.cache_clear()
    texts.use("en")
    yield
    texts.use("vi")
    texts._catalogue.cache_clear()
