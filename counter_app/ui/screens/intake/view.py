"""The intake page: two columns, the day below; it shows states and reports hands, nothing else."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QFrame,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from counter_app.services import desk
from counter_app.services.desk import Opening
from counter_app.texts import _
from counter_app.ui.saving import Paper
from counter_app.ui.screens.intake import words
from counter_app.ui.screens.intake.acts import Act
from counter_app.ui.screens.intake.answered import Answered
from counter_app.ui.screens.intake.capturing import LeafPresenter
from counter_app.ui.screens.intake.given import Given
from counter_app.ui.screens.intake.issuing import DayState, Issuing
from counter_app.ui.screens.intake.leaf_panel import LeafPanel
from counter_app.ui.screens.intake.state import IntakeState
from counter_app.ui.screens.intake.today import AMEND, BOOK, FEE, VOID, Today
from counter_app.ui.screens.intake.void_panel import VoidPanel
from counter_app.ui.screens.intake.voiding import Voiding
from counter_app.ui.widgets.banner import Banner
from counter_app.ui.widgets.card_scan import CardScan
from counter_app.ui.widgets.paper_view import PaperSheet, PaperWindow

RIGHT, AROUND = 376, 52  # px; margins, the gap between the columns, a scroll bar
WIDEST = 16_777_215  # px, Qt's own word for no limit
NAMED = 3  # codes of what waits, then an ellipsis


class IntakeView(QWidget):
    """Binds one LeafPresenter and one Issuing to widgets. `vouched`: it is the day asked for, or `mistaken`.

    Where the two columns have no room side by side, they stand below each other, and the main action keeps
    its place at the foot. `let_go` and `discarded` are a person's word about the online arrival on the form.
    """

    vouched = Signal()
    mistaken = Signal()
    let_go = Signal()
    discarded = Signal()

    def __init__(self, presenter: LeafPresenter, issuing: Issuing, voiding: Voiding) -> None:
        super().__init__()
        self.presenter, self.issuing = presenter, issuing
        self.given, self.answered, self.today = Given(), Answered(), Today()
        self.voiding, self.void_panel = voiding, VoidPanel()
        self.amending, self.leaf = Banner(), LeafPanel()
        self.date = Banner(_("Đúng"), _("Không đúng"))
        self.errand = Banner(_("Để sau   Esc"), _("Bỏ phần đã nhập"))
        self.waiting = Banner(_("In các phiếu này"), _("Để sau"))
        # "No" stands where "print these" stood: a double click must not print them all.
        self.sure = Banner(_("Không"), _("In tất cả"))
        self.paper = PaperSheet(issuing.saving, self)
        self.papers: PaperWindow | None = None
        self.room = QScrollArea()
        self._narrow = False
        self._scan = CardScan(lambda: presenter.state.form, self)
        self._lay_out()
        self._join()
        self.render_state(presenter.state)
        self.render_day(issuing.state)

    def render_state(self, state: IntakeState) -> None:
        """Show a state of the form."""
        errand = state.form.errand
        self.errand.say(*words.errand(errand, desk.minute(self.presenter.counter)) if errand else ("",))
        self.given.render_state(state)
        self.answered.render_state(state)
        self.leaf.render_state(state)
        self.amending.say(words.amending(state), "info")
        if state.mode or not state.form.blank:
            self._side.setCurrentWidget(self.answered)

    def render_day(self, state: DayState) -> None:
        """Show the day's list and what waits for paper."""
        self.today.render_state(state)
        count = len(state.waiting)
        codes = ", ".join((*state.waiting[:NAMED], "…") if count > NAMED else state.waiting)
        said = _("{count} phiếu đã cấp nhưng chưa xác nhận in: {codes}").format(count=count, codes=codes)
        self.waiting.say(said if count and not state.asking else "", "warn")
        self.sure.say(_("In {count} phiếu?").format(count=count) if state.asking else "", "warn")

    def doubt_day(self, opening: Opening) -> None:
        """Ask quietly whether it is this day, where the clock alone cannot be believed."""
        self.date.say(words.doubted_day(opening.day_asked, opening.day), "warn")

    def hands_to(self, field: str) -> None:
        """Put the focus where the presenter wants it."""
        if field == "day":
            self.date.accept.setFocus(Qt.FocusReason.TabFocusReason)
        elif field.startswith("leaf_"):
            self.leaf.hands_to(field)
        elif field in ("question", "exempt_ground", "reason"):
            self.answered.hands_to(field)
        else:
            self.given.hands_to(field)
        focus = QApplication.focusWidget()
        if focus is not None and self.room.isAncestorOf(focus):
            self.room.ensureWidgetVisible(focus, 0, 24)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter that nobody wanted moves on to the next input; Esc is no to what is asked."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.room.focusNextPrevChild(True)
            return
        if event.key() == Qt.Key.Key_Escape:
            state = self.presenter.state
            if not (state.question or state.mode or self.issuing.state.asking):
                self.let_go.emit()
            self.presenter.dismiss()
            self.issuing.not_all()
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the columns beside or below each other, as there is room."""
        super().resizeEvent(event)
        narrow = self.width() < self.given.minimumSizeHint().width() + RIGHT + AROUND
        if narrow != self._narrow:
            self._narrow, hands = narrow, QApplication.focusWidget()
            self._settle()
            if hands is not None and self.isAncestorOf(hands):  # what moves loses it
                hands.setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """Listen to the scanner while this page is on the screen."""
        super().showEvent(event)
        self._scan.listen(self.window())

    def _lay_out(self) -> None:
        self._side = QStackedWidget()
        self._side.addWidget(self.answered)
        self._side.addWidget(self._paper_card())
        self._columns = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._columns.setSpacing(12)
        self._columns.addWidget(self.given, 1)
        self._columns.addWidget(self._side)
        page = QWidget()
        page.setObjectName("page")
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 12, 12, 8)
        column.setSpacing(8)
        for banner in (self.errand, self.amending, self.date, self.waiting, self.sure, self.leaf):
            column.addWidget(banner)
        column.addLayout(self._columns, 3)
        column.addWidget(self.void_panel)
        column.addWidget(self.today, 1)
        self.room.setWidget(page)
        self.room.setWidgetResizable(True)
        self.room.setFrameShape(QFrame.Shape.NoFrame)
        self.room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._foot = QFrame()
        self._foot.setObjectName("foot")
        self._at_foot = QVBoxLayout(self._foot)
        self._at_foot.setContentsMargins(16, 6, 16, 6)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.room, 1)
        whole.addWidget(self._foot)
        self._settle()

    def _settle(self) -> None:
        if self._narrow:
            self._columns.setDirection(QBoxLayout.Direction.TopToBottom)
            self._side.setMinimumWidth(0)
            self._side.setMaximumWidth(WIDEST)
            self.answered.deed.spread(True)
            self._at_foot.addWidget(self.answered.deed)
        else:
            self._columns.setDirection(QBoxLayout.Direction.LeftToRight)
            self._side.setFixedWidth(RIGHT)
            self.answered.take_back()
        self._foot.setVisible(self._narrow)
        self.today.shorten(self._narrow)

    def _paper_card(self) -> QWidget:
        card = QFrame()
        card.setObjectName("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(8, 8, 8, 8)
        self.paper.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self.paper)
        return card

    def _join(self) -> None:
        presenter, issuing = self.presenter, self.issuing
        presenter.changed.connect(self.render_state)
        presenter.focus.connect(self.hands_to)
        presenter.done.connect(issuing.take)
        issuing.changed.connect(self.render_day)
        issuing.side.connect(self._beside)
        issuing.show.connect(self._look)
        self.paper.again.connect(issuing.again)
        self.paper.printed.connect(issuing.confirm)
        for part in (self.given, self.answered):
            part.edited.connect(presenter.set)
        self.given.scanned.connect(presenter.read_card)
        self.given.picked.connect(presenter.choose)
        self.given.answered.connect(presenter.answer)
        self.given.added.connect(presenter.add_paper)
        self.answered.deed.submitted.connect(self._submit)
        self.answered.deed.repeated.connect(self._repeat)
        self.answered.deed.dismissed.connect(presenter.dismiss)
        self.answered.deed.at_once.connect(partial(presenter.submit, Act.AT_ONCE))
        self.answered.deed.refusing.connect(presenter.refuse)
        self.answered.deed.edited.connect(partial(presenter.set, "reason"))
        self.today.look.connect(issuing.look)
        self.today.again.connect(issuing.again)
        self.today.amend.connect(presenter.amend)
        self.today.void.connect(self.voiding.open)
        self.today.fee.connect(issuing.fee_receipt)
        self._join_void()
        self.leaf.serve(presenter)
        self.today.book.connect(presenter.enter_leaf)
        self.waiting.accepted.connect(issuing.again_all)
        self.waiting.dismissed.connect(issuing.later)
        self.sure.accepted.connect(issuing.not_all)
        self.sure.dismissed.connect(issuing.print_all)
        self.date.accepted.connect(self.vouched)
        self.date.dismissed.connect(self.mistaken)
        self.errand.accepted.connect(self.let_go)
        self.errand.dismissed.connect(self.discarded)
        self._scan.recognised.connect(self._scanned)
        self._bind_keys()

    def _join_void(self) -> None:
        panel, voiding = self.void_panel, self.voiding
        voiding.changed.connect(panel.render_state)
        voiding.voided.connect(self._voided)
        panel.typed.connect(lambda text: voiding.set(reason=text))
        panel.ticked.connect(lambda on: voiding.set(taken_back=on))
        panel.submitted.connect(voiding.submit)
        panel.left.connect(self._leave_void)

    def _bind_keys(self) -> None:
        deeds: dict[str, Callable[[], object]] = {
            "Ctrl+Return": self._submit,
            "Ctrl+Enter": self._submit,
            "F9": partial(self.presenter.submit, Act.AT_ONCE),
            "Shift+F9": partial(self.presenter.submit, Act.AT_ONCE_PRINTED),
            "Ctrl+T": self.presenter.refuse,
            AMEND: lambda: self.presenter.amend(self.today.target),
            VOID: lambda: self.voiding.open(self.today.target),
            FEE: self.issuing.fee_receipt,
            BOOK: self.presenter.enter_leaf,
        }
        for keys, deed in deeds.items():
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(deed)

    def _submit(self) -> None:
        if self.void_panel.isAncestorOf(QApplication.focusWidget() or self):
            self.voiding.submit()
        else:
            self.presenter.submit()

    def _leave_void(self) -> None:
        self.voiding.leave()
        self.hands_to("scan" if self.presenter.state.form.blank else "name")

    def _voided(self, code: str) -> None:
        self.issuing.voided(code)
        self.hands_to("scan" if self.presenter.state.form.blank else "name")

    def _repeat(self) -> None:
        self.presenter.submit(repeat=True)

    def _scanned(self, before: object, head: str) -> None:
        self.presenter.restore(before)  # type: ignore[arg-type]  # a Form, as CardScan was given it
        self.presenter.put_scan(head)

    def _beside(self, paper: Paper | None) -> None:
        if paper is None or not self.presenter.state.form.blank:
            self._side.setCurrentWidget(self.answered)
            return
        self.paper.show_paper(paper)
        self._side.setCurrentIndex(1)

    def _look(self, paper: Paper) -> None:
        if self.papers is None:
            self.papers = PaperWindow(self, self.issuing.saving)
            self.papers.sheet.again.connect(self.issuing.again)
            self.papers.sheet.printed.connect(self.issuing.confirm)
        self.papers.show_paper(paper)
