"""How counter and centre stand, in two groups; below, each event that waits for a person."""

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from counter_app.domain.clock import UNSURE
from counter_app.services.pc_health import Doubtful
from counter_app.texts import _
from counter_app.ui.screens.sync import words
from counter_app.ui.screens.sync.clock_panel import ClockPanel
from counter_app.ui.screens.sync.facts import Facts
from counter_app.ui.screens.sync.presenter import SyncPageState
from counter_app.ui.widgets.banner import Banner
from counter_app.ui.widgets.field import label
from counter_app.ui.widgets.table import Column, Index, RowsModel, Table, dress, height_of

ENDED = ("installation_revoked", "identity_needed")  # faults that another name ends


def columns() -> tuple[Column[Doubtful], ...]:
    """Return what is said of each event in doubt."""
    return (
        Column(_("Số"), lambda item: str(item.seq), 56, right=True),
        Column(_("Lúc"), words.moment, 176),
        Column(_("Hồ sơ"), lambda item: item.dossier or "–", 176),
        Column(_("Lý do"), words.reason, icon=lambda item: ("alert", "warn")),
    )


class DoubtTable(Table):
    """`opened(code)` on Enter on an event of a dossier; `copied(Doubtful)` on C; `walked`."""

    opened = Signal(str)
    copied = Signal(object)
    walked = Signal()

    def __init__(self) -> None:
        super().__init__(_("Hiện không có việc nào cần xem."))
        self.rows: RowsModel[Doubtful] = RowsModel(columns())
        self.setModel(self.rows)
        dress(self, self.rows.columns)
        self.setAccessibleName(_("Việc cần người xem"))
        self.doubleClicked.connect(lambda _index: self._open())

    def sizeHint(self) -> QSize:
        """Ask for two rows; what is left of the page comes on top."""
        return QSize(super().sizeHint().width(), height_of(2))

    @property
    def item(self) -> Doubtful | None:
        """The marked one."""
        at = self.currentIndex().row()
        return self.rows.rows[at] if 0 <= at < len(self.rows.rows) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the dossier, C or Ctrl+C copies the line."""
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._open()
        elif event.key() == Qt.Key.Key_C and event.modifiers() in (
            Qt.KeyboardModifier.NoModifier,
            Qt.KeyboardModifier.ControlModifier,
        ):
            if self.item is not None:
                self.copied.emit(self.item)
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell that another is marked."""
        super().currentChanged(current, previous)
        self.walked.emit()

    def _open(self) -> None:
        if self.item is not None and self.item.dossier:
            self.opened.emit(self.item.dossier)


class SyncView(QScrollArea):
    """`wanted` when somebody asks to send now, `backing_up` and `given_up` of a copy, `shown` each time.

    `enrolling` when this PC is to go on under another name; offered where its own has ended. `correcting`
    when its time is to be put right; offered while that is unsure.
    """

    wanted = Signal()
    backing_up = Signal()
    given_up = Signal()
    enrolling = Signal()
    correcting = Signal()
    shown = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.state = SyncPageState()
        named = _("Gửi ngay"), _("Sao lưu ngay"), _("Thôi"), _("Ghi danh lại")
        self.send, self.copy, self.stop, self.anew = (QPushButton(word) for word in named)
        self.clock, self.clock_panel = QPushButton(_("Chỉnh giờ")), ClockPanel()
        self.bar, self.said = QProgressBar(), Banner()
        keys = tuple(label(key, "key") for key in ("Ctrl+Enter", "Ctrl+B", "Esc", "Ctrl+G", "Ctrl+T"))
        self._esc, self._anew_key, self._clock_key = keys[2:]
        here = self.send, keys[0], self.clock, self._clock_key
        self.centre = Facts(_("Với trung tâm"), _of_centre(), here)
        foot = self.anew, keys[3], self.copy, keys[1], self.bar, self.stop, keys[2]
        self.pc = Facts(_("Máy này"), _of_pc(), foot)
        self.doubts, self.detail, self.count = DoubtTable(), label("", "plain"), label("", "muted")
        self.setFocusProxy(self.doubts)
        self._lay_out()
        self._join()
        self.render_state(self.state)

    def render_state(self, state: SyncPageState) -> None:
        """Show how things stand."""
        self.state = state
        facts = words.facts(state.link, state.health)
        for group in (self.centre, self.pc):
            group.show_facts(facts)
        self.said.say(state.said, state.tone)
        for part in (self.bar, self.stop, self._esc):
            part.setVisible(state.copying)
        for part in (self.anew, self._anew_key):
            part.setVisible(state.health is not None and state.health.fault in ENDED and not state.copying)
        for part in (self.clock, self._clock_key):
            part.setVisible(state.link is not None and state.link.clock in UNSURE)
        self.copy.setEnabled(not state.copying)
        self.bar.setRange(0, state.total)
        self.bar.setValue(state.done)
        self._show_doubts(state)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up a copy."""
        if event.key() == Qt.Key.Key_Escape and self.state.copying:
            self.given_up.emit()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Begin in the list; what is shown is read anew."""
        super().showEvent(event)
        self.doubts.setFocus(Qt.FocusReason.TabFocusReason)
        self.shown.emit()

    def _show_doubts(self, state: SyncPageState) -> None:
        health = state.health
        self.doubts.rows.show_rows(health.doubtful if health else ())
        if self.doubts.rows.rows and not self.doubts.currentIndex().isValid():
            self.doubts.selectRow(0)
        self.count.setText(words.doubted(health) if health else "")
        self._tell()

    def _tell(self) -> None:
        """Say the marked one in full: its column is narrow."""
        item = self.doubts.item
        self.detail.setText(words.detail(item) if item else "")

    def _copy_line(self, item: Doubtful) -> None:
        if self.state.health is not None:
            QGuiApplication.clipboard().setText(words.admin_line(self.state.health, item))
            self.said.say(_("Đã chép dòng của việc số {seq}.").format(seq=item.seq), "ok")

    def _join(self) -> None:
        self.send.clicked.connect(self.wanted)
        self.copy.clicked.connect(self.backing_up)
        self.anew.clicked.connect(self.enrolling)
        self.clock.clicked.connect(self.correcting)
        self.stop.clicked.connect(self.given_up)
        self.doubts.copied.connect(self._copy_line)
        self.doubts.walked.connect(self._tell)
        enter = ("Ctrl+Return", self.send), ("Ctrl+Enter", self.send)
        for keys, button in (*enter, ("Ctrl+B", self.copy), ("Ctrl+G", self.anew), ("Ctrl+T", self.clock)):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(button.click)

    def _lay_out(self) -> None:
        for button in (self.send, self.copy, self.stop, self.anew, self.clock):
            button.setAutoDefault(True)
        self.bar.setTextVisible(False)
        self.bar.setFixedSize(90, 8)
        self.bar.setAccessibleName(_("Sao lưu"))
        self.detail.setWordWrap(True)
        self.detail.setMinimumHeight(42)
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.doubts.setMinimumHeight(height_of(2))
        groups, head = QHBoxLayout(), QHBoxLayout()
        groups.setSpacing(12)
        groups.addWidget(self.centre, 1)
        groups.addWidget(self.pc, 1)
        head.setSpacing(12)
        head.addWidget(label(_("Việc cần người xem"), "section"))
        head.addWidget(self.count, 1)
        page = QWidget()
        page.setObjectName("page")
        column = QVBoxLayout(page)
        column.setContentsMargins(16, 10, 16, 8)
        column.setSpacing(8)
        column.addWidget(self.said)
        column.addWidget(self.clock_panel)
        column.addLayout(groups)
        column.addLayout(head)
        column.addWidget(self.doubts, 1)
        column.addWidget(self.detail)
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)


def _of_centre() -> tuple[tuple[str, str], ...]:
    return (
        ("link", _("Kết nối")),
        ("unsent", _("Chưa gửi")),
        ("scans", _("Bản quét")),
        ("contact", _("Trao đổi lúc")),
        ("next", _("Lần thử tới")),
        ("compared", _("Đối chiếu")),
        ("clock", _("Giờ của máy")),
        ("lanes", _("Ghi danh")),
        ("problem", _("Trung tâm báo")),
    )


def _of_pc() -> tuple[tuple[str, str], ...]:
    return (
        ("pc", _("Tên máy")),
        ("lane", _("Số hồ sơ")),
        ("key", _("Khóa ký")),
        ("backup", _("Sao lưu")),
        ("purged", _("Xóa dữ liệu")),
    )
