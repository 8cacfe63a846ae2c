"""What an administrator must confirm of a published catalogue, by the codes of `domain.catalog_import`."""

from counter_app.domain.catalog_doubts import Doubt
from counter_app.texts import N_, _

SENTENCES = {
    "malformed": N_("Không đọc được thủ tục này nên đã bỏ ra."),
    "procedure_repeated": N_("Thủ tục được công bố hai lần; chỉ giữ bản đầu."),
    "unit_missing": N_("Thời hạn chưa có đơn vị: ngày làm việc, ngày hay giờ?"),
    "unit_unsure": N_("Thời hạn ghi “ngày”: ngày làm việc hay ngày theo lịch?"),
    "limit_not_stated": N_("Chưa công bố thời hạn."),
    "field_against_prose": N_("Thời hạn trong ô khác với phần mô tả."),
    "channel_repeated": N_("Một hình thức nộp được công bố nhiều lần."),
    "channels_differ": N_("Thời hạn khác nhau theo hình thức nộp."),
    "fee_not_stated": N_("Chưa công bố mức phí, lệ phí."),
    "fee_varies": N_("Mức phí, lệ phí thay đổi theo trường hợp hoặc theo địa phương."),
    "fee_against_prose": N_("Mức phí trong ô khác với phần mô tả."),
    "fees_differ": N_("Mức phí, lệ phí khác nhau theo hình thức nộp."),
    "currency": N_("Mức phí không tính bằng đồng."),
    "paper_unconfirmed": N_("Mỗi giấy tờ: bắt buộc, nếu thuộc trường hợp, hay chỉ xuất trình?"),
    "copies_implausible": N_("Số bản của giấy tờ này không hợp lý."),
    "confirmation_stale": N_("Nội dung đã xác nhận nay được công bố lại: xác nhận lại."),
    "confirmation_unused": N_("Đã xác nhận điều mà danh mục không công bố."),
}


def sentence(doubt: Doubt) -> str:
    """Return one line: procedure, what to confirm, what stands there, and where."""
    said = _(SENTENCES[doubt.code]) if doubt.code in SENTENCES else doubt.code
    found = f" [{doubt.found}]" if doubt.found else ""
    return f"{doubt.procedure or '–'}: {said}{found} ({doubt.path})"
