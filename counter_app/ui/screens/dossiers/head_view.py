"""The head of a file: whose it is, its state, every promise made, the time left."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from counter_app.domain.dossier import Dossier
from counter_app.services.life import DossierFile
from counter_app.services.promises import Ground, Outlook, Promised
from counter_app.texts import _, formats, life, paper_book
from counter_app.ui import theme
from counter_app.ui.screens.dossiers import marks
from counter_app.ui.screens.dossiers.filing import FileState, Side
from counter_app.ui.widgets.field import label, restyle, rule

ALL, REST = 3, "E"  # promises shown in full; the key under which the others are read


class Marked(QWidget):
    """An icon and words in the same tone."""

    def __init__(self, role: str = "strong") -> None:
        super().__init__()
        self._icon, self.words = QLabel(), label("", role)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._icon)
        row.addWidget(self.words)

    def say(self, words: str, icon: str, token: str) -> None:
        """Show these words."""
        self.words.setText(words)
        self.words.setProperty("tone", token)
        restyle(self.words)
        self._icon.setPixmap(theme.icon(icon, token).pixmap(18, 18))


class HeadView(QFrame):
    """`earlier(code)` when the dossier before this one is wanted."""

    earlier = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.name = label("", "page")
        self.name.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.state, self.left, self.late = Marked(), Marked("section"), Marked()
        self.code = label("", "strong")
        self.code.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._procedure, self._facts = label("", "muted"), label("", "muted")
        for words in (self.name, self._procedure, self._facts):
            words.setWordWrap(True)
        self._linked = ""
        self.link = QPushButton()
        self.link.setObjectName("quiet")
        self.link.clicked.connect(lambda: self.earlier.emit(self._linked))
        self.promises: list[tuple[str, bool]] = []
        self._shown: tuple[Promised, ...] | None = None
        self._table = QGridLayout()
        self.standing, self._rule = label("", "strong"), rule()
        self._promises = QWidget()
        self._lay_out()

    def render_state(self, state: FileState) -> None:
        """Show the file's head."""
        if state.file is None or state.outlook is None:
            return
        dossier = state.file.dossier
        self.name.setText(dossier.name or _("(đã xóa theo quy định)"))
        self.code.setText(dossier.code)
        self._procedure.setText(f"{dossier.procedure} · {dossier.procedure_name}")
        self._facts.setText(_facts(state.file, state.outlook))
        self.state.say(*marks.state(dossier))
        self.left.say(*marks.time_left(state.outlook.urgency, dossier))
        self.late.say(*marks.lateness(state.outlook.lateness, dossier.arrived is not None))
        self._linked = state.file.earlier
        self.link.setText(_("Hồ sơ trước: {code}  (A)").format(code=self._linked))
        self._show_promises(state.outlook.promises)
        self._make_room(state.side in (Side.PAPER, Side.GROUNDS))

    def _make_room(self, brief: bool) -> None:
        """Beside a paper or grounds, show no more than whose it is and what was promised."""
        rest = (self._procedure, self._facts, self.late, self.left, self._rule, self._promises)
        for widget in rest:
            widget.setVisible(not brief)
        self.standing.setVisible(brief)
        self.link.setVisible(bool(self._linked) and not brief)

    def _show_promises(self, promises: tuple[Promised, ...]) -> None:
        if promises == self._shown:
            return
        self._shown = promises
        while (item := self._table.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()  # it may be painted once more before it goes
                old.deleteLater()
        self.promises = []
        folded = promises
        if len(promises) > ALL:
            folded = tuple(one for at, one in enumerate(promises) if at == 0 or one.stands)
        for row, one in enumerate(folded):
            said = formats.moment(one.due)
            due = label(said, _role(one))
            due.setAccessibleName(_spoken(one, said))
            why = label(marks.ground(one), "muted")
            why.setToolTip(why.text())
            why.setWordWrap(True)
            policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            why.setSizePolicy(policy)  # a long one wraps and widens nothing
            self._table.addWidget(due, row, 0)
            self._table.addWidget(why, row, 1)
            self.promises.append((said, one.stands))
            if one.stands:
                self.standing.setText(_brief(said, formats.moment(promises[0].due)))
            restyle(due)
        if len(folded) < len(promises):
            words = _("và {count} lần khác ({key})").format(count=len(promises) - len(folded), key=REST)
            self._table.addWidget(label(words, "muted"), len(folded), 0, 1, 2)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(14)
        top.addWidget(self.name, 1)
        top.addWidget(self.late)
        top.addWidget(self.state)
        codes = QHBoxLayout()
        codes.setSpacing(10)
        codes.addWidget(self.code)
        codes.addWidget(self._procedure, 1)
        codes.addWidget(self.standing, 1)
        codes.addWidget(self.left)
        self._table.setHorizontalSpacing(14)
        self._table.setVerticalSpacing(2)
        self._table.setColumnStretch(1, 1)
        self._table.setContentsMargins(0, 0, 0, 0)
        self._promises.setLayout(self._table)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 10)
        column.setSpacing(4)
        column.addLayout(top)
        column.addLayout(codes)
        column.addWidget(self._facts)
        column.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._rule)
        column.addWidget(self._promises)


def _brief(due: str, first: str) -> str:
    """Say the promise that stands, never without the receipt's."""
    if due == first:
        return _("Hẹn {due}").format(due=due)
    return _("Hẹn {due} (lần đầu {first})").format(due=due, first=first)


def _role(one: Promised) -> str:
    """Strike only what was replaced: an apology that extends nothing never bound anybody."""
    if one.ground is Ground.APOLOGY:
        return "muted"
    return "strong" if one.stands else "struck"


def _spoken(one: Promised, due: str) -> str:
    if one.ground is Ground.APOLOGY:
        return _("xin lỗi, hẹn lại {due}, không gia hạn").format(due=due)
    return due if one.stands else _("{due}, đã thay").format(due=due)


def _facts(file: DossierFile, outlook: Outlook) -> str:
    dossier = file.dossier
    parts = [
        _("Nhận {at}").format(at=formats.short_moment(dossier.received)),
        *paper_book.brief(file.case.reception),
        _("Phụ trách: {who}").format(who=outlook.responsible or "–"),
        _("Hồ sơ ở: {unit}").format(unit=life.unit(dossier.holder)),
        _fee(dossier),
        _("Trả {way}").format(way=_(life.WAYS[dossier.return_by])),
    ]
    return " · ".join(parts)


def _fee(dossier: Dossier) -> str:
    if dossier.fee_exempt:
        return _("Miễn phí")
    if not dossier.fee_amount:
        return _("Không thu phí")
    said = _("Phí {amount} đã thu") if dossier.fee_paid else _("Phí {amount} chưa thu")
    return said.format(amount=formats.money(dossier.fee_amount))
