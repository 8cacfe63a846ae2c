"""Proof that nothing was changed: the whole log, link by link, and a receipt by its QR text."""

from dataclasses import dataclass

from counter_app import seal
from counter_app.domain import chain, receipt_text
from counter_app.domain.receipt_text import ReceiptText
from counter_app.errors import CounterError, Damaged, Refused
from counter_app.services.counter import Counter
from counter_app.store import log, outbox
from counter_app.store.engine import Connection

PAGE = 500


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check of the log found. `faults` name installation and seq; `events` counts those read."""

    events: int
    installations: int
    faults: tuple[CounterError, ...]


def verify_log(counter: Counter) -> Verdict:
    """Check every link, signature, stored hash and personal digest of every installation's log."""
    with counter.store.read() as conn:
        keys = {key.installation_id: key.public_key for key in counter.reference(conn).briefing.keys}
        keys.setdefault(counter.installation.installation_id, counter.signer.public)
        sources = log.installations(conn)
        count = 0
        faults: list[CounterError] = []
        for source in sources:
            read, fault = _verify_one(conn, source, keys.get(source))
            count += read
            if fault:
                faults.append(fault)
        faults += _cut_off(conn, counter.installation.installation_id)
    return Verdict(count, len(sources), tuple(faults))


def verify_receipt(counter: Counter, text: str) -> ReceiptText:
    """Check a receipt's QR text with the office's public keys and return what it says.

    Raises Refused: bad_receipt_text, receipt_key_unknown, receipt_forged.
    """
    receipt, signature, signed = receipt_text.parse(text)
    with counter.store.read() as conn:
        briefing = counter.reference(conn).briefing
    keys = [key.public_key for key in briefing.keys if seal.key_id(key.public_key) == receipt.key_id]
    if not keys or receipt.office != briefing.office.office_id:
        raise Refused("receipt_key_unknown", "text", key_id=receipt.key_id)
    if not any(seal.verify(key, signed, signature) for key in keys):
        raise Refused("receipt_forged", "text")
    return receipt


def _verify_one(conn: Connection, source: str, key: bytes | None) -> tuple[int, CounterError | None]:
    """Return how many events were read of one installation and the first fault."""
    head = (0, chain.GENESIS)
    if key is None:
        return 0, Damaged("key_unknown", installation_id=source)
    try:
        while page := log.read_linked(conn, source, head[0], PAGE):
            links = chain.check((event for event, _hash in page), head, key, seal.verify)
            for (event, digest), (_event, stored) in zip(links, page, strict=True):
                chain.check_stored(event, digest, stored, log.personal_of(conn, event.event_id))
                head = (event.seq, digest)
    except Damaged as damaged:
        return head[0], damaged
    except (Refused, TypeError, AttributeError, ValueError):
        # A value that no event of ours can hold: SQLite takes any type in any column.
        return head[0], Damaged("chain_broken", installation_id=source, seq=head[0] + 1)
    return head[0], None


def _cut_off(conn: Connection, own: str) -> list[CounterError]:
    """Tell of a log that ends before what the centre has acknowledged of it."""
    acknowledged, last = outbox.state(conn, own).acknowledged, log.head(conn, own)[0]
    return [Damaged("old_copy", here=last, centre=acknowledged)] if last < acknowledged else []
