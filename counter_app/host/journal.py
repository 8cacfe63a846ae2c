"""The log file that support asks for: ids, codes and places in the program, never what a citizen said."""

import logging
import os
from io import TextIOWrapper
from pathlib import Path
from traceback import format_tb
from types import TracebackType

JOURNAL = "counter.log"
MOST, FORMER = 1_000_000, 2  # bytes of one file; how many full ones are kept beside it


def keep_journal(folder: Path) -> None:
    """Let this program's log go to `counter.log` in the data folder; its first line opens the file.

    A folder that cannot be written stops no window: opening the store says so better.
    """
    log = logging.getLogger("counter_app")
    log.addHandler(_Journal(folder / JOURNAL))
    log.setLevel(logging.INFO)


class _Journal(logging.Handler):
    """Opens its file late: what Python's rotating files import would keep the first paint waiting."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, to standard error where there can be no file; runs under this handler's lock."""
        if self._file is None:
            try:
                self._file = _opened(self._path)
            except OSError as error:
                self._file = logging.StreamHandler()
                self._file.setLevel(logging.WARNING)
                logging.getLogger(__name__).warning("no journal: %s", type(error).__name__)
            self._file.setFormatter(_Places("%(asctime)s %(levelname)s %(name)s %(message)s"))
        if record.levelno >= self._file.level:
            self._file.emit(record)

    def close(self) -> None:
        """Close the file, if there was a line."""
        if self._file is not None:
            self._file.close()
        super().close()


def _opened(path: Path) -> logging.Handler:
    from logging.handlers import RotatingFileHandler

    class Private(RotatingFileHandler):
        def _open(self) -> TextIOWrapper:
            """Open for its owner only."""
            handle = os.open(self.baseFilename, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
            return open(handle, "a", encoding=self.encoding)  # noqa: PTH123 - a handle, not a path

    return Private(path, maxBytes=MOST, backupCount=FORMER, encoding="utf-8")


class _Places(logging.Formatter):
    """An exception's type and where it was raised; its message may hold somebody's data."""

    def formatException(  # noqa: N802 - logging's own name
        self, ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
    ) -> str:
        return "".join(format_tb(ei[2])) + (ei[0].__name__ if ei[0] else "")
