"""What tells the lists nothing, here as at the centre: its quarantine of facts about people, receptions under
another's code, and all entries of a leaf but one. All of it stays in the log.
"""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.dialects.sqlite import insert

from counter_app.domain import numbering
from counter_app.domain.book_events import DossierCaptured
from counter_app.domain.events import DossierReceived, Event
from counter_app.domain.kinds import Fact
from counter_app.domain.numbering import Lane
from counter_app.domain.staff import proof
from counter_app.errors import Refused
from counter_app.store import briefing, staff_lists
from counter_app.store.pc_tables import disbelieved, quarantine
from counter_app.store.staff_tables import absences, staff_records, substitutions
from counter_app.store.statements import Prepared, texts, within
from counter_app.store.tables import events
from counter_app.wire import Quarantined

Link = tuple[Event, Fact]
Lanes = dict[str, list[Lane]]
_FORGET = [
    Prepared(sa.delete(column.table).where(within(column, "subjects")))
    for column in (absences.c.absence, substitutions.c.request, staff_records.c.subject)
]
_BELIEVE = Prepared(
    sa.delete(disbelieved).where(within(disbelieved.c.event_id, "heard")).returning(disbelieved.c.event_id)
)
_SETTLED = frozenset(("leaf_taken", "leaf_void"))
_KINDS = frozenset(kind.KIND for kind in staff_lists.KINDS)


def keep(conn: sa.Connection, told: Sequence[Quarantined], heard: Collection[str] = ()) -> list[str]:
    """Keep what the centre does not count of what others told, and no more of what was `heard` beside it.

    Return the events of which the lists are to be told again.
    """
    before = {row[0] for row in _BELIEVE.rows(conn, heard=texts(heard))} if heard else set()
    if told:
        rows = [{"event_id": item.event_id, "code": item.code} for item in told]
        conn.execute(insert(disbelieved).prefix_with("OR REPLACE"), rows)
    return sorted(before.union(item.event_id for item in told))


def replace(conn: sa.Connection, told: Sequence[Quarantined], apart_of: Collection[str] = ()) -> list[str]:
    """Keep that and nothing else of what the centre does not count of what others told, but for what is known
    of the PCs `apart_of`.

    Return the events of which the lists are to be told again.
    """
    other = sa.select(events.c.event_id).where(events.c.installation_id.in_(apart_of))
    gone = sa.delete(disbelieved).where(disbelieved.c.event_id.not_in(other))
    before = set(conn.scalars(gone.returning(disbelieved.c.event_id)))
    keep(conn, told)
    return sorted(before.symmetric_difference(item.event_id for item in told))


def believed(conn: sa.Connection, links: Sequence[Link]) -> list[Link]:
    """Return the facts of one subject without those about people that the centre refuses.

    What only waits there for its beginning is judged by what is known here.
    """
    about = [event.event_id for event, fact in links if type(fact) in staff_lists.KINDS]
    if not about:
        return list(links)
    doubted = _refused(conn, about)
    return [link for link in links if link[0].event_id not in doubted]


def once(conn: sa.Connection, links: Sequence[Link]) -> list[Link]:
    """Return the facts of one subject with one entry of its leaf at most: the first that the centre has not
    refused.

    While it has refused all that are known here (a leaf given up, or the one that counts is still to be
    heard) one of them stands, the same at every PC: a citizen holds the leaf.
    """
    entries = [event for event, fact in links if isinstance(fact, DossierCaptured)]
    if len(entries) <= 1:
        return list(links)
    doubted = _refused(conn, [event.event_id for event in entries])
    sound = [event for event in entries if event.event_id not in doubted]
    stands = sound[0] if sound else min(entries, key=lambda event: event.event_id)
    return [link for link in links if link[0] is stands or not isinstance(link[1], DossierCaptured)]


def is_free(conn: sa.Connection, leaf: str, entry: str = "") -> bool:
    """Tell whether a leaf may be entered again: the centre has refused what is known here, but for `entry`.

    Not where another entry counts there, still to be heard, or the leaf was given up.
    """
    about = sa.and_(events.c.subject == leaf, events.c.event_id != entry)
    asked = sa.select(events.c.event_id).where(about, events.c.kind == DossierCaptured.KIND)
    entries = conn.scalars(asked).all()
    found = _refused(conn, entries)
    return 0 < len(entries) == len(found) and _SETTLED.isdisjoint(found.values())


def _refused(conn: sa.Connection, about: Sequence[str]) -> dict[str, str]:
    """Return which of these events the centre has refused, with its codes."""
    own = sa.select(quarantine.c.event_id, quarantine.c.code).where(
        quarantine.c.event_id.in_(about), quarantine.c.code.not_in(proof.EARLY)
    )
    others = sa.select(disbelieved).where(disbelieved.c.event_id.in_(about))
    return dict(conn.execute(own.union(others)).all())


def lanes(conn: sa.Connection) -> Lanes:
    """Return the lanes of each installation, by its id; none of one that the centre has not told of."""
    told = briefing.load(conn)
    held: Lanes = {}
    for lane in told.lanes if told else ():
        held.setdefault(lane.installation_id, []).append(lane)
    return held


def is_given(event: Event, fact: Fact, held: Lanes) -> bool:
    """Tell whether a reception has a code that its installation could give, a leaf's entry one of the books'
    range; True for every other fact.

    So one code has receptions of one log only, and the first of them is the same wherever it is heard.
    """
    if isinstance(fact, DossierCaptured):
        return fact.code == event.subject and _is_leaf(event.subject)
    if type(fact) is not DossierReceived:
        return True
    return fact.code == event.subject and _gives(held.get(event.installation_id), event.subject)


def judged_anew(conn: sa.Connection, before: Lanes) -> list[str]:
    """Return the codes of which a reception counts since other lanes are known than `before`, or no more."""
    after = lanes(conn)
    changed = [one for one in after | before if after.get(one) != before.get(one)]
    asked = sa.select(events.c.installation_id, events.c.subject).where(
        events.c.installation_id.in_(changed), events.c.kind == DossierReceived.KIND
    )
    told = conn.execute(asked).all() if changed else ()
    return sorted(
        {code for one, code in told if _gives(before.get(one), code) != _gives(after.get(one), code)}
    )


def _is_leaf(code: str) -> bool:
    try:
        return numbering.is_leaf(code)
    except Refused:
        return False


def _gives(held: Sequence[Lane] | None, code: str) -> bool:
    try:
        return held is None or any(numbering.gives(lane, code) for lane in held)
    except Refused:
        return False


def doubted(conn: sa.Connection) -> list[tuple[str, str]]:
    """Return event_id and code of what others told and does not count."""
    asked = sa.select(disbelieved.c.event_id, disbelieved.c.code).order_by(disbelieved.c.event_id)
    return [(row.event_id, row.code) for row in conn.execute(asked)]


def forget(conn: sa.Connection, subjects: Sequence[str]) -> None:
    """Take what is listed of these subjects out of the lists about people."""
    for table in _FORGET:
        table.run(conn, subjects=texts(subjects))


def subjects_of(conn: sa.Connection, event_ids: Sequence[str]) -> tuple[set[str], set[str]]:
    """Return what these stored events about people tell of, and the leaves that they enter."""
    kinds = [*_KINDS, DossierCaptured.KIND]
    asked = sa.select(events.c.subject, events.c.kind).where(
        events.c.event_id.in_(event_ids), events.c.kind.in_(kinds)
    )
    found = conn.execute(asked).all()
    leaves = {subject for subject, kind in found if kind == DossierCaptured.KIND}
    return {subject for subject, kind in found if kind != DossierCaptured.KIND}, leaves
