"""Process start to a painted shell and to a counter people can work at, beside a bare PySide6 window.

Whole processes, in turns. Ours is what `counter-app gui` runs, ended from here at the moment that is
measured: the product has no hook for it.
"""

import os
import subprocess
import sys
from pathlib import Path

import house
from figures import Figure, in_turns

from counter_app import bootstrap
from counter_app.host.files import DataFolder
from counter_app.host.secrets import PASSPHRASE_VARIABLE, WRAPPED, WrappedSecrets

BARE = """
import os, sys
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

class Window(QWidget):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, lambda: os._exit(0))

app = QApplication(sys.argv[:1])
window = Window()
window.showMaximized()
app.exec()
"""
OURS = """
import os, sys
from counter_app.__main__ import main
from counter_app.ui import app

app.Application.{moment} = lambda *_: os._exit(0)
sys.argv[1:] = ["gui", "--data", {folder!r}]
main()
"""
PAINTED, WORKING = "open", "_work"  # what the window does next at each moment
SECRET = "bench only"  # noqa: S105 - it wraps keys that are written below


def measure(folder: Path, rounds: int) -> list[Figure]:
    """Start whole processes in turns, on the folder of an enrolled PC made in `folder`."""
    _enrolled(folder)
    for program in (BARE, _ours(folder, PAINTED), _ours(folder, WORKING)):
        _run(program)  # the disk's cache is warm now
    painted, bare = in_turns(lambda: _run(_ours(folder, PAINTED)), lambda: _run(BARE), rounds)
    working, again = in_turns(lambda: _run(_ours(folder, WORKING)), lambda: _run(BARE), max(2, rounds // 3))
    beside = "a bare PySide6 window, painted"
    return [
        Figure("process start to a painted shell", "ms", painted, bare, beside=beside),
        Figure("process start to an open counter", "ms", working, again, beside=beside),
    ]


def _enrolled(folder: Path) -> None:
    """Put the keys where `counter-app gui` looks for them, and the store beside them."""
    data = DataFolder(folder)
    secrets = WrappedSecrets(data.path / WRAPPED, SECRET)
    secrets.put(bootstrap.STORE_KEY, house.KEY)
    secrets.put(bootstrap.SIGNING_KEY, house.SIGNER)
    house.furnish(data.path).close()


def _ours(folder: Path, moment: str) -> str:
    return OURS.format(moment=moment, folder=str(folder))


def _run(program: str) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", PASSPHRASE_VARIABLE: SECRET}
    subprocess.run([sys.executable, "-c", program], env=environment, check=True, timeout=60)  # noqa: S603 - ours
