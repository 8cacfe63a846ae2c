"""Dossier codes `<agency id>-YYMMDD-XXXX` and the lanes that hand out their serials offline."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Lane:
    """A sub-range of an agency's daily serials that one installation alone may use.

    `first`..`last` and the recovery range are inclusive; `valid_from`..`valid_to` are days YYYY-MM-DD.
    `signature` is the centre's, over `codec.canonical` of the other fields.
    """

    lane_id: str
    agency_id: str
    installation_id: str
    first: int
    last: int
    recovery_first: int
    recovery_last: int
    valid_from: str
    valid_to: str
    signature: bytes
