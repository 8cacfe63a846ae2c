"""People who sign in at counters of the try-out office, and what befalls those counters."""

from collections.abc import Callable

import pytest

from counter_app.central import staffing
from counter_app.central.centre import Centre
from counter_app.errors import Refused, Unavailable
from counter_app.remote import client
from counter_app.services import sign_in
from counter_app.services.counter import Counter
from counter_app.services.seat import Seat
from counter_app.store import log
from tests.central.living import BY
from tests.pcs import PERSON, Office

HEAD, CHAIR = "ba-dinh-01", "ba-dinh-05"
PIN, NEW = "lúa chín 48", "mưa rào 5390"
MINUTE, DAY = 60_000, 24 * 3_600_000
NOWHERE = "http://127.0.0.1:9"


def owner(office: Office) -> Centre:
    return Centre(office.living.owner, office.living.centre.key, office.living.clock)


def introduced(office: Office, counter: Counter, person: str = PERSON, pin: str = PIN) -> Seat:
    """Sign a person in for the first time, with the administrator's PIN and one of his own."""
    return sign_in.first(counter, person, staffing.first_pin(owner(office), "00004", person, *BY), pin)


def after(office: Office, counter: Counter, ms: int) -> None:
    """Let time pass at both ends."""
    office.living.clock.now += ms
    counter.clock.anchor(office.living.clock.now)


def away(counter: Counter, ms: int = 0) -> None:
    """Lose the centre, some time ago by now."""
    here = counter.installation
    counter.centre = client.Centre(NOWHERE, here.centre_key, here.installation_id, counter.signer)
    counter.clock.anchor(counter.clock.now().ms + ms)


def signed_in(counter: Counter) -> list[tuple[str, bool]]:
    with counter.store.read() as conn:
        told = log.read_events(conn, counter.installation.installation_id, 0, 100)
    return [
        (event.actor_id, '"online":true' in event.body) for event in told if event.kind == "person.signed_in"
    ]


def code_of(act: Callable[..., object], *values: object) -> str:
    with pytest.raises((Refused, Unavailable)) as caught:
        act(*values)
    return caught.value.code
