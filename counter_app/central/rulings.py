"""What an administrator decides about revoked installations: revoke, look, accept, reject; as the owner."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sqlalchemy import Connection, RowMapping, and_, exists, func, insert, select

from counter_app import wire
from counter_app.central import (
    briefing,
    database,
    granted,
    grounds,
    ingest,
    keys,
    review,
    stored,
    withdrawals,
)
from counter_app.central.centre import Caller, Centre
from counter_app.central.review_tables import RULED, reviews, rulings
from counter_app.central.tables import events, installations, personal
from counter_app.errors import Refused


@dataclass(frozen=True, slots=True)
class Branch:
    """How a revoked installation's review stands; moments are ms UTC, 0 and "" for none."""

    office_id: str
    installation_id: str
    label: str
    revoked_at: int
    revoked_by: str
    reason: str
    waiting: int
    accepted: int
    rejected: int
    first_seq: int
    last_seq: int


def revoke(centre: Centre, installation_id: str, by: str, reason: str) -> Branch:
    """Let an installation's word count no more from now on; the keys that people have there end.

    Its lane is not prolonged, and is given to nobody before its window has ended. Raises Refused: as
    `grounds.read`, installation_unknown, already_revoked, own_installation (the centre's), owner_needed.
    """
    who, why = grounds.read(by), grounds.read(reason)
    with _deciding(centre) as connection:
        row = _named(connection, installation_id)
        if row["public_key"] == centre.key.public:
            raise Refused("own_installation")
        if row["revoked_at"] is not None:
            raise Refused("already_revoked")
        stored.lock(connection, row["office_id"])  # a push under way comes before it, whole, or after
        told = granted.Revocation(row["office_id"], installation_id, centre.now(), who, why, done=False)
        withdrawals.take(connection, told)
        granted.append(centre, told)
        briefing.touch(connection, row["office_id"])
        branch = _branch(connection, _named(connection, installation_id))
    withdrawals.done(centre, told)
    return branch


def listed(centre: Centre, *, everyone: bool = False) -> list[Branch]:
    """Return the revoked installations, and those of which old copies told something, with what waits of
    each, the latest revoked first; or `everyone`.
    """
    with _deciding(centre) as connection:
        asked = select(installations)
        if not everyone:
            told = reviews.c.installation_id == installations.c.installation_id
            asked = asked.where(installations.c.revoked_at.is_not(None) | exists().where(told))
        order = (installations.c.revoked_at.desc().nulls_last(), installations.c.enrolled_at.desc())
        rows = connection.execute(asked.order_by(*order)).mappings().all()
        return [_branch(connection, row) for row in rows]


def waiting(centre: Centre, installation_id: str) -> list[wire.WireEvent]:
    """Return what waits for a decision, lowest seq first, a second history too.

    Raises Refused: installation_unknown, owner_needed.
    """
    with _deciding(centre) as connection:
        row = _named(connection, installation_id)
        return [review.wire_event(one) for one in _undecided(connection, row["office_id"], installation_id)]


def accept(centre: Centre, installation_id: str, by: str, reason: str, upto: int | None = None) -> int:
    """Let what waits take effect, each event once, in the order of its chain, up to seq `upto` (None: all).

    Returns how many did. What was rejected, or forks, ends it: a chain has no holes. Raises Refused:
    installation_unknown, nothing_to_review, review_broken (nothing follows the log), owner_needed, and
    `grounds.read`'s.
    """
    who, why = grounds.read(by), grounds.read(reason)
    with _deciding(centre) as connection:
        row = _named(connection, installation_id)
        owner = Caller(row["office_id"], installation_id, row["public_key"])
        found = _undecided(connection, owner.office_id, installation_id)
        next_ones = _following(connection, owner, found, upto)
    if not found:
        raise Refused("nothing_to_review")
    if not next_ones:
        raise Refused("review_broken")
    for start in range(0, len(next_ones), wire.MAX_BATCH):
        batch = next_ones[start : start + wire.MAX_BATCH]
        with _deciding(centre) as connection:  # the batch before may have put another key in force
            owner = replace(owner, rotated=keys.of(connection, owner.office_id, installation_id))
        # In a transaction of its own: repeated after a cut it finds its events stored, and rules only.
        request = wire.PushRequest([review.wire_event(one) for one in batch])
        ingest.push(centre, owner, request, accepted=True)
        with _deciding(centre) as connection:
            _rule(connection, batch, accepted=True, by=who, reason=why, now=centre.now())
    return len(next_ones)


def reject(centre: Centre, installation_id: str, by: str, reason: str) -> int:
    """Let all that waits never take effect; it stays where it is, readable. Returns how many.

    Raises Refused: installation_unknown, nothing_to_review, owner_needed, and `grounds.read`'s.
    """
    who, why = grounds.read(by), grounds.read(reason)
    with _deciding(centre) as connection:
        row = _named(connection, installation_id)
        found = _undecided(connection, row["office_id"], installation_id)
        if not found:
            raise Refused("nothing_to_review")
        _rule(connection, found, accepted=False, by=who, reason=why, now=centre.now())
    return len(found)


@contextmanager
def _deciding(centre: Centre) -> Iterator[Connection]:
    with database.owners_only(), centre.engine.begin() as connection:
        yield connection


def _named(connection: Connection, installation_id: str) -> RowMapping:
    asked = select(installations).where(installations.c.installation_id == installation_id)
    row = connection.execute(asked).mappings().one_or_none()
    if row is None:
        raise Refused("installation_unknown")
    return row


def _undecided(connection: Connection, office_id: str, installation_id: str) -> list[RowMapping]:
    beside = and_(
        personal.c.office_id == reviews.c.office_id,
        personal.c.event_id == reviews.c.event_id,
        personal.c.digest == reviews.c.personal_digest,
    )
    rows = connection.execute(
        select(reviews, personal.c.salt, personal.c.text)
        .outerjoin(personal, beside)
        .where(reviews.c.office_id == office_id, reviews.c.installation_id == installation_id, ~RULED)
        .order_by(reviews.c.seq, reviews.c.received_at)
    )
    return list(rows.mappings())


def _following(
    connection: Connection, owner: Caller, found: list[RowMapping], upto: int | None
) -> list[RowMapping]:
    """Return those that continue the log one after another; stored already are those of an accept cut off."""
    mine = (events.c.office_id == owner.office_id) & (events.c.installation_id == owner.installation_id)
    beside = events.c.seq >= (found[0]["seq"] if found else 0)
    counted = set(connection.scalars(select(events.c.hash).where(mine, beside)))
    reached = stored.head(connection, owner.office_id, owner.installation_id)
    chosen: list[RowMapping] = []
    for row in found:
        if upto is not None and row["seq"] > upto:
            break
        if row["hash"] in counted:
            chosen.append(row)
        elif (row["seq"] - 1, row["prev"]) == reached:
            if sum(other["prev"] == row["prev"] for other in found) > 1:
                break  # two histories: no rule says which is true
            chosen.append(row)
            reached = (row["seq"], row["hash"])
    return chosen


def _rule(
    connection: Connection, rows: list[RowMapping], *, accepted: bool, by: str, reason: str, now: int
) -> None:
    keys = ("office_id", "installation_id", "hash")
    told = {"accepted": accepted, "by": by, "reason": reason, "at": now}
    connection.execute(insert(rulings), [{key: row[key] for key in keys} | told for row in rows])


def _branch(connection: Connection, row: RowMapping) -> Branch:
    mine = (reviews.c.office_id == row["office_id"]) & (reviews.c.installation_id == row["installation_id"])
    open_ones = connection.execute(
        select(
            func.count(),
            func.coalesce(func.min(reviews.c.seq), 0),
            func.coalesce(func.max(reviews.c.seq), 0),
        ).where(mine, ~RULED)
    ).one()
    ruled = connection.execute(
        select(
            func.count().filter(rulings.c.accepted),
            func.count().filter(~rulings.c.accepted),
        ).where(
            rulings.c.office_id == row["office_id"],
            rulings.c.installation_id == row["installation_id"],
        )
    ).one()
    return Branch(
        office_id=row["office_id"],
        installation_id=row["installation_id"],
        label=row["label"],
        revoked_at=row["revoked_at"] or 0,
        revoked_by=row["revoked_by"] or "",
        reason=row["revoked_reason"] or "",
        waiting=open_ones[0],
        accepted=ruled[0],
        rejected=ruled[1],
        first_seq=open_ones[1],
        last_seq=open_ones[2],
    )
