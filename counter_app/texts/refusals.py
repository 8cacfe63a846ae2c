"""What a person is told when work stops: what, why, what now. Keyed by the codes of our errors."""

from counter_app.errors import CounterError
from counter_app.texts import (
    N_,
    _,
    attachments,
    clocks,
    continuity,
    paper_book,
    signing_in,
    staff_refusals,
    verdicts,
)

SENTENCES = {
    # intake
    "name_missing": N_("Chưa có tên. Nhập họ tên hoặc tên tổ chức."),
    "field_required": N_("Thủ tục này bắt buộc có thông tin này. Nhập rồi tiếp nhận lại."),
    "too_long": N_("Dài quá {limit} ký tự. Rút gọn lại."),
    "bad_characters": N_("Có ký tự không in được ({letter}). Xóa và nhập lại."),
    "bad_id_number": N_("Số giấy tờ không đúng dạng. Căn cước có 12 số, chứng minh cũ có 9 số."),
    "bad_birth_date": N_("Ngày sinh không đúng. Nhập ngày/tháng/năm, hoặc chỉ năm sinh."),
    "bad_phone": N_("Số điện thoại không đúng. Ví dụ 0912345678."),
    "bad_email": N_("Email không đúng. Ví dụ lan@example.vn."),
    "bad_sex": N_("Giới tính chỉ ghi Nam hoặc Nữ."),
    "unknown_procedure": N_("Không có thủ tục mã {procedure}. Tìm lại theo tên hoặc mã."),
    "procedure_missing": N_("Chưa chọn thủ tục. Gõ vài chữ của tên hoặc mã, rồi chọn trong danh sách."),
    "unknown_photo": N_("Trung tâm không có ảnh này."),
    "unknown_person": N_("Không có cán bộ mã {person} ở đơn vị này."),
    "channel_not_offered": N_("Thủ tục này không nhận theo hình thức đã chọn. Chọn hình thức khác."),
    "limit_unconfirmed": N_(
        "Thời hạn của thủ tục này chưa được xác nhận nên chưa thể hẹn trả. Báo quản trị xác nhận thời hạn."
    ),
    "papers_missing": N_("Còn thiếu giấy tờ bắt buộc: {papers}. In phiếu bổ sung cho người nộp."),
    "nothing_missing": N_("Chưa chọn giấy tờ nào cần bổ sung."),
    "too_many_papers": N_("Nhiều hơn {limit} dòng giấy tờ. Gộp bớt lại."),
    "bad_count": N_("Số lượng giấy tờ phải từ 1 đến {limit}."),
    "bad_quantity": N_("Số lượng phải từ 1 đến {limit}."),
    "fee_unlisted": N_("Thủ tục này không có mức phí niêm yết nên không thu phí."),
    "fee_both": N_("Đã miễn thì không thu. Chọn một trong hai."),
    "same_today": N_("Hôm nay người này đã nộp thủ tục này ({codes}). Vẫn tiếp nhận thêm?"),
    "lane_empty": N_("Máy này đã hết số hồ sơ của hôm nay. Dùng máy khác hoặc sổ giấy; mai lại có số."),
    "lane_not_valid_on_day": N_("Dải số của máy này không dùng cho hôm nay. Nối mạng để nhận dải số mới."),
    "unknown_dossier": N_("Không có hồ sơ mã {code} ở máy này."),
    "not_own_receipt": N_("Phiếu {code} do máy khác cấp. In lại ở máy đã cấp."),
    "not_archived": N_("Chưa có bản sao lưu nào của trung tâm giữ sự việc này nên chưa xóa được."),
    # settings
    "bad_number": N_("Nhập số từ 1 đến {most}."),
    "bad_clock": N_("Nhập giờ và phút, ví dụ 17:30."),
    # after reception
    "text_missing": N_("Chưa nhập nội dung này."),
    "dossier_closed": N_("Hồ sơ {code} đã kết thúc nên không ghi thêm được."),
    "already_waiting": N_("Hồ sơ {code} đang chờ người nộp. Ghi nhận đã bổ sung hoặc đã nộp tiền trước."),
    "not_waiting": N_("Hồ sơ {code} không chờ bổ sung hay nộp tiền."),
    "result_here": N_("Hồ sơ {code} đã có kết quả tại quầy. Trả kết quả cho người nộp."),
    "result_missing": N_("Hồ sơ {code} chưa có kết quả về quầy."),
    "supplement_once": N_(
        "Chỉ được yêu cầu bổ sung một lần (NĐ 61/2018). Cần phụ trách đồng ý và nêu căn cứ."
    ),
    "supplement_window": N_(
        "Đã quá 3 ngày làm việc từ khi nhận (NĐ 61/2018). Cần phụ trách đồng ý và nêu căn cứ."
    ),
    "too_many_waits": N_("Hồ sơ {code} đã chờ {limit} lần nên không dừng thời hạn thêm được."),
    "not_permitted": N_("Vai trò của người này không được làm việc đó."),
    "unknown_absence": N_("Không có lần vắng mặt này."),
    "unknown_request": N_("Không có đề nghị thay này."),
    "supervisor_needed": N_("Cần người phụ trách khác với người đề nghị."),
    "bad_amount": N_("Số tiền không đúng. Nhập số đồng lớn hơn 0."),
    "same_procedure": N_("Hồ sơ đang theo đúng thủ tục này."),
    "extended_once": N_("Hồ sơ {code} đã gia hạn một lần; không được gia hạn nữa (NĐ 61/2018, Điều 19)."),
    "new_due_early": N_("Ngày hẹn mới phải sau ngày đã hẹn và sau lúc này."),
    "new_due_far": N_("Ngày hẹn mới phải trong vòng một năm."),
    "new_due_off_hours": N_("Ngày hẹn mới phải trong giờ làm việc của ngày làm việc."),
    "no_apology": N_("Hồ sơ {code} chưa có văn bản xin lỗi. Lập văn bản trước."),
    "bad_scan": N_("Bản quét không đúng. Chọn lại tệp."),
    "not_late": N_("Hồ sơ {code} không quá hạn nên không cần giải trình."),
    "explanation_missing": N_("Hồ sơ {code} quá hạn. Cán bộ giải trình trước khi kết thúc."),
    "request_missing": N_("Chỉ rút hồ sơ khi có đơn của chính người nộp. Ghi số hoặc nội dung đơn."),
    "no_fee_owed": N_("Hồ sơ {code} không còn phí phải thu."),
    "fee_owed": N_("Còn phí {amount} đồng chưa thu. Thu phí trước."),
    "not_taken_over": N_("Hồ sơ {code} đã bàn giao nhưng bên nhận chưa ký. Ghi nhận bên nhận trước."),
    "not_resolved": N_(
        "Hồ sơ {code} còn ở đơn vị giải quyết. Ghi nhận đã giải quyết, hoặc bàn giao lại về quầy trước."
    ),
    "same_unit": N_("Hồ sơ đang ở đơn vị này."),
    "unknown_handover": N_("Không có lần bàn giao này hoặc đã ký nhận rồi."),
    "already_resolved": N_("Đơn vị đã giải quyết hồ sơ {code} rồi."),
    "instead_missing": N_("Chưa nêu ngày đã báo cho người nộp."),
    "told_early": N_("Ngày báo cho người nộp phải sau lúc này."),
    "told_off_hours": N_("Ngày báo cho người nộp phải trong giờ làm việc của ngày làm việc."),
    "calendar_outdated": N_("Lịch nghỉ vừa thay đổi. Mở lại rồi báo theo lịch đang dùng."),
    "day_closed": N_("Ngày làm việc đã đóng ở máy này. Hồ sơ nhận thêm tính vào lần đóng sau."),
    "unknown_closing": N_("Không có biên bản đóng ngày này ở máy này."),
    "receipt_out": N_("Chỉ hủy phiếu khi đã thu lại cả hai liên."),
    "online_answered": N_("Hồ sơ trực tuyến này đã có người trả lời."),
    "unknown_arrival": N_("Không có hồ sơ trực tuyến này ở máy này."),
    # typed and scanned texts
    "bad_card": N_("Không đọc được thẻ căn cước. Quét lại, hoặc nhập tay."),
    "bad_code": N_("Mã hồ sơ không đúng dạng, ví dụ H26.14-261119-1000."),
    "bad_receipt_text": N_("Nội dung mã QR không phải của phiếu do hệ thống này cấp."),
    "receipt_key_unknown": N_("Phiếu được ký bằng khóa {key_id} không thuộc đơn vị này."),
    "receipt_forged": N_("Chữ ký trên phiếu không đúng: nội dung đã bị sửa hoặc phiếu giả."),
    "bad_limit": N_("Thời hạn không đúng. Ví dụ 3wd, 0.5wd, 15d, 8wh, 2m, same-day."),
    "bad_moment": N_("Thời điểm không đúng. Ví dụ 2026-11-19T09:00."),
    "day_typed": N_("Ngày không đúng. Ví dụ 25/11/2026."),
    "moment_typed": N_("Ngày giờ không đúng. Ví dụ 17:00 25/11/2026."),
    "bad_date": N_("Ngày không đúng. Ví dụ 2026-11-19."),
    "bad_wait": N_("Thời gian chờ không đúng: phải sau lúc nhận, kết thúc sau khi bắt đầu. Xem lại."),
    "shares_exceed_whole": N_("Thời hạn các đơn vị cộng lại vượt thời hạn chung. Xem lại ở {unit}."),
    "shares_fall_short": N_("Thời hạn các đơn vị cộng lại chưa bằng thời hạn chung. Xem lại ở {unit}."),
    "beyond_calendar": N_("Thời hạn này vượt quá lịch tính được. Xem lại thời hạn."),
    "unknown_rules": N_("Phần mềm này chưa có bộ quy tắc {rules}. Cập nhật phần mềm."),
    "bad_agency_id": N_("Mã đơn vị không đúng dạng, ví dụ H26.14."),
    "bad_check_address": N_("Địa chỉ kiểm tra phiếu không đúng, ví dụ HTTPS://PHIEU.EXAMPLE.VN/."),
    "bad_event_id": N_("Mã sự việc không đúng dạng."),
    "event_id_taken": N_("Mã sự việc này đã dùng cho việc khác nên việc này chưa được ghi. Làm lại từ đầu."),
    "bad_hours": N_("Giờ làm việc không đúng. Ví dụ 08:00-12:00,13:00-17:00."),
    "bad_calendar": N_("Lịch nghỉ sai ở dòng {row}."),
    "bad_calendar_cell": N_("Lịch nghỉ sai ở dòng {row}, cột {column}: “{said}”. Được ghi: {allowed}."),
    "calendar_day_twice": N_("Lịch nghỉ sai ở dòng {row}, cột date: ngày {date} đã có ở dòng trên."),
    "bad_line": N_("Dòng không phải JSON hợp lệ."),
    "line_too_long": N_("Dòng dài quá {limit} byte."),
    "bad_value": N_("Giá trị không đúng kiểu."),
    "unknown_field": N_("Không có trường này. Bỏ đi rồi làm lại."),
    "missing_field": N_("Thiếu trường bắt buộc."),
    "not_canonical": N_("Dữ liệu không ở dạng chuẩn."),
    "unknown_kind": N_("Phần mềm này chưa biết loại sự việc {kind}. Cập nhật phần mềm."),
    "unknown_version": N_("Sự việc {kind} ghi theo phiên bản mới hơn. Cập nhật phần mềm."),
    "bad_file": N_("Không đọc được tệp {file}."),
    "file_not_written": N_("Không ghi được tệp {file}. Kiểm tra thư mục rồi làm lại."),
    # this PC
    "not_enrolled": N_("Máy này chưa ghi danh với trung tâm. Dán mã ghi danh do quản trị cấp."),
    "already_enrolled": N_("Máy này đã ghi danh rồi."),
    "folder_in_use": N_("Cửa sổ khác đang dùng thư mục {folder}. Đóng cửa sổ đó rồi làm lại."),
    "wrong_passphrase": N_("Mật khẩu mở sổ không đúng. Nhập lại."),
    "passphrase_needed": N_("Máy này không có kho khóa. Cần mật khẩu mở sổ (biến COUNTER_APP_PASSPHRASE)."),
    "passphrase_short": N_("Mật khẩu mở sổ phải có ít nhất 8 ký tự."),
    "secrets_missing": N_("Không thấy khóa của sổ trong kho khóa. Đừng ghi thêm; liên hệ quản trị."),
    "keyring_failed": N_("Kho khóa của máy không trả lời. Mở khóa kho khóa rồi làm lại."),
    "store_not_opened": N_(
        "Không mở được sổ: khóa không đúng hoặc tệp hỏng. Đừng ghi thêm; liên hệ quản trị."
    ),
    "store_newer": N_("Sổ được ghi bằng phiên bản mới hơn. Cập nhật phần mềm rồi mở lại."),
    "sqlite_vulnerable": N_(
        "SQLite {found} có lỗi làm mất dữ liệu; cần bản {needed} trở lên. Cập nhật phần mềm."
    ),
    "disk_full": N_("Đĩa đã đầy nên chưa ghi được. Dọn bớt rồi làm lại; chưa có gì bị mất."),
    "store_busy": N_("Sổ đang bận. Đợi một lát rồi làm lại."),
    "store_damaged": N_("Tệp sổ bị hỏng. Đừng ghi thêm; liên hệ quản trị để phục hồi từ bản sao lưu."),
    "store_unavailable": N_("Không ghi được vào tệp sổ. Kiểm tra ổ đĩa rồi làm lại; chưa có gì bị mất."),
    "folder_not_writable": N_("Không ghi được vào thư mục {folder} ({reason}). Kiểm tra quyền và ổ đĩa."),
    "briefing_unreadable": N_(
        "Không đọc được danh mục đã lưu. Cập nhật phần mềm, hoặc nối trung tâm để tải lại."
    ),
    "code_taken": N_("Mã hồ sơ {code} đã được cấp. Đừng ghi thêm; liên hệ quản trị."),
    "event_too_large": N_("Nội dung dài quá mức gửi được về trung tâm. Rút ngắn rồi làm lại."),
    "fork_unsent": N_("Trung tâm chưa có đủ sổ này: còn {count} sự việc. Nối mạng gửi hết rồi làm lại."),
    "old_copy": N_("Sổ ở máy này là bản cũ: có {here} sự việc, trung tâm đã giữ {centre}. Đừng ghi thêm."),
    "log_rolled_back": N_(
        "Sổ ở máy này là bản cũ được chép lại: thiếu sự việc đã từng ghi nên không ghi thêm được. Quản trị "
        "đặt lại sổ mới nhất; không còn thì giữ thư mục cũ và ghi danh máy vào thư mục mới (README)."
    ),
    "chain_gap": N_("Nhật ký của máy {installation_id} thiếu sự việc trước số {seq}."),
    "chain_broken": N_("Nhật ký của máy {installation_id} bị sửa tại số {seq}."),
    "chain_unsigned": N_("Chữ ký của sự việc số {seq}, máy {installation_id}, không đúng."),
    "key_forged": N_("Sự việc số {seq}, máy {installation_id}, đổi khóa ký mà chủ khóa mới không xác nhận."),
    "personal_changed": N_("Dữ liệu cá nhân của sự việc số {seq}, máy {installation_id}, bị sửa."),
    "hash_changed": N_("Mã băm ghi cùng sự việc số {seq}, máy {installation_id}, bị sửa."),
    "fact_unreadable": N_(
        "Không đọc được nội dung tiếp nhận của hồ sơ {code} (sự việc số {seq}, máy {installation_id})."
    ),
    "list_unreadable": N_(
        "Không đọc được dòng {row} của danh sách {list}. Báo quản trị; kiểm tra bằng verify --all."
    ),
    "log_disordered": N_("Sự việc số {seq}, máy {installation_id}, không còn ở chỗ đã ghi trong nhật ký."),
    "personal_stray": N_("Có dữ liệu cá nhân không thuộc sự việc nào (mã {event_id})."),
    "personal_missing": N_("Dữ liệu cá nhân của sự việc số {seq}, máy {installation_id}, đã mất."),
    "feed_disordered": N_(
        "Thứ tự ở trung tâm đứt tại vị trí {position} (sự việc số {seq}, máy {installation_id})."
    ),
    "projection_differs": N_("Hồ sơ {code} ở trung tâm khác với nhật ký (cột {column})."),
    "grant_differs": N_("Dải số, quyển sổ hoặc máy {grant} khác với lúc trung tâm cấp."),
    "key_unknown": N_("Không có khóa công khai của máy {installation_id}."),
    # the centre
    "bad_token": N_("Mã ghi danh không đúng. Dán lại nguyên văn mã do quản trị cấp."),
    "token_other_office": N_(
        "Mã ghi danh của đơn vị khác. Máy này giữ sổ của đơn vị {office}: xin mã của đơn vị đó."
    ),
    "token_unknown": N_("Mã ghi danh không có ở trung tâm. Xin mã mới."),
    "token_used": N_("Mã ghi danh đã dùng. Xin mã mới."),
    "token_expired": N_("Mã ghi danh đã hết hạn. Xin mã mới."),
    "no_free_lane": N_(
        "Đơn vị đã hết dải số cấp cho máy mới. Dải số của máy thôi dùng trống khi hết hạn, lâu nhất nửa năm."
    ),
    "centre_unreachable": N_("Chưa nối được trung tâm. Vẫn tiếp nhận bình thường, sẽ tự gửi sau."),
    "enrolment_unheard": N_("Chưa nối được trung tâm, nên chưa ghi danh. Kiểm tra mạng rồi dùng lại mã này."),
    "plain_http_refused": N_("Địa chỉ trung tâm phải là HTTPS, trừ khi ở ngay trên máy này."),
    "centre_key_wrong": N_(
        "Khóa của trung tâm khác với khóa trong mã ghi danh. Đừng ghi danh; báo quản trị."
    ),
    "centre_outdated": N_(
        "Trung tâm chưa được cập nhật nên chưa làm được việc này. Cập nhật trung tâm trước."
    ),
    "key_rotated": N_("Máy này vừa đổi khóa ký. Đóng và mở lại trước khi đổi tiếp."),
    "too_many_keys": N_("Máy này đã đổi khóa ký {limit} lần. Ghi danh lại thay vì đổi thêm."),
    "installation_revoked": N_("Máy này đã bị thu hồi ở trung tâm. Liên hệ quản trị."),
    "apart_full": N_(
        "Trung tâm không giữ thêm việc chưa tính của máy này; việc vẫn còn ở máy. Báo quản trị trung tâm."
    ),
    "installation_unknown": N_("Trung tâm không biết máy này. Liên hệ quản trị."),
    "lane_forged": N_("Dải số không do trung tâm ký. Đừng dùng; báo quản trị."),
    "bad_ca": N_("Mã ghi danh thiếu chứng thư của đơn vị, hoặc chứng thư hỏng. Xin mã mới."),
    "tryout_failed": N_("Chưa chạy được trung tâm dùng thử. Xem báo lỗi ở trên."),
    # papers and printers
    "not_on_day_off": N_("Ngày hẹn của hồ sơ {code} không rơi vào ngày nghỉ nên không có gì phải báo."),
    "no_paper": N_("Việc này không có giấy để in."),
    "bad_period": N_("Chọn một ngày, hoặc trọn một tháng, từ ngày trước đến ngày sau."),
    "register_too_large": N_("Nhiều hơn {limit} dòng. Chọn khoảng thời gian ngắn hơn."),
    "scan_too_large": N_("Bản quét lớn hơn {limit} MB. Quét lại với độ nét thấp hơn."),
    "scan_kind": N_("Bản quét phải là tệp PDF, JPEG hoặc PNG."),
    "unknown_scan": N_("Máy này không giữ bản quét đó."),
    "scan_changed": N_("Bản quét đã bị sửa sau khi lưu. Đừng ghi thêm; liên hệ quản trị."),
    "bad_form_layout": N_("Tệp bố cục phiếu sai (trường thứ {row}: {key}). Sửa tệp, hoặc cài lại phần mềm."),
    "printer_failed": N_("Chưa in được: {reason}. Hồ sơ đã được lưu; bấm In lại khi máy in sẵn sàng."),
    **attachments.SENTENCES,
    **clocks.SENTENCES,
    **continuity.SENTENCES,
    **paper_book.SENTENCES,
    **staff_refusals.SENTENCES,
    **signing_in.SENTENCES,
    **verdicts.SENTENCES,
}


def sentence(error: CounterError) -> str:
    """Return the sentence for a person, in the language spoken now; unknown codes show themselves."""
    text = SENTENCES.get(error.code)
    if text is None:
        return _("Chưa làm được (mã {code}). Báo quản trị mã này.").format(code=error.code)
    return _(text).format_map(_Values(error.values))


class _Values(dict[str, object]):
    """Leaves a visible dash where an error came without a value that its sentence names."""

    def __missing__(self, key: str) -> str:
        return "–"
