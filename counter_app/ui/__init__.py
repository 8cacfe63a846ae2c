"""The window: Qt and nothing but Qt; screens talk to services."""

import ctypes
import sys

if sys.version_info < (3, 12):
    # PySide 6.12 takes one reference to True too many at each Signal.emit, and to None at some virtual calls:
    # after some thousand keys the process would be aborted. From Python 3.12 on these three cannot die
    # (PEP 683); here they get as good as endless counts. CPython keeps the count in an object's first word.
    for _constant in (None, True, False):
        ctypes.c_ssize_t.from_address(id(_constant)).value = sys.maxsize // 4
