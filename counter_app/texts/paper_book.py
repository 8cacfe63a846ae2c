"""What is said of paper books: why a leaf cannot be entered so, and what became of it."""

from collections.abc import Iterator

from counter_app.domain.book_events import DossierCaptured, LeafFate, LeafVoided
from counter_app.domain.events import DossierReceived
from counter_app.texts import N_, _, formats

SENTENCES = {
    "leaf_foreign": N_("Mã {code} không thuộc sổ giấy nào cấp cho đơn vị này. Xem lại mã in trên tờ."),
    "leaf_taken": N_("Tờ {code} đã được nhập rồi. Mỗi tờ chỉ nhập một lần."),
    "leaf_void": N_("Tờ {code} đã ghi là hỏng hoặc không dùng nên không nhập được."),
    "paper_ahead": N_("Giờ nhận ghi trên giấy ở sau lúc này. Xem lại ngày giờ."),
    "paper_before_book": N_("Giờ nhận ghi trên giấy ở trước khi sổ này được cấp ({day}). Xem lại ngày giờ."),
    "paper_due_early": N_("Hẹn trả ghi trên giấy phải sau giờ nhận. Xem lại ngày giờ."),
    "scan_missing": N_("Chưa có bản quét liên lưu. Quét tờ rồi chọn tệp."),
    "own_confirmation": N_("Người xác nhận phải khác người nhập. Chọn người thứ hai."),
    "confirmer_not_permitted": N_("Người này không có vai trò để xác nhận. Chọn người khác."),
    "confirmation_forged": N_("Xác nhận của người thứ hai không đúng chữ ký của người đó ở máy này."),
    "second_missing": N_("Chưa chọn người xác nhận. Người này phải từng đăng nhập ở máy này."),
    "pin_missing": N_("Người xác nhận gõ mã PIN của mình."),
    "book_forged": N_("Sổ giấy {book} không do trung tâm ký. Đừng dùng; báo quản trị."),
    "no_free_leaves": N_("Hôm nay chỉ còn cấp được {left} tờ cho đơn vị này."),
}
FATES = {LeafFate.SPOILT: N_("Tờ hỏng"), LeafFate.UNUSED: N_("Tờ không dùng")}


def voided(fact: LeafVoided) -> str:
    """Say that a leaf was given up."""
    return _("{fate} trong sổ giấy: số này không dùng lại").format(fate=_(FATES[fact.fate]))


def captured(fact: DossierCaptured) -> Iterator[str]:
    """Say both times of an entered leaf, and the law's due date where the leaf says another; no names."""
    yield _("Ghi trên giấy: nhận {received}, hẹn trả {due}").format(
        received=formats.moment(fact.received), due=formats.moment(fact.due)
    )
    yield _("Nhập vào máy: {captured}").format(captured=formats.moment(fact.captured))
    if fact.reckoned != fact.due:
        yield lawful(fact.reckoned)


def brief(fact: DossierReceived) -> Iterator[str]:
    """Say beside a dossier that it came from a paper book: when it was entered, and the law's due date."""
    if isinstance(fact, DossierCaptured):
        yield _("Ghi trên sổ giấy, nhập {at}").format(at=formats.short_moment(fact.captured))
        if fact.reckoned != fact.due:
            yield _("Theo quy định hẹn {due}").format(due=formats.short_moment(fact.reckoned))


def lawful(due: int) -> str:
    """Say what the law gives where a leaf promises otherwise."""
    return _("Tính theo quy định: {due}; hẹn ghi trên giấy có giá trị").format(due=formats.moment(due))
