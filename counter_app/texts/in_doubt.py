"""Why an event is kept and not counted, told beside that event; a refusal at the desk reads otherwise."""

from counter_app.texts import N_, _, refusals

SENTENCES = {
    "due_differs": N_("Hẹn trả trong sự việc không khớp khi tính lại."),
    "unknown_kind": N_("Sự việc thuộc loại mà trung tâm chưa biết. Cập nhật phần mềm trung tâm."),
    "unknown_version": N_("Sự việc ghi theo phiên bản mà trung tâm chưa biết. Cập nhật phần mềm trung tâm."),
    "unknown_person": N_("Người ghi sự việc, hoặc người nêu trong đó, không có ở đơn vị này."),
    "unknown_dossier": N_("Chưa có tiếp nhận nào của hồ sơ này được tính."),
    "leaf_foreign": N_("Mã trên tờ không thuộc sổ giấy nào cấp cho đơn vị này."),
    "leaf_taken": N_("Tờ này của sổ giấy đã được nhập trước đó, ở máy này hoặc máy khác."),
    "leaf_void": N_("Tờ này của sổ giấy đã ghi là hỏng hoặc không dùng."),
    "paper_before_book": N_("Giờ nhận ghi trên giấy ở trước khi sổ giấy được cấp."),
    "training_serial": N_("Số này dành cho tập huấn, không bao giờ là số chính thức."),
    "serial_outside_lane": N_("Số hồ sơ nằm ngoài dải số cấp cho máy này."),
    "code_taken": N_("Mã hồ sơ này đã được cấp cho một lần tiếp nhận khác."),
    "bad_moment": N_("Giờ ghi trong sự việc không thể đúng."),
    "bad_value": N_("Sự việc có giá trị không ghi vào danh sách được."),
}
_OTHER = N_("Sự việc không khớp với những gì trung tâm biết (mã {code}).")


def sentence(code: str) -> str:
    """Return the sentence for a code of a quarantine, in the language spoken now."""
    said = SENTENCES.get(code) or refusals.SENTENCES.get(code, _OTHER)
    return _(said) if "{" not in said else _(_OTHER).format(code=code)
