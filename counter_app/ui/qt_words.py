"""Vietnamese for Qt's own buttons and menus: PySide6 ships none. Windows has its own print dialog."""

from PySide6.QtCore import QObject, QTranslator

from counter_app.texts import language

WORDS = {
    # buttons
    "OK": "Đồng ý",
    "&OK": "Đồng ý",
    "Cancel": "Thôi",
    "&Cancel": "Thôi",
    "Close": "Đóng",
    "&Close": "Đóng",
    "Yes": "Có",
    "&Yes": "Có",
    "Yes to &All": "Có, tất cả",
    "No": "Không",
    "&No": "Không",
    "N&o to All": "Không, tất cả",
    "Save": "Lưu",
    "&Save": "Lưu",
    "Save All": "Lưu tất cả",
    "Discard": "Không lưu",
    "Open": "Mở",
    "&Open": "Mở",
    "Apply": "Áp dụng",
    "Reset": "Đặt lại",
    "Restore Defaults": "Về mặc định",
    "Abort": "Dừng",
    "Retry": "Thử lại",
    "Ignore": "Bỏ qua",
    "Help": "Trợ giúp",
    "Show Details...": "Xem chi tiết...",
    "Hide Details...": "Ẩn chi tiết...",
    # menus of typed text
    "&Undo": "Hoàn tác",
    "&Redo": "Làm lại",
    "Cu&t": "Cắt",
    "&Copy": "Sao chép",
    "&Paste": "Dán",
    "Delete": "Xóa",
    "Select All": "Chọn tất cả",
    "&Step up": "Tăng",
    "Step &down": "Giảm",
    # the print dialog
    "Print": "In",
    "&Print": "In",
    "Printer": "Máy in",
    "&Name:": "Tên:",
    "P&roperties": "Thuộc tính",
    "Location:": "Nơi đặt:",
    "Type:": "Loại:",
    "Print range": "Phạm vi in",
    "Print all": "In tất cả",
    "Pages from": "Từ trang",
    "to": "đến",
    "Copies": "Số bản",
    "Copies:": "Số bản:",
    "&Options >>": "Tùy chọn >>",
    "&Options <<": "Tùy chọn <<",
}


class QtWords(QTranslator):
    """Answers Qt's questions for a translation from `WORDS` while Vietnamese is spoken."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)

    def isEmpty(self) -> bool:
        """Say that there is something to look up."""
        return False

    def translate(
        self, context: str, source_text: str, disambiguation: str | None = None, n: int = -1
    ) -> str | None:
        """Return the Vietnamese word for one of Qt's own texts; None keeps the text."""
        return WORDS.get(source_text) if language() == "vi" else None
