"""A picture's way from the administrator's file to the duty board of a PC, and of no other office."""

import hashlib
import io
import signal
from pathlib import Path

import pytest
from PIL import Image

from counter_app.central import __main__ as command_line
from counter_app.central import founding, reference, staffing
from counter_app.central import photos as central_photos
from counter_app.central.centre import Caller
from counter_app.central.centre import Centre as Central
from counter_app.errors import Refused, Unavailable
from counter_app.remote import files
from counter_app.services import duty, photos, sync
from counter_app.services.counter import Counter
from counter_app.wire_files import PhotoRequest
from tests.central.living import OFFICE, Living
from tests.pcs import PERSON, Office
from tests.services.papers_life import at

ME = "ba-dinh-02"
WARRANT = ("--by", "Trần Thị Thử", "--reason", "thẻ cán bộ mới")
PLACE = b"21.0285 N, 105.8542 E"


def taken(kind: str = "JPEG", colour: str = "navy", size: tuple[int, int] = (900, 1600)) -> bytes:
    """Return a picture as a phone takes it, with the place in it."""
    file = io.BytesIO()
    told = Image.Exif()
    told[0x010E] = PLACE.decode()  # ImageDescription
    Image.new("RGB", size, colour).save(file, kind, exif=told)
    return file.getvalue()


def named(counter: Counter) -> bytes:
    """Return the picture of who sits at Quầy 2 on the board."""
    return next(one.photo for one in duty.today(counter).people if one.counter == "Quầy 2")


def fetch_all(counter: Counter) -> int:
    """Fetch as the window does; return how many came."""
    wanted = photos.missing(counter)
    for digest in wanted:
        photos.keep(counter, photos.fetch(counter, digest))
    return len(wanted)


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_it_reaches_the_board_small_and_without_its_place(
    office: Office, living: Living, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    counter = office.open()
    at(counter, "2026-11-19T09:00")
    assert PLACE in taken(kind)
    (tmp_path / "minh").write_bytes(taken(kind))
    monkeypatch.setattr(signal, "signal", lambda *_: None)  # this process keeps its own
    place = ["--url", living.owner_url, "--data", str(living.folder), "--office", OFFICE]
    assert (
        command_line.main(["people", "photo", *place, "--person", ME, *WARRANT, str(tmp_path / "minh")]) == 0
    )
    sync.exchange(counter)
    assert named(counter) == b""  # a silhouette until it is here
    assert fetch_all(counter) == 1
    shown = named(counter)
    assert PLACE not in shown
    with Image.open(io.BytesIO(shown)) as image:
        assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (360, 480), {})
    assert duty.paper(counter, PERSON).startswith(b"%PDF")
    assert command_line.main(["people", "photo", *place, "--person", ME, *WARRANT]) == 0  # taken away again
    done = staffing.done(_owner(living), OFFICE)
    assert [(one.act, one.person_id, one.by, one.reason) for one in done] == [
        ("photo", ME, *WARRANT[1::2])
    ] * 2
    assert living.count("photos") == 0
    sync.exchange(counter)
    assert (photos.missing(counter), named(counter)) == ((), b"")
    photos.forget(counter)
    with counter.store.read() as conn:
        assert conn.exec_driver_sql("SELECT digest FROM photos").scalars().all() == []


def test_a_new_picture_takes_the_place_of_the_old_one(office: Office, living: Living) -> None:
    counter = office.open()
    old = central_photos.keep(_owner(living), OFFICE, ME, taken(colour="navy"), *WARRANT[1::2])
    sync.exchange(counter)
    assert fetch_all(counter) == 1
    new = central_photos.keep(_owner(living), OFFICE, ME, taken(colour="maroon"), *WARRANT[1::2])
    assert photos.fetch(counter, old) == (old, b"")  # the centre has forgotten it
    sync.exchange(counter)
    assert fetch_all(counter) == 1
    photos.forget(counter)
    assert hashlib.sha256(named(counter)).hexdigest() == new
    with counter.store.read() as conn:
        assert conn.exec_driver_sql("SELECT digest FROM photos").scalars().all() == [new]


def test_the_office_file_run_again_takes_no_picture_away(office: Office, living: Living) -> None:
    counter = office.open()
    digest = central_photos.keep(_owner(living), OFFICE, ME, taken(), *WARRANT[1::2])
    file = reference.RESOURCES / "tryout_office.json"
    founding.found(living.owner_url, living.folder, reference.Sources("2026-11-20", file))
    sync.exchange(counter)
    assert photos.missing(counter) == (digest,)


@pytest.mark.parametrize(
    "file", [b"", b"GIF89a", taken()[:2000], bytes(1_000_001), b"\xff\xd8\xff" + bytes(100)]
)
def test_what_is_no_picture_is_refused(living: Living, tmp_path: Path, file: bytes) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(file)
    with pytest.raises(Refused, match="bad_photo"):
        central_photos.keep(_owner(living), OFFICE, ME, central_photos.read(path), *WARRANT[1::2])
    with pytest.raises(Refused, match="bad_photo"):
        central_photos.read(tmp_path / "none")
    assert living.count("photos") == 0


def test_another_offices_pc_gets_none(office: Office, living: Living) -> None:
    digest = central_photos.keep(_owner(living), OFFICE, ME, taken(), *WARRANT[1::2])
    here, elsewhere = (Caller(place, "pc", bytes(32), "n" * 32) for place in (OFFICE, "00008"))
    assert central_photos.answer(living.centre, here, PhotoRequest(digest)).content
    with pytest.raises(Refused, match="unknown_photo"):
        central_photos.answer(living.centre, elsewhere, PhotoRequest(digest))


def test_what_is_not_the_picture_named_is_not_kept(
    office: Office, living: Living, monkeypatch: pytest.MonkeyPatch
) -> None:
    counter = office.open()
    digest = central_photos.keep(_owner(living), OFFICE, ME, taken(), *WARRANT[1::2])
    sync.exchange(counter)
    with monkeypatch.context() as faults:
        faults.setattr(files, "photo", lambda *_: b"\xff\xd8 another")  # a network's fault
        assert photos.fetch(counter, digest) == (digest, b"")
    counter.centre.close()
    with pytest.raises(Unavailable):
        photos.fetch(counter, digest)
    assert photos.missing(counter) == (digest,)


def _owner(living: Living) -> Central:
    return Central(living.owner, living.centre.key, living.clock)
