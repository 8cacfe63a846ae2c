"""Inspections: all of them at the left; the marked one, or the form that is open, at the right."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from counter_app.domain.dossier import local_day
from counter_app.services.inspections import Inspection
from counter_app.texts import _, formats, staff_facts
from counter_app.ui.printer import Printer
from counter_app.ui.screens.inspections.forms import FORMS, Deed
from counter_app.ui.screens.inspections.presenter import Form, InspectionsPresenter, InspectionsState
from counter_app.ui.screens.people.panel import Panel
from counter_app.ui.screens.people.rows import LineRows
from counter_app.ui.session import Session
from counter_app.ui.widgets.banner import Banner
from counter_app.ui.widgets.field import label
from counter_app.ui.widgets.form import EntryForm
from counter_app.ui.widgets.lines import Line, Words
from counter_app.ui.widgets.print_dialog import PrintDialog

RIGHT = 620  # px of the right column at most: half the page


def _names(one: Inspection) -> str:
    return ", ".join(each.name or each.person_id for each in one.people)


def _kind(one: Inspection) -> str:
    return _("Kiểm tra đột xuất") if one.fact.surprise else _("Kiểm tra theo kế hoạch")


def _state(one: Inspection) -> str:
    if one.open:
        return _("kiểm tra lại {day}").format(day=formats.short_day(one.fact.due))
    return _("đã khắc phục xong") if one.fact.due else _("không có kiến nghị")


class DeedView(Panel):
    """The form of a deed, scrolled where a window is small."""

    def __init__(self) -> None:
        super().__init__(by_enter=False, slides=True)
        self.form = EntryForm(lambda _text: ())
        self.about.hide()
        self.add(self.form, 1)

    def render_form(self, form: Form) -> None:
        """Show a form."""
        deed = FORMS[form.deed]
        self.title.setText(_(deed.word))
        known = self.form.fields
        self.form.show_entries(form.entries, form.values)
        if self.form.fields is not known:  # new inputs come last in the window: Enter would lead to the rail
            last = [*self.form.fields.values()][-1].editor
            QWidget.setTabOrder(last, self.action)
            QWidget.setTabOrder(self.action, self.back)
        self.form.show_errors(form.errors)
        self.summary.say(form.summary or form.doubt, "late" if form.summary else "warn")
        self.name_action(_("Vẫn ghi") if form.doubt else _("Ghi"), "Ctrl+Enter", form.busy)

    def hands_to(self, name: str) -> None:
        """Put the focus into a field, "" the first."""
        self.form.hands_to(name)
        if name in self.form.fields:
            self.show_part(self.form.fields[name])


class MarkedView(QScrollArea):
    """The marked inspection in full."""

    def __init__(self) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def show_inspection(self, one: Inspection | None, reading: bool) -> None:
        """Show it; None shows why there is nothing."""
        none = _("Đang đọc…") if reading else _("Chưa có biên bản nào.")
        card = QFrame()
        card.setObjectName("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(14, 12, 14, 12)
        column.setSpacing(6)
        for text, role in _told(one) if one else ((none, "muted"),):
            said = label(text, role)
            said.setWordWrap(True)
            column.addWidget(said)
        column.addStretch(1)
        self.setWidget(card)


def _told(one: Inspection) -> tuple[tuple[str, str], ...]:
    fact = one.fact
    parts = [
        (_kind(one), "section"),
        (f"{formats.moment(fact.at)} · {one.by.name or one.by.person_id}", "muted"),
        (_names(one), "strong"),
    ]
    for head, text in (
        (_("Ưu điểm"), fact.strengths),
        (_("Hạn chế, vi phạm"), fact.faults),
        (_("Kiến nghị"), fact.recommendations),
        (_("Hình ảnh camera"), fact.footage),
        (_("Kiểm tra lại ngày"), formats.day(fact.due) if fact.due else ""),
    ):
        if text:
            parts += [(head, "label"), (text, "plain")]
    parts += [(staff_facts.elsewhere(), "muted")] if one.lacking else []
    for each in one.followed:
        when = f"{formats.short_moment(each.at)} · {each.by.name or each.by.person_id}"
        done = _("khắc phục xong") if each.done else _("chưa xong")
        parts += [(f"{when} · {done}", "label")]
        parts += [(staff_facts.elsewhere(), "muted") if each.lacking else (each.text, "plain")]
    return tuple(parts)


class InspectionsView(QWidget):
    """Binds one InspectionsPresenter. Letters open forms, Enter shows the minutes, Esc steps back."""

    def __init__(self, session: Session, printer: Printer, presenter: InspectionsPresenter) -> None:
        super().__init__()
        self._session, self._printer, self.presenter = session, printer, presenter
        self.list: LineRows[Inspection] = LineRows(
            _("Chưa có biên bản kiểm tra nào."), self._spoken, self._lines, self._icon, 2
        )
        self.list.setAccessibleName(_("Biên bản kiểm tra"))
        self.deeds = {deed: QPushButton(f"{_(form.word)}    {form.key}") for deed, form in FORMS.items()}
        self.minutes = QPushButton(f"{_('Xem, in biên bản')}    Ctrl+P")
        self.said, self.marked, self.form = Banner(), MarkedView(), DeedView()
        self.paper: PrintDialog | None = None
        self.latest = label("", "small")
        self._right, self._today = QStackedWidget(), ""
        self._shown: tuple[Inspection | None, bool] | None = None
        self.setFocusProxy(self.list)
        self._lay_out()
        self._join()
        self.render_state(presenter.state)

    def render_state(self, state: InspectionsState) -> None:
        """Show the inspections, the marked one or the open form."""
        found = state.seen.inspections if state.seen else ()
        self._today = state.seen.roster.today if state.seen else ""
        reading = state.seen is None
        self.list.say_empty(_("Đang đọc…") if reading else _("Chưa có biên bản kiểm tra nào."))
        ids = [one.fact.inspection for one in found]
        self.list.show_rows(found, ids.index(state.marked) if state.marked in ids else -1)
        inspection = state.inspection
        if (inspection, reading) != self._shown:
            self._shown = inspection, reading
            self.marked.show_inspection(inspection, reading)
        self._tell_latest(state)
        self.minutes.setEnabled(inspection is not None)
        for deed, button in self.deeds.items():
            button.setVisible(state.may_act)
            button.setEnabled(deed is not Deed.FOLLOW_UP or bool(inspection and inspection.open))
        self.said.say(state.said, state.tone)
        if state.form is not None:
            self.form.render_form(state.form)
        front = self.form if state.form is not None else self.marked
        if front is not self._right.currentWidget():
            self._right.setCurrentWidget(front)
            if front is self.marked and self.isVisible():
                self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _tell_latest(self, state: InspectionsState) -> None:
        """Show what else was put on record lately, so that nobody does it twice."""
        lines = [f"{formats.short_moment(one.at // 60_000)} · {one.said}" for one in state.latest]
        self.latest.setText("\n".join((_("Mới ghi"), *lines)))
        self.latest.setVisible(bool(lines))

    def take_hands(self) -> None:
        """Begin in the list."""
        self.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _struck(self, letter: str) -> None:
        deed = next((deed for deed, form in FORMS.items() if form.key == letter), None)
        if deed is not None and self.presenter.state.form is None:
            self.presenter.begin(deed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters act anywhere but in an input."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier)
        if plain and event.text().isalpha():
            self._struck(event.text().upper())
        else:
            super().keyPressEvent(event)

    def _show_paper(self, pdf: bytes) -> None:
        if self.paper is None:
            self.paper = PrintDialog(self._session, self._printer, self)
        one = self.presenter.state.inspection
        day = local_day(one.fact.at) if one else ""
        self.paper.show_paper(_("Biên bản kiểm tra"), f"bien-ban-kiem-tra-{day}", pdf)

    def _walked(self, position: int) -> None:
        self.presenter.mark(self.list.rows.rows[position].fact.inspection)

    def _join(self) -> None:
        shown = self.presenter
        shown.changed.connect(self.render_state)
        shown.focus.connect(self.form.hands_to)
        shown.paper.connect(self._show_paper)
        self.list.walked.connect(self._walked)
        self.list.entered.connect(shown.show_minutes)
        self.list.struck.connect(self._struck)
        self.minutes.clicked.connect(shown.show_minutes)
        self.form.form.edited.connect(shown.set)
        self.form.submitted.connect(shown.submit)
        self.form.left.connect(shown.leave)
        for deed, button in self.deeds.items():
            button.setAutoDefault(True)
            button.clicked.connect(partial(shown.begin, deed))
        shortcut = QShortcut(QKeySequence("Ctrl+P"), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(shown.show_minutes)

    def _lay_out(self) -> None:
        buttons = QGridLayout()
        buttons.setSpacing(8)
        for at, button in enumerate((*self.deeds.values(), self.minutes)):
            buttons.addWidget(button, at // 2, at % 2)
        left = QVBoxLayout()
        left.setSpacing(8)
        self.latest.setWordWrap(True)
        left.addWidget(self.list, 1)
        left.addWidget(self.latest)
        left.addLayout(buttons)
        for widget in (self.marked, self.form):
            self._right.addWidget(widget)
        self._right.setMaximumWidth(RIGHT)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addLayout(left, 1)
        body.addWidget(self._right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 10, 12, 10)
        whole.setSpacing(8)
        whole.addWidget(self.said)
        whole.addLayout(body, 1)

    def _spoken(self, one: Inspection) -> str:
        return ". ".join((_kind(one), formats.moment(one.fact.at), _names(one), _state(one)))

    def _lines(self, one: Inspection) -> tuple[Line, ...]:
        late = one.overdue(self._today)
        token = "late" if late else "warn" if one.open else "muted"
        head = (Words(formats.short_moment(one.fact.at), strong=True), Words(_kind(one), "muted"))
        state = _("quá hạn, {state}").format(state=_state(one)) if late else _state(one)
        return head, (Words(state, token), Words(f"· {_names(one)}"))

    def _icon(self, one: Inspection) -> tuple[str, str]:
        if one.overdue(self._today):
            return "stop", "late"
        return ("clock", "warn") if one.open else ("check", "ok")
