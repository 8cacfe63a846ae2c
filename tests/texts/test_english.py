"""The same product in English: shell, errors, reasons, formats, window."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLabel, QLineEdit, QTableView, QWidget
from pytestqt.qtbot import QtBot

from counter_app import cli, texts
from counter_app.domain.catalog_doubts import Doubt
from counter_app.domain.catalog_import import import_published
from counter_app.domain.grounds import Reason
from counter_app.domain.limits import parse_limit
from counter_app.errors import Refused, Unavailable
from counter_app.settings import Settings
from counter_app.texts import doubts, formats, reasons, refusals, server

pytestmark = pytest.mark.usefixtures("english")


def test_the_shell_gives_its_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    asked = ["due", "--limit", "3wd", "--received", "2026-11-19T09:00", "--lang", "en", "--json"]
    assert cli.main(asked) == 0
    assert json.loads(capsys.readouterr().out)["reasons"] == [
        "received 09:00 Thu 19/11",
        "day 1 Fri 20/11",
        "day 2 Mon 23/11",
        "Tue 24/11 public holiday: Ngày Văn hóa Việt Nam (lần đầu)",
        "day 3 Wed 25/11",
    ]


def test_the_shell_refuses_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["due", "--limit", "soon", "--received", "2026-11-19T09:00", "--lang", "en"]) == 1
    assert (
        capsys.readouterr().err == "The limit is not right. For example 3wd, 0.5wd, 15d, 8wh, 2m, same-day.\n"
    )


def test_errors() -> None:
    jam = Unavailable("printer_failed", reason="paper jam")
    assert refusals.sentence(jam) == (
        "Not printed: paper jam. The dossier is saved; press Reprint when the printer is ready."
    )
    assert refusals.sentence(Refused("same_today", codes="H26.14-261119-1000")).startswith(
        "This person has already"
    )
    assert (
        refusals.sentence(Refused("invented"))
        == "That did not work (code invented). Tell the administrator this code."
    )
    assert refusals.sentence(Refused("printer_failed")).startswith("Not printed: –.")
    assert (
        server.sentence(Refused("port_taken", None, host="h", port=1))
        == "Port 1 at h cannot be opened. Choose another."
    )


_SIGNS = str.maketrans("", "", "…·←→↑↓–")
STEPS = [
    (
        Reason("counted", {"first": 1, "last": 2, "from": "2026-11-20", "to": "2026-11-23"}),
        "days 1 to 2: Fri 20/11 to Mon 23/11",
    ),
    (
        Reason("day_off", {"from": "2026-11-21", "to": "2026-11-22", "name": "", "confidence": "high"}),
        "Sat 21/11 to Sun 22/11 weekend",
    ),
    (
        Reason(
            "day_off", {"from": "2027-02-05", "to": "2027-02-05", "name": "Giao thừa", "confidence": "low"}
        ),
        "Fri 5/2 public holiday: Giao thừa (estimate)",
    ),
    (
        Reason("made_up_day", {"date": "2026-01-10", "name": "Làm bù", "confidence": "high"}),
        "Sat 10/1 made-up working day: Làm bù",
    ),
    (Reason("months", {"amount": 2, "date": "2026-11-25"}), "2 month(s) end on Wed 25/11/2026"),
    (Reason("next_working_day", {"date": "2026-11-25"}), "moves to Wed 25/11"),
    (
        Reason("papers_next_morning", {"date": "2026-11-25"}),
        "papers go on the morning of Wed 25/11, the due date stays",
    ),
    (Reason("not_announced", {"until": "2027-11-24"}), "calendar not announced after 24/11/2027"),
]


@pytest.mark.parametrize(("step", "said"), STEPS)
def test_reasons(step: Reason, said: str) -> None:
    assert reasons.reason(step) == said


def test_formats() -> None:
    assert [formats.duration(minutes) for minutes in (60, 90, 30)] == ["1 h", "1 h 30 min", "30 min"]
    assert [formats.limit(parse_limit(text)) for text in ("3wd", "15d", "8wh", "2m", "same-day")] == [
        "3 working day(s)",
        "15 day(s)",
        "8 working hour(s)",
        "2 month(s)",
        "same day",
    ]


def test_an_administrator_reads_what_to_confirm() -> None:
    doubt = Doubt("unit_missing", "1.001193", "procedures[0].limit_unit", "1 UNKNOWN")
    assert doubts.sentence(doubt) == (
        "1.001193: The limit has no unit: working days, days or hours? [1 UNKNOWN] (procedures[0].limit_unit)"
    )
    [unread] = import_published({"procedures": [{}]}, {}, 1, "2025-07-01").doubts
    assert doubts.sentence(unread).startswith("–: This procedure cannot be read")


def test_the_window(qtbot: QtBot) -> None:
    from counter_app.ui.app import Application, dressed
    from counter_app.ui.screens.enrolment.view import EnrolmentView
    from counter_app.ui.screens.intake.answered import Answered
    from counter_app.ui.screens.intake.given import Given
    from counter_app.ui.screens.sync.view import SyncView

    dressed(Settings(language="en"))
    made = Application(_unready, Settings(language="en"))
    qtbot.addWidget(made.window)
    pages = [Given(), Answered(), SyncView(), EnrolmentView()]
    for page in pages:
        qtbot.addWidget(page)
    shown = {text for page in (made.window, *pages) for text in _texts(page)}
    assert {
        "Receive",
        "Send to the centre",
        "Name",
        "Born",
        "Procedure",
        "Due",
        "Fee",
        "Return of the result",
    } <= shown
    assert {"Person", "Organisation", "In person", "Connection", "Send now", "Enrol this PC"} <= shown
    strange = {text for text in shown if not text.replace("Quầy Một Cửa", "").translate(_SIGNS).isascii()}
    assert strange == set()


def _unready(_ask: object) -> NoReturn:
    raise Refused("not_enrolled")


def _texts(page: QWidget) -> Iterator[str]:
    """Yield what a person reads on a page, hints and columns included."""
    yield page.windowTitle()
    yield from (label.text() for label in page.findChildren(QLabel))
    for button in page.findChildren(QAbstractButton):
        yield from (button.text(), button.accessibleName())
    for line in page.findChildren(QLineEdit):
        yield line.placeholderText()
    for table in page.findChildren(QTableView):
        model = table.model()
        for column in range(model.columnCount()):
            yield str(model.headerData(column, Qt.Orientation.Horizontal))


def test_without_a_compiled_catalogue_vietnamese_is_spoken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(texts, "LOCALE", tmp_path)
    texts._catalogue.cache_clear()
    assert texts._("Tiếp nhận") == "Tiếp nhận"
    assert "make locale" in caplog.text
