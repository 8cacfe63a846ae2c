"""Kept papers by whose they are: `receipts/<day>/<subject>.pdf`, or `<subject>-<form>.pdf`."""

import contextlib
from collections.abc import Collection, Iterator
from pathlib import Path

from counter_app.host.files import RECEIPTS, sync_folder


def subjects(folder: Path) -> set[str]:
    """Return of which dossiers and slips a paper lies in the data folder, waiting for a printer."""
    return {subject for path in _papers(folder) for subject in _subjects(path)}


def discard(folder: Path, of: Collection[str]) -> None:
    """Delete every paper kept of these; one that is being looked at stays until it is old."""
    for path in [path for path in _papers(folder) if not _subjects(path).isdisjoint(of)]:
        with contextlib.suppress(OSError):
            path.unlink()
            sync_folder(path.parent)


def _papers(folder: Path) -> Iterator[Path]:
    return (folder / RECEIPTS).glob("????-??-??/*.pdf")


def _subjects(path: Path) -> set[str]:
    """Return what a name may be of: a code has hyphens of its own."""
    return {path.stem, path.stem.rpartition("-")[0]}
