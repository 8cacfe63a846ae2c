"""Who sits here, without widgets: a name is chosen, a PIN is asked for, refusals stand beside it."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from counter_app.domain.people import Person, Role, roles_on
from counter_app.domain.sign_in import LEAST, LEAST_OF_APPROVERS
from counter_app.errors import CounterError
from counter_app.services import preferences
from counter_app.texts import _
from counter_app.texts.refusals import sentence
from counter_app.ui.screens.officers.attempt import Attempt
from counter_app.ui.screens.officers.changing import PinChange
from counter_app.ui.screens.officers.state import NEW, PIN, SeatingState, Stage, lacking
from counter_app.ui.session import Session

if TYPE_CHECKING:
    from counter_app.services.seat import Seat
    from counter_app.services.sync import SyncState

_NO_KEY = ("no_key_here", "key_ended", "person_key_unknown")


class Seating(QObject):
    """`changed(SeatingState)`; `focus(field)`: "names" or a field of the PIN.

    `taken(Person, Seat | None)` when somebody may sit down; `left` when who sits here goes on.
    """

    changed = Signal(object)
    focus = Signal(str)
    taken = Signal(object, object)
    left = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._online: bool | None = None
        self._attempt: Attempt | None = None
        self._change: PinChange | None = None
        self.state = SeatingState(people=tuple(session.opening.people))
        session.jobs.failed.connect(self._freed)

    def keep_minutes(self, minutes: int) -> None:
        """Keep another choice of who sits here: after so many minutes unused the window locks."""
        if (
            minutes != self._session.counter.settings.lock_minutes
            and self.state.sitter is not None
            and not self.state.locked
        ):
            self._session.jobs.db(preferences.remember_lock, self._session.counter, minutes)

    def ask(self, mark: str, *, locked: bool = False) -> None:
        """Ask who sits here, `mark` offered; where it is `locked`, whoever sat here for his PIN at once."""
        self._give_up()
        sitter = self._session.person
        people = tuple(self._session.opening.people)
        self.state = SeatingState(people=people, mark=mark, sitter=sitter, locked=locked)
        if locked and sitter is not None and sitter in people and self._session.asks_pin(sitter):
            self._ask_pin(sitter)
        else:
            self._show()
            self.focus.emit("names")

    def look_up(self, query: str) -> None:
        """Take what was typed to find a name."""
        self._show(query=query)

    def mark(self, person_id: str) -> None:
        """Take which name is marked."""
        if person_id != self.state.mark:
            self.state = replace(self.state, mark=person_id)

    def choose(self, person: Person, *, by_pin: bool = False) -> None:
        """Let a person sit down, by his PIN where one is asked for or he wants it so."""
        if by_pin or self._session.asks_pin(person):
            self._ask_pin(person)
        else:
            self._give_up()
            self.taken.emit(person, None)

    def change_pin(self, person: Person | None) -> None:
        """Ask for another PIN in place of the one by which this person sits down here."""
        if person is None or not self._session.has_key(person):
            return
        self._give_up()
        self._show_asked(Stage.CHANGE, person)

    def submit(self, pin: str, new_pin: str, again: str) -> None:
        """Try the PIN, once; a second call while it runs does nothing."""
        state = self.state
        if state.busy or state.person is None:
            return
        missing = lacking(state.stage, pin, new_pin, again)
        if missing:
            self._refuse_beside(*missing)
            return
        self._show(busy=True, errors={})
        if state.stage is Stage.CHANGE:
            change = self._change = PinChange(self._session, state.person.person_id)
            change.changed.connect(self._changed)
            change.refused.connect(self._refused)
            change.begin(pin, new_pin)
            return
        attempt = self._attempt = Attempt(self._session, state.person.person_id, self)
        attempt.seated.connect(self._seated)
        attempt.refused.connect(self._refused)
        if state.stage is Stage.PIN:
            attempt.again(pin)
        else:
            attempt.first(pin, new_pin if state.stage is Stage.OWN else "")

    def typed(self, name: str) -> None:
        """Take a refusal away when what it is about is typed anew."""
        if name in self.state.errors:
            self._show(errors={other: said for other, said in self.state.errors.items() if other != name})

    def back(self) -> None:
        """One step back: from another PIN to the PIN, to the names, to who sits here, unless it is locked."""
        state = self.state
        if state.stage is Stage.CHANGE and state.person is not None:
            self._ask_pin(state.person)
        elif state.stage is not Stage.NAMES:
            self.others()
        elif state.query:
            self._show(query="")
        elif state.sitter is not None and not state.locked:
            self.left.emit()

    def others(self) -> None:
        """Show the names: somebody else wants to sit down."""
        self._give_up()
        mark = self.state.person.person_id if self.state.person else self.state.mark
        self._show(stage=Stage.NAMES, person=None, busy=False, errors={}, note="", query="", mark=mark)
        self.focus.emit("names")

    def renew(self) -> None:
        """Show the people as a new briefing has them."""
        if self.state.people != self._session.opening.people:
            self._show(people=tuple(self._session.opening.people))

    def hear(self, state: "SyncState") -> None:
        """Take how the centre stands: who is new here needs it."""
        if state.online != self._online:
            self._online = state.online
            if self.state.stage is not Stage.NAMES:
                self._show(note=self._note(self.state.stage), tone="info")

    def _ask_pin(self, person: Person) -> None:
        self._give_up()
        stage = Stage.PIN if self._session.has_key(person) else Stage.FIRST
        self._show_asked(stage, person)

    def _show_asked(self, stage: Stage, person: Person) -> None:
        asked = {"stage": stage, "person": person, "note": self._note(stage), "tone": "info"}
        self._show(**asked, least=self._least(person), busy=False, errors={})
        self.focus.emit(PIN)

    def _least(self, person: Person) -> int:
        roles = roles_on(self._session.opening.grants, person.person_id, self._session.opening.day)
        return LEAST_OF_APPROVERS if Role.APPROVER in roles else LEAST

    def _note(self, stage: Stage) -> str:
        if stage is Stage.PIN:
            return ""
        if stage is Stage.CHANGE:
            return _("Đổi mã PIN cần có mạng.") if self._online is False else ""
        if self._online is False:
            return _("Người này chưa đăng nhập trên máy này; cần có mạng một lần.")
        if stage is Stage.OWN:
            return _("Mã PIN quản trị cấp chỉ dùng một lần. Chọn mã PIN của riêng mình.")
        return _("Lần đầu ở máy này: nhập mã PIN quản trị cấp, hoặc mã của mình nếu đã đổi ở máy khác.")

    def _seated(self, seat: "Seat") -> None:
        person = self.state.person
        self._give_up()
        if person is not None:
            self._show(stage=Stage.NAMES, person=None, busy=False)  # and the PIN is forgotten
            self._session.renew()  # his key is here now
            self.taken.emit(person, seat)

    def _changed(self) -> None:
        """The new PIN is typed once more, to sit down."""
        person = self.state.person
        if person is not None:
            self._ask_pin(person)
            said = _("Đã đổi mã PIN. Từ nay vào bằng mã mới, ở máy khác cũng vậy.")
            self._show(note=said, tone="ok")

    def _refused(self, error: CounterError) -> None:
        self._give_up()
        if error.code == "pin_change_needed":
            self._show(stage=Stage.OWN, busy=False, errors={}, note=self._note(Stage.OWN), tone="info")
            self.focus.emit(NEW)
        elif error.code in _NO_KEY:
            self._session.renew()
            self._show(stage=Stage.FIRST, note=self._note(Stage.FIRST), tone="info")
            self._refuse_beside(PIN, sentence(error))
        elif error.code == "centre_unreachable" and self.state.stage is not Stage.PIN:
            self._online = False
            self._show(note=self._note(self.state.stage), tone="info")
            self._refuse_beside(PIN, sentence(error))
        else:
            about = getattr(error, "field", None)
            beside = about if about == NEW and self.state.stage.chooses else PIN
            self._refuse_beside(beside, sentence(error))

    def _refuse_beside(self, name: str, said: str) -> None:
        self._show(busy=False, errors={name: said})
        self.focus.emit(name)

    def _freed(self, error: Exception) -> None:
        """After a bug it may be tried again."""
        if self.state.busy and not isinstance(error, CounterError):
            self._give_up()
            self._show(busy=False)

    def _give_up(self) -> None:
        if self._attempt is not None:
            self._attempt.seated.disconnect(self._seated)
            self._attempt.refused.disconnect(self._refused)
            self._attempt.deleteLater()
            self._attempt = None
        if self._change is not None:
            self._change.changed.disconnect(self._changed)
            self._change.refused.disconnect(self._refused)
            self._change = None

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)
