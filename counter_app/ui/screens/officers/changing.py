"""Another PIN in place of one's own, over the lanes: what the centre has taken in is kept here, always."""

from PySide6.QtCore import QObject, Signal

from counter_app.errors import CounterError
from counter_app.services import sign_in
from counter_app.ui.session import Session


class PinChange(QObject):
    """`changed` or `refused(CounterError)`, once.

    Who begins it may stop listening and must not delete it: a PIN that the centre has and this PC has not
    would shut its owner out.
    """

    changed = Signal()
    refused = Signal(object)

    def __init__(self, session: Session, person_id: str) -> None:
        super().__init__(session)
        self._session, self._person_id = session, person_id
        self._pin = self._new_pin = ""

    def begin(self, pin: str, new_pin: str) -> None:
        """Open the key by the PIN that was; then the centre is asked."""
        self._pin, self._new_pin = pin, new_pin
        jobs, counter = self._session.jobs, self._session.counter
        jobs.db(sign_in.opened, counter, self._person_id, pin, then=self._ask, otherwise=self._refuse)

    def _ask(self, told: sign_in.Opened) -> None:
        jobs, counter = self._session.jobs, self._session.counter
        asked = (counter, self._person_id, told.key, self._pin, self._new_pin)
        jobs.net(sign_in.ask_pin, *asked, then=self._keep, otherwise=self._refuse)

    def _keep(self, wrapped: bytes) -> None:
        jobs, counter = self._session.jobs, self._session.counter
        jobs.db(sign_in.keep_pin, counter, self._person_id, wrapped, then=self._end, otherwise=self._refuse)

    def _end(self, _nothing: object) -> None:
        self._forget()
        self.changed.emit()

    def _refuse(self, error: CounterError) -> None:
        self._forget()
        self.refused.emit(error)

    def _forget(self) -> None:
        self._pin = self._new_pin = ""
        self.deleteLater()
