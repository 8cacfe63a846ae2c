"""Every code that we raise has a sentence for a person."""

import re
from pathlib import Path

import counter_app
from counter_app.texts import refusals, server

RAISED = re.compile(r'\b(?:Refused|Unavailable|Damaged)\(\s*"(\w+)"')
QUIET = {"malformed"}  # caught where it is raised


def test_every_code_has_a_sentence() -> None:
    sources = list(Path(counter_app.__file__).parent.rglob("*.py"))
    raised = {code for path in sources for code in RAISED.findall(path.read_text("utf-8"))}
    raised.add("centre_lost_events")  # told as a problem, not raised
    assert len(raised) > 100
    assert sorted(raised - QUIET - refusals.SENTENCES.keys() - server.SENTENCES.keys()) == []
