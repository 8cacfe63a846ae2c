"""Pictures of the real window, for the demo and the README."""

from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget


def shoot(window: QWidget, path: Path) -> None:
    """Save what the window shows as PNG at `path`, its folder made if need be."""
    QApplication.processEvents()
    path.parent.mkdir(parents=True, exist_ok=True)
    window.grab().save(str(path), "PNG")
