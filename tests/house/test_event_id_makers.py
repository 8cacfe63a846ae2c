"""Every id of an event names its PC: nobody but these makes an id that names none."""

from pathlib import Path

import counter_app

APP = Path(counter_app.__file__).parent
MAKERS = {
    "domain/identity.py": "where it is made",
    "services/counter.py": "and given its owner",
    "services/identity.py": "an installation's own name",
    "central/deeds.py": "a row of the centre's, no event",
    "central/staffing.py": "a row of the centre's, no event",
    "ui/screens/intake/form.py": "a half-filled form, given its owner when it is put to something",
}


def test_an_event_is_told_under_an_id_of_its_pc() -> None:
    found = {
        file.relative_to(APP).as_posix()
        for file in APP.rglob("*.py")
        if "new_event_id" in file.read_text().replace("counter.new_event_id", "")
    }
    assert found == MAKERS.keys()
