"""Ten thousand damaged cards, codes, receipts and lines: a clear refusal of each, and nothing written."""

import copy
import json
import random
from collections import Counter
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from counter_app.domain.citizen_id import CitizenCard, read_card
from counter_app.domain.numbering import parse_code
from counter_app.domain.receipt_text import parse
from counter_app.errors import CounterError, Refused
from counter_app.services import bulk, papers
from counter_app.services.verification import verify_log, verify_receipt
from counter_app.texts.refusals import sentence
from tests.pcs import PERSON, codes, line, opened, receive

MANY, SEED = 10_000, 20261119
CARDS = (
    "001090012345|012345678|Nguyễn Văn Thử|01011990|Nam|Tổ 1, phường Ba Đình, Hà Nội|25122021",
    "001190012345||Trần Thị Thử|1990|Nữ||",
    "001190012345|Trần Thị Thử|02021990|Nữ|Hà Nội|25122021|thêm|nữa",
)
NASTY = [
    *(
        "",
        " ",
        "\0",
        "\n",
        "\ud800",
        "\ufeff",
        "|",
        "||||||||",
        "ｘ",
        "٣",
        "𝟙",
        "é",
        "e\u0301",
        "\u202e",
        "'",
        '"',
    ),
    *("\\", "%s", "{}", "../", "-", "0", "9" * 40, "NaN", "-1", "a" * 300, "\u0300" * 50, "İ", "ß", "\x7f"),
]
VALUES: list[Any] = [
    *(None, True, False, 0, -1, 1, 2**31, 2**53, 2**64, 10**400, 1.5, float("nan"), float("inf"), "", " "),
    *("x", "\0", "\ud800", "a" * 70_000, "9" * 12, "online", [], [[]], {}, {"": ""}, {"name": "x"}, [None]),
    *([{"name": "x"}], [1] * 1000, {"a": {"b": {"c": {}}}}, "1.001193", "2.000908"),
]


def damaged(chance: random.Random, text: str) -> str:
    """Return `text` with one to four things done to it."""
    for _ in range(chance.randint(1, 4)):
        at, length = chance.randint(0, len(text)), chance.choice((0, 1, 1, 2, 9, 60))
        put = chance.choice((*NASTY, chr(chance.randrange(0x3000)), text[: chance.randint(0, 40)]))
        text = text[:at] + put + text[at + length :]
    return text


def tried(one: Callable[[str], object], texts: Iterator[str], code: str) -> int:
    """Return how many texts were refused, all of them with `code`."""
    answers = [refusal(one, text) for text in texts]
    assert set(answers) <= {"", code}
    return answers.count(code)


def refusal(one: Callable[[str], object], text: str) -> str:
    """Return the code with which `text` is refused, "" where it is not."""
    try:
        one(text)
    except Refused as error:
        return error.code
    return ""


def test_damaged_cards() -> None:
    chance = random.Random(SEED)

    def read(text: str) -> None:
        card = read_card(text)
        assert isinstance(card, CitizenCard)
        assert len(card.number) == 12
        json.dumps([card.number, card.name, card.address]).encode()

    assert tried(read, (damaged(chance, chance.choice(CARDS)) for _ in range(MANY)), "bad_card") > 1000
    assert (
        tried(read, ("".join(chance.sample(NASTY, 5)) for _ in range(MANY // 10)), "bad_card") == MANY // 10
    )


def test_damaged_codes() -> None:
    chance = random.Random(SEED)
    good = ("H26.14-261119-1000", "000.17.22.H56-210531-0001")

    def read(text: str) -> None:
        assert 1 <= parse_code(text).serial <= 9999

    assert tried(read, (damaged(chance, chance.choice(good)) for _ in range(MANY)), "bad_code") > MANY / 2


def test_damaged_receipts(pc: Path) -> None:
    chance = random.Random(SEED)
    with opened(pc) as counter:
        text = papers.receipt_qr(counter, PERSON, *receive(counter, "A"))
        before = verify_log(counter).events
        true = parse(text)
        refusals: Counter[str] = Counter()
        for _ in range(MANY):
            other = damaged(chance, text)
            code = refusal(partial(verify_receipt, counter), other)
            refusals[code] += 1
            assert code or parse(other)[1:] == true[1:], other
        for _ in range(MANY // 10):  # well formed, but for one character that was signed or signs
            at = chance.randrange(len("QMC1/"), len(text))
            if text[at].isalnum():
                put = chance.choice(
                    "0123456789" if text[at].isdigit() else "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
                )
                if put != text[at]:
                    with pytest.raises(Refused):
                        verify_receipt(counter, text[:at] + put + text[at + 1 :])
        assert verify_log(counter).events == before
    assert set(refusals) <= {"", "bad_receipt_text", "receipt_forged", "receipt_key_unknown"}
    assert refusals["bad_receipt_text"] > MANY / 2


def rewritten(chance: random.Random) -> bytes:
    """Return a good line with one or two of its values, anywhere in it, replaced, renamed or damaged."""
    value = copy.deepcopy(line("a1", fee={"paid": False}, content="", applicant=FULL))
    for _ in range(chance.randint(1, 2)):
        holder: Any = value
        while True:
            keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
            if not keys:
                break
            key = chance.choice(keys)
            if isinstance(holder[key], (dict, list)) and holder[key] and chance.random() < 0.7:
                holder = holder[key]
                continue
            done = chance.randrange(4)
            if done == 0 and isinstance(holder, dict):
                holder[damaged(chance, str(key))[:80]] = holder.pop(key)
            elif done == 1 and isinstance(holder[key], str):
                holder[key] = damaged(chance, holder[key])
            else:
                holder[key] = copy.deepcopy(chance.choice(VALUES))
            break
    return json.dumps(value, ensure_ascii=chance.random() < 0.5).encode("utf-8", "surrogatepass")


FULL = {
    "kind": "person",
    "name": "Nguyễn Văn Thử",
    "id_kind": "citizen_id",
    "id_number": "001090012345",
    "birth_date": "1990-01-01",
    "address": "Ba Đình",
    "phone": "0912345678",
    "email": "thu@example.vn",
    "representative": {"name": "Trần Thị Thử", "id_number": "001190012345", "authority": "Giấy ủy quyền"},
}


def broken(chance: random.Random) -> bytes:
    """Return a good line with some of its bytes damaged."""
    raw = bytearray(json.dumps(line("a1"), ensure_ascii=False).encode())
    for _ in range(chance.randint(1, 3)):
        at = chance.randrange(len(raw))
        raw[at : at + chance.choice((0, 1, 1, 5))] = chance.randbytes(chance.choice((0, 1, 1, 3)))
    return bytes(raw)


def test_damaged_lines(pc: Path) -> None:
    chance = random.Random(SEED)
    made = [chance.choice((rewritten, rewritten, broken))(chance) for _ in range(MANY)]
    received, refused = 0, {}
    with opened(pc) as counter:
        results = bulk.receive_lines(counter, PERSON, made)
        for raw, result in zip(made, results, strict=True):
            shown = json.dumps(result, ensure_ascii=False).encode(errors="backslashreplace")
            assert json.loads(shown).keys() == result.keys()
            if "error" in result:
                refused[result["error"]["code"]] = raw
                assert result["error"]["message"]
                continue
            received += 1
        assert len(codes(counter)) == received
        assert verify_log(counter).faults == ()
    unspoken = [code for code in refused if f"(mã {code})" in sentence(CounterError(code))]
    assert unspoken == []
    assert {"bad_line", "bad_value", "unknown_field", "missing_field", "line_too_long"} <= set(refused)
