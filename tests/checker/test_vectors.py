"""The published vectors: as the product's code writes them, and as the stand-alone checker answers them."""

import ast
import importlib.util
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, get_args

import pytest

from counter_app.domain import codec, receipt_text
from counter_app.domain.kinds import KINDS, DossierFact
from counter_app.errors import Refused
from tests.checker.cases_texts import BAD, GOOD
from tests.checker.make_vectors import FOLDER, files
from tests.golden import test_golden as golden

CHECKER = FOLDER.parent
ALONE = {"cryptography", "pypdfium2", "zxingcpp"}


def vectors() -> list[dict[str, Any]]:
    return [json.loads(line) for line in (FOLDER / "cases.jsonl").read_bytes().splitlines()]


def alone(script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run a script of the checker's folder where Python sees neither our folders nor the environment."""
    command = [sys.executable, "-I", str(CHECKER / script), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, cwd="/", check=False)


def checker() -> Any:
    """Return check.py as a module of this process."""
    spec = importlib.util.spec_from_file_location("check_here", CHECKER / "check.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_checker_answers_every_vector() -> None:
    run = alone("run_vectors.py", "--json")
    said = {value["name"]: value for value in map(json.loads, run.stdout.splitlines())}
    assert run.returncode == 0, run.stderr
    for vector in vectors():
        assert said[vector["name"]]["answer"] == vector["expect"], vector["name"]
    assert len(said) == len(vectors()) >= 100


def test_what_is_published_is_what_our_code_writes() -> None:
    for name, content in files().items():
        assert (FOLDER / name).read_bytes() == content, f"{name}: make vectors"


def test_names_are_told_once_and_every_fault_is_shown() -> None:
    names = [vector["name"] for vector in vectors()]
    assert len(set(names)) == len(names)
    shown = {fault[0] for vector in vectors() for fault in vector["expect"].get("faults", [])}
    shown |= {note[0] for vector in vectors() for note in vector["expect"].get("notes", [])}
    words = (CHECKER / "FORMATS.md").read_text("utf-8")
    said = {
        call.args[0].value
        for call in ast.walk(ast.parse((CHECKER / "check.py").read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Attribute)
        and call.func.attr in ("say", "_doubt")
        and isinstance(call.args[0], ast.Constant)
    }
    assert said <= shown
    for code in (*shown, "line_too_long"):
        assert f"`{code}`" in words, code


@pytest.mark.parametrize("script", ["check.py", "run_vectors.py"])
def test_it_stands_alone(script: str) -> None:
    source = (CHECKER / script).read_text("utf-8")
    assert len(source.splitlines()) <= 600
    roots = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            roots |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            roots.add((node.module or "").partition(".")[0])
    assert roots - set(sys.stdlib_module_names) <= ALONE


@pytest.mark.parametrize("name", [*GOOD, *BAD])
def test_our_own_codec_agrees_on_canonical_texts(name: str) -> None:
    text = GOOD.get(name, BAD.get(name, ""))
    try:
        codec.parse(text)
        holds = True
    except Refused:
        holds = False
    assert holds == (name in GOOD)


def test_our_own_reader_agrees_on_receipts() -> None:
    for vector in vectors():
        if "receipt" in vector:
            faults = [fault[0] for fault in vector["expect"]["faults"]]
            try:
                receipt_text.parse(vector["receipt"])
                assert "bad_receipt_text" not in faults, vector["name"]
            except Refused:
                assert faults == ["bad_receipt_text"], vector["name"]


def test_the_command_line(tmp_path: Path) -> None:
    good = FOLDER / "counter.jsonl"
    run = alone("check.py", "log", str(good))
    assert (run.returncode, run.stdout.split()[0]) == (0, "HOLDS")
    lines = good.read_bytes().splitlines(keepends=True)
    bad = tmp_path / "bad.jsonl"
    bad.write_bytes(b"".join([*lines[:4], lines[4].replace(b"16000", b"18000"), *lines[5:]]))
    run = alone("check.py", "log", "--json", str(bad))
    told = [json.loads(line) for line in run.stdout.splitlines()]
    assert run.returncode == 1
    faults = [(one["fault"], one["line"], one.get("seq")) for one in told[:-1]]
    assert faults == [("chain_unsigned", 5, 2), ("end_differs", len(lines), None)]
    assert told[-1]["holds"] is False
    keys = tmp_path / "keys.json"
    keys.write_text("[]")
    for arguments in (
        ["log", str(tmp_path / "none")],
        ["log", str(good), "--keys", str(keys)],
        ["look", "x"],
    ):
        assert alone("check.py", *arguments).returncode == 2


def test_every_kind_ever_written_is_proved() -> None:
    check = checker()
    for path in golden.FILES:
        raw = json.loads(path.read_text("utf-8"))
        event, personal = raw["event"], raw["personal"]
        data = check._signed_bytes(event)
        assert check.misfit(event, check.EVENT) in ("", "installation_id"), path.name  # one of a test's own
        assert data.decode() == raw["proof"]["signed"], path.name
        assert check._sha256(data + bytes.fromhex(event["signature"])) == raw["proof"]["digest"], path.name
        assert check._verifies(golden.KEY.public.hex(), data, event["signature"]), path.name
        assert check.canonical(event["body"]) is not None, path.name
        assert personal is None or check.canonical(personal["text"]) is not None, path.name


def test_facts_of_a_dossier_and_no_others_name_a_code() -> None:
    """The checker looks for the reception of whatever has a code."""
    of_dossiers = {kind.KIND for kind in get_args(DossierFact)}
    coded = {kind for kind, fact in KINDS.items() if "code" in fact.__dataclass_fields__}
    assert {kind for kind in coded if not kind.startswith("online.")} == of_dossiers
