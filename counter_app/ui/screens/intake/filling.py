"""How the intake's form is filled in: typed, scanned, chosen, looked up; nothing is put on record here."""

import re
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.domain import catalog, citizen_id
from counter_app.domain.catalog import Procedure
from counter_app.domain.commands import ApplicantKind, IdKind
from counter_app.errors import Refused
from counter_app.services.counter import Counter
from counter_app.services.desk import Opening
from counter_app.texts import _
from counter_app.texts.refusals import sentence
from counter_app.ui.screens.intake import form as forms
from counter_app.ui.screens.intake import words
from counter_app.ui.screens.intake.acts import Act
from counter_app.ui.screens.intake.drafts import Drafts
from counter_app.ui.screens.intake.foresight import Foresight
from counter_app.ui.screens.intake.form import Form, PaperRow
from counter_app.ui.screens.intake.state import IntakeState
from counter_app.ui.session import Session

CARD = re.compile(r"\d{12}\|")
CARD_AFTER = 400  # ms
HITS = 12


class Filling(QObject):
    """`changed(IntakeState)`; `focus(field)` where the hands should go."""

    changed = Signal(object)
    focus = Signal(str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.state = IntakeState(forms.empty())
        self._drafts = Drafts(session, self)
        self._card = QTimer(self, singleShot=True, interval=CARD_AFTER)
        self._card.timeout.connect(self.read_card)
        self._foresight = Foresight(session, self)
        self._foresight.told.connect(self._told)
        session.renewed.connect(self._renewed)

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
            self._foresight.ask()
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
        self._foresight.ask()
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

    def put_in(self, form: Form, hint: str = "") -> None:
        """Put a whole form on the page; a procedure that is no longer known must be chosen again."""
        procedure = self._listed(form.procedure)
        if procedure is None:
            form = replace(form, procedure="", checked="")
        self._change(form, forget=tuple(self.state.errors))
        self._show(procedure=procedure, hint=hint, promise=None, no_promise="", question="")
        self._show(mode=Act.CAPTURE if form.leaf else None, form=form)
        self._foresight.ask()

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
        self._foresight.ask()

    def _look_up(self, query: str) -> None:
        """Look for a procedure; at once, not on a lane: Enter after the last letter takes the best hit."""
        self._change(forms.without_procedure(self.state.form, query), forget=("query", "papers"))
        hits = catalog.search(self._session.opening.catalogue, query)[:HITS]
        self._show(procedure=None, promise=None, no_promise="", hits=hits)

    def _told(self, changes: dict[str, Any]) -> None:
        self._show(**changes)

    def _listed(self, code: str) -> Procedure | None:
        procedures = self._session.opening.catalogue.procedures
        return next((known for known in procedures if known.code == code), None)

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
        if self.state.lacking and (form.papers != self.state.form.papers or not form.procedure):
            self.state = replace(self.state, lacking=False, question="")  # answered by the rows themselves
        if self.state.mode is not Act.AMEND:
            self._drafts.touch(form)
        self._show(form=form, errors=left, summary=summary)

    def _foreseen(self) -> Form | None:
        """Return what a promise is reckoned for: a leaf's own times count only while it is entered."""
        if self.state.mode is Act.AMEND:
            return None
        form = self.state.form
        return form if self.state.mode is Act.CAPTURE else replace(form, leaf=None)

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)
        if "form" in changes:
            self._foresight.look(self._foreseen())
