"""The log's arithmetic: any change of any link is named."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app import seal
from counter_app.domain import chain
from counter_app.domain.events import Event, Personal
from counter_app.errors import Damaged

KEY = seal.SigningKey(bytes(range(32)))
OTHER = seal.SigningKey(bytes(32))


def link(seq: int, prev: bytes, body: str = "{}", key: seal.SigningKey = KEY) -> Event:
    bare = Event(f"id-{seq}", "pc", seq, prev, "k", 1, "s", "p", 1000 + seq, "A", body, None, b"")
    return dataclasses.replace(bare, signature=key.sign(chain.signed_bytes(bare)))


def make(length: int) -> list[Event]:
    events, prev = [], chain.GENESIS
    for seq in range(1, length + 1):
        events.append(link(seq, prev, f'{{"n":{seq}}}'))
        prev = chain.digest(events[-1])
    return events


def check(events: list[Event]) -> list[tuple[Event, bytes]]:
    return list(chain.check(events, (0, chain.GENESIS), KEY.public, seal.verify))


def test_an_unchanged_chain_holds() -> None:
    assert [event.seq for event, _ in check(make(5))] == [1, 2, 3, 4, 5]


CHANGES: dict[str, Any] = {
    "event_id": "x", "installation_id": "x", "prev": bytes(31) + b"\1", "kind": "x", "version": 2,
    "subject": "x", "actor_id": "x", "happened_at": 1, "clock": "U", "body": '{"n":9}',
    "personal_digest": bytes(32), "signature": bytes(64),
}  # fmt: skip


@given(st.integers(0, 4), st.sampled_from(sorted(CHANGES)))
def test_each_changed_field_is_found_at_its_link(index: int, name: str) -> None:
    events = make(5)
    events[index] = dataclasses.replace(events[index], **{name: CHANGES[name]})
    with pytest.raises(Damaged) as damaged:
        check(events)
    assert damaged.value.values["seq"] == index + 1


def test_a_missing_a_swapped_and_a_foreign_link() -> None:
    events = make(4)
    with pytest.raises(Damaged, match="chain_gap"):
        check(events[:1] + events[2:])
    with pytest.raises(Damaged, match="chain_gap"):
        check([events[0], events[2], events[1]])
    with pytest.raises(Damaged, match="chain_unsigned"):
        check([events[0], link(2, chain.digest(events[0]), key=OTHER)])
    with pytest.raises(Damaged, match="chain_broken"):
        check([events[0], link(2, chain.GENESIS)])


def test_personal_data_is_bound_by_salt_and_text() -> None:
    digest = chain.personal_digest(Personal(b"s" * 16, "{}"))
    assert digest != chain.personal_digest(Personal(b"t" * 16, "{}"))
    assert digest != chain.personal_digest(Personal(b"s" * 16, '{"a":1}'))


@given(st.integers(0, 4), st.sampled_from(sorted(CHANGES)))
def test_the_last_signature_of_a_batch_vouches_for_all_of_it(index: int, name: str) -> None:
    events = make(5)
    whole = chain.check_batch(events, (0, chain.GENESIS), KEY.public, seal.verify)
    assert whole == [digest for _event, digest in check(events)]
    events[index] = dataclasses.replace(events[index], **{name: CHANGES[name]})
    with pytest.raises(Damaged, match=r"chain_broken|chain_unsigned"):
        chain.check_batch(events, (0, chain.GENESIS), KEY.public, seal.verify)


ODD = st.sampled_from([None, True, -0.5, 2**53, -(2**53), "7", "\ud800", 0])
TEXTS = st.text(max_size=6)


@given(st.tuples(TEXTS, TEXTS, TEXTS), st.integers(0, 2**53 - 1), st.sampled_from(["seq", "clock"]), ODD)
def test_the_swift_spelling_of_an_envelope_is_the_canonical_one(
    texts: tuple[str, str, str], number: int, name: str, odd: Any
) -> None:
    sound = dataclasses.replace(link(1, chain.GENESIS), happened_at=number, personal_digest=bytes(32))
    sound = dataclasses.replace(sound, actor_id=texts[0], subject=texts[1], kind=texts[2])
    for event in (sound, dataclasses.replace(sound, **{name: odd})):
        written = chain._written(event, "body", None)
        if event is sound or written is not None:
            assert written == chain._canonical(event, "body", None)
