"""The panel "Cài đặt cảnh báo": when this PC warns, and when it keeps quiet."""

from collections.abc import Mapping

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from counter_app.errors import CounterError
from counter_app.settings import Alerts
from counter_app.texts import _
from counter_app.texts.refusals import sentence
from counter_app.ui.widgets.field import Field, Line, label

WIDTH, CAPTION, SHORT = 400, 150, 76  # px


class AlertChoices(QFrame):
    """`kept(Alerts)` when somebody saves; Esc closes and leaves what was typed."""

    kept = Signal(object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("card")
        self.setFixedWidth(WIDTH)
        self.lines = {
            name: Line(most=5) for name in ("amber_hours", "still_days", "quiet_from", "quiet_until")
        }
        clock = _("giờ:phút, ví dụ {clock}")
        captions = (
            (_("Báo sắp hạn khi còn"), _("giờ làm việc")),
            (_("Nằm yên sau"), _("ngày làm việc")),
            (_("Im lặng từ"), clock.format(clock="17:30")),
            (_("Im lặng đến"), clock.format(clock="07:30")),
        )
        self.fields = {
            name: Field(caption, _measured(line, unit), CAPTION)
            for (name, line), (caption, unit) in zip(self.lines.items(), captions, strict=True)
        }
        for line in self.lines.values():
            line.returnPressed.connect(self._keep)
        self.days_off = QCheckBox(_("Im lặng cả ngày nghỉ"))
        self.sound = QCheckBox(_("Phát tiếng khi báo"))
        self.save, self.close_it = QPushButton(_("Lưu")), QPushButton(_("Đóng"))
        self.save.clicked.connect(self._keep)
        self.close_it.clicked.connect(self.left)
        self._shown: Alerts | None = None
        self._refused: Mapping[str, CounterError] = {}
        self._lay_out()

    def render_choices(self, alerts: Alerts, errors: Mapping[str, CounterError]) -> None:
        """Show what is kept, unless it is shown already and being changed; errors beside their fields."""
        if alerts != self._shown:
            self._shown = alerts
            for name, line in self.lines.items():
                line.set_value(str(getattr(alerts, name)))
            self.days_off.setChecked(alerts.quiet_days_off)
            self.sound.setChecked(alerts.sound)
        for name, field in self.fields.items():
            field.set_error(sentence(errors[name]) if name in errors else "")
        if errors and errors is not self._refused:  # a new answer; the board is read anew each minute
            self.lines[next(iter(errors))].setFocus()
        self._refused = errors

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Step back with Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _keep(self) -> None:
        said = {name: line.text().strip() for name, line in self.lines.items()}
        chosen = Alerts(
            amber_hours=_number(said["amber_hours"]),
            still_days=_number(said["still_days"]),
            quiet_from=said["quiet_from"],
            quiet_until=said["quiet_until"],
            quiet_days_off=self.days_off.isChecked(),
            sound=self.sound.isChecked(),
        )
        self.kept.emit(chosen)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 14, 16, 14)
        column.setSpacing(10)
        column.addWidget(label(_("Cài đặt cảnh báo"), "section"))
        for field in self.fields.values():
            column.addWidget(field)
        column.addWidget(self.days_off)
        column.addWidget(self.sound)
        column.addWidget(label(_("Cài đặt này dùng cho máy này."), "small"))
        buttons = QHBoxLayout()
        for button in (self.save, self.close_it):
            button.setAutoDefault(True)
            buttons.addWidget(button)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addStretch(1)


def _measured(line: Line, unit: str) -> QWidget:
    """Put a short line before the words that say what its number means."""
    said = QWidget()
    row = QHBoxLayout(said)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    line.setFixedWidth(SHORT)
    row.addWidget(line)
    row.addWidget(label(unit, "small"), 1)
    said.setFocusProxy(line)
    return said


def _number(text: str) -> int:
    """Return what was typed, -1 for what is no number: the rules refuse it beside its field."""
    return int(text) if text.isascii() and text.isdigit() else -1
