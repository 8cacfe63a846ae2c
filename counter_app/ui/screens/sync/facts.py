"""One group of facts on the page about the centre: an icon, what it is about, and the words."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from counter_app.ui import theme
from counter_app.ui.screens.sync.words import Said
from counter_app.ui.widgets.field import label, restyle

CAPTION = 104  # px, of the widest caption


class Facts(QFrame):
    """A card with a title, its facts by name, and what can be done at its foot."""

    def __init__(self, title: str, captions: Sequence[tuple[str, str]], foot: Sequence[QWidget]) -> None:
        super().__init__()
        self.setObjectName("card")
        self.words: dict[str, QLabel] = {}
        self._icons: dict[str, QLabel] = {}
        self._captions: dict[str, QLabel] = {}
        self._shown: dict[str, Said] = {}
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(5)
        grid.setColumnMinimumWidth(1, CAPTION)
        grid.setColumnStretch(2, 1)
        for row, (name, caption) in enumerate(captions):
            self._icons[name], self._captions[name] = QLabel(), label(caption)
            words = self.words[name] = label("", "plain")
            words.setWordWrap(True)
            words.setAlignment(Qt.AlignmentFlag.AlignTop)
            words.setAccessibleName(caption)
            words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            top = Qt.AlignmentFlag.AlignTop
            grid.addWidget(self._icons[name], row, 0, top)
            grid.addWidget(self._captions[name], row, 1, top)
            grid.addWidget(words, row, 2)
        bottom = QHBoxLayout()
        bottom.setSpacing(8)
        for widget in foot:
            bottom.addWidget(widget)
        bottom.addStretch(1)
        column_of = QVBoxLayout(self)
        column_of.setContentsMargins(16, 10, 16, 12)
        column_of.setSpacing(8)
        column_of.addWidget(label(title, "section"))
        column_of.addLayout(grid)
        column_of.addStretch(1)
        column_of.addLayout(bottom)

    def show_facts(self, said: Mapping[str, Said]) -> None:
        """Show those facts that are of this group; one without words is not there."""
        for name, fact in said.items():
            if name not in self.words or self._shown.get(name) == fact:
                continue
            self._shown[name] = fact
            words, icon = self.words[name], self._icons[name]
            words.setText(fact.words)
            words.setProperty("tone", fact.tone if fact.tone in ("warn", "late") else "")
            restyle(words)
            icon.setPixmap(theme.icon(fact.icon, fact.tone, 18).pixmap(18, 18))
            for part in (words, icon, self._captions[name]):
                part.setVisible(bool(fact.words))
