"""Default-valid facts and stamps for the store's tests."""

import uuid
from dataclasses import replace

from counter_app.domain.catalog import Channel, Limit, LimitUnit, PaperKind
from counter_app.domain.commands import Applicant, PaperMark, ReturnBy
from counter_app.domain.deadline import Reason
from counter_app.domain.events import DocumentPrinted, DossierReceived, FeeCharged, PaperGiven, PapersAsked
from counter_app.domain.kinds import Fact
from counter_app.seal import SigningKey
from counter_app.store.log import Stamp

HERE, ELSEWHERE = "pc-1", "pc-2"
NINE = 29_917_560  # Thu 2026-11-19 09:00 +07:00 in minutes
DAY = "2026-11-19"
SIGNER = SigningKey(bytes(31) + b"\x01")
OTHER_SIGNER = SigningKey(bytes(31) + b"\x02")
STAMP = Stamp(HERE, "lan", NINE * 60_000, "A", SIGNER)
OTHER_STAMP = replace(STAMP, installation_id=ELSEWHERE, actor_id="minh", signer=OTHER_SIGNER)
PERSON = Applicant("Nguyễn Văn Thử", id_number="001090000001", birth_date="1990-01-01")

Entry = tuple[str, str, Fact]


def code_of(serial: int) -> str:
    return f"H17.99-261119-{serial:04}"


def received(
    serial: int, lane: str = "lane-1", applicant: Applicant = PERSON, at: int = NINE
) -> DossierReceived:
    return DossierReceived(
        code=code_of(serial),
        lane=lane,
        procedure="1.001193",
        procedure_name="Thủ tục đăng ký khai sinh",
        procedure_field="Hộ tịch",
        catalogue=1,
        calendar=1,
        rules="nd61",
        channel=Channel.IN_PERSON,
        limit=Limit(0, LimitUnit.SAME_DAY),
        received=at,
        due=at + 480,
        reasons=(Reason("same_day", {"day": DAY}),),
        papers=(PaperGiven("Tờ khai", PaperKind.ORIGINAL, 1, PaperMark.GIVEN),),
        sets=1,
        quantity=1,
        return_by=ReturnBy.COUNTER,
        resolving_unit="",
        repeat_of=(),
        applicant=applicant,
    )


def entry(subject: str, fact: Fact) -> Entry:
    return (str(uuid.uuid4()), subject, fact)


def reception(serial: int, lane: str = "lane-1", applicant: Applicant = PERSON) -> list[Entry]:
    """A dossier with its fee, as `decide` answers."""
    code = code_of(serial)
    fee = FeeCharged(code, unit_fee=15_000, quantity=2, amount=30_000, paid=True, exempt=False)
    return [entry(code, received(serial, lane, applicant)), entry(code, fee)]


def printed(serial: int, copy: int = 1, document: str = "01") -> Entry:
    return entry(code_of(serial), DocumentPrinted(code_of(serial), document, copy))


def asked(missing: tuple[str, ...] = ("Giấy chứng sinh",)) -> Entry:
    event_id = str(uuid.uuid4())
    fact = PapersAsked("1.001193", "Thủ tục đăng ký khai sinh", Channel.IN_PERSON, NINE, missing, PERSON)
    return (event_id, event_id, fact)
