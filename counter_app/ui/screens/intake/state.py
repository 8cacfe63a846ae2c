"""All that the intake page shows, as one frozen value."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from counter_app.domain.catalog import Procedure
from counter_app.services.desk import Promise
from counter_app.services.earlier import Earlier
from counter_app.ui.screens.intake.acts import Act
from counter_app.ui.screens.intake.form import Form

NOTHING = Earlier()


@dataclass(frozen=True, slots=True)
class IntakeState:
    """All that the view shows. `errors` are sentences by field; `question` waits for yes or no.

    `lacking` marks the question whether all compulsory papers are there although not all are answered.
    `mode` is REFUSE, AMEND or CAPTURE while the form is filled in for that; then `code` is the dossier put
    right and `aside` the form that comes back afterwards. `asked` was done last, to be repeated on a yes.
    """

    form: Form
    procedure: Procedure | None = None
    hits: tuple[Procedure, ...] = ()
    promise: Promise | None = None
    no_promise: str = ""
    errors: Mapping[str, str] = field(default_factory=dict)
    summary: str = ""
    question: str = ""
    lacking: bool = False
    hint: str = ""
    busy: bool = False
    earlier: Earlier = NOTHING
    mode: Act | None = None
    code: str = ""
    aside: Form | None = None
    asked: Act = Act.RECEIVE

    @property
    def main(self) -> Act:
        """What the main action does now."""
        return self.mode or (Act.ASK if self.asks_for_papers else Act.RECEIVE)

    @property
    def asks_for_papers(self) -> bool:
        """A paper that must be there is missing: the main action is Form 02."""
        return any(row.blocks for row in self.form.papers) and self.procedure is not None
