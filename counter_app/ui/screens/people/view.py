"""The page of people: the grid at the left, and at the right what waits, or the form that is open."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QButtonGroup,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from counter_app.services.staff_papers import Unprinted
from counter_app.texts import _
from counter_app.ui.screens.people import words
from counter_app.ui.screens.people.absence_view import AbsenceView
from counter_app.ui.screens.people.absent import AbsenceForm
from counter_app.ui.screens.people.asking_views import DecisionView, ProposalView, ReturnView
from counter_app.ui.screens.people.deciding import Decision
from counter_app.ui.screens.people.grid_view import GridTable
from counter_app.ui.screens.people.inbox_view import InboxView, SquareCard
from counter_app.ui.screens.people.panel import in_order
from counter_app.ui.screens.people.period import Shown
from counter_app.ui.screens.people.presenter import PeoplePresenter, PeopleState
from counter_app.ui.screens.people.proposing import Proposal
from counter_app.ui.screens.people.returning import Return
from counter_app.ui.widgets.banner import Banner
from counter_app.ui.widgets.field import OneLine, label, restyle

RIGHT, SLIM, NARROW = 424, 316, 1100  # px of the right column; the second on a page narrower than the third


class PeopleView(QWidget):
    """Binds one PeoplePresenter to widgets. The duty board is wanted by F11, on paper by Ctrl+P.

    `show_up` asks whatever this lies in to bring it to the front.
    """

    board_wanted = Signal()
    board_paper_wanted = Signal()
    show_up = Signal()

    def __init__(self, presenter: PeoplePresenter) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.presenter = presenter
        self.grid = GridTable()
        self.tabs = {shown: QPushButton(words.shown(shown)) for shown in Shown}
        self._group = QButtonGroup(self)
        self.days, self.summary = OneLine("section"), label("", "muted")
        self.days.setMinimumWidth(24)  # the days end in an ellipsis before an enlarged screen grows wider
        self.last = Banner("", _("Ẩn"))
        self.unprinted, self.print_list = label("", "plain"), QPushButton(f"{_('In bàn giao')}    G")
        self.card, self.inbox = SquareCard(), InboxView()
        self.absence, self.proposal = AbsenceView(), ProposalView()
        self.back, self.decision = ReturnView(), DecisionView()
        self.next_gap = QPushButton(_("Tới chỗ trống    C"))
        self.log = QPushButton(_("Ghi vắng mặt    N"))
        self.board = QPushButton(_("Bảng trực    F11"))
        self.paper = QPushButton(_("In lịch    P"))
        self._right, self._waiting = QStackedWidget(), QWidget()
        self.setFocusProxy(self.grid)
        self._lay_out()
        self._join()
        self.render_state(presenter.state)
        self.inbox.render_state(presenter.requesting.state)

    def render_state(self, state: PeopleState) -> None:
        """Show the rota, the marked square and what waits."""
        self.tabs[state.shown].setChecked(True)
        self.last.say(state.last, state.tone)
        self.log.setVisible(state.may_log)
        if state.rota is None:
            return
        roster = state.rota.roster
        self.grid.show_grid(state.grid, roster.people, roster.today, state.square)
        self.card.render_square(self.presenter.state)  # the grid may just have marked another square
        self.days.setText(words.period(state.rota.first_day, state.rota.last_day))
        self.days.setToolTip(self.days.text())
        self.summary.setText(words.summary(state.count))
        self.summary.setProperty("tone", words.tone(state.count))
        restyle(self.summary)
        self.next_gap.setVisible(bool(state.count.uncovered or state.count.at_risk or state.count.no_reserve))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters act anywhere but in an input; Esc steps back."""
        deeds: dict[str, Callable[[], object]] = {
            "N": self.presenter.log_absence,
            "T": self.presenter.find_substitute,
            "V": self.presenter.come_back,
            "M": self._open_document,
            "H": self._to_inbox,
            "P": self._print_rota,
            "G": self.presenter.papers.make_next,
            "C": self._to_gap,
        }
        deed = deeds.get(event.text().upper())
        control = event.modifiers() & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if deed is not None and not control:
            deed()
        elif event.key() == Qt.Key.Key_Escape:
            self._step_back()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Give the grid the room it needs."""
        super().resizeEvent(event)
        slim = self.width() < NARROW
        self.absence.reason.lay_out(slim)
        self.card.lay_out(slim)
        self._right.setMaximumWidth(SLIM if slim else RIGHT)

    def _step_back(self) -> None:
        self.presenter.dismiss()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_document(self) -> None:
        self.presenter.papers.document(self.presenter.state.documented)

    def _to_gap(self) -> None:
        self.presenter.next_gap()
        self.grid.setFocus(Qt.FocusReason.OtherFocusReason)

    def _print_rota(self) -> None:
        """The weeks that are shown, on paper."""
        seen = self.presenter.state.rota
        if seen is not None:
            self.presenter.papers.rota(seen.first_day, seen.last_day)

    def _to_inbox(self) -> None:
        if self._right.currentWidget() is self._waiting:
            self.inbox.list.setFocus(Qt.FocusReason.TabFocusReason)

    def _show_lists(self, lists: tuple[Unprinted, ...]) -> None:
        self.unprinted.setText(words.unprinted(lists))
        for part in (self.unprinted, self.print_list):
            part.setVisible(bool(lists))

    def _show_form(self, form: AbsenceForm | None) -> None:
        if form is not None:
            self.absence.render_form(form)
        self._front()

    def _show_proposal(self, proposal: Proposal | None) -> None:
        if proposal is not None:
            self.proposal.render_proposal(proposal)
        if self._front() and proposal is not None:
            self.proposal.take_hands()

    def _show_return(self, back: Return | None) -> None:
        if back is not None:
            self.back.render_return(back)
        if self._front() and back is not None:
            self.back.moment.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_decision(self, decision: Decision | None) -> None:
        if decision is None:
            self.decision.forget()
        else:
            self.decision.render_decision(decision)
        self._front()

    def _front(self) -> bool:
        """Bring the open form to the front, else what waits; tell whether another came."""
        shown = self.presenter
        open_ = (
            (shown.absent.form, self.absence),
            (shown.proposing.proposal, self.proposal),
            (shown.returning.back, self.back),
            (shown.deciding.decision, self.decision),
        )
        front = next((widget for panel, widget in open_ if panel is not None), self._waiting)
        if front is self._right.currentWidget():
            return False
        held = QApplication.focusWidget()
        inside = held is not None and self._right.isAncestorOf(held)
        self._right.setCurrentWidget(front)
        if inside and front is self._waiting:
            self.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def _join(self) -> None:
        shown = self.presenter
        shown.changed.connect(self.render_state)
        self.grid.walked.connect(shown.mark)
        self.grid.opened.connect(shown.open)
        self.grid.turned.connect(shown.turn)
        self.card.wanted.connect(shown.find_substitute)
        self.card.back.connect(shown.come_back)
        self.card.document.connect(self._open_document)
        self.inbox.marked.connect(shown.requesting.mark)
        self.inbox.deed.connect(shown.requesting.do)
        shown.requesting.changed.connect(self.inbox.render_state)
        self.inbox.dismissed.connect(self._step_back)
        self.last.dismissed.connect(shown.forget_last)
        self.print_list.clicked.connect(shown.papers.make_next)
        shown.papers.listed.connect(self._show_lists)
        self.log.clicked.connect(shown.log_absence)
        shown.pointed.connect(self._to_inbox)
        shown.absent.changed.connect(self._show_form)
        shown.absent.focus.connect(self.absence.hands_to)
        shown.proposing.changed.connect(self._show_proposal)
        shown.returning.changed.connect(self._show_return)
        shown.deciding.changed.connect(self._show_decision)
        shown.deciding.focus.connect(self.decision.hands_to)
        self.absence.edited.connect(shown.absent.set)
        self.absence.submitted.connect(shown.absent.submit)
        self.proposal.marked.connect(shown.proposing.mark)
        self.proposal.submitted.connect(shown.proposing.ask)
        self.back.typed.connect(shown.returning.type)
        self.back.explained.connect(shown.returning.explain)
        self.back.called_off.connect(shown.returning.call_off)
        shown.returning.focus.connect(self.back.hands_to)
        self.back.submitted.connect(shown.returning.submit)
        self.decision.chosen.connect(shown.deciding.choose)
        self.decision.typed.connect(shown.deciding.type_ground)
        self.decision.pin_given.connect(shown.deciding.submit)
        for panel in (self.absence, self.proposal, self.back, self.decision):
            panel.left.connect(self._step_back)
        self._join_keys()

    def _join_keys(self) -> None:
        keys: dict[str, Callable[[], object]] = {
            "F11": self.board_wanted.emit,
            "Ctrl+P": self.board_paper_wanted.emit,
        }
        for at, one in enumerate(Shown, start=1):
            self.tabs[one].clicked.connect(partial(self.presenter.show, one))
            keys[f"Alt+{at}"] = partial(self.presenter.show, one)
        self.board.clicked.connect(self.board_wanted)
        self.next_gap.clicked.connect(self._to_gap)
        self.paper.clicked.connect(self._print_rota)
        for key, act in keys.items():
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(act)

    def _telling(self) -> QHBoxLayout:
        """Lay out what the shown days lack and the way there, and the lists that wait for the printer."""
        told = QHBoxLayout()
        told.setSpacing(12)
        told.addWidget(self.summary)
        told.addWidget(self.next_gap)
        told.addStretch(1)
        told.addWidget(self.unprinted)
        told.addWidget(self.print_list)
        self.unprinted.setProperty("tone", "warn")
        for button in (self.next_gap, self.print_list):
            button.setObjectName("quiet")
            button.setAutoDefault(True)
        self._show_lists(())
        return told

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        for at, (one, tab) in enumerate(self.tabs.items(), start=1):
            tab.setObjectName("tab")
            tab.setCheckable(True)
            tab.setToolTip(f"{words.shown(one)} (Alt+{at})")
            self._group.addButton(tab)
            head.addWidget(tab)
        head.addSpacing(8)
        head.addWidget(self.days)
        head.addStretch(1)
        self.board.setToolTip(_("Màn hình cho người dân (F11) · In khổ A4 (Ctrl+P)"))
        self.paper.setToolTip(_("In lịch trực của những ngày đang xem, khổ A4 ngang (P)"))
        for button in (self.paper, self.board, self.log):
            button.setAutoDefault(True)
            head.addWidget(button)
        waiting = QVBoxLayout(self._waiting)
        waiting.setContentsMargins(0, 0, 0, 0)
        waiting.setSpacing(10)
        waiting.addWidget(self.card)
        waiting.addWidget(self.inbox, 1)
        for widget in (self._waiting, self.absence, self.proposal, self.back, self.decision):
            self._right.addWidget(widget)
        body = QHBoxLayout()
        body.setSpacing(12)
        body.addWidget(self.grid, 1)
        self._right.setMinimumWidth(SLIM)
        body.addWidget(self._right, 1)  # as wide as it may be; the grid has the rest
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 10, 12, 10)
        whole.setSpacing(8)
        whole.addLayout(head)
        whole.addLayout(self._telling())
        whole.addWidget(self.last)
        whole.addLayout(body, 1)
        heads = (*self.tabs.values(), self.paper, self.board, self.log, self.next_gap)
        waits = (self.inbox.list, self.inbox.sure, *self.inbox.buttons.values())
        in_order((*heads, self.print_list, self.last, self.grid, self.card, *waits))
