"""Scans of signed papers: what is taken, where it lies, what it is named by."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from counter_app.domain.life import commands
from counter_app.domain.promise_events import ApologySigned, Cause
from counter_app.errors import Damaged, Refused
from counter_app.services import life, scans
from counter_app.services.counter import Counter
from counter_app.services.scans import keep_scan, scan
from tests.pcs import PERSON, opened, with_the_key
from tests.services.papers_life import act, minute, received

PDF = b"%PDF-1.7 a signed paper"
CODE = "H26.14-261201-0001"
JPEG, PNG = b"\xff\xd8\xff\xe0 picture", b"\x89PNG\r\n\x1a\n picture"


@pytest.fixture
def counter(pc: Path) -> Iterator[Counter]:
    with opened(pc) as made:
        yield made


def refused(code: str, counter: Counter, content: Path | bytes) -> None:
    with pytest.raises(Refused) as caught:
        keep_scan(counter, CODE, content)
    assert (caught.value.code, caught.value.field) == (code, "scan")


def test_a_scan_is_kept_once_and_named_by_its_digest(counter: Counter, tmp_path: Path) -> None:
    code = received(counter, "2026-12-01T09:00").code
    file = tmp_path / "quét.jpg"
    file.write_bytes(JPEG)
    digest = keep_scan(counter, code, file)
    assert digest == hashlib.sha256(JPEG).hexdigest() == keep_scan(counter, code, JPEG)
    assert scan(counter, PERSON, code, digest) == JPEG
    assert [scan(counter, PERSON, code, keep_scan(counter, code, one)) for one in (PDF, PNG)] == [PDF, PNG]
    files = [path.read_bytes() for path in counter.folder.path.rglob("counter.db*")]
    assert all(PDF not in content for content in files), "encrypted at rest"


def test_what_is_no_scan(counter: Counter, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for content in (b"", b"MZ program", b"<html>", b"  %PDF-1.7"):
        refused("scan_kind", counter, content)
    refused("bad_file", counter, tmp_path / "nowhere.pdf")
    refused("bad_file", counter, tmp_path)
    monkeypatch.setattr(scans, "MAX_BYTES", len(PDF))
    file = tmp_path / "large.pdf"
    file.write_bytes(PDF + b"1")
    refused("scan_too_large", counter, file)
    code = received(counter, "2026-12-01T09:00").code
    assert scan(counter, PERSON, code, keep_scan(counter, code, PDF)) == PDF
    for digest in ("0" * 64, keep_scan(counter, CODE, b"%PDF-1")):  # none, and another dossier's
        with pytest.raises(Refused, match="unknown_scan"):
            scan(counter, PERSON, code, digest)
    with pytest.raises(Refused, match="unknown_dossier"):  # an absence's document is no dossier's
        scan(counter, PERSON, CODE, digest)


def test_a_kept_scan_is_never_changed(counter: Counter, pc: Path) -> None:
    code = received(counter, "2026-12-01T09:00").code
    digest = keep_scan(counter, code, PDF)
    with pytest.raises(IntegrityError, match="insert-only"), counter.store.write() as conn:
        conn.exec_driver_sql("UPDATE scan_parts SET content = x'00'")
    with with_the_key(pc) as connection:
        connection.execute("UPDATE scan_parts SET content = ?", (PDF + b" forged",))
    with pytest.raises(Damaged, match="scan_changed"):
        scan(counter, PERSON, code, digest)


def test_a_signature_names_no_scan_that_is_not_kept_here_for_its_dossier(counter: Counter) -> None:
    code = received(counter, "2026-12-01T09:00").code
    act(counter, commands.PrepareApology, code, Cause.STAFF, minute("2026-12-10T17:00"))
    signed = (commands.SignApology, code, "7/PXL", "Trần Văn Bình", "Chủ tịch", "2026-12-01")
    digest = hashlib.sha256(PNG).hexdigest()
    other = received(counter, "2026-12-01T09:30").code
    for kept_for in ("", other):
        if kept_for:
            assert keep_scan(counter, kept_for, PNG) == digest
        with pytest.raises(Refused) as caught:
            act(counter, *signed, scan=digest)
        assert (caught.value.code, caught.value.field) == ("unknown_scan", "scan")
        assert life.file_of(counter, PERSON, code).dossier.extended_due is None
    assert keep_scan(counter, code, PNG) == digest, "one file may show the papers of two dossiers"
    assert act(counter, *signed, scan=digest).dossier.extended_due is not None


def test_a_signature_names_its_scan(counter: Counter) -> None:
    code = received(counter, "2026-12-01T09:00").code
    act(counter, commands.PrepareApology, code, Cause.STAFF, minute("2026-12-10T17:00"))
    digest = keep_scan(counter, code, PDF)
    acted = act(
        counter, commands.SignApology, code, "7/PXL", "Trần Văn Bình", "Chủ tịch", "2026-12-01", scan=digest
    )
    (fact,) = acted.facts
    assert isinstance(fact, ApologySigned)
    assert scan(counter, PERSON, code, fact.scan) == PDF
