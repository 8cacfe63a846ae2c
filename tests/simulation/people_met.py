"""Whom the office meets: invented citizens, each with a name and numbers that nobody else has."""

import random
from dataclasses import dataclass, field

from counter_app.domain.commands import Applicant, IdKind

FAMILIES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương")
MIDDLES = ("Văn", "Thị", "Hữu", "Ngọc", "Minh", "Quốc", "Thu", "Đức", "Khánh", "Bảo")
GIVEN = ("An", "Bình", "Cường", "Dung", "Giang", "Hạnh", "Khoa", "Lan", "Mỹ", "Nga", "Phúc", "Quân", "Tú")
ENDINGS = ("Ái", "Bích", "Diệp", "Điềm", "Hoài", "Kiều", "Lộc", "Nhật", "Oanh", "Phượng", "Sương", "Uyên")


@dataclass
class PeopleMet:
    """Makes people by number; `private` holds every text of theirs that no log may ever hold."""

    private: set[str] = field(default_factory=set)
    known: list[Applicant] = field(default_factory=list)

    def somebody(self, chance: random.Random) -> Applicant:
        """Return somebody new, or now and then one who was here before."""
        if self.known and chance.random() < 0.15:
            return chance.choice(self.known)
        number = len(self.known)
        name = (
            " ".join(chance.choice(part) for part in (FAMILIES, MIDDLES, ENDINGS, GIVEN))
            + f" {_letters(number)}"
        )
        identity = f"0{chance.randrange(10**4):04}{number:07}"
        phone, address = (
            f"09{chance.randrange(10**3):03}{number:05}",
            f"Số {number + 1}/7 ngõ {identity[-5:]}",
        )
        self.private |= {name, identity, phone, address}
        met = Applicant(name, id_kind=IdKind.CITIZEN_ID, id_number=identity, phone=phone, address=address)
        self.known.append(met)
        return met


def _letters(number: int) -> str:
    """Return a number as a name that no word of ours contains: Xyba, Xybb ..."""
    text = ""
    while True:
        text = chr(ord("a") + number % 26) + text
        number //= 26
        if not number:
            return f"Xy{text:b>3}"
