"""A row of radio buttons for a small set of values."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QRadioButton, QWidget


class Choice(QWidget):
    """`options` are (value, word); `chosen(value)` when a person picks; Tab enters, arrows move."""

    chosen = Signal(str)

    def __init__(self, options: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QRadioButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(8)
        self.setMinimumHeight(32)
        self._row.addStretch(1)
        for value, word in options:
            self._add(value, word)

    def set_value(self, value: str) -> None:
        """Show which one is chosen; "" shows none."""
        button = self._buttons.get(value)
        if button is not None:
            button.setChecked(True)
            self.setFocusProxy(button)
        elif (checked := self._group.checkedButton()) is not None:
            self._group.setExclusive(False)
            checked.setChecked(False)
            self._group.setExclusive(True)

    def set_offered(self, values: Sequence[str]) -> None:
        """Show only these values."""
        for value, button in self._buttons.items():
            button.setVisible(value in values)

    def button(self, value: str) -> QRadioButton:
        """Return the button of one value."""
        return self._buttons[value]

    def _add(self, value: str, word: str) -> None:
        button = QRadioButton(word)
        button.setAccessibleName(word)
        button.clicked.connect(lambda: self.chosen.emit(value))
        self._group.addButton(button)
        self._buttons[value] = button
        self._row.insertWidget(self._row.count() - 1, button)
        if self.focusProxy() is None:
            self.setFocusProxy(button)
