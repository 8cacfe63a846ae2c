"""How this PC tells the centre that it stands: counts and times for the operator, nothing of a person."""

from counter_app.services import pc_health
from counter_app.services.counter import Counter
from counter_app.store import backups, log, outbox
from counter_app.store.engine import Connection


def of(conn: Connection, counter: Counter) -> dict[str, int | str]:
    """Return what a feed's request bears as `report`; times are ms UTC, what is not known is left out."""
    now = counter.clock.now()
    own = counter.installation.installation_id
    unsent, oldest = outbox.unsent(conn, own)
    lane = pc_health.lane(conn, counter, now.ms)
    told: dict[str, int | str | None] = {
        "head": log.head(conn, own)[0],
        "unsent": unsent,
        "oldest_unsent": oldest,
        "lane_left": lane.left,
        "lane_size": lane.size,
        "lane_days": lane.days,
        "clock": now.quality,
        "backup": backups.state(conn).made_at,
    }
    return {name: value for name, value in told.items() if value is not None}
