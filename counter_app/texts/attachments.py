"""Why a scan did not go to the centre, or did not come from it."""

from counter_app.texts import N_

SENTENCES = {
    "scan_not_sent": N_("Bản quét này chưa tới trung tâm: máy đã quét nó phải gửi xong trước. Thử lại sau."),
    "scan_erased": N_("Bản quét này đã được xóa ở trung tâm theo quy định lưu giữ."),
    "scan_differs": N_("Bản quét nhận được không khớp với bản đã ghi nhận. Sẽ truyền lại từ đầu."),
    "scan_unnamed": N_("Trung tâm chưa có việc nào nêu bản quét này. Sẽ tự gửi lại sau."),
    "scan_quota": N_("Trung tâm không còn chỗ cho bản quét của máy này. Báo quản trị."),
    "document_elsewhere": N_("Bản quét này nằm ở máy khác. Nối trung tâm rồi mở lại."),
}
