"""The PIN of one person: masked, Enter goes on, what is wrong stands beside it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from counter_app.domain.sign_in import MOST
from counter_app.texts import _
from counter_app.ui import theme
from counter_app.ui.screens.officers.state import AGAIN, NEW, PIN, SeatingState, Stage
from counter_app.ui.widgets.banner import Banner
from counter_app.ui.widgets.field import EnterLine, Field, label

CAPTION, ICON = 128, 22  # px
CHANGE_KEY = "Ctrl+M"


class PinPart(QWidget):
    """`submitted(pin, new_pin, again)`, `typed(field)`; `left` on Esc."""

    submitted = Signal(str, str, str)
    typed = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._icon, self._name = QLabel(), label("", "page")
        self._name.setWordWrap(True)
        self._title = label("", "muted")
        self._title.setWordWrap(True)
        self._note = Banner()
        captions = {PIN: _("Mã PIN"), NEW: _("Mã PIN mới"), AGAIN: _("Nhập lại mã mới")}
        self.fields = {name: Field(caption, _masked(), CAPTION) for name, caption in captions.items()}
        self._rules = label("", "small")
        self._rules.setWordWrap(True)
        self.change = QPushButton(change_words())
        self.change.setObjectName("quiet")
        self.change.setAutoDefault(True)
        self.go = QPushButton()
        self.go.setObjectName("primary")
        self.go.setAutoDefault(True)
        self.other = QPushButton(_("Người khác    Esc"))
        self.other.setObjectName("quiet")
        self.other.setAutoDefault(True)
        self._stage = Stage.NAMES
        self._who, self._changes = "", False
        self._lay_out()
        self._join()

    @property
    def note(self) -> str:
        """What is said above the PIN, or ""."""
        return self._note.text

    def line(self, name: str) -> QLineEdit:
        """Return an input."""
        editor = self.fields[name].editor
        assert isinstance(editor, QLineEdit)  # noqa: S101 - made here
        return editor

    def render_state(self, state: SeatingState) -> None:
        """Show whose PIN is asked for, and what is wrong with it."""
        person = state.person
        if person is None:
            self._who = ""
            self.forget()
            return
        if (person.person_id, state.stage is Stage.CHANGE) != (self._who, self._changes):
            self._who, self._changes = person.person_id, state.stage is Stage.CHANGE
            self.forget()
        comes_back = state.locked and state.sitter is not None and state.sitter.person_id == self._who
        self._icon.setPixmap(
            theme.icon("lock" if comes_back else "person", "accent", ICON).pixmap(ICON, ICON)
        )
        self._name.setText(person.name)
        parts = (_("Đã khóa") if comes_back else "", person.title, person.counter)
        self._title.setText(" · ".join(part for part in parts if part))
        self._note.say(state.note, state.tone)
        self._rules.setText(_rules(state.least))
        self._rules.setVisible(state.stage.chooses)
        for name, field in self.fields.items():
            field.setVisible(name == PIN or state.stage.chooses)
            field.set_error(state.errors.get(name, ""))
            self.line(name).setReadOnly(state.busy)
        self.go.setEnabled(not state.busy)
        self.go.setText(_action(state, comes_back))
        self.other.setText(_("Quay lại    Esc") if state.stage is Stage.CHANGE else _("Người khác    Esc"))
        self.change.setVisible(state.stage is Stage.PIN)

    def hands_to(self, name: str) -> None:
        """Put the focus into an input; what is wrong there is typed over."""
        line = self.line(name)
        line.setFocus()
        line.selectAll()

    def forget(self) -> None:
        """Keep no PIN longer than it is needed."""
        for name in self.fields:
            self.line(name).clear()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back to the names."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _entered(self) -> None:
        """Enter goes to the next input that has nothing in it yet, then on."""
        asked = [name for name, field in self.fields.items() if not field.isHidden()]
        empty = [name for name in asked if not self.line(name).text()]
        mine = [name for name in asked if self.line(name).hasFocus()]
        later = asked[asked.index(mine[0]) + 1 :] if mine else []
        onward = next((name for name in later if name in empty), "")
        if onward and self.line(mine[0]).text():
            self.line(onward).setFocus()
        else:
            self._submit()

    def _submit(self) -> None:
        self.submitted.emit(*(self.line(name).text() for name in (PIN, NEW, AGAIN)))

    def _join(self) -> None:
        for name in self.fields:
            line = self.line(name)
            line.textEdited.connect(lambda _text, name=name: self.typed.emit(name))
            line.entered.connect(self._entered)  # type: ignore[attr-defined]  # an EnterLine
        self.go.clicked.connect(self._submit)
        self.other.clicked.connect(self.left)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._icon)
        head.addWidget(self._name, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self._title)
        column.addWidget(self._note)
        for name, field in self.fields.items():
            column.addWidget(field)
            if name == NEW:
                column.addWidget(self._rules)
        self._rules.setIndent(CAPTION + 8)
        column.addWidget(self.go)
        below = QHBoxLayout()
        below.addWidget(self.other)
        below.addStretch(1)
        below.addWidget(self.change)
        column.addLayout(below)


def _masked() -> EnterLine:
    line = EnterLine("", MOST)
    line.setEchoMode(QLineEdit.EchoMode.Password)
    return line


def change_words() -> str:
    """Name the act of choosing another PIN, with its key."""
    return _("Đổi mã PIN    {key}").format(key=CHANGE_KEY)


def _rules(least: int) -> str:
    """Say beside a new PIN what it must be."""
    return _(
        "Ít nhất {least} ký tự, chữ hay số; không lặp lại, không theo dãy, không phải từ dễ đoán."
    ).format(least=least)


def _action(state: SeatingState, comes_back: bool) -> str:
    if state.busy:
        return _("Đang kiểm tra…")
    if state.stage is Stage.CHANGE:
        return f"{_('Đổi mã PIN')}    Enter"
    return f"{_('Mở khóa') if comes_back else _('Vào quầy')}    Enter"
