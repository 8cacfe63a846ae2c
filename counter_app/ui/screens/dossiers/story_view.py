"""Below the head: what may be done now, hand-overs, and everything that happened, newest first."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QPushButton,
    QSizePolicy,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from counter_app.services import scan_papers
from counter_app.services.life import DossierFile
from counter_app.services.life_offers import Act, Offer
from counter_app.services.promises import HandOverLine
from counter_app.texts import _, formats, life, life_facts
from counter_app.ui import theme
from counter_app.ui.screens.dossiers.acts.registry import FORMS
from counter_app.ui.screens.dossiers.filing import FileState
from counter_app.ui.widgets.field import label
from counter_app.ui.widgets.table import Column, Index, RowsModel, Table, dress

MOST, GAP = 6, 6  # columns of acts, px between them
EXPLAIN, RECEIPT, CONTROL, SCAN = "E", "I", "J", "F"  # keys of what is looked at, not done
MINUTE_MS = 60_000


@dataclass(frozen=True, slots=True)
class Happened:
    """One line of the story."""

    event_id: str
    at: int
    who: str
    said: str


class _Lines(QStyledItemDelegate):
    """Several lines of words; when and who stand beside the first of them, and stay in sight."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: Index) -> None:
        """Begin at the top; the style has the air above and below."""
        super().initStyleOption(option, index)
        option.displayAlignment = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop


class Story(Table):
    """`opened(row)` on Enter or double click; letters are left to the page."""

    opened = Signal(int)

    def __init__(self, model: RowsModel[Happened]) -> None:
        super().__init__("")
        self.setObjectName("story")
        self.setModel(model)
        dress(self, model.columns)
        self.setWordWrap(True)
        self.setItemDelegate(_Lines(self))
        self.setVerticalScrollMode(Table.ScrollMode.ScrollPerPixel)
        self.setAccessibleName(_("Diễn biến"))
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Open the marked line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            # Only a line that somebody chose: a scanner's Enter, just after its code, opens no paper.
            if self.selectionModel().hasSelection():
                self.opened.emit(self.currentIndex().row())
        elif event.text().isprintable() and event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give each line the height of its words."""
        super().resizeEvent(event)
        QTimer.singleShot(0, self, self.resizeRowsToContents)


class StoryView(QWidget):
    """`act(Act)`, `look(key)` for what is only looked at, `opened(event_id)` for an event's paper."""

    act = Signal(object)
    look = Signal(str)
    opened = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[Act, QPushButton] = {}
        self._made: list[QPushButton] = []
        self._offers: tuple[tuple[Offer, ...], bool] | None = None
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(4)
        self._handovers = label("", "muted")
        self._handovers.setWordWrap(True)
        self.model: RowsModel[Happened] = RowsModel(
            (
                Column(_("Lúc"), lambda row: formats.short_moment(row.at), width=176),
                Column(_("Ai"), lambda row: row.who, width=150),
                Column(_("Diễn biến (Enter: xem giấy)"), lambda row: row.said),
            )
        )
        self.table = Story(self.model)
        self.table.opened.connect(lambda row: self.opened.emit(self.model.rows[row].event_id))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._grid)
        column.addWidget(self._handovers)
        column.addWidget(self.table, 1)
        self.setFocusProxy(self.table)

    def render_state(self, state: FileState) -> None:
        """Show acts, hand-overs and story."""
        if state.file is None or state.outlook is None:
            return
        offers = (state.offers, bool(scan_papers.named(state.file.history)))
        if offers != self._offers:
            self._offers = offers
            self._show_offers(*offers)
        said = "\n".join(_handover(each) for each in state.outlook.handovers)
        self._handovers.setText(said)
        self._handovers.setVisible(bool(said))
        rows = tuple(story(state.file))
        if rows != self.model.rows:
            self.model.show_rows(rows)
            self.table.resizeRowsToContents()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the acts as many columns as have room."""
        super().resizeEvent(event)
        self._spread()

    def _show_offers(self, offers: tuple[Offer, ...], scanned: bool) -> None:
        focus = next((act for act, button in self.buttons.items() if button.hasFocus()), None)
        while (item := self._grid.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self.buttons = {}
        made: list[QPushButton] = []
        for offer in offers:
            form = FORMS[offer.act]
            button = _button(_(form.word), form.key, form.icon, offer.next)
            button.clicked.connect(lambda _on, act=offer.act: self.act.emit(act))
            self.buttons[offer.act] = button
            made.append(button)
        for word, key, icon in (
            (_("Căn cứ ngày hẹn"), EXPLAIN, "info"),
            (_("Xem, in lại phiếu"), RECEIPT, "printer"),
            (_("Phiếu kiểm soát"), CONTROL, "papers"),
            *([(_("Xem bản quét"), SCAN, "scan")] if scanned else []),
        ):
            button = _button(word, key, icon, False)
            button.clicked.connect(lambda _on, key=key: self.look.emit(key))
            made.append(button)
        self._made = made
        self._spread()
        if focus in self.buttons:
            self.buttons[focus].setFocus()

    def _spread(self) -> None:
        """Lay the buttons in as many columns as have room for the longest words of the language spoken."""
        if not self._made:
            return
        for button in self._made:
            button.ensurePolished()
        widest = max(button.sizeHint().width() for button in self._made)
        columns = max(1, min(MOST, (self.width() + GAP) // (widest + GAP)))
        for at, button in enumerate(self._made):
            self._grid.addWidget(button, at // columns, at % columns)
        for column in range(MOST):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)


def story(file: DossierFile) -> Iterator[Happened]:
    """Yield what happened, newest first, each as a line with its details below."""
    names = {person.person_id: person.name for person in file.case.around.people}
    for event, fact in reversed(file.history):
        at = event.happened_at // MINUTE_MS
        said = "\n".join((life_facts.line(fact), *life_facts.details(fact, names)))
        yield Happened(event.event_id, at, names.get(event.actor_id, event.actor_id), said)


def _button(word: str, key: str, icon: str, wanted: bool) -> QPushButton:
    button = QPushButton(f"{word}  ({key})")
    button.setObjectName("next" if wanted else "quiet")
    button.setIcon(theme.icon(icon, "accent" if wanted else "muted", 18))
    button.setAccessibleName(word)
    button.setAutoDefault(True)
    button.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)  # its column is wide enough
    return button


def _handover(line: HandOverLine) -> str:
    said = _("Bàn giao {at}: {giver} ({from_unit}) → {to_unit}").format(
        at=formats.short_moment(line.at),
        giver=line.giver,
        from_unit=life.unit(line.from_unit),
        to_unit=life.unit(line.to_unit),
    )
    if line.taken is None:
        return _("{said}, bên nhận chưa ký").format(said=said)
    return _("{said}, {who} ký nhận {at}").format(
        said=said, who=line.receiver, at=formats.short_moment(line.taken)
    )
