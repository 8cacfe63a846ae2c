"""Half-filled forms are kept per officer and come back after a cut or a change of hands."""

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.services import drafts
from counter_app.ui.screens.intake import form as forms
from counter_app.ui.screens.intake.form import Form
from counter_app.ui.session import Session

AFTER = 800  # ms without a change


class Drafts(QObject):
    """`resumed(Form)` when the one who sits down left something unfinished."""

    resumed = Signal(object)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._owner = ""
        self._form: Form | None = None
        self._wait = QTimer(self, singleShot=True, interval=AFTER)
        self._wait.timeout.connect(self._due)

    def touch(self, form: Form) -> None:
        """Keep this form soon."""
        self._form = form
        self._wait.start()

    def keep(self, form: Form) -> None:
        """Keep this form now; a blank one forgets the draft."""
        self._wait.stop()
        if self._owner:
            self._save(self._owner, forms.to_draft(form))

    def seated(self, form: Form) -> None:
        """Somebody sat down: what is on the screen becomes his; on a blank screen his own draft returns."""
        before, self._owner = self._owner, self._session.actor_id
        if form.blank:
            jobs, counter = self._session.jobs, self._session.counter
            jobs.db(drafts.load, counter, self._owner, then=self._loaded, otherwise=self._session.unread)
        else:
            if before and before != self._owner:
                self._save(before, "")
            self.keep(form)

    def _due(self) -> None:
        if self._form is not None:
            self.keep(self._form)

    def _loaded(self, text: str | None) -> None:
        form = forms.from_draft(text)
        if form is not None:
            self.resumed.emit(form)

    def _save(self, person_id: str, text: str) -> None:
        self._session.jobs.db(drafts.save, self._session.counter, person_id, text)
