"""What would be promised now, and what the citizen was told before; asked while the form is filled in."""

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.domain.catalog import Channel
from counter_app.domain.commands import Applicant
from counter_app.errors import CounterError, Refused
from counter_app.services import desk, earlier
from counter_app.services.counter import Counter
from counter_app.services.desk import Promise
from counter_app.services.earlier import Earlier
from counter_app.texts.refusals import sentence
from counter_app.ui.screens.intake import form as forms
from counter_app.ui.screens.intake.form import Form
from counter_app.ui.screens.intake.leaf import Leaf, moment
from counter_app.ui.session import Session

PROMISE_EVERY, EARLIER_AFTER = 30_000, 300  # ms; nobody types for so long


class Foresight(QObject):
    """`told(changes)`: promise and no_promise, or earlier, of the intake's state."""

    told = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._form: Form | None = None
        self._asked: tuple[str, Applicant] | None = None
        self._renew = QTimer(self, interval=PROMISE_EVERY)
        self._renew.timeout.connect(self.ask)
        self._renew.start()
        self._still = QTimer(self, singleShot=True, interval=EARLIER_AFTER)
        self._still.timeout.connect(self._ask_earlier)

    def look(self, form: Form | None) -> None:
        """Follow this form; None where nothing is asked: a receipt that is put right keeps its promise."""
        self._form = form
        asked = None
        if form is not None and form.procedure and form.name.strip():
            asked = (form.procedure, forms.applicant(form))
        if asked != self._asked:
            self._asked = asked
            self.told.emit({"earlier": Earlier()})
            self._still.start()

    def ask(self) -> None:
        """Reckon the promise as of now."""
        if self._form is None or not self._form.procedure:
            return
        session, code, channel = self._session, self._form.procedure, self._form.channel
        asked = (code, channel, _received(self._form.leaf, session.opening.day))
        session.jobs.read(_promise, session.counter, *asked, then=self._promised, otherwise=self._unpromised)

    def _promised(self, answer: tuple[str, Channel, Promise]) -> None:
        code, channel, promise = answer
        if self._form is not None and (code, channel) == (self._form.procedure, self._form.channel):
            self.told.emit({"promise": promise, "no_promise": ""})

    def _unpromised(self, error: CounterError) -> None:
        self.told.emit({"promise": None, "no_promise": sentence(error)})

    def _ask_earlier(self) -> None:
        if self._asked is not None:
            self._session.read(_earlier, *self._asked, then=self._found)

    def _found(self, answer: tuple[str, Applicant, Earlier]) -> None:
        if self._asked == answer[:2]:
            self.told.emit({"earlier": answer[2]})


def _received(leaf: Leaf | None, today: str) -> int | None:
    """Return the minute that is written on a leaf, None for now."""
    try:
        return moment(leaf.received, today, "") if leaf else None
    except Refused:  # not typed to the end
        return None


def _promise(counter: Counter, code: str, channel: Channel, at: int | None) -> tuple[str, Channel, Promise]:
    return code, channel, desk.promise(counter, code, channel, at)


def _earlier(
    counter: Counter, reader_id: str, code: str, applicant: Applicant
) -> tuple[str, Applicant, Earlier]:
    return code, applicant, earlier.known(counter, reader_id, code, applicant)
