"""One try to sign in, over the lanes: keys are opened and made there, the window never waits."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from counter_app.errors import CounterError
from counter_app.services import sign_in
from counter_app.ui.session import Session

if TYPE_CHECKING:
    from counter_app.services.seat import Seat
    from counter_app.services.sign_in import Introduced, Opened


class Attempt(QObject):
    """`seated(Seat)` or `refused(CounterError)`, once; given up (deleted), it answers no more."""

    seated = Signal(object)
    refused = Signal(object)

    def __init__(self, session: Session, person_id: str, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._person_id = session, person_id
        self._opened: Opened | None = None

    def again(self, pin: str) -> None:
        """Sign in with the key that is here."""
        jobs, counter = self._session.jobs, self._session.counter
        jobs.db(sign_in.opened, counter, self._person_id, pin, then=self._is_open, otherwise=self._refuse)

    def first(self, pin: str, new_pin: str) -> None:
        """Make a key here and have the centre register it; `new_pin` in place of the administrator's."""
        jobs, counter = self._session.jobs, self._session.counter
        jobs.net(
            sign_in.introduce,
            counter,
            self._person_id,
            pin,
            new_pin,
            then=self._introduced,
            otherwise=self._refuse,
        )

    def _is_open(self, told: "Opened") -> None:
        """Who the centre has confirmed today only comes back; else it is asked, unless it is known silent."""
        fresh = self._session.fresh
        if fresh is not None and fresh.person_id == told.person_id and fresh.key.public == told.key.public:
            self._sits(fresh)
        elif told.known and told.silent:
            self._opened = told
            self._confirmed(None)
        else:
            self._opened = told
            jobs, counter = self._session.jobs, self._session.counter
            jobs.net(sign_in.ask, counter, told, then=self._confirmed, otherwise=self._refuse)

    def _confirmed(self, heard: int | None) -> None:
        told = self._opened
        if told is not None:
            jobs, counter = self._session.jobs, self._session.counter
            jobs.db(
                sign_in.sit,
                counter,
                told.person_id,
                told.key,
                heard,
                then=self._sits,
                otherwise=self._refuse,
            )

    def _introduced(self, told: "Introduced") -> None:
        jobs, counter = self._session.jobs, self._session.counter
        jobs.db(sign_in.settle, counter, told, then=self._sits, otherwise=self._refuse)

    def _sits(self, seat: "Seat") -> None:
        self.seated.emit(seat)

    def _refuse(self, error: CounterError) -> None:
        self.refused.emit(error)
