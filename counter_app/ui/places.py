"""Which pages somebody's roles can use, and by what keys. Services refuse what a role may not do."""

from collections.abc import Iterable

from counter_app.domain.events import DossierReceived
from counter_app.domain.people import Role
from counter_app.domain.permissions import MAKES, READS, Page
from counter_app.texts import _
from counter_app.ui.main_window import DEADLINES, DOSSIERS, INTAKE, ONLINE, PEOPLE, REPORTS, SYNC, TODAY

_DESK = MAKES[DossierReceived]
_USED_BY = {
    INTAKE: _DESK,
    ONLINE: _DESK,
    TODAY: READS[Page.DOSSIERS],
    DOSSIERS: READS[Page.DOSSIERS],
    DEADLINES: READS[Page.DOSSIERS],
    REPORTS: READS[Page.DOSSIERS],
    PEOPLE: READS[Page.ROSTER],
    SYNC: frozenset(Role),
}


def places_for(roles: Iterable[Role]) -> tuple[str, ...]:
    """Return the pages that these roles can use, the one to begin with first; how the PC stands, anybody."""
    held = frozenset(roles)
    return tuple(name for name in _USED_BY if may_use(name, held))


def may_use(name: str, roles: Iterable[Role]) -> bool:
    """Tell whether these roles can use a page; one without a place at the left judges by itself."""
    used_by = _USED_BY.get(name)
    return used_by is None or name == SYNC or not used_by.isdisjoint(roles)


def keys_of(name: str) -> str:
    """Say by which keys a page is worked."""
    said = {
        TODAY: _("Dấu cách chọn   ·   Ctrl+G bàn giao   ·   Enter ký nhận   ·   Ctrl+Enter đóng ngày"),
        INTAKE: _(
            "Enter ô tiếp theo   ·   Ctrl+Enter tiếp nhận và in   ·   Ctrl+J sổ giấy   ·   "
            "Ctrl+Shift+L đổi người"
        ),
        ONLINE: _("Enter mở hồ sơ được chọn   ·   Ctrl+Shift+L đổi người"),
        DOSSIERS: _("Ctrl+F tìm   ·   Enter mở   ·   chữ cái: làm việc   ·   Esc quay lại"),
        DEADLINES: _("←→ cột   ·   Enter mở hồ sơ   ·   Ctrl+P in đôn đốc   ·   Ctrl+Shift+L đổi người"),
        PEOPLE: _("Ctrl+1 … Ctrl+4 phần   ·   Ctrl+Shift+L đổi người"),
        SYNC: _("Enter mở hồ sơ   ·   C chép dòng   ·   Ctrl+Enter gửi ngay   ·   Ctrl+B sao lưu"),
        REPORTS: _("Alt+1 … Alt+4 phần   ·   Enter lập, mở   ·   Ctrl+P in   ·   Ctrl+S lưu"),
    }
    return said.get(name, _("Ctrl+Shift+L đổi người"))
