"""What a person is told of copies, their restoring, a lost keyring, and a PC whose name counts no more."""

from counter_app.texts import N_

SENTENCES = {
    "backup_same_folder": N_("Không sao lưu vào chính thư mục của sổ. Chọn thư mục trên ổ đĩa khác."),
    "backup_place_missing": N_("Không thấy {folder}. Cắm ổ đĩa sao lưu, hoặc chọn thư mục khác."),
    "backup_no_room": N_("{folder} chỉ còn {free} MB, cần {needed} MB. Dọn bớt, hoặc chọn ổ đĩa khác."),
    "backup_damaged": N_("Bản sao lưu bị hỏng. Dùng bản khác; nếu vừa sao lưu thì thử lại ở ổ đĩa khác."),
    "bad_backup": N_("Đây không phải bản sao lưu của phần mềm này, hoặc đã bị sửa. Chọn bản khác."),
    "store_living": N_("Thư mục này đang có sổ. Muốn thay thì thêm --replace; sổ cũ được giữ riêng."),
    "identity_needed": N_(
        "Sổ này được phục hồi nên máy cần mã ghi danh mới trước khi tiếp nhận; tra cứu vẫn dùng được. "
        "Xin quản trị mã ghi danh rồi chạy counter-app enrol."
    ),
    "recovery_missing": N_(
        "Không có khóa theo mật khẩu khôi phục ở {folder}, nên chỉ máy còn kho khóa mới mở được."
    ),
    "wrong_recovery": N_("Mật khẩu khôi phục không đúng. Nhập lại."),
    "recovery_short": N_("Mật khẩu khôi phục phải có ít nhất {least} ký tự."),
    "recovery_differs": N_("Hai lần nhập mật khẩu khôi phục khác nhau. Nhập lại."),
    "recovery_needed": N_("Cần mật khẩu khôi phục (biến {variable})."),
    "recovery_not_needed": N_("Máy này còn đủ khóa nên không cần khôi phục. Mở phần mềm như thường."),
    "in_review": N_("Máy đã bị thu hồi: việc này được giữ ở trung tâm, chờ quản trị xem xét."),
}
