"""The command that purges personal data over its time, as the window does each day."""

import argparse
from typing import Any

from counter_app import bootstrap
from counter_app.cli import tell
from counter_app.texts import _


def purge(options: argparse.Namespace) -> int:
    """Purge what closed more than 30 days ago; say what has to stay, and why."""
    from counter_app.domain.moments import iso_local
    from counter_app.services import retention
    from counter_app.texts.retention import kept

    # A window may be open meanwhile: no event is written, and the store lets in one writer at a time.
    with bootstrap.open_folder(options.data, write=False) as counter:
        done = retention.run(counter)
    at = iso_local(done.ran_at // 60_000) if done.ran_at is not None else None
    value = {"purged": done.purged, "held": dict(done.held), "at": at}
    said = _("Đã xóa dữ liệu cá nhân của {count} hồ sơ hết hạn lưu.").format(count=done.purged)
    tell(options, value, "\n".join(filter(None, [said, kept(done.held)])))
    return 0


COMMANDS: tuple[tuple[str, str, Any, Any], ...] = (
    ("purge", "purge personal data of what closed more than 30 days ago; dates and log stay", purge, ()),
)
