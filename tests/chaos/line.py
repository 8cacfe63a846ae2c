"""A TCP proxy on loopback between one counter and the centre; each connection has a fate by the seed."""

import random
import socket
import struct
import threading
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass

GOOD, RESET, REQUEST, ANSWER, SWALLOWED, DELAYED, SLOW = (
    *("good", "reset at once", "cut in a request", "cut in an answer"),
    *("answer swallowed", "delayed", "slow"),
)
FATES = (*[GOOD] * 5, RESET, *[REQUEST] * 2, *[ANSWER] * 2, *[SWALLOWED] * 3, DELAYED, SLOW)
PIECE = 8192  # bytes


@dataclass(frozen=True, slots=True)
class Fate:
    """What befalls a connection: cut after so many `bytes` of its way, or before the `answer`th answer;
    each piece held for some `seconds`, or carried at `rate` bytes a second.
    """

    name: str = GOOD
    bytes: int = 0
    answer: int = 1
    seconds: float = 0.0
    rate: float = 0.0


def fate_of(seed: str, number: int) -> Fate:
    """Return the fate of a line's connection with that number."""
    chance = random.Random(f"{seed} {number}")
    name = chance.choice(FATES)
    cut = chance.choice((1, 200, 1000, 5000, 20_000, 60_000))
    full = 512 * 1024
    return Fate(
        name,
        bytes=chance.randrange(cut),
        answer=chance.choice((1, 1, 2, 3)),
        seconds=chance.uniform(0.02, 0.3) if name == DELAYED else 0.0,
        rate=full / chance.choice((2, 4, 8)) if name == SLOW else 0.0,
    )


class Line:
    """Carries bytes between a counter and the centre's port until it is closed. `fates` tells what befell."""

    def __init__(self, seed: str, target: int) -> None:
        """Listen on a free port for the centre at `target`."""
        self._seed, self._target = seed, target
        self._listener = _listening(0)
        self.port = int(self._listener.getsockname()[1])
        self.calm, self.carried, self.fates = False, 0, Counter[str]()
        self._refusing_until = 0.0
        self._marks: list[tuple[int, threading.Event]] = []
        self._open: set[socket.socket] = set()
        self._lock, self._ended = threading.Lock(), threading.Event()
        self._thread = threading.Thread(target=self._accept)
        self._thread.start()

    def refuse(self, seconds: float) -> None:
        """Refuse connections for a while; those that stand go on."""
        self.fates["refused for a while"] += 1
        self._refusing_until = time.monotonic() + seconds

    def cut(self) -> None:
        """End what runs, in the middle of whatever that is."""
        with self._lock:
            standing = list(self._open)
        self.fates["cut all"] += bool(standing)
        for one in standing:
            _reset(one)

    def reached(self, more: int) -> threading.Event:
        """Return what is set as soon as so many more bytes were carried, either way."""
        event = threading.Event()
        with self._lock:
            self._marks.append((self.carried + more, event))
        return event

    def close(self) -> None:
        """End the line and all that runs over it."""
        self._ended.set()
        self.cut()
        self._thread.join()
        self._listener.close()

    def _accept(self) -> None:
        number = 0
        while not self._ended.is_set():
            if (left := self._refusing_until - time.monotonic()) > 0 and not self.calm:
                self._listener.close()
                self._ended.wait(left)
                self._listener = self._again()
            with suppress(TimeoutError):
                near, _address = self._listener.accept()
                fate = Fate() if self.calm else fate_of(self._seed, number)
                number += 1
                self.fates[fate.name] += 1
                threading.Thread(target=self._join, args=(near, fate), daemon=True).start()

    def _again(self) -> socket.socket:
        """Listen where the line was; for a moment a connection from here may have that very number."""
        while True:
            try:
                return _listening(self.port)
            except OSError:
                time.sleep(0.05)

    def _join(self, near: socket.socket, fate: Fate) -> None:
        near.settimeout(None)
        with near:
            if fate.name == RESET:
                _reset(near)
                return
            try:
                far = socket.create_connection(("127.0.0.1", self._target), 5)
            except OSError:  # the centre is down
                _reset(near)
                return
            far.settimeout(None)
            with far:
                self._carry_both(near, far, fate)

    def _carry_both(self, near: socket.socket, far: socket.socket, fate: Fate) -> None:
        with self._lock:
            self._open |= {near, far}
        back = threading.Thread(target=self._carry, args=(far, near, fate, ANSWER), daemon=True)
        back.start()
        self._carry(near, far, fate, REQUEST)
        back.join()
        with self._lock:
            self._open -= {near, far}

    def _carry(self, source: socket.socket, target: socket.socket, fate: Fate, way: str) -> None:
        left, answers = fate.bytes if fate.name == way else -1, 0
        with suppress(OSError):
            while piece := source.recv(PIECE):
                time.sleep(fate.seconds + (len(piece) / fate.rate if fate.rate else 0))
                answers += way == ANSWER and piece.startswith(b"HTTP/1.1 ")
                swallowed = fate.name == SWALLOWED and answers == fate.answer
                if swallowed or 0 <= left < len(piece):
                    target.sendall(b"" if swallowed else piece[:left])
                    break
                left -= len(piece) if left >= 0 else 0
                target.sendall(piece)
                self._count(len(piece))
            else:
                target.shutdown(socket.SHUT_WR)
                return
        _reset(source)
        _reset(target)

    def _count(self, size: int) -> None:
        with self._lock:
            self.carried += size
            for mark, event in self._marks:
                if self.carried >= mark:
                    event.set()
            self._marks = [one for one in self._marks if not one[1].is_set()]


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listening(port: int) -> socket.socket:
    listener = socket.socket()
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen()
    listener.settimeout(0.05)
    return listener


def _reset(one: socket.socket) -> None:
    """End a connection as a cut does: who waits for it wakes, nothing more is sent. Its owner closes it."""
    with suppress(OSError):
        one.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        one.shutdown(socket.SHUT_RDWR)
