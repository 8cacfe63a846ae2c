"""After a restore, and after a backup: what the owner of the database tells it about itself."""

from sqlalchemy import BigInteger, func, literal, select, update
from sqlalchemy.dialects.postgresql import insert

from counter_app.central import briefing, epochs, erasure, gate, granted, rejudging, withdrawals
from counter_app.central.centre import Centre
from counter_app.central.database import course
from counter_app.central.epoch_tables import archived as table
from counter_app.central.tables import enrolment_tokens, events, offices
from counter_app.errors import Refused

# A push may hold an event for as long as its transaction lives before others, a backup too, see it.
MARGIN_MS = 10 * 60_000


def restored(centre: Centre) -> tuple[int, int]:
    """Begin a new epoch in every office; grant, revoke and erase again what was since the backup.

    Leaves and receptions that came while their book or lane was lost are judged again. Returns the number of
    offices and of lanes that had been lost. Counters then send again from where this database ends, and read
    its feed again from where it was vouched for.
    """
    with centre.engine.begin() as connection:
        lanes = granted.replay(centre, connection)
        withdrawals.again(centre, connection)
        found = connection.execute(select(offices.c.office_id)).scalars().all()
        for office_id in found:
            # It may have begun to tell since the backup: counters that have heard it need its key.
            gate.register(centre, connection, office_id, epochs.newest(connection, office_id))
            epochs.begin(connection, office_id, course(connection), centre.now())
            briefing.touch(connection, office_id)
        erasure.again(centre, connection)
        # One that was used since the backup would let in a second PC: who has not come in asks for another.
        open_ones = enrolment_tokens.c.used_at.is_(None)
        connection.execute(update(enrolment_tokens).where(open_ones).values(expires_at=0))
    rejudging.rejudge(centre.engine, centre.now())  # afterwards: it waits for pushes, which wait for epochs
    return len(found), lanes


def archived(centre: Centre, through: int) -> int:
    """Note that a backup begun at `through` (ms UTC) is safe; return how many installations it tells of.

    It holds every event received before, less a margin: of each installation those up to the first that
    came later. Raises Refused: bad_moment for a moment to come.
    """
    if through > centre.now():
        raise Refused("bad_moment", "through")
    limit = through - MARGIN_MS
    late = func.min(events.c.seq).filter(events.c.received_at >= limit) - 1
    held = select(
        events.c.office_id,
        events.c.installation_id,
        func.coalesce(late, func.max(events.c.seq)),
        literal(centre.now(), BigInteger),
    ).group_by(events.c.office_id, events.c.installation_id)
    told = insert(table).from_select(["office_id", "installation_id", "seq", "at"], held)
    newer = {"seq": func.greatest(table.c.seq, told.excluded.seq), "at": told.excluded.at}
    keys = ["office_id", "installation_id"]
    with centre.engine.begin() as connection:
        entered = told.on_conflict_do_update(index_elements=keys, set_=newer).returning(table.c.seq)
        return len(connection.execute(entered).all())
