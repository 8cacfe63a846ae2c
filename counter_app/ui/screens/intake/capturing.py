"""The intake's mind while a paper book's leaf is entered: two people, the paper's own times, its scan."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from counter_app.domain.paper_book import CONFIRM, CaptureLeaf, VoidLeaf
from counter_app.domain.people import Person, roles_on
from counter_app.errors import CounterError, Refused
from counter_app.services import paper_book, sign_in
from counter_app.services.counter import Counter
from counter_app.services.paper_book import BookState, Captured
from counter_app.texts.refusals import sentence
from counter_app.ui.screens.intake import form as forms
from counter_app.ui.screens.intake import words
from counter_app.ui.screens.intake.acts import Act, Done
from counter_app.ui.screens.intake.form import Form
from counter_app.ui.screens.intake.leaf import Leaf, moment
from counter_app.ui.screens.intake.presenter import IntakePresenter
from counter_app.ui.session import Session

# Where a sentence of the rules stands in the panel.
_FIELDS = {"code": "leaf_code", "scan": "leaf_scan", "confirmed_by": "leaf_second", "pin": "leaf_pin"}


@dataclass(frozen=True, slots=True)
class Shelf:
    """The office's books as they stand, and who may confirm: those whose PIN this PC knows."""

    books: tuple[BookState, ...] = ()
    people: tuple[Person, ...] = ()


class LeafPresenter(IntakePresenter):
    """`shelved(Shelf)` when books or people are other ones; `forget_pin` once it was used or was wrong.

    `read_pin` gives what stands in the second person's line: no state keeps it.
    """

    shelved = Signal(object)
    forget_pin = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(session, parent)
        self.read_pin: Callable[[], str] = str
        self.shelf = Shelf()
        self._ready: CaptureLeaf | None = None
        self._told_pin: sign_in.Opened | None = None
        session.person_changed.connect(lambda _person: self.forget_pin.emit())

    def enter_leaf(self) -> None:
        """Turn to a leaf, or back from it; what was typed of it stays."""
        state = self.state
        if state.busy or state.question:
            return
        if state.mode is Act.CAPTURE:
            self.dismiss()
        elif state.mode is None and not state.form.errand:
            self._turn(state.form.leaf or Leaf())

    def put_in(self, form: Form, hint: str = "") -> None:
        """As the page without a leaf; a draft of one brings the books and who may confirm."""
        super().put_in(form, hint)
        if form.leaf is not None:
            self._session.read(paper_book.books, then=self._shelved)

    def set_leaf(self, name: str, value: str) -> None:
        """Take one input of the leaf as typed."""
        leaf = replace(self.state.form.leaf or Leaf(), **{name: value})
        self._change(replace(self.state.form, leaf=leaf), forget=(f"leaf_{name}",))
        if name == "received":
            self._foresight.ask()

    def submit(self, act: Act | None = None, repeat: bool = False) -> None:
        """As the page without a leaf; with one, enter it or give it up, once."""
        if self.state.mode is not Act.CAPTURE:
            super().submit(act, repeat)
        elif not self.state.busy and act is None:
            self._submit_leaf(self.state.form.leaf or Leaf(), repeat)

    def _turn(self, leaf: Leaf) -> None:
        self._show(mode=Act.CAPTURE, form=replace(self.state.form, leaf=leaf), summary="", errors={})
        self._session.read(paper_book.books, then=self._shelved)
        self._foresight.ask()
        self.focus.emit("leaf_code")

    def _shelved(self, books: tuple[BookState, ...]) -> None:
        opening, own = self._session.opening, self._session.reader_id
        people = tuple(
            person
            for person in opening.people
            if person.person_id != own
            and person.person_id in opening.with_keys
            and not CONFIRM.isdisjoint(roles_on(opening.grants, person.person_id, opening.day))
        )
        self.shelf = Shelf(books, people)
        self.shelved.emit(self.shelf)
        leaf = self.state.form.leaf
        if leaf is not None and people and leaf.second not in {one.person_id for one in people}:
            self.set_leaf("second", people[0].person_id)

    def _submit_leaf(self, leaf: Leaf, repeat: bool) -> None:
        session = self._session
        form = forms.of_here(self.state.form, session.counter)
        if leaf.given_up is not None:
            self._show(busy=True, asked=Act.CAPTURE, question="", summary="", errors={})
            void = VoidLeaf(form.event_id, session.actor_id, leaf.code, leaf.given_up)
            session.jobs.db(_void, session.counter, void, then=self._finished, otherwise=self._refuse)
            return
        try:
            command = self._command(form, leaf, repeat)
        except Refused as refused:
            self._refuse(refused)
            return
        if self._told_faults(Act.CAPTURE, form):
            return
        if not self.read_pin():
            self._refuse(Refused("pin_missing", "pin"))
            return
        self._show(busy=True, asked=Act.CAPTURE, question="", summary="", hint="", errors={})
        path = Path(leaf.scan.strip()) if leaf.scan.strip() else None
        session.jobs.db(
            paper_book.prepare, session.counter, command, path, then=self._prepared, otherwise=self._refuse
        )

    def _command(self, form: Form, leaf: Leaf, repeat: bool) -> CaptureLeaf:
        """Return what the leaf says. Raises Refused: moment_typed, second_missing."""
        today = self._session.opening.day
        received = moment(leaf.received, today, "leaf_received")
        due = moment(leaf.due, today, "leaf_due")
        if not leaf.second:
            raise Refused("second_missing", "confirmed_by")
        intake = forms.receive_command(form, self._session.actor_id, repeat)
        return CaptureLeaf(intake, leaf.code, received, due, "", leaf.second)

    def _prepared(self, command: CaptureLeaf) -> None:
        """All else holds. The second person's PIN opens his key, and the centre is asked where it answers."""
        self._ready = command
        session, second = self._session, command.confirmed_by
        pin = self.read_pin()
        session.jobs.db(
            sign_in.opened, session.counter, second, pin, then=self._opened, otherwise=self._refuse
        )

    def _opened(self, told: sign_in.Opened) -> None:
        self._told_pin = told
        session = self._session
        session.jobs.net(sign_in.ask, session.counter, told, then=self._confirmed, otherwise=self._refuse)

    def _confirmed(self, heard: int | None) -> None:
        command, told, session = self._ready, self._told_pin, self._session
        self._ready = self._told_pin = None
        if command is not None and told is not None:
            work = (command, told, heard)
            session.jobs.db(_capture, session.counter, *work, then=self._captured, otherwise=self._refuse)

    def _captured(self, captured: Captured) -> None:
        self._finished(Done(Act.CAPTURE, captured.event_id, captured.code))

    def _finished(self, done: Done) -> None:
        """Go on with the next leaf, confirmed by the same person."""
        leaf = self.state.form.leaf or Leaf()
        self.forget_pin.emit()
        self._done(done)
        self._turn(Leaf(second=leaf.second))

    def _refuse(self, error: CounterError) -> None:
        self._ready = self._told_pin = None
        if self.state.mode is not Act.CAPTURE:
            super()._refuse(error)
            return
        name = getattr(error, "field", None) or ""
        if name == "pin" and error.code != "pin_missing":
            self.forget_pin.emit()
        if name in _FIELDS:
            said = {_FIELDS[name]: sentence(error)}
            self._show(busy=False, errors=said, summary=words.summary(said))
            self.focus.emit(_FIELDS[name])
        else:
            super()._refuse(error)


def _void(counter: Counter, command: VoidLeaf) -> Done:
    return Done(Act.VOID_LEAF, command.event_id, paper_book.void(counter, command))


def _capture(counter: Counter, command: CaptureLeaf, told: sign_in.Opened, heard: int | None) -> Captured:
    """Enter the leaf with the second person's key; he leaves again where he does not sit here."""
    with sign_in.seated(counter, told, heard) as seat:
        return paper_book.capture(counter, command, seat.key)
