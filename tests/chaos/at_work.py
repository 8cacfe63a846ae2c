"""A counter at work as in its window: it receives and settles in one thread, the network is another's.

No command of a shell receives while it sends; this prints and ends as `counter-app receive` does.
"""

import argparse
import json
import sys
import time
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import Any

from counter_app import bootstrap
from counter_app.services import bulk, sync
from counter_app.services.counter import Counter
from counter_app.services.sync import Answer
from tests.pcs import PERSON

PAUSE = 0.01  # seconds between two citizens, so that something is on its way meanwhile


def main() -> None:
    """Receive a file's lines while what was received before is sent."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with bootstrap.open_folder(asked.data) as counter, ThreadPoolExecutor(1) as net:
        heard = _ask(counter, net)
        for result in bulk.receive_lines(counter, PERSON, asked.file.read_bytes().splitlines()):
            _say(result)
            time.sleep(PAUSE)
            if heard.done():
                _settle(counter, heard)
                heard = _ask(counter, net)
        _settle(counter, heard)


def _ask(counter: Counter, net: ThreadPoolExecutor) -> "Future[Answer]":
    return net.submit(sync.contact, counter, sync.outgoing(counter))


def _settle(counter: Counter, heard: "Future[Answer]") -> None:
    state = sync.settle(counter, heard.result())
    if state.problem or state.quarantined:
        _say({"error": {"code": state.problem, "quarantined": len(state.quarantined)}})


def _say(value: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
