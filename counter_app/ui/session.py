"""What every screen is handed once the counter is open: lanes, notices, the office, who acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.errors import CounterError
from counter_app.ui.jobs import Jobs
from counter_app.ui.notices import Notices

if TYPE_CHECKING:  # heavy: loaded by bootstrap after the first paint
    from counter_app.domain.people import Person, Role
    from counter_app.services.counter import Counter
    from counter_app.services.desk import Opening
    from counter_app.services.seat import Seat

RENEW_EVERY = 30_000  # ms


class Session(QObject):
    """One open counter with somebody before it. `person_changed(Person)` when another sits down.

    `seat` is his where he signed in by his PIN. `apart` says that the one before him had: what that one left
    half typed stays his own. `renewed(Opening)` when the day, the catalogue, the people or the doubt about
    the date have changed.
    """

    person_changed = Signal(object)
    renewed = Signal(object)

    def __init__(self, jobs: Jobs, notices: Notices, counter: Counter, opening: Opening) -> None:
        super().__init__()
        self.jobs, self.notices = jobs, notices
        self.counter, self.opening = counter, opening
        self.person: Person | None = None
        self.seat: Seat | None = None
        self.apart = False
        self._seat_day = ""
        self._timer = QTimer(self, interval=RENEW_EVERY)
        self._timer.timeout.connect(self.renew)
        self._timer.start()

    @property
    def actor_id(self) -> str:
        """The person_id that commands carry; no screen works before somebody was chosen."""
        if self.person is None:
            raise RuntimeError("nobody sits at the counter")
        return self.person.person_id

    @property
    def reader_id(self) -> str:
        """In whose name is read: who sits here, "" for nobody, who may read nothing."""
        return self.person.person_id if self.person is not None else ""

    @property
    def roles(self) -> frozenset[Role]:
        """What the person before the screen is today, for what is shown; services judge by themselves."""
        from counter_app.domain.people import roles_on

        if self.person is None:
            return frozenset()
        return roles_on(self.opening.grants, self.person.person_id, self.opening.day)

    @property
    def owner(self) -> str:
        """Whose half-typed work this is: one's own after signing in, else of all who share this PC."""
        return self.actor_id if self.seat is not None else ""

    @property
    def fresh(self) -> Seat | None:
        """The seat that the centre has confirmed today."""
        today = self._seat_day == self.opening.day
        return self.seat if self.seat is not None and self.seat.online and today else None

    def asks_pin(self, person: Person) -> bool:
        """Tell whether this person sits down by his PIN: the office asks for it, or he has a key here."""
        return self.opening.pin_needed or self.has_key(person)

    def has_key(self, person: Person) -> bool:
        """Tell whether this person has signed in at this PC before, by a PIN that opens his key here."""
        return person.person_id in self.opening.with_keys

    def sit_down(self, person: Person, seat: Seat | None = None) -> None:
        """Let this person act from now on."""
        before, left = self.person, self.seat
        self.apart = left is not None and left.person_id != person.person_id
        if left is not None and self.apart:
            from counter_app.services import sign_in

            self.jobs.db(sign_in.out, self.counter, left.person_id)
        if seat is not None and seat is not left:
            self._seat_day = self.opening.day
        self.person, self.seat = person, seat
        if before is None or before.person_id != person.person_id:
            self.person_changed.emit(person)

    def read(
        self,
        work: Callable[..., Any],
        *values: object,
        then: Callable[[Any], object],
        otherwise: Callable[[CounterError], object] | None = None,
    ) -> None:
        """Have `work(counter, reader_id, *values)` read in the name of who sits here (read lane)."""
        self.jobs.read(
            work, self.counter, self.reader_id, *values, then=then, otherwise=otherwise or self.unread
        )

    def unread(self, error: CounterError) -> None:
        """Tell why nothing was read, but not that it is not for who sits here now: he sees no such page."""
        if error.code not in ("not_permitted", "not_signed_in"):
            self.jobs.failed.emit(error)

    def renew(self) -> None:
        """Look again what day it is and what the newest briefing says."""
        from counter_app.services import desk

        self.jobs.read(desk.opening, self.counter, then=self._looked)

    def vouch(self) -> None:
        """The person before the screen says that the day which he was asked for is today."""
        from counter_app.services import clock_word

        self.jobs.db(clock_word.confirm_today, self.counter, self.opening.day_asked, then=self._vouched)

    def _vouched(self, _nothing: object) -> None:
        self.renew()

    def _looked(self, opening: Opening) -> None:
        if opening != self.opening:
            self.opening = opening
            self.renewed.emit(opening)
