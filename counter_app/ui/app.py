"""Starts the window: shell first, then the counter behind it, and every failure in words."""

import logging
import sys
import uuid
from collections.abc import Callable
from pathlib import Path
from traceback import format_tb
from types import TracebackType
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QCoreApplication,
    QEvent,
    QMessageLogContext,
    QObject,
    QTimer,
    QtMsgType,
    Signal,
    qInstallMessageHandler,
)
from PySide6.QtWidgets import QApplication, QMessageBox

from counter_app import texts
from counter_app.errors import CounterError, Refused
from counter_app.settings import Settings
from counter_app.texts import _
from counter_app.texts.refusals import sentence
from counter_app.ui import theme
from counter_app.ui.jobs import Jobs
from counter_app.ui.main_window import MainWindow
from counter_app.ui.notices import Notices
from counter_app.ui.passphrase import PassphraseQuestion
from counter_app.ui.printer import Printer
from counter_app.ui.qt_words import QtWords
from counter_app.ui.session import Session

if TYPE_CHECKING:
    from counter_app.domain.people import Person
    from counter_app.services.counter import Counter
    from counter_app.services.desk import Opening
    from counter_app.ui.screens.enrolment.view import EnrolmentView
    from counter_app.ui.workplace import Workplace

Ask = Callable[[str], str | None]
OpenCounter = Callable[[Ask], "Counter"]
PICTURE = (1366, 768)
ANEW = "enrols_anew"  # why the first opening ends where a token is to be pasted
NOISE = ("This plugin does not support propagateSizeHints()", "This plugin does not support raise()")
log = logging.getLogger(__name__)


class Application(QObject):
    """One window and what it takes to fill it.

    `open_counter(ask)` runs on the db lane after the first paint; `ask(sentence)` gets a passphrase or None.
    `enrol(token)` registers this PC, after which the counter is opened again. `remember(person_id)` keeps
    who sat here, for the next start. `opened(Workplace)` when people can work; `stopped(code)` when opening
    failed. `token_wanted` when it was closed so that this PC is enrolled under another name.
    """

    opened = Signal(object)
    stopped = Signal(str)

    def __init__(
        self,
        open_counter: OpenCounter,
        settings: Settings,
        enrol: Callable[[str], object] | None = None,
        printer: Printer | None = None,
        remember: Callable[[str], object] | None = None,
    ) -> None:
        super().__init__()
        self._open_counter, self._settings, self._enrol = open_counter, settings, enrol
        self._printer, self._remember = printer or Printer(), remember
        self.jobs, self.notices = Jobs(self), Notices(self)
        self.window = MainWindow(self.jobs)
        self.passphrase = PassphraseQuestion(self.window)
        self.workplace: Workplace | None = None
        self._enrolment: EnrolmentView | None = None
        self.token_wanted = False
        self.jobs.failed.connect(self._failed)
        self.window.painted.connect(self.open)
        self.window.notice.again.connect(self.open)
        self.window.closing.connect(self.passphrase.give_up)

    def open(self) -> None:
        """Open the counter behind the shell."""
        self.window.show_notice(_("Đang mở sổ…"))
        self.jobs.db(_opened, self._open_counter, self.passphrase.ask, then=self._work, otherwise=self._stop)

    def broken(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """Take the place of `sys.excepthook`: a bug in a slot is told like one on a lane."""
        if isinstance(error, Exception):
            self._failed(error)
        else:
            sys.__excepthook__(kind, error, trace)

    def _work(self, answer: "tuple[Counter, Opening]") -> None:
        from importlib.metadata import version

        from counter_app.ui.daily_copy import DailyCopy
        from counter_app.ui.daily_purge import DailyPurge
        from counter_app.ui.workplace import Workplace

        log.info("opened, version %s", version("counter-app"))
        session = Session(self.jobs, self.notices, *answer)
        session.setParent(self)
        session.person_changed.connect(self._seated)
        self.window.closing.connect(self._put_away)
        with theme.undressed():
            self.workplace = Workplace(self.window, session, self._printer, self._settings.last_person)
        self.workplace.health.enrolling.connect(self._enrol_anew)
        self.workplace.start()
        purge = DailyPurge(session, self)
        self.workplace.exchange.changed.connect(purge.heard)
        purge.now()
        DailyCopy(session, self).now()
        self.opened.emit(self.workplace)

    def _seated(self, person: "Person") -> None:
        if self._remember is not None:
            self.jobs.db(self._remember, person.person_id)

    def _put_away(self) -> None:
        """Hang up at once, so that nobody waits for a silent centre; close the counter last of all."""
        if self.workplace is not None:
            counter = self.workplace.session.counter
            self.jobs.at_end(counter.close)
            counter.centre.close()

    def _stop(self, error: CounterError) -> None:
        log.warning("not opened: %s", error.code)
        if error.code in ("not_enrolled", ANEW) and self._enrol is not None:
            self._show_enrolment()
            if self._enrolment is not None:
                self._enrolment.asks_again(error.code == ANEW)
        else:
            self.window.show_notice(_("Chưa mở được sổ"), sentence(error), "late", error.code, offer=True)
        self.stopped.emit(error.code)

    def _show_enrolment(self) -> None:
        from counter_app.ui.screens.enrolment.view import EnrolmentView

        if self._enrolment is None:
            self._enrolment = EnrolmentView()
            self._enrolment.pasted.connect(self._enrol_now)
            self._enrolment.put_off.connect(self.open)
            self.window.add_page("enrolment", _("Ghi danh"), self._enrolment)
        self.window.show_page("enrolment")

    def _enrol_anew(self) -> None:
        """Close the counter as any evening, for what follows is another installation's."""
        self.token_wanted = self._enrol is not None
        if self.token_wanted:
            self.window.close()

    def _enrol_now(self, token: str) -> None:
        if self._enrolment is not None and self._enrol is not None:
            self._enrolment.busy()
            self.jobs.db(self._enrol, token, then=self._enrolled, otherwise=self._not_enrolled)

    def _enrolled(self, _answer: object) -> None:
        self.open()

    def _not_enrolled(self, error: CounterError) -> None:
        if self._enrolment is not None:
            self._enrolment.refuse(sentence(error))

    def _failed(self, error: Exception) -> None:
        """Say once what nobody waited for; a bug gets a short id that the log knows too."""
        if isinstance(error, CounterError):
            log.warning("told: %s", error.code)
            self._tell(sentence(error))
            return
        name = uuid.uuid4().hex[:6]
        # Where it happened and not its message, which may hold what a citizen said.
        log.error("bug %s: %s\n%s", name, type(error).__name__, "".join(format_tb(error.__traceback__)))
        said = _("Phần mềm gặp lỗi (mã {name}). Việc đã lưu không mất. Báo quản trị mã này.").format(
            name=name
        )
        if self.workplace is None:
            self.window.show_notice(_("Chưa mở được sổ"), said, "late", name, offer=True)
            self.stopped.emit("bug")
        else:
            self._tell(said)

    def _tell(self, said: str) -> None:
        box = QMessageBox(QMessageBox.Icon.Warning, _("Quầy Một Cửa"), said, parent=self.window)
        box.addButton(_("Đóng"), QMessageBox.ButtonRole.AcceptRole)
        box.open()


def _opened(open_counter: OpenCounter, ask: Ask) -> "tuple[Counter, Opening]":
    """Run on the db lane: the heavy imports happen there, behind a painted shell."""
    counter = open_counter(ask)
    from counter_app.services import desk, papers, sync

    _loaded = (papers, sync)
    return counter, desk.opening(counter)


def dressed(settings: Settings, arguments: list[str] | None = None) -> QApplication:
    """Return the process's QApplication in the theme and language of the settings."""
    existing = QApplication.instance()
    app = existing if isinstance(existing, QApplication) else QApplication(arguments or sys.argv[:1])
    if existing is None and app.platformName() == "offscreen":
        _hush()
    app.setApplicationName("counter-app")
    texts.use(settings.language)
    app.setApplicationDisplayName(_("Quầy Một Cửa"))
    words = app.findChild(QtWords) or QtWords(app)
    app.removeTranslator(words)
    if settings.language == "vi":
        app.installTranslator(words)
    theme.apply(app, settings.theme)
    return app


def _hush() -> None:
    """Drop the lines that Qt's offscreen platform repeats for every window; the rest is passed on."""

    def pass_on(_kind: QtMsgType, _where: QMessageLogContext, said: str) -> None:
        if said not in NOISE:
            sys.stderr.write(f"{said}\n")

    qInstallMessageHandler(pass_on)


def run(
    open_counter: OpenCounter,
    settings: Settings,
    screenshot: Path | None = None,
    enrol: Callable[[str], object] | None = None,
    remember: Callable[[str], object] | None = None,
) -> int:
    """Show the window until it is closed; return the exit code.

    With `screenshot` the window is saved there as soon as people could work (or as soon as opening
    failed: then 1 is returned) and closed.
    """
    app, opens = dressed(settings), open_counter
    while True:
        application = Application(opens, settings, enrol, remember=remember)
        sys.excepthook = application.broken
        code = [0]
        if screenshot is not None:
            _picture(application, screenshot, code)
        else:
            application.window.showMaximized()
        ended = app.exec() or code[0]
        take_down()
        if not application.token_wanted:
            return ended
        opens = token_first(open_counter)


def token_first(open_counter: OpenCounter) -> OpenCounter:
    """Return an opener that proves at first only that the counter opens, and asks for a token."""
    asked: list[Ask] = []

    def opens(ask: Ask) -> "Counter":
        counter = open_counter(ask)
        if asked:
            return counter
        asked.append(ask)
        counter.close()
        raise Refused(ANEW, "token")

    return opens


def _picture(application: Application, screenshot: Path, code: list[int]) -> None:
    """Save the window as soon as people could work or opening failed, and close it."""
    from counter_app.ui.shots import shoot

    window = application.window

    def picture() -> None:
        shoot(window, screenshot)
        window.close()

    def done(how: object) -> None:
        code[0] = 1 if isinstance(how, str) else 0
        QTimer.singleShot(300, window, picture)

    application.opened.connect(done)
    application.stopped.connect(done)
    window.resize(*PICTURE)
    window.show()


def take_down() -> None:
    """Delete every window now: left to the interpreter's end, Qt's objects crash it now and then."""
    for widget in QApplication.topLevelWidgets():
        widget.close()
        widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
