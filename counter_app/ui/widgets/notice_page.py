"""A page of few words: the counter is being opened, or could not be, and what to do."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from counter_app.ui import theme
from counter_app.ui.widgets.field import label

WIDTH = 560  # px


class NoticePage(QWidget):
    """`again` when the button is pressed; `say` changes what stands here."""

    again = Signal()

    def __init__(self, word: str) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._icon = QLabel()
        self._icon.hide()
        self._title = label("", "section")
        self._text = label("", "muted")
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._small = label("", "small")
        self._small.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.button = QPushButton(word)
        self.button.setAutoDefault(True)
        self.button.clicked.connect(self.again)
        self._lay_out()

    @property
    def text(self) -> str:
        """What stands here, title and sentence."""
        return f"{self._title.text()}\n{self._text.text()}"

    def say(self, title: str, text: str = "", tone: str = "", code: str = "", offer: bool = False) -> None:
        """Show a title, a sentence, an error's code in small, and the button if `offer`."""
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
        self._small.setText(code)
        self._small.setVisible(bool(code))
        self._icon.setVisible(bool(tone))
        if tone:
            self._icon.setPixmap(theme.icon("stop", tone, 28).pixmap(28, 28))
        self.button.setVisible(offer)
        if offer:
            self.button.setFocus()

    def _lay_out(self) -> None:
        inner = QWidget()
        inner.setFixedWidth(WIDTH)
        column = QVBoxLayout(inner)
        column.setSpacing(10)
        for widget in (self._icon, self._title, self._text, self._small):
            column.addWidget(widget)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignLeft)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        middle = QHBoxLayout()
        middle.addStretch(1)
        middle.addWidget(inner)
        middle.addStretch(1)
        outer.addLayout(middle)
        outer.addStretch(3)
