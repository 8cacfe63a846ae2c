"""Ten thousand malformed pushed batches: a clear signed refusal each, never a crash, nothing written."""

import json
import random
import string
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from counter_app import wire
from counter_app.central.app import build
from counter_app.central.judge import Jurisdiction, judge
from counter_app.domain import facts
from counter_app.domain.people import Grant, Role
from counter_app.errors import Refused
from counter_app.remote import client
from counter_app.seal import SigningKey
from tests.central.asking import GOOD_NONCE, Asker
from tests.central.counters import PERSON, Counter, reception
from tests.central.living import Living, listening

SEED = 20261119
NUMBERS: list[Any] = [True, -1, 0, 2**31, 2**53, 2**63, 10**400, 1.5, 1e308]
TEXTS: list[Any] = [
    *("", "\0", "\ud800", "ê\u0301", "\u202e", "A" * 70_000, "2026-11-19", "../../etc"),
    *("'; DROP TABLE events; --", "=====", "AAAA"),
]
NASTY: list[Any] = [None, *NUMBERS, *TEXTS, [], [[]], {}, {"a": {}}, [None] * 600]


@pytest.fixture
def asker(living: Living) -> Iterator[Asker]:
    with listening(living.centre) as address:
        counter = Counter(SigningKey.generate())
        answer = client.enrol(living.token(address), counter.installation_id, counter.key, "Máy thử")
    made = Asker(build(living.centre), answer.centre_key, counter.installation_id, counter.key)
    yield made
    made.close()


@pytest.fixture
def batch(asker: Asker) -> list[dict[str, Any]]:
    """Give three good events as plain JSON, chained and signed by the asker."""
    counter = Counter(asker.key, asker.installation_id)
    for number in range(3):
        counter.write("dossier.received", f"H26.14-261119-100{number}", "{}")
    return list(json.loads(msgspec.json.encode(counter.batch()))["events"])


def malformed(batch: list[dict[str, Any]], chance: random.Random) -> bytes:
    """Return a push request that no honest counter sends: one place of its structure is wrong."""
    events = json.loads(json.dumps(batch))
    victim = chance.choice(events)
    field = chance.choice(list(victim["event"]))
    way = chance.randrange(7)
    if way == 0:
        del victim["event"][field]
    elif way == 1:
        victim["event"][field] = other_than(victim["event"][field], chance)
    elif way == 2:
        victim["personal"] = chance.choice([one for one in NASTY if one is not None])
    elif way == 3:
        victim[text(chance)] = chance.choice(NASTY)
    elif way == 4:
        events = chance.choice([events[1:] + events[:1], events[::-1], events + events, events[::2], []])
    elif way == 5:
        return json.dumps({text(chance): events, "events": events}).encode()
    else:
        return json.dumps({"events": chance.choice([one for one in NASTY if one != []])}).encode()
    return json.dumps({"events": events}).encode()


def other_than(value: object, chance: random.Random) -> object:
    chosen = chance.choice([*NASTY, text(chance), chance.randrange(2**60)])
    return chosen if json.dumps(chosen) != json.dumps(value) else "different"


def text(chance: random.Random) -> str:
    return "".join(chance.choice(string.printable + "ăâđ\0") for _ in range(chance.randrange(1, 80)))


def torn(body: bytes, chance: random.Random) -> bytes:
    """Return the bytes with a few of them changed, lost or doubled."""
    changed = bytearray(body)
    for _ in range(chance.randrange(1, 6)):
        place = chance.randrange(len(changed))
        way = chance.randrange(3)
        if way == 0:
            changed[place] = (changed[place] + chance.randrange(1, 256)) % 256
        elif way == 1:
            del changed[place : place + chance.randrange(1, 40)]
        else:
            changed[place:place] = changed[place : place + chance.randrange(1, 40)]
    return bytes(changed)


def means_the_same(body: bytes, good: bytes) -> bool:
    """Tell whether tearing hit only what JSON leaves free: then no more than the signature is wrong."""
    try:
        return msgspec.json.decode(body, type=wire.PushRequest) == msgspec.json.decode(
            good, type=wire.PushRequest
        )
    except ValueError:
        return False


@pytest.mark.parametrize("many", [2_000, pytest.param(10_000, marks=pytest.mark.slow)])
def test_thousands_of_malformed_batches(
    living: Living, asker: Asker, batch: list[dict[str, Any]], many: int
) -> None:
    chance = random.Random(SEED)
    good = json.dumps({"events": batch}).encode()
    seen: dict[str, int] = {}
    for number in range(many):
        if number % 5 == 0:
            body = torn(good, chance)
            whole = chance.random() < 0.5 or means_the_same(body, good)
            status, answer = asker.signed(wire.PUSH, body, good if whole else body)
        else:
            status, answer = asker.signed(wire.PUSH, malformed(batch, chance))
        assert 400 <= status < 500, (number, answer)
        assert set(answer) == {"code", "field", "values"}
        seen[answer["code"]] = seen.get(answer["code"], 0) + 1
    written = [living.count(table) for table in ("events", "personal", "forks", "quarantine", "dossiers")]
    assert written == [0, 0, 0, 0, 0]
    assert {
        "bad_request",
        "bad_event",
        "bad_signature",
        "chain_unsigned",
        "chain_gap",
        "foreign_event",
    } <= set(seen)
    assert asker.signed(wire.PUSH, good)[1]["acknowledged"] == 3


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {wire.NONCE: "short"},
        {wire.NONCE: "x" * 65},
        {wire.NONCE: "spaces are not allowed here"},
        {wire.INSTALLATION: "a'b"},
        {wire.INSTALLATION: "x" * 65},
        {wire.SIGNATURE: "zz" * 64},
        {wire.SIGNATURE: "00" * 63},
        {wire.INSTALLATION: "\xe9"},
    ],
)
def test_bad_headers_are_refused(asker: Asker, headers: dict[str, str]) -> None:
    good = {
        wire.INSTALLATION: asker.installation_id,
        wire.NONCE: GOOD_NONCE,
        wire.SIGNATURE: asker.key.sign(
            wire.request_bytes(wire.TIME, asker.installation_id, GOOD_NONCE, b"{}")
        ).hex(),
    }
    assert asker.ask(wire.TIME, b"{}", good)[0] == 200
    given = good | headers if headers else {}
    nonce = GOOD_NONCE if given.get(wire.NONCE) == GOOD_NONCE else ""
    status, answer = asker.ask(wire.TIME, b"{}", given, nonce=nonce)
    assert (status, answer["code"]) == (401, "bad_headers")


def test_every_answer_is_signed(asker: Asker) -> None:
    headers = {wire.NONCE: GOOD_NONCE}
    assert asker.ask("/nowhere", b"", headers)[0] == 404
    assert asker.ask("/", b"", headers, "GET")[0] == 404
    assert asker.ask(wire.PUSH, b"", headers, "GET")[0] == 405
    assert asker.signed(wire.PUSH, b"x" * (wire.MAX_BODY + 1)) == (
        413,
        {"code": "request_too_large", "field": None, "values": {}},
    )


GRANTS = (Grant("g", PERSON, Role.OFFICER, "2020-01-01"),)


def test_bodies_of_signed_events_never_crash_the_judge() -> None:
    chance = random.Random(SEED)
    where = Jurisdiction("H26.14", {}, frozenset({PERSON}), GRANTS, "2026-11-22")
    source = Counter(SigningKey.generate())
    body = json.loads(facts.split(reception("H26.14-261119-1000", "lane"))[0])
    for _ in range(2000):
        changed = dict(body)
        for _ in range(chance.randrange(1, 4)):
            changed[chance.choice(list(body))] = chance.choice(NASTY)
        written = json.dumps(
            changed, sort_keys=True, separators=(",", ":"), ensure_ascii=chance.random() < 0.2
        )
        with pytest.raises(Refused):
            judge(
                source.write(
                    "dossier.received", "H26.14-261119-1000", written.encode(errors="replace").decode()
                ),
                (),
                where,
            )


def test_a_bug_is_logged_without_its_words(
    living: Living, asker: Asker, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    citizen = "Nguyễn Văn Thử, 001090012345"

    def broken(*_values: object) -> None:
        raise KeyError(citizen)

    monkeypatch.setattr(type(living.centre), "now", broken)
    status, answer = asker.signed(wire.TIME, b"{}")
    assert (status, answer["code"]) == (500, "internal_error")
    (record,) = [record for record in caplog.records if record.name == "counter_app.central"]
    assert record.exc_info is None
    assert f"bug {answer['values']['id']} KeyError" in caplog.text
    assert "in note\n" in caplog.text  # where it happened
    assert citizen not in caplog.text
