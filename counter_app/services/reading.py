"""Who may read: a named person, by his roles of today and, where the office asks for PINs, his seat.

Every service that gives dossiers or people out takes its `reader_id` and refuses as `check`, once for a look.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from counter_app.domain.people import Role
from counter_app.domain.permissions import Page, check_reads
from counter_app.services import recording
from counter_app.services.counter import Counter
from counter_app.store.engine import Connection


@contextmanager
def opened(counter: Counter, reader_id: str, page: Page = Page.DOSSIERS) -> Iterator[Connection]:
    """Give a reading transaction to who may read a page. Raises as `check`, and as `Store.read`."""
    with counter.store.read() as conn:
        check(conn, counter, reader_id, page)
        yield conn


def check(conn: Connection, counter: Counter, reader_id: str, page: Page) -> frozenset[Role]:
    """Return the reader's roles. Raises Refused: not_permitted, not_signed_in, key_ended, not_enrolled."""
    reference, today = counter.reference(conn), recording.day_at(counter.clock.now())
    roles = reference.roles(reader_id, today)
    check_reads(roles, page)
    if reference.needs_seat(today):
        recording.check_seat(counter, reference, reader_id)
    return roles
