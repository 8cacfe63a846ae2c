"""The dunning list as it will be printed."""

from counter_app.texts import _
from counter_app.ui.widgets.print_dialog import PrintDialog


class DunningPaper(PrintDialog):
    """Esc closes; Enter prints; Ctrl+S saves."""

    def show_list(self, pdf: bytes) -> None:
        """Open with this list."""
        self.show_paper(_("Danh sách đôn đốc"), "danh-sach-don-doc", pdf)
