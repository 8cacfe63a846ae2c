"""Who sits here: names, then a PIN. It covers the page of whoever sat here before."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from counter_app.domain.people import Person
from counter_app.ui.screens.officers.names_part import NamesPart
from counter_app.ui.screens.officers.pin_part import CHANGE_KEY, PinPart
from counter_app.ui.screens.officers.presenter import Seating
from counter_app.ui.screens.officers.state import SeatingState, Stage
from counter_app.ui.session import Session
from counter_app.ui.widgets.card import centred_card

WIDTH = 560  # px


class OfficersView(QWidget):
    """Binds one Seating to widgets. `chosen(Person)` when a name is taken."""

    chosen = Signal(object)

    def __init__(self, presenter: Seating, session: Session) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.presenter, self._session = presenter, session
        self.names, self.pin = NamesPart(), PinPart()
        self.list = self.names.list
        self._lay_out()
        self._join()
        self.show_office(session.opening.office.name)
        self.render_state(presenter.state)

    @property
    def marked(self) -> str:
        """The id of the person marked now, "" for none."""
        return self.names.person.person_id if self.names.person else ""

    @property
    def people(self) -> Sequence[Person]:
        """Who is listed now."""
        return self.names.people

    def show_office(self, office: str) -> None:
        """Show the office that these people work for."""
        self.names.show_office(office)

    def render_state(self, state: SeatingState) -> None:
        """Show the names or one person's PIN."""
        asked = state.stage is not Stage.NAMES
        self.names.show_patience(self._session.counter.settings.lock_minutes)
        self.names.render_state(state)
        self.pin.render_state(state)
        (self.pin if asked else self.names).show()
        (self.names if asked else self.pin).hide()
        self._offer_pin()

    def hands_to(self, name: str) -> None:
        """Put the focus where the presenter wants it."""
        if name == "names":
            self.names.line.setFocus()
        else:
            self.pin.hands_to(name)

    def _offer_pin(self, _mark: str = "") -> None:
        person = self.names.person
        self.names.offer_pin(person is not None and not self._session.asks_pin(person))
        self.names.offer_change(person is not None and self._session.has_key(person))

    def _change_pin(self) -> None:
        """Another PIN for whose PIN is asked for, else for whose name is marked."""
        self.presenter.change_pin(self.presenter.state.person or self.names.person)

    def _join(self) -> None:
        presenter, names, pin = self.presenter, self.names, self.pin
        presenter.changed.connect(self.render_state)
        presenter.focus.connect(self.hands_to)
        names.chosen.connect(self.chosen)
        self.chosen.connect(presenter.choose)
        names.by_pin.connect(partial(presenter.choose, by_pin=True))
        names.sought.connect(presenter.look_up)
        names.marked.connect(presenter.mark)
        names.marked.connect(self._offer_pin)
        names.left.connect(presenter.back)
        names.patience.connect(presenter.keep_minutes)
        pin.submitted.connect(presenter.submit)
        pin.typed.connect(presenter.typed)
        pin.left.connect(presenter.back)
        for button in (names.change, pin.change):
            button.clicked.connect(self._change_pin)
        shortcut = QShortcut(QKeySequence(CHANGE_KEY), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self._change_pin)

    def _lay_out(self) -> None:
        page = QWidget()
        column = centred_card(page, WIDTH)
        column.addWidget(self.names)
        column.addWidget(self.pin)
        room = QScrollArea()
        room.setWidget(page)
        room.setWidgetResizable(True)
        room.setFrameShape(QFrame.Shape.NoFrame)
        room.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(room)
