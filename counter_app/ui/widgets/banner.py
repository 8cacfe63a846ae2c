"""A sentence that needs an answer, in place: an icon, words, and up to two buttons."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QBoxLayout, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from counter_app.ui import theme
from counter_app.ui.widgets.field import label, restyle

ICONS = {"warn": "alert", "late": "stop", "ok": "check", "info": "info"}


class Banner(QFrame):
    """Hidden until `say`; `accepted` and `dismissed` are its two buttons.

    With `keys` they are struck from anywhere in the window, as long as the sentence stands there.
    """

    accepted = Signal()
    dismissed = Signal()

    def __init__(
        self, accept: str = "", dismiss: str = "", upright: bool = False, keys: tuple[str, ...] = ()
    ) -> None:
        super().__init__()
        self.setObjectName("banner")
        self._icon = QLabel()
        self._text = label("", "plain")
        self._text.setWordWrap(True)
        self.accept = QPushButton(accept)
        self.dismiss = QPushButton(dismiss)
        self.accept.clicked.connect(self.accepted)
        self.dismiss.clicked.connect(self.dismissed)
        said = QHBoxLayout()
        said.setSpacing(8)
        said.addWidget(self._icon)
        said.addWidget(self._text, 1)
        buttons = self._buttons = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        buttons.setSpacing(8)
        for button, word in ((self.accept, accept), (self.dismiss, dismiss)):
            button.setAutoDefault(True)
            buttons.addWidget(button)
            if not word:
                button.hide()
        for button, key in zip((self.accept, self.dismiss), keys, strict=False):
            button.setText(f"{button.text()}    {key}")
            QShortcut(QKeySequence(key), self).activated.connect(button.click)
        outer = QVBoxLayout(self) if upright else QHBoxLayout(self)
        outer.setContentsMargins(12, 6, 8, 6)
        outer.setSpacing(8)
        outer.addLayout(said)
        outer.addLayout(buttons)
        if not upright:
            outer.setStretch(0, 1)
        self.hide()

    def stack(self, slim: bool) -> None:
        """Put the buttons below each other where they have no room side by side."""
        direction = QBoxLayout.Direction
        self._buttons.setDirection(direction.TopToBottom if slim else direction.LeftToRight)

    @property
    def text(self) -> str:
        """The sentence shown now, or ""."""
        return "" if self.isHidden() else self._text.text()

    def say(self, sentence: str, tone: str = "info") -> None:
        """Show the sentence in one of the tones warn, late, ok, info; "" hides."""
        if sentence and (sentence != self.text or self.property("tone") != tone):
            self._text.setText(sentence)
            self._icon.setPixmap(theme.icon(ICONS[tone], tone).pixmap(20, 20))
            self.setProperty("tone", tone)
            restyle(self)
        self.setVisible(bool(sentence))
