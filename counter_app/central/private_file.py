"""A file that only its owner reads, written piece by piece and put in its place when it is whole."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from counter_app.errors import Unavailable


@contextmanager
def private_file(path: Path) -> Iterator[BinaryIO]:
    """Give the file to write; of one that fails nothing is left. Raises Unavailable: folder_not_writable."""
    draft = path.with_name(f"{path.name}.new")
    try:
        draft.unlink(missing_ok=True)
        try:
            with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                yield file
            draft.replace(path)
        finally:
            draft.unlink(missing_ok=True)
    except OSError as error:
        reason = type(error).__name__
        raise Unavailable("folder_not_writable", folder=str(path.parent), reason=reason) from error
