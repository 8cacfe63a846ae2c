"""What `doctor` warns of before it stops anybody: the office's last lanes, a key older than a year."""

import dataclasses
from pathlib import Path

import msgspec

from counter_app.store import briefing as briefings
from counter_app.store import installation
from tests.cli.conftest import Shell
from tests.pcs import opened


def test_doctor_warns_of_an_old_key_and_of_the_last_lanes(shell: Shell, pc: Path) -> None:
    with opened(pc) as counter, counter.store.write() as conn:
        own, briefing = counter.installation, counter.reference(conn).briefing
        installation.install(conn, dataclasses.replace(own, enrolled_at=0))
        lanes = [dataclasses.replace(briefing.lane, first=1000 + 500 * number) for number in range(14)]
        briefings.save(conn, msgspec.structs.replace(briefing, lanes=tuple(lanes)), 0)
    said = shell("doctor", data=pc)
    found = {check["name"]: check for check in said.value["checks"]}
    assert (said.code, found["lanes"]["state"], found["key"]["state"]) == (0, "warning", "warning")
    assert found["lanes"]["detail"].startswith("Còn 2/16 dải số")
    assert "rotate-key" in found["key"]["detail"]
