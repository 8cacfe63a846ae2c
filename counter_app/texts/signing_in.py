"""What is told to who signs in, and to an administrator of people. Keyed by the codes of our errors."""

from counter_app.texts import N_

SENTENCES = {
    "wrong_pin": N_("Mã PIN không đúng. Còn {left} lần thử."),
    "pin_locked": N_("Nhập sai mã PIN nhiều lần. Thử lại sau {minutes} phút."),
    "pin_needed": N_("Cần mã PIN của người làm việc này (biến {variable})."),
    "pin_change_needed": N_("Đây là mã PIN do quản trị cấp. Chọn mã PIN của riêng mình."),
    "pin_differs": N_("Hai lần nhập mã PIN mới không giống nhau. Nhập lại."),
    "pin_short": N_("Mã PIN phải có ít nhất {least} ký tự."),
    "pin_trivial": N_("Mã PIN này dễ đoán. Chọn mã khác, không lặp lại, không theo dãy."),
    "pin_same": N_("Mã PIN mới giống mã cũ. Chọn mã khác."),
    "no_pin": N_("Người này chưa được cấp mã PIN. Xin quản trị cấp mã lần đầu."),
    "no_key_here": N_("Người này chưa từng đăng nhập ở máy này. Nối mạng và đăng nhập lần đầu."),
    "key_ended": N_("Khóa của người này ở máy này đã hết hiệu lực. Nối mạng và đăng nhập lại như lần đầu."),
    "person_key_unknown": N_(
        "Trung tâm không biết khóa của người này ở máy này. Nối mạng và đăng nhập lại như lần đầu."
    ),
    "key_taken": N_("Khóa này đã có ở trung tâm. Đăng nhập lại từ đầu."),
    "bad_proof": N_("Chữ ký của người đăng nhập không đúng. Đăng nhập lại từ đầu."),
    "sign_in_too_old": N_(
        "Chưa nối được trung tâm, mà người này đã lâu không đăng nhập trực tuyến ở máy này. Đợi có mạng."
    ),
    "reader_needed": N_("Máy này chưa có ai làm việc. Hãy nêu mã người đọc sau --as."),
    "not_signed_in": N_("Người này chưa đăng nhập ở máy này. Đăng nhập bằng mã PIN rồi làm lại."),
    "bad_lock_minutes": N_("Số phút phải từ 1 đến {most}."),
    # an administrator at the centre
    "unknown_grant": N_("Người này không có lần giao vai trò mã đó. Xem people list."),
    "role_backdated": N_("Không giao hay thôi vai trò cho những ngày đã qua."),
    "role_reversed": N_("Ngày cuối phải từ ngày đầu trở đi."),
    "role_over": N_("Vai trò này đã hết từ {day}."),
    "bad_order": N_("Thứ tự từ 0 đến {most}."),
}
