"""The open counter: what every service is handed. Built by bootstrap, opaque to screens."""

from collections.abc import Callable
from dataclasses import dataclass

from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.catalog import Catalogue
from counter_app.domain.identity import new_event_id, owned
from counter_app.domain.moments import day_iso, day_of
from counter_app.domain.numbering import Lane, lane_on
from counter_app.domain.people import Role, roles_on
from counter_app.errors import Refused
from counter_app.host.clock import Clock, Moment
from counter_app.host.files import DataFolder
from counter_app.remote.client import Centre
from counter_app.seal import SigningKey
from counter_app.services.arriving import Arriving
from counter_app.services.chunks import Coming
from counter_app.services.log_head import KnownHead
from counter_app.services.seat import Seat
from counter_app.services.sync_ahead import Ahead
from counter_app.settings import Settings
from counter_app.store import briefing as briefings
from counter_app.store.engine import Connection, Store
from counter_app.store.installation import Installation
from counter_app.wire import Briefing, CalendarVersion

MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Reference:
    """A briefing by its digest, with the calendar in force today (`told`) made ready for reckoning."""

    digest: str
    briefing: Briefing
    told: CalendarVersion
    calendar: WorkCalendar

    def catalogue(self, day: str) -> Catalogue:
        """Return the version in force on `day` (YYYY-MM-DD): the newest not later, else the oldest."""
        versions = sorted(self.briefing.catalogues, key=lambda version: version.effective)
        current = [version for version in versions if version.effective <= day]
        return current[-1] if current else versions[0]

    def lane(self, day: str) -> Lane:
        """Return this PC's lane for codes of `day` (YYYY-MM-DD), as `numbering.lane_on`."""
        return lane_on(self.briefing.lane, self.briefing.lanes, day)

    def roles(self, person_id: str, day: str) -> frozenset[Role]:
        """Return the roles that a person holds on `day` (YYYY-MM-DD)."""
        return roles_on(self.briefing.grants, person_id, day)

    def needs_seat(self, day: str) -> bool:
        """Tell whether the office asks for PINs on `day` (YYYY-MM-DD)."""
        since = self.briefing.sign_in_from
        return bool(since) and day >= since


class Counter:
    """One PC of one office with its store open."""

    def __init__(  # noqa: PLR0913 - every part by its name
        self,
        *,
        store: Store,
        clock: Clock,
        signer: SigningKey,
        installation: Installation,
        folder: DataFolder,
        settings: Settings,
        centre: Centre,
        head: KnownHead,
        pepper: Callable[[], bytes],
    ) -> None:
        """Take the parts as bootstrap has built them; `pepper` fetches this PC's secret for people's keys."""
        self.store = store
        self.clock = clock
        self.signer = signer
        self.installation = installation
        self.folder = folder
        self.settings = settings
        self.centre = centre
        self.head = head
        self.pepper = pepper
        self.arriving: Arriving | None = None
        self.ahead: Ahead | None = None
        self.coming: Coming | None = None
        self.seats: dict[str, Seat] = {}  # by person_id; two people may share a PC
        self._reference: Reference | None = None

    def reference(self, conn: Connection) -> Reference:
        """Return what the newest briefing says for today, read anew only when that has changed.

        A calendar published ahead comes into force at midnight, also where no centre can be reached.
        Raises Refused: not_enrolled.
        """
        digest = briefings.digest(conn)
        today = day_iso(day_of(self.clock.now().ms // MINUTE_MS))
        known = self._reference
        if known is not None and known.digest == digest and known.briefing.calendar_on(today) == known.told:
            return known
        briefing = briefings.load(conn)
        if briefing is None:
            raise Refused("not_enrolled", "token")
        told = briefing.calendar_on(today)
        calendar = WorkCalendar(told.version, told.days, briefing.hours)
        self._reference = Reference(digest, briefing, told, calendar)
        return self._reference

    def roles(self, conn: Connection, person_id: str, now: Moment) -> frozenset[Role]:
        """Return the roles that a person holds on the day of `now`. Raises Refused: not_enrolled."""
        return self.reference(conn).roles(person_id, day_iso(day_of(now.ms // MINUTE_MS)))

    def new_event_id(self) -> str:
        """Return a fresh id for an event of this PC."""
        return self.own_event_id(new_event_id())

    def own_event_id(self, made: str) -> str:
        """Return the id under which this PC tells what was begun under the id `made`, always the same."""
        return owned(made, self.installation.installation_id)

    def close(self) -> None:
        """Keep the log's end, and let go of people's keys, the network and the file."""
        self.seats.clear()
        self.centre.close()
        self.head.close()
        if self.ahead is not None:
            self.ahead.end()
        self.store.close()
