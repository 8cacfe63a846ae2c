"""What an office may choose on one PC. No secret and no citizen's data lives here."""

from dataclasses import dataclass
from typing import Literal

Paper = Literal["A5", "A4"]
Language = Literal["vi", "en"]


@dataclass(frozen=True, slots=True)
class Alerts:
    """When this PC warns; `domain.warnings.check_choices` says what is taken.

    A dossier is amber with `amber_hours` working hours left, lies still after `still_days` working days
    without a step. Between `quiet_from` and `quiet_until` (HH:MM), and on days off, nothing is announced.
    """

    amber_hours: int = 8
    still_days: int = 5
    quiet_from: str = "17:30"
    quiet_until: str = "07:30"
    quiet_days_off: bool = True
    sound: bool = True


Span = Literal["day", "month", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class ReportSpans:
    """How long a period each printed report was last made for: the next one begins with the same."""

    register: Literal["day", "month"] = "day"
    lateness: Span = "month"
    apologies: Span = "month"


@dataclass(frozen=True, slots=True)
class Settings:
    """One PC's choices, kept as `settings.json` in the data folder.

    `check_address`: where a phone may check a receipt, as `receipt_text.check_address` has it, "" for none.
    `last_person`: person_id offered first at the next start. `lock_minutes`: after so many without a key or a
    movement the window locks, 1 to 120. `duty_board`: the board for citizens opens on a second screen.
    `backup_folder`: where each day's copy of the records goes, "" for none; `backup_keep` newest stay there.
    """

    paper: Paper = "A5"
    language: Language = "vi"
    theme: Literal["light", "dark", "contrast"] = "light"
    check_address: str = ""
    last_person: str = ""
    alerts: Alerts = Alerts()
    report_spans: ReportSpans = ReportSpans()
    lock_minutes: int = 10
    duty_board: bool = False
    backup_folder: str = ""
    backup_keep: int = 14
