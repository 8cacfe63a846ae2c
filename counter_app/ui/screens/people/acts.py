"""What the page of people asks of the services, each in one call on a lane, with the rota as it is then."""

from dataclasses import dataclass, replace
from pathlib import Path

from counter_app.domain.staff.commands import DecideSubstitution, LogAbsence, StaffCommand
from counter_app.services import rota, scans, sign_in, staff
from counter_app.services.counter import Counter
from counter_app.services.rota import Rota
from counter_app.services.staff import StaffActed


@dataclass(frozen=True, slots=True)
class Done:
    """A command that is on record, and the days looked at afterwards."""

    command: StaffCommand
    acted: StaffActed
    rota: Rota


@dataclass(frozen=True, slots=True)
class Days:
    """The first and the last day (YYYY-MM-DD) to look at afterwards."""

    first: str
    last: str


@dataclass(frozen=True, slots=True)
class Proof:
    """The approver's key that his PIN has opened, and when the centre confirmed him (None: it is silent)."""

    told: sign_in.Opened
    heard: int | None = None


def act(counter: Counter, command: StaffCommand, days: Days, scan: str = "") -> Done:
    """Do it; a scan is kept first, for a fact that names one must find it."""
    if isinstance(command, LogAbsence) and scan:
        command = replace(command, document=scans.keep_scan(counter, command.event_id, Path(scan)))
    acted = staff.act(counter, command)
    return Done(command, acted, rota.look(counter, command.actor_id, days.first, days.last))


def decide(counter: Counter, command: DecideSubstitution, days: Days, reader_id: str, proof: Proof) -> Done:
    """Decide with the approver's own key; he leaves again where he does not sit here.

    The days are looked at in the name of who does sit here: `reader_id`.
    """
    with sign_in.seated(counter, proof.told, proof.heard) as seat:
        acted = staff.act(counter, command, seat.key)
    return Done(command, acted, rota.look(counter, reader_id, days.first, days.last))
