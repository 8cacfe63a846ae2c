"""Which lists of what changes hands this PC has numbered and not printed yet."""

from typing import NamedTuple

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from counter_app.domain.moments import DAY
from counter_app.store.staff_tables import unprinted_lists as _lists

KEPT = 31 * DAY  # minutes: what was not printed in a month never will be


class UnprintedList(NamedTuple):
    """A list by its number: of which request, from which minute (UTC) it can be made, and whether it is the
    one of what goes `back`.
    """

    number: str
    request: str
    at: int
    back: bool


def keep(conn: sa.Connection, new: UnprintedList, now: int) -> None:
    """Note a list that has just been numbered (`now` is a minute); forget those older than KEPT."""
    conn.execute(sa.delete(_lists).where(_lists.c.at < now - KEPT))
    conn.execute(insert(_lists).on_conflict_do_nothing(), new._asdict())


def waiting(conn: sa.Connection, now: int) -> tuple[UnprintedList, ...]:
    """Return those that can be made in the minute `now`, the oldest first."""
    asked = sa.select(*_lists.c.values()).where(_lists.c.at.between(now - KEPT, now))
    return tuple(UnprintedList(*row) for row in conn.execute(asked.order_by(_lists.c.at, _lists.c.number)))


def call_off(conn: sa.Connection, request: str, now: int) -> None:
    """Take off the lists of what was to go back later than the minute `now`: it goes back before."""
    conn.execute(sa.delete(_lists).where(_lists.c.request == request, _lists.c.back, _lists.c.at > now))


def forget(conn: sa.Connection, request: str, number: str) -> None:
    """Take one off: it was printed."""
    conn.execute(sa.delete(_lists).where(_lists.c.number == number, _lists.c.request == request))
