"""How counter and centre stand, in words, and one button."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QFrame, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from counter_app.services.sync import SyncState
from counter_app.texts import _
from counter_app.ui import sync_words
from counter_app.ui.widgets.field import label


class SyncView(QScrollArea):
    """`wanted` when somebody asks to send now."""

    wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._facts: dict[str, QLabel] = {}
        card = QFrame()
        card.setObjectName("card")
        self._form = QFormLayout(card)
        self._form.setContentsMargins(20, 16, 20, 16)
        self._form.setHorizontalSpacing(24)
        self._form.setVerticalSpacing(10)
        for name, caption in (
            ("link", _("Kết nối")),
            ("unsent", _("Chưa gửi")),
            ("contact", _("Lần trao đổi gần nhất")),
            ("clock", _("Giờ của máy")),
            ("problem", _("Trung tâm báo")),
        ):
            self._facts[name] = label("", "plain")
            self._facts[name].setWordWrap(True)
            self._form.addRow(label(caption), self._facts[name])
        self.send = QPushButton(_("Gửi ngay"))
        self.send.setAutoDefault(True)
        self.send.clicked.connect(self.wanted)
        self._doubts = label("", "plain")
        self._doubts.setWordWrap(True)
        self._lay_out(card)

    def render_state(self, state: SyncState) -> None:
        """Show how things stand."""
        self._facts["link"].setText(sync_words.link(state))
        self._facts["unsent"].setText(sync_words.unsent(state))
        self._facts["contact"].setText(sync_words.contact(state))
        self._facts["clock"].setText(sync_words.clock_long(state.clock))
        self._facts["problem"].setText(sync_words.problem(state))
        self._form.setRowVisible(self._facts["problem"], bool(state.problem))
        self._doubts.setText("\n".join(_doubts(state.quarantined)))

    def _lay_out(self, card: QWidget) -> None:
        page = QWidget()
        page.setObjectName("page")
        column = QVBoxLayout(page)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(14)
        column.addWidget(card)
        column.addWidget(self.send)
        self.send.setFixedWidth(160)
        column.addSpacing(8)
        column.addWidget(label(_("Việc cần người xem"), "section"))
        column.addWidget(self._doubts)
        column.addStretch(1)
        card.setMaximumWidth(760)
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)


def _doubts(quarantined: Sequence[object]) -> list[str]:
    return sync_words.doubts(quarantined) or [_("Hiện không có việc nào cần xem.")]
