"""Who sits at this PC: signing in by one's own PIN, online or not, and what else is done with it.

As in `sync`, what touches the store runs on the db lane and what asks the centre on the net lane:
`introduce` then `settle`; `opened`, `ask`, `sit`. `first` and `again` run all in one thread.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass

from counter_app.domain import permissions
from counter_app.domain import sign_in as rules
from counter_app.domain.staff_events import PersonSignedIn
from counter_app.errors import Damaged, Refused, Unavailable
from counter_app.seal import SigningKey
from counter_app.services import briefing_news, own_keys, recording
from counter_app.services.counter import Counter
from counter_app.services.seat import Seat
from counter_app.store import log, outbox, person_keys
from counter_app.store.engine import Connection
from counter_app.wire import Briefing


@dataclass(frozen=True, slots=True)
class SignIn:
    """The command behind the fact: a person opens this PC for himself."""

    event_id: str
    actor_id: str


@dataclass(frozen=True, slots=True)
class Introduced:
    """A new key that the centre took in at `heard` (ms UTC), locked already; the PIN is not kept."""

    person_id: str
    key: SigningKey
    wrapped: bytes
    heard: int
    briefing: Briefing | None


@dataclass(frozen=True, slots=True)
class Opened:
    """A key that its owner's PIN has opened. `known`: he may do without the centre; `silent`: it is away."""

    person_id: str
    key: SigningKey
    known: bool
    silent: bool


def is_needed(counter: Counter) -> bool:
    """Tell whether the office asks for PINs already."""
    with counter.store.read() as conn:
        return counter.reference(conn).needs_seat(recording.day_at(counter.clock.now()))


def first(counter: Counter, person_id: str, pin: str, new_pin: str = "") -> Seat:
    """Sign a person in for the first time at this PC: his key is made here, the centre registers it.

    `new_pin` takes the place of the PIN that the administrator gave. Raises Refused: unknown_person, no_pin,
    wrong_pin, pin_locked, pin_change_needed, pin_short, pin_trivial, pin_same, not_permitted; Unavailable:
    centre_unreachable, keyring_failed.
    """
    return settle(counter, introduce(counter, person_id, pin, new_pin))


def introduce(counter: Counter, person_id: str, pin: str, new_pin: str = "") -> Introduced:
    """Make a key, have the centre register it, and lock it (net lane). Raises as `first`."""
    key = SigningKey.generate()
    heard = counter.centre.sign_in(person_id, pin, new_pin, key).now
    briefing = None
    with suppress(Unavailable, Refused):  # it comes with the next contact then
        briefing = counter.centre.briefing()
    return Introduced(person_id, key, own_keys.lock(counter, person_id, key, new_pin or pin), heard, briefing)


def settle(counter: Counter, told: Introduced) -> Seat:
    """Keep a key that the centre has registered, and let its owner sit down (db lane)."""
    with counter.store.write() as conn:
        person_keys.keep(conn, person_keys.HeldKey(told.person_id, told.wrapped, told.key.public, told.heard))
    if told.briefing is not None:
        briefing_news.take(counter, told.briefing, told.heard)
    return sit(counter, told.person_id, told.key, told.heard)


def again(counter: Counter, person_id: str, pin: str) -> Seat:
    """Sign in a person who has a key here; without the centre only who was known shortly before it was lost.

    Raises Refused: no_key_here, key_ended, wrong_pin, pin_locked, sign_in_too_old, not_permitted,
    person_key_unknown; Unavailable: keyring_failed.
    """
    told = opened(counter, person_id, pin)
    return sit(counter, person_id, told.key, ask(counter, told))


def to_read(counter: Counter, person_id: str, pin: str) -> Seat:
    """Let a person read here, beside a window that may be open: nothing is recorded. Raises as `again`."""
    told = opened(counter, person_id, pin)
    seat = Seat(person_id, told.key, ask(counter, told) is not None)
    counter.seats[person_id] = seat
    return seat


def last_here(counter: Counter) -> str:
    """Return who put something on record at this PC last. Raises Refused: reader_needed (nobody yet)."""
    own = counter.installation.installation_id
    with counter.store.read() as conn:
        newest = log.read_events(conn, own, log.head(conn, own)[0] - 1, 1)
    if not newest:
        raise Refused("reader_needed", "person")
    return newest[0].actor_id


def opened(counter: Counter, person_id: str, pin: str) -> Opened:
    """Open a person's key by his PIN (db lane). Raises as `own_keys.open_key`."""
    key = own_keys.open_key(counter, person_id, pin)
    with counter.store.read() as conn:
        contact = outbox.state(conn, counter.installation.installation_id)
        held = person_keys.find(conn, person_id)
        roles = counter.roles(conn, person_id, counter.clock.now())
        last_online = held.last_online if held else 0
    may = rules.is_known(roles, last_online, contact.last_contact_ms)
    return Opened(person_id, key, may, contact.unreachable_since is not None)


def ask(counter: Counter, told: Opened) -> int | None:
    """Have the centre confirm a person (net lane); return its time in ms UTC, None where it is silent.

    Nobody who is known waits for a centre that has not answered the last time. Raises Refused:
    sign_in_too_old, key_ended, person_key_unknown, not_permitted.
    """
    if told.known and told.silent:
        return None
    try:
        return counter.centre.prove(told.person_id, told.key).now
    except Unavailable as error:
        if not told.known:
            raise Refused("sign_in_too_old", "person") from error
        return None


def sit(counter: Counter, person_id: str, key: SigningKey, heard: int | None) -> Seat:
    """Let a person act here from now on, and record it (db lane). Raises Refused: not_permitted.

    In a copy of the store that may not be written he sits down all the same: it is still read.
    """
    seat = Seat(person_id, key, heard is not None)
    command = SignIn(counter.new_event_id(), person_id)
    with counter.store.write() as conn:
        now = counter.clock.now()
        permissions.check_makes(counter.roles(conn, person_id, now), PersonSignedIn)
        if heard is not None:
            person_keys.note_confirmed(conn, person_id, heard)
            outbox.contact(conn, counter.installation.installation_id, heard)
        fact = PersonSignedIn(person_id, recording.minute_of(now), seat.online)
        if _is_writable(conn, counter):
            recording.record(conn, counter, command, [(command.event_id, fact)], now)
    counter.clock.happened(now)
    counter.seats[person_id] = seat
    return seat


@contextmanager
def seated(counter: Counter, told: Opened, heard: int | None) -> Iterator[Seat]:
    """Seat somebody for one act beside who sits here, by `sit`; he leaves again where he did not sit here."""
    stays = told.person_id in counter.seats
    seat = sit(counter, told.person_id, told.key, heard)
    try:
        yield seat
    finally:
        if not stays:
            out(counter, told.person_id)


def out(counter: Counter, person_id: str) -> None:
    """Let a person leave; his key is forgotten until he types his PIN again."""
    counter.seats.pop(person_id, None)


def change_pin(counter: Counter, person_id: str, pin: str, new_pin: str) -> None:
    """Put another PIN in place of a person's own, at the centre and here; his keys at other PCs end.

    Raises Refused: as `own_keys.open_key`, and pin_short, pin_trivial, pin_same; Unavailable:
    centre_unreachable.
    """
    key = own_keys.open_key(counter, person_id, pin)
    keep_pin(counter, person_id, ask_pin(counter, person_id, key, pin, new_pin))


def ask_pin(counter: Counter, person_id: str, key: SigningKey, pin: str, new_pin: str) -> bytes:
    """Have the centre take another PIN; return the key locked under it (net lane). Raises as `change_pin`."""
    counter.centre.change_pin(person_id, pin, new_pin, key)
    return own_keys.lock(counter, person_id, key, new_pin)


def keep_pin(counter: Counter, person_id: str, wrapped: bytes) -> None:
    """Keep a key as it is locked under another PIN (db lane)."""
    with counter.store.write() as conn:
        person_keys.rewrap(conn, person_id, wrapped)


def end_key(counter: Counter, person_id: str, pin: str) -> None:
    """End a person's key at this PC for good: he works elsewhere now. Raises as `change_pin`."""
    key = own_keys.open_key(counter, person_id, pin)
    counter.centre.end_key(person_id, key)
    out(counter, person_id)
    with counter.store.write() as conn:
        person_keys.forget(conn, person_id)


def _is_writable(conn: Connection, counter: Counter) -> bool:
    try:
        recording.check_writable(conn, counter)
    except Damaged:
        return False
    return True
