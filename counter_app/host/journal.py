"""The log file that support asks for: ids, codes and places in the program, never what a citizen said."""

import logging
import os
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path
from traceback import format_tb
from types import TracebackType

JOURNAL = "counter.log"
MOST, FORMER = 1_000_000, 2  # bytes of one file; how many full ones are kept beside it


def keep_journal(folder: Path) -> None:
    """Let this program's log go to `counter.log` in the data folder, too.

    A folder that cannot be written stops no window: opening the store says so better.
    """
    log = logging.getLogger("counter_app")
    try:
        journal = _Journal(folder / JOURNAL, maxBytes=MOST, backupCount=FORMER, encoding="utf-8")
    except OSError as error:
        log.warning("no journal: %s", type(error).__name__)
        return
    journal.setFormatter(_Places("%(asctime)s %(levelname)s %(name)s %(message)s"))
    log.addHandler(journal)
    log.setLevel(logging.INFO)


class _Journal(RotatingFileHandler):
    def _open(self) -> TextIOWrapper:
        """Open for its owner only."""
        handle = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        return open(handle, "a", encoding=self.encoding)  # noqa: PTH123 - a handle, not a path


class _Places(logging.Formatter):
    """An exception's type and where it was raised; its message may hold somebody's data."""

    def formatException(  # noqa: N802 - logging's own name
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        return "".join(format_tb(ei[2])) + (ei[0].__name__ if ei[0] else "")
