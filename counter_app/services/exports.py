"""Files that an officer saves where he wants them: whole or not at all, for his own eyes."""

from pathlib import Path

from counter_app.host.files import write_private


def save(path: Path, data: bytes) -> Path:
    """Write a file and return where. Raises Unavailable: folder_not_writable, disk_full."""
    write_private(path, data)
    return path
