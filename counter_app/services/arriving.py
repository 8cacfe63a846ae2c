"""What this PC remembers of a snapshot while it fetches it; lost at a restart, and asked for anew then."""

from dataclasses import dataclass, field

from counter_app.wire import WireEvent
from counter_app.wire_snapshot import ChunkName, Snapshot


@dataclass(slots=True)
class Arriving:
    """A snapshot on its way, and the `events` of the chunk that is here, `folded` of them stored.

    The db lane alone changes it. `share` (percent) is how much of what the office has told is here.
    """

    snapshot: Snapshot
    share: int = 0
    name: ChunkName | None = None
    events: list[WireEvent] = field(default_factory=list)
    folded: int = 0
