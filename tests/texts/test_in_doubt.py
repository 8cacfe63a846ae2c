"""Each reason for which the centre does not count an event is a sentence without a gap."""

import re
from pathlib import Path

import pytest

import counter_app
from counter_app.central import promises
from counter_app.texts import in_doubt, refusals

HOME = Path(counter_app.__file__).parent
JUDGES = ("central/judge.py", "central/book_docket.py", "central/staff_docket.py", "domain/staff/proof.py")
RAISED = {
    code for name in JUDGES for code in re.findall(r'Refused\(\s*"(\w+)"', (HOME / name).read_text("utf-8"))
} | set(promises._REASONS.values())


@pytest.mark.parametrize(
    "code", sorted(RAISED | {"log_forked", "in_review", "unknown_kind", "unknown_version"})
)
def test_the_judges_codes_have_a_sentence_of_their_own(code: str) -> None:
    said = in_doubt.sentence(code)
    assert not re.search(r"[{}–]|\(mã", said)


def test_no_code_leaves_a_gap() -> None:
    for code in [*refusals.SENTENCES, "of_a_later_version"]:
        assert not re.search(r"[{}]", in_doubt.sentence(code)), code
