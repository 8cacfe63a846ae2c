"""The page Hồ sơ: found at the left, the open file at the right; keys for every act."""

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from counter_app.services.search import Hit
from counter_app.texts import _
from counter_app.ui.screens.dossiers import story_view
from counter_app.ui.screens.dossiers.act_view import ActView
from counter_app.ui.screens.dossiers.acting import Panel
from counter_app.ui.screens.dossiers.acts.registry import FORMS
from counter_app.ui.screens.dossiers.filing import FileState, Side
from counter_app.ui.screens.dossiers.found_view import FoundView
from counter_app.ui.screens.dossiers.grounds_view import GroundsView
from counter_app.ui.screens.dossiers.head_view import HeadView
from counter_app.ui.screens.dossiers.paper_panel import PaperPanel
from counter_app.ui.screens.dossiers.papering import PaperState
from counter_app.ui.screens.dossiers.presenter import DossiersPresenter
from counter_app.ui.screens.dossiers.searching import FoundState
from counter_app.ui.screens.dossiers.story_view import StoryView
from counter_app.ui.widgets.banner import Banner
from counter_app.ui.widgets.card_scan import CardScan
from counter_app.ui.widgets.field import label

LEFT, NARROW = 424, 960  # px; below it one side shows at a time


class DossiersView(QWidget):
    """Binds one DossiersPresenter to widgets."""

    def __init__(self, presenter: DossiersPresenter) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumWidth(LEFT)  # not the sum of both sides: a narrow window shows one
        self.presenter = presenter
        self.found, self.head, self.story = FoundView(), HeadView(), StoryView()
        self.act, self.paper, self.grounds = ActView(), PaperPanel(), GroundsView()
        self.said = Banner("", _("Đóng"))
        self._sides = QStackedWidget()
        self._none = label(_("Chọn một hồ sơ ở bên trái, hoặc quét phiếu."), "muted")
        self._none.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._side = {
            Side.NOTHING: self._none,
            Side.STORY: self.story,
            Side.ACT: self.act,
            Side.PAPER: self.paper,
            Side.GROUNDS: self.grounds,
        }
        self._code, self._looking = "", True
        self._card = CardScan(lambda: None, self)
        self._lay_out()
        self._join()
        self.setFocusProxy(self.found.line)
        self.render_found(presenter.searching.state)
        self.render_file(presenter.filing.state)

    def render_found(self, state: FoundState) -> None:
        """Show what was found."""
        self.found.render_state(state)
        self.found.mark(self.presenter.filing.state.code)

    def render_file(self, state: FileState) -> None:
        """Show the open dossier."""
        self.head.render_state(state)
        self.head.setVisible(state.file is not None)
        self.story.render_state(state)
        self.grounds.render_told(state.explained)
        self.said.say(state.said, state.tone)
        widget = self._side[state.side]
        turned = self._sides.currentWidget() is not widget
        if state.side is Side.NOTHING or state.code != self._code:
            self._code = state.code
            self._settle(state.side is Side.NOTHING)
        self._sides.setCurrentWidget(widget)
        if turned and state.side is not Side.NOTHING and self.isVisible():
            self.hands_to_side(state.side)

    def hands_to_side(self, side: Side) -> None:
        """Put the hands where this side is worked with; a person who types a search keeps typing."""
        if side is Side.STORY and self.found.isAncestorOf(self.focusWidget() or self):
            return
        target = {Side.PAPER: self.paper.action, Side.GROUNDS: self.grounds, Side.STORY: self.story.table}
        if side in target:
            target[side].setFocus(Qt.FocusReason.OtherFocusReason)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show both sides where there is room for them."""
        super().resizeEvent(event)
        self._settle(self._looking)

    def showEvent(self, event: QShowEvent) -> None:
        """Show what is there now, and listen to the card scanner while this page is on the screen."""
        super().showEvent(event)
        self._card.listen(self.window())
        if (handle := self.window().windowHandle()) is not None:
            handle.installEventFilter(self)
        self.presenter.searching.refresh()

    def hideEvent(self, event: QHideEvent) -> None:
        """Another page is looked at: what went well here has been read."""
        super().hideEvent(event)
        self.presenter.go_on()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """See that somebody works on, by any key of the window; take none."""
        if event.type() == QEvent.Type.KeyPress and self.isVisible():
            self.presenter.go_on()
        return super().eventFilter(watched, event)

    def look_for(self) -> None:
        """Let a person search."""
        self._settle(True)
        self.found.hands_to_line()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Letters that no input wanted are acts; Esc steps back."""
        if event.key() == Qt.Key.Key_Escape:
            self._step_back()
            return
        if not event.modifiers() and self._letter(event.text().upper()):
            return
        super().keyPressEvent(event)

    def _settle(self, looking: bool) -> None:
        self._looking = looking
        narrow = self.width() < NARROW
        self.found.setVisible(looking or not narrow)
        self._right.setVisible(not looking or not narrow)

    def _letter(self, key: str) -> bool:
        state, panel = self.presenter.filing.state, self.presenter.acting.panel
        if panel is not None and panel.before is not None and key == FORMS[panel.before].key:
            self.presenter.begin_before()
            return True
        if state.side is not Side.STORY or not key:
            return False
        if key in (story_view.EXPLAIN, story_view.RECEIPT, story_view.CONTROL, story_view.SCAN):
            self.presenter.look(key)
            return True
        if key == "A" and not self.head.link.isHidden():
            self.head.link.click()
            return True
        for offer in state.offers:
            if FORMS[offer.act].key == key:
                self.presenter.begin(offer.act)
                return True
        return False

    def _step_back(self) -> None:
        if self.presenter.filing.state.side in (Side.STORY, Side.NOTHING):
            self.look_for()
        else:
            self.presenter.step_back()
            self.story.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        self.found.setFixedWidth(LEFT)
        self._right = QWidget()
        right = QVBoxLayout(self._right)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(8)
        right.addWidget(self.said)
        right.addWidget(self.head)
        right.addWidget(self._sides, 1)
        for widget in self._side.values():
            self._sides.addWidget(widget)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 12, 12, 10)
        row.setSpacing(12)
        row.addWidget(self.found)
        row.addWidget(self._right, 1)

    def _join(self) -> None:
        presenter = self.presenter
        presenter.searching.changed.connect(self.render_found)
        presenter.filing.changed.connect(self.render_file)
        presenter.acting.changed.connect(self._render_panel)
        presenter.acting.focus.connect(self.act.hands_to)
        presenter.papering.changed.connect(self._render_paper)
        self.found.typed.connect(presenter.searching.type)
        self.found.filtered.connect(presenter.searching.choose)
        self.found.wanted.connect(presenter.searching.go_on)
        self.found.opened.connect(self._open)
        self.head.earlier.connect(presenter.open)
        self.story.act.connect(presenter.begin)
        self.story.look.connect(presenter.look)
        self.story.opened.connect(presenter.papering.show_event)
        self.act.edited.connect(presenter.acting.set)
        self.act.submitted.connect(presenter.acting.submit)
        self.act.turned.connect(presenter.begin_before)
        self.paper.printed.connect(presenter.papering.print)
        self.paper.confirmed.connect(presenter.papering.confirm)
        self.paper.saved.connect(presenter.papering.saving.save)
        for panel in (self.act, self.paper, self.grounds):
            panel.left.connect(self._step_back)
        self.said.dismissed.connect(presenter.hush)
        self._card.recognised.connect(self._scans_card)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            self._shortcut(keys, presenter.do)
        self._shortcut("Ctrl+F", self.look_for)

    def _shortcut(self, keys: str, does: object) -> None:
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.setAutoRepeat(False)
        shortcut.activated.connect(does)

    def _open(self, hit: Hit) -> None:
        self.presenter.open_hit(hit)
        self.story.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _scans_card(self, _before: object, head: str) -> None:
        """A card is being scanned: find its holder, unless somebody fills in an act: there it is a text."""
        if self.presenter.filing.state.side is Side.ACT:
            if isinstance(focus := QApplication.focusWidget(), QLineEdit):
                focus.insert(head[-1])  # the letter by which it was known as a card
            return
        self.presenter.searching.type(head)
        self.look_for()
        self.found.line.end(False)

    def _render_panel(self, panel: Panel | None) -> None:
        self.act.render_panel(panel)

    def _render_paper(self, state: PaperState | None) -> None:
        self.paper.render_state(state)
