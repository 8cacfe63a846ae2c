"""The words of a dossier's life: states, lateness, causes, means, papers. `life_facts` says what happened."""

from counter_app.domain.commands import ReturnBy
from counter_app.domain.dossier import Lateness, State
from counter_app.domain.promise_events import Cause
from counter_app.domain.step_events import About, Ending, Means, Outcome, Recipient
from counter_app.texts import N_, _

STATES = {
    State.VOID: N_("Phiếu đã hủy"),
    State.RECEIVED: N_("Đã tiếp nhận"),
    State.REFUSED: N_("Đã từ chối giải quyết"),
    State.IN_PROGRESS: N_("Đang giải quyết"),
    State.SUPPLEMENT: N_("Chờ người nộp bổ sung"),
    State.PAYMENT: N_("Chờ người nộp nộp tiền"),
    State.WITHDRAWN: N_("Người nộp đã rút"),
    State.STOPPED: N_("Đã dừng giải quyết"),
    State.RESOLVED: N_("Đã có kết quả, chờ trả"),
    State.RETURNED: N_("Đã trả kết quả"),
}
LATENESS = {
    Lateness.ON_TIME: N_("đúng hẹn"),
    Lateness.LATE: N_("quá hạn"),
    Lateness.WITHIN_EXTENSION: N_("quá hạn nhưng trong thời gian gia hạn"),
    Lateness.LATE_BY_FIRST: N_("đúng hẹn mới, quá hẹn đầu"),
    Lateness.ENDED: N_("kết thúc không có kết quả"),
}
CAUSES = {
    Cause.CONSULTED_UNIT: N_("Đơn vị phối hợp trả lời chậm"),
    Cause.FIELD_CHECK: N_("Phải kiểm tra thực địa"),
    Cause.WORKLOAD: N_("Số lượng hồ sơ tăng đột biến"),
    Cause.STAFF: N_("Thiếu cán bộ giải quyết"),
    Cause.SYSTEM: N_("Hệ thống gặp sự cố"),
    Cause.PAPERS_LOST: N_("Thất lạc giấy tờ"),
    Cause.OTHER: N_("Lý do khác"),
}
MEANS = {
    Means.PHONE: N_("gọi điện"),
    Means.SMS: N_("nhắn tin"),
    Means.IN_PERSON: N_("trực tiếp"),
    Means.POST: N_("gửi thư"),
    Means.ONLINE: N_("trực tuyến"),
}
ABOUT = {
    About.RESULT: N_("đã có kết quả"),
    About.DELAY: N_("hồ sơ bị chậm"),
    About.CALENDAR: N_("lịch nghỉ thay đổi"),
    About.DIFFICULTY: N_("hồ sơ có vướng mắc"),
    About.PROMISE: N_("ngày hẹn trả"),
}
WAYS = {
    ReturnBy.COUNTER: N_("tại quầy"),
    ReturnBy.POST: N_("qua bưu chính"),
    ReturnBy.ONLINE: N_("trực tuyến"),
}
RECIPIENTS = {
    Recipient.APPLICANT: N_("Người nộp"),
    Recipient.REPRESENTATIVE: N_("Người được ủy quyền"),
    Recipient.POST: N_("Bưu chính"),
}
OUTCOMES = {Outcome.GRANTED: N_("đồng ý"), Outcome.DECLINED: N_("không đồng ý")}
ENDINGS = {
    Ending.REFUSED: N_("Từ chối giải quyết"),
    Ending.STOPPED: N_("Dừng giải quyết"),
    Ending.WITHDRAWN: N_("Rút hồ sơ theo đề nghị của người nộp"),
}
PAPERS = {
    "01": N_("giấy tiếp nhận hồ sơ và hẹn trả kết quả"),
    "02": N_("phiếu yêu cầu bổ sung"),
    "03": N_("phiếu từ chối"),
    "04": N_("văn bản xin lỗi và đề nghị gia hạn"),
    "05": N_("thông báo dừng giải quyết"),
    "06": N_("phiếu kiểm soát"),
    "07": N_("sổ theo dõi hồ sơ"),
    "BG": N_("danh sách bàn giao"),
    "BN": N_("biên nhận thu phí"),
    "BQ": N_("bản quét"),
    "TB": N_("thông báo"),
}


def state(of: State) -> str:
    """Say a state."""
    return _(STATES[of])


def lateness(of: Lateness) -> str:
    """Say how a dossier stands to its promises."""
    return _(LATENESS[of])


def paper(document: str) -> str:
    """Name a printed paper, known as `04` or, of one event, `04:<its id>`; a newer app's shows itself."""
    form = document.partition(":")[0]
    return _(PAPERS[form]) if form in PAPERS else form


def unit(name: str) -> str:
    """Name a unit; "" is the desk."""
    return name or _("Bộ phận Một cửa")
