"""Signing in from a shell: by PIN, typed or from the environment, and never as an argument."""

import argparse
import getpass
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from counter_app import bootstrap
from counter_app.cli import tell
from counter_app.errors import Refused
from counter_app.texts import _

if TYPE_CHECKING:
    from counter_app.services.counter import Counter

PIN_VARIABLE, NEW_PIN_VARIABLE = "COUNTER_APP_PIN", "COUNTER_APP_NEW_PIN"


def sign_in(options: argparse.Namespace) -> int:
    """Make a person's key at this PC with the centre's help: the first sign-in, once for each PC."""
    from counter_app.services import sign_in as service

    with bootstrap.open_folder(options.data) as counter:
        pin = _pin(PIN_VARIABLE, _("Mã PIN: "))
        try:
            seat = service.first(counter, options.person, pin)
        except Refused as refused:
            if refused.code != "pin_change_needed":
                raise
            seat = service.first(counter, options.person, pin, _new_pin())
    tell(options, {"person": seat.person_id}, _("{person} đã đăng nhập.").format(person=seat.person_id))
    return 0


def change_pin(options: argparse.Namespace) -> int:
    """Put another PIN in place of one's own; the keys at other PCs end."""
    from counter_app.services import sign_in as service

    with bootstrap.open_folder(options.data) as counter:
        service.change_pin(counter, options.person, _pin(PIN_VARIABLE, _("Mã PIN: ")), _new_pin())
    tell(options, {"person": options.person}, _("Đã đổi mã PIN."))
    return 0


@contextmanager
def seated(counter: "Counter", person_id: str) -> Iterator[None]:
    """Let a person act for the length of a command; where no PIN is asked for yet, and none given, as he is.

    Raises Refused: pin_needed where there is nobody to ask; as `sign_in.again`.
    """
    from counter_app.services import sign_in as service

    if not os.environ.get(PIN_VARIABLE) and not service.is_needed(counter):
        yield
        return
    service.again(counter, person_id, _pin(PIN_VARIABLE, _("Mã PIN: ")))
    try:
        yield
    finally:
        service.out(counter, person_id)


@contextmanager
def read(options: argparse.Namespace) -> "Iterator[tuple[Counter, str]]":
    """Open this PC's folder, which a window may hold, for somebody to read; give the counter and his id.

    That is who `--as` names, else who acted here last: by his PIN where the office asks for it. Raises
    Refused: reader_needed, and as `seated`.
    """
    from counter_app.services import sign_in as service

    with bootstrap.open_folder(options.data, write=False) as counter:
        reader = options.person or service.last_here(counter)
        if os.environ.get(PIN_VARIABLE) or service.is_needed(counter):
            service.to_read(counter, reader, _pin(PIN_VARIABLE, _("Mã PIN: ")))
        yield counter, reader


def _new_pin() -> str:
    chosen = _pin(NEW_PIN_VARIABLE, _("Mã PIN mới: "))
    if not os.environ.get(NEW_PIN_VARIABLE) and getpass.getpass(_("Nhập lại mã PIN mới: ")) != chosen:
        raise Refused("pin_differs", "new_pin")
    return chosen


def _pin(variable: str, prompt: str) -> str:
    given = os.environ.get(variable, "")
    if not given and not sys.stdin.isatty():
        raise Refused("pin_needed", "pin", variable=variable)
    return given or getpass.getpass(prompt)


READER = (
    ("--as", "--person"),
    {
        "dest": "person",
        "metavar": "PERSON_ID",
        "help": "who reads, else who acted here last; his PIN is asked for, or taken from COUNTER_APP_PIN",
    },
)
_PERSON = (("--person",), {"required": True, "metavar": "PERSON_ID", "help": "who signs in"})
COMMANDS: tuple[tuple[str, str, Any, Any], ...] = (
    ("sign-in", "make a person's key at this PC (PIN typed, or COUNTER_APP_PIN)", sign_in, (_PERSON,)),
    ("pin", "change a PIN (typed, or COUNTER_APP_PIN and COUNTER_APP_NEW_PIN)", change_pin, (_PERSON,)),
)
