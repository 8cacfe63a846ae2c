"""Leaves of paper books before the court: whose book, which times, whether a second person confirmed."""

from collections.abc import Iterable

from sqlalchemy import ColumnElement, Connection, select

from counter_app import seal
from counter_app.central.briefing import books_of, person_keys_of
from counter_app.central.centre import Caller
from counter_app.central.judge import Jurisdiction
from counter_app.central.tables import events
from counter_app.domain import facts, paper_book
from counter_app.domain.book_events import DossierCaptured, LeafVoided
from counter_app.domain.staff.proof import Register
from counter_app.errors import Refused
from counter_app.wire import WireEvent

_KINDS = frozenset((DossierCaptured.KIND, LeafVoided.KIND))


class BookDocket:
    """The leaves that a push speaks of; what is needed is read once, and only where there is one."""

    def __init__(
        self,
        connection: Connection,
        caller: Caller,
        where: Jurisdiction,
        links: Iterable[WireEvent],
        counted: ColumnElement[bool],
    ) -> None:
        """Read the office's books, and which of these leaves were given up before: `counted` ones."""
        new = [link.event for link in links if link.event.kind in _KINDS]
        if not new:
            return
        self._books = books_of(connection, caller.office_id)
        keys = person_keys_of(connection, caller.office_id)
        self._register = Register(caller.office_id, where.grants, keys, seal.verify, where.today)
        given_up = select(events.c.subject).where(
            events.c.office_id == caller.office_id,
            events.c.subject.in_({event.subject for event in new}),
            events.c.event_id.not_in([event.event_id for event in new]),
            events.c.kind == LeafVoided.KIND,
            counted,
        )
        self._void = set(connection.execute(given_up).scalars())

    def check(self, link: WireEvent, known: Iterable[str]) -> None:
        """Hold a leaf against its book and against what became of it before; `known` codes are dossiers'.

        Raises Refused: those of `paper_book.check_captured`, leaf_void (a dossier on a leaf that was given
        up), leaf_taken (given up, and a dossier's), subject_differs.
        """
        if link.event.kind not in _KINDS:
            return
        event, fact = link.event, facts.join(link.event, link.personal)
        if isinstance(fact, DossierCaptured):
            paper_book.check_captured(event, fact, self._books, self._register)
            if event.subject in self._void:
                raise Refused("leaf_void", code=event.subject)
        elif isinstance(fact, LeafVoided):
            paper_book.check_voided(event, fact, self._books)
            if event.subject in known:
                raise Refused("leaf_taken", code=event.subject)
            self._void.add(event.subject)
