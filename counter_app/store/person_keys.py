"""The keys that people made at this PC, locked under their PINs, and the wrong PINs tried on them."""

from dataclasses import asdict, dataclass

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from counter_app.store.pc_tables import person_keys


@dataclass(frozen=True, slots=True)
class HeldKey:
    """A person's key here, its private half `wrapped`. `last_online` and `locked_until` are ms UTC."""

    person_id: str
    wrapped: bytes
    public: bytes
    last_online: int
    failures: int = 0
    locked_until: int = 0


def find(conn: sa.Connection, person_id: str) -> HeldKey | None:
    """Return a person's key at this PC."""
    row = conn.execute(sa.select(person_keys).where(person_keys.c.person_id == person_id)).first()
    return HeldKey(*row) if row else None


def held(conn: sa.Connection) -> dict[str, bytes]:
    """Return the public halves of the keys made here, by person_id."""
    return {row.person_id: row.public for row in conn.execute(sa.select(person_keys))}


def keep(conn: sa.Connection, key: HeldKey) -> None:
    """Keep a key in place of the one that this person had here."""
    conn.execute(insert(person_keys).prefix_with("OR REPLACE"), asdict(key))


def note_tries(conn: sa.Connection, person_id: str, failures: int, locked_until: int) -> None:
    """Keep how many wrong PINs were tried, and until when (ms UTC) none counts."""
    told = {"failures": failures, "locked_until": locked_until}
    conn.execute(sa.update(person_keys).where(person_keys.c.person_id == person_id).values(told))


def note_confirmed(conn: sa.Connection, person_id: str, now: int) -> None:
    """Keep that the centre has confirmed a person here at `now` (ms UTC)."""
    owner = person_keys.c.person_id == person_id
    conn.execute(sa.update(person_keys).where(owner).values(last_online=now))


def rewrap(conn: sa.Connection, person_id: str, wrapped: bytes) -> None:
    """Keep a key under another PIN."""
    conn.execute(sa.update(person_keys).where(person_keys.c.person_id == person_id).values(wrapped=wrapped))


def forget(conn: sa.Connection, person_id: str) -> None:
    """Let go of a key that ended."""
    conn.execute(sa.delete(person_keys).where(person_keys.c.person_id == person_id))
