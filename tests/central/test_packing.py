"""Long bodies travel as gzip files from the first; an answer only to who says that he reads them."""

import zlib

import msgspec
import pytest

from counter_app import packing, wire
from counter_app.remote import answers
from tests.central.living import Living, enrolled

LONG = b"[" + b"1," * packing.WORTH + b"1]"


def test_a_packed_body_comes_back_and_no_more_than_is_allowed() -> None:
    small = packing.packed(LONG)
    assert len(small) < len(LONG) / 20
    assert packing.unpacked(small, len(LONG)) == LONG
    assert packing.unpacked(b"{}", 1) == packing.packed(b"{}") == b"{}"
    for damaged in (small[:-1], small[:40], b"\x1f\x8b", small[:-9] + b"123456789"):
        with pytest.raises(ValueError, match=r"gzip|torn"):
            packing.unpacked(damaged, len(LONG))
    with pytest.raises(ValueError, match="too long"):
        packing.unpacked(zlib.compress(bytes(100_000_000), wbits=31), wire.MAX_BODY)


def test_the_first_push_travels_packed(living: Living, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    counter, centre = enrolled(living, address)
    sizes: list[int] = []
    request_bytes = wire.request_bytes

    def noted(path: str, who: str, nonce: str, body: bytes) -> bytes:
        sizes.append(len(body))
        return request_bytes(path, who, nonce, body)

    monkeypatch.setattr(wire, "request_bytes", noted)
    for _ in range(10):
        counter.receive()
    plain = len(msgspec.json.encode(counter.batch()))
    assert centre.push(counter.batch()).acknowledged == 20
    client, server = sizes
    assert client == server < plain / 2
    other, others_centre = enrolled(living, address)
    assert [item.event for item in others_centre.feed(wire.FeedRequest(0)).events] == [
        link.event for link in counter.links
    ]
    assert other.installation_id != counter.installation_id


def test_a_packed_answer_that_is_no_gzip_file_is_not_believed(living: Living) -> None:
    key, nonce, body = living.centre.key, "n" * 16, b"\x1f\x8bno"
    signature = key.sign(wire.answer_bytes(wire.TIME, 200, nonce, body)).hex()
    raw = answers.Raw(wire.TIME, 200, nonce, {wire.SIGNATURE: signature}, body)
    with pytest.raises(Exception, match="centre_newer"):
        answers.read(raw, key.public, wire.TimeAnswer)
