"""Long bodies as gzip files (RFC 1952), for slow lines: every centre reads them, a PC by PACKS with GZIP."""

import zlib

PACKS, GZIP = "qmc-packs", "gzip"
WORTH = 4 * 1024  # bytes of a body that is worth packing
_WBITS, _MAGIC = 31, b"\x1f\x8b"  # zlib's number for gzip; no JSON begins like that


def packed(body: bytes) -> bytes:
    """Return a body as a gzip file, where it is long; no proxy unpacks what calls itself a file."""
    return zlib.compress(body, level=6, wbits=_WBITS) if len(body) >= WORTH else body


def unpacked(body: bytes, limit: int) -> bytes:
    """Return what `packed` was given. Raises ValueError for a damaged file, or one of more than `limit`."""
    if not body.startswith(_MAGIC):
        return body
    reader = zlib.decompressobj(wbits=_WBITS)
    try:
        plain = reader.decompress(body, limit + 1)
    except zlib.error as error:
        raise ValueError("not a gzip file") from error
    if not reader.eof or len(plain) > limit:
        raise ValueError("too long, or torn")
    return plain
