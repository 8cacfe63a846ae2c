"""The window outlives PySide's miscounting: see `counter_app.ui`."""

import subprocess
import sys


def test_many_signals_do_not_abort_the_process() -> None:
    program = """
import counter_app.ui
from PySide6.QtCore import QCoreApplication, QObject, Signal, QTranslator
class Sender(QObject):
    sent = Signal(str, object)
class Words(QTranslator):
    def translate(self, context, text, disambiguation=None, n=-1):
        return None
app = QCoreApplication([])
words = Words(app)
app.installTranslator(words)
sender = Sender()
sender.sent.connect(lambda name, value: None)
for _ in range(20_000):
    sender.sent.emit("name", None)
    QCoreApplication.translate("context", "text")
"""
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
