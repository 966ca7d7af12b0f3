module-backup = Sao lưu dữ liệu
module-backup-what = Tình trạng sao lưu, kiểm tra bản sao lưu và diễn tập khôi phục.
may-platform-backups = Xem tình trạng sao lưu, khôi phục dữ liệu

backup-desk = Sao lưu
backup-title = Sao lưu và khôi phục
backup-lead = Toàn bộ dữ liệu của cổng tỉnh và các trang thành phần được sao lưu hằng ngày, kiểm tra và diễn tập khôi phục hằng tuần theo lịch đặt trên máy chủ.

backup-warn = Cần xử lý
backup-warn-create-never = Chưa có bản sao lưu nào. Nếu máy chủ hỏng lúc này, dữ liệu không khôi phục được.
backup-warn-create-old = Bản sao lưu gần nhất đã quá một ngày. Hãy kiểm tra lịch sao lưu trên máy chủ.
backup-warn-create-failed = Lần sao lưu gần nhất không thành công. Xem chi tiết trong danh sách dưới đây.
backup-warn-verify-never = Chưa lần nào bản sao lưu được đọc lại để kiểm tra.
backup-warn-verify-old = Đã hơn tám ngày chưa đọc lại bản sao lưu để kiểm tra.
backup-warn-verify-failed = Lần kiểm tra gần nhất phát hiện bản sao lưu có sai khác. Hãy tạo bản mới và tìm nguyên nhân.
backup-warn-drill-never = Chưa diễn tập khôi phục lần nào, nên chưa chắc bản sao lưu dùng được.
backup-warn-drill-old = Đã hơn tám ngày chưa diễn tập khôi phục.
backup-warn-drill-failed = Lần diễn tập khôi phục gần nhất không đạt. Xem chi tiết trong danh sách dưới đây.

backup-last-create = Bản sao lưu gần nhất
backup-last-verify = Lần kiểm tra gần nhất
backup-last-drill = Lần diễn tập khôi phục gần nhất
backup-none-create = Chưa có bản sao lưu nào.
backup-none-verify = Chưa kiểm tra lần nào.
backup-none-drill = Chưa diễn tập lần nào.
backup-state-good = Tốt
backup-state-old = Quá hạn
backup-state-never = Chưa có
backup-age = Cách đây
backup-moment = Dữ liệu tính đến
backup-holds = Gồm
backup-holds-what = { $tables } bảng, { $rows } dòng, { $files } tệp; chiếm { $size }
backup-lost = Khoảng dữ liệu có thể mất (RPO)
backup-restore = Thời gian khôi phục toàn bộ, ước tính (RTO)

backup-runs = Các lần thực hiện gần đây
backup-run-what = Việc
backup-run-at = Bắt đầu
backup-run-result = Kết quả
backup-run-took = Thời gian
backup-kind-create = Sao lưu
backup-kind-verify = Kiểm tra bản sao lưu
backup-kind-drill = Diễn tập khôi phục
backup-ok = Đạt
backup-failed = Không đạt
backup-details = Chi tiết kỹ thuật
backup-by-hand = Việc sao lưu, kiểm tra, diễn tập và khôi phục do quản trị hệ thống thực hiện trên máy chủ; trang này chỉ để theo dõi.

backup-seconds = { $count } giây
backup-minutes = { $count } phút
backup-hours = { $count } giờ
backup-days = { $count } ngày

fact-backup-made = { $who } tạo bản sao lưu toàn bộ dữ liệu: { $name }.
fact-backup-restored = { $who } khôi phục toàn bộ dữ liệu từ bản sao lưu { $name }.
fact-site-restored = { $who } khôi phục trang từ bản sao lưu { $name }.
