"""`heartbeat.py FOLDER ROUNDS`: the board of the crowd in FOLDER, scrolled and read anew under a heartbeat.

Prints as JSON the longest moment (ms) of each round in which the window's thread did nothing else.
"""

import json
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path

import house
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QWidget

from counter_app.services import desk
from counter_app.services.board import Lot
from counter_app.settings import Settings
from counter_app.ui.app import dressed
from counter_app.ui.jobs import Jobs
from counter_app.ui.notices import Notices
from counter_app.ui.screens.deadlines.lists import Dossiers
from counter_app.ui.screens.deadlines.presenter import DeadlinesPresenter
from counter_app.ui.screens.deadlines.view import DeadlinesView
from counter_app.ui.session import Session

LASTS, BEAT, STEPS = 500, 1, 40  # ms of a round, ms between beats, moves of a scroll bar in a round


class Heart:
    """A timer that beats as often as Qt lets it; a late beat is a moment in which the thread was held."""

    def __init__(self) -> None:
        self._timer = QTimer(interval=BEAT, timerType=Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._last = self._longest = 0.0

    def during(self, work: Callable[[int], object]) -> float:
        """Return the longest moment (ms) between beats while `work(step)` is called STEPS times."""
        loop = QEventLoop()
        mover = QTimer(interval=LASTS // STEPS)
        steps = iter(range(STEPS))

        def move() -> None:
            step = next(steps, None)
            if step is None:
                mover.stop()
                QTimer.singleShot(50, loop.quit)
            else:
                work(step)

        mover.timeout.connect(move)
        mover.start()
        return self.until(loop)

    def until(self, loop: QEventLoop) -> float:
        """Return the longest moment (ms) between beats until `loop`, run here, ends."""
        self._last, self._longest = time.perf_counter(), 0.0
        self._timer.start()
        loop.exec()
        self._timer.stop()
        return self._longest * 1000

    def _beat(self) -> None:
        now = time.perf_counter()
        self._longest, self._last = max(self._longest, now - self._last), now


def main() -> None:
    """Open the board, wait until it stands, and take every kind of round in turns."""
    folder, rounds = Path(sys.argv[1]), int(sys.argv[2])
    app = dressed(Settings())
    counter = house.furnish(folder)
    jobs = Jobs()
    session = Session(jobs, Notices(), counter, desk.opening(counter))
    presenter = DeadlinesPresenter(session)
    view = DeadlinesView(presenter)
    view.resize(1828, 960)
    view.show()
    presenter.start()
    heart = Heart()
    for _ in range(3):  # everything is laid out, every font and icon drawn once
        heart.during(lambda step: scroll(view, step))
    taken: dict[str, list[float]] = {"idle": [], "scrolling": [], "refreshing": []}
    for _ in range(rounds):
        taken["idle"].append(heart.during(lambda _step: None))
        taken["scrolling"].append(heart.during(lambda step: scroll(view, step)))
        taken["refreshing"].append(heart.during(lambda step: presenter.refresh() if step % 10 == 0 else None))
    close(view, jobs)
    app.quit()
    print(json.dumps(taken), flush=True)
    os._exit(
        0
    )  # at its own end the interpreter takes Qt's objects down in no order, and now and then crashes


def scroll(view: DeadlinesView, step: int) -> None:
    """Move through the two long columns in turns, from one end to the other."""
    shown: Dossiers = view.columns[Lot.LATER if step % 2 else Lot.OVERDUE].list
    bar = shown.verticalScrollBar()
    bar.setValue(bar.maximum() * step // STEPS)


def close(view: QWidget, jobs: Jobs) -> None:
    """Put the window away."""
    view.close()
    jobs.close()


if __name__ == "__main__":
    main()
