"""What lies beside the facts, asked of the centre: pictures of people, scans of papers part by part."""

from counter_app import wire
from counter_app.remote.client import Centre


def photo(centre: Centre, digest: str) -> bytes:
    """Fetch the picture of one of the office's people. Raises Refused, Unavailable."""
    return centre.ask(wire.PHOTO, wire.PhotoRequest(digest), wire.PhotoAnswer).content


def send_scan(centre: Centre, request: wire.ScanRequest) -> wire.ScanAnswer:
    """Send a part of a scan, or ask how far it has come. Raises Refused, Unavailable."""
    return centre.ask(wire.SCAN, request, wire.ScanAnswer)


def scan_part(centre: Centre, request: wire.ScanPartRequest) -> wire.ScanPartAnswer:
    """Fetch a part of a scan. Raises Refused, Unavailable."""
    return centre.ask(wire.SCAN_PART, request, wire.ScanPartAnswer)
