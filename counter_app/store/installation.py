"""What this PC knows of itself: its enrolment, the centre's last signed time, the people's drafts."""

from dataclasses import astuple, dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from counter_app.domain.clock import Anchor, Word
from counter_app.store import log
from counter_app.store.pc_tables import clock_anchor, drafts, installation
from counter_app.store.statements import Prepared
from counter_app.store.tables import events

MAX_DRAFT = 64 * 1024
AGAIN_MS, SAME_MS = 60_000, 1000
_ANCHOR = Prepared(
    sa.select(*(clock_anchor.c[name] for name in ("signed_ms", "boot_id", "boottime_ms", "confirmed_boot")))
)


@dataclass(frozen=True, slots=True)
class Installation:
    """The enrolment in force. `ca` is the PEM to pin ("" on loopback), `enrolled_at` milliseconds UTC."""

    installation_id: str
    office_id: str
    centre_url: str
    centre_key: bytes
    ca: str
    enrolled_at: int


def install(conn: sa.Connection, enrolment: Installation) -> None:
    """Continue under this enrolment; a former installation's events stay in the log."""
    names = Installation.__slots__
    row = {"one": 1} | dict(zip(names, astuple(enrolment), strict=True))
    conn.execute(insert(installation).prefix_with("OR REPLACE"), row)


def current(conn: sa.Connection) -> Installation | None:
    """Return the enrolment in force, None before the first."""
    columns = [installation.c[name] for name in Installation.__slots__]
    row = conn.execute(sa.select(*columns)).first()
    return Installation(*row) if row else None


def save_anchor(conn: sa.Connection, installation_id: str, anchor: Anchor) -> None:
    """Keep the centre's signed time; only events numbered later are held against it.

    What tells the same as one kept less than AGAIN_MS ago is none to wait for the disk for.
    """
    kept = _ANCHOR.first(conn)
    if kept is not None and _tells(kept, anchor):
        return
    seq, _digest = log.head(conn, installation_id)
    row = {
        "one": 1,
        "signed_ms": anchor.signed_ms,
        "boot_id": anchor.boot_id,
        "boottime_ms": anchor.boottime_ms,
        "anchored_seq": seq,
        "confirmed_boot": "",
        "told_ms": 0,
        "told_boottime_ms": 0,
    }
    conn.execute(insert(clock_anchor).prefix_with("OR REPLACE"), row)


def _tells(kept: tuple[Any, ...], anchor: Anchor) -> bool:
    signed_ms, boot_id, boottime_ms, confirmed_boot = kept
    if (boot_id, confirmed_boot) != (anchor.boot_id, ""):
        return False
    passed = anchor.boottime_ms - boottime_ms
    return bool(0 <= passed < AGAIN_MS and abs(anchor.signed_ms - signed_ms - passed) < SAME_MS)


def save_word(conn: sa.Connection, word: Word) -> None:
    """Keep a person's word for the time in this boot; the next contact ends it."""
    told = {"confirmed_boot": word.boot_id, "told_ms": word.ms, "told_boottime_ms": word.boottime_ms}
    conn.execute(sa.update(clock_anchor).values(told))


def load_clock(conn: sa.Connection, installation_id: str) -> tuple[Anchor | None, int | None, Word | None]:
    """Return what `Clock.restore` takes: the anchor, and the last event's time and a person's word since it.

    Events before the anchor bound nothing: the centre's time wins also when it is earlier (DESIGN §6). Nor
    do those before a correction, which is the last event until the next one.
    """
    row = conn.execute(sa.select(clock_anchor)).mappings().first()
    last = conn.scalar(
        sa.select(events.c.happened_at)
        .where(
            events.c.installation_id == installation_id,
            events.c.seq > (row["anchored_seq"] if row else 0),
        )
        .order_by(events.c.seq.desc())
        .limit(1)
    )
    if row is None:
        return None, last, None
    word = Word(row["told_ms"], row["confirmed_boot"], row["told_boottime_ms"])
    anchor = Anchor(row["signed_ms"], row["boot_id"], row["boottime_ms"])
    return anchor, last, word if word.ms else None


def save_draft(conn: sa.Connection, person_id: str, json: str, now_ms: int) -> None:
    """Keep a person's half-filled form. Raises ValueError over MAX_DRAFT characters."""
    if len(json) > MAX_DRAFT:
        raise ValueError("draft too large")
    row = {"person_id": person_id, "json": json, "saved_at": now_ms}
    conn.execute(insert(drafts).prefix_with("OR REPLACE"), row)


def load_draft(conn: sa.Connection, person_id: str) -> str | None:
    """Return a person's half-filled form."""
    text: str | None = conn.scalar(sa.select(drafts.c.json).where(drafts.c.person_id == person_id))
    return text


def clear_draft(conn: sa.Connection, person_id: str) -> None:
    """Forget a person's half-filled form."""
    conn.execute(sa.delete(drafts).where(drafts.c.person_id == person_id))
