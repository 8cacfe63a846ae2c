"""The intake page: two columns, the day below; it shows states and reports hands, nothing else."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from counter_app.texts import _
from counter_app.ui.screens.intake.answered import Answered
from counter_app.ui.screens.intake.given import Given
from counter_app.ui.screens.intake.issuing import DayState, Issuing, Paper
from counter_app.ui.screens.intake.presenter import IntakePresenter, IntakeState
from counter_app.ui.screens.intake.today import Today
from counter_app.ui.widgets.banner import Banner
from counter_app.ui.widgets.card_scan import CardScan
from counter_app.ui.widgets.paper_view import PaperView, PaperWindow

RIGHT = 376  # px


class IntakeView(QScrollArea):
    """Binds one IntakePresenter and one Issuing to widgets."""

    left = Signal()

    def __init__(self, presenter: IntakePresenter, issuing: Issuing) -> None:
        super().__init__()
        self.presenter, self.issuing = presenter, issuing
        self.given, self.answered, self.today = Given(), Answered(), Today()
        self.waiting = Banner(_("In các phiếu này"), _("Để sau"))
        self.paper = PaperView()
        self.papers: PaperWindow | None = None
        self._scan = CardScan(lambda: presenter.state.form, self)
        self._lay_out()
        self._join()
        self.render_state(presenter.state)
        self.render_day(issuing.state)

    def render_state(self, state: IntakeState) -> None:
        """Show a state of the form."""
        self.given.render_state(state)
        self.answered.render_state(state)
        if not state.form.blank:
            self._side.setCurrentWidget(self.answered)

    def render_day(self, state: DayState) -> None:
        """Show the day's list and what waits for paper."""
        self.today.render_state(state)
        codes = ", ".join(state.waiting[:3]) + (" …" if len(state.waiting) > 3 else "")  # noqa: PLR2004
        said = _("{count} phiếu đã cấp nhưng chưa xác nhận in: {codes}.")
        self.waiting.say(said.format(count=len(state.waiting), codes=codes) if state.waiting else "", "warn")

    def hands_to(self, field: str) -> None:
        """Put the focus where the presenter wants it."""
        if field in ("question", "exempt_ground"):
            self.answered.hands_to(field)
        else:
            self.given.hands_to(field)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter that nobody wanted moves on to the next input."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.focusNextChild()
            return
        super().keyPressEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        """Listen to the scanner while this page is on the screen."""
        super().showEvent(event)
        self._scan.listen(self.window())

    def _lay_out(self) -> None:
        self._side = QStackedWidget()
        self._side.addWidget(self.answered)
        self._side.addWidget(self._paper_card())
        self._side.setFixedWidth(RIGHT)
        columns = QHBoxLayout()
        columns.setSpacing(12)
        columns.addWidget(self.given, 1)
        columns.addWidget(self._side)
        page = QWidget()
        page.setObjectName("page")
        column = QVBoxLayout(page)
        column.setContentsMargins(12, 12, 12, 8)
        column.setSpacing(8)
        column.addWidget(self.waiting)
        column.addLayout(columns, 3)
        column.addWidget(self.today, 1)
        self.setWidget(page)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def _paper_card(self) -> QWidget:
        card = QFrame()
        card.setObjectName("card")
        column = QVBoxLayout(card)
        column.setContentsMargins(8, 8, 8, 8)
        self.paper.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column.addWidget(self.paper)
        return card

    def _join(self) -> None:
        presenter, issuing = self.presenter, self.issuing
        presenter.changed.connect(self.render_state)
        presenter.focus.connect(self.hands_to)
        presenter.received.connect(issuing.issue)
        presenter.asked.connect(issuing.issue_supplement)
        issuing.changed.connect(self.render_day)
        issuing.side.connect(self._beside)
        issuing.show.connect(self._look)
        for part in (self.given, self.answered):
            part.edited.connect(presenter.set)
        self.given.scanned.connect(presenter.read_card)
        self.given.picked.connect(presenter.choose)
        self.given.answered.connect(presenter.answer)
        self.given.added.connect(presenter.add_paper)
        self.answered.submitted.connect(self._submit)
        self.answered.repeated.connect(self._repeat)
        self.answered.dismissed.connect(presenter.dismiss)
        self.today.look.connect(issuing.look)
        self.today.again.connect(issuing.again)
        self.waiting.accepted.connect(issuing.again_all)
        self.waiting.dismissed.connect(issuing.later)
        self._scan.recognised.connect(self._scanned)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.setAutoRepeat(False)
            shortcut.activated.connect(self._submit)

    def _submit(self) -> None:
        self.presenter.submit()

    def _repeat(self) -> None:
        self.presenter.submit(repeat=True)

    def _scanned(self, before: object, head: str) -> None:
        self.presenter.restore(before)  # type: ignore[arg-type]  # a Form, as CardScan was given it
        self.presenter.put_scan(head)

    def _beside(self, paper: Paper | None) -> None:
        if paper is None or not self.presenter.state.form.blank:
            self._side.setCurrentWidget(self.answered)
            return
        self.paper.show_pdf(paper.pdf)
        self._side.setCurrentIndex(1)

    def _look(self, paper: Paper) -> None:
        if self.papers is None:
            self.papers = PaperWindow(self)
            self.papers.again.connect(self.issuing.again)
            self.papers.printed.connect(self.issuing.confirm)
        self.papers.show_paper(paper.code, paper.title, paper.pdf)
