"""Shapes of what lies beside the facts: pictures of people, scans of papers, what is said of colleagues."""

import msgspec

from counter_app.domain.events import Personal

PHOTO, SCAN, SCAN_PART, PERSONAL = "/v1/photo", "/v1/scan", "/v1/scan-part", "/v1/personal"
MAX_PART = 256 * 1024  # bytes of a scan in one request or answer
MIN_PART = 8 * 1024  # of a part that is not the last: nobody fills the centre's table with crumbs
MOST_BESIDE = 100  # events of which one request asks what lies beside them


class PhotoRequest(msgspec.Struct, frozen=True):
    """Ask for the picture of one of the office's people by its SHA-256 in hex."""

    digest: str


class PhotoAnswer(msgspec.Struct, frozen=True):
    """A picture, a JPEG of the centre's own making."""

    content: bytes


class ScanRequest(msgspec.Struct, frozen=True):
    """The bytes from `start` of a scan of `size` bytes; none ask how far the centre has got.

    `digest` is the scan's SHA-256 in hex, `event_id` an event that names it.
    """

    digest: str
    event_id: str
    size: int
    start: int
    content: bytes


class ScanAnswer(msgspec.Struct, frozen=True):
    """The centre has the first `received` bytes and takes those after; `whole`: it wants no more of them."""

    received: int
    whole: bool


class ScanPartRequest(msgspec.Struct, frozen=True):
    """Ask for up to `most` bytes from `start`; digest and event as in ScanRequest.

    `person_id` reads; `proof` is his key's signature over `wire.person_bytes`, b"" where nobody signs in.
    """

    digest: str
    event_id: str
    start: int
    person_id: str
    public_key: bytes = b""
    proof: bytes = b""
    most: int = MAX_PART


class ScanPartAnswer(msgspec.Struct, frozen=True):
    """Some of the `size` bytes of a scan."""

    size: int
    content: bytes


class PersonalRequest(msgspec.Struct, frozen=True):
    """Ask for the personal data beside facts about people; reader and proof as in ScanPartRequest."""

    event_ids: list[str]
    person_id: str
    public_key: bytes = b""
    proof: bytes = b""


class Beside(msgspec.Struct, frozen=True):
    """What lies beside an event; None where the reader gets nothing."""

    event_id: str
    personal: Personal | None


class PersonalAnswer(msgspec.Struct, frozen=True):
    """The first of the events asked for, at least one, in the order in which they were."""

    told: list[Beside]
