"""PCs that sign with another key, and what the centre keeps of it."""

import dataclasses
from contextlib import closing

from counter_app import bootstrap
from counter_app.central import audit
from counter_app.host.files import DataFolder
from counter_app.host.key_names import ROTATED_KEY
from counter_app.host.secrets import Secrets
from counter_app.seal import key_id
from counter_app.services import key_rotation, papers
from counter_app.services.counter import Counter
from counter_app.services.key_rotation import Rotate
from tests.pcs import PERSON, Office
from tests.services.test_revoked import administration


def turned(office: Office, name: str = "pc") -> Counter:
    """Let a PC that is not open sign with another key, and open it."""
    folder = DataFolder(office.root / name)
    secrets = bootstrap.secrets_of(folder, None)
    with closing(bootstrap.open_counter(folder, secrets=secrets)) as counter:
        before = counter.signer.public
        told = key_rotation.rotate(counter, secrets, Rotate(counter.new_event_id(), PERSON))
    counter = office.open(name)
    assert counter.signer.public != before
    assert told == key_id(counter.signer.public)
    assert secrets_of(office, name).get(ROTATED_KEY) is None
    return counter


def secrets_of(office: Office, name: str = "pc") -> Secrets:
    """Return a PC's secrets."""
    return bootstrap.secrets_of(DataFolder(office.root / name), None)


def receipt(counter: Counter, code: str) -> str:
    """Return the text in a receipt's QR."""
    return papers.receipt_qr(counter, PERSON, code)


def kept(office: Office) -> list[tuple[int, bool]]:
    """Return of each key that the centre has by which event it came, and whether it is in force."""
    with office.living.owner.connect() as connection:
        rows = connection.exec_driver_sql("SELECT seq, in_force FROM installation_keys ORDER BY seq")
        return [(row.seq, row.in_force) for row in rows]


def holds_at_the_centre(office: Office) -> bool:
    """Tell whether the centre's own proof finds nothing."""
    return faults(office) == []


def faults(office: Office, *changes: str) -> list[str]:
    """Name what the centre's own proof finds after these changes, which are undone."""
    centre = dataclasses.replace(administration(office), folder=office.living.home)
    with office.living.owner.connect() as connection:
        for change in changes:
            connection.exec_driver_sql(change)
        return [fault.code for fault in audit.examine(connection, centre).faults]
