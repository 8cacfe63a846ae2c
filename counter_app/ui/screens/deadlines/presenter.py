"""The board's state: read anew each minute, at midnight and on changes; pages as they are looked at."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.domain.warnings import check_choices
from counter_app.errors import CounterError, Refused
from counter_app.services import board, dunning
from counter_app.services.board import COLUMNS, Board, Key, Lot, Page, Row
from counter_app.services.counter import Counter
from counter_app.settings import Alerts
from counter_app.ui.notices import SYNC
from counter_app.ui.session import Session

MINUTE, SOON = 60_000, 200  # ms


@dataclass(frozen=True, slots=True)
class BoardState:
    """What the page shows: `lot` the list in front, `errors` those of the settings by field."""

    board: Board | None = None
    lot: Lot = Lot.ALL
    alerts: Alerts = field(default_factory=Alerts)
    errors: dict[str, CounterError] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Come:
    """A page from the readers' lane."""

    lot: Lot
    number: int
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class _Marked:
    """A list's length and where its pages begin."""

    lot: Lot
    total: int
    marks: tuple[Key, ...]


class DeadlinesPresenter(QObject):
    """`changed(BoardState)`; `counted(Lot, rows)` then `came(Lot, page, rows)`; `listed(pdf)` to print.

    `chosen` when the settings were kept; `ticked` after each reading of the whole.
    """

    changed = Signal(object)
    counted = Signal(object, int)
    came = Signal(object, int, object)
    listed = Signal(bytes)
    chosen = Signal()
    ticked = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.state = BoardState(alerts=session.counter.settings.alerts)
        self._attended, self._reading, self._again = False, False, False
        self._marks: dict[Lot, tuple[Key, ...]] = {}
        self._held: dict[Lot, Callable[[], tuple[int, ...]]] = {}
        self._asked: dict[Lot, set[int]] = {}
        self._minute = QTimer(self, singleShot=True)
        self._minute.timeout.connect(self.tick)
        self._soon = QTimer(self, singleShot=True, interval=SOON)
        self._soon.timeout.connect(self.refresh)
        session.renewed.connect(self._renewed)
        session.notices.changed.connect(self._told)

    def start(self) -> None:
        """Read the board, and from now on with every minute of the counter's clock."""
        self.tick()

    def tick(self) -> None:
        """A new minute has begun: promises may have run out in it."""
        self.refresh()
        ms = self._session.counter.clock.now().ms
        self._minute.start(MINUTE - ms % MINUTE + 20)

    def attend(self, seen: bool) -> None:
        """Say whether the page is looked at: only then are the pages below the first read anew."""
        self._attended = seen
        if seen:
            self.refresh()

    def hold(self, lot: Lot, held: Callable[[], tuple[int, ...]]) -> None:
        """Name who shows a list, and which of its pages are held there."""
        self._held[lot] = held

    def refresh(self) -> None:
        """Read anew; while a reading is under way, once more after it."""
        if self._reading:
            self._again = True
            return
        self._reading = True
        self._session.read(board.look, then=self._looked, otherwise=self._failed)

    def show(self, lot: Lot) -> None:
        """Bring a list to the front."""
        self._set(lot=lot)
        self._read_list(lot)

    def want(self, lot: Lot, number: int) -> None:
        """Read a page that is looked at."""
        if number and lot not in self._marks:
            self._asked.setdefault(lot, set()).add(number)
            self._session.read(_marked, lot, then=self._found)
            return
        marks = self._marks.get(lot, ())
        if number <= len(marks):
            after = marks[number - 1] if number else None
            self._session.read(_come, lot, number, after, then=self._come)

    def print_list(self) -> None:
        """Make the dunning list."""
        self._session.read(dunning.dunning, then=self._made)

    def choose(self, alerts: Alerts) -> None:
        """Keep when this PC warns; all that is wrong stands beside its field."""
        self._set(errors=_faults(alerts))
        if self.state.errors:
            return
        work = partial(board.choose, self._session.counter)
        self._session.jobs.db(work, alerts, then=self._kept, otherwise=self._refused)

    def _looked(self, seen: Board) -> None:
        self._reading = False
        self._marks.clear()
        self._set(board=seen)
        for lot in COLUMNS:
            self._bring(lot, 0, seen.counts[lot], seen.first[lot])
        self._read_list(self.state.lot)
        if self._attended:
            for lot in COLUMNS:
                self._read_held(lot)
        self.ticked.emit()
        if self._again:
            self._again = False
            self.refresh()

    def _failed(self, error: CounterError) -> None:
        self._reading = False
        self._session.unread(error)

    def _bring(self, lot: Lot, number: int, total: int, page: Page) -> None:
        self.counted.emit(lot, total)
        self.came.emit(lot, number, page.rows)

    def _read_list(self, lot: Lot) -> None:
        """Read a list's first page, and those below that are held."""
        if not self._attended or self.state.board is None:
            return
        self.counted.emit(lot, self.state.board.counts[lot])
        self.want(lot, 0)
        self._read_held(lot)

    def _read_held(self, lot: Lot) -> None:
        for number in self._held[lot]() if lot in self._held else ():
            if number:
                self.want(lot, number)

    def _found(self, marked: _Marked) -> None:
        self._marks[marked.lot] = marked.marks
        self.counted.emit(marked.lot, marked.total)
        for number in sorted(self._asked.pop(marked.lot, ())):
            self.want(marked.lot, number)

    def _come(self, come: _Come) -> None:
        self.came.emit(come.lot, come.number, come.rows)

    def _made(self, pdf: bytes) -> None:
        self.listed.emit(pdf)

    def _kept(self, _nothing: object) -> None:
        self._set(alerts=self._session.counter.settings.alerts, errors={})
        self.chosen.emit()
        self.refresh()

    def _refused(self, error: CounterError) -> None:
        if isinstance(error, Refused) and error.field:
            self._set(errors={error.field: error})
        else:
            self._session.jobs.failed.emit(error)

    def _renewed(self, _opening: object) -> None:
        self.refresh()

    def _told(self, topics: frozenset[str]) -> None:
        if topics - {SYNC}:
            self._soon.start()

    def _set(self, **changes: object) -> None:
        self.state = replace(self.state, **changes)  # type: ignore[arg-type]
        self.changed.emit(self.state)


def _faults(alerts: Alerts) -> dict[str, CounterError]:
    found: dict[str, CounterError] = {}
    for name in ("amber_hours", "still_days", "quiet_from", "quiet_until"):
        alone = replace(Alerts(), **{name: getattr(alerts, name)})
        try:
            check_choices(alone.amber_hours, alone.still_days, alone.quiet_from, alone.quiet_until)
        except Refused as error:
            found[name] = error
    return found


def _come(counter: Counter, reader_id: str, lot: Lot, number: int, after: Key | None) -> _Come:
    return _Come(lot, number, board.page(counter, reader_id, lot, after).rows)


def _marked(counter: Counter, reader_id: str, lot: Lot) -> _Marked:
    return _Marked(lot, *board.marks(counter, reader_id, lot))
