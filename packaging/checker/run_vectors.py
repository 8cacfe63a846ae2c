"""Put the published vectors to check.py beside this file: `python3 run_vectors.py [--json]`, exit 0 or 1.

Whoever writes another checker replaces `answer`: everything else is how the vectors are to be read.
"""

import importlib.util
import json
import sys
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
FOLDER = HERE / "vectors"


def load() -> Any:
    """Return check.py as a module, also where Python was told to look in no folder (-I)."""
    spec = importlib.util.spec_from_file_location("check", HERE / "check.py")
    if spec is None or spec.loader is None:
        raise FileNotFoundError("check.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def edited(vector: dict[str, Any]) -> list[bytes]:
    """Return the lines of a base file with each [first line, how many go, what comes] laid over it."""
    lines: list[bytes] = (FOLDER / vector["base"]).read_bytes().splitlines(keepends=True)
    for first, gone, come in sorted(vector.get("edits", []), key=lambda edit: -edit[0]):
        lines[first - 1 : first - 1 + gone] = [line.encode() for line in come]
    return lines


def answer(check: Any, vector: dict[str, Any]) -> dict[str, Any]:
    """Return what the checker says, in the shape of a vector's `expect`."""
    if "canonical" in vector:
        return {"canonical": check.canonical(vector["canonical"]) is not None}
    told: list[dict[str, Any]] = []
    report, keys, log = check.Report(told.append), vector.get("keys", {}), None
    pages = (
        vector.get("pages") or [["", [vector["receipt"]], []]]
        if "pages" in vector or "receipt" in vector
        else []
    )
    receipt = next((check.read_receipt(code) for page in pages for code in page[1]), None)
    if "base" in vector:
        log = check.Export(report, keys, receipt["code"] if receipt else "")
        log.read(enumerate(edited(vector), start=1))
    if "receipt" in vector:
        check.check_receipt(receipt, keys, log, report)
    elif "pages" in vector:
        check.check_paper(pages, keys, log, report)
    said: dict[str, Any] = {"faults": [_short(one, "fault") for one in told if "fault" in one]}
    said["notes"] = [_short(one, "note") for one in told if "note" in one]
    return said | ({"proved": log.proved, "purged": log.purged} if log else {})


def _short(told: dict[str, Any], kind: str) -> list[Any]:
    return [told[kind], told["line"], *([told["field"]] if "field" in told else [])]


def main() -> int:
    """Say each vector that is answered otherwise than published, or each answer with --json."""
    check, wrong, count = load(), 0, 0
    with (FOLDER / "cases.jsonl").open(encoding="utf-8") as file:
        for line in file:
            vector = json.loads(line)
            said = answer(check, vector)
            differs = said != vector["expect"]
            count, wrong = count + 1, wrong + differs
            if differs or "--json" in sys.argv:
                sys.stdout.write(
                    json.dumps({"name": vector["name"], "ok": not differs, "answer": said}) + "\n"
                )
    if "--json" not in sys.argv:
        sys.stdout.write(f"{count} vectors, {wrong} answered otherwise\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
