"""Who sits at a counter, as the grid, its card and the shell say it: asked is not yet sitting."""

from collections.abc import Mapping

from counter_app.domain.staff.coverage import Cell, Cover
from counter_app.domain.staff.request import RequestState
from counter_app.texts import N_, _

COVERS = {
    Cover.COVERED: N_("Có người trực"),
    Cover.SUBSTITUTE: N_("Có người thay"),
    Cover.AT_RISK: N_("Chưa chắc có người"),
    Cover.UNCOVERED: N_("Chưa có người"),
}
_WAITS = {
    RequestState.ACCEPTED: N_("chờ duyệt"),
    RequestState.APPROVED: N_("chưa nhận quầy"),
    RequestState.TO_CONFIRM: N_("chờ xác nhận"),
}


def is_asked(cell: Cell, state: RequestState | None) -> bool:
    """Tell whether the person of a cell was asked only, and has not answered."""
    return cell.cover is Cover.AT_RISK and state is RequestState.ASKED


def waits(cell: Cell, state: RequestState | None) -> str:
    """Say what a stand-in's place still waits for, "" where nothing; he may be called to two counters."""
    if cell.cover is not Cover.AT_RISK:
        return ""
    if state in _WAITS and cell.absent:
        return _(_WAITS[state])
    return _("ngồi hai quầy")


def who(cell: Cell, state: RequestState | None, names: Mapping[str, str]) -> str:
    """Say who sits in a cell, for whom, and what that waits for; "" for nobody. `names` by person_id."""
    person, absent = names.get(cell.person, cell.person), names.get(cell.absent, cell.absent)
    if not cell.person:
        return _("{absent} vắng").format(absent=absent) if absent else ""
    if is_asked(cell, state):
        return _("{absent} vắng, đã nhờ {person}").format(absent=absent, person=person)
    said = _("{person} thay {absent}").format(person=person, absent=absent) if absent else person
    return ", ".join(part for part in (said, waits(cell, state)) if part)
