"""The intake screen's mind, without widgets: a frozen state, changed by what the officer does."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.domain import catalog, citizen_id
from counter_app.domain.catalog import Channel, Procedure
from counter_app.domain.commands import ApplicantKind, IdKind
from counter_app.domain.dossier import local_day
from counter_app.errors import CounterError, Refused
from counter_app.services import desk
from counter_app.services.counter import Counter
from counter_app.services.desk import Opening, Promise, Receipt
from counter_app.texts import _
from counter_app.texts.refusals import sentence
from counter_app.ui import notices
from counter_app.ui.screens.intake import faults, words
from counter_app.ui.screens.intake import form as forms
from counter_app.ui.screens.intake.drafts import Drafts
from counter_app.ui.screens.intake.form import Form, PaperRow
from counter_app.ui.session import Session

CARD = re.compile(r"\d{12}\|")
PROMISE_EVERY, CARD_AFTER = 30_000, 400  # ms
HITS = 12


@dataclass(frozen=True, slots=True)
class IntakeState:
    """All that the view shows. `errors` are sentences by field; `question` waits for yes or no."""

    form: Form
    procedure: Procedure | None = None
    hits: tuple[Procedure, ...] = ()
    promise: Promise | None = None
    no_promise: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    summary: str = ""
    question: str = ""
    hint: str = ""
    busy: bool = False

    @property
    def asks_for_papers(self) -> bool:
        """A paper that must be there is missing: the main action is Form 02."""
        return any(row.blocks for row in self.form.papers) and self.procedure is not None


class IntakePresenter(QObject):
    """`changed(IntakeState)`; `focus(field)` where the hands should go.

    `received(Receipt)` after a reception, `asked(event_id)` after Form 02 was recorded. `cleared(Form)` when
    a form was put away and the page is empty.
    """

    changed = Signal(object)
    focus = Signal(str)
    received = Signal(object)
    asked = Signal(object)
    cleared = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.state = IntakeState(forms.empty())
        self._drafts = Drafts(session, self)
        self._drafts.resumed.connect(self._resumed)
        self._card = QTimer(self, singleShot=True, interval=CARD_AFTER)
        self._card.timeout.connect(self.read_card)
        self._renew = QTimer(self, interval=PROMISE_EVERY)
        self._renew.timeout.connect(self._ask_promise)
        self._renew.start()
        session.person_changed.connect(self._seated)
        session.renewed.connect(self._renewed)
        session.jobs.failed.connect(self._freed)

    @property
    def counter(self) -> Counter:
        """The open counter that this page works on."""
        return self._session.counter

    def set(self, field: str, value: Any) -> None:
        """Take one input as typed or pasted; a card's text goes to the card's line wherever it lands."""
        if isinstance(value, str) and field != "scan" and (found := CARD.search(value)):
            self.put_scan(value[found.start() :])
            return
        if field == "query":
            self._look_up(str(value))
            return
        changes: dict[str, Any] = {field: value}
        if field == "kind":
            changes["id_kind"] = IdKind.TAX_CODE if value == ApplicantKind.ORGANISATION else IdKind.CITIZEN_ID
        self._change(replace(self.state.form, **changes), forget=(field,))
        if field == "channel":
            self._ask_promise()
        elif field == "scan" and CARD.match(str(value)):
            self._card.start()

    def put_scan(self, text: str) -> None:
        """Put a scanner's text, or its beginning, into the card's line and bring the hands there."""
        self._change(replace(self.state.form, scan=text), forget=("scan",))
        self.focus.emit("scan")
        self._card.start()

    def restore(self, form: Form) -> None:
        """Go back to an earlier form: what a scanner typed into the wrong place never happened."""
        self._change(form)

    def read_card(self) -> None:
        """Read the card's line: a whole card fills the person in, twelve digits the number."""
        self._card.stop()
        text = self.state.form.scan.strip()
        if re.fullmatch(r"\d{9}|\d{12}", text):
            form = replace(self.state.form, scan="", id_number=text, id_kind=IdKind.CITIZEN_ID)
            self._change(form, forget=("scan", "id_number"))
            self.focus.emit("name")
        elif text:
            self._fill_from_card(text)
        else:
            self.focus.emit("name")

    def choose(self, code: str) -> None:
        """Take a procedure from the hits."""
        procedure = next((hit for hit in self.state.hits if hit.code == code), None)
        if procedure is None:
            return
        self._change(forms.with_procedure(self.state.form, procedure), forget=("procedure", "papers"))
        self._show(procedure=procedure, hits=(), promise=None, no_promise="")
        self._ask_promise()
        self.focus.emit("channel")

    def answer(self, position: int, row: PaperRow) -> None:
        """Take the officer's answer to one paper."""
        rows = self.state.form.papers
        changed = (*rows[:position], row, *rows[position + 1 :])
        self._change(replace(self.state.form, papers=changed), forget=("papers",))

    def add_paper(self, label: str) -> None:
        """Add a paper that the catalogue does not list."""
        if label.strip():
            row = PaperRow(" ".join(label.split()), extra=True)
            self._change(replace(self.state.form, papers=(*self.state.form.papers, row)), forget=("papers",))

    def submit(self, repeat: bool = False) -> None:
        """Do the main action once: receive, or send for papers. A second call while it runs does nothing."""
        if self.state.busy:
            return
        form = self.state.form
        if self._told_faults(form):
            return
        self._show(busy=True, question="", summary="", hint="")
        session = self._session
        if self.state.asks_for_papers:
            ask = forms.ask_command(form, session.actor_id)
            session.jobs.db(
                desk.ask_for_papers, session.counter, ask, then=self._sent, otherwise=self._refuse
            )
        else:
            take = forms.receive_command(form, session.actor_id, repeat)
            session.jobs.db(desk.receive, session.counter, take, then=self._taken, otherwise=self._refuse)

    def dismiss(self) -> None:
        """No to the question: everything stays as it is, and the hands go to who it was about."""
        if self.state.question:
            self._show(question="")
            self.focus.emit("name")

    def clear(self) -> None:
        """Empty the form for the next person."""
        before = self.state.form
        self.state = IntakeState(forms.empty())
        self.changed.emit(self.state)
        self.focus.emit("scan")
        self._drafts.keep(self.state.form)
        self.cleared.emit(before)

    def close(self) -> None:
        """Keep what is on the screen: the window closes."""
        self._drafts.keep(self.state.form)

    # what comes back

    def _told_faults(self, form: Form) -> bool:
        found = faults.faults(form, self.state.procedure, local_day(desk.minute(self.counter)))
        if not found:
            return False
        first = {words.field(refused): sentence(refused) for refused in reversed(found)}
        errors = words.in_order(first)
        self._show(errors=errors, summary=words.summary(errors))
        self.focus.emit(next(iter(errors)))
        return True

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

    def _taken(self, receipt: Receipt) -> None:
        self.clear()
        self._session.notices.tell(notices.TODAY, notices.SYNC)
        self.received.emit(receipt)

    def _sent(self, event_id: str) -> None:
        self.clear()
        self._session.notices.tell(notices.SYNC)
        self.asked.emit(event_id)

    def _ask_promise(self) -> None:
        if self.state.procedure is None:
            return
        session, code, channel = self._session, self.state.procedure.code, self.state.form.channel
        session.jobs.read(
            _promise, session.counter, code, channel, then=self._promised, otherwise=self._unpromised
        )

    def _promised(self, answer: tuple[str, Channel, Promise]) -> None:
        code, channel, promise = answer
        if (code, channel) == (self.state.form.procedure, self.state.form.channel):
            self._show(promise=promise, no_promise="")

    def _unpromised(self, error: CounterError) -> None:
        self._show(promise=None, no_promise=sentence(error))

    def put_in(self, form: Form, hint: str = "") -> None:
        """Put a whole form on the page; a procedure that is no longer known must be chosen again."""
        procedures = self._session.opening.catalogue.procedures
        procedure = next((known for known in procedures if known.code == form.procedure), None)
        if procedure is None:
            form = replace(form, procedure="", checked="")
        self._change(form, forget=tuple(self.state.errors))
        self._show(procedure=procedure, hint=hint, promise=None, no_promise="")
        self._ask_promise()

    def _resumed(self, form: Form) -> None:
        if self.state.form.blank:
            self.put_in(form, _("Đã mở lại phần đang nhập dở."))

    def _renewed(self, opening: Opening) -> None:
        """A new day or briefing: go on with the procedure as it is now."""
        known = opening.catalogue.procedures
        before = self.state.procedure
        now = next((other for other in known if before and other.code == before.code), None)
        if before is None:
            if self.state.hits:
                self._show(hits=catalog.search(opening.catalogue, self.state.form.query)[:HITS])
        elif now is None:
            self._look_up(self.state.form.query)
            self._show(hint=_("Danh mục thủ tục vừa đổi: chọn lại thủ tục."))
        elif now != before:
            self._change(forms.with_procedure(self.state.form, now))
            self._show(procedure=now, hint=_("Danh mục thủ tục vừa đổi: xem lại thành phần hồ sơ."))
        self._ask_promise()

    def _look_up(self, query: str) -> None:
        """Look for a procedure; at once, not on a lane: Enter after the last letter takes the best hit."""
        self._change(forms.without_procedure(self.state.form, query), forget=("query", "papers"))
        hits = catalog.search(self._session.opening.catalogue, query)[:HITS]
        self._show(procedure=None, promise=None, no_promise="", hits=hits)

    def _seated(self, _person: object) -> None:
        self._drafts.seated(self.state.form)

    def _fill_from_card(self, text: str) -> None:
        try:
            card = citizen_id.read_card(text)
        except Refused as refused:
            self._tell("scan", sentence(refused))
            return
        form = forms.with_card(self.state.form, card)
        self._change(form, forget=("scan", "name", "id_number", "birth_date", "address"))
        self._show(hint=" ".join(words.card_warning(code) for code in card.warnings))
        self.focus.emit("phone" if form.procedure else "query")

    def _tell(self, field: str, said: str) -> None:
        self._show(errors={**self.state.errors, field: said})
        self.focus.emit(field)

    def _change(self, form: Form, forget: tuple[str, ...] = ()) -> None:
        gone = {"procedure" if field == "query" else field for field in forget}
        left = {field: said for field, said in self.state.errors.items() if field not in gone}
        summary = self.state.summary if left else ""
        self._drafts.touch(form)
        self._show(form=form, errors=left, summary=summary)

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)


def _promise(counter: Counter, code: str, channel: Channel) -> tuple[str, Channel, Promise]:
    return code, channel, desk.promise(counter, code, channel)
