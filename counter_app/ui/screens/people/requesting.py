"""The requests that wait, without widgets: one is marked, and what may be done about it is done."""

from dataclasses import dataclass, replace
from typing import Any

from PySide6.QtCore import QObject, Signal

from counter_app.domain.staff.commands import (
    AnswerSubstitution,
    BeginSubstitution,
    EndSubstitution,
    StaffCommand,
)
from counter_app.domain.staff.roster import Roster
from counter_app.domain.staff_events import Ending
from counter_app.errors import CounterError
from counter_app.texts.refusals import sentence
from counter_app.ui.screens.people import acts, inbox
from counter_app.ui.screens.people.acts import Days
from counter_app.ui.screens.people.inbox import Deed, Item
from counter_app.ui.session import Session

_SURE = frozenset((Deed.DECLINE, Deed.END))  # asked once more
_PAPERS = (Deed.PAPER, Deed.NOTICE)
_ELSEWHERE = frozenset((Deed.APPROVE, Deed.REFUSE, Deed.ANOTHER, *_PAPERS))  # another part does these


@dataclass(frozen=True, slots=True)
class Requests:
    """`marked` is the id of the marked request, "" for none; `asking` a deed that waits for a yes."""

    roster: Roster | None = None
    items: tuple[Item, ...] = ()
    marked: str = ""
    asking: Deed | None = None
    busy: bool = False

    @property
    def item(self) -> Item | None:
        """The marked request."""
        return next((one for one in self.items if one.request.request == self.marked), None)


class Requesting(QObject):
    """`changed(Requests)`, `done(Done)`, `refused(sentence)`; `wanted(Deed, Item)` for another part."""

    changed = Signal(object)
    done = Signal(object)
    refused = Signal(str)
    wanted = Signal(object, object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._days = Days("", "")
        self._event_id = ""
        self.state = Requests()
        session.jobs.failed.connect(self._freed)
        session.person_changed.connect(self._another)

    def show(self, roster: Roster, days: Days) -> None:
        """Take what waits in this roster for the person before the screen."""
        self._days = days
        actor = self._session.person.person_id if self._session.person else ""
        found = inbox.items(roster, actor)
        ids = [one.request.request for one in found]
        marked = self.state.marked if self.state.marked in ids else next(iter(ids), "")
        self._show(roster=roster, items=found, marked=marked)

    def mark(self, request_id: str) -> None:
        """Take note of the request a person walked to."""
        if request_id != self.state.marked:
            self._show(marked=request_id, asking=None)

    def do(self, deed: Deed | None) -> None:
        """Do something with the marked request; what takes something back is asked once more: None is yes."""
        item, deed = self.state.item, deed or self.state.asking
        if item is None or self.state.busy or deed not in item.deeds:
            return
        if deed in _ELSEWHERE:
            self.wanted.emit(deed, item)
        elif deed in _SURE and self.state.asking is not deed:
            self._event_id = self._session.counter.new_event_id()
            self._show(asking=deed)
        else:
            self._act(deed, item)

    def dismiss(self) -> None:
        """Not now."""
        if self.state.asking is not None:
            self._show(asking=None)

    def _act(self, deed: Deed, item: Item) -> None:
        if deed not in _SURE:
            self._event_id = self._session.counter.new_event_id()
        command, session = self._command(deed, item), self._session
        self._show(busy=True, asking=None)
        session.jobs.db(
            acts.act, session.counter, command, self._days, then=self._acted, otherwise=self._refused
        )

    def _command(self, deed: Deed, item: Item) -> StaffCommand:
        ids, request = (self._event_id, self._session.actor_id), item.request.request
        if deed is Deed.BEGIN:
            return BeginSubstitution(*ids, request)
        if deed is Deed.END:
            own = item.request.asked.substitute == self._session.actor_id
            return EndSubstitution(*ids, request, Ending.NOT_ABLE if own else Ending.NOT_NEEDED)
        return AnswerSubstitution(*ids, request, deed is Deed.ACCEPT)

    def _acted(self, done: acts.Done) -> None:
        self._show(busy=False)
        self.done.emit(done)

    def _refused(self, error: CounterError) -> None:
        self._show(busy=False)
        self.refused.emit(sentence(error))

    def _freed(self, error: Exception) -> None:
        if self.state.busy and not isinstance(error, CounterError):
            self._show(busy=False)

    def _another(self, _person: object) -> None:
        self.dismiss()

    def _show(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)
