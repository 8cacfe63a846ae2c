"""The two good exports and ways to spoil them; a case is a vector before it is written."""

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from counter_app.domain import codec
from counter_app.seal import SigningKey
from tests.checker.scene import (
    DAY,
    NINE,
    Link,
    Pc,
    Scene,
    changed,
    line_for,
    line_of,
    sealed,
)

Change = Callable[[dict[str, Any]], None]
LATE = NINE + 5 * DAY
OTHER = SigningKey(bytes([7]) * 32)


@dataclass
class Case:
    """A vector before it is written: the file's lines and what must be said of them."""

    name: str
    lines: list[str]
    faults: list[list[Any]]
    notes: list[list[Any]] = field(default_factory=list)
    proved: int = 16
    purged: int = 1
    keys: dict[str, str] = field(default_factory=dict)
    base: str = "counter.jsonl"


class Exports:
    """The two good exports and ways to spoil them."""

    def __init__(self) -> None:
        """Take the scene."""
        self.scene = Scene()
        self.counter, self.centre = self.scene.counter(), self.scene.centre()
        self.a, self.b = self.scene.a.installation_id, self.scene.b.installation_id
        self.notes: list[list[Any]] = [
            ["quarantined", 5, "log_forked"],
            ["quarantined", 6, "unknown_actor"],
            ["log_forked", 24],
        ]

    def at(self, seq: int, source: str = "") -> int:
        """Return the line of an event of the counter's export."""
        return line_of(self.counter, source or self.a, seq)

    def edit(self, number: int, change: Change, key: SigningKey | None = None) -> list[str]:
        """Return the counter's export with one line changed, and sealed again."""
        lines = [*self.counter]
        lines[number - 1] = changed(lines[number - 1], change)
        return sealed(lines, key or self.scene.a.key)

    def splice(self, number: int, gone: int, *come: str) -> list[str]:
        """Return the counter's export with lines taken out and put in, and sealed again."""
        lines = [*self.counter]
        lines[number - 1 : number - 1 + gone] = come
        return sealed(lines, self.scene.a.key)

    def more(self, tell: Callable[[Pc], Link]) -> list[str]:
        """Return the counter's export with one more event of `a`, written by the product's code."""
        pc = copy.deepcopy(self.scene.a)
        return self.splice(self.at(1, self.b), 0, line_for(tell(pc)))

    @property
    def end(self) -> int:
        """The number of the last line."""
        return len(self.counter)


def event(**values: Any) -> Change:
    """Return a change of an event's envelope."""
    return lambda line: line["event"].update(values)


def top(**values: Any) -> Change:
    """Return a change of a line's own fields."""
    return lambda line: line.update(values)


def without(*path: str) -> Change:
    """Return a change that takes a field out."""

    def change(line: dict[str, Any]) -> None:
        inner = line["event"] if len(path) > 1 else line
        del inner[path[-1]]

    return change


def body(**values: Any) -> Change:
    """Return a change of a body that stays canonical."""

    def change(line: dict[str, Any]) -> None:
        parsed = json.loads(line["event"]["body"]) | values
        line["event"]["body"] = codec.canonical(parsed)

    return change


def together(*changes: Change) -> Change:
    """Return several changes as one."""

    def change(line: dict[str, Any]) -> None:
        for each in changes:
            each(line)

    return change
