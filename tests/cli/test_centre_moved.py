"""`centre`: the same one elsewhere, the PC keeps name and lane; another office's token changes nothing."""

import dataclasses

from counter_app.central import founding, reference
from counter_app.central.enrol import make_token
from counter_app.seal import SigningKey
from counter_app.services import sync
from tests.central.living import OFFICE, TODAY, listening
from tests.cli.conftest import Shell
from tests.pcs import Office, opened, receive


def test_the_same_centre_elsewhere_keeps_name_and_lane(shell: Shell, office: Office) -> None:
    pc = office.open()
    given = receive(pc, "A")
    before = pc.installation
    pc.close()
    data = office.root / "pc"
    with listening(office.living.centre) as elsewhere:
        token = make_token(office.living.centre, OFFICE, elsewhere, ca="another authority")
        said = shell("centre", "-", data=data, stdin=token.text().encode() + b"\n")
        assert said.value == {"installation_id": before.installation_id, "centre": elsewhere}
        with opened(data) as counter:
            assert counter.installation == dataclasses.replace(before, centre_url=elsewhere, ca=token.ca)
            assert sync.exchange(counter).unsent == 0
            assert receive(counter, "B")[0][-4:] > given[0][-4:]
        assert office.living.count("lanes") == 1
        assert shell("enrol", token.text(), data=office.root / "another").code == 0  # it was not used up


def test_whoever_is_there_must_be_the_same_centre(shell: Shell, office: Office) -> None:
    data = office.enrol().path
    thief = dataclasses.replace(office.living.centre, key=SigningKey.generate())
    with listening(thief) as elsewhere:
        token = make_token(office.living.centre, OFFICE, elsewhere).text()
        assert shell("centre", token, data=data).error["code"] == "centre_unreachable"
        own = make_token(thief, OFFICE, elsewhere).text()
        refused = shell("centre", own, data=data).error
        assert (refused["code"], refused["field"]) == ("centre_key_wrong", "token")
    with opened(data) as counter:
        assert counter.installation.centre_url == office.address
        assert sync.exchange(counter).online


def test_a_token_of_another_office_changes_nothing(shell: Shell, office: Office) -> None:
    told = (reference.RESOURCES / "tryout_office.json").read_text("utf-8")
    for ours, theirs in (('"00004"', '"00005"'), ("H26.14", "H26.15"), ("ba-dinh-0", "truc-bach-0")):
        told = told.replace(ours, theirs)
    file = office.root / "another.json"
    file.write_text(told, "utf-8")
    founding.found(office.living.owner_url, office.living.folder, reference.Sources(TODAY, office=file))
    pc = office.open()
    receive(pc, "A")
    before = pc.installation
    pc.close()
    token, data = make_token(office.living.centre, "00005", office.address).text(), office.root / "pc"
    for command in (("enrol", "--anew"), ("enrol",), ("centre",)):
        refused = shell(*command, token, data=data).error
        assert (refused["code"], refused["field"]) == ("token_other_office", "token")
    assert office.living.count("installations") == 1
    with opened(data) as counter:
        assert counter.installation == before
        assert sync.exchange(counter).unsent == 0
