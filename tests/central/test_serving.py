"""The centre as a process: ends with its parent, keeps plain HTTP to loopback, speaks TLS that is pinned."""

import datetime
import ipaddress
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from counter_app import wire
from counter_app.central.__main__ import main
from counter_app.domain.identity import new_event_id
from counter_app.errors import Refused, Unavailable
from counter_app.remote import client
from counter_app.seal import SigningKey
from tests.central.living import OFFICE, Living

CENTRAL = [sys.executable, "-m", "counter_app.central"]


@contextmanager
def running(*arguments: str) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """Run a command of the centre until its first line; it is stopped on the way out."""
    process = subprocess.Popen(
        [*CENTRAL, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        yield process, json.loads(line)
    finally:
        if process.poll() is None:
            process.terminate()
        process.communicate(timeout=30)


def test_the_tryout_serves_and_ends_with_its_parent(apart: Path) -> None:
    folder = apart / "centre"
    with running("tryout", "--data", str(folder), "--tokens", "2", "--until-stdin-closes") as (process, told):
        token = wire.read_token(told["token"])
        assert (token.url, token.office) == (told["url"], OFFICE)
        assert len(told["tokens"]) == 2
        installation, key = new_event_id(), SigningKey.generate()
        answer = client.enrol(token, installation, key, "Máy thử")
        centre = client.Centre(token.url, answer.centre_key, installation, key)
        assert centre.time().now > 0
        again = [*CENTRAL, "tryout", "--data", str(folder)]
        second = subprocess.run(again, capture_output=True, text=True, check=False)
        assert second.returncode == 1
        assert "tryout_in_use" in second.stderr
        assert process.stdin is not None
        process.stdin.close()
        process.stdin = None
        assert process.wait(30) == 0
        with pytest.raises(Unavailable):
            centre.time()
    assert not (folder / "postgresql" / "postmaster.pid").exists()
    (folder / "postgresql" / "postmaster.pid").write_text(stale_pid_file(folder))
    with running("tryout", "--data", str(folder), "--until-stdin-closes") as (_, told):
        moved = client.Centre(told["url"], answer.centre_key, installation, key)
        assert moved.briefing().lane == answer.briefing.lane


def stale_pid_file(folder: Path) -> str:
    """Return what a power cut leaves behind, with the number of a process that is alive: this one."""
    return f"{os.getpid()}\n{folder / 'postgresql'}\n1795053600\n5432\n{folder}\n\n  1234  5678\nready\n"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows ends processes without a signal")
def test_a_signal_ends_it_in_good_order(living: Living) -> None:
    bare = living.centre.engine.url.set(password=None).render_as_string(hide_password=False)
    with running("serve", "--url", bare, "--data", str(living.folder)) as (process, told):
        assert told["url"].startswith("http://127.0.0.1:")
        process.send_signal(signal.SIGTERM)
        assert process.wait(30) == 0


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.10", "::", "centre.example"])
def test_plain_http_is_refused_off_loopback(
    living: Living, host: str, capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(living.folder), "--url", living.service_url]
    assert main(["serve", *data, "--host", host]) == 1
    assert "plain_http_refused" in capsys.readouterr().err


def test_serving_as_owner_is_refused(living: Living, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--url", living.owner_url, "--data", str(living.folder)]) == 1
    assert "service_owns_tables" in capsys.readouterr().err


def test_tls_is_pinned_to_the_offices_authority(
    living: Living, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ca = make_certificate(tmp_path / "one")
    stranger = make_certificate(tmp_path / "two")
    files = ["--cert", str(ca), "--key", str(ca.with_suffix(".key"))]
    data = ["--url", living.service_url, "--data", str(living.folder)]
    with running("serve", *data, "--host", "127.0.0.1", *files) as (_, told):
        assert told["url"].startswith("https://")
        enrolment = ["enrol", *data, "--office", OFFICE, "--address", told["url"], "--ca"]
        assert main([*enrolment, str(ca)]) == 0
        token = wire.read_token(capsys.readouterr().out)
        installation, key = new_event_id(), SigningKey.generate()
        for pem in (stranger.read_text(), ""):
            other = wire.Token(token.url, token.office, token.fingerprint, token.secret, pem)
            with pytest.raises((Unavailable, Refused)):
                client.enrol(other, installation, key, "Máy thử")
        answer = client.enrol(token, installation, key, "Máy thử")
        centre = client.Centre(token.url, answer.centre_key, installation, key, token.ca)
        assert centre.time().now > 0
        centre.close()


def make_certificate(stem: Path) -> Path:
    """Make a self-signed authority for 127.0.0.1; return its PEM file, the key lies beside it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "Thử")])
    now = datetime.datetime.now(datetime.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=1))
        .not_valid_after(now + datetime.timedelta(days=1))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False
        )
        .sign(key, hashes.SHA256())
    )
    pem = stem.with_suffix(".pem")
    pem.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    stem.with_suffix(".key").write_bytes(secret)
    return pem
