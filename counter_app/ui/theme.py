"""The look: design tokens, one style sheet, the shipped font and icons tinted by token."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from string import Template

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt, QTemporaryDir
from PySide6.QtGui import QColor, QFont, QFontDatabase, QGuiApplication, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtWidgets import QApplication

RESOURCES = Path(__file__).parents[2] / "resources"
FAMILY = "Be Vietnam Pro"
# The style sheet wants files for these; each is written once per theme, in its token's colour.
_SHEET_ICONS = {
    "chevron": "muted",
    "radio_off": "edge",
    "radio_on": "accent",
    "check_off": "edge",
    "check_on": "accent",
}


@dataclass(frozen=True, slots=True)
class Theme:
    """One set of colours (`#RRGGBB` by token name) and measures (`14px`)."""

    name: str
    colours: dict[str, str]
    measure: dict[str, str]

    def colour(self, token: str) -> QColor:
        """Return the token's colour."""
        return QColor(self.colours[token])


_in_use: list[Theme] = []


@cache
def load(name: str) -> Theme:
    """Read the theme `light`, `dark` or `contrast` from the token file."""
    tokens = json.loads((RESOURCES / "style" / "tokens.json").read_text("utf-8"))
    return Theme(name, tokens[name], tokens["measure"])


def current() -> Theme:
    """Return the theme in use."""
    return _in_use[-1] if _in_use else load("light")


def apply(app: QApplication, wanted: str) -> None:
    """Dress the application; a system that asks for high contrast gets it whatever is `wanted`."""
    hints = QGuiApplication.styleHints()
    high = hints.accessibility().contrastPreference() == Qt.ContrastPreference.HighContrast
    theme = load("contrast" if high else wanted)
    _in_use[:] = [theme]
    icon.cache_clear()
    app.setStyle("Fusion")
    app.setFont(_font())
    app.setPalette(_palette(theme))
    app.setStyleSheet(sheet(theme))


@contextmanager
def undressed() -> Iterator[None]:
    """Take the style sheet off while many widgets are made: each layout would have it laid on all anew."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)  # noqa: S101 - tells mypy
    worn = app.styleSheet()
    app.setStyleSheet("")
    try:
        yield
    finally:
        app.setStyleSheet(worn)


def sheet(theme: Theme) -> str:
    """Return the style sheet with the theme's values filled in."""
    template = Template((RESOURCES / "style" / "counter.qss").read_text("utf-8"))
    icons = {f"icon_{name}": _written(theme.name, name, token) for name, token in _SHEET_ICONS.items()}
    return template.substitute(theme.colours, **theme.measure, **icons)


@cache
def icon(name: str, tone: str = "muted", size: int = 20) -> QIcon:
    """Return `resources/icons/<name>.svg` in the colour of the token `tone`; sharp at up to 3x scale."""
    from PySide6.QtSvg import QSvgRenderer

    renderer = QSvgRenderer(QByteArray(_tinted(current(), name, tone)))
    drawn = QIcon()
    for scale in (1, 2, 3):
        pixels = QPixmap(QSize(size, size) * scale)
        pixels.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixels)
        renderer.render(painter, QRectF(0, 0, size * scale, size * scale))
        painter.end()
        pixels.setDevicePixelRatio(scale)
        drawn.addPixmap(pixels)
    return drawn


def _tinted(theme: Theme, name: str, token: str) -> bytes:
    drawing = (RESOURCES / "icons" / f"{name}.svg").read_text("utf-8")
    drawing = drawing.replace("currentColor", theme.colours[token])
    return drawing.replace("currentGround", theme.colours["on_accent"]).encode()


@cache
def _folder() -> QTemporaryDir:
    return QTemporaryDir()


@cache
def _written(theme: str, name: str, token: str) -> str:
    path = Path(_folder().path()) / f"{theme}-{name}.svg"
    path.write_bytes(_tinted(load(theme), name, token))
    return path.as_posix()


@cache
def _font() -> QFont:
    for path in sorted((RESOURCES / "fonts").glob("BeVietnamPro_*.ttf")):
        QFontDatabase.addApplicationFont(str(path))
    font = QFont(FAMILY)
    font.setPixelSize(14)
    font.setFeature(QFont.Tag("tnum"), 1)  # figures of one width: columns and clocks stand still
    return font


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    pairs = {
        role.Window: "ground",
        role.Base: "surface",
        role.AlternateBase: "soft",
        role.Button: "surface",
        role.ToolTipBase: "raised",
        role.Highlight: "accent",
        role.Accent: "accent",
        role.HighlightedText: "on_accent",
        role.PlaceholderText: "muted",
        role.Link: "accent",
    }
    for target, token in pairs.items():
        palette.setColor(target, theme.colour(token))
    for target in (role.WindowText, role.Text, role.ButtonText, role.ToolTipText):
        palette.setColor(target, theme.colour("ink"))
        palette.setColor(QPalette.ColorGroup.Disabled, target, theme.colour("muted"))
    return palette
