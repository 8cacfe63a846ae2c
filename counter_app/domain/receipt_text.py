"""The text in a receipt's QR: what it promises, tied to the log and signed; no personal data.

`[CHECK ADDRESS]QMC1/office/code/received/due/procedure/clock/prev/key id/signature`, all in the characters
of an alphanumeric QR; times are local yyMMddHHmm, bytes base32 (RFC 4648 §6) without padding.
"""

import base64
import binascii
import re
from dataclasses import dataclass

from counter_app.domain.moments import iso_local, parse_local
from counter_app.domain.numbering import format_code, parse_code
from counter_app.errors import CounterError, Refused

PREV_BYTES = 5  # of the previous event's hash, 8 characters
SIGNATURE_BYTES = 64
CHECK_WORD = 8  # characters
MAX_TEXT = 600
_FIELDS = (
    r"QMC1/(?P<office>[A-Z0-9.-]{1,36})/(?P<code>[A-Z0-9.]{3,35}-\d{6}-\d{4})/(?P<received>\d{10})"
    r"/(?P<due>\d{10})/(?P<procedure>[A-Z0-9.]{1,24})/(?P<clock>[ABCUS])/(?P<prev>[A-Z2-7]{8})"
    r"/(?P<key_id>[A-Z2-7]{8})"
)
_SIGNED = re.compile(_FIELDS, re.ASCII)
# A phone that opened the address may have put its host into small letters.
_ADDRESS = r"[Hh][Tt][Tt][Pp][Ss]?://[A-Za-z0-9 $%*+\-./:]{1,120}/"
_WHOLE = re.compile(rf"(?:{_ADDRESS})?(?P<signed>{_FIELDS})/(?P<signature>[A-Z2-7]{{103}})", re.ASCII)
_CHECK_ADDRESS = re.compile(r"HTTPS?://[A-Z0-9$%*+\-./:]{1,120}/", re.ASCII)


@dataclass(frozen=True, slots=True)
class ReceiptText:
    """What the signature covers. `received` and `due` are whole minutes since 1970-01-01T00:00Z.

    `clock` is one of A B C U S; `prev` the mark of the event before; `key_id` names the signing key.
    """

    office: str
    code: str
    received: int
    due: int
    procedure: str
    clock: str
    prev: str
    key_id: str


def prev_mark(digest: bytes) -> str:
    """Return the 8 characters that tie a receipt to the event before it in the log."""
    return _base32(digest[:PREV_BYTES])


def check_word(signature: bytes) -> str:
    """Return the 8 characters printed under the QR, for typing."""
    return _base32(signature)[:CHECK_WORD]


def signed_part(receipt: ReceiptText) -> str:
    """Return the text that is signed. Raises Refused("bad_receipt_text", "text") for what no QR may say."""
    parts = (
        "QMC1",
        receipt.office,
        receipt.code,
        _digits(receipt.received),
        _digits(receipt.due),
        receipt.procedure,
        receipt.clock,
        receipt.prev,
        receipt.key_id,
    )
    text = "/".join(parts)
    found = _SIGNED.fullmatch(text)
    if not found or _read(found) != receipt:
        raise Refused("bad_receipt_text", "text")
    return text


def check_address(text: str) -> str:
    """Return the address of the public check as a QR carries it, from how a person writes it.

    "https://qmc.vn/k" becomes "HTTPS://QMC.VN/K/"; "" stays "", for none. So whoever answers there must take
    capitals. Raises Refused("bad_check_address", "check_address").
    """
    address = text.strip().upper() if text.isascii() else "?"
    if address and not address.endswith("/"):
        address += "/"
    if address and not _CHECK_ADDRESS.fullmatch(address):
        raise Refused("bad_check_address", "check_address")
    return address


def compose(receipt: ReceiptText, signature: bytes, address: str = "") -> str:
    """Return the whole QR text; `address` as `check_address` returns it.

    Raises Refused: bad_receipt_text, bad_check_address.
    """
    if address and not _CHECK_ADDRESS.fullmatch(address):
        raise Refused("bad_check_address", "check_address")
    if len(signature) != SIGNATURE_BYTES:
        raise Refused("bad_receipt_text", "text")
    return f"{address}{signed_part(receipt)}/{_base32(signature)}"


def parse(text: str) -> tuple[ReceiptText, bytes, bytes]:
    """Return (receipt, signature, signed bytes) of a scanned text; whether it holds is for the key to say.

    Raises Refused("bad_receipt_text", "text").
    """
    found = _WHOLE.fullmatch(text.strip()) if len(text) <= MAX_TEXT else None
    if not found:
        raise Refused("bad_receipt_text", "text")
    signature = _bytes(found["signature"])
    return _read(found), signature, found["signed"].encode()


def _read(found: re.Match[str]) -> ReceiptText:
    try:
        code = parse_code(found["code"])
        if format_code(code.agency_id, code.day, code.serial) != found["code"]:
            raise Refused("bad_receipt_text", "text")
        received, due = _minute(found["received"]), _minute(found["due"])
    except CounterError as error:
        raise Refused("bad_receipt_text", "text") from error
    return ReceiptText(
        found["office"],
        found["code"],
        received,
        due,
        found["procedure"],
        found["clock"],
        found["prev"],
        found["key_id"],
    )


def _digits(minute: int) -> str:
    local = iso_local(minute)
    return local[2:4] + local[5:7] + local[8:10] + local[11:13] + local[14:16]


def _minute(digits: str) -> int:
    year, month, day, hour, minute = (digits[i : i + 2] for i in range(0, len(digits), 2))
    return parse_local(f"20{year}-{month}-{day}T{hour}:{minute}")


def _base32(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=")


def _bytes(text: str) -> bytes:
    """Decode base32 of whole bytes; a text with stray last bits would be a second writing of the same."""
    try:
        raw = base64.b32decode(text + "=" * (-len(text) % 8))
    except binascii.Error as error:
        raise Refused("bad_receipt_text", "text") from error
    if _base32(raw) != text:
        raise Refused("bad_receipt_text", "text")
    return raw
