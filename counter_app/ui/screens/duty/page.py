"""The duty board in the program: opened by hand from the page of people, by itself on a second screen."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QGuiApplication, QScreen
from PySide6.QtWidgets import QMessageBox, QWidget

from counter_app.errors import CounterError
from counter_app.texts import _
from counter_app.texts.refusals import sentence
from counter_app.ui.printer import Printer
from counter_app.ui.screens.duty.pictures import Pictures
from counter_app.ui.screens.duty.presenter import DutyPresenter, DutyState
from counter_app.ui.screens.duty.window import DutyWindow
from counter_app.ui.session import Session
from counter_app.ui.widgets.print_dialog import PrintDialog


class DutyPage(QObject):
    """Keeps the board's window where it belongs while screens come and go."""

    def __init__(self, within: QWidget, session: Session, printer: Printer, parent: QObject) -> None:
        super().__init__(parent)
        self._within = within
        self.presenter = DutyPresenter(session, self)
        self.pictures = Pictures(session, self)
        self.pictures.came.connect(self.presenter.refresh)
        self.window = DutyWindow()
        self.paper: PrintDialog | None = None
        self._session, self._printer = session, printer
        self._ending = False
        self.presenter.changed.connect(self._render)
        self.presenter.paper.connect(self._show_paper)
        self.presenter.refused.connect(self._say_no)
        self.window.left.connect(self._left)
        screens = QGuiApplication.instance()
        if isinstance(screens, QGuiApplication):
            screens.screenAdded.connect(self._screens_changed)
            screens.screenRemoved.connect(self._screens_changed)

    def start(self) -> None:
        """Open by itself where a second screen is there and the board was open last."""
        if self.presenter.wanted and self.second_screen() is not None:
            self._open()

    def toggle(self) -> None:
        """Open the board, or close it; this PC remembers which."""
        if self.presenter.state.shown:
            self.window.close()
        else:
            self.presenter.remember(True)
            self._open()

    def end(self) -> None:
        """Close with the main window, and forget nothing."""
        self._ending = True
        self.window.close()

    def second_screen(self) -> QScreen | None:
        """Return a screen that the officer does not work at."""
        here = self._within.screen()
        return next((one for one in QGuiApplication.screens() if one is not here), None)

    def _open(self) -> None:
        self.presenter.open()
        self.window.show_on(self.second_screen())

    def _left(self) -> None:
        if not self._ending:
            self.presenter.remember(False)
        self.presenter.close()

    def _screens_changed(self, _screen: QScreen) -> None:
        """Never let the board cover the one screen that is left."""
        if self.presenter.state.shown:
            self.window.show_on(self.second_screen())
        else:
            self.start()

    def _render(self, state: DutyState) -> None:
        self.window.render_state(state)

    def _show_paper(self, pdf: bytes) -> None:
        if self.paper is None:
            self.paper = PrintDialog(self._session, self._printer, self._within)
        self.paper.show_paper(_("Bảng phân công trực"), "bang-truc", pdf)

    def _say_no(self, error: CounterError) -> None:
        box = QMessageBox(
            QMessageBox.Icon.Information, _("Quầy Một Cửa"), sentence(error), parent=self._within
        )
        box.addButton(_("Đóng"), QMessageBox.ButtonRole.AcceptRole)
        box.open()
