"""A paper book at the try-out office for tests: granted, told to its PCs, its leaves filled in by hand."""

import dataclasses
from pathlib import Path
from typing import Any

from counter_app.central import books
from counter_app.central.deeds import Warrant
from counter_app.domain.identity import new_event_id
from counter_app.domain.paper_book import Book, CaptureLeaf
from counter_app.services import paper_book, sign_in, sync
from counter_app.services.counter import Counter
from counter_app.services.paper_book import Captured
from counter_app.services.seat import Seat
from tests.central.living import BY
from tests.pcs import PERSON, Office, intake
from tests.services.introducing import HEAD, PIN, introduced, owner

RECEIVED, DUE = 29_917_560 + 10, 29_917_560 + 2 * 1440  # ten past nine; two days later at nine
CAPTURED = RECEIVED + 180  # the power is back at ten past twelve
FIRST = "H26.14-261119-9800"


def granted(office: Office, count: int = 5) -> Book:
    """Grant a book and return it."""
    centre = dataclasses.replace(owner(office), folder=office.living.home)
    return books.grant(centre, "00004", count, Warrant(*BY))[0]


def opened(office: Office, name: str = "pc") -> tuple[Counter, Seat]:
    """Open a PC that knows the books, where the head has signed in once, after the power cut."""
    counter = office.open(name)
    # With his own PIN he brings a key to each further PC; another of the administrator's would end them.
    known = len(office.opened) > 1
    seat = sign_in.first(counter, HEAD, PIN) if known else introduced(office, counter, HEAD)
    assert sync.exchange(counter).problem == ""
    office.living.clock.now = CAPTURED * 60_000
    counter.clock.anchor(office.living.clock.now)
    return counter, seat


def leaf(code: str = FIRST, **changes: Any) -> CaptureLeaf:
    """Return a used leaf; `changes` are of the command, or of its intake."""
    own = {field.name for field in dataclasses.fields(CaptureLeaf)}
    command = intake(**{name: value for name, value in changes.items() if name not in own})
    filled = CaptureLeaf(
        dataclasses.replace(command, event_id=new_event_id(), actor_id=PERSON), code, RECEIVED, DUE, "", HEAD
    )
    return dataclasses.replace(filled, **{name: value for name, value in changes.items() if name in own})


def stub(folder: Path) -> Path:
    """Return the scan of a stub."""
    path = folder / "stub.pdf"
    path.write_bytes(b"%PDF-1.4 lien luu")
    return path


def captured(counter: Counter, seat: Seat, folder: Path, command: CaptureLeaf) -> Captured:
    """Enter a leaf as the window does."""
    return paper_book.capture(counter, paper_book.prepare(counter, command, stub(folder)), seat.key)
