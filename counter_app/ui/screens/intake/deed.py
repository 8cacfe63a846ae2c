"""The one main action, the two beside it, and what has to be said or asked before."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from counter_app.texts import _, formats
from counter_app.ui.screens.intake import words
from counter_app.ui.screens.intake.acts import Act
from counter_app.ui.screens.intake.state import IntakeState
from counter_app.ui.widgets.banner import Banner
from counter_app.ui.widgets.field import Field, Line, label


class Deed(QWidget):
    """`submitted`, `repeated` (yes to the question), `dismissed` (no), `at_once`, `refusing`.

    `edited(reason)` while somebody says why he turns the citizen away.

    Stands at the foot of the right column, or across the foot of a narrow page (`spread`).
    """

    submitted = Signal()
    repeated = Signal()
    dismissed = Signal()
    at_once = Signal()
    refusing = Signal()
    edited = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.question = Banner(_("Vẫn tiếp nhận"), _("Không  Esc"), upright=True)
        self.question.accepted.connect(self.repeated)
        self.question.dismissed.connect(self.dismissed)
        self.summary = Banner()
        self._promise = label("", "strong")
        self._promise.hide()
        self._why = label("", "warn")
        self._why.setWordWrap(True)
        self.action = QPushButton()
        self.action.setObjectName("primary")
        self.action.setAutoDefault(True)
        self.action.clicked.connect(self.submitted)
        self.reason = Line(_("Vì sao không tiếp nhận"), 1000)
        self.reason.textEdited.connect(self.edited)
        self.reason_field = Field(words.captions()["reason"], self.reason)
        self.reason_field.hide()
        self.others = self._beside()
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._row.setSpacing(8)
        self._row.addWidget(self._promise)
        self._row.addWidget(self._why, 1)
        self._row.addWidget(self.action)
        self._row.addWidget(self.others)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.question, self.summary, self.reason_field):
            column.addWidget(widget)
        column.addLayout(self._row)

    def spread(self, wide: bool) -> None:
        """Lie in one line across the page, the promise beside the action; or stand."""
        direction = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        self._row.setDirection(direction)
        self._promise.setVisible(wide)

    def render_state(self, state: IntakeState) -> None:
        """Show what the main action is now, and what stands in its way."""
        due = formats.moment(state.promise.due.at) if state.promise else "–"
        self._promise.setText(_("Hẹn trả: {due}").format(due=due))
        # What waits for an answer cannot be struck: it gives the question its room.
        for waiting in (self.action, self.others):
            waiting.setVisible(not state.question)
        self.question.say(state.question, "warn")
        yes = _("Đã nhận đủ, trả ngay  F9") if state.lacking else _("Vẫn tiếp nhận")
        self.question.accept.setText(yes)
        self.summary.say(state.summary, "late")
        word = words.action(state.main)
        self.action.setText(f"{word}    Ctrl+Enter")
        self.action.setAccessibleName(word)
        self.action.setEnabled(not state.busy and not state.question)
        lacking = state.main is Act.ASK
        self._why.setText(_("Thiếu giấy tờ bắt buộc: đánh dấu khi đã nhận.") if lacking else "")
        self._why.setVisible(lacking)
        self.reason.set_value(state.form.reason)
        self.reason_field.set_error(state.errors.get("reason", ""))
        self.reason_field.setVisible(state.mode is Act.REFUSE)
        self.back.setVisible(state.mode is not None)
        for button in (self.hand_over, self.refuse):
            button.setVisible(state.mode is None)
            button.setEnabled(not state.busy and not state.question)

    def hands_to_reason(self) -> None:
        """Focus the line that says why somebody is turned away."""
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def hands_to_question(self) -> None:
        """Focus the safe answer: Enter struck once too often must not make a second dossier."""
        self.question.dismiss.setFocus(Qt.FocusReason.OtherFocusReason)

    def _beside(self) -> QWidget:
        """Return the row of what is done instead of the main action, each with its key."""
        self.hand_over = QPushButton(_("Trả ngay  F9"))
        self.hand_over.setToolTip(
            _("Nhận, thu phí, trả kết quả và kết thúc trong một lần; không in phiếu. Shift+F9: in cả phiếu")
        )
        self.refuse = QPushButton(_("Từ chối  Ctrl+T"))
        self.back = QPushButton(_("Thôi  Esc"))
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(8)
        for button, asked in (
            (self.hand_over, self.at_once),
            (self.refuse, self.refusing),
            (self.back, self.dismissed),
        ):
            button.setAutoDefault(True)
            button.clicked.connect(asked)
            line.addWidget(button, 1)
        return row
