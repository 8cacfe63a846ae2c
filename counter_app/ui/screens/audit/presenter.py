"""Who did what when, without widgets: narrowed, read on page by page, saved as a table."""

import threading
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from counter_app.errors import CounterError, Refused
from counter_app.services import audit
from counter_app.services.audit import AuditPage, Entry, Wanted
from counter_app.services.counter import Counter
from counter_app.texts import _, formats
from counter_app.texts.refusals import sentence
from counter_app.ui.fetching_staff import StaffFetching
from counter_app.ui.screens.dossiers.acts import describing
from counter_app.ui.session import Session


@dataclass(frozen=True, slots=True)
class AuditState:
    """What is shown. `below` begins the next page; `seen` of `total` is how far a table has come.

    `typed` are the days as typed, `errors` sentences by field (first, last). `read` tells that an answer has
    come since somebody else sat here.
    """

    wanted: Wanted = Wanted()  # noqa: RUF009 - frozen
    typed: tuple[tuple[str, str], ...] = (("first", ""), ("last", ""))
    entries: tuple[Entry, ...] = ()
    below: int | None = None
    busy: bool = False
    read: bool = False
    saving: bool = False
    seen: int = 0
    total: int = 0
    said: str = ""
    tone: str = "info"
    errors: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Answer:
    number: int
    below: int | None
    page: AuditPage
    again: bool


class AuditPresenter(QObject):
    """`changed(AuditState)`."""

    changed = Signal(object)
    _told = Signal(int, int)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.state = AuditState()
        self._asked = 0
        self._lacking: int | None = None  # the page whose grounds are fetched, by its `below`
        self._stop = threading.Event()
        self._told.connect(self._seen)  # from the lane's thread: Qt brings it over
        self.fetching = StaffFetching(session, self)
        self.fetching.came.connect(self._look_again)
        self.fetching.failed.connect(self._unfetched)
        session.person_changed.connect(self._forget)

    def refresh(self) -> None:
        """Read the newest page of what is wanted."""
        self._read(None)

    def narrow(self, **changes: Any) -> None:
        """Take another filter: `person`, `topic`, `subject`."""
        self._change(wanted=replace(self.state.wanted, **changes))
        self.refresh()

    def take_day(self, name: str, typed: str) -> None:
        """Take the `first` or the `last` day as typed, 25/11/2026; "" is none. Both hold, or neither."""
        values = {**dict(self.state.typed), name: typed.strip()}
        days, errors = _days(values, name)
        shown = {each: formats.numbers(day) if day else "" for each, day in days.items()}
        kept = tuple((each, shown.get(each, text)) for each, text in values.items())
        self._change(typed=kept, errors=tuple(errors.items()))
        if not errors and (days["first"], days["last"]) != (self.state.wanted.first, self.state.wanted.last):
            self.narrow(**days)

    def show_all(self) -> None:
        """Take every filter away; a day that is not understood stays, with what is wrong about it."""
        wrong = dict(self.state.errors)
        kept = tuple((name, text if name in wrong else "") for name, text in self.state.typed)
        self._change(typed=kept, wanted=Wanted())
        self.refresh()

    def more(self) -> None:
        """Read on below the last one shown."""
        if self.state.below is not None and not self.state.busy:
            self._read(self.state.below)

    def same_subject(self, entry: Entry) -> None:
        """Show everything of the dossier or act that an entry is about, or all again."""
        self.narrow(subject="" if self.state.wanted.subject == entry.subject else entry.subject)

    def save(self, path: Path) -> None:
        """Save all that is wanted as a table, beside the lists."""
        session = self._session
        if self.state.saving:
            return
        self._stop.clear()
        self._change(saving=True, seen=0, total=0, said="")
        session.jobs.print(
            audit.export,
            session.counter,
            session.actor_id,
            self.state.wanted,
            path,
            self._hear,
            then=self._saved,
            otherwise=self._not_saved,
        )

    def give_up(self) -> None:
        """Write no table."""
        self._stop.set()

    def _hear(self, seen: int, total: int) -> bool:
        self._told.emit(seen, total)
        return not self._stop.is_set()

    def _seen(self, seen: int, total: int) -> None:
        self._change(seen=seen, total=total)

    def _saved(self, rows: int) -> None:
        said = _("Đã lưu {count} việc.").format(count=rows) if rows else _("Chưa lưu tệp.")
        self._change(saving=False, said=said, tone="ok" if rows else "info")

    def _not_saved(self, error: CounterError) -> None:
        self._change(saving=False, said=sentence(error), tone="late")

    def _look_again(self) -> None:
        """Read the last page anew: of its grounds more lies here now."""
        self._read(self._lacking, again=True)

    def _unfetched(self, error: CounterError) -> None:
        said = _("Chưa tải được nội dung ở trung tâm: {why}").format(why=sentence(error))
        self._change(said=said, tone="warn")

    def _read(self, below: int | None, *, again: bool = False) -> None:
        session = self._session
        self._asked += 1
        self._change(busy=True, said="")
        work = (self._asked, session.actor_id, self.state.wanted, below, again)
        session.jobs.read(_looked, session.counter, *work, then=self._came, otherwise=self._failed)

    def _came(self, answer: _Answer) -> None:
        if answer.number != self._asked:
            return
        self._lacking = answer.below
        self.fetching.bring(answer.page.lacking)
        if answer.again:
            new = {one.event_id: one for one in answer.page.entries}
            shown = tuple(new.get(one.event_id, one) for one in self.state.entries)
            self._change(entries=shown, busy=False)
            return
        before = () if answer.below is None else self.state.entries
        entries = (*before, *answer.page.entries)
        self._change(entries=entries, below=answer.page.below, busy=False, read=True)

    def _failed(self, error: CounterError) -> None:
        self._change(busy=False, read=True, entries=(), below=None, said=sentence(error), tone="late")

    def _forget(self, _person: object) -> None:
        """Another sits down: he asks for himself."""
        self._asked += 1
        self._stop.set()
        self.state = AuditState()
        self.changed.emit(self.state)

    def _change(self, **changes: Any) -> None:
        self.state = replace(self.state, **changes)
        self.changed.emit(self.state)


def _days(values: dict[str, str], name: str) -> tuple[dict[str, str], dict[str, str]]:
    """Return the days YYYY-MM-DD that are understood, and what is wrong by field; `name` was typed last."""
    days: dict[str, str] = {}
    errors: dict[str, str] = {}
    for each in values:
        try:
            days[each] = describing.day(values, each)
        except Refused as error:
            errors[each] = sentence(error)
    if not errors and days["first"] and days["last"] and days["last"] < days["first"]:
        other = {"first": _("Sau ngày cuối {day}."), "last": _("Trước ngày đầu {day}.")}[name]
        day = days["last" if name == "first" else "first"]
        errors[name] = other.format(day=formats.numbers(day))
    return days, errors


def _looked(
    counter: Counter, number: int, reader_id: str, wanted: Wanted, below: int | None, again: bool
) -> _Answer:
    return _Answer(number, below, audit.look(counter, reader_id, wanted, below), again)
