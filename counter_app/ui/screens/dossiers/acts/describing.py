"""How an act is described, and how what was typed is read into a command."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from counter_app.domain.catalog import PaperKind
from counter_app.domain.commands import PaperAnswer
from counter_app.domain.life.commands import LifeCommand
from counter_app.domain.moments import parse_day, parse_local
from counter_app.errors import Refused
from counter_app.services.life import DossierFile
from counter_app.texts import formats
from counter_app.ui.widgets.entries import Entry, Values

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})", re.ASCII)
_TIME = re.compile(r"(\d{1,2})(?::|h|g)(\d{2})", re.ASCII)
MAX_AMOUNT_DIGITS = 13


class Ids(NamedTuple):
    """What every command begins with."""

    event_id: str
    actor_id: str
    code: str


Build = Callable[[Ids, Values, DossierFile], LifeCommand]
Follow = Callable[[DossierFile, str, Values], Values]


@dataclass(frozen=True, slots=True)
class ActForm:
    """One act: its word (Vietnamese, translated when shown), its key, and what it asks for.

    `follow(file, name, values)` gives the values that change with the entry `name`.
    """

    word: str
    key: str
    icon: str
    entries: Callable[[DossierFile], tuple[Entry, ...]]
    build: Build
    follow: Follow = lambda _file, _name, _values: {}


def capital(word: str) -> str:
    """Return a word as it begins a line."""
    return word[:1].upper() + word[1:]


def text(values: Values, name: str) -> str:
    """Return a typed text without spaces around it; what is no text says nothing."""
    value = values.get(name)
    return value.strip() if isinstance(value, str) else ""


def picked(values: Values, name: str) -> tuple[str, ...]:
    """Return the ticked labels."""
    found = values.get(name, ())
    return tuple(map(str, found)) if isinstance(found, (tuple, list)) else ()


def lines(values: Values, name: str) -> tuple[str, ...]:
    """Return a text's lines that say something."""
    return tuple(line.strip() for line in text(values, name).splitlines() if line.strip())


def amount(values: Values, name: str) -> int:
    """Return an amount in VND, 0 where none was typed."""
    digits = text(values, name)
    return int(digits[:MAX_AMOUNT_DIGITS]) if digits.isascii() and digits.isdigit() else 0


def day(values: Values, name: str) -> str:
    """Return 25/11/2026 as YYYY-MM-DD, "" where nothing was typed. Raises Refused: day_typed."""
    typed = text(values, name)
    if not typed:
        return ""
    found = _DAY.fullmatch(typed)
    if not found:
        raise Refused("day_typed", name)
    return _iso(found, name, "day_typed")


def moment(values: Values, name: str) -> int:
    """Return `17:00 25/11/2026`, either way round, as a minute UTC. Raises Refused: moment_typed."""
    typed = text(values, name)
    date, time = _DAY.search(typed), _TIME.search(typed)
    if not date or not time or len(typed.split()) != len(("time", "day")):
        raise Refused("moment_typed", name)
    try:
        return parse_local(f"{_iso(date, name, 'moment_typed')}T{int(time[1]):02}:{time[2]}", name)
    except Refused as error:
        raise Refused("moment_typed", name) from error


def shown_moment(minute: int) -> str:
    """Return a minute as `moment` reads it."""
    return f"{formats.clock_time(minute)} {formats.date_numbers(minute)}"


def listed(file: DossierFile) -> dict[str, PaperAnswer]:
    """Return the papers of the procedure's check list and those received, by label."""
    found: dict[str, PaperAnswer] = {}
    for procedure in file.case.around.catalogue.procedures:
        if procedure.code == file.dossier.procedure:
            for paper in procedure.papers:
                found[paper.label] = PaperAnswer(paper.label, paper.kind, max(1, paper.count))
    received = file.case.reception
    for given in (*received.papers, *received.other_papers):
        found[given.label] = PaperAnswer(given.label, given.kind, max(1, given.count))
    return found


def answers(file: DossierFile, labels: tuple[str, ...]) -> tuple[PaperAnswer, ...]:
    """Return these papers as handed in, those that no list knows as one original each."""
    known = listed(file)
    found = []
    for label in labels:
        paper = known.get(label)
        kind, count = (paper.kind, paper.count) if paper else (PaperKind.ORIGINAL, 1)
        found.append(PaperAnswer(label, kind, count))
    return tuple(found)


def _iso(found: re.Match[str], name: str, code: str) -> str:
    iso = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}"
    try:
        parse_day(iso, name)
    except Refused as error:
        raise Refused(code, name) from error
    return iso
