"""The right column: what the law answers, the fee, the way back; at its foot the main action."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from counter_app.domain.commands import ReturnBy
from counter_app.texts import _, formats
from counter_app.ui.screens.intake import leaf_words, words
from counter_app.ui.screens.intake.acts import Act
from counter_app.ui.screens.intake.deed import Deed
from counter_app.ui.screens.intake.state import IntakeState
from counter_app.ui.widgets.choice import Choice
from counter_app.ui.widgets.field import Field, Line, label, rule


class Answered(QFrame):
    """`edited(field, value)`; `deed` is the main action, which a narrow page puts elsewhere."""

    edited = Signal(str, object)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 12)
        column.setSpacing(8)
        self._promise(column)
        column.addWidget(rule())
        self._fee(column)
        column.addWidget(rule())
        self._way_back(column)
        self.deed = Deed()
        self.take_back()

    def render_state(self, state: IntakeState) -> None:
        """Show promise, fee, and what the main action is now."""
        promise = state.promise
        self.due.setText(leaf_words.due(state) or (formats.moment(promise.due.at) if promise else "–"))
        waiting = _("Chọn thủ tục để biết ngày hẹn trả.") if state.procedure is None else ""
        reasons = words.due_reasons(promise) if promise else state.no_promise or waiting
        self.reasons.setText(leaf_words.lawful(state) + reasons)
        known = words.earlier(state.earlier, promise)
        self.earlier.setText(known)
        self.earlier.setVisible(bool(known))
        amount, note, owed = words.fee(state.procedure, state.form)
        self._amount.setText(amount)
        self._note.setText(note)
        self._note.setVisible(bool(note))
        self._owed.setVisible(owed)
        self.paid.setChecked(state.form.paid and not state.form.exempt)
        amending = state.mode is Act.AMEND
        self.paid.setEnabled(not state.form.exempt and not amending)
        self.exempt.setEnabled(not amending)
        self._ground_line.setEnabled(not amending)
        self.exempt.setChecked(state.form.exempt)
        self.ground.setVisible(owed and state.form.exempt)
        self._ground_line.set_value(state.form.exempt_ground)
        self.ground.set_error(state.errors.get("exempt_ground", ""))
        self._return.set_value(state.form.return_by)
        self.deed.render_state(state)

    def take_back(self) -> None:
        """Take the main action in, at the foot of this column."""
        self.deed.spread(False)
        self._column.addWidget(self.deed)

    def hands_to(self, field: str) -> None:
        """Put the focus into an input of this side."""
        if field == "question":
            self.deed.hands_to_question()
        elif field == "reason":
            self.deed.hands_to_reason()
        elif field == "exempt_ground":
            self.ground.setFocus(Qt.FocusReason.OtherFocusReason)

    def _promise(self, column: QVBoxLayout) -> None:
        column.addWidget(label(_("Hẹn trả"), "section"))
        self.due = label("–", "due")
        self.due.setWordWrap(True)
        column.addWidget(self.due)
        self.earlier = label("", "warn")
        self.earlier.setWordWrap(True)
        self.earlier.hide()
        column.addWidget(self.earlier)
        self.reasons = label("", "muted")
        self.reasons.setWordWrap(True)
        self.reasons.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.reasons.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        room = QScrollArea()
        room.setWidgetResizable(True)
        room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        room.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        room.setObjectName("reasons")
        room.setWidget(self.reasons)
        room.setMinimumHeight(44)
        column.addWidget(room, 1)

    def _fee(self, column: QVBoxLayout) -> None:
        head = QHBoxLayout()
        head.addWidget(label(_("Lệ phí"), "section"))
        head.addStretch(1)
        self._amount = label("–", "section")
        head.addWidget(self._amount)
        column.addLayout(head)
        self._note = label("", "small")
        self._note.setWordWrap(True)
        column.addWidget(self._note)
        self._owed = QWidget()
        row = QHBoxLayout(self._owed)
        row.setContentsMargins(0, 0, 0, 0)
        self.paid, self.exempt = QCheckBox(_("Đã thu")), QCheckBox(_("Miễn"))
        for name, box in (("paid", self.paid), ("exempt", self.exempt)):
            box.clicked.connect(lambda on, name=name: self.edited.emit(name, on))
            row.addWidget(box)
        row.addStretch(1)
        column.addWidget(self._owed)
        self._ground_line = Line(_("Lý do miễn, ví dụ: hộ nghèo"), 300)
        self._ground_line.textEdited.connect(partial(self.edited.emit, "exempt_ground"))
        self.ground = Field("", self._ground_line)
        self._ground_line.setAccessibleName(_("Lý do miễn"))
        column.addWidget(self.ground)

    def _way_back(self, column: QVBoxLayout) -> None:
        column.addWidget(label(_("Trả kết quả"), "section"))
        options = (
            (ReturnBy.COUNTER.value, _("Tại quầy")),
            (ReturnBy.POST.value, _("Bưu chính")),
            (ReturnBy.ONLINE.value, _("Trực tuyến")),
        )
        self._return = Choice(options)
        self._return.chosen.connect(lambda value: self.edited.emit("return_by", ReturnBy(value)))
        column.addWidget(self._return)
