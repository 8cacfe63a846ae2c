"""What people are told when the rules about absences, substitutes and discipline say no."""

from counter_app.texts import N_

SENTENCES = {
    # absences
    "absence_not_yours": N_(
        "Chỉ người đó hoặc người phụ trách bộ phận được ghi việc này; của người phụ trách: người phê duyệt."
    ),
    "no_document": N_("Lần vắng mặt này không kèm giấy tờ."),
    "minutes_elsewhere": N_(
        "Nội dung biên bản ở trung tâm, chưa tải về máy này. Chờ tải xong rồi in; nếu mất mạng, in sau."
    ),
    "personal_differs": N_("Nội dung trung tâm đưa khác với bản đã ký nên không lưu. Báo quản trị."),
    "document_unreadable": N_("Không đọc được bản quét này. Xem bản giấy."),
    "absence_over": N_("Lần vắng mặt này đã hết hoặc đã hủy."),
    "already_absent": N_("Người này đã có lịch vắng trùng thời gian đó. Xem lại lịch vắng."),
    "spans_missing": N_("Chưa chọn thời gian. Chọn ngày hoặc giờ."),
    "too_many_spans": N_("Nhiều hơn {limit} khoảng thời gian. Chia làm nhiều lần."),
    "bad_days": N_("Chưa hiểu ngày này. Ví dụ: 24/11, 24-26/11, 24/11 s, 24/11 8-10, T3 đến 31/12."),
    "bad_span": N_("Thời gian không đúng: lúc bắt đầu phải trước lúc kết thúc."),
    "spans_overlap": N_("Các khoảng thời gian trùng nhau hoặc sai thứ tự. Xem lại."),
    "span_far": N_("Thời gian phải trong vòng một năm."),
    "span_past": N_(
        "Vắng theo kế hoạch không bắt đầu trong quá khứ, vắng đột xuất từ đầu hôm nay. "
        "Vắng quên ghi trong 31 ngày qua do người phụ trách ghi, kèm lý do."
    ),
    "no_working_day": N_("Thời gian này không có giờ làm việc. Chọn ngày khác."),
    "back_late": N_("Giờ trở lại phải trước khi hết thời gian vắng."),
    "back_past": N_("Giờ trở lại phải từ bây giờ. Giờ đã qua do người phụ trách ghi, kèm lý do."),
    # substitutions
    "spans_outside_absence": N_("Thời gian nhờ thay phải nằm trong thời gian vắng còn lại."),
    "not_his_counter": N_("Người vắng không ngồi quầy này trong thời gian đó."),
    "substitute_himself": N_("Không ai tự thay mình. Chọn người khác."),
    "substitute_no_officer": N_("Người này không có vai trò cán bộ trong thời gian đó. Chọn người khác."),
    "substitute_absent": N_("Người này cũng vắng trong thời gian đó. Chọn người khác."),
    "substitute_covering": N_("Người này đang thay quầy khác trong thời gian đó. Chọn người khác."),
    "already_covered": N_("Quầy này đã có người nhận thay trong thời gian đó."),
    "already_asked": N_("Đã nhờ người này rồi, đang chờ trả lời."),
    "not_asked_of_you": N_("Chỉ người được nhờ thay mới làm được việc này."),
    "already_answered": N_("Đề nghị này đã được trả lời."),
    "not_accepted": N_("Người được nhờ chưa nhận lời."),
    "request_closed": N_("Đề nghị thay này đã kết thúc."),
    "request_not_yours": N_("Chỉ người vắng, người thay hoặc người phụ trách được kết thúc việc thay."),
    "already_began": N_("Người thay đã nhận quầy rồi."),
    "substitution_early": N_("Chưa đến ngày thay nên chưa nhận quầy được."),
    "substitution_not_begun": N_("Người thay chưa nhận quầy nên chưa có danh sách bàn giao."),
    "substitution_not_over": N_("Việc thay chưa kết thúc nên chưa có danh sách bàn giao lại."),
    # approvals
    "already_decided": N_("Đề nghị này đã được quyết định."),
    "approval_of_own_request": N_("Người vắng, người đề nghị và người thay không được tự duyệt."),
    "approver_absent": N_("Người duyệt đang vắng nên không duyệt được. Chuyển người duyệt kế tiếp."),
    "approver_not_next": N_("Đơn vị còn người duyệt được, nên cấp trên chưa duyệt thay."),
    "approver_key_missing": N_("Cần người duyệt đăng nhập bằng mã PIN của mình."),
    "contact_too_old": N_(
        "Máy này đã quá 30 ngày chưa nối trung tâm nên tạm ngừng duyệt. Nối mạng rồi làm lại."
    ),
    "approval_other_request": N_("Chữ ký duyệt thuộc đề nghị khác nên không có hiệu lực."),
    "approval_not_his_key": N_("Chữ ký duyệt không phải bằng khóa của người duyệt nên không có hiệu lực."),
    "approval_forged": N_("Chữ ký duyệt không đúng: nội dung đã bị sửa hoặc giả mạo. Báo quản trị."),
    "approval_replayed": N_("Chữ ký duyệt này đã được dùng rồi nên không có hiệu lực lần nữa. Báo quản trị."),
    "approval_early": N_("Chữ ký duyệt ghi trước khi có đề nghị nên không có hiệu lực. Báo quản trị."),
    "notice_not_in_force": N_("Chưa duyệt, chưa nhận quầy hoặc đã hết thời gian thay nên chưa in thông báo."),
    "nobody_on_duty": N_("Hôm nay không tiếp nhận nên không có bảng trực."),
    # discipline
    "about_yourself": N_("Không tự ghi việc này cho mình. Cần người phụ trách khác."),
    "people_missing": N_("Chưa chọn cán bộ. Chọn ít nhất một người."),
    "too_many_people": N_("Nhiều hơn {limit} người. Chia làm nhiều biên bản."),
    "unknown_inspection": N_("Không có biên bản kiểm tra này, hoặc đã khắc phục xong."),
    "day_past": N_("Ngày này phải từ hôm nay trở đi."),
    "day_ahead": N_("Ngày quyết định không được sau hôm nay."),
    "unknown_counter": N_("Đơn vị chưa có quầy này. Chọn một quầy trong danh sách."),
    "same_counter": N_("Người này đang ngồi quầy đó rồi."),
}
