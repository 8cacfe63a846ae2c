"""What the centre tells whoever watches the process: counted, ready or not, and nothing about a citizen."""

import dataclasses
import json
import logging
import socket
import urllib.error
import urllib.request

import pytest

from counter_app.central import bodies, watching
from counter_app.central.database import open_database
from counter_app.errors import Unavailable
from tests.central.living import Living, enrolled, listening


def read(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_pushes_are_counted_and_nobody_is_named(living: Living, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, "counter_app.central.requests")
    with listening(living.centre) as address, watching.watched(living.centre, 0) as watch:
        counter, centre = enrolled(living, address)
        counter.receive()
        centre.push(counter.batch())
        centre.close()
        status, told = read(watch + "/metrics")
        assert status == 200
        assert read(watch + "/elsewhere")[0] == 404
        assert read(address + "/v1/anything")[0] == 404
    assert 'qmc_events_total{outcome="stored"} 2\n' in told
    assert 'qmc_answers_total{path="/v1/push",status="200"} 1\n' in told
    assert 'qmc_answer_seconds_count{path="/v1/push"} 1\n' in told
    assert "qmc_requests_running 0\n" in told
    last = [record for record in caplog.records if record.name == "counter_app.central.requests"][-2]
    line = json.loads(watching.LinesOfJson().format(last))
    assert (line["path"], line["status"], line["installation"]) == ("/v1/push", 200, counter.installation_id)
    assert 'path="other",status="404"' in living.centre.metrics.text()
    assert "Nguyễn" not in told + caplog.text


def test_a_log_is_json_for_as_long_as_the_centre_serves(caplog: pytest.LogCaptureFixture) -> None:
    handler, log = caplog.handler, logging.getLogger("counter_app.central.requests")
    before = handler.formatter, log.level
    with watching.logged_as_json():
        log.info("one", extra={"said": {"path": "/v1/time"}})
        assert handler in logging.getLogger().handlers
        assert isinstance(handler.formatter, watching.LinesOfJson)
    assert json.loads(caplog.text)["path"] == "/v1/time"
    assert (handler.formatter, log.level) == before


def test_nobody_names_a_time_series(living: Living, monkeypatch: pytest.MonkeyPatch) -> None:
    """Refused before anybody has looked for its path: there is one answer for whatever it was."""
    monkeypatch.setattr(bodies, "PATIENCE", 0.0)
    forged = "/%22%7D%201%0Aqmc_events_total%7Boutcome=%22stored%22%7D%209999%0Ax%7Ba=%22"
    with listening(living.centre) as address:
        host, port = address.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port)), timeout=30) as line:
            line.sendall(f"POST {forged} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 10\r\n\r\n".encode())
            assert line.recv(64).startswith(b"HTTP/1.1 408")
    told = living.centre.metrics.text()
    assert 'qmc_answers_total{path="other",status="408"} 1\n' in told
    assert "9999" not in told


def test_a_centre_without_its_database_is_alive_and_not_ready(living: Living) -> None:
    nowhere = open_database("postgresql://nobody@127.0.0.1:9/none")
    for centre, ready in ((living.centre, 200), (dataclasses.replace(living.centre, engine=nowhere), 503)):
        with watching.watched(centre, 0) as watch:
            assert read(watch + "/healthz") == (200, "alive\n")
            assert read(watch + "/readyz")[0] == ready


def test_a_database_that_takes_nothing_is_not_ready_and_a_push_comes_again(living: Living) -> None:
    """A standby, after a failover."""
    with listening(living.centre) as address, watching.watched(living.centre, 0) as watch:
        counter, centre = enrolled(living, address)
        counter.receive()
        with living.owner.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            name = living.owner.url.database
            connection.exec_driver_sql(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
        living.centre.engine.dispose()
        assert read(watch + "/readyz")[0] == 503
        with pytest.raises(Unavailable):
            centre.push(counter.batch())
        centre.close()
    assert 'qmc_answers_total{path="/v1/push",status="503"} 1\n' in living.centre.metrics.text()
