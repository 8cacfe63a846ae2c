"""One printed report: its period, the paper or the counts, and what can be done with it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from counter_app.texts import _
from counter_app.ui.screens.reports import words
from counter_app.ui.screens.reports.books import SPANS, Book, BookPresenter, BookState
from counter_app.ui.screens.reports.counts import Counts
from counter_app.ui.widgets.banner import Banner
from counter_app.ui.widgets.choice import Choice
from counter_app.ui.widgets.field import label
from counter_app.ui.widgets.paper_view import PaperView
from counter_app.ui.widgets.save_button import AskPath, ask_path

WIDE = 1180  # px in which a period and all that can be done with its report lie in one line


class BookView(QWidget):
    """Binds one BookPresenter. Enter makes, Alt+arrows turn, Ctrl+P prints, Ctrl+S saves, Esc gives up."""

    def __init__(self, presenter: BookPresenter, ask: AskPath = ask_path) -> None:
        super().__init__()
        self.presenter, self.ask = presenter, ask
        self.spans = Choice([(span.value, words.span(span)) for span in SPANS[presenter.state.book]])
        self._period = label("", "strong")
        self._period.setMinimumWidth(190)
        self._period.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.earlier, self.later = QPushButton("‹"), QPushButton("›")
        self.now, self.make = QPushButton(_("Hiện nay")), QPushButton(_("Lập"))
        self.print_it = QPushButton(_("In"))
        self.save_pdf, self.save_csv = QPushButton(_("Lưu PDF")), QPushButton(_("Lưu CSV"))
        self.give_up = QPushButton(_("Thôi"))
        self._bar = QProgressBar()
        self.said = Banner()
        self._hint: QLabel = label("", "muted")
        self.paper, self.counts = PaperView(), Counts()
        self._body = QStackedWidget()
        self._shown: bytes | None = None
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()
        self._join()
        self.render_state(presenter.state)

    def render_state(self, state: BookState) -> None:
        """Show the period, what was made of it, and what is going on."""
        made = state.current
        self.spans.set_value(state.period.span.value)
        said = words.period(state.period)
        self._period.setText(said[:1].upper() + said[1:])
        # What works is left enabled: a button that is put out takes the focus with it.
        for button in (self.print_it, self.save_pdf, self.save_csv):
            button.setEnabled(made is not None)
        self.save_csv.setVisible(state.book is not Book.REGISTER)
        self._bar.setVisible(state.busy)
        self.give_up.setVisible(state.busy)
        self.said.say("" if state.busy else state.said, state.tone)
        self._hint.setText(state.said if state.busy else _("Chọn kỳ rồi bấm Enter để lập."))
        if made is None:
            self._body.setCurrentWidget(self._hint)
        elif made.lateness is not None:
            self.counts.render_report(made.lateness)
            self._body.setCurrentWidget(self.counts)
        else:
            self._show(made.pdf)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put what can be done with a report below its period where there is no room beside it."""
        super().resizeEvent(event)
        direction = QBoxLayout.Direction
        self._row.setDirection(direction.LeftToRight if self.width() >= WIDE else direction.TopToBottom)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Make with Enter, give up with Esc."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.presenter.make()
        elif key == Qt.Key.Key_Escape and self.presenter.state.busy:
            self.presenter.cancel()
        else:
            super().keyPressEvent(event)

    def _show(self, pdf: bytes) -> None:
        if pdf is not self._shown:
            self._shown = pdf
            self.paper.show_pdf(pdf)
        self._body.setCurrentWidget(self.paper)

    def _save(self, suffix: str) -> None:
        if self.presenter.state.current is None:
            return
        path = self.ask(self, self.presenter.file_name(suffix))
        if path is not None:
            self.presenter.save(path if path.suffix else path.with_suffix(f".{suffix}"))

    def _join(self) -> None:
        shown = self.presenter
        shown.changed.connect(self.render_state)
        self.spans.chosen.connect(shown.choose)
        self.earlier.clicked.connect(partial(shown.step, -1))
        self.later.clicked.connect(partial(shown.step, 1))
        self.now.clicked.connect(shown.today)
        self.make.clicked.connect(shown.make)
        self.give_up.clicked.connect(shown.cancel)
        self.print_it.clicked.connect(shown.print)
        self.save_pdf.clicked.connect(partial(self._save, "pdf"))
        self.save_csv.clicked.connect(partial(self._save, "csv"))
        keys: tuple[tuple[QPushButton, str, Callable[[], object]], ...] = (
            (self.earlier, "Alt+Left", partial(shown.step, -1)),
            (self.later, "Alt+Right", partial(shown.step, 1)),
            (self.now, "Alt+Home", shown.today),
            (self.print_it, "Ctrl+P", shown.print),
            (self.save_pdf, "Ctrl+S", partial(self._save, "pdf")),
            (self.save_csv, "Ctrl+Shift+S", partial(self._save, "csv")),
        )
        for button, key, work in keys:
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(work)
            button.setToolTip(f"{button.text()} ({key})")
        for button, name in ((self.earlier, _("Kỳ trước")), (self.later, _("Kỳ sau"))):
            button.setAccessibleName(name)
            button.setToolTip(f"{name} ({'Alt+Left' if button is self.earlier else 'Alt+Right'})")

    def _lay_out(self) -> None:
        period, deeds = QHBoxLayout(), QHBoxLayout()
        for chosen in (self.spans, self.earlier, self._period, self.later, self.now):
            period.addWidget(chosen)
        for begun in (self.make, self._bar, self.give_up):
            deeds.addWidget(begun)
        deeds.addStretch(1)
        for done in (self.print_it, self.save_pdf, self.save_csv):
            deeds.addWidget(done)
        for row in (period, deeds, self._row):
            row.setSpacing(8)
        period.addStretch(1)
        self._row.addLayout(period)
        self._row.addLayout(deeds, 1)
        self.earlier.setFixedWidth(40)
        self.later.setFixedWidth(40)
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._bar.setFixedSize(110, 8)
        self._hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for body in (self._hint, self.paper, self.counts):
            self._body.addWidget(body)
        self.setFocusProxy(self.make)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addLayout(self._row)
        whole.addWidget(self.said)
        whole.addWidget(self._body, 1)
