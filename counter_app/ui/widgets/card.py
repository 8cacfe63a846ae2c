"""The one card of a page that asks one thing."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget


def centred_card(page: QWidget, width: int) -> QVBoxLayout:
    """Lay a card into the middle of a page, a little above half; return the card's column."""
    card = QFrame()
    card.setObjectName("card")
    card.setFixedWidth(width)
    column = QVBoxLayout(card)
    column.setContentsMargins(24, 20, 24, 20)
    column.setSpacing(12)
    middle = QHBoxLayout()
    middle.addStretch(1)
    middle.addWidget(card)
    middle.addStretch(1)
    outer = QVBoxLayout(page)
    outer.addStretch(2)
    outer.addLayout(middle)
    outer.addStretch(3)
    return column
