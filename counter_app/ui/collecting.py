"""Python's cyclic garbage is collected on the GUI thread only: Qt's objects die in the thread they live in.

Left to itself the collector runs in whichever thread allocates, and takes a closed dialog down in a lane.
"""

import gc

from PySide6.QtCore import QObject, QTimer

EVERY = 500  # ms


class Collector(QObject):
    """Takes the collector's place from now on, by the collector's own thresholds."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=EVERY)
        self._timer.timeout.connect(collect)
        self._timer.start()


def collect() -> None:
    """Collect the oldest generation whose threshold is passed, with all younger ones."""
    passed = [
        generation
        for generation, (count, most) in enumerate(zip(gc.get_count(), gc.get_threshold(), strict=True))
        if count > most
    ]
    if passed:
        gc.collect(passed[-1])
