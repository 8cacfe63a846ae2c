"""A data folder copied to another PC, keys and all: who hears that the centre knows more issues nothing."""

import shutil

import pytest

from counter_app import bootstrap
from counter_app.errors import Damaged
from counter_app.host.files import DataFolder
from counter_app.services import sync
from tests.pcs import Office, receive


def test_a_copy_that_was_told_so_gives_no_code_a_second_time(office: Office) -> None:
    first = office.open()
    receive(first, "A")
    sync.exchange(first)
    first.close()
    shutil.copytree(office.root / "pc", office.root / "copy")
    first, copy = office.open(), office.open("copy")
    given = receive(first, "B")
    sync.exchange(first)
    with pytest.raises(Damaged, match="old_copy"):
        sync.exchange(copy)  # it has nothing to send that could show the fork
    with pytest.raises(Damaged, match="identity_needed"):
        receive(copy, "C")
    copy.close()
    bootstrap.enrol(DataFolder(office.root / "copy"), office.token())
    copy = office.open("copy")
    given += receive(copy, "C")
    assert len(set(given)) == 2
    assert sync.exchange(copy).problem == sync.exchange(first).problem == ""
    assert office.living.count("quarantine") == 0
