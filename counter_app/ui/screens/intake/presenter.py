"""The intake screen's mind, without widgets: what is put on record from the form, and what comes back."""

from PySide6.QtCore import QObject, Signal

from counter_app.domain.catalog import Procedure
from counter_app.domain.dossier import local_day
from counter_app.errors import CounterError, Refused
from counter_app.services import desk
from counter_app.services.desk import Promise
from counter_app.texts import _
from counter_app.texts.refusals import sentence
from counter_app.ui import notices
from counter_app.ui.screens.intake import acts, faults, words
from counter_app.ui.screens.intake import form as forms
from counter_app.ui.screens.intake.acts import AT_ONCE, Act, Done, Work
from counter_app.ui.screens.intake.filling import Filling
from counter_app.ui.screens.intake.form import Form
from counter_app.ui.screens.intake.refilled import all_given, form_of
from counter_app.ui.screens.intake.state import IntakeState
from counter_app.ui.session import Session

UNLISTED = Procedure("", "", "", "", "", (), ())  # asks for nothing: one that the catalogue no longer has


class IntakePresenter(Filling):
    """`changed(IntakeState)`; `focus(field)` where the hands should go.

    `done(Done)` after anything was put on record. `cleared(Form)` when a form was put away and the page is
    empty.
    """

    done = Signal(object)
    cleared = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(session, parent)
        self._drafts.resumed.connect(self._resumed)
        session.person_changed.connect(self._seated)
        session.jobs.failed.connect(self._freed)

    def submit(self, act: Act | None = None, repeat: bool = False) -> None:
        """Do the main action, or `act`, once; `repeat` is yes to the question. A second call does nothing."""
        state, session = self.state, self._session
        if state.busy or (act and state.mode) or (state.lacking and not (act or repeat)):
            return
        act = state.asked if repeat else act or state.main
        if act in AT_ONCE and state.lacking:
            self._say_given()
        form = self.state.form
        if self._told_faults(act, form) or (act in AT_ONCE and self._asked_for_papers(act)):
            return
        self._show(busy=True, asked=act, question="", summary="", hint="")
        owed = words.fee(self.state.procedure, form)[2]
        work = Work(act, form, session.actor_id, repeat, owed, self.state.code)
        session.jobs.db(acts.run, session.counter, work, then=self._done, otherwise=self._refuse)

    def refuse(self) -> None:
        """Turn to Form 03: why is asked for beside its field."""
        if not self.state.busy and self.state.mode is None:
            self._show(mode=Act.REFUSE, question="", summary="")
            self.focus.emit("reason")

    def amend(self, code: str) -> None:
        """Fill the form again from a dossier; what stands in it now comes back afterwards."""
        if code and not self.state.busy and self.state.mode is not Act.AMEND:
            self._session.read(form_of, code, then=self._refilled, otherwise=self._refuse)

    def dismiss(self) -> None:
        """No to the question, or one step back; nothing that was typed into the form is lost."""
        state = self.state
        if state.busy or not (state.question or state.mode):
            return
        if state.mode is Act.AMEND and not state.question:
            self._put_back()
            return
        mode = state.mode if state.question else None
        self._show(question="", lacking=False, mode=mode, errors={}, summary="")
        self.focus.emit("papers" if state.lacking else "name")

    def clear(self) -> None:
        """Empty the form for the next person."""
        before = self.state.form
        self.state = IntakeState(forms.empty())
        self._show(form=self.state.form)
        self.focus.emit("scan")
        self._drafts.keep(self.state.form)
        self.cleared.emit(before)

    def close(self) -> None:
        """Keep what is on the screen: the window closes."""
        self._drafts.keep(self.state.aside or self.state.form)

    # what comes back

    def _told_faults(self, act: Act, form: Form) -> bool:
        procedure = self.state.procedure or (UNLISTED if act is Act.AMEND else None)
        found = faults.faults(form, procedure, local_day(desk.minute(self.counter)))
        if act is Act.REFUSE and not form.reason.strip():
            found.append(Refused("text_missing", "reason"))
        if not found:
            return False
        first = {words.field(refused): sentence(refused) for refused in reversed(found)}
        errors = words.in_order(first)
        self._show(errors=errors, summary=words.summary(errors))
        self.focus.emit(next(iter(errors)))
        return True

    def _asked_for_papers(self, act: Act) -> bool:
        """Ask, where a compulsory paper has no answer: nothing is recorded as given that nobody said is."""
        missing = [row.label for row in self.state.form.papers if row.blocks]
        if missing:
            self._show(asked=act, lacking=True, question=words.lacking(missing), summary="")
            self.focus.emit("papers")
        return bool(missing)

    def _say_given(self) -> None:
        """An officer has said that all compulsory papers are there."""
        self._change(all_given(self.state.form), forget=("papers",))

    def _refuse(self, error: CounterError) -> None:
        if error.code == "same_today":
            self._show(busy=False, question=sentence(error))
            self.focus.emit("question")
            return
        field = words.field(error)
        if field:
            errors = {field: sentence(error)}
            self._show(busy=False, errors=errors, summary=words.summary(errors))
            self.focus.emit(field)
        else:
            self._show(busy=False, summary=sentence(error))

    def _freed(self, error: Exception) -> None:
        """After a bug the same form may be tried again: its event id makes twice the same as once."""
        if self.state.busy and not isinstance(error, CounterError):
            self._show(busy=False)

    def _done(self, done: Done) -> None:
        if done.act is Act.AMEND:
            self._put_back()
        else:
            self.clear()
        self._session.notices.tell(notices.TODAY, notices.SYNC, notices.DOSSIERS)
        self.done.emit(done)

    def _refilled(self, answer: tuple[str, Form, Promise]) -> None:
        code, form, promise = answer
        aside = self.state.aside or self.state.form
        self.state = IntakeState(form, self._listed(form.procedure), mode=Act.AMEND, code=code, aside=aside)
        self._show(form=form, promise=promise)
        self.focus.emit("name")

    def _put_back(self) -> None:
        """Show the form again that was put aside."""
        form = self.state.aside or forms.empty()
        self.state = IntakeState(forms.empty())
        self.put_in(form)
        self.focus.emit("scan" if form.blank else "name")

    def _resumed(self, form: Form) -> None:
        if self.state.form.blank:
            self.put_in(form, _("Đã mở lại phần đang nhập dở."))

    def _seated(self, _person: object) -> None:
        if self.state.mode is Act.AMEND:
            self._put_back()
        if self._session.apart and not self.state.form.blank:
            self._drafts.keep(self.state.form)  # it stays with who typed it, and comes back with him
            self.state = IntakeState(forms.empty())
            self._show(form=self.state.form)
        self._drafts.seated(self.state.form)
