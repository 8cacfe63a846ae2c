"""What makes a run depend on its seed only: no thread, socket, clock or chance of the machine's own."""

import os
import random
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest
from litestar.concurrency import set_asyncio_executor

from counter_app import seal
from counter_app.domain import identity
from counter_app.errors import CounterError, Unavailable
from counter_app.host import secrets
from counter_app.remote.deadline import Deadline
from counter_app.services import chunks, log_head
from tests.pcs import PASSPHRASE


class Inline(Executor):
    """Runs what is submitted at once, where it is submitted."""

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        done: Future[Any] = Future()
        try:
            done.set_result(fn(*args, **kwargs))
        except Exception as error:
            done.set_exception(error)
        return done


class StillHead(log_head.LogHead):
    """Keeps the log's end when it is told to, instead of two seconds after a new event."""

    waiting = ended = False

    def changed(self) -> None:
        self.waiting = not self.ended  # its thread has ended for good

    def keep(self) -> None:
        """Do what the thread does when its two seconds are over."""
        if self.waiting:
            self.waiting = False
            try:
                self._keep()
            except CounterError as error:
                self._tell(error)

    def close(self) -> None:
        self.keep()
        self.ended = True


class AtOnce(Thread):
    """Does its work where it is started."""

    def start(self) -> None:
        self.run()

    def join(self, timeout: float | None = None) -> None:
        """Nothing is left to wait for."""


@contextmanager
def still(seed: str, now: Callable[[], int]) -> Iterator[None]:
    """Take every secret from `seed` and every time from `now` (ms UTC) for the length of a `with`."""
    drawn = random.Random(f"secrets of {seed}")
    set_asyncio_executor(Inline())  # type: ignore[arg-type]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(os, "urandom", drawn.randbytes)
        patch.setattr(random, "_urandom", drawn.randbytes)  # where `secrets` draws from
        patch.setattr(identity, "time", SimpleNamespace(time=lambda: now() / 1000))
        # In virtual time nothing is ever slow by itself.
        patch.setattr(Deadline, "__enter__", lambda deadline: deadline)
        patch.setattr(chunks, "Thread", AtOnce)
        patch.setattr(log_head, "LogHead", StillHead)
        patch.setattr(seal, "ARGON2_KIB", 64)
        patch.setattr(secrets, "_system_backend", _no_keyring)
        patch.setenv(secrets.PASSPHRASE_VARIABLE, PASSPHRASE)
        try:
            yield
        finally:
            set_asyncio_executor(None)


def _no_keyring() -> Any:
    raise Unavailable("keyring_failed", reason="none here")
