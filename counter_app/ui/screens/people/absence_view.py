"""The form of an absence: person, days, reason, in keys; what the days mean and what is critical at once."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QRadioButton, QWidget

from counter_app.domain.staff.typed_days import MAX_TYPED
from counter_app.domain.staff_events import AbsenceReason
from counter_app.texts import _
from counter_app.ui.screens.people import words
from counter_app.ui.screens.people.absent import AbsenceForm
from counter_app.ui.screens.people.panel import Panel
from counter_app.ui.screens.people.person_box import PersonBox
from counter_app.ui.widgets.banner import Banner
from counter_app.ui.widgets.editors import FileLine
from counter_app.ui.widgets.field import EnterLine, Field, Line, label

CAPTIONS = 78  # px


class ReasonBox(QWidget):
    """The six lawful reasons and another, each with its digit: `chosen(AbsenceReason)`."""

    chosen = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._buttons: dict[AbsenceReason, QRadioButton] = {}
        self._rows = rows = QGridLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        for at, reason in enumerate(AbsenceReason):
            button = QRadioButton(f"{at + 1}  {words.reason(reason)}")
            button.clicked.connect(partial(self._take, reason))
            self._buttons[reason] = button
        self.setFocusProxy(self._buttons[AbsenceReason.ANNUAL])
        self.lay_out(slim=True)

    def lay_out(self, slim: bool) -> None:
        """Put the reasons below each other where there is no room for two columns."""
        rows = len(self._buttons) if slim else (len(self._buttons) + 1) // 2
        for at, button in enumerate(self._buttons.values()):
            self._rows.addWidget(button, at % rows, at // rows)

    def set_value(self, reason: AbsenceReason | None) -> None:
        """Show which is chosen; None shows none."""
        for other, button in self._buttons.items():
            button.setAutoExclusive(False)
            button.setChecked(other is reason)
            button.setAutoExclusive(True)
        self.setFocusProxy(self._buttons[reason or AbsenceReason.ANNUAL])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take a reason by its digit."""
        digit = event.text()
        if digit.isascii() and digit.isdigit() and 1 <= int(digit) <= len(self._buttons):
            reason = list(AbsenceReason)[int(digit) - 1]
            self._buttons[reason].setFocus(Qt.FocusReason.OtherFocusReason)
            self._take(reason)
        else:
            super().keyPressEvent(event)

    def _take(self, reason: AbsenceReason, _on: bool = True) -> None:
        self.chosen.emit(reason)


class AbsenceView(Panel):
    """`edited(name, value)` while a person types."""

    edited = Signal(str, object)

    def __init__(self) -> None:
        super().__init__(slides=True)
        self.person, self.reason = PersonBox(), ReasonBox()
        self.days = EnterLine("", MAX_TYPED)
        self.text, self.document = Line("", 300), FileLine(_("bản quét, nếu có"))
        self.meaning, self.remarks = label("", "small"), Banner()
        self.meaning.setWordWrap(True)
        self.fields = {
            "person": Field(_("Người vắng"), self.person, CAPTIONS),
            "days": Field(_("Thời gian"), self.days, CAPTIONS),
            "reason": Field(_("Lý do"), self.reason, CAPTIONS),
            "text": Field(_("Ghi chú"), self.text, CAPTIONS),
            "document": Field(_("Giấy tờ"), self.document, CAPTIONS),
        }
        _caption_at_top(self.fields["reason"])
        self.title.setText(_("Ghi vắng mặt"))
        self.hint = label(_("24/11 · 24-26/11 · 24/11 s (sáng) · 24/11 8-10 (giờ) · T3 đến 31/12"), "small")
        self.hint.setWordWrap(True)
        for name, field in self.fields.items():
            self.add(field)
            if name == "days":
                self.add(self.hint)
                self.add(self.meaning)
                self.add(self.remarks)
        self.end()
        self._join()

    def render_form(self, form: AbsenceForm) -> None:
        """Show a form."""
        self.about.setText(form.note)
        self.about.setVisible(bool(form.note))
        self.person.show_people(form.people, form.person)
        self.person.setEnabled(len(form.people) > 1)
        self.days.set_value(form.days)
        self.reason.set_value(form.reason)
        self.text.set_value(form.text)
        self.document.set_value(form.document)
        said = f"{words.spans(form.spans)} · {words.planned(form.planned)}" if form.spans else ""
        self.hint.setVisible(not said)  # one line for both: what may be typed, or what it means
        self.meaning.setText(said)
        self.meaning.setVisible(bool(said))
        self.remarks.say(words.remarks(form.remarks), "warn")
        for name, field in self.fields.items():
            field.set_error(form.errors.get(name, ""))
        self.fields["text"].set_needed(form.reason is AbsenceReason.OTHER)
        self.summary.say(form.summary, "late")
        self.name_action(_("Ghi vắng mặt"), "Enter", form.busy)

    def hands_to(self, name: str) -> None:
        """Put the focus into a field."""
        self.fields[name].editor.setFocus(Qt.FocusReason.TabFocusReason)
        self.show_part(self.fields[name])

    def _join(self) -> None:
        self.person.activated.connect(lambda _at: self.edited.emit("person", self.person.currentData()))
        self.person.taken.connect(partial(self.hands_to, "days"))
        self.days.textEdited.connect(partial(self.edited.emit, "days"))
        self.days.entered.connect(partial(self.hands_to, "reason"))
        self.reason.chosen.connect(self._chosen)
        self.text.textEdited.connect(partial(self.edited.emit, "text"))
        self.document.edited.connect(partial(self.edited.emit, "document"))

    def _chosen(self, reason: AbsenceReason) -> None:
        self.edited.emit("reason", reason)
        if reason is AbsenceReason.OTHER:
            self.hands_to("text")


def _caption_at_top(field: Field) -> None:
    """Put a caption beside the first of several lines."""
    grid = field.layout()
    assert isinstance(grid, QGridLayout)  # noqa: S101 - a Field lays itself out so
    first = grid.itemAtPosition(0, 0)
    caption = first.widget() if first is not None else None
    if caption is not None:
        caption.setContentsMargins(0, 5, 0, 0)
        grid.setAlignment(caption, Qt.AlignmentFlag.AlignTop)
