"""The one way in which a service writes facts: checked, stamped by the counter's clock, signed, projected."""

from collections.abc import Sequence
from typing import Protocol

from counter_app.domain import permissions
from counter_app.domain.identity import is_foreign, is_id
from counter_app.domain.kinds import Fact
from counter_app.domain.moments import day_iso, day_of
from counter_app.domain.sign_in import is_ended
from counter_app.domain.staff_events import PersonSignedIn
from counter_app.errors import Damaged, Refused
from counter_app.host.clock import Moment
from counter_app.services import identity
from counter_app.services.counter import Counter, Reference
from counter_app.store import log, outbox
from counter_app.store.engine import Connection

MINUTE_MS = 60_000


class Command(Protocol):
    """What every command has: its id, made before any effect, and who acts."""

    @property
    def event_id(self) -> str: ...
    @property
    def actor_id(self) -> str: ...


def known(conn: Connection, event_id: str, kind: type[Fact], subject: str = "") -> bool:
    """Tell whether a command was answered before, with a fact of that `kind`, about `subject` if given.

    Raises Refused: bad_event_id; event_id_taken, where the id is another's: that was not done.
    """
    if not is_id(event_id):
        raise Refused("bad_event_id", "event_id")
    event = log.find(conn, event_id)
    if event is not None and (event.kind != kind.KIND or subject not in ("", event.subject)):
        raise Refused("event_id_taken", "event_id")
    return event is not None


def check_writable(conn: Connection, counter: Counter) -> None:
    """Write nothing more in a copy of a store: its codes are the other's too.

    Raises Damaged: log_forked (told by the centre), log_rolled_back (an old copy, seen here), and as
    `identity.fault`.
    """
    ended = identity.fault(conn, counter.installation.installation_id)
    if ended:
        raise ended
    if outbox.holds_fork(conn):
        raise Damaged("log_forked")
    fault = counter.head.fault(conn)
    if fault:
        raise fault


def minute_of(now: Moment) -> int:
    """Return the whole minute, UTC, in which a moment lies."""
    return now.ms // MINUTE_MS


def day_at(now: Moment) -> str:
    """Return the day (YYYY-MM-DD at +07:00) in which a moment lies."""
    return day_iso(day_of(minute_of(now)))


def record(
    conn: Connection,
    counter: Counter,
    command: Command,
    entries: Sequence[tuple[str, Fact]],
    now: Moment,
    reference: Reference | None = None,
) -> list[str]:
    """Append (subject, fact) entries and return their ids; the first takes the command's own.

    `reference` is what the caller has read in this transaction, else it is read here.

    Raises Refused: not_permitted, where the actor's roles of that day do not allow it; not_signed_in and
    key_ended, where the office asks for PINs; event_id_taken, where the id names another PC.
    """
    return _append(conn, counter, command, entries, now, command.event_id, reference)


def follow(
    conn: Connection, counter: Counter, command: Command, entries: Sequence[tuple[str, Fact]], now: Moment
) -> list[str]:
    """Append what a recorded command brings with it for other subjects; return as `record`, none for none."""
    return _append(conn, counter, command, entries, now, counter.new_event_id()) if entries else []


def _append(
    conn: Connection,
    counter: Counter,
    command: Command,
    entries: Sequence[tuple[str, Fact]],
    now: Moment,
    first: str,
    reference: Reference | None = None,
) -> list[str]:
    reference, today = reference or counter.reference(conn), day_at(now)
    roles = reference.roles(command.actor_id, today)
    for _subject, fact in entries:
        permissions.check_makes(roles, type(fact))
    if reference.needs_seat(today) and not all(
        isinstance(fact, PersonSignedIn) for _subject, fact in entries
    ):
        check_seat(counter, reference, command.actor_id)
    own = counter.installation.installation_id
    if is_foreign(first, own):
        raise Refused("event_id_taken", "event_id")  # begun under this PC's former name
    ids = [first, *(counter.new_event_id() for _ in entries[1:])]
    stamp = log.Stamp(own, command.actor_id, now.ms, now.quality, counter.signer)
    log.append(conn, [(event_id, *entry) for event_id, entry in zip(ids, entries, strict=True)], stamp)
    counter.head.changed()
    return ids


def check_seat(counter: Counter, reference: Reference, person_id: str) -> None:
    """Refuse who has not signed in at this PC."""
    seat = counter.seats.get(person_id)
    if seat is None:
        raise Refused("not_signed_in", "person")
    if is_ended(reference.briefing.person_keys, seat.key.public):
        raise Refused("key_ended", "person")
