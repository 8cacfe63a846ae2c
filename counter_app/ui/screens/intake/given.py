"""The left column: what the citizen gives."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from counter_app.domain.catalog import Channel, Procedure
from counter_app.domain.commands import ApplicantKind, IdKind
from counter_app.texts import _
from counter_app.ui import theme
from counter_app.ui.screens.intake import words
from counter_app.ui.screens.intake.acts import Act
from counter_app.ui.screens.intake.checklist import CheckList
from counter_app.ui.screens.intake.state import IntakeState
from counter_app.ui.widgets.choice import Choice
from counter_app.ui.widgets.field import EnterLine, Field, Line, Number, label, rule
from counter_app.ui.widgets.picker import Picker
from counter_app.ui.widgets.table import WholeRows, height_of

LABELS = 76  # px, the first column of captions
FIXED = ("query", "channel", "sets", "quantity")  # a receipt that is put right keeps them


class Given(QFrame):
    """Inputs by their form's names; `edited(field, value)` when a person changes one."""

    edited = Signal(str, object)
    scanned = Signal()
    picked = Signal(str)
    answered = Signal(int, object)
    added = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.fields: dict[str, Field] = {}
        self._setters: dict[str, Callable[..., object]] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 10, 16, 12)
        self._column.setSpacing(6)
        self._card()
        self._person()
        self._other_person()
        self._column.addWidget(rule())
        self._procedure()
        self._papers()

    def render_state(self, state: IntakeState) -> None:
        """Show the form, its errors and the hits."""
        for name, setter in self._setters.items():
            setter(getattr(state.form, name))
        for name, field in self.fields.items():
            field.set_error(state.errors.get("procedure" if name == "query" else name, ""))
        self._hint.setText(state.hint)
        self._hint.setVisible(bool(state.hint))
        self._representative.setVisible(state.form.representative)
        for name in FIXED:
            self.fields[name].setEnabled(state.mode is not Act.AMEND)
        person = state.form.kind is ApplicantKind.PERSON
        for name in ("birth_date", "sex"):
            self.fields[name].setVisible(person)
        self._render_procedure(state)

    def hands_to(self, field: str) -> None:
        """Put the focus into an input."""
        if field == "papers":
            self.list.setFocus(Qt.FocusReason.TabFocusReason)
            return
        wanted = self.fields.get("query" if field == "procedure" else field)
        if wanted is not None:
            wanted.editor.setFocus(Qt.FocusReason.OtherFocusReason)
            if isinstance(wanted.editor, Line):
                wanted.editor.selectAll() if field != "scan" else wanted.editor.end(False)

    def _render_procedure(self, state: IntakeState) -> None:
        hits = [(hit.code, hit.name, f"{hit.code} · {hit.field}") for hit in state.hits]
        self.query.show_hits(hits)
        chosen = state.procedure
        self._chosen.setText(f"{chosen.code} · {chosen.field}" if chosen else "")
        self._chosen.setVisible(chosen is not None)
        self.query.setToolTip(chosen.name if chosen else "")
        offered = [Channel.ONLINE] if state.form.errand else _offered(chosen)
        self._channel.set_offered([value.value for value in offered])
        self.list.render_rows(state.form.papers)
        self._papers_error.setText(state.errors.get("papers", ""))
        self._papers_error.setVisible("papers" in state.errors)

    def _add(self) -> None:
        self.added.emit(self.extra.text())
        self.extra.clear()

    # building

    def _card(self) -> None:
        scan = EnterLine(_("Quét thẻ căn cước, hoặc nhập số rồi Enter"), 1000)
        self._line("scan", scan)
        scan.addAction(theme.icon("scan"), Line.ActionPosition.LeadingPosition)
        scan.entered.connect(self.scanned)
        kind = self._choice(
            "kind", ((ApplicantKind.PERSON, _("Cá nhân")), (ApplicantKind.ORGANISATION, _("Tổ chức")))
        )
        self._row(("scan", 1), (kind, 0))
        self._hint = label("", "warn")
        self._hint.setWordWrap(True)
        self._column.addWidget(self._hint)

    def _person(self) -> None:
        self._line("name", Line("", 200))
        self._line("birth_date", Line(_("ngày/tháng/năm"), 10)).setFixedWidth(152)
        self.fields["sex"] = self._choice("sex", (("male", _("Nam")), ("female", _("Nữ"))))
        self._row(("name", 1), ("birth_date", 0), ("sex", 0))
        self._number_of_id()
        self._line("phone", Line("", 20)).setFixedWidth(132)
        self._line("email", Line("", 120))
        self._line("address", Line("", 300))
        self._open_other = QCheckBox(_("Nộp thay"))
        self._open_other.setToolTip(_("Người khác nộp thay cho người đứng tên"))
        self._open_other.toggled.connect(partial(self.edited.emit, "representative"))
        self._setters["representative"] = self._open_other.setChecked
        self._row(("id_number", 1), ("phone", 0), (self._open_other, 0))
        self._row(("address", 3), ("email", 2))

    def _number_of_id(self) -> None:
        """What kind of document, and its number, in one place."""
        kinds = QComboBox()
        for value, word in (
            (IdKind.CITIZEN_ID, _("Căn cước")),
            (IdKind.PASSPORT, _("Hộ chiếu")),
            (IdKind.TAX_CODE, _("Mã số thuế")),
        ):
            kinds.addItem(word, value)
        kinds.setAccessibleName(_("Loại giấy tờ"))
        kinds.activated.connect(lambda: self.edited.emit("id_kind", IdKind(kinds.currentData())))
        self._setters["id_kind"] = lambda v: kinds.setCurrentIndex(max(0, kinds.findData(v)))
        number = self._line("id_number", Line("", 30))
        whole = QWidget()
        pair = QHBoxLayout(whole)
        pair.setContentsMargins(0, 0, 0, 0)
        pair.setSpacing(6)
        pair.addWidget(kinds)
        pair.addWidget(number, 1)
        self.fields["id_number"] = _Compound(words.captions()["id_number"], whole, number, LABELS)

    def _other_person(self) -> None:
        self._representative = QWidget()
        row = QHBoxLayout(self._representative)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        self._line("other_name", Line(_("họ tên"), 200), _("Nộp thay"))
        self._line("other_number", Line(_("số giấy tờ"), 30), "")
        self._line("authority", Line(_("giấy ủy quyền, quan hệ"), 300), "")
        for name, stretch in (("other_name", 3), ("other_number", 2), ("authority", 3)):
            row.addWidget(self.fields[name], stretch)
        self._column.addWidget(self._representative)

    def _procedure(self) -> None:
        self.query = Picker(_("Gõ tên hoặc mã, không cần dấu: khai sinh, 1.001193"))
        self.query.setMaxLength(300)
        self.query.addAction(theme.icon("search"), Line.ActionPosition.LeadingPosition)
        self.query.asked.connect(partial(self.edited.emit, "query"))
        self.query.picked.connect(self.picked)
        self._setters["query"] = self.query.set_value
        self.fields["query"] = Field(words.captions()["procedure"], self.query, LABELS)
        self._chosen = label("", "small")
        self._row(("query", 1), (self._chosen, 0))
        self._channel_field = self._choice(
            "channel", [(value, words.channel(value)) for value in Channel], LABELS
        )
        self._channel: Choice = self._channel_field.editor  # type: ignore[assignment]
        self.fields["channel"] = self._channel_field
        for name, most in (("sets", 999), ("quantity", 9999)):
            self._number(name, most)
        self._row((self._channel_field, 1), ("sets", 0), ("quantity", 0))

    def _papers(self) -> None:
        self.list = CheckList()
        self.list.answered.connect(self.answered)
        rows = WholeRows(self.list)
        rows.setMinimumHeight(height_of(2))
        self._papers_error = label("", "error")
        self._papers_error.setWordWrap(True)
        self._column.addWidget(rows, 1)
        self._column.addWidget(self._papers_error)
        extra = EnterLine(_("+ giấy tờ khác"), 300)
        extra.setAccessibleName(_("Giấy tờ khác"))
        extra.setFixedWidth(220)
        extra.entered.connect(self._add)
        self.extra = extra
        keys = label(_("Dấu cách: đã nhận · T thiếu · K không áp dụng · ← → loại · số: số bản"), "small")
        self._column.addWidget(keys)
        self._line("content", Line(_("nếu cần ghi trên phiếu"), 1000))
        self._row((extra, 0), ("content", 1))

    def _line(self, name: str, line: Line, caption: str | None = None) -> Line:
        line.setObjectName(name)
        line.textEdited.connect(partial(self.edited.emit, name))
        self._setters[name] = line.set_value
        said = words.captions()[name]
        first = name in ("scan", "name", "id_number", "address", "other_name")
        self.fields[name] = Field(said if caption is None else caption, line, LABELS if first else 0)
        line.setAccessibleName(said)
        return line

    def _choice(self, name: str, options: object, width: int = 0) -> Field:
        choice = Choice([(str(value), word) for value, word in options])  # type: ignore[attr-defined]
        kinds: dict[str, Callable[[str], object]] = {"kind": ApplicantKind, "channel": Channel}
        choice.chosen.connect(lambda value: self.edited.emit(name, kinds.get(name, str)(value)))
        self._setters[name] = choice.set_value
        return Field(words.captions().get(name, "") if name == "channel" else "", choice, width)

    def _number(self, name: str, most: int) -> None:
        box = Number(most)
        box.counted.connect(partial(self.edited.emit, name))
        self._setters[name] = box.set_value
        self.fields[name] = Field(words.captions()[name], box)

    def _row(self, *parts: tuple[str | QWidget, int]) -> None:
        row = QHBoxLayout()
        row.setSpacing(12)
        for part, stretch in parts:
            widget = self.fields[part] if isinstance(part, str) else part
            if not isinstance(widget, Field):
                widget.setMinimumHeight(32)  # as high as a line, so that errors below one move nothing else
            row.addWidget(widget, stretch, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(row)


class _Compound(Field):
    """A field whose typed line is one of several inputs in its place."""

    def __init__(self, caption: str, whole: QWidget, editor: QWidget, width: int) -> None:
        super().__init__(caption, whole, width)
        self.editor = editor
        self.setFocusProxy(editor)
        editor.setAccessibleName(caption)


def _offered(procedure: Procedure | None) -> list[Channel]:
    return [terms.channel for terms in procedure.terms] if procedure else list(Channel)
