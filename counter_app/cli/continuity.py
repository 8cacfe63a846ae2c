"""Commands for the bad day: a copy of the records, its restoring, and the way in when a keyring is lost."""

import argparse
import dataclasses
import getpass
import os
import sys
from pathlib import Path
from typing import Any

from counter_app import bootstrap
from counter_app.cli import tell
from counter_app.errors import Refused
from counter_app.texts import _

PASSPHRASE_VARIABLE = "COUNTER_APP_RECOVERY_PASSPHRASE"  # noqa: S105 - the name of the variable
STEPS = 10  # words on a terminal about one copy


def backup(options: argparse.Namespace) -> int:
    """Copy the encrypted records into a new folder below TO, and prove the copy."""
    from counter_app.services import backup as service

    # A window may be open meanwhile: nothing is written but that a copy was made.
    with bootstrap.open_folder(options.data, write=False) as counter:
        keep, to = options.keep or counter.settings.backup_keep, options.to.absolute()
        done = service.make(counter, to, _progress, keep if options.daily or options.keep else 0)
        if options.daily:
            chosen = counter.folder.load_settings()[0]
            counter.folder.save_settings(dataclasses.replace(chosen, backup_folder=str(to), backup_keep=keep))
    value = {"folder": str(done.folder), "seq": done.seq, "recoverable": done.recoverable}
    said = _("Đã sao lưu và kiểm tra lại: {folder}").format(folder=done.folder)
    if not done.recoverable:
        said += "\n" + _(
            "Chưa có mật khẩu khôi phục: bản này chỉ mở được ở chính máy này. "
            "Chạy counter-app recovery-passphrase."
        )
    tell(options, value, said)
    return 0


def restore(options: argparse.Namespace) -> int:
    """Put a backup in the data folder; the PC then needs a new enrolment token."""
    done = bootstrap.restore(
        options.data, options.source, lambda: _passphrase(new=False), replace=options.replace
    )
    value = {
        "installation_id": done.manifest.installation_id,
        "events": done.events,
        "made_at": done.manifest.made_at,
        "aside": str(done.aside) if done.aside else None,
    }
    said = _("Đã phục hồi {count} sự việc.").format(count=done.events) + "\n" + _next()
    if done.aside:
        said += "\n" + _("Sổ trước đó được giữ ở {folder}.").format(folder=done.aside)
    tell(options, value, said)
    return 0


def recover(options: argparse.Namespace) -> int:
    """Open the records of a PC whose keyring is lost, by the office's recovery passphrase."""
    bootstrap.recover(options.data, lambda: _passphrase(new=False))
    tell(options, {"recovered": True}, _("Đã mở lại sổ.") + "\n" + _next())
    return 0


def recovery_passphrase(options: argparse.Namespace) -> int:
    """Set the office's recovery passphrase for this PC's records."""
    bootstrap.keep_recovery(options.data, lambda: _passphrase(new=True))
    tell(options, {"kept": True}, _("Đã đặt mật khẩu khôi phục. Cất mật khẩu ở nơi khác máy này."))
    return 0


def keep_recovery_if_given(folder: Path) -> None:
    """Set the recovery passphrase that the environment gives, as for many PCs enrolled by one script."""
    if os.environ.get(PASSPHRASE_VARIABLE):
        bootstrap.keep_recovery(folder, lambda: _passphrase(new=True))


def _next() -> str:
    return _("Tra cứu được ngay. Muốn tiếp nhận thì xin mã ghi danh mới rồi chạy counter-app enrol.")


def _passphrase(*, new: bool) -> str:
    given = os.environ.get(PASSPHRASE_VARIABLE, "")
    if given:
        return given
    if not sys.stdin.isatty():
        raise Refused("recovery_needed", "passphrase", variable=PASSPHRASE_VARIABLE)
    typed = getpass.getpass(_("Mật khẩu khôi phục của đơn vị: "))
    if new and getpass.getpass(_("Nhập lại mật khẩu khôi phục: ")) != typed:
        raise Refused("recovery_differs", "passphrase")
    return typed


def _progress(done: int, pages: int) -> None:
    if sys.stderr.isatty() and pages and done * STEPS // pages != (done - 1) * STEPS // pages:
        sys.stderr.write(f"{done * 100 // pages} %\n")


_TO = (("to",), {"type": Path, "metavar": "TO", "help": "a folder on another disk"})
_DAILY = (
    ("--daily",),
    {"action": "store_true", "help": "copy there once each day from now on, when the window opens"},
)
_KEEP = (("--keep",), {"type": int, "default": 0, "metavar": "N", "help": "keep the N newest copies there"})
_FROM = (("source",), {"type": Path, "metavar": "FROM", "help": "the folder of one backup"})
_REPLACE = (
    ("--replace",),
    {"action": "store_true", "help": "put the records that are there aside (they are kept)"},
)
COMMANDS: tuple[tuple[str, str, Any, Any], ...] = (
    (
        "backup",
        "copy the encrypted records to another disk, and prove the copy",
        backup,
        (_TO, _DAILY, _KEEP),
    ),
    ("restore", "put a backup in the data folder; enrol anew afterwards", restore, (_FROM, _REPLACE)),
    ("recover", "open the records by the recovery passphrase when the keyring is lost", recover, ()),
    (
        "recovery-passphrase",
        "set the office's recovery passphrase (typed, or COUNTER_APP_RECOVERY_PASSPHRASE)",
        recovery_passphrase,
        (),
    ),
)
