"""The right of the page: the marked square in words, and the requests with what may be done about each."""

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from counter_app.domain.staff.coverage import Cover
from counter_app.domain.staff.roster import Roster
from counter_app.texts import _
from counter_app.ui.screens.people import words
from counter_app.ui.screens.people.inbox import Deed, Item, Need
from counter_app.ui.screens.people.presenter import PeopleState
from counter_app.ui.screens.people.requesting import Requests
from counter_app.ui.screens.people.rows import LineRows
from counter_app.ui.widgets.banner import Banner
from counter_app.ui.widgets.field import label
from counter_app.ui.widgets.lines import Line, Words

_PRIMARY = (Deed.ACCEPT, Deed.BEGIN, Deed.APPROVE)


class SquareCard(QFrame):
    """The marked square: a substitute is `wanted`, `back` early, the absence's `document` is to be seen."""

    wanted = Signal()
    back = Signal()
    document = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.head, self.said = label("", "strong"), label("", "muted")
        self.find_it = QPushButton(_("Tìm người thay    T"))
        self.back_it = QPushButton(_("Về sớm    V"))
        self.document_it = QPushButton(_("Giấy tờ    M"))
        for part in (self.head, self.said):
            part.setWordWrap(True)
        self._row = QGridLayout()
        self._row.setSpacing(8)
        self._row.setColumnStretch(3, 1)
        self._deeds = (self.find_it, self.back_it, self.document_it)
        signals = (self.wanted, self.back, self.document)
        for button, signal in zip(self._deeds, signals, strict=True):
            button.setAutoDefault(True)
            button.clicked.connect(signal)
        self.lay_out(slim=False)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(4)
        column.addWidget(self.head)
        column.addWidget(self.said)
        column.addLayout(self._row)

    def lay_out(self, slim: bool) -> None:
        """Put the buttons in one row, or the last below where there is no room for three."""
        for at, button in enumerate(self._deeds):
            self._row.addWidget(button, at // 2 if slim else 0, at % 2 if slim else at)

    def render_square(self, state: PeopleState) -> None:
        """Show the marked square; nothing to do, no button."""
        square = state.square
        if square is None or state.rota is None:
            self.hide()
            return
        self.show()
        self.head.setText(words.head(square))
        self.said.setText(words.square(square, state.rota.roster.people))
        token = {"accent": "muted"}.get(words.tone_of(square), words.tone_of(square))
        if self.said.property("tone") != token:
            self.said.setProperty("tone", token)
            self.said.style().unpolish(self.said)
            self.said.style().polish(self.said)
        worst = square.worst
        ahead = worst is not None and worst.end > state.rota.roster.now
        away = worst is not None and bool(worst.absent) and ahead and state.may_log
        self.find_it.setVisible(away and square.cover in (Cover.UNCOVERED, Cover.AT_RISK))
        self.back_it.setVisible(away)
        self.document_it.setVisible(bool(state.documented))


class InboxView(QWidget):
    """`marked(request_id)`, `deed(Deed)`, `dismissed`; letters in the list do what the buttons do."""

    marked = Signal(str)
    deed = Signal(object)
    dismissed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._roster: Roster | None = None
        self.title = label("", "section")
        self.list: LineRows[Item] = LineRows(
            _("Không có đề nghị nào đang chờ."), self._spoken, self._lines, self._icon, 3
        )
        self.list.setAccessibleName(_("Đề nghị thay"))
        self.waits = label("", "small")
        self.waits.setWordWrap(True)
        self.sure = Banner(_("Đồng ý"), _("Thôi"), upright=True)
        self.buttons: dict[Deed, QPushButton] = {}
        self._row = QGridLayout()
        self._row.setSpacing(8)
        for one in Deed:
            button = QPushButton(f"{words.deed(one)}    {words.DEEDS[one][1]}", self)
            button.setAccessibleName(words.deed(one))
            button.setAutoDefault(True)
            button.clicked.connect(partial(self.deed.emit, one))
            self.buttons[one] = button
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.title)
        column.addWidget(self.list, 1)
        column.addWidget(self.waits)
        column.addWidget(self.sure)
        column.addLayout(self._row)
        self._join()

    def render_state(self, state: Requests) -> None:
        """Show what waits."""
        self._roster = state.roster
        ids = [one.request.request for one in state.items]
        self.list.show_rows(state.items, ids.index(state.marked) if state.marked in ids else -1)
        mine = sum(one.mine for one in state.items)
        said = _("Đề nghị thay ({count})").format(count=len(state.items))
        self.title.setText(_("{said} · {mine} chờ bạn").format(said=said, mine=mine) if mine else said)
        item = state.item
        self.waits.setText(words.waits_for(item, self._roster) if item and self._roster else "")
        self.waits.setVisible(bool(self.waits.text()))
        self._place(item.deeds if item else ())
        for button in self.buttons.values():
            button.setEnabled(not state.busy)
        asked = state.asking is not None and self.sure.isHidden()
        self.sure.say(words.sure(state.asking) if state.asking else "", "warn")
        if asked:
            self.sure.dismiss.setFocus(Qt.FocusReason.OtherFocusReason)

    def first(self) -> Deed | None:
        """The deed that Enter does on the marked request."""
        shown = [one for one, button in self.buttons.items() if not button.isHidden()]
        return next((one for one in _PRIMARY if one in shown), None)

    def _place(self, deeds: tuple[Deed, ...]) -> None:
        """Put the buttons of these deeds two by two."""
        for one, button in self.buttons.items():
            button.setVisible(one in deeds)
            self._row.removeWidget(button)
        self.list.letters = frozenset(words.DEEDS[one][1] for one in deeds)
        for at, one in enumerate(deeds):
            self._row.addWidget(self.buttons[one], at // 2, at % 2)

    def _spoken(self, item: Item) -> str:
        if self._roster is None:
            return ""
        said = words.need(item)[0]
        return ". ".join((said, *words.request(item, self._roster), words.waits_for(item, self._roster)))

    def _lines(self, item: Item) -> tuple[Line, ...]:
        if self._roster is None:
            return ()
        said, _icon, token = words.need(item)
        line, when = words.request(item, self._roster)
        state = Words(said, token, strong=True, small=True)
        unconfirmed = item.request.began is not None and item.need is not Need.RUNNING
        ink = "late" if unconfirmed else "ink"
        return ((state,), (Words(line, ink, small=True),), (Words(when, "muted", small=True),))

    def _icon(self, item: Item) -> tuple[str, str]:
        _said, icon, token = words.need(item)
        return icon, token

    def _join(self) -> None:
        self.list.walked.connect(self._walked)
        self.list.entered.connect(self._enter)
        self.list.struck.connect(self._struck)
        self.sure.accepted.connect(self._agree)
        self.sure.dismissed.connect(self.dismissed)

    def _walked(self, position: int) -> None:
        self.marked.emit(self.list.rows.rows[position].request.request)

    def _enter(self) -> None:
        found = self.first()
        if found is not None:
            self.deed.emit(found)

    def _struck(self, letter: str) -> None:
        for one, button in self.buttons.items():
            if words.DEEDS[one][1] == letter and not button.isHidden():
                self.deed.emit(one)

    def _agree(self) -> None:
        """Do what was asked once more."""
        self.deed.emit(None)
