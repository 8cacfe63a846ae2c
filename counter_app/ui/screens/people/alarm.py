"""What calls for somebody who may act: a counter without an officer, no reserve, a request to be decided."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from counter_app.domain.people import Role
from counter_app.domain.staff.coverage import Cell, Cover
from counter_app.domain.staff.request import RequestState
from counter_app.services import rota_grid
from counter_app.services.rota import Rota
from counter_app.services.rota_grid import WHOLE, Line, Square
from counter_app.texts import _
from counter_app.texts.formats import clock_time
from counter_app.ui.screens.people import words
from counter_app.ui.screens.people.inbox import Item, Need
from counter_app.ui.session import Session

_DECIDED = (Need.DECIDE, Need.CONFIRM)
_OPEN = (Cover.UNCOVERED, Cover.AT_RISK)


@dataclass(frozen=True, slots=True)
class Cause:
    """One thing that calls. Causes of one `key` are one and the same; `said` names no person.

    `square` or `request` is where it is acted on.
    """

    key: tuple[str, ...]
    said: str
    red: bool
    square: Square | None = None
    request: str = ""


def causes(rota: Rota, items: tuple[Item, ...], actor: str) -> tuple[Cause, ...]:
    """Return what calls for `actor` today, the red ones first.

    What waits for his approval; for the desk's head also where nobody, or nobody for certain, sits in a
    session that is not over, that no reserve officer is ready, and what nobody is left to approve. What he
    may approve is told once.
    """
    found = [_request(one) for one in items if one.mine and one.need in _DECIDED]
    if Role.SUPERVISOR in rota.roster.roles(actor):
        asked = {one.request for one in found}
        found += [one for one in _seats(rota) if one.request not in asked or not one.request]
        found += [_undecidable(one) for one in items if _is_undecidable(one)]
        if rota.reserves.get(rota.roster.today) == ():
            said = _("Hôm nay không còn cán bộ dự phòng")
            day = rota.roster.today
            found.append(Cause(("reserve", day), said, red=True, square=Square(Line("", "", WHOLE), day)))
    return tuple(sorted(found, key=lambda one: not one.red))


def _is_undecidable(item: Item) -> bool:
    waits = item.need in (*_DECIDED, Need.BEGIN) and item.request.approved is None
    return waits and bool(item.request.accepted) and not item.approvers


def _undecidable(item: Item) -> Cause:
    said = _("{counter}: không còn người phê duyệt nào được duyệt").format(counter=item.request.asked.counter)
    return Cause(("approver", item.request.request), said, red=True, request=item.request.request)


def _request(item: Item) -> Cause:
    asked, confirm = item.request.asked, item.need is Need.CONFIRM
    if item.state is RequestState.ENDED:
        said = _("{counter}: người thay đã ngồi xong, vẫn chờ bạn xác nhận")
    elif confirm:
        said = _("{counter}: người thay đang ngồi, chờ bạn xác nhận")
    else:
        said = _("{counter}: đề nghị thay chờ bạn duyệt")
    key = (item.need.value, item.request.request)
    return Cause(key, said.format(counter=asked.counter), confirm, request=item.request.request)


def _seats(rota: Rota) -> Iterator[Cause]:
    """Yield each counter that stands open once, by the first of its sessions in which it does."""
    now, told = rota.roster.now, set[tuple[str, ...]]()
    for cell in sorted((one for one in rota.today if one.end > now), key=lambda one: one.begin):
        key = (cell.cover.value, cell.day, cell.counter, cell.field, cell.absent, cell.person)
        if cell.cover in _OPEN and key not in told:
            told.add(key)
            said = _said(cell, now)
            yield Cause(key, said, cell.cover is Cover.UNCOVERED, rota_grid.square_of(cell), cell.request)


def _said(cell: Cell, now: int) -> str:
    seat = words.seat(cell.counter, cell.field)
    if cell.cover is Cover.AT_RISK:
        return _("{counter}: chưa chắc có người").format(counter=seat)
    if cell.begin <= now:
        return _("{counter}: đang không có người").format(counter=seat)
    return _("{counter}: không có người từ {time}").format(counter=seat, time=clock_time(cell.begin))


class Alarm(QObject):
    """Tells whoever sits here what calls for him: each cause once, until it has gone and comes again.

    `changed(sentence, tone)` is what stands in the window, "" for nothing, until he goes there or puts it
    off; `said(title, text)` each time something new calls, held back by the quiet hours.
    """

    changed = Signal(str, str)
    said = Signal(str, str)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._open: tuple[Cause, ...] = ()
        self._seen: dict[str, set[tuple[str, ...]]] = {}  # by person_id
        self._told: dict[str, set[tuple[str, ...]]] = {}
        session.person_changed.connect(self._another)

    @property
    def first(self) -> Cause | None:
        """The most urgent of what stands in the window."""
        return next(iter(self._open), None)

    def look(self, rota: Rota, items: tuple[Item, ...]) -> None:
        """Take how the day stands now."""
        person = self._session.person
        if person is None:
            return
        found = causes(rota, items, person.person_id)
        keys = {one.key for one in found}
        seen = self._seen[person.person_id] = self._seen.get(person.person_id, set()) & keys
        told = self._told[person.person_id] = self._told.get(person.person_id, set()) & keys
        self._stand(tuple(one for one in found if one.key not in seen))
        new = [one for one in found if one.key not in told | seen]
        if new and not rota.quiet:
            told.update(one.key for one in new)
            self.said.emit(_("Cần bạn xem nhân sự hôm nay"), "\n".join(one.said for one in new))

    def put_off(self) -> None:
        """Say no more of what stands in the window, unless it goes and comes again."""
        person = self._session.person
        if person is not None:
            self._seen.setdefault(person.person_id, set()).update(one.key for one in self._open)
        self._stand(())

    def _another(self, _person: object) -> None:
        self._stand(())

    def _stand(self, found: tuple[Cause, ...]) -> None:
        self._open = found
        tone = "late" if any(one.red for one in found) else "warn"
        self.changed.emit(" · ".join(one.said for one in found), tone)
