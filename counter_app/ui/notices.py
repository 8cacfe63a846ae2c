"""What has changed, told to whoever shows it."""

from PySide6.QtCore import QObject, Signal

TODAY = "today"
SYNC = "sync"
DOSSIERS = "dossiers"  # something happened to one after its reception
PEOPLE = "people"  # somebody is away, asked, stands in


class Notices(QObject):
    """`changed(topics)`: a frozenset of topics; whoever shows one of them refreshes."""

    changed = Signal(object)

    def tell(self, *topics: str) -> None:
        """Say that these topics changed."""
        self.changed.emit(frozenset(topics))
