"""The bench runs as `make bench` runs it. How fast anything is, is no business of the tests."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
TARGETS = {
    "receive to durable": 2.0,
    "warm receipt with QR": 1.5,
    "receipt as PDF, two copies": 60.0,
    "due date in working days, alone": 2.0,
    "due date in working days, with reasons": 100.0,
    "due date in working hours, alone": 2.0,
    "due date in working hours, with reasons": 100.0,
    "due dates of 100,000 dossiers": 2.0,
    "first page of 100,000 due dates": 1.5,
    "longest still moment, 100,000 scrolled": 16.0,
    "longest still moment, 100,000 read anew": 16.0,
    "100,000 promises after a calendar change": 2.5,
    "coverage of 50 counters over 60 days": 20.0,
    "push: log to acknowledged on disk": 4000.0,
    "feed: asked to applied": 4000.0,
    "round with nothing new": 10.0,
    "longest still moment, 10,000 events applied": 16.0,
}


def test_every_figure_stands_beside_its_floor(tmp_path: Path) -> None:
    out = tmp_path / "bench.json"
    command = [sys.executable, "packaging/bench", "--rounds", "2", "--out", str(out)]
    run = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True, timeout=280)
    report = json.loads(out.read_text("utf-8"))
    figures = {figure["name"]: figure for figure in report["figures"]}
    assert report["machine"]["cores"]
    assert {name: figure["target"] for name, figure in figures.items() if figure["target"]} == TARGETS
    for name, figure in figures.items():
        assert name in run.stdout
        assert figure["ours"] > 0
        assert figure["unit"] == "KiB" or (figure["rounds"] >= 2 and figure["floor"] > 0)
    assert list(tmp_path.iterdir()) == [out]
