"""The page Hồ sơ without widgets: joins searching, the open file, the act at hand and its papers."""

from PySide6.QtCore import QObject

from counter_app.domain.events import DossierReceived
from counter_app.domain.kinds import Fact
from counter_app.domain.promise_events import PaymentSettled, ProcedureCorrected, SupplementCompleted
from counter_app.domain.step_events import DossierAmended
from counter_app.services import scan_papers
from counter_app.services.life_offers import Act
from counter_app.services.search import Hit
from counter_app.texts import _, life_facts
from counter_app.ui.printer import Printer
from counter_app.ui.screens.dossiers.acting import Acting, Done, Panel
from counter_app.ui.screens.dossiers.filing import Filing, Side
from counter_app.ui.screens.dossiers.papering import Papering, PaperState
from counter_app.ui.screens.dossiers.searching import Searching
from counter_app.ui.session import Session

# Facts that make or replace the receipt that a citizen holds.
_RECEIPTS: tuple[type[Fact], ...] = (
    DossierReceived,
    SupplementCompleted,
    PaymentSettled,
    ProcedureCorrected,
    DossierAmended,
)


class DossiersPresenter(QObject):
    """Its four parts tell their own changes; what one means for another is decided here."""

    def __init__(self, session: Session, printer: Printer, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.searching = Searching(session, self)
        self.filing = Filing(session, self)
        self.acting = Acting(session, self)
        self.papering = Papering(session, printer, self)
        self.searching.scanned.connect(self.open)
        self.acting.changed.connect(self._acting)
        self.acting.done.connect(self._done)
        self.papering.changed.connect(self._papering)
        self.papering.failed.connect(self._failed)

    def open(self, code: str) -> None:
        """Open a dossier; an act that was being filled in is kept with its own."""
        self.acting.leave()
        self.papering.leave()
        self.filing.open(code)

    def open_hit(self, hit: Hit) -> None:
        """Open what was found: a dossier, or the paper given to somebody turned away."""
        if hit.dossier is not None:
            self.open(hit.dossier.code)
        elif hit.away is not None:
            self.acting.leave()
            self.filing.shut()
            self.papering.show_event(hit.away.event_id)
            said = _("Số của lần này, để trung tâm xóa dữ liệu khi người đó yêu cầu: {number}")
            self.filing.say(said.format(number=hit.away.event_id))

    def begin(self, act: Act) -> None:
        """Open the panel of an act of the open dossier."""
        file = self.filing.current
        if file is not None:
            self.filing.say("")
            self.acting.begin(act, file)

    def begin_before(self) -> None:
        """Open what must be done before the act at hand; what was typed comes again with its act."""
        panel = self.acting.panel
        if panel is not None and panel.before is not None:
            self.begin(panel.before)

    def look(self, key: str) -> None:
        """Show grounds (E), the receipt as it stands (I), Form 06 (J), or the newest scan (F)."""
        file = self.filing.current
        if file is None:
            return
        if key == "E":
            self.filing.explain()
        elif key == "J":
            self.papering.show_control(file.dossier.code)
        elif key == "F":
            if digest := scan_papers.named(file.history):
                self.papering.show_scan(file.dossier.code, digest)
        else:
            last = [event.event_id for event, fact in file.history if isinstance(fact, _RECEIPTS)]
            self.papering.show_event(last[-1])

    def do(self) -> None:
        """Ctrl+Enter: do what is at hand."""
        if self.acting.panel is not None:
            self.acting.submit()
        elif self.papering.state is not None:
            self.papering.print()

    def step_back(self) -> None:
        """Back to the story; what was typed stays with its act."""
        self.acting.leave()
        self.papering.leave()
        self.filing.turn(Side.STORY if self.filing.state.code else Side.NOTHING)

    def hush(self) -> None:
        """Take the newest sentence away."""
        self.filing.say("")

    def go_on(self) -> None:
        """Somebody works on: what went well has been read by now, a warning stays."""
        if self.filing.state.said and self.filing.state.tone == "ok":
            self.filing.say("")

    def _acting(self, panel: Panel | None) -> None:
        if panel is not None and self.filing.state.side is not Side.ACT:
            self.filing.turn(Side.ACT)
        elif panel is None and self.filing.state.side is Side.ACT:
            self.filing.turn(Side.STORY)

    def _papering(self, state: PaperState | None) -> None:
        if state is not None and self.filing.state.side is not Side.PAPER:
            self.filing.turn(Side.PAPER)
        elif state is None and self.filing.state.side is Side.PAPER:
            self.filing.turn(Side.STORY if self.filing.state.code else Side.NOTHING)

    def _done(self, done: Done) -> None:
        facts = done.acted.facts
        said = life_facts.line(facts[0]) if facts else _("Việc này đã ghi rồi.")
        self.filing.say(_("Đã ghi: {what}.").format(what=said), "ok")
        self.papering.show_new(done.acted.event_id)

    def _failed(self, said: str) -> None:
        self.filing.say(said, "warn")
