"""The inputs that only a paper book's leaf has, above the form: what is written on it, who confirms it."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QComboBox, QFrame, QGridLayout, QLineEdit, QWidget

from counter_app.domain.sign_in import MOST
from counter_app.texts import _, paper_book
from counter_app.ui.screens.intake import leaf_words
from counter_app.ui.screens.intake.acts import Act
from counter_app.ui.screens.intake.capturing import LeafPresenter, Shelf
from counter_app.ui.screens.intake.leaf import Leaf
from counter_app.ui.screens.intake.state import IntakeState
from counter_app.ui.widgets.choice import Choice
from counter_app.ui.widgets.drawing import browse
from counter_app.ui.widgets.editors import FileLine
from counter_app.ui.widgets.field import Field, Line, label

LABELS = 148  # px
_USED = "used"


class LeafPanel(QFrame):
    """`edited(name, value)` by the leaf's names. Only its own line holds the PIN."""

    edited = Signal(str, str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.fields: dict[str, Field] = {}
        self.code, self.received, self.due = Line(_("quét hoặc gõ mã"), 60), Line("", 30), Line("", 30)
        self.received.setPlaceholderText(_("9:10 hoặc 9:10 25/11/2026"))
        self.due.setPlaceholderText(_("17:00 25/11/2026"))
        self.scan, self.second, self.pin = FileLine(_("PDF hoặc ảnh")), QComboBox(), Line("", MOST)
        self.pin.setEchoMode(QLineEdit.EchoMode.Password)
        self.pin.setInputMethodHints(Qt.InputMethodHint.ImhHiddenText | Qt.InputMethodHint.ImhSensitiveData)
        fates = [(fate.value, _(word)) for fate, word in paper_book.FATES.items()]
        self.fate = Choice([(_USED, _("Đã dùng")), *fates])
        self.books = label("", "small")
        self.books.setWordWrap(True)
        self._lay_out()
        self._join()
        self.hide()

    def render_state(self, state: IntakeState) -> None:
        """Show the leaf that is entered, or nothing."""
        leaf = state.form.leaf or Leaf()
        self.setVisible(state.mode is Act.CAPTURE)
        for name, line in (("code", self.code), ("received", self.received), ("due", self.due)):
            line.set_value(getattr(leaf, name))
        self.scan.set_value(leaf.scan)
        self.fate.set_value(leaf.fate or _USED)
        self.second.setCurrentIndex(self.second.findData(leaf.second))
        for name, field in self.fields.items():
            field.set_error(state.errors.get(name, ""))
            field.setVisible(name == "leaf_code" or not leaf.fate)

    def render_shelf(self, shelf: Shelf) -> None:
        """Show which leaves are missing, and offer who may confirm."""
        self.books.setText(leaf_words.books(shelf.books))
        held = self.second.currentData()
        self.second.clear()
        for person in shelf.people:
            self.second.addItem(person.name, person.person_id)
        self.second.setCurrentIndex(self.second.findData(held))
        nobody = _("Người thứ hai phải đăng nhập ở máy này một lần trước.")
        self.second.setToolTip("" if shelf.people else nobody)
        self.second.setPlaceholderText("" if shelf.people else nobody)

    def serve(self, presenter: LeafPresenter) -> None:
        """Show what this presenter says, and hand it what is typed; the PIN it asks for itself."""
        presenter.read_pin = self.pin.text
        presenter.shelved.connect(self.render_shelf)
        presenter.forget_pin.connect(self.forget)
        self.edited.connect(presenter.set_leaf)

    def forget(self) -> None:
        """Clear the PIN."""
        self.pin.clear()

    def hands_to(self, field: str) -> None:
        """Put the focus into an input."""
        editor = self.fields[field].editor
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        if isinstance(editor, Line):
            editor.selectAll()

    def hideEvent(self, event: QHideEvent) -> None:
        """Keep no PIN behind another page, or under the lock."""
        super().hideEvent(event)
        self.forget()

    def _lay_out(self) -> None:
        captions = leaf_words.captions()
        editors: dict[str, QWidget] = {
            "leaf_code": self.code,
            "leaf_received": self.received,
            "leaf_due": self.due,
            "leaf_scan": self.scan,
            "leaf_second": self.second,
            "leaf_pin": self.pin,
        }
        self.fields = {name: Field(captions[name], editor, LABELS) for name, editor in editors.items()}
        grid = QGridLayout(self)
        grid.setContentsMargins(16, 10, 16, 10)
        grid.setHorizontalSpacing(16)
        grid.setVerticalSpacing(6)
        rows: tuple[tuple[str | QWidget, str | QWidget], ...] = (
            ("leaf_code", self.fate),
            ("leaf_received", "leaf_due"),
            ("leaf_scan", self.books),
            ("leaf_second", "leaf_pin"),
        )
        for at, row in enumerate(rows):
            for column, part in enumerate(row):
                widget = self.fields[part] if isinstance(part, str) else part
                grid.addWidget(widget, at, column, Qt.AlignmentFlag.AlignTop)
        for column in (0, 1):
            grid.setColumnStretch(column, 1)

    def _join(self) -> None:
        for name, line in (("code", self.code), ("received", self.received), ("due", self.due)):
            line.textEdited.connect(partial(self.edited.emit, name))
        self.scan.edited.connect(partial(self.edited.emit, "scan"))
        self.scan.wanted.connect(partial(browse, self.scan))
        self.second.activated.connect(lambda _at: self.edited.emit("second", self.second.currentData()))
        self.fate.setAccessibleName(_("Tờ này"))
        self.fate.chosen.connect(lambda value: self.edited.emit("fate", "" if value == _USED else value))
