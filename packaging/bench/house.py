"""An enrolled counter without a centre: the real catalogue in an encrypted store on a real disk."""

import json
from pathlib import Path

from counter_app import wire
from counter_app.domain.calendar import DEFAULT_HOURS, parse_calendar_csv
from counter_app.domain.catalog_import import import_published
from counter_app.domain.numbering import Lane
from counter_app.domain.people import Grant, Office, Person, Role
from counter_app.host.clock import Clock
from counter_app.host.files import DataFolder
from counter_app.host.key_names import SIGNING_KEY
from counter_app.host.log_head import FileHead
from counter_app.remote.client import Centre
from counter_app.seal import SigningKey
from counter_app.services.counter import Counter
from counter_app.services.log_head import LogHead
from counter_app.settings import Settings
from counter_app.store import briefing as briefings
from counter_app.store import installation
from counter_app.store.engine import Store

CATALOG = Path(__file__).parents[2] / "resources" / "catalog"
KEY, SIGNER = bytes(range(32)), bytes(31) + b"\x01"
OFFICER = "lan"
INSTALLATION = "0190b8f0-0000-7000-8000-000000000001"
NOWHERE = "http://127.0.0.1:9"


class Known(dict[str, bytes]):
    """Secrets of a counter that nobody guards."""

    wrapped = True

    def refresh(self) -> None:
        """Nobody else changes them."""

    def put(self, name: str, secret: bytes) -> None:
        """Keep a secret."""
        self[name] = secret

    def delete(self, name: str) -> None:
        """Forget a secret."""
        self.pop(name, None)


def furnish(folder: Path) -> Counter:
    """Build or find the store of an enrolled PC in `folder`, open its counter; no centre is in reach."""
    signer = SigningKey(SIGNER)
    enrolled = installation.Installation(INSTALLATION, "00004", NOWHERE, bytes(32), "", 0)
    data = DataFolder(folder)
    store = furnished(data.store_path, enrolled)
    return Counter(
        store=store,
        clock=Clock(),
        signer=signer,
        installation=enrolled,
        folder=data,
        settings=Settings(),
        centre=Centre(NOWHERE, bytes(32), INSTALLATION, signer, timeout=1.0),
        head=LogHead(FileHead(folder, Known({SIGNING_KEY: SIGNER})), store, INSTALLATION),
        pepper=lambda: KEY,
    )


def furnished(path: Path, enrolled: installation.Installation) -> Store:
    """Return a store that knows its office, its people, the catalogue and the calendar."""
    store = Store(path, KEY)
    with store.write() as conn:
        installation.install(conn, enrolled)
        briefings.save(conn, _briefing(), 0)
    return store


def _briefing() -> wire.Briefing:
    source = json.loads((CATALOG / "procedures.json").read_text("utf-8"))
    confirmed = json.loads((CATALOG / "confirmed.json").read_text("utf-8"))
    return wire.Briefing(
        office=Office("00004", "H26.14", "THÀNH PHỐ HÀ NỘI", "UBND PHƯỜNG BA ĐÌNH", "Ba Đình", "", "", ""),
        people=(Person(OFFICER, "Nguyễn Thị Lan", "Công chức Tư pháp - Hộ tịch", "Hộ tịch", "", "Quầy 2"),),
        keys=(),
        lane=Lane("lane-1", "H26.14", INSTALLATION, 1000, 8999, 9000, 9799, "2020-01-01", "2099-12-31", b""),
        catalogues=(import_published(source, confirmed, 1, "2025-07-01").catalogue,),
        calendar_version=1,
        calendar=parse_calendar_csv((CATALOG / "vn_calendar.csv").read_text("utf-8")),
        hours=(DEFAULT_HOURS,),
        rules="ND118/2025",
        grants=(Grant("g1", OFFICER, Role.OFFICER, "2020-01-01"),),
    )
