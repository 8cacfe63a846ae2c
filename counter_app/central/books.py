"""Paper books: a range of leaves, granted to an office for ever and printed."""

from dataclasses import asdict, replace

from sqlalchemy import Connection, insert

from counter_app.central import briefing, granted, stored
from counter_app.central.centre import Centre
from counter_app.central.deeds import Warrant
from counter_app.central.tables import books
from counter_app.documents import paper_book as printed
from counter_app.domain import numbering
from counter_app.domain import paper_book as rules
from counter_app.domain.dossier import local_day
from counter_app.domain.paper_book import Book
from counter_app.errors import Refused

LEAVES = numbering.BOOKS_LAST - numbering.BOOKS_FIRST + 1  # of all books of an office in one day


def grant(centre: Centre, office_id: str, count: int, warrant: Warrant) -> tuple[Book, bytes]:
    """Grant an office a book of `count` leaves for ever; return it with its PDF, a page for each leaf.

    A day has the serials of one full book: what is left of them is given out once. Raises Refused:
    unknown_office, bad_number, no_free_leaves (how many are left today).
    """
    with centre.engine.begin() as connection:
        office = briefing.office(connection, office_id)
        stored.lock(connection, office_id)  # one grant at a time in an office
        minute = centre.now() // 60_000
        day = local_day(minute)
        first, last = _free(centre, connection, office_id, day, count)
        book = Book(f"{first}-{day}", office_id, office.agency_id, day, first, last, minute, b"")
        book = replace(book, signature=centre.key.sign(rules.book_bytes(book)))
        told = asdict(book) | {"by": warrant.by, "reason": warrant.reason}
        connection.execute(insert(books), told)
        briefing.touch(connection, office_id)
        granted.append(centre, granted.BookGrant(book, warrant.by, warrant.reason))
    return book, printed.render(office, book)


def _free(centre: Centre, connection: Connection, office_id: str, day: str, count: int) -> tuple[int, int]:
    """Return the next serials of a day; the file beside the database knows of those that a backup lacks."""
    if not 1 <= count <= LEAVES:
        raise Refused("bad_number", "count", most=LEAVES)
    told = (*briefing.books_of(connection, office_id), *granted.books(centre, office_id))
    used = max((book.last for book in told if book.day == day), default=numbering.BOOKS_FIRST - 1)
    left = numbering.BOOKS_LAST - used
    if count > left:
        raise Refused("no_free_leaves", "count", left=left)
    return used + 1, used + count
