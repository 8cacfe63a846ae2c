"""The frame: rail, header, page, facts. Painted first; the counter is opened behind it afterwards."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QKeySequence, QPaintEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedLayout, QStackedWidget, QVBoxLayout, QWidget

from counter_app.texts import _
from counter_app.ui.jobs import Jobs
from counter_app.ui.widgets.banner import Banner
from counter_app.ui.widgets.field import label
from counter_app.ui.widgets.notice_page import NoticePage
from counter_app.ui.widgets.rail import Place, Rail
from counter_app.ui.widgets.status import Status

INTAKE, DOSSIERS, ONLINE, SYNC, OFFICERS = "intake", "dossiers", "online", "sync", "officers"
LOCK = "lock"
NEWS_KEYS = ("F12", "Shift+F12")  # to go there, and to put it off
DEADLINES, TODAY, REPORTS, PEOPLE = "deadlines", "today", "reports", "people"


class MainWindow(QWidget):
    """Knows pages by name and nothing of dossiers. A cover may lie over them, whatever they do meanwhile.

    `painted` once, after the first paint; `wanted(name)` when a person asks for a page; `closing` once.
    """

    painted = Signal()
    wanted = Signal(str)
    closing = Signal()

    def __init__(self, jobs: Jobs) -> None:
        super().__init__()
        self.jobs = jobs
        self.setObjectName("window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(_("Quầy Một Cửa"))
        self.rail = Rail(
            (
                Place(TODAY, _("Hôm nay"), "today", "F2"),
                Place(INTAKE, _("Tiếp nhận"), "intake", "F3"),
                Place(ONLINE, _("Trực tuyến"), "arrivals", "F10"),
                Place(DOSSIERS, _("Hồ sơ"), "dossier", "F4"),
                Place(DEADLINES, _("Hạn trả"), "clock", "F5"),
                Place(PEOPLE, _("Nhân sự"), "people", "F6"),
                Place(REPORTS, _("Báo cáo"), "reports", "F7"),
                Place(SYNC, _("Gửi về\ntrung tâm"), "sync", "F8"),
            )
        )
        self.status = Status(("person", "lock", "link", "unsent", "clock", "doubt"))
        self.news = Banner(_("Xem"), _("Để sau"), keys=NEWS_KEYS)
        self.notice = NoticePage(_("Thử lại"))
        self.notice.say(_("Đang mở sổ…"))
        self._title = label("", "section")
        self._aside = label("", "small")
        self._aside.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self._aside.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._pages: dict[str, tuple[QWidget | Callable[[], QWidget], str]] = {}
        self._stack = QStackedWidget()
        self._stack.addWidget(self.notice)
        self._first = True
        self._lay_out()
        self.rail.setEnabled(False)
        self.rail.wanted.connect(self.wanted)
        self.status.wanted.connect(self.wanted)
        for key, name in (("Ctrl+Shift+L", OFFICERS), ("Ctrl+L", LOCK)):
            shortcut = QShortcut(QKeySequence(key), self)
            shortcut.setContext(Qt.ShortcutContext.ApplicationShortcut)  # from a paper's own window too
            shortcut.activated.connect(partial(self.wanted.emit, name))

    def add_page(self, name: str, title: str, page: QWidget | Callable[[], QWidget]) -> None:
        """Take a page in, under a name; one given as a call is made when it is first shown."""
        self._pages[name] = (page, title)
        if isinstance(page, QWidget):
            self._stack.addWidget(page)

    def show_page(self, name: str) -> None:
        """Bring a page to the front."""
        page, title = self._pages[name]
        if not isinstance(page, QWidget):
            page = page()
            self.add_page(name, title, page)
        self._stack.setCurrentWidget(page)
        self._title.setText(title)
        self.rail.mark(name)
        page.setFocus()

    @property
    def is_covered(self) -> bool:
        """Tell whether nothing of the pages can be seen or worked."""
        return self._layers.currentWidget() is not self._content

    def set_cover(self, cover: QWidget) -> None:
        """Take in what lies over the pages when they are covered."""
        self.rail.mark("")
        self._layers.addWidget(cover)

    def cover(self) -> None:
        """Hide the pages. What they do goes on, and takes no key: they are disabled as well as hidden."""
        self._layers.setCurrentIndex(self._layers.count() - 1)
        self._content.setEnabled(False)
        self.rail.setEnabled(False)

    def uncover(self) -> None:
        """Show the pages again."""
        self._content.setEnabled(True)
        self.rail.setEnabled(True)
        self._layers.setCurrentWidget(self._content)

    def show_notice(
        self, title: str, text: str = "", tone: str = "", code: str = "", offer: bool = False
    ) -> None:
        """Bring the page of few words to the front."""
        self.notice.say(title, text, tone, code, offer)
        self._stack.setCurrentWidget(self.notice)
        self._title.setText("")

    def say_aside(self, words: str) -> None:
        """Show small words at the header's right: the keys of this page."""
        self._aside.setText(words)

    @property
    def page(self) -> QWidget | None:
        """The page at the front."""
        return self._stack.currentWidget()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell once that the shell stands on the screen."""
        super().paintEvent(event)
        if self._first:
            self._first = False
            QTimer.singleShot(0, self, self.painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:
        """Let the lanes finish what they write."""
        self.closing.emit()
        self.jobs.close()
        super().closeEvent(event)

    def _lay_out(self) -> None:
        header = QWidget()
        header.setObjectName("header")
        header.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        header.setFixedHeight(40)
        top = QHBoxLayout(header)
        top.setContentsMargins(16, 0, 16, 0)
        top.addWidget(self._title)
        top.addWidget(self._aside, 1)
        self._content = QWidget()
        column = QVBoxLayout(self._content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget, stretch in ((header, 0), (self.news, 0), (self._stack, 1)):
            column.addWidget(widget, stretch)
        self._layers = QStackedLayout()
        self._layers.addWidget(self._content)
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addLayout(self._layers, 1)
        right.addWidget(self.status)
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.rail)
        whole.addLayout(right, 1)
