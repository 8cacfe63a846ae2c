"""The panel of an act: its fields, what stands in its way, and the one button that does it."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QScrollArea, QVBoxLayout

from counter_app.domain import catalog
from counter_app.services.life_offers import Act
from counter_app.texts import _
from counter_app.ui.screens.dossiers.acting import Panel
from counter_app.ui.screens.dossiers.acts.registry import FORMS
from counter_app.ui.widgets.banner import Banner
from counter_app.ui.widgets.field import label
from counter_app.ui.widgets.form import EntryForm

HITS = 12


class ActView(QFrame):
    """`edited(name, value)`, `submitted`, `left`, `turned` to the act that must be done first."""

    edited = Signal(str, object)
    submitted = Signal()
    left = Signal()
    turned = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self._panel: Panel | None = None
        self.title = label("", "section")
        self.form = EntryForm(self._look)
        self.form.edited.connect(self.edited)
        self.before, self.summary = Banner(_("Mở")), Banner()
        self.before.accepted.connect(self.turned)
        self.action, self.back = QPushButton(), QPushButton(_("Quay lại    Esc"))
        self.action.setObjectName("primary")
        self.action.setAutoDefault(True)
        self.action.clicked.connect(self.submitted)
        self.back.setAutoDefault(True)
        self.back.clicked.connect(self.left)
        self.room = QScrollArea()
        self.room.setObjectName("reasons")
        self.room.setWidgetResizable(True)
        self.room.setFrameShape(QFrame.Shape.NoFrame)
        self.room.setWidget(self.form)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.action, 1)
        buttons.addWidget(self.back)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.before)
        column.addWidget(self.room, 1)
        column.addWidget(self.summary)
        column.addLayout(buttons)

    def render_panel(self, panel: Panel | None) -> None:
        """Show a panel; None leaves the last one behind another page."""
        before, self._panel = self._panel, panel
        if panel is None:
            return
        form = FORMS[panel.act]
        self.title.setText(_(form.word))
        self.before.say(_first(panel.before), "warn")
        self.form.show_entries(panel.entries, panel.values)
        self.form.show_errors(panel.errors)
        self.summary.say(panel.summary, "late")
        self.action.setText(f"{_(form.word)}    Ctrl+Enter")
        self.action.setAccessibleName(_(form.word))
        self.action.setEnabled(not panel.busy)
        if before is None:
            self.room.verticalScrollBar().setValue(0)

    def hands_to(self, name: str) -> None:
        """Put the focus into a field, the action where there is none to fill in."""
        if not name and not self.before.isHidden():
            self.before.accept.setFocus()
            return
        if not self.form.fields:
            self.action.setFocus()
            return
        self.form.hands_to(name)
        field = self.form.fields.get(name)
        if field is not None:
            self.room.ensureWidgetVisible(field, 0, 24)

    def _look(self, text: str) -> Sequence[tuple[str, str, str]]:
        """Find procedures at once, not on a lane: Enter after the last letter takes the best hit."""
        if self._panel is None or not text.strip():
            return ()
        found = catalog.search(self._panel.file.case.around.catalogue, text)[:HITS]
        return [(each.code, each.name, f"{each.code} · {each.field}") for each in found]


def _first(before: Act | None) -> str:
    if before is None:
        return ""
    form = FORMS[before]
    return _("Phải {act} trước ({key})").format(act=_(form.word)[:1].lower() + _(form.word)[1:], key=form.key)
