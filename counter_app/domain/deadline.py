"""The law's clock: from a limit and a reception to the due minute, with every reason."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reason:
    """One step of the reckoning: a code and its values (ISO dates, minutes, names); texts says it."""

    code: str
    values: dict[str, str | int]


@dataclass(frozen=True, slots=True)
class Due:
    """When the result is owed: `at` in whole minutes since 1970-01-01T00:00Z, and why."""

    at: int
    reasons: tuple[Reason, ...]
