"""Who did what when: the filters above, the newest first below, and the same as a table for Excel."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from counter_app.domain.dossier import local_day
from counter_app.domain.identity import is_id
from counter_app.domain.people import Person
from counter_app.services.audit import Entry, Wanted
from counter_app.texts import _, audit, formats
from counter_app.ui.screens.audit.presenter import AuditPresenter, AuditState
from counter_app.ui.widgets.banner import Banner
from counter_app.ui.widgets.field import EnterLine, Field, label
from counter_app.ui.widgets.save_button import AskPath, ask_path
from counter_app.ui.widgets.table import Column, Index, RowsModel, Table, dress

NAME, DAY = "nhat-ky.csv", 136  # px: what is wrong with a day stands below it


def _moment(entry: Entry) -> str:
    return formats.moment(entry.at // 60_000)


def columns() -> tuple[Column[Entry], ...]:
    """Return what is said of each event."""
    return (
        Column(_("Lúc"), _moment, 204),
        Column(_("Cán bộ"), lambda entry: entry.actor, 170),
        Column(_("Việc"), lambda entry: entry.said),
        Column(_("Lý do, căn cứ"), lambda entry: entry.ground, 270),
        Column(_("Hồ sơ"), lambda entry: "" if is_id(entry.subject) else entry.subject, 176),
    )


class AuditTable(Table):
    """`opened(Entry)` on Enter; `walked`; `ended` when the last row is reached, also with the wheel."""

    opened = Signal(object)
    walked = Signal()
    ended = Signal()

    def __init__(self) -> None:
        super().__init__(_("Không có việc nào."))
        self.rows: RowsModel[Entry] = RowsModel(columns())
        self.setModel(self.rows)
        dress(self, self.rows.columns)
        self.setAccessibleName(_("Nhật ký"))
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.doubleClicked.connect(lambda _index: self._open())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter shows everything about the same."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self._open()
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Tell when the last row is marked."""
        super().currentChanged(current, previous)
        self.walked.emit()
        if current.isValid() and current.row() == self.rows.rowCount() - 1:
            self.ended.emit()

    @property
    def entry(self) -> Entry | None:
        """The marked one."""
        at = self.currentIndex().row()
        return self.rows.rows[at] if 0 <= at < len(self.rows.rows) else None

    def _open(self) -> None:
        if self.entry is not None:
            self.opened.emit(self.entry)

    def _scrolled(self, value: int) -> None:
        if value and value == self.verticalScrollBar().maximum():
            self.ended.emit()


class AuditView(QWidget):
    """Binds one AuditPresenter. Enter in a filter or on a row acts, Ctrl+S saves a table, Esc steps back."""

    def __init__(self, presenter: AuditPresenter, ask: AskPath = ask_path) -> None:
        super().__init__()
        self.presenter, self.ask = presenter, ask
        self.person, self.topic = QComboBox(), QComboBox()
        self.first, self.last = EnterLine(_("25/11/2026"), 10), EnterLine(_("25/11/2026"), 10)
        self.subject = EnterLine(_("gõ rồi Enter"), 80)
        self.fields = {"first": Field("", self.first), "last": Field("", self.last)}
        self.only = QPushButton(_("Chỉ việc này    ✕"))
        self._code = ""  # the dossier narrowed to, as it was shown last: what is being typed is left alone
        self.detail = label("", "plain")
        self.save = QPushButton(f"{_('Lưu CSV')}    Ctrl+S")
        self.give_up, self._bar = QPushButton(_("Thôi")), QProgressBar()
        self.said, self._count = Banner(), label("", "muted")
        self.table = AuditTable()
        self.setFocusProxy(self.table)
        self._lay_out()
        self._join()
        self.render_state(presenter.state)

    def show_people(self, people: tuple[Person, ...]) -> None:
        """Offer these people to narrow to."""
        chosen = self.presenter.state.wanted.person
        self.person.clear()
        self.person.addItem(_("Mọi cán bộ"), "")
        for one in people:
            self.person.addItem(one.name, one.person_id)
        self.person.setCurrentIndex(max(0, self.person.findData(chosen)))

    def render_state(self, state: AuditState) -> None:
        """Show what was found, what is wanted, and how far a table has come."""
        wanted, errors = state.wanted, dict(state.errors)
        self.person.setCurrentIndex(max(0, self.person.findData(wanted.person)))
        self.topic.setCurrentIndex(max(0, self.topic.findData(wanted.topic)))
        code = "" if is_id(wanted.subject) else wanted.subject
        if code != self._code:
            self._code = code
            self.subject.set_value(code)
        self.only.setVisible(is_id(wanted.subject))
        typed = dict(state.typed)
        for name, line in (("first", self.first), ("last", self.last)):
            self.fields[name].set_error(errors.get(name, ""))
            if not line.hasFocus():
                line.set_value(typed[name])
        at = self.table.currentIndex().row()
        longer = len(state.entries) > len(self.table.rows.rows)
        self.table.rows.show_rows(state.entries)
        if longer and at > 0:  # read on: the mark stays where it was
            self.table.setCurrentIndex(self.table.rows.index(at, 0))
        said = _("{count} việc mới nhất; xuống cuối để xem tiếp") if state.below else _("{count} việc")
        reading = state.busy or not state.read
        self.table.say_empty(_("Đang đọc…") if reading else _("Không có việc nào."))
        self._count.setText(_("Đang đọc…") if reading else said.format(count=len(state.entries)))
        self._tell()
        self.said.say(state.said, state.tone)
        self._bar.setVisible(state.saving)
        self.give_up.setVisible(state.saving)
        self._bar.setRange(0, state.total)
        self._bar.setValue(state.seen)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up a table, then every filter."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.presenter.state.saving:
            self.presenter.give_up()
        elif self.presenter.state.wanted != Wanted():
            for line in (self.first, self.last):
                line.clear()
            self.presenter.show_all()

    def take_hands(self) -> None:
        """Begin in the list."""
        self.table.setFocus(Qt.FocusReason.TabFocusReason)

    def _tell(self) -> None:
        """Say the marked one in full below the table: a column may be too narrow for it."""
        entry, parts = self.table.entry, []
        if entry is not None:
            subject = "" if is_id(entry.subject) else entry.subject
            parts = [_moment(entry), entry.actor, entry.said, entry.ground, subject]
        self.detail.setText(" · ".join(part for part in parts if part))

    def _save(self) -> None:
        if self.presenter.state.saving:
            return
        today = (
            local_day(self.presenter.state.entries[0].at // 60_000) if self.presenter.state.entries else ""
        )
        path = self.ask(self, NAME.replace(".", f"-{today}.") if today else NAME)
        if path is not None:
            self.presenter.save(path if path.suffix else path.with_suffix(".csv"))

    def _join(self) -> None:
        shown = self.presenter
        shown.changed.connect(self.render_state)
        self.person.activated.connect(lambda _at: shown.narrow(person=self.person.currentData()))
        self.topic.activated.connect(lambda _at: shown.narrow(topic=self.topic.currentData()))
        self.subject.entered.connect(lambda: shown.narrow(subject=self.subject.text().strip()))
        for name, line in (("first", self.first), ("last", self.last)):
            line.entered.connect(partial(self._take_day, name, line))
            line.editingFinished.connect(partial(self._take_day, name, line))
        self.only.clicked.connect(lambda: shown.narrow(subject=""))
        self.table.walked.connect(self._tell)
        self.table.opened.connect(shown.same_subject)
        self.table.ended.connect(shown.more)
        self.give_up.clicked.connect(shown.give_up)
        self.save.clicked.connect(self._save)
        shortcut = QShortcut(QKeySequence("Ctrl+S"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._save)

    def _take_day(self, name: str, line: EnterLine) -> None:
        if line.text().strip() != dict(self.presenter.state.typed)[name]:
            self.presenter.take_day(name, line.text())
            line.set_value(dict(self.presenter.state.typed)[name])

    def _filters(self) -> QHBoxLayout:
        """Lay the filters out under their captions."""
        for topic, word in audit.TOPICS.items():
            self.topic.addItem(_(word), topic)
        head = QHBoxLayout()
        head.setSpacing(8)
        self.person.setMinimumWidth(150)
        self.topic.setMinimumWidth(150)
        for box, name in ((self.person, _("Cán bộ")), (self.topic, _("Loại việc"))):
            box.setAccessibleName(name)
            box.setMaxVisibleItems(14)
        for line, width in ((self.first, DAY), (self.last, DAY), (self.subject, 186)):
            line.setFixedWidth(width)
        for field in self.fields.values():
            field.setFixedWidth(DAY)
            grid = field.layout()
            if isinstance(grid, QGridLayout):  # no caption beside it: nothing to keep away from
                grid.setHorizontalSpacing(0)
        head.setAlignment(Qt.AlignmentFlag.AlignTop)
        for caption, widget in (
            (_("Cán bộ"), self.person),
            (_("Loại việc"), self.topic),
            (_("Từ ngày"), self.fields["first"]),
            (_("Đến ngày"), self.fields["last"]),
            (_("Mã hồ sơ"), self.subject),
            ("", self.only),
        ):
            head.addLayout(_captioned(caption, widget))
        head.addStretch(1)
        self.only.setAccessibleName(_("Bỏ lọc theo việc này"))
        return head

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        self.detail.setWordWrap(True)
        self.detail.setMinimumHeight(42)
        self.detail.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(110, 8)
        foot.addWidget(self._count, 1)
        for part in (self._bar, self.give_up, self.save):
            foot.addWidget(part)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 10, 12, 10)
        whole.setSpacing(8)
        whole.addLayout(self._filters())
        whole.addWidget(self.said)
        whole.addWidget(self.table, 1)
        whole.addWidget(self.detail)
        whole.addLayout(foot)


def _captioned(caption: str, widget: QWidget) -> QVBoxLayout:
    """Put a caption above a filter."""
    column = QVBoxLayout()
    column.setSpacing(2)
    said = label(caption or " ", "small")
    said.setBuddy(widget)
    widget.setAccessibleName(widget.accessibleName() or caption)
    if isinstance(widget, Field):
        widget.editor.setAccessibleName(caption)
    column.addWidget(said)
    column.addWidget(widget)
    column.addStretch(1)
    return column
