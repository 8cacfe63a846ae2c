"""The one main action, with what has to be said or asked before it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QPushButton, QVBoxLayout, QWidget

from counter_app.texts import _, formats
from counter_app.ui.screens.intake.presenter import IntakeState
from counter_app.ui.widgets.banner import Banner
from counter_app.ui.widgets.field import label


class Deed(QWidget):
    """`submitted`, `repeated` (yes to the question), `dismissed` (no).

    Stands at the foot of the right column, or across the foot of a narrow page (`spread`).
    """

    submitted = Signal()
    repeated = Signal()
    dismissed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.question = Banner(_("Vẫn tiếp nhận"), _("Không"), upright=True)
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
        self._row = QBoxLayout(QBoxLayout.Direction.TopToBottom)
        self._row.setSpacing(8)
        self._row.addWidget(self._promise)
        self._row.addWidget(self._why, 1)
        self._row.addWidget(self.action)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for widget in (self.question, self.summary):
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
        self.question.say(state.question, "warn")
        self.summary.say(state.summary, "late")
        word = _("In phiếu bổ sung") if state.asks_for_papers else _("Tiếp nhận và in")
        self.action.setText(f"{word}    Ctrl+Enter")
        self.action.setAccessibleName(word)
        self.action.setEnabled(not state.busy and not state.question)
        self._why.setText(_("Thiếu giấy tờ bắt buộc: đánh dấu khi đã nhận.") if state.asks_for_papers else "")
        self._why.setVisible(state.asks_for_papers)

    def hands_to_question(self) -> None:
        """Focus the safe answer: Enter struck once too often must not make a second dossier."""
        self.question.dismiss.setFocus(Qt.FocusReason.OtherFocusReason)
