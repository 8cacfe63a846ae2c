"""Finding a dossier by what a person has at hand: a code, its last digits, a name, a number, a scan."""

import re
from dataclasses import dataclass

from counter_app.domain import catalog, citizen_id, receipt_text
from counter_app.domain.catalog import Catalogue
from counter_app.domain.dossier import Dossier, folded, local_day
from counter_app.domain.numbering import format_code, parse_code
from counter_app.errors import Refused
from counter_app.services import reading, recording
from counter_app.services.counter import Counter
from counter_app.store import search as found
from counter_app.store.search import Place, Shown, Terms, TurnedAway

__all__ = ["PAGE", "Hit", "Page", "Place", "Shown", "TurnedAway", "find", "scanned", "terms"]

PAGE = 100
MAX_TYPED = 1000  # characters; a card's text is about 150, a receipt's 300
_SERIAL = 4  # digits
_CARD = re.compile(r"\d{12}\|")
_WORDS = 8  # of a name; more are not read
_PHRASE = 2  # words; a single one is more often a name
_NUMBER = re.compile(r"[a-z]{0,3}[0-9]{5,}")  # identity card, passport, tax code
_PROCEDURE = re.compile(r"[0-9]\.[0-9]{1,9}(\.[a-z0-9.]{1,12})?")


@dataclass(frozen=True, slots=True)
class Hit:
    """One line of the answer: a dossier, or somebody turned away before reception."""

    dossier: Dossier | None = None
    away: TurnedAway | None = None

    @property
    def place(self) -> Place:
        """Where it stands in the order: newest first, then by key."""
        if self.dossier is not None:
            return Place(self.dossier.received, self.dossier.code)
        assert self.away is not None  # noqa: S101 - a hit has one of the two
        return Place(self.away.at, self.away.event_id)


@dataclass(frozen=True, slots=True)
class Page:
    """Up to PAGE hits; `after` is where the next page begins, None at the end; `now` a minute UTC."""

    hits: tuple[Hit, ...]
    after: Place | None
    now: int


def find(
    counter: Counter, reader_id: str, typed: str, shown: Shown = Shown.OPEN, after: Place | None = None
) -> Page:
    """Return the page after `after` of what was typed or scanned, newest first."""
    now = recording.minute_of(counter.clock.now())
    with reading.opened(counter, reader_id) as conn:
        asked = terms(typed, counter.reference(conn).catalogue(local_day(now)))
        hits: list[Hit] = []
        if shown is not Shown.TURNED_AWAY:
            rows = found.received(conn, asked, shown, after, PAGE + 1)
            hits += [Hit(dossier=row) for row in rows]
        if shown in (Shown.ALL, Shown.TURNED_AWAY):
            hits += [Hit(away=row) for row in found.sent_away(conn, asked, after, PAGE + 1)]
    hits.sort(key=lambda hit: (local_day(hit.place.at), hit.place.at, hit.place.key), reverse=True)
    page = tuple(hits[:PAGE])
    return Page(page, page[-1].place if len(hits) > PAGE else None, now)


def scanned(typed: str) -> str:
    """Return the code that a receipt's QR or a whole typed code names, "" for anything else."""
    text = typed.strip()[:MAX_TYPED]
    for read in (text, text.upper()):  # a scanner beside a held Caps Lock types small letters
        try:
            return receipt_text.parse(read)[0].code
        except Refused:
            continue
    try:
        code = parse_code(text)
        return format_code(code.agency_id, code.day, code.serial)
    except Refused:
        return ""


def terms(typed: str, catalogue: Catalogue) -> Terms:
    """Read what was typed. A name and a procedure look alike: two words or more are looked up as both."""
    text = typed.strip()[:MAX_TYPED]
    if code := scanned(text):
        return Terms(code=code)
    if _CARD.match(text):
        return _card(text)
    plain = folded(text)
    if _PROCEDURE.fullmatch(plain):
        return Terms(procedures=_procedures(catalogue, plain))
    return _numbers(plain) or _names(plain, catalogue)


def _numbers(plain: str) -> Terms | None:
    """Read the end of a code, as far as somebody read it out, or the beginning of an identity number."""
    joined = plain.replace("-", "").replace(" ", "")
    if joined.isdecimal() and len(joined) <= _SERIAL:
        return Terms(digits=joined)
    if _NUMBER.fullmatch(joined):
        return Terms(digits=joined if joined.isdecimal() else "", person=joined.upper())
    if " " not in plain and "-" in plain and joined[-1:].isdecimal():
        return Terms(digits=joined.upper())
    return None


def _names(plain: str, catalogue: Catalogue) -> Terms:
    words = tuple(plain.split()[:_WORDS])
    return Terms(words=words, procedures=_phrase(catalogue, plain) if len(words) >= _PHRASE else ())


def _card(text: str) -> Terms:
    try:
        number = citizen_id.read_card(text).number
    except Refused:
        number = text[:12]
    return Terms(person=number)


def _procedures(catalogue: Catalogue, code: str) -> tuple[str, ...]:
    listed = tuple(each.code for each in catalogue.procedures if each.code.lower().startswith(code))
    return listed or (code,)


def _phrase(catalogue: Catalogue, plain: str) -> tuple[str, ...]:
    """Return the procedures that bear this phrase in their names, beginning at a word's beginning."""
    hits = catalog.search(catalogue, plain)
    return tuple(each.code for each in hits if f" {plain}" in f" {folded(each.name)}")
