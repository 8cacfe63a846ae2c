"""A paper in the page: looked at, printed with one key, confirmed."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout

from counter_app.texts import _, life
from counter_app.ui.screens.dossiers.papering import PaperState
from counter_app.ui.widgets.banner import Banner
from counter_app.ui.widgets.field import label
from counter_app.ui.widgets.paper_view import PaperView
from counter_app.ui.widgets.save_button import SaveButton

WIDEST = 720  # px: an A5 sheet a little larger than it is


class PaperPanel(QFrame):
    """`printed` (print it), `confirmed` (it is in my hand), `saved(path, pdf)` with Ctrl+S, `left`."""

    printed = Signal()
    confirmed = Signal()
    saved = Signal(object, bytes)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.title = label("", "section")
        self.said = Banner()
        self.view = PaperView()
        self._pdf = b""
        self.action = QPushButton()
        self.action.setObjectName("primary")
        self.action.setAutoDefault(True)
        self.held, self.back = QPushButton(_("Đã in")), QPushButton(_("Đóng    Esc"))
        self.save = SaveButton(self)
        self.save.wanted.connect(self.saved)
        self.action.clicked.connect(self.printed)
        self.held.setAutoDefault(True)
        self.held.clicked.connect(self.confirmed)
        self.back.setAutoDefault(True)
        self.back.clicked.connect(self.left)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.action, 1)
        buttons.addWidget(self.save)
        buttons.addWidget(self.held)
        buttons.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.title)
        self.view.setMaximumWidth(WIDEST)
        room = QHBoxLayout()
        room.addWidget(self.view)
        column.addLayout(room, 1)
        column.addWidget(self.said)
        column.addLayout(buttons)

    def render_state(self, state: PaperState | None) -> None:
        """Show a paper; None leaves the last one behind another page."""
        if state is None:
            return
        paper = state.paper
        name = life.paper(paper.form)
        title = name[:1].upper() + name[1:]
        if paper.copy > 1:
            title = _("{paper}, bản sao số {copy}").format(paper=title, copy=paper.copy)
        self.title.setText(title)
        word = _("In bản sao") if paper.copy > 1 else _("In")
        self.action.setText(f"{word}    Ctrl+Enter")
        self.action.setAccessibleName(word)
        self.action.setEnabled(not state.busy)
        self.save.offer(paper.name, paper.pdf)
        self.held.setVisible(state.unsure)
        self.said.say(state.said, state.tone)
        if paper.pdf != self._pdf:
            self._pdf = paper.pdf
            self.view.show_pdf(paper.pdf)
