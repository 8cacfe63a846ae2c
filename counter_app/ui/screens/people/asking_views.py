"""The panels that ask one thing: whom to ask, when somebody is back, an approver's yes or no."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLineEdit, QWidget

from counter_app.domain.life.case import MAX_TEXT
from counter_app.domain.sign_in import MOST
from counter_app.domain.staff.ranking import Candidate
from counter_app.domain.staff.roster import Roster
from counter_app.texts import _
from counter_app.ui.screens.people import weighing, words
from counter_app.ui.screens.people.deciding import Decision
from counter_app.ui.screens.people.inbox import Item
from counter_app.ui.screens.people.panel import Panel
from counter_app.ui.screens.people.proposing import Proposal
from counter_app.ui.screens.people.returning import Return
from counter_app.ui.screens.people.rows import LineRows
from counter_app.ui.widgets.banner import Banner
from counter_app.ui.widgets.field import EnterLine, Field, Line, label
from counter_app.ui.widgets.lines import Line as Pieces
from counter_app.ui.widgets.lines import Words

CAPTIONS, DECIDING = 78, 96  # px; the second where `Người duyệt` stands


class ProposalView(Panel):
    """`marked(person_id)`; only Ctrl+Enter or the button asks."""

    marked = Signal(str)

    def __init__(self) -> None:
        super().__init__(by_enter=False)
        self._proposal: Proposal | None = None
        self.remarks = Banner()
        self.list: LineRows[Candidate] = LineRows(
            _("Không còn ai rảnh. Báo người phụ trách."), self._spoken, self._lines, _icon, 3
        )
        self.list.setAccessibleName(_("Người có thể thay"))
        self.list.walked.connect(self._walked)
        self.add(self.remarks)
        self.add(self.list, 1)

    def render_proposal(self, proposal: Proposal) -> None:
        """Show who could stand in, the best first."""
        self._proposal = proposal
        roster = proposal.roster
        self.title.setText(_("Nhờ người thay ở {counter}").format(counter=proposal.counter))
        self.about.setText(words.absence(proposal.absence, roster))
        self.remarks.say(words.remarks(proposal.remarks), "warn")
        ids = [one.person_id for one in proposal.candidates]
        self.list.show_rows(proposal.candidates, ids.index(proposal.marked) if proposal.marked in ids else -1)
        name = words.short_name(words.name_of(roster.people, proposal.marked)) if proposal.marked else ""
        self.name_action(_("Nhờ {name}").format(name=name), "Ctrl+Enter", proposal.busy or not name)
        self.action.setVisible(bool(name))
        self.summary.say(proposal.summary, "late")

    def take_hands(self) -> None:
        """Put the focus on the best candidate."""
        (self.list if self.list.rows.rows else self.back).setFocus(Qt.FocusReason.OtherFocusReason)

    def _name(self, candidate: Candidate) -> str:
        people = self._proposal.roster.people if self._proposal else ()
        return words.name_of(people, candidate.person_id)

    def _spoken(self, candidate: Candidate) -> str:
        return f"{self._name(candidate)}: {words.why(candidate)}; {words.numbers(candidate)}"

    def _lines(self, candidate: Candidate) -> tuple[Pieces, ...]:
        token = "ok" if candidate.trained else "warn"
        return (
            (Words(self._name(candidate), strong=True),),
            (Words(words.why(candidate), token, small=True),),
            (Words(words.numbers(candidate), "muted", small=True),),
        )

    def _walked(self, position: int) -> None:
        self.marked.emit(self.list.rows.rows[position].person_id)


class ReturnView(Panel):
    """`typed(text)` while a person types when the absent one is back, `explained(text)` why it is past."""

    typed = Signal(str)
    explained = Signal(str)
    called_off = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self.moment = Line("", 40)
        self.field = Field(_("Trở lại lúc"), self.moment, CAPTIONS)
        self.text = Line(_("cần khi giờ đã qua"), MAX_TEXT)
        self.reason = Field(_("Lý do"), self.text, CAPTIONS)
        self.further = QCheckBox(_("Cả những lần vắng sau"))
        self.moment.textEdited.connect(self.typed)
        self.text.textEdited.connect(self.explained)
        self.further.clicked.connect(self.called_off)
        for part in (self.field, self.reason, self.further):
            self.add(part)
        self.end()

    def render_return(self, back: Return) -> None:
        """Show whose absence ends."""
        self.title.setText(_("Về sớm") if back.begun else _("Không vắng nữa"))
        self.about.setText(words.absence(back.absence, back.roster))
        self.moment.setPlaceholderText(_("bây giờ, hoặc 14:30") if back.begun else _("hủy cả lần vắng này"))
        self.moment.set_value(back.typed)
        self.text.set_value(back.text)
        self.reason.setVisible(back.of_another)
        self.further.setVisible(back.several)
        self.further.setChecked(back.further)
        self.field.set_error(back.errors.get("moment", ""))
        self.reason.set_error(back.errors.get("text", ""))
        self.name_action(self.title.text(), "Enter", back.busy)

    def hands_to(self, name: str) -> None:
        """Put the focus into a field."""
        (self.text if name == "text" else self.moment).setFocus(Qt.FocusReason.OtherFocusReason)


class DecisionView(Panel):
    """`pin_given(pin)`, `chosen(person_id)`, `typed(ground)`. Only its own line holds the PIN."""

    pin_given = Signal(str)
    chosen = Signal(str)
    typed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.approver, self.ground, self.pin = QComboBox(), EnterLine("", 300), Line("", MOST)
        self.approver.setMinimumContentsLength(10)
        self.approver.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData)
        self.known, self.remarks = QGridLayout(), Banner()
        self.known.setHorizontalSpacing(8)
        self.known.setVerticalSpacing(4)
        self.known.setColumnMinimumWidth(0, DECIDING)
        self.known.setColumnStretch(1, 1)
        about = QWidget()
        about.setLayout(self.known)
        self.known.setContentsMargins(0, 0, 0, 0)
        self._weighed: tuple[Item, Roster] | None = None
        self.add(about)
        self.add(self.remarks)
        self.fields = {
            "approver": Field(_("Người duyệt"), self.approver, DECIDING),
            "ground": Field(_("Căn cứ"), self.ground, DECIDING),
            "pin": Field(_("Mã PIN"), self.pin, DECIDING),
        }
        self.kept = label(
            _("Căn cứ nằm trong chữ ký, lưu mãi và không xóa được: không ghi tình trạng sức khỏe."), "small"
        )
        self.kept.setWordWrap(True)
        for field in self.fields.values():
            self.add(field)
            if field is self.fields["ground"]:
                self.add(self.kept)
        self.end()
        self.approver.activated.connect(lambda _at: self.chosen.emit(self.approver.currentData()))
        self.ground.textEdited.connect(self.typed)
        self.ground.entered.connect(lambda: self.hands_to("pin"))
        self.submitted.connect(self._give)

    def render_decision(self, decision: Decision) -> None:
        """Show what is decided, and by whom."""
        line, when = words.request(decision.item, decision.roster)
        word = _("Duyệt") if decision.approved else _("Không duyệt")
        self.title.setText(word)
        self.about.setText(f"{line}\n{when}")
        self._tell(decision)
        self._offer(decision)
        for part in (self.fields["ground"], self.kept):
            part.setVisible(not decision.approved)
        self.ground.set_value(decision.ground)
        for name, field in self.fields.items():
            field.set_error(decision.errors.get(name, ""))
        self.summary.say(decision.summary, "late")
        self.name_action(word, "Enter", decision.busy)

    def forget(self) -> None:
        """Clear the PIN."""
        self.pin.clear()

    def hands_to(self, name: str) -> None:
        """Put the focus into a field; a PIN that was wrong is typed anew."""
        if name == "pin":
            self.pin.clear()
        self.fields[name].editor.setFocus(Qt.FocusReason.TabFocusReason)

    def _tell(self, decision: Decision) -> None:
        """Show once what is to be weighed."""
        before = self._weighed
        if before is not None and (decision.item is before[0] and decision.roster is before[1]):
            return
        self._weighed = decision.item, decision.roster
        while (item := self.known.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()  # at once: it is of another request
                widget.deleteLater()
        facts = weighing.facts(decision.item.request, decision.roster)
        for row, (caption, said, token) in enumerate(facts):
            told = label(said, "plain")
            told.setProperty("tone", token)
            told.setWordWrap(True)
            self.known.addWidget(label(caption), row, 0, Qt.AlignmentFlag.AlignTop)
            self.known.addWidget(told, row, 1)
        self.remarks.say(weighing.remarks(decision.item.request, decision.roster), "warn")

    def _offer(self, decision: Decision) -> None:
        held = [self.approver.itemData(at) for at in range(self.approver.count())]
        if held != [one.person_id for one in decision.approvers]:
            self.approver.clear()
            for one in decision.approvers:
                self.approver.addItem(one.name, one.person_id)
        self.approver.setCurrentIndex(self.approver.findData(decision.approver))
        self.approver.setEnabled(len(decision.approvers) > 1)

    def _give(self) -> None:
        self.pin_given.emit(self.pin.text())


def _icon(candidate: Candidate) -> tuple[str, str]:
    return ("check", "ok") if candidate.trained else ("person", "muted")
