"""The signed text of a receipt's QR: its shape, its size, and that no letter of it can be changed."""

import dataclasses
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.moments import parse_local
from counter_app.domain.receipt_text import (
    ReceiptText,
    check_address,
    check_word,
    compose,
    parse,
    prev_mark,
    signed_part,
)
from counter_app.errors import Refused
from counter_app.seal import SigningKey, key_id, verify

ALPHANUMERIC = set("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:")
ADDRESS = "HTTPS://KIEMTRA.EXAMPLE.VN/"
KEY = SigningKey(bytes(range(32)))
RECEIPT = ReceiptText(
    office="H26.14",
    code="H26.14-261119-1037",
    received=parse_local("2026-11-19T09:00"),
    due=parse_local("2026-11-25T17:00"),
    procedure="1.001193",
    clock="A",
    prev=prev_mark(bytes(range(32))),
    key_id=key_id(KEY.public),
)


def signed(receipt: ReceiptText = RECEIPT, address: str = "") -> str:
    return compose(receipt, KEY.sign(signed_part(receipt).encode()), address)


def test_the_text_is_written_as_agreed() -> None:
    part = signed_part(RECEIPT)
    assert part.startswith("QMC1/H26.14/H26.14-261119-1037/2611190900/2611251700/1.001193/A/AAAQEAYE/")
    assert signed(address=ADDRESS).startswith(ADDRESS + part + "/")


@pytest.mark.parametrize("address", ["", ADDRESS])
def test_what_was_signed_comes_back_and_verifies(address: str) -> None:
    receipt, signature, covered = parse(signed(address=address) + "\r\n")
    assert receipt == RECEIPT
    assert covered == signed_part(RECEIPT).encode()
    assert verify(KEY.public, covered, signature)
    assert check_word(signature) == signed().rsplit("/", 1)[1][:8]


def test_a_host_in_small_letters_is_still_read() -> None:
    assert parse(signed(address=ADDRESS).replace(ADDRESS, ADDRESS.lower()))[0] == RECEIPT


@given(
    st.from_regex(r"\A[A-Y][0-9]{2}(\.[A-Z0-9]{1,4}){2}\Z").filter(lambda text: len(text) <= 13),
    st.from_regex(r"\A[A-Z0-9.]{1,24}\Z"),
    st.sampled_from("ABCUS"),
    st.integers(parse_local("2000-01-01T00:00"), parse_local("2099-12-31T23:59")),
)
def test_agencies_of_13_characters_fit_into_220(agency: str, procedure: str, clock: str, minute: int) -> None:
    receipt = dataclasses.replace(
        RECEIPT, office=agency, code=f"{agency}-261119-0001", procedure=procedure, clock=clock, due=minute
    )
    text = signed(receipt)
    assert len(text) <= 220
    assert set(text) <= ALPHANUMERIC
    assert parse(text)[0] == receipt


def test_the_longest_agency_of_13_characters_fits() -> None:
    agency = "H26.123.12345"
    receipt = dataclasses.replace(RECEIPT, office=agency, code=f"{agency}-261119-9999", procedure="1" * 24)
    assert len(agency) == 13
    assert len(signed(receipt)) == 215


def test_no_letter_can_be_changed() -> None:
    text = signed()
    for at, was in enumerate(text):
        for now in "0AZ7/.-":
            if now != was:
                refuse_or_fail(text[:at] + now + text[at + 1 :])
        refuse_or_fail(text[:at] + text[at + 1 :])
        refuse_or_fail(text[:at] + was + text[at:])
        refuse_or_fail(text[: at + 1])


def refuse_or_fail(text: str) -> None:
    if text == signed():
        return
    code, signature, covered = "bad_receipt_text", b"", b""
    try:
        _, signature, covered = parse(text)
    except Refused as refused:
        code = refused.code
    assert code == "bad_receipt_text"
    assert not verify(KEY.public, covered, signature)


def test_ten_thousand_damaged_texts_are_refused_or_do_not_verify() -> None:
    chance = random.Random(5)
    text = signed(address=ADDRESS)[len(ADDRESS) :]
    for _ in range(10_000):
        letters = list(text)
        for _ in range(chance.randint(1, 6)):
            letters[chance.randrange(len(letters))] = chance.choice("AB27/.-0 ơ\ud800\x00\n")
        if "".join(letters) != text:
            refuse_or_fail("".join(letters))


@given(st.text(max_size=700))
def test_any_text_is_refused(text: str) -> None:
    for whole in (text, "QMC1/" + text, signed() + text.strip() + "X"):
        with pytest.raises(Refused, match="bad_receipt_text"):
            parse(whole)


@pytest.mark.parametrize(
    "change",
    [
        {"office": ""},
        {"office": "h26"},
        {"office": "H26/14"},
        {"code": "000.17.22.H56-210531-0001"},
        {"code": "H26.14-261319-1037"},
        {"procedure": "1/2"},
        {"procedure": "một"},
        {"procedure": "1" * 25},
        {"clock": "X"},
        {"prev": "AAAA"},
        {"key_id": "00000000"},
        {"received": parse_local("2099-12-31T23:59") + 1},
        {"due": parse_local("2000-01-01T00:00") - 1},
    ],
)
def test_what_no_receipt_may_say_is_not_signed(change: dict[str, str | int]) -> None:
    with pytest.raises(Refused, match="bad_receipt_text"):
        signed_part(dataclasses.replace(RECEIPT, **change))  # type: ignore[arg-type]


def test_a_bad_address_or_signature_is_not_composed() -> None:
    for address in ("https://kiemtra.example.vn/", "HTTPS://X", "FTP://X/", "HTTPS://X?Y=/", "X/"):
        with pytest.raises(Refused, match="bad_check_address"):
            signed(address=address)
    with pytest.raises(Refused, match="bad_receipt_text"):
        compose(RECEIPT, b"short")


@pytest.mark.parametrize(
    ("written", "carried"),
    [("", ""), ("https://qmc.vn/k/", "HTTPS://QMC.VN/K/"), ("  Http://qmc.vn\n", "HTTP://QMC.VN/")],
)
def test_a_check_address_is_read_as_it_is_written(written: str, carried: str) -> None:
    assert check_address(written) == carried == check_address(carried)


@pytest.mark.parametrize(
    "bad", ["QMC.VN", "ftp://qmc.vn/", "https://q?k=/", "httpſ://qmc.vn/", "https:///", "/"]
)
def test_what_is_no_check_address_is_refused(bad: str) -> None:
    with pytest.raises(Refused, match="bad_check_address"):
        check_address(bad)
