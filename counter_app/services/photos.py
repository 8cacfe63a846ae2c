"""Pictures for the duty board: what is missing, fetched one by one, kept while the briefing names it."""

import hashlib

from counter_app.errors import Refused
from counter_app.remote import files
from counter_app.services.counter import Counter
from counter_app.store import photos
from counter_app.store.engine import Connection

MAX_BYTES = 200_000  # of one picture; the centre's own have some 40,000


def missing(counter: Counter) -> tuple[str, ...]:
    """Return the digests that the briefing names and this PC does not have. Raises Refused: not_enrolled."""
    with counter.store.read() as conn:
        return tuple(sorted(_named(counter, conn) - photos.digests(conn)))


def fetch(counter: Counter, digest: str) -> tuple[str, bytes]:
    """Return a digest with its picture from the centre, without the database; b"" where it is none.

    Raises Unavailable.
    """
    try:
        content = files.photo(counter.centre, digest)
    except Refused:
        return digest, b""
    proved = len(content) <= MAX_BYTES and hashlib.sha256(content).hexdigest() == digest
    return digest, content if proved else b""


def keep(counter: Counter, found: tuple[str, bytes]) -> None:
    """Keep what was fetched while the briefing still names it."""
    digest, content = found
    with counter.store.write() as conn:
        if content and digest in _named(counter, conn):
            photos.keep(conn, digest, content)


def forget(counter: Counter) -> None:
    """Forget the pictures that the briefing does not name any more."""
    with counter.store.write() as conn:
        photos.keep_only(conn, _named(counter, conn))


def _named(counter: Counter, conn: Connection) -> frozenset[str]:
    people = counter.reference(conn).briefing.people
    return frozenset(person.photo for person in people if person.photo)
