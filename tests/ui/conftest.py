"""A real counter without a centre in reach: an encrypted store, the real catalogue, a window offscreen."""

import json
import os
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter_app import wire
from counter_app.domain.calendar import DEFAULT_HOURS, parse_calendar_csv
from counter_app.domain.catalog_import import import_published
from counter_app.domain.clock import Anchor, Machine
from counter_app.domain.numbering import Lane
from counter_app.domain.people import Grant, Office, Person, Role
from counter_app.errors import Unavailable
from counter_app.host.clock import Clock
from counter_app.host.files import DataFolder
from counter_app.host.log_head import KeyringHead
from counter_app.host.secrets import KeyringSecrets
from counter_app.remote.client import Centre
from counter_app.seal import SigningKey
from counter_app.services.counter import Counter
from counter_app.services.log_head import LogHead
from counter_app.settings import Settings
from counter_app.store import briefing as briefings
from counter_app.store import installation
from counter_app.store.engine import Store
from counter_app.ui.app import Application, dressed
from counter_app.ui.printer import Printer
from tests.host.test_secrets import Keyring

QtBot.waitUntil.__kwdefaults__ = {"timeout": 60_000}  # ms: on a loaded machine 5 s may be too short

CATALOG = Path(__file__).parents[2] / "resources" / "catalog"
NINE = 1_795_053_600_000  # Thu 2026-11-19 09:00 at +07:00, ms UTC
LAN = Person("lan", "Nguyễn Thị Lan", "Công chức Tư pháp - Hộ tịch", "Hộ tịch", "", "Quầy 2")
DUC = Person("duc", "Trần Văn Đức", "Công chức Địa chính", "Đất đai", "", "Quầy 1")
GRANTS = tuple(Grant(one.person_id, one.person_id, Role.OFFICER, "2020-01-01") for one in (LAN, DUC))
CARD = "001090012345|012345678|Nguyễn Văn Thử|01011990|Nam|Tổ 1, phường Ba Đình, Hà Nội|25122021"


@dataclass
class FakePrinter(Printer):
    """Takes paper, has none, jams, or hangs until it is `free`."""

    there: bool = True
    jam: str = ""
    free: threading.Event | None = None
    printed: list[str] = field(default_factory=list)

    def print_pdf(self, data: bytes, title: str) -> bool:
        assert data.startswith(b"%PDF")
        if self.free is not None:
            self.free.wait(30)
        if self.jam:
            raise Unavailable("printer_failed", reason=self.jam)
        if self.there:
            self.printed.append(title)
        return self.there


@pytest.fixture(scope="session")
def briefing() -> wire.Briefing:
    """The office, its people, the real catalogue and calendar."""
    source = json.loads((CATALOG / "procedures.json").read_text("utf-8"))
    confirmed = json.loads((CATALOG / "confirmed.json").read_text("utf-8"))
    lane = Lane("lane-1", "H26.14", "pc-1", 1000, 1499, 9000, 9049, "2026-01-01", "2027-12-31", b"")
    return wire.Briefing(
        office=Office("00004", "H26.14", "THÀNH PHỐ HÀ NỘI", "UBND PHƯỜNG BA ĐÌNH", "Ba Đình", "", "", ""),
        people=(LAN, DUC),
        keys=(),
        lane=lane,
        catalogues=(import_published(source, confirmed, 1, "2025-07-01").catalogue,),
        calendar_version=1,
        calendar=parse_calendar_csv((CATALOG / "vn_calendar.csv").read_text("utf-8")),
        hours=(DEFAULT_HOURS,),
        rules="ND118/2025",
        grants=GRANTS,
    )


@pytest.fixture
def readings() -> list[Machine]:
    """The PC's clocks: the last reading counts."""
    return [Machine(NINE, 1_000_000, "boot-1")]


@pytest.fixture
def opening(
    tmp_path: Path, store: Store, briefing: wire.Briefing, readings: list[Machine]
) -> Callable[[object], Counter]:
    """Open the counter as bootstrap would; the centre's port is closed."""
    signer, keyring = SigningKey(bytes(31) + b"\x01"), KeyringSecrets(Keyring(), "pc-1")
    enrolled = installation.Installation("pc-1", "00004", "http://127.0.0.1:9", bytes(32), "", NINE)
    with store.write() as conn:
        installation.install(conn, enrolled)
        briefings.save(conn, briefing, NINE)

    def build(_ask: object) -> Counter:
        clock = Clock(lambda: readings[-1])
        clock.restore(Anchor(NINE, "boot-1", 1_000_000), None)
        return Counter(
            store=store,
            clock=clock,
            signer=signer,
            installation=enrolled,
            folder=DataFolder(tmp_path / "data"),
            settings=Settings(),
            centre=Centre("http://127.0.0.1:9", bytes(32), "pc-1", signer, timeout=1.0),
            head=LogHead(KeyringHead(keyring), store, "pc-1"),
            pepper=lambda: bytes(32),
        )

    return build


@dataclass
class Desk:
    """An open window with Lan before it, and hands."""

    application: Application
    bot: QtBot
    printer: FakePrinter

    def __post_init__(self) -> None:
        assert self.application.workplace is not None
        self.work = self.application.workplace
        self.view, self.intake, self.issuing = self.work.view, self.work.intake, self.work.issuing
        self.given, self.answered = self.view.given, self.view.answered

    def until(self, holds: Callable[[], bool]) -> None:
        self.bot.waitUntil(holds, timeout=60_000)

    def rows(self, count: int) -> None:
        self.until(lambda: len(self.issuing.state.rows) == count)

    def choose(self, words: str) -> None:
        query = self.given.query
        query.setFocus()
        query.selectAll()
        QTest.keyClicks(query, words)
        self.until(lambda: query.is_open)

    def birth(self, name: str = "Nguyễn Văn Thử") -> None:
        """Fill in what a birth registration needs, all papers given."""
        self.intake.set("name", name)
        self.choose("khai sinh")
        self.intake.choose("1.001193")
        self.until(lambda: self.intake.state.promise is not None)
        self.give_all()

    def give_all(self) -> None:
        from counter_app.ui.screens.intake.papers import counted

        for at, row in enumerate(self.intake.state.form.papers):
            if row.blocks:
                self.intake.answer(at, counted(row, 1))


@pytest.fixture
def printer() -> FakePrinter:
    return FakePrinter()


@pytest.fixture
def application(
    qtbot: QtBot, opening: Callable[[object], Counter], printer: FakePrinter
) -> Iterator[Application]:
    """The window, opened and asking who sits here."""
    dressed(Settings())
    made = Application(opening, Settings(), printer=printer)
    made.window.resize(1366, 768)
    made.window.show()
    made.window.activateWindow()
    qtbot.waitUntil(lambda: made.workplace is not None, timeout=60_000)
    yield made
    made.window.close()


@pytest.fixture
def desk(application: Application, qtbot: QtBot, printer: FakePrinter) -> Desk:
    """Lan has sat down."""
    made = Desk(application, qtbot, printer)
    made.work.officers.chosen.emit(LAN)
    return made
