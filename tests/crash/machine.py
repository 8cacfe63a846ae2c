"""What stands in for the machine while states are judged: a keyring in memory, cheap derivations."""

import functools
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any
from unittest.mock import patch

import sqlalchemy as sa
from sqlcipher3 import dbapi2

from counter_app import seal
from counter_app.domain.calendar import WorkCalendar
from counter_app.errors import Unavailable
from counter_app.host import secrets
from counter_app.services import counter
from counter_app.store import calendars
from tests.crash.trace import KEYRING, tell
from tests.pcs import passphrase

Held = dict[str, str]
_create_engine = sa.create_engine
_MEMORY = sa.create_engine("sqlite+pysqlite://", module=dbapi2)
# What costs much and is the same for all states.
_once = functools.lru_cache(64)(WorkCalendar)
_derived = functools.lru_cache(64)(seal._key)


class Keyring:
    """The system's keyring: its own process keeps what it took, whatever becomes of ours."""

    name = "memory"

    def __init__(self, held: Held) -> None:
        self.held = held

    def get_password(self, service: str, name: str) -> str | None:
        return self.held.get(f"{service}/{name}")

    def set_password(self, service: str, name: str, password: str) -> None:
        self.held[f"{service}/{name}"] = password
        if name != "probe":
            tell(KEYRING, {"name": f"{service}/{name}", "secret": password})

    def delete_password(self, service: str, name: str) -> None:
        del self.held[f"{service}/{name}"]
        if name != "probe":
            tell(KEYRING, {"name": f"{service}/{name}", "secret": None})


@contextmanager
def stood_in(held: Held | None = None) -> Iterator[None]:
    """Derive cheaply, make each calendar once, and know no keyring but one that holds `held`."""
    with ExitStack() as stack:
        stack.enter_context(passphrase())
        stack.enter_context(patch.object(seal, "ARGON2_KIB", 64))
        stack.enter_context(patch.object(seal, "_key", _derived))
        for module in (counter, calendars):
            stack.enter_context(patch.object(module, "WorkCalendar", _once))
        stack.enter_context(patch.object(secrets, "_system_backend", _backend(held)))
        stack.enter_context(patch.object(sa, "create_engine", _compiling_once))
        yield


def _compiling_once(*values: Any, **named: Any) -> sa.Engine:
    """Give engines one memory of compiled statements: each state has an engine of its own."""
    made = _create_engine(*values, **named)
    made.dialect = made.pool._dialect = _MEMORY.dialect
    made._compiled_cache = _MEMORY._compiled_cache
    return made


def _backend(held: Held | None) -> Any:
    def give() -> Keyring:
        if held is None:
            raise Unavailable("keyring_failed", reason="none here")
        return Keyring(held)

    return give
