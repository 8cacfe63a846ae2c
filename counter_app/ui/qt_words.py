"""Vietnamese for Qt's own buttons and menus: PySide6 ships none. Windows has its own print dialog."""

import struct
from collections.abc import Mapping

from PySide6.QtCore import QObject, QTranslator

_MAGIC = bytes.fromhex("3cb86418caef9c95cd211cbf60a1bddd")
_HASHES, _MESSAGES = 0x42, 0x69
_TRANSLATION, _SOURCE, _END = 3, 6, b"\x01"

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
    """Answers Qt's questions for a translation, whatever their context.

    It loads what `lrelease` would have compiled: Qt asks often, and need not ask Python.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._compiled = compiled(WORDS)  # Qt reads it in place for as long as we live
        self.load(self._compiled)


def compiled(words: Mapping[str, str]) -> bytes:
    """Return Qt's compiled message format (.qm): hashes of the sources, and the messages they lead to."""
    hashes, messages = [], b""
    for source, word in words.items():
        hashes.append((_elf_hash(source.encode()), len(messages)))
        messages += _tagged(_TRANSLATION, word.encode("utf-16-be")) + _tagged(_SOURCE, source.encode()) + _END
    index = b"".join(struct.pack(">II", *entry) for entry in sorted(hashes))
    return _MAGIC + _tagged(_HASHES, index) + _tagged(_MESSAGES, messages)


def _tagged(tag: int, content: bytes) -> bytes:
    return struct.pack(">BI", tag, len(content)) + content


def _elf_hash(text: bytes) -> int:
    """Return the hash of System V's ELF, by which Qt looks sources up."""
    value = 0
    for byte in text:
        value = (value << 4) + byte
        high = value & 0xF0000000
        value = (value ^ (high >> 24)) & ~high
    return value or 1
