"""Shapes and signatures of what counter and centre say to each other, shared by both ends.

Every request is a POST of JSON. A request carries the headers INSTALLATION, NONCE and SIGNATURE (the
installation's key over `request_bytes`); every answer carries SIGNATURE (the centre's over `answer_bytes`)
and KEY, the centre's public key, by which an enrolling PC that knows only its fingerprint can check; in hex.
A long one may travel packed (`packing`); signatures cover what travels.
"""

import base64
import hashlib
import json

import msgspec

from counter_app.domain.calendar import CalendarDay, Hours
from counter_app.domain.catalog import Catalogue
from counter_app.domain.events import Event, Personal
from counter_app.domain.numbering import Lane
from counter_app.domain.paper_book import Book
from counter_app.domain.people import Grant, Office, Person, PersonKey
from counter_app.errors import Refused

INSTALLATION = "qmc-installation"
NONCE = "qmc-nonce"
SIGNATURE = "qmc-signature"
KEY = "qmc-key"

ENROL, PUSH, FEED, BRIEFING, TIME = "/v1/enrol", "/v1/push", "/v1/feed", "/v1/briefing", "/v1/time"
SIGN_IN, PROVE, CHANGE_PIN, END_KEY = "/v1/sign-in", "/v1/prove", "/v1/pin", "/v1/end-key"
DIGESTS, HAND_IN = "/v1/digests", "/v1/hand-in"

MAX_BATCH = 500  # events in one push or one page of the feed
MAX_BODY = 8 * 1024 * 1024  # bytes of one request
LEAST_RATE = 4 * 1024  # bytes a second, half of a 64 kbit/s line; what creeps slower is as good as cut
MAX_EVENT = 64 * 1024  # bytes of one event's body, and of its personal data


class WireEvent(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An event with what lies beside it; bytes travel as base64."""

    event: Event
    personal: Personal | None = None


class PushRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A contiguous batch of one installation's events, lowest seq first."""

    events: list[WireEvent]


class Quarantined(msgspec.Struct, frozen=True, omit_defaults=True):
    """An event kept by the centre but not counted until a person has read `code`; `settled`: one has, and it
    stays uncounted.
    """

    event_id: str
    seq: int
    code: str
    settled: bool = False


class PushAnswer(msgspec.Struct, frozen=True):
    """Everything up to seq `acknowledged` is durable at the centre."""

    acknowledged: int
    quarantined: list[Quarantined]
    store_epoch: str
    now: int


class FeedRequest(msgspec.Struct, frozen=True):
    """Ask for what others of the office told after the position `after`; `epoch` and `mark` are of the answer
    that gave this cursor, "" and b"" where it told none.
    """

    after: int
    limit: int = MAX_BATCH
    epoch: str = ""
    mark: bytes = b""
    report: dict[str, int | str] = {}  # how the PC stands, by the names that `services/pc_report` gives


class FeedAnswer(msgspec.Struct, frozen=True):
    """One page. `next` is the cursor to ask with, `mark` the hash there; `briefing` the newest's digest.

    `begins` is where the page goes on from: earlier than asked where a restored centre cannot vouch for that.
    The centre holds the caller's events up to `head`, that one with the hash `head_mark`, a backup up to
    `archived`; -1 and b"": an older one, no word.
    `doubted` is in quarantine of the facts about people told here, and of what waited for them.
    """

    events: list[WireEvent]
    next: int
    more: bool
    briefing: str
    store_epoch: str
    now: int
    begins: int = -1
    mark: bytes = b""
    head: int = -1
    archived: int = -1
    doubted: list[Quarantined] = []
    head_mark: bytes = b""


class TimeRequest(msgspec.Struct, frozen=True):
    """Ask for the signed time."""


class TimeAnswer(msgspec.Struct, frozen=True):
    """The centre's time in milliseconds UTC."""

    now: int


class InstallationKey(msgspec.Struct, frozen=True):
    """An installation's public signing key (32 bytes), by which its log and receipts are checked."""

    installation_id: str
    public_key: bytes


class BriefingRequest(msgspec.Struct, frozen=True):
    """Ask for the office's reference data."""


class CalendarVersion(msgspec.Struct, frozen=True):
    """One version of the calendar as an office has it, its layers laid over each other.

    `effective` (YYYY-MM-DD) is the day from which receptions are reckoned with it, `ground` the decision
    behind it; both "" for a calendar that came without one.
    """

    version: int
    effective: str
    ground: str
    days: tuple[CalendarDay, ...]


# A field that is newer than the first shape has a default and is left out while it says nothing: a digest
# is then the same at a counter and a centre of different age.
class Briefing(msgspec.Struct, frozen=True, omit_defaults=True):
    """What the centre decides and a counter works with: versions are effective-dated, oldest first.

    The calendar is the one in force on the centre's day; `calendars_ahead` are published and bind later.
    From the day `sign_in_from` (YYYY-MM-DD, "" for none yet) nobody acts without his PIN. `lane` is the
    caller's own, `lanes` are all that the office's installations ever held.
    """

    office: Office
    people: tuple[Person, ...]
    keys: tuple[InstallationKey, ...]
    lane: Lane
    catalogues: tuple[Catalogue, ...]
    calendar_version: int
    calendar: tuple[CalendarDay, ...]
    hours: tuple[Hours, ...]
    rules: str
    calendar_effective: str = ""
    calendar_ground: str = ""
    calendars_ahead: tuple[CalendarVersion, ...] = ()
    grants: tuple[Grant, ...] = ()
    person_keys: tuple[PersonKey, ...] = ()
    sign_in_from: str = ""
    books: tuple[Book, ...] = ()
    lanes: tuple[Lane, ...] = ()

    def calendars(self) -> tuple[CalendarVersion, ...]:
        """Return the calendar in force and those to come, in the order in which they bind."""
        told = (self.calendar_effective, self.calendar_ground, self.calendar)
        return (CalendarVersion(self.calendar_version, *told), *self.calendars_ahead)

    def calendar_on(self, day: str) -> CalendarVersion:
        """Return the calendar by which a reception on `day` (YYYY-MM-DD) is reckoned."""
        first, *ahead = self.calendars()
        return [first, *(one for one in ahead if one.effective <= day)][-1]


class EnrolRequest(msgspec.Struct, frozen=True):
    """Ask to become an installation; signed with the new key itself."""

    secret: str
    installation_id: str
    public_key: bytes
    label: str


class EnrolAnswer(msgspec.Struct, frozen=True):
    """The centre's key and everything needed to receive offline from now on."""

    centre_key: bytes
    briefing: Briefing
    store_epoch: str
    now: int


class PinRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person's first sign-in at a PC with the key made there (SIGN_IN), or another PIN (CHANGE_PIN).

    `new_pin` is "" where he keeps his. `proof` is the key's signature over `person_bytes`.
    """

    person_id: str
    pin: str
    new_pin: str
    public_key: bytes
    proof: bytes

    def __repr__(self) -> str:
        """Return a text without the PINs: no log and no report of a bug ever holds them."""
        return f"PinRequest({self.person_id!r})"


class KeyRequest(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person proves to be there by the key that his PIN opens (PROVE), or ends that key (END_KEY)."""

    person_id: str
    public_key: bytes
    proof: bytes


class RefusedAnswer(msgspec.Struct, frozen=True):
    """A signed no: an error's code, its field and its values."""

    code: str
    field: str | None = None
    values: dict[str, str | int] = {}


class Token(msgspec.Struct, frozen=True):
    """A one-time enrolment token: the centre's address, the office, the key's fingerprint, the secret.

    `ca` is the PEM of the authority to pin for HTTPS, "" on loopback.
    """

    url: str
    office: str
    fingerprint: str
    secret: str
    ca: str = ""

    def text(self) -> str:
        """Return the token as the administrator hands it over: `QMC-` and base64url."""
        return "QMC-" + base64.urlsafe_b64encode(msgspec.json.encode(self)).decode().rstrip("=")


def read_token(text: str) -> Token:
    """Read a pasted token. Raises Refused("bad_token")."""
    try:
        body = text.strip().removeprefix("QMC-")
        return msgspec.json.decode(base64.urlsafe_b64decode(body + "=" * (-len(body) % 4)), type=Token)
    except ValueError as error:
        raise Refused("bad_token", "token") from error


def request_bytes(path: str, installation_id: str, nonce: str, body: bytes) -> bytes:
    """Return what a request's signature covers."""
    return _bound("qmc-request-1", path, installation_id, nonce, body)


def person_bytes(path: str, installation_id: str, nonce: str, person_id: str, public_key: bytes) -> bytes:
    """Return what a person's own key signs: bound to one request of one PC."""
    return _bound("qmc-person-1", path, installation_id, nonce, person_id, public_key)


def answer_bytes(path: str, status: int, nonce: str, body: bytes) -> bytes:
    """Return what an answer's signature covers; the nonce is the request's."""
    return _bound("qmc-answer-1", path, str(status), nonce, body)


def briefing_digest(briefing: Briefing) -> str:
    """Return the SHA-256 in hex by which both ends know that they hold the same briefing."""
    return hashlib.sha256(msgspec.json.encode(briefing)).hexdigest()


def _bound(*parts: str | bytes) -> bytes:
    *head, body = parts
    assert isinstance(body, bytes)  # noqa: S101 - tells mypy what the two callers pass
    return json.dumps([*head, hashlib.sha256(body).hexdigest()], separators=(",", ":")).encode()
