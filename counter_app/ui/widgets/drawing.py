"""Each kind of entry as an input: what it draws, how it takes a value, when it tells one."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QComboBox, QFileDialog, QWidget

from counter_app.texts import _
from counter_app.ui.widgets.choice import Choice
from counter_app.ui.widgets.editors import FileLine, Money, Picks, Prose
from counter_app.ui.widgets.entries import Entry, Kind
from counter_app.ui.widgets.field import Line
from counter_app.ui.widgets.picker import Picker

SHORT = 180  # px, a day or an amount
Look = Callable[[str], Sequence[tuple[str, str, str]]]
Tell = Callable[[object], object]
Drawn = tuple[QWidget, Callable[..., object]]


def draw(entry: Entry, tell: Tell, look: Look) -> Drawn:
    """Return the input of an entry, and how it takes a value. `look` finds (key, text, note) for a picker."""
    if entry.kind is Kind.PROCEDURE:
        return _procedure(entry, tell, look)
    return _DRAWN[entry.kind](entry, tell)


def _line(entry: Entry, tell: Tell) -> Drawn:
    line = Line(entry.hint, entry.most)
    if entry.kind in (Kind.DAY, Kind.MOMENT):
        line.setFixedWidth(SHORT)
    line.textEdited.connect(tell)
    return line, line.set_value


def _text(entry: Entry, tell: Tell) -> Drawn:
    prose = Prose(entry.hint, entry.most)
    prose.edited.connect(tell)
    return prose, prose.set_value


def _amount(_entry: Entry, tell: Tell) -> Drawn:
    money = Money()
    money.edited.connect(tell)
    return money, money.set_value


def _choice(entry: Entry, tell: Tell) -> Drawn:
    choice = Choice(entry.options)
    choice.chosen.connect(tell)
    return choice, choice.set_value


def _list(entry: Entry, tell: Tell) -> Drawn:
    box = QComboBox()
    for value, word in entry.options:
        box.addItem(word, value)
    box.activated.connect(lambda: tell(box.currentData()))
    box.setMaxVisibleItems(12)
    return box, lambda value: box.setCurrentIndex(max(0, box.findData(value)))


def _check(entry: Entry, tell: Tell) -> Drawn:
    box = QCheckBox(entry.caption)
    # PySide would connect a partial to the clicked() that tells nothing.
    box.clicked.connect(lambda on=False: tell(on))
    return box, box.setChecked


def _picks(entry: Entry, tell: Tell) -> Drawn:
    picks = Picks(entry.options)
    picks.edited.connect(tell)
    return picks, picks.set_value


def _procedure(entry: Entry, tell: Tell, look: Look) -> Drawn:
    picker = Picker(entry.hint)

    def name(key: object) -> None:
        """Show the name of what was picked; a search under way is left alone."""
        found = {hit[0]: hit[1] for hit in look(str(key))} if key else {}
        if key in found:
            picker.set_value(found[str(key)])

    def take(key: str) -> None:
        name(key)
        tell(key)
        picker.focusNextChild()

    picker.asked.connect(lambda text: picker.show_hits(look(text)))
    picker.picked.connect(take)
    return picker, name


def _file(entry: Entry, tell: Tell) -> Drawn:
    line = FileLine(entry.hint)
    line.edited.connect(tell)
    line.wanted.connect(partial(browse, line))
    return line, line.set_value


def browse(line: FileLine) -> None:
    """Let a person point at a file; the page stays as it is meanwhile."""
    kinds = "PDF, JPEG, PNG (*.pdf *.jpg *.jpeg *.png)"
    dialog = QFileDialog(line, _("Chọn bản quét"), str(Path.home()), kinds)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(line.choose)
    dialog.open()


_DRAWN: dict[Kind, Callable[[Entry, Tell], Drawn]] = {
    Kind.LINE: _line,
    Kind.DAY: _line,
    Kind.MOMENT: _line,
    Kind.TEXT: _text,
    Kind.AMOUNT: _amount,
    Kind.CHOICE: _choice,
    Kind.LIST: _list,
    Kind.CHECK: _check,
    Kind.PICKS: _picks,
    Kind.FILE: _file,
}
