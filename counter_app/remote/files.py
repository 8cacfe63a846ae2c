"""What lies beside the facts, asked of the centre: pictures, scans part by part, what is said of people."""

from counter_app import wire_files
from counter_app.remote.client import Centre
from counter_app.seal import SigningKey


def photo(centre: Centre, digest: str) -> bytes:
    """Fetch the picture of one of the office's people. Raises Refused, Unavailable."""
    return centre.ask(wire_files.PHOTO, wire_files.PhotoRequest(digest), wire_files.PhotoAnswer).content


def send_scan(centre: Centre, request: wire_files.ScanRequest) -> wire_files.ScanAnswer:
    """Send a part of a scan, or ask how far it has come. Raises Refused, Unavailable."""
    return centre.ask(wire_files.SCAN, request, wire_files.ScanAnswer)


def scan_part(
    centre: Centre, request: wire_files.ScanPartRequest, key: SigningKey | None
) -> wire_files.ScanPartAnswer:
    """Fetch a part of a scan for who proves by his `key` to be there. Raises Refused, Unavailable."""
    return centre.ask(wire_files.SCAN_PART, request, wire_files.ScanPartAnswer, key)


def personal(
    centre: Centre, request: wire_files.PersonalRequest, key: SigningKey | None
) -> list[wire_files.Beside]:
    """Fetch what lies beside facts about people, as `scan_part`. Raises Refused, Unavailable."""
    return centre.ask(wire_files.PERSONAL, request, wire_files.PersonalAnswer, key).told
