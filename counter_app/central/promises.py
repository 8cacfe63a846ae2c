"""Later promises, units' shares, windows and days told, reckoned again with the calendars published here."""

from collections.abc import Iterable
from contextlib import suppress

from sqlalchemy import Connection

from counter_app import typed_facts
from counter_app.central import briefing, calendar_versions
from counter_app.central.centre import Caller
from counter_app.domain.calendar import WorkCalendar
from counter_app.domain.promise_events import SupplementAsked
from counter_app.domain.recomputation import PROMISED_ANEW, calendar_of, differences
from counter_app.domain.step_events import CitizenTold, HandedOver
from counter_app.errors import Refused
from counter_app.wire import WireEvent

_CHECKED = (*PROMISED_ANEW, CitizenTold, HandedOver, SupplementAsked)
_KINDS = frozenset(kind.KIND for kind in _CHECKED)
_REASONS = {
    "due_differs": "promise_differs",
    "told_differs": "told_differs",
    "share_differs": "share_differs",
    "window_differs": "window_differs",
}


class Shelf:
    """An office's calendars, read when a promise first names one; one that is not held proves nothing."""

    def __init__(self, connection: Connection, caller: Caller, agency_id: str) -> None:
        """Take the place whose calendars these are."""
        self._connection, self._caller, self._agency_id = connection, caller, agency_id
        self._held: dict[int, tuple[WorkCalendar, ...]] = {}

    def prepare(self, links: Iterable[WireEvent]) -> None:
        """Read every calendar that is named here: to `check` these asks nothing more."""
        for link in links:
            if link.event.kind in _KINDS:
                with suppress(Refused):  # what cannot be read names none
                    fact = typed_facts.join(link.event, link.personal)
                    version = calendar_of(fact) if isinstance(fact, _CHECKED) else None
                    if version is not None:
                        self._editions(version)

    def check(self, link: WireEvent) -> None:
        """Hold a later promise, a unit's share, a window or a day told against the calendar that it names.

        Raises Refused: promise_differs, told_differs, share_differs, window_differs.
        """
        if link.event.kind not in _KINDS:
            return
        fact = typed_facts.join(link.event, link.personal)
        if not isinstance(fact, _CHECKED):
            return
        version = calendar_of(fact)
        editions = () if version is None else self._editions(version)
        for difference in differences(link.event, fact, editions):
            if difference.code in _REASONS:
                raise Refused(_REASONS[difference.code], code=fact.code)

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
