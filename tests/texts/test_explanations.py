"""A dossier explained, and what differs, in English."""

import re
from pathlib import Path

import pytest

from counter_app.cli import main
from counter_app.domain.recomputation import Difference
from counter_app.services.explanation import explain
from counter_app.texts.clocks import clock
from counter_app.texts.explanations import difference, lines, not_reckoned
from counter_app.texts.steps import kind
from tests.pcs import PERSON, opened, receive

pytestmark = pytest.mark.usefixtures("english")
WHERE = ("H26.14-261119-1000", "e-1", "pc-1", 7)


def test_a_dossier(pc: Path) -> None:
    with opened(pc) as counter:
        (code,) = receive(counter, "A")
        told = list(lines(explain(counter, PERSON, code)))
    assert re.match(r"Received: 09:\d\d Thu 19/11/2026, ", told[1])
    assert told[2] == "  Clock certain: carried on from the centre's time, not restarted since."
    assert told[3:5] == ["Limit: same day", "Due: 17:00 Thu 19/11/2026"]
    assert re.fullmatch(r"  received 09:\d\d Thu 19/11", told[5])
    assert "By: rules ND118/2025, calendar version 1, catalogue version 1" in told
    assert told[-1] == ("  not acknowledged by the centre · signature, hash and the data beside it all agree")


def test_the_shell_proves_in_english(pc: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with opened(pc) as counter:
        receive(counter, "A")
    assert main(["verify", "--all", "--lang", "en", "--data", str(pc)]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "Reckoned again, all agree: 1 dossiers."


SAID = [
    (
        Difference("due_differs", *WHERE, 29_918_040, 29_919_480),
        "Dossier H26.14-261119-1000: due is stated as 17:00 Thu 19/11/2026, "
        "reckoned again it is 17:00 Fri 20/11/2026 (entry 7, PC pc-1).",
    ),
    (
        Difference("due_differs", *WHERE, 2**52, ""),
        f"Dossier H26.14-261119-1000: due is stated as {2**52}, reckoned again it is – (entry 7, PC pc-1).",
    ),
    (
        Difference("fee_differs", *WHERE, 15_000, 30_000),
        "Dossier H26.14-261119-1000: the fee is stated as 15,000 đ, reckoned again it is 30,000 đ "
        "(entry 7, PC pc-1).",
    ),
    (
        Difference("projection_differs", *WHERE, 29_918_040, 29_919_480, "due"),
        "Dossier H26.14-261119-1000: the list has due 17:00 Thu 19/11/2026, "
        "by the log it is 17:00 Fri 20/11/2026 (entry 7, PC pc-1).",
    ),
    (
        Difference("calendar_changed", "", "", "pc-1", 0, 3),
        "Calendar version 3 kept on this PC was altered.",
    ),
    (
        Difference("moment_differs", *WHERE, 29_918_040, 29_919_480),
        "Dossier H26.14-261119-1000: the content says 17:00 Thu 19/11/2026, "
        "the entry was recorded at 17:00 Fri 20/11/2026 (entry 7, PC pc-1).",
    ),
    (
        Difference("promise_differs", *WHERE, column="waits"),
        "Dossier H26.14-261119-1000: a later promise does not follow from the other entries (waits) "
        "(entry 7, PC pc-1).",
    ),
    (Difference("invented", *WHERE), "invented (entry 7, PC pc-1)."),
]


@pytest.mark.parametrize(("found", "said"), SAID)
def test_differences(found: Difference, said: str) -> None:
    assert difference(found) == said


def test_what_lies_apart() -> None:
    assert not_reckoned(Difference("calendar_not_held", *WHERE, 2), 5) == (
        "This PC does not hold calendar version 2, so it was not reckoned again "
        "(5 entries, the first is 7, PC pc-1)."
    )


def test_letters_and_kinds() -> None:
    assert all(clock(letter).isascii() and len(clock(letter)) > 9 for letter in "ABCUS")
    assert (clock("Z"), kind("fee.charged"), kind("dossier.danced")) == ("Z", "fee charged", "dossier.danced")
