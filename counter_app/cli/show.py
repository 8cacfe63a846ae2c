"""Commands that show the product: the window, the try-out, the demo."""

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from counter_app.errors import Refused
from counter_app.settings import Language

if TYPE_CHECKING:
    from counter_app.host.files import DataFolder


def gui(options: argparse.Namespace) -> int:
    """Open the window on this PC's data folder until it is closed."""
    from counter_app import bootstrap

    with bootstrap.held_folder(options.data) as folder:
        return _window(folder, options.lang)


def tryout(options: argparse.Namespace) -> int:
    """Start a centre on this machine and open the window against it; without a display, run the demo."""
    if not _has_display():
        sys.stdout.write(
            "Không có màn hình (DISPLAY) ở đây: chạy bản trình diễn thay cho cửa sổ.\n"
            "No display here: running the demo in place of the window.\n"
        )
        options.out = Path("out/demo")
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
        return demo(options)
    from counter_app import bootstrap
    from counter_app.cli.tryout import running_centre

    data = options.data or Path("out/tryout")
    with running_centre(data / "centre") as centre, bootstrap.held_folder(data / "counter") as folder:
        if not bootstrap.is_enrolled(folder):
            bootstrap.enrol(folder, centre.token)
        centre.hand_in_online()
        return _window(folder, options.lang, centre.url)


def demo(options: argparse.Namespace) -> int:
    """Do the main job without a display and check every step."""
    from counter_app.cli.demo import run

    return run(options.out)


def _window(folder: "DataFolder", language: Language | None, centre_url: str | None = None) -> int:
    from counter_app import bootstrap
    from counter_app.host.journal import keep_journal
    from counter_app.ui import app

    asked: list[Callable[[str], str | None]] = []

    def ask(new: bool) -> str:
        from counter_app.texts import _

        said = _("Đặt mật khẩu mở sổ (ít nhất 8 ký tự)") if new else _("Mật khẩu mở sổ")
        answer = asked[-1](said)
        if answer is None:
            raise Refused("passphrase_needed", "passphrase")
        return answer

    def open_counter(window_ask: Callable[[str], str | None]) -> Any:
        asked.append(window_ask)
        return bootstrap.open_counter(folder, ask, centre_url)

    settings, _aside = folder.load_settings()

    def remember(person_id: str) -> None:
        folder.save_settings(
            replace(folder.load_settings()[0], last_person=person_id)
        )  # others change meanwhile

    keep_journal(folder.path)
    return app.run(
        open_counter,
        replace(settings, language=language or settings.language),
        enrol=lambda token: bootstrap.enrol(folder, token, ask),
        remember=remember,
    )


def _has_display() -> bool:
    if not sys.platform.startswith("linux"):
        return True
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return any(os.environ.get(name) for name in names)


_OUT = (("--out",), {"type": Path, "default": Path("out/demo"), "metavar": "DIR", "help": "results go here"})
COMMANDS: tuple[tuple[str, str, Any, Any], ...] = (
    ("gui", "open the window", gui, ()),
    ("tryout", "start a centre on this machine and open the window against it", tryout, ()),
    ("demo", "the main job without a display, every step checked", demo, (_OUT,)),
)
