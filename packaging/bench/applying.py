"""`applying.py FOLDER`: an enrolled PC takes in what the office told meanwhile, a window under a heartbeat.

Prints as JSON how long its thread was held at most (ms), idle and while it was applied, and how many events.
"""

import json
import os
import sys
from pathlib import Path

import office
from heartbeat import Heart
from PySide6.QtCore import QEventLoop, QObject, QTimer
from PySide6.QtWidgets import QLabel

from counter_app import bootstrap
from counter_app.host.files import DataFolder
from counter_app.host.secrets import PASSPHRASE_VARIABLE
from counter_app.services import sync
from counter_app.services.counter import Counter
from counter_app.settings import Settings
from counter_app.ui.app import dressed
from counter_app.ui.jobs import Jobs


class Rounds(QObject):
    """Contacts the centre on the lanes, as the window does, until nothing more comes; then ends a loop."""

    def __init__(self, jobs: Jobs, counter: Counter, loop: QEventLoop) -> None:
        super().__init__()
        self._jobs, self._counter, self._loop = jobs, counter, loop
        self.events = 0

    def begin(self) -> None:
        """Begin the next contact."""
        self._jobs.db(sync.outgoing, self._counter, then=self._collected, otherwise=self._failed)

    def _collected(self, request: sync.Outgoing) -> None:
        self._jobs.net(sync.contact, self._counter, request, then=self._heard, otherwise=self._failed)

    def _heard(self, answer: sync.Answer) -> None:
        self.events += len(answer.feed.events) if answer.feed else 0
        self._jobs.db(sync.settle, self._counter, answer, then=self._settled, otherwise=self._failed)

    def _settled(self, state: sync.SyncState) -> None:
        if state.unfolded:
            self._jobs.db(sync.go_on, self._counter, then=self._settled, otherwise=self._failed)
        elif state.again:
            self.begin()
        else:
            self._loop.quit()

    def _failed(self, error: Exception) -> None:
        raise error


def main() -> None:
    """Watch an idle second, then the whole of it."""
    os.environ[PASSPHRASE_VARIABLE] = office.SECRET
    app = dressed(Settings())
    window = QLabel("…")
    window.showMaximized()
    jobs, heart, loop = Jobs(), Heart(), QEventLoop()
    rounds = Rounds(jobs, bootstrap.open_counter(DataFolder(Path(sys.argv[1]))), loop)
    QTimer.singleShot(1000, loop.quit)
    idle = heart.until(loop)
    QTimer.singleShot(0, rounds.begin)
    told = {"idle": idle, "applying": heart.until(loop), "events": rounds.events}
    jobs.close()
    app.quit()
    print(json.dumps(told), flush=True)
    os._exit(0)  # as heartbeat.py


if __name__ == "__main__":
    main()
