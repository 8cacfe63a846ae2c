"""Proof that nothing was changed: the whole log, link by link, and a receipt by its QR text."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from counter_app import seal
from counter_app.domain import chain, receipt_text
from counter_app.domain.events import Event
from counter_app.domain.receipt_text import ReceiptText
from counter_app.errors import CounterError, Damaged, Refused
from counter_app.services.counter import Counter
from counter_app.store import log, log_keys, outbox, succession
from counter_app.store.engine import Connection

PAGE = 500
MAX_NAMED = 1000  # faults told one by one
LOWEST = -(2**63)  # below every number that SQLite holds
# A value that no event of ours can hold: SQLite takes any type in any column.
UNREADABLE = (Refused, TypeError, AttributeError, ValueError, OverflowError)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the log found. `faults` name installation and seq; `events` counts those read."""

    events: int
    installations: int
    faults: tuple[CounterError, ...]


def verify_log(counter: Counter) -> Verdict:
    """Check every link, signature, stored hash and personal digest of every installation's log.

    Each event that does not hold is named, up to MAX_NAMED.
    """
    with counter.store.read() as conn:
        count, faults = verify_chains(conn, keys(conn, counter))
        faults += _cut_off(conn, counter.installation.installation_id)
        faults += _rolled_back(conn, counter, faults)
        faults += [] if faults else _stray(conn)  # what a deleted event leaves behind was told with it
        sources = log.installations(conn)
    return Verdict(count, len(sources), tuple(faults))


def verify_chains(conn: Connection, known: dict[str, bytes]) -> tuple[int, list[CounterError]]:
    """Check every installation's chain by the `known` keys.

    Returns how many events were read, and each that does not hold, up to MAX_NAMED.
    """
    count = 0
    faults: list[CounterError] = []
    for source in log.installations(conn):
        read, found = _verify_one(conn, source, known.get(source), MAX_NAMED - len(faults))
        count += read
        faults += found
    faults += [
        Damaged("log_disordered", installation_id=source, seq=seq) for source, seq in log.disordered(conn)
    ]
    return count, faults


def keys(conn: Connection, counter: Counter) -> dict[str, bytes]:
    """Return the public keys with which the installations' logs begin.

    Our own is the keyring's: the briefing lies beside the log. Where our log puts the keyring's key in force
    later on, that key's own signature there vouches for what came before. Of an installation that ended here
    the keyring may know nothing any more.
    """
    known = {key.installation_id: key.public_key for key in counter.reference(conn).briefing.keys}
    own = counter.installation.installation_id
    lost = succession.ended(conn, own) not in ("", succession.REVOKED)
    followed = own in known and counter.signer.public in log_keys.ever(conn, {own: b""})
    return known if lost or followed else known | {own: counter.signer.public}


def prove(conn: Connection, event: Event, stored: bytes, known: dict[str, bytes]) -> CounterError | None:
    """Return why signature, stored hash and personal data do not prove one event; None when they do."""
    if event.installation_id not in known:
        return Damaged("key_unknown", installation_id=event.installation_id)
    try:
        first = known[event.installation_id]
        key = log_keys.in_force(conn, event.installation_id, event.seq - 1, first)
        _check(conn, event, stored, (event.seq - 1, event.prev), key)
    except Damaged as damaged:
        return damaged
    except UNREADABLE:
        return Damaged("chain_broken", installation_id=event.installation_id, seq=event.seq)
    return None


def linked(conn: Connection, source: str) -> Iterator[tuple[Event, bytes]]:
    """Yield an installation's every event with its stored hash, also one numbered below the first."""
    after = LOWEST
    while page := log.read_linked(conn, source, after, PAGE):
        yield from page
        after = page[-1][0].seq


def verify_receipt(counter: Counter, text: str) -> ReceiptText:
    """Check a receipt's QR text with the office's public keys and return what it says.

    Raises Refused: bad_receipt_text, receipt_key_unknown, receipt_forged.
    """
    receipt, signature, signed = receipt_text.parse(text)
    with counter.store.read() as conn:
        briefing = counter.reference(conn).briefing
        known = log_keys.ever(conn, {key.installation_id: key.public_key for key in briefing.keys})
    keys = [key for key in known if seal.key_id(key) == receipt.key_id]
    if not keys or receipt.office != briefing.office.office_id:
        raise Refused("receipt_key_unknown", "text", key_id=receipt.key_id)
    if not any(seal.verify(key, signed, signature) for key in keys):
        raise Refused("receipt_forged", "text")
    return receipt


def _verify_one(
    conn: Connection, source: str, key: bytes | None, limit: int
) -> tuple[int, list[CounterError]]:
    """Return how many events were read of one installation, and its faults; each begins a new stretch."""
    head: tuple[int, bytes] = (0, chain.GENESIS)
    count = 0
    faults: list[CounterError] = []
    if key is None:
        first = next(event.seq for event, _stored in linked(conn, source))
        return 0, [Damaged("key_unknown", installation_id=source, seq=first)]
    for event, stored in linked(conn, source):
        fault: CounterError | None = None
        try:
            _check(conn, event, stored, head, key)
        except Damaged as damaged:
            fault = damaged
        except UNREADABLE:
            fault = Damaged("chain_broken", installation_id=source, seq=head[0] + 1)
        head = _next(head, event, stored, fault)
        with suppress(Damaged, *UNREADABLE):
            key = chain.onward(event, key, seal.verify)  # what follows a changed event is held against it too
        count += 1
        if fault and len(faults) < limit:
            faults.append(fault)
    return count, faults


def _check(conn: Connection, event: Event, stored: bytes, head: tuple[int, bytes], key: bytes) -> None:
    for link, digest in chain.check([event], head, key, seal.verify):
        chain.check_stored(link, digest, stored, log.personal_of(conn, event.event_id))


def _next(
    head: tuple[int, bytes], event: Event, stored: bytes, fault: CounterError | None
) -> tuple[int, bytes]:
    """Return what the next event must follow: the digest made anew, or after a broken link the stored one."""
    if fault is None:
        return event.seq, stored
    if fault.code in ("hash_changed", "personal_changed"):
        return event.seq, chain.digest(event)
    return (event.seq, stored) if isinstance(event.seq, int) else head


def _stray(conn: Connection) -> list[CounterError]:
    """Tell of personal data beside no event."""
    return [Damaged("personal_stray", event_id=str(event_id)[:60]) for event_id in log.stray(conn)]


def _cut_off(conn: Connection, own: str) -> list[CounterError]:
    """Tell of a log that ends before what the centre has acknowledged of it."""
    acknowledged, last = outbox.state(conn, own).acknowledged, log.head(conn, own)[0]
    # A number that is none has been told as a gap already.
    behind = isinstance(last, int) and last < acknowledged
    return [Damaged("old_copy", here=last, centre=acknowledged)] if behind else []


def _rolled_back(conn: Connection, counter: Counter, told: list[CounterError]) -> list[CounterError]:
    """Tell of a log without the end that is kept outside the store, unless that very event was named."""
    fault, own = counter.head.fault(conn), counter.installation.installation_id
    if fault is None or succession.ended(conn, own):
        return []
    named = {(error.values.get("installation_id"), error.values.get("seq")) for error in told}
    return [] if (own, fault.values.get("seq")) in named else [fault]
