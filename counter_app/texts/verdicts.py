"""What the centre says of a counter's own log and requests, by the codes of its answers and quarantines."""

from counter_app.texts import N_

_UNREAD = N_("Trung tâm không đọc được nội dung máy này gửi. Cập nhật phần mềm, hoặc báo quản trị.")

SENTENCES = {
    # a request was turned away
    "bad_headers": _UNREAD,
    "bad_request": _UNREAD,
    "empty_batch": _UNREAD,
    "batch_too_long": _UNREAD,
    "bad_signature": N_("Trung tâm không nhận chữ ký của máy này. Liên hệ quản trị."),
    "keys_full": N_(
        "Trung tâm không nhận khóa ký mới của máy này: có thể khóa cũ đã lộ. Báo quản trị và ghi danh lại."
    ),
    "installation_exists": N_("Máy này đã được ghi danh bằng mã khác. Liên hệ quản trị."),
    "bad_event": N_("Sự việc số {seq} không đúng dạng nên trung tâm chưa nhận. Liên hệ quản trị."),
    "foreign_event": N_("Trong nội dung gửi có sự việc của máy khác. Đừng ghi thêm; liên hệ quản trị."),
    "duplicate_event": N_("Trung tâm đã có sự việc khác mang cùng mã. Liên hệ quản trị."),
    "centre_newer": N_("Trung tâm dùng phiên bản mới hơn. Vẫn tiếp nhận; hãy cập nhật phần mềm ở máy này."),
    "snapshot_gone": N_("Trung tâm không còn phần dữ liệu này. Máy sẽ tự lấy lại."),
    "snapshot_unfit": N_("Gói dữ liệu của văn phòng không đúng nên không dùng; máy đọc dần. Báo quản trị."),
    "state_differs": N_("Danh sách ở máy này khác với trung tâm dù đã lập lại từ nhật ký. Báo quản trị."),
    "centre_lost_events": N_("Trung tâm đã mất sự việc từng xác nhận. Vẫn tiếp nhận; báo quản trị."),
    # read by a person beside an event that the centre keeps but does not count
    "log_forked": N_(
        "Trung tâm đã có một nhật ký khác của máy này: sổ bị chép lại hoặc khôi phục từ bản cũ. "
        "Đừng ghi thêm; báo quản trị."
    ),
    "code_foreign": N_("Mã hồ sơ không thuộc đơn vị này hoặc không đúng ngày tiếp nhận."),
    "lane_foreign": N_("Số hồ sơ nằm ngoài dải số cấp cho máy này."),
    "personal_mismatch": N_("Dữ liệu cá nhân gửi kèm không khớp với nhật ký."),
    "promise_differs": N_("Hẹn lại trong sự việc không khớp khi tính lại theo lịch trung tâm đã ban hành."),
    "moment_differs": N_("Giờ ghi trong nội dung khác giờ sự việc được ghi."),
    "told_differs": N_("Ngày đã báo cho người nộp không nằm trong giờ làm việc theo lịch nêu trong sự việc."),
    "share_differs": N_("Phần thời hạn của đơn vị không khớp khi tính lại theo lịch nêu trong sự việc."),
    "window_differs": N_("Hạn yêu cầu bổ sung không khớp khi tính lại theo lịch nêu trong sự việc."),
    "subject_differs": N_("Sự việc ghi hai mã hồ sơ khác nhau."),
    "training_serial": N_("Số {serial} dành cho tập huấn, không bao giờ là số chính thức. Liên hệ quản trị."),
    "serial_outside_lane": N_("Số {serial} nằm ngoài dải số của máy này. Đừng ghi thêm; liên hệ quản trị."),
}
