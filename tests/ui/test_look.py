"""Tokens that can be read, a page that fits, focus that is seen."""

import itertools
import json

import pytest
from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QColor, QFontDatabase, QRawFont
from PySide6.QtWidgets import QApplication, QTableView, QWidget

from counter_app.ui import theme
from counter_app.ui.qt_words import WORDS, QtWords
from tests.ui.conftest import Desk

THEMES = ("light", "dark", "contrast")
GROUNDS = ("ground", "surface", "raised", "soft", "accent_soft")
INKS = ("ink", "muted")
STATES = ("ok", "warn", "late", "info", "accent")


def luminance(colour: QColor) -> float:
    parts = [part / 255 for part in (colour.red(), colour.green(), colour.blue())]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: QColor, other: QColor) -> float:
    """WCAG 2.2, 1.4.3."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", THEMES)
def test_every_text_stands_out(name: str) -> None:
    look = theme.load(name)
    pairs = [
        *itertools.product((*INKS, *STATES), GROUNDS),
        ("on_accent", "accent"),
        ("on_accent", "accent_hover"),
    ]
    pairs += [("ink", f"{state}_soft") for state in ("ok", "warn", "late")]
    pairs += [(state, f"{state}_soft") for state in ("ok", "warn", "late")]
    weak = {
        (text, ground): round(contrast(look.colour(text), look.colour(ground)), 2)
        for text, ground in pairs
        if contrast(look.colour(text), look.colour(ground)) < 4.5
    }
    assert not weak


@pytest.mark.parametrize("name", THEMES)
def test_edges_and_focus_are_seen(name: str) -> None:
    look = theme.load(name)
    for token in ("edge", "accent"):
        assert contrast(look.colour(token), look.colour("surface")) >= 3  # WCAG 1.4.11


def test_every_theme_has_the_same_tokens() -> None:
    tokens = json.loads((theme.RESOURCES / "style" / "tokens.json").read_text("utf-8"))
    assert len({frozenset(tokens[name]) for name in THEMES}) == 1


def test_the_font_is_ours_and_has_every_accent(desk: Desk) -> None:
    assert theme.FAMILY in QFontDatabase.families()
    font = QRawFont.fromFont(desk.given.query.font())
    assert font.familyName() == theme.FAMILY
    assert all(font.supportsCharacter(ord(letter)) for letter in "ỄễẬậƯưĐđẶặỠỡỶỷẴẵ₫·…–")


@pytest.mark.parametrize("size", [(1366, 697), (1280, 650)])
def test_an_ordinary_procedure_needs_no_scrolling(desk: Desk, size: tuple[int, int]) -> None:
    desk.application.window.resize(QSize(*size))
    desk.birth()
    desk.until(lambda: desk.given.width() > 600)
    assert desk.view.room.verticalScrollBar().maximum() == 0
    assert desk.view.room.horizontalScrollBar().maximum() == 0


@pytest.mark.parametrize("size", [(683, 384), (853, 480), (911, 512), (1100, 620), (1200, 650)])
def test_enlarged_the_action_is_always_seen_and_nothing_lies_sideways(
    desk: Desk, size: tuple[int, int]
) -> None:
    desk.application.window.resize(QSize(*size))
    desk.until(lambda: desk.view.room.width() < size[0])
    desk.birth()
    desk.intake.set("phone", "abc")
    desk.intake.submit()
    action, window = desk.answered.deed.action, desk.application.window
    place = QRect(action.mapTo(window, QPoint(0, 0)), action.size())
    assert window.rect().contains(place)
    assert "19/11/2026" in desk.answered.deed._promise.text()
    assert desk.answered.deed._promise.isVisible()
    if size[0] > 800:
        assert desk.view.room.horizontalScrollBar().maximum() == 0
    focus = desk.given.fields["phone"].editor
    assert not focus.visibleRegion().isEmpty()
    window.resize(1366, 697)
    desk.until(lambda: desk.answered.isAncestorOf(action))
    assert not desk.answered.deed._promise.isVisible()


@pytest.mark.parametrize("size", [(1366, 697), (1280, 650)])
def test_a_question_needs_no_scrolling(desk: Desk, size: tuple[int, int]) -> None:
    desk.application.window.resize(QSize(*size))
    for _time in range(2):
        desk.birth()
        desk.intake.submit()
        desk.until(lambda: desk.intake.state.form.blank or bool(desk.intake.state.question))
    deed = desk.answered.deed
    desk.until(deed.question.isVisible)
    desk.until(lambda: desk.view.room.verticalScrollBar().maximum() == 0)
    assert deed.question.dismiss.hasFocus()
    assert not deed.action.isVisible()
    deed.question.dismiss.click()
    assert deed.action.isVisible()
    assert desk.view.isAncestorOf(QApplication.focusWidget() or desk.application.window)


def test_an_error_widens_nothing(desk: Desk) -> None:
    widths = {name: field.editor.width() for name, field in desk.given.fields.items()}
    desk.intake.set("birth_date", "32/1/1990")
    desk.intake.set("phone", "abc")
    desk.intake.submit()
    desk.until(lambda: desk.given.fields["birth_date"]._error.height() > 12)
    assert widths == {name: field.editor.width() for name, field in desk.given.fields.items()}


@pytest.mark.parametrize("height", [640, 667, 697, 713])
def test_no_row_is_cut_in_half(desk: Desk, height: int) -> None:
    desk.application.window.resize(1366, height)
    desk.birth()
    tables: list[QTableView] = [desk.given.list, desk.view.today.table]
    for table in tables:
        table.setFocus()
        desk.until(lambda table=table: table.viewport().height() % 34 == 0)  # type: ignore[misc]
        assert table.viewport().height() >= 34
    desk.choose("khai sinh")
    hits = desk.given.query._list
    assert hits is not None
    desk.until(lambda: hits.viewport().height() % 48 == 0)


def test_no_widget_was_left_without_a_place(desk: Desk) -> None:
    desk.application.window.setFocus()
    strays = [
        widget
        for widget in desk.view.findChildren(QWidget)
        if widget.isVisible() and widget.isWindow() and widget is not desk.application.window
    ]
    assert not strays


def test_qts_own_words_are_vietnamese() -> None:
    words = QtWords()
    assert words.translate("QPlatformTheme", "Cancel") == "Thôi"
    assert not words.translate("QPlatformTheme", "No such text")
    assert all(WORDS.values())
