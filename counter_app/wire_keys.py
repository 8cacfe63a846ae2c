"""How a PC tells the centre that its signing key gave way to another."""

import msgspec

from counter_app.domain.events import Event

KEYS = "/v1/keys"
MAX_KEYS = 100  # of one installation: a new one each month for eight years
MAX_TOLD = MAX_KEYS * 2048  # bytes of a request: who asks is not known before it is read


class KeysRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The events by which the caller's keys gave way, oldest first; the request is signed by the last key.

    Answered with the time. Without any, it asks whether the centre understands.
    """

    events: list[Event]
