"""Promises made after the reception, reckoned again with the calendars that the centre has published."""

from sqlalchemy import Connection

from counter_app.central import briefing, calendar_versions
from counter_app.central.centre import Caller
from counter_app.domain import facts
from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.recomputation import PROMISED_ANEW, differences
from counter_app.errors import Refused
from counter_app.wire import WireEvent

_KINDS = frozenset(kind.KIND for kind in PROMISED_ANEW)


class Shelf:
    """An office's calendars, read when a promise first names one; one that is not held proves nothing."""

    def __init__(self, connection: Connection, caller: Caller, agency_id: str) -> None:
        """Take the place whose calendars these are."""
        self._connection, self._caller, self._agency_id = connection, caller, agency_id
        self._held: dict[int, tuple[WorkCalendar, ...]] = {}

    def check(self, link: WireEvent) -> None:
        """Hold a later promise against its calendar. Raises Refused: promise_differs."""
        if link.event.kind not in _KINDS:
            return
        fact = facts.join(link.event, link.personal)
        if not isinstance(fact, PROMISED_ANEW):
            return
        found = differences(link.event, fact, self._editions(fact.promise.calendar))
        if any(difference.code == "due_differs" for difference in found):
            raise Refused("promise_differs", code=fact.code)

    def _editions(self, version: int) -> tuple[WorkCalendar, ...]:
        """Return every calendar that bore a version; new office hours make another edition of it."""
        if version not in self._held:
            office_id = self._caller.office_id
            hours = briefing.hours_of(self._connection, office_id)
            laid = calendar_versions.bearing(self._connection, office_id, self._agency_id, version)
            self._held[version] = tuple(
                WorkCalendar(version, told.days, hours[:count])
                for told in laid
                for count in range(1, len(hours) + 1)
            )
        return self._held[version]
