"""Reading by types at once gives the same answers as reading step by step, whatever a text says."""

import dataclasses
import decimal
import random
import typing
from collections.abc import Iterator
from pathlib import Path

import pytest

from counter_app import typed_facts
from counter_app.domain import codec, facts
from counter_app.domain.commands import ReturnBy
from counter_app.domain.events import DocumentPrinted, DossierReceived, Event, Personal
from counter_app.domain.grounds import Reason
from counter_app.domain.kinds import KINDS
from counter_app.errors import Refused
from tests.golden.test_golden import FILES, FOLDER, load

PIECES = (
    *'{}[],:"\\ -.0e+',
    "1.0",
    "true",
    "null",
    "9007199254740991",
    "9007199254740992",
    "-9007199254740992",
    "0000000000000000",
    '"at":1',
    '"code":"x",',
    "\\u0000",
    "\\u001f",
    "\\u001F",
    "\\n",
    "\\/",
    "\x7f",
    "\u0303",
    "\ud800",
)


def answer(reader: typing.Callable[..., object], event: Event, personal: Personal | None) -> object:
    try:
        return repr(reader(event, personal))
    except Refused as refused:
        return refused.code, refused.field


def spoilt(text: str, dice: random.Random) -> Iterator[str]:
    for _ in range(60):
        at, upto = sorted(dice.choices(range(len(text) + 1), k=2))
        yield text[:at] + dice.choice(PIECES) + text[at + dice.choice((0, 0, 1, 2)) :]
        yield text[:at] + text[upto:]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_golden_event_and_what_damage_makes_of_it_is_read_the_same(path: Path) -> None:
    event, personal, _proof = load(path)
    dice = random.Random(path.stem)
    told = [event, *(dataclasses.replace(event, body=body) for body in spoilt(event.body, dice))]
    for one in told:
        for beside in (personal, None):
            assert answer(typed_facts.join, one, beside) == answer(facts.join, one, beside)
    for text in spoilt(personal.text, dice) if personal else ():
        beside = Personal(b"", text)
        assert answer(typed_facts.join, event, beside) == answer(facts.join, event, beside)


def test_letters_are_written_as_the_log_writes_them() -> None:
    for letter in map(chr, (*range(0x120), 0x2028, 0xFEFF, 0xFFFF, 0x1F600)):
        body, _none = facts.split(fact := DocumentPrinted("x", letter, 1))
        event = dataclasses.replace(load(FILES[0])[0], kind=fact.KIND, version=1, body=body)
        assert typed_facts._at_once(event, None) == fact, repr(letter)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_what_was_written_as_now_is_read_at_once(path: Path) -> None:
    event, personal, _proof = load(path)
    fact = facts.join(event, personal)
    if event.version == fact.VERSION and facts.split(fact)[0] == event.body:
        assert typed_facts._at_once(event, personal) == fact


def test_no_fact_lists_numbers_or_holds_what_has_no_type() -> None:
    """A huge number is looked for behind a colon, and depth is bounded by the types."""
    seen: set[object] = set()
    todo: list[object] = list(KINDS.values())
    while todo:
        kind = todo.pop()
        if kind in seen:
            continue
        seen.add(kind)
        assert kind not in (object, typing.Any, float)
        assert typing.get_origin(kind) is not list
        todo += [one for one in typing.get_args(kind) if one is not ...]
        if typing.get_origin(kind) is tuple:
            assert int not in typing.get_args(kind)
        if isinstance(kind, type) and dataclasses.is_dataclass(kind):
            hints = typing.get_type_hints(kind)
            todo += [hints[field.name] for field in dataclasses.fields(kind)]


def test_a_huge_number_is_as_long_as_the_largest_that_is_taken() -> None:
    assert typed_facts._HUGE.search(f":{codec.MAX_INTEGER + 1}")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_golden_fact_is_written_at_once_as_step_by_step(path: Path) -> None:
    event, personal, _proof = load(path)
    if event.version == KINDS[event.kind].VERSION:
        fact = facts.join(event, personal)
        assert typed_facts._written(fact) == typed_facts.split(fact) == facts.split(fact)


def written(writer: typing.Callable[..., object], fact: object) -> object:
    try:
        return writer(fact)
    except Refused as refused:
        return refused.code


DEEP: object = ()
for _ in range(13):
    DEEP = (DEEP,)
# By the types none of these can be there.
ODD = (1.0, 1.5, float("nan"), 2**53, -(2**53), 2**70, True, None, b"x", "\ud800", "e\u0303", "\u0130", "x\0")
ODD_THINGS = (*ODD, DEEP, {1: "x"}, {"x": 1.5}, {"x", "y"}, object(), decimal.Decimal(1), ReturnBy.POST)


@pytest.mark.parametrize("odd", ODD_THINGS, ids=lambda odd: type(odd).__name__)
def test_what_has_no_place_in_a_fact_is_judged_as_step_by_step(odd: typing.Any) -> None:
    event, personal, _proof = load(FOLDER / "dossier.received.v1.json")
    received = facts.join(event, personal)
    assert isinstance(received, DossierReceived)
    at = Reason("received", {"at": odd})
    for fact in (
        DocumentPrinted("x", "", odd),
        DocumentPrinted("x", odd, 1),
        dataclasses.replace(received, reasons=(at,)),
        dataclasses.replace(received, reasons=[at]),  # type: ignore[arg-type]
        dataclasses.replace(received, content=odd, channel=odd, applicant=odd),
    ):
        assert written(typed_facts.split, fact) == written(facts.split, fact)
