"""Receipts' QR texts and printed papers, right ones and forged ones."""

import base64
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from counter_app.documents import wording
from counter_app.domain import receipt_text
from counter_app.domain.receipt_text import ReceiptText
from counter_app.seal import SigningKey, key_id
from tests.checker.scene import (
    CENTRE,
    DAY,
    EXTENDED,
    FIRST,
    FIVE,
    LATER,
    NINE,
    OFFICE,
    PROMISED,
    STAY,
    THIRD,
    Pc,
    Scene,
)

Vector = dict[str, Any]
ADDRESS = "HTTPS://KIEMTRA.EXAMPLE.VN/K/"
SCENE = Scene()
A, B = SCENE.a, SCENE.b
KEYS = {A.installation_id: A.key.public.hex(), B.installation_id: B.key.public.hex()}


def text_of(pc: Pc, seq: int, **changes: Any) -> ReceiptText:
    """Return what the receipt of an event says."""
    event = pc.links[seq - 1].event
    first = {
        FIRST: (NINE, FIVE, "1.001193"),
        STAY: (NINE + 10, PROMISED, "1.004194"),
        THIRD: (NINE + 60, FIVE, "1.001193"),
    }
    received, due, procedure = first.get(event.subject, first[FIRST])
    mark = receipt_text.prev_mark(event.prev)
    made = ReceiptText(
        OFFICE, event.subject, received, due, procedure, event.clock, mark, key_id(pc.key.public)
    )
    return replace(made, **changes)


def signed(text: ReceiptText, key: SigningKey, address: str = "") -> str:
    """Return the whole QR text."""
    return receipt_text.compose(text, key.sign(receipt_text.signed_part(text).encode()), address)


RIGHT = signed(text_of(A, 1), A.key)


def receipt_cases() -> Iterator[Vector]:
    """Yield a vector for each QR text."""
    yield from _alone()
    yield from _spoilt()
    yield from _with_log()


def _vector(name: str, receipt: str, *faults: str, **more: Any) -> Vector:
    expect = {"faults": [[fault, 0] for fault in faults], "notes": []}
    return {"name": f"receipt/{name}", "receipt": receipt, "keys": KEYS, "expect": expect} | more


def _alone() -> Iterator[Vector]:
    with_address = signed(text_of(A, 1), A.key, ADDRESS)
    yield _vector("right", RIGHT)
    yield _vector("with-an-address", with_address)
    yield _vector(
        "with-the-host-in-small-letters",
        with_address.replace("HTTPS://KIEMTRA.EXAMPLE.VN", "https://kiemtra.example.vn"),
    )
    yield _vector("white-space-around", f" {RIGHT}\n")
    yield _vector("of-the-other-pc", signed(text_of(B, 1), B.key))
    yield _vector(
        "its-key-is-not-known",
        RIGHT,
        "receipt_key_unknown",
        keys={B.installation_id: KEYS[B.installation_id]},
    )
    yield _vector("no-key-at-all", RIGHT, "receipt_key_unknown", keys={})
    yield _vector("signed-by-another-key", signed(text_of(A, 1), B.key), "receipt_forged")


def _spoilt() -> Iterator[Vector]:
    """Yield the right text with one part written otherwise."""
    right = text_of(A, 1)
    for name, values in {
        "office": {"office": "00005"},
        "code": {"code": STAY},
        "received": {"received": NINE - 1},
        "due": {"due": FIVE + DAY},
        "procedure": {"procedure": "1.004194"},
        "clock": {"clock": "S"},
        "prev": {"prev": "BBBBBBBB"},
    }.items():
        other = receipt_text.signed_part(replace(right, **values))  # type: ignore[arg-type]
        yield _vector(f"changed-{name}", f"{other}/{RIGHT.rpartition('/')[2]}", "receipt_forged")
    yield _vector("changed-key", RIGHT.replace(right.key_id, "AAAAAAAA"), "receipt_key_unknown")
    mark = "A" if RIGHT[-50] != "A" else "B"
    yield _vector("changed-signature", f"{RIGHT[:-50]}{mark}{RIGHT[-49:]}", "receipt_forged")
    for name, text in _no_receipts().items():
        yield _vector(name, text, "bad_receipt_text")


def _no_receipts() -> dict[str, str]:
    last = RIGHT[-1]
    raw = base64.b32decode(RIGHT.rpartition("/")[2] + "=")
    stray = next(
        one
        for one in "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
        if one != last and base64.b32decode(RIGHT.rpartition("/")[2][:-1] + one + "=") == raw
    )
    return {
        "stray-bits": RIGHT[:-1] + stray,
        "cut-off": RIGHT[:-1],
        "longer": RIGHT + "A",
        "small-letters": RIGHT.lower(),
        "another-version": RIGHT.replace("QMC1/", "QMC2/"),
        "no-such-day": RIGHT.replace("/2611190900/", "/2611310900/"),
        "no-such-hour": RIGHT.replace("/2611190900/", "/2611192500/"),
        "no-such-day-in-the-code": RIGHT.replace("-261119-", "-261131-"),
        "serial-zero": RIGHT.replace("-1000/", "-0000/"),
        "agency-of-no-level": RIGHT.replace("H26.14-", "26H.14-"),
        "agency-reversed": RIGHT.replace("H26.14-", "14.H26-"),
        "padded": RIGHT + "=",
        "empty": "",
        "too-long": "HTTP://" + "A" * 100 + "/" + RIGHT + "A" * 400,
    }


def _with_log() -> Iterator[Vector]:
    log = {"base": "counter.jsonl", "keys": {}}
    holds: Vector = {"faults": [], "notes": [], "proved": 16, "purged": 1}

    def told(name: str, pc: Pc, text: ReceiptText, *faults: list[Any], **more: Any) -> Vector:
        expect = holds | {"faults": [list(fault) for fault in faults]}
        return _vector(f"log-{name}", signed(text, pc.key)) | log | {"expect": expect} | more

    yield told("first", A, text_of(A, 1))
    yield told("of-the-other-pc", B, text_of(B, 1))
    yield told("first-promise-of-the-stay", A, text_of(A, 5))
    yield told("later-promise", A, text_of(A, 8, due=LATER))
    yield told("corrected", A, text_of(A, 4))
    due = ["receipt_differs", 0, "due"]
    yield told("another-due", A, text_of(A, 1, due=FIVE + DAY), due)
    yield told("first-due-on-the-later-paper", A, text_of(A, 8), due)
    yield told("later-due-on-the-first-paper", A, text_of(A, 5, due=LATER), due)
    yield told("corrected-with-another-due", A, text_of(A, 4, due=LATER), due)
    yield told("another-minute", A, text_of(A, 1, received=NINE + 1), ["receipt_differs", 0, "received"])
    yield told("another-clock", A, text_of(A, 1, clock="B"), ["receipt_differs", 0, "clock"])
    yield told(
        "another-procedure", A, text_of(A, 1, procedure="1.004194"), ["receipt_differs", 0, "procedure"]
    )
    yield told("another-office", A, text_of(A, 1, office="00005"), ["receipt_differs", 0, "office"])
    lost = ["receipt_not_in_log", 0]
    yield told("another-event-before", A, text_of(A, 1, prev="BBBBBBBB"), lost)
    yield told("never-received", A, text_of(A, 1, code="H26.14-261119-1999"), lost)
    yield told("of-a-print", A, text_of(A, 3), lost)
    yield told("code-of-the-other-pc", A, text_of(B, 1, key_id=key_id(A.key.public)), lost)
    by_centre = log | {"base": "centre.jsonl"}
    notes = [["quarantined", 5, "log_forked"], ["quarantined", 6, "unknown_actor"], ["log_forked", 24]]
    whole = holds | {"proved": 17, "purged": 0, "notes": notes}
    pinned = by_centre | {"keys": {"centre": CENTRE.public.hex()}}
    yield _vector("centre-vouches", RIGHT) | pinned | {"expect": whole}
    unknown = whole | {"faults": [["signer_unknown", 25], ["receipt_key_unknown", 0]]}
    wrong = by_centre | {"keys": {"centre": B.key.public.hex()}}
    yield _vector("another-centre-vouches", RIGHT) | wrong | {"expect": unknown}


def paper_cases() -> Iterator[Vector]:
    """Yield vectors of what stands on the pages beside their QR codes."""
    first, later = _page(RIGHT, NINE, FIVE), signed(text_of(A, 8, due=LATER), A.key)
    both = [[first, [RIGHT]], [first, [RIGHT]]]
    yield _paper("right", both)
    yield _paper("no-code", [[first, []]], ["no_code", 0])
    yield _paper("two-codes", [[first, [RIGHT]], [first, [later]]], ["codes_differ", 0])
    yield _paper("no-receipt", [[first, ["https://example.vn"]]], ["bad_receipt_text", 0])
    for field, changed in {
        "code": first.replace("-1000", "-1001"),
        "due": _page(RIGHT, NINE, FIVE + DAY),
        "received": _page(RIGHT, NINE + 1, FIVE),
        "check word": first.replace(RIGHT.rpartition("/")[2][:8], "AAAAAAAA"),
    }.items():
        yield _paper(f"printed-{field}-differs", [[changed, [RIGHT]]], ["printed_differs", 0, field])
        second = [[first, [RIGHT]], [changed, [RIGHT]]]
        yield _paper(f"second-copy-{field}-differs", second, ["printed_differs", 0, field])
    bare = [["", [RIGHT]]]
    fields = ("code", "due", "received", "check word")
    yield _paper("nothing-printed", bare, *(["printed_differs", 0, field] for field in fields))
    forged = RIGHT.replace("/2611191700/", "/2611201700/")
    yield _paper("forged-throughout", [[_page(forged, NINE, FIVE + DAY), [forged]]], ["receipt_forged", 0])
    yield from _painted(first)
    log = {"base": "counter.jsonl", "keys": {}}
    anew = _page(later, NINE + 10, LATER, STAY)
    told = f"{anew} Hẹn lần đầu: {wording.moment(PROMISED)}"
    yield _paper("later-promise", [[told, [later]]], **log)
    missing = ["printed_differs", 0, "first due"]
    yield _paper("first-promise-left-out", [[anew, [later]]], missing, **log)
    wrong = f"{anew} Hẹn lần đầu: {wording.moment(PROMISED + DAY)}"
    yield _paper("first-promise-differs", [[wrong, [later]]], missing, **log)
    waited, moment = " Lý do hẹn lại: từ {} đến {}; đã gia hạn đến {}", ["printed_differs", 0, "moment"]
    began, ended = wording.stamp(NINE + DAY), wording.stamp(NINE + 2 * DAY)
    right = told + waited.format(began, ended, wording.moment(EXTENDED))
    yield _paper("wait-and-extension", [[right, [later]]], **log)
    longer = told + waited.format(began, ended, wording.moment(EXTENDED + DAY))
    yield _paper("extension-nobody-signed", [[longer, [later]]], moment, **log)
    other = told + waited.format(began, wording.stamp(NINE + 3 * DAY + 1), wording.moment(EXTENDED))
    yield _paper("wait-that-never-was", [[other, [later]]], moment, **log)


def _painted(first: str) -> Iterator[Vector]:
    """Yield pages with a moment under no label of ours, and with what our forms never have."""
    for name, said in {
        "as-ours": wording.moment(FIVE + DAY),
        "that-is-promised": wording.moment(FIVE),
        "in-figures": wording.stamp(FIVE + DAY),
        "by-the-weekday": "THỨ 6, 20-11-2026",
        "day-first": "ngày 20.11.2026 lúc 17h00",
        "with-what-nobody-sees": "17 gi\u200bờ 00 ngày ２０ tháng 11 năm 2026",
    }.items():
        page = [f"{first}\nHẹn trả: {said}", [RIGHT]]
        yield _paper(f"another-moment-{name}", [page], ["printed_differs", 0, "moment"])
    day = f"{first}\nNội dung: cho cháu sinh ngày 05/11/2026\nPhường Ba Đình, ngày 19 tháng 11 năm 2026"
    yield _paper("days-without-a-time", [[day, [RIGHT]]])
    for what in ("annotation", "object", "colour"):
        yield _paper(f"with-{what}", [[first, [RIGHT], [what]]], ["foreign_object", 0, what])


def _page(qr: str, received: int, due: int, code: str = FIRST) -> str:
    """Return a page's text in the order of Form 01."""
    return (
        f"Mã hồ sơ: {code}\nThời gian trả kết quả giải quyết hồ sơ\n{wording.moment(due)}\n"
        f"Thời gian nhận hồ sơ: {wording.time(received)}, {wording.date(received)}\n"
        f"{code} Mã kiểm tra: {qr.rpartition('/')[2][:8]}"
    )


def _paper(name: str, pages: list[Any], *faults: list[Any], **more: Any) -> Vector:
    expect: Vector = {"faults": list(faults), "notes": []}
    expect |= {"proved": 16, "purged": 1} if more else {}
    whole = [[*page, []][:3] for page in pages]
    return {"name": f"paper/{name}", "pages": whole, "keys": KEYS, "expect": expect} | more
