"""The arithmetic of the log: what is hashed, what is signed, and whether a chain holds."""

import hashlib
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from json.encoder import encode_basestring as _quoted

from counter_app.domain import codec, facts
from counter_app.domain.events import Event, Personal
from counter_app.domain.key_events import KeyRotated, proof_bytes
from counter_app.errors import Damaged, Refused

GENESIS = bytes(32)
KEY_BYTES = 32
Verify = Callable[[bytes, bytes, bytes], bool]


def signed_bytes(event: Event) -> bytes:
    """Return what the installation's key signs: canonical JSON of the envelope, the body by its SHA-256.

    Raises Refused: not_canonical.
    """
    body = hashlib.sha256(event.body.encode()).hexdigest()
    personal = event.personal_digest.hex() if event.personal_digest else None
    return _written(event, body, personal) or _canonical(event, body, personal)


def _written(event: Event, body: str, personal: str | None) -> bytes | None:
    """Return what `_canonical` returns of an envelope of sound types, in a quarter of the time."""
    numbers = (event.happened_at, event.seq, event.version)
    if {*map(type, numbers)} != {int} or max(map(abs, numbers)) > codec.MAX_INTEGER:
        return None
    try:
        text = (
            f'{{"actor_id":{_quoted(event.actor_id)},"body":"{body}","clock":{_quoted(event.clock)}'
            f',"event_id":{_quoted(event.event_id)},"happened_at":{event.happened_at}'
            f',"installation_id":{_quoted(event.installation_id)},"kind":{_quoted(event.kind)}'
            f',"personal_digest":{_quoted(personal) if personal else "null"},"prev":"{event.prev.hex()}"'
            f',"seq":{event.seq},"subject":{_quoted(event.subject)},"version":{event.version}}}'
        )
        return unicodedata.normalize("NFC", text).encode()
    except (TypeError, UnicodeEncodeError):
        return None


def _canonical(event: Event, body: str, personal: str | None) -> bytes:
    envelope = {
        "actor_id": event.actor_id,
        "body": body,
        "clock": event.clock,
        "event_id": event.event_id,
        "happened_at": event.happened_at,
        "installation_id": event.installation_id,
        "kind": event.kind,
        "personal_digest": personal,
        "prev": event.prev.hex(),
        "seq": event.seq,
        "subject": event.subject,
        "version": event.version,
    }
    return codec.canonical(envelope).encode()


def link(draft: Event, sign: Callable[[bytes], bytes]) -> tuple[Event, bytes]:
    """Return the draft signed, and its digest: `signed_bytes` is made once for both."""
    data = signed_bytes(draft)
    signature = sign(data)
    return replace(draft, signature=signature), hashlib.sha256(data + signature).digest()


def digest(event: Event) -> bytes:
    """Return the event's SHA-256 (over signed bytes and signature): the `prev` of the next one."""
    return hashlib.sha256(signed_bytes(event) + event.signature).digest()


def personal_digest(personal: Personal) -> bytes:
    """Return the SHA-256 that binds personal data into the chain: over salt and text."""
    return hashlib.sha256(personal.salt + personal.text.encode()).digest()


def check(
    events: Iterable[Event], head: tuple[int, bytes], public: bytes, verify: Verify
) -> Iterator[tuple[Event, bytes]]:
    """Yield (event, digest) while each follows `head` = (seq, digest), links and is signed by its key.

    That is `public` until an event puts another in its place. Raises Damaged: chain_gap, chain_broken,
    chain_unsigned, key_forged, each with installation_id and seq.
    """
    for event, data, digest in _linked(events, head):
        _check_signed(event, data, public, verify)
        public = onward(event, public, verify)
        yield event, digest


def check_batch(
    events: Iterable[Event], head: tuple[int, bytes], public: bytes, verify: Verify
) -> list[bytes]:
    """Return the digests of events that follow `head` without a gap, the last of them signed by its key.

    That is `public` until an event puts another in its place. Its `prev` binds every event and signature
    before it, so that one signature vouches for them all; the others are checked one by one by whoever audits
    the log. An event that puts another key in force is checked here: nobody may vouch for himself. Raises
    Damaged: as `check`.
    """
    digests: list[bytes] = []
    event, data, rotated = None, b"", KeyRotated.KIND
    for event, data, digest in _linked(events, head):
        digests.append(digest)
        if event.kind == rotated:
            _check_signed(event, data, public, verify)
            public = onward(event, public, verify)
    if event is not None and event.kind != rotated:
        _check_signed(event, data, public, verify)
    return digests


def onward(event: Event, public: bytes, verify: Verify) -> bytes:
    """Return the key that signs the events after this one, which the key `public` has signed.

    Raises Damaged: key_forged, where the new key's owner does not say that he follows here.
    """
    if event.kind != KeyRotated.KIND:
        return public
    key, proof = _rotation(event)
    if not key or not verify(
        key, proof_bytes(event.installation_id, event.seq, event.prev, key.hex()), proof
    ):
        raise Damaged("key_forged", installation_id=event.installation_id, seq=event.seq)
    return key


def key_of(event: Event) -> bytes:
    """Return the key that such an event names, unproved; b"" where it cannot be read."""
    return _rotation(event)[0]


def _rotation(event: Event) -> tuple[bytes, bytes]:
    try:
        told = facts.join(event, None)
        if not isinstance(told, KeyRotated):
            return b"", b""
        key, proof = bytes.fromhex(told.key), bytes.fromhex(told.proof)
    except (Refused, ValueError, TypeError, AttributeError):
        return b"", b""
    whole = len(key) == KEY_BYTES and key.hex() == told.key and event.subject == event.installation_id
    return (key, proof) if whole else (b"", b"")


def _check_signed(event: Event, data: bytes, public: bytes, verify: Verify) -> None:
    if not verify(public, data, event.signature):
        raise Damaged("chain_unsigned", installation_id=event.installation_id, seq=event.seq)


def _linked(events: Iterable[Event], head: tuple[int, bytes]) -> Iterator[tuple[Event, bytes, bytes]]:
    """Yield (event, signed bytes, digest) while each follows the one before."""
    seq, prev = head
    for event in events:
        where = {"installation_id": event.installation_id, "seq": event.seq}
        if event.seq != seq + 1:
            raise Damaged("chain_gap", **where)
        if event.prev != prev:
            raise Damaged("chain_broken", **where)
        data = signed_bytes(event)
        seq, prev = event.seq, hashlib.sha256(data + event.signature).digest()
        yield event, data, prev


def check_stored(event: Event, digest: bytes, stored: bytes, personal: Personal | None) -> None:
    """Hold what lies beside a proved event against it: the stored hash, and personal data not yet purged.

    Raises Damaged: hash_changed, personal_changed, each with installation_id and seq.
    """
    where = {"installation_id": event.installation_id, "seq": event.seq}
    if digest != stored:
        raise Damaged("hash_changed", **where)
    if personal and personal_digest(personal) != event.personal_digest:
        raise Damaged("personal_changed", **where)
