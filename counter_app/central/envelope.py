"""What must hold of an event before it can be stored at all: shapes and sizes, never its meaning."""

import re
import unicodedata
from contextlib import suppress

from counter_app import wire
from counter_app.central.centre import Caller
from counter_app.domain import chain
from counter_app.domain.events import Event, Personal
from counter_app.domain.identity import is_id
from counter_app.errors import Damaged, Refused
from counter_app.seal import verify

_KIND = re.compile(r"[a-z][a-z._]{0,63}")
_NAME = re.compile(r"[^\s\x00-\x1f\x7f]{1,128}")
_MAX_INTEGER = 2**53 - 1
_MAX_VERSION = 2**31 - 1
_SALT, _DIGEST, _SIGNATURE = 16, 32, 64


def check_batch(links: list[wire.WireEvent], caller: Caller) -> list[bytes]:
    """Return the digests of a batch that is the caller's, linked without gaps, its last event signed.

    Raises Refused: empty_batch, batch_too_long, bad_event (field names the part), foreign_event,
    chain_gap, chain_broken, chain_unsigned, key_forged.
    """
    if not links:
        raise Refused("empty_batch")
    if len(links) > wire.MAX_BATCH:
        raise Refused("batch_too_long", limit=wire.MAX_BATCH)
    for link in links:
        check_event(link.event, caller)
        _check_personal(link.personal)
    first = links[0].event
    if first.seq == 1 and first.prev != chain.GENESIS:
        raise Refused("chain_broken", None, seq=1)
    events = [link.event for link in links]
    if not caller.revoked:
        return _linked(events, caller.key_after(first.seq - 1))
    for key in caller.ever()[:-1]:  # an old copy's history may begin with any of them
        with suppress(Refused):
            return _linked(events, key)
    return _linked(events, caller.ever()[-1])


def _linked(events: list[Event], key: bytes) -> list[bytes]:
    try:
        return chain.check_batch(events, (events[0].seq - 1, events[0].prev), key, verify)
    except Damaged as error:
        raise Refused(error.code, None, **error.values) from error


def check_event(event: Event, caller: Caller) -> None:
    """Hold one event's shape and sizes. Raises Refused: foreign_event, bad_event."""
    if event.installation_id != caller.installation_id:
        raise Refused("foreign_event")
    sound = {
        "event_id": is_id(event.event_id),
        "seq": 1 <= event.seq <= _MAX_INTEGER,
        "prev": len(event.prev) == _DIGEST,
        "kind": _KIND.fullmatch(event.kind) is not None,
        "version": 1 <= event.version <= _MAX_VERSION,
        "subject": _name(event.subject),
        "actor_id": _name(event.actor_id),
        "happened_at": 0 <= event.happened_at <= _MAX_INTEGER,
        "clock": event.clock in {"A", "B", "C", "U", "S"},
        "body": _storable(event.body),
        "personal_digest": event.personal_digest is None or len(event.personal_digest) == _DIGEST,
        "signature": len(event.signature) == _SIGNATURE,
    }
    for name, holds in sound.items():
        if not holds:
            raise Refused("bad_event", name, seq=event.seq)


def _check_personal(personal: Personal | None) -> None:
    if personal is not None and not (len(personal.salt) == _SALT and _storable(personal.text)):
        raise Refused("bad_event", "personal")


def _name(text: str) -> bool:
    """Accept one spelling (NFC) of a name: the signature covers its normal form and knows no other."""
    return _NAME.fullmatch(text) is not None and unicodedata.is_normalized("NFC", text)


def _storable(text: str) -> bool:
    """PostgreSQL's text holds no NUL."""
    return "\0" not in text and len(text.encode()) <= wire.MAX_EVENT
