"""The demo's second half: what happens to a dossier after its reception, in the same window."""

from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import Qt

from counter_app.services import board, explanation, forms, inbox, life, recomputation
from counter_app.services.life_offers import Act
from counter_app.texts.formats import moment

if TYPE_CHECKING:
    from counter_app.ui.rehearsal import Rehearsal


class Teller(Protocol):
    """What the demo tells a newcomer with."""

    def step(self, text: str) -> None:
        """Begin a step."""

    def say(self, text: str) -> None:
        """Tell a detail."""

    def check(self, what: str, holds: bool) -> None:
        """Tell a check."""


def live(tell: Teller, window: "Rehearsal", out: Path, code: str) -> None:
    """Ask for a paper, take it, apologise, look at the board and at what stands behind each date."""
    screens = out / "screens"
    counter = window.counter
    tell.step("7. After reception: a paper is asked for, the limit restarts, and both promises stay visible.")
    window.dossier.open(code)
    window.shoot(screens / "9-dossier.png")
    first = life.file_of(counter, window.reader_id, code).dossier.first_due
    window.dossier.begin(Act.ASK_SUPPLEMENT)
    window.press(Qt.Key.Key_Space)
    window.dossier.do()
    waiting = life.file_of(counter, window.reader_id, code).dossier
    tell.check("while the citizen must act no promise runs", waiting.watched is None)
    window.dossier.begin(Act.COMPLETE_SUPPLEMENT)
    window.dossier.do()
    after = life.file_of(counter, window.reader_id, code).dossier
    tell.say(f"first {moment(after.first_due)}, now {moment(after.due)}")
    tell.check("the first promise is kept beside the new one", after.first_due == first)
    tell.step("8. Form 04 is prepared for the head's signature; the date does not move before it.")
    window.dossier.begin(Act.PREPARE_APOLOGY)
    window.shoot(screens / "10-apology.png")
    window.dossier.do(screens / "11-form-04.png")
    prepared = life.file_of(counter, window.reader_id, code).dossier
    tell.check("the promise stands", (prepared.due, prepared.extended_due) == (after.due, None))
    _papers(tell, window, out, code)
    _look(tell, window, screens, code)


def _papers(tell: Teller, window: "Rehearsal", out: Path, code: str) -> None:
    """Keep every paper of the dossier beside the receipts."""
    folder = out / "receipts"
    folder.mkdir(exist_ok=True)
    made = []
    for event, fact in life.file_of(window.counter, window.reader_id, code).history:
        if forms.form_of(fact):
            paper = forms.paper_of(window.counter, window.reader_id, event.event_id)
            (folder / f"{code}-form-{paper.form}-{event.seq}.pdf").write_bytes(paper.pdf)
            made.append(paper.form)
    (folder / f"{code}-form-06.pdf").write_bytes(
        forms.control_sheet(window.counter, window.reader_id, code).pdf
    )
    tell.check(f"its papers are forms {', '.join(made)} and 06", {"02", "04"} <= set(made))


def _look(tell: Teller, window: "Rehearsal", screens: Path, code: str) -> None:
    counter = window.counter
    tell.step("9. The board of due dates, the day, the inbox, the reports; and what stands behind a date.")
    counts = board.look(counter, window.reader_id).counts
    tell.check("the board shows what is open", counts[board.Lot.ALL] >= 1)
    for number, page in enumerate(("deadlines", "today", "online", "reports"), start=12):
        window.go(page)
        window.shoot(screens / f"{number}-{page}.png")
    tell.check("the portal's dossier waits in the inbox", len(inbox.arrivals(counter, window.reader_id)) == 1)
    window.dossier.open(code)
    window.type("e")
    window.shoot(screens / "16-grounds.png")
    tell.check(
        "every date is explained and holds", explanation.explain(counter, window.reader_id, code).holds
    )
    found = recomputation.recompute(counter)
    tell.check(f"verify --all reckons {found.dossiers} dossiers again", not found.count and not found.apart)
