"""What an office may choose on one PC. No secret and no citizen's data lives here."""

from dataclasses import dataclass
from typing import Literal

Paper = Literal["A5", "A4"]
Language = Literal["vi", "en"]


@dataclass(frozen=True, slots=True)
class Settings:
    """One PC's choices, kept as `settings.json` in the data folder.

    `check_address`: where a phone may check a receipt, as `receipt_text.check_address` gives it; "" for none.
    `last_person`: person_id offered first at the next start.
    """

    paper: Paper = "A5"
    language: Language = "vi"
    theme: Literal["light", "dark", "contrast"] = "light"
    check_address: str = ""
    last_person: str = ""
