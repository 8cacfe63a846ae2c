"""The three ways in which work stops in good order. Anything else that is raised is a bug."""


class CounterError(Exception):
    """A stop with a stable `code` and the values its sentence needs; `texts` makes the sentence."""

    def __init__(self, code: str, /, **values: object) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values


class Refused(CounterError):  # noqa: N818 - the design's three words
    """The rules say no. `field` names the input beside which the sentence is shown, or is None."""

    def __init__(self, code: str, /, field: str | None = None, **values: object) -> None:
        super().__init__(code, **values)
        self.field = field


class Unavailable(CounterError):  # noqa: N818
    """The surroundings (network, printer, keyring, disk) do not answer now: tried or offered again."""


class Damaged(CounterError):  # noqa: N818
    """Stored facts contradict each other: stop writing, keep reading, offer the backup."""
