"""A form of fields drawn from its description: Enter moves on, errors stand beside their fields."""

from collections.abc import Callable, Mapping
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QVBoxLayout

from counter_app.ui.widgets import drawing
from counter_app.ui.widgets.drawing import Look
from counter_app.ui.widgets.entries import Entry, Kind, Values
from counter_app.ui.widgets.field import Field, label

CAPTIONS = 168  # px


class EntryForm(QFrame):
    """`edited(name, value)` while a person types; `look(text)` gives a picker its (key, text, note)."""

    edited = Signal(str, object)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.fields: dict[str, Field] = {}
        self._setters: dict[str, Callable[..., object]] = {}
        self._said: dict[str, QLabel] = {}
        self._entries: tuple[Entry, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def show_entries(self, entries: tuple[Entry, ...], values: Values) -> None:
        """Draw these entries with these values; the same entries again only take the values."""
        if entries != self._entries:
            self._entries = entries
            self._clear()
            for entry in entries:
                self._add(entry)
            self._column.addStretch(1)
        for name, setter in self._setters.items():
            if name in values:
                setter(values[name])
        for entry in entries:
            if entry.kind is Kind.SAID:
                self._said[entry.name].setVisible(entry.asked(values))
                continue
            field = self.fields[entry.name]
            field.setVisible(entry.asked(values))
            field.set_needed(entry.required(values))

    def show_errors(self, errors: Mapping[str, str]) -> None:
        """Put each sentence beside its field."""
        for name, field in self.fields.items():
            field.set_error(errors.get(name, ""))

    def hands_to(self, name: str = "") -> None:
        """Put the focus into a field; "" the first."""
        field = self.fields.get(name) or next((f for f in self.fields.values() if not f.isHidden()), None)
        if field is not None:
            field.editor.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter that no field wanted moves on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.focusNextChild()
            return
        super().keyPressEvent(event)

    def _clear(self) -> None:
        self.fields, self._setters, self._said = {}, {}, {}
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()

    def _add(self, entry: Entry) -> None:
        if entry.kind is Kind.SAID:
            said = label(entry.caption, "muted")
            said.setWordWrap(True)
            self._said[entry.name] = said
            self._column.addWidget(said)
            return
        editor, setter = drawing.draw(entry, partial(self.edited.emit, entry.name), self._look)
        caption = "" if entry.kind is Kind.CHECK else entry.caption
        field = Field(caption, editor, CAPTIONS)
        if entry.kind is Kind.CHECK:
            field.layout().setContentsMargins(CAPTIONS + 8, 0, 0, 0)  # type: ignore[union-attr]
        _align(field, entry.kind)
        editor.setAccessibleName(entry.caption)
        editor.setObjectName(entry.name)
        self.fields[entry.name], self._setters[entry.name] = field, setter
        self._column.addWidget(field)


def _align(field: Field, kind: Kind) -> None:
    """Put short inputs at the left of their room, and captions beside the first line of tall ones."""
    grid = field.layout()
    assert isinstance(grid, QGridLayout)  # noqa: S101 - a Field lays itself out so
    if kind in (Kind.DAY, Kind.MOMENT, Kind.AMOUNT):
        grid.setAlignment(field.editor, Qt.AlignmentFlag.AlignLeft)
    first = grid.itemAtPosition(0, 0)
    caption = first.widget() if first is not None else None
    if kind in (Kind.TEXT, Kind.PICKS) and caption is not None:
        grid.setAlignment(caption, Qt.AlignmentFlag.AlignTop)
