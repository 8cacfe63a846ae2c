"""How sure a clock is, in the same words wherever it is told: frame, sync page, grounds, reports, shell."""

from counter_app.texts import N_, _

_CLOCKS = {
    "A": N_("Giờ máy chắc chắn: theo giờ trung tâm."),
    "B": N_("Giờ máy chắc chắn: chạy tiếp từ giờ trung tâm, máy chưa khởi động lại."),
    "C": N_("Giờ máy chưa đối chiếu: chạy từ khi khởi động lại; hợp lý so với sự việc gần nhất."),
    "U": N_("Giờ máy chưa đối chiếu: chậm hơn sự việc trước đó nên đã dùng giờ của sự việc đó."),
    "S": N_("Giờ máy đáng ngờ: nhanh quá 24 giờ, chưa từng nghe trung tâm, hoặc do người xác nhận."),
}

SENTENCES = {
    "clock_certain": N_("Máy đang theo giờ trung tâm nên không chỉnh."),
    "clock_before_centre": N_("Sớm hơn lần trao đổi cuối với trung tâm. Xem lại ngày và giờ."),
    "clock_beyond_lane": N_("Quá ngày cuối của dải số máy này. Xem lại ngày và giờ."),
}


def clock(quality: str) -> str:
    """Say what a clock's letter means (DESIGN §6); one that nobody knows stands as it is."""
    return _(_CLOCKS[quality]) if quality in _CLOCKS else quality


def clock_short(quality: str) -> str:
    """Say only how sure it is: what stands before the colon."""
    return clock(quality).partition(":")[0]
