"""One golden file per kind and version: what was once written is read for ever."""

import dataclasses
import json
from pathlib import Path

import pytest

from counter_app import seal
from counter_app.domain import chain, codec, facts
from counter_app.domain.events import Event, Personal
from counter_app.domain.kinds import KINDS
from counter_app.errors import Refused

FOLDER = Path(__file__).parent
FILES = sorted(FOLDER.glob("*.json"))
KEY = seal.SigningKey(bytes(range(32)))


def load(path: Path) -> tuple[Event, Personal | None, dict[str, str]]:
    golden = json.loads(path.read_text(encoding="utf-8"))
    personal = golden["personal"]
    beside = Personal(bytes.fromhex(personal["salt"]), personal["text"]) if personal else None
    raw = golden["event"]
    for name in ("prev", "signature", "personal_digest"):
        raw[name] = bytes.fromhex(raw[name]) if raw[name] else None
    return Event(**raw), beside, golden["proof"]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_golden_event_is_read_and_proved(path: Path) -> None:
    event, personal, proof = load(path)
    assert chain.signed_bytes(event).decode() == proof["signed"]
    assert chain.digest(event).hex() == proof["digest"]
    assert seal.verify(KEY.public, chain.signed_bytes(event), event.signature)
    if personal:
        assert chain.personal_digest(personal) == event.personal_digest
    fact = facts.join(event, personal)
    if event.version == fact.VERSION:
        body, beside = facts.split(fact)
        assert json.loads(body).items() >= codec.parse(event.body).items()
        assert (beside is None) == (personal is None)


def test_every_kind_has_its_golden_file() -> None:
    assert {path.stem for path in FILES} >= {f"{kind}.v{fact.VERSION}" for kind, fact in KINDS.items()}


def test_missing_papers_that_a_body_names_are_read_and_a_body_names_none_any_more() -> None:
    first, second = (load(FOLDER / f"papers.asked.v{version}.json") for version in (1, 2))
    assert facts.join(*first[:2]) == facts.join(*second[:2])
    assert "CT01" in first[0].body
    assert "CT01" not in second[0].body
    misplaced = dataclasses.replace(first[0], version=2)
    with pytest.raises(Refused, match="unknown_field"):
        facts.join(misplaced, first[1])
