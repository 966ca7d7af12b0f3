# Lịch làm việc và thời hạn.

module-calendar = Lịch làm việc
module-calendar-what = Ngày làm việc, ngày nghỉ và cách tính thời hạn.
may-calendar-decide = Nhập ngày nghỉ, ngày làm bù của toàn tỉnh; mở và xác nhận lịch từng năm
may-calendar-own = Đặt tuần làm việc và ngày nghỉ riêng của đơn vị
fact-core-calendar-changed = { $who } thay đổi lịch làm việc: { $what } ({ $moved } thời hạn chuyển sang ngày khác).

calendar-beyond = Chưa có lịch làm việc cho ngày { $on }. Lịch hiện có từ { $first } đến { $last }; đề nghị Văn phòng UBND tỉnh mở lịch năm tiếp theo.
calendar-taken = Ngày { $on } đã có quyết định trong lịch. Hãy bỏ quyết định cũ trước.
calendar-already-off = Ngày { $on } vốn đã là ngày nghỉ.
calendar-already-worked = Ngày { $on } vốn đã là ngày làm việc.
calendar-not-next-year = Phải mở lịch năm { $year } trước.

# Việc đã làm, ghi trong nhật ký
calendar-what-off = nghỉ ngày { $days }, { $name }
calendar-what-work = làm việc ngày { $days }, { $name }
calendar-what-swap = hoán đổi, nghỉ ngày { $days }, làm bù ngày { $partner }, { $name }
calendar-what-removed = bỏ ngày { $days }, { $name }
calendar-what-week = tuần làm việc mới từ ngày { $days }
calendar-what-opened = mở lịch năm { $year } (tạm tính)
calendar-what-confirmed = xác nhận lịch năm { $year }
calendar-what-recount = tính lại các thời hạn theo lịch mới nhất

# Thời hạn
clock-met = Đúng hạn
clock-late-met = Đã xong, quá hạn
clock-stopped = Đã dừng tính
clock-overdue = Quá hạn { $days } ngày làm việc
clock-overdue-now = Đã quá hạn
clock-today = Hết hạn hôm nay
clock-until = Đến hết ngày { $on }
clock-left = Còn { $days } ngày làm việc
clock-why = Vì sao là ngày { $on }?
clock-period = Thời hạn { $term }, tính từ ngày { $since }; ngày đầu không tính.
clock-period-before = Chậm nhất { $term } trước ngày { $since }; đếm ngược, không tính ngày đó.
clock-period-until = Ngày { $on } do đơn vị hẹn trong thông báo tiến độ.
clock-basis = Căn cứ: { $citation }
clock-days = Từng ngày được tính
clock-day = Ngày
clock-number = Ngày thứ
clock-reason = Lý do
clock-skipped = không tính
clock-provisional = Có ngày thuộc năm chưa có thông báo nghỉ lễ chính thức; thời hạn có thể đổi khi có thông báo.
clock-shifts = Thời hạn đã chuyển do thay đổi lịch:
clock-shift = từ { $from } sang { $to }, ngày { $at } (lịch số { $version })
clock-version =
    { $version ->
        [0] Tính theo lịch làm việc chung.
       *[other] Tính theo lịch làm việc, bản cập nhật số { $version }.
    }
term-working-days = { $count } ngày làm việc
term-days = { $count } ngày
term-hours = { $count } giờ

# Ngày
day-working = Ngày làm việc
day-rest = Nghỉ hằng tuần
day-holiday = Nghỉ lễ: { $name } ({ $basis })
day-compensation = Nghỉ bù: { $name } trùng ngày nghỉ { $of }
day-closed = Đơn vị nghỉ
day-swapped-off = Nghỉ, làm bù ngày { $with }
day-swapped-work = Làm bù cho ngày nghỉ { $with }
day-decided-off = Nghỉ theo quyết định
day-decided-work = Làm việc theo quyết định
day-provisional = { $what } – tạm tính

# Tên các việc có thời hạn
deadline-petition-forward = Chuyển kiến nghị đến đơn vị có thẩm quyền
deadline-petition-answer-or-progress = Trả lời kiến nghị hoặc thông báo tiến độ
deadline-petition-rule-forward = Chuyển phản ánh về quy định hành chính
deadline-citizen-reception-notice = Thông báo kết quả xử lý sau tiếp công dân
deadline-citizen-reception-schedule-lead = Đăng lịch tiếp công dân
deadline-info-request-simple = Cung cấp thông tin đơn giản, có sẵn
deadline-info-request-complex-notice = Báo thời hạn cho yêu cầu thông tin phức tạp
deadline-info-request-answer = Cung cấp hoặc từ chối cung cấp thông tin
deadline-info-request-extension = Gia hạn cung cấp thông tin
deadline-info-correction-reply = Trả lời yêu cầu đính chính thông tin
deadline-publish-default = Công khai thông tin
deadline-publish-commune = Công khai thông tin ở cấp xã
deadline-consultation-min-days-central = Lấy ý kiến dự thảo của cơ quan trung ương
deadline-consultation-min-days-provincial-resolution = Lấy ý kiến dự thảo nghị quyết của HĐND tỉnh
deadline-consultation-min-days-provincial-decision = Lấy ý kiến dự thảo quyết định của UBND tỉnh
deadline-consultation-min-days-grassroots = Lấy ý kiến Nhân dân ở cơ sở
deadline-doc-gazette = Gửi văn bản đăng công báo
deadline-spokesperson-publish = Công bố người phát ngôn
deadline-press-first-statement = Phát ngôn lần đầu khi có sự việc
deadline-downtime-notice = Báo trước khi tạm dừng hệ thống

# Bàn lịch làm việc
calendar-desk = Lịch làm việc toàn tỉnh
calendar-desk-unit = Lịch làm việc
calendar-title-all = Lịch làm việc toàn tỉnh
calendar-title-unit = Lịch làm việc của đơn vị
calendar-lead-all = Ngày nghỉ và ngày làm bù của mọi đơn vị. Khi lịch thay đổi, mọi thời hạn đang chạy được tính lại; thời hạn đã kết thúc giữ nguyên.
calendar-lead-unit = Lịch chung của tỉnh cùng tuần làm việc và ngày nghỉ riêng của đơn vị, ví dụ nghỉ tránh bão.
calendar-enter-all = Nhập ngày nghỉ, ngày làm bù
calendar-enter-unit = Nhập ngày nghỉ riêng
calendar-enter-lead = Bước tiếp theo cho xem trước những thời hạn sẽ chuyển; chưa ghi gì vào lịch.
calendar-done = Đã ghi vào lịch và tính lại các thời hạn đang chạy.
calendar-remove = Bỏ
calendar-see = Xem trước
calendar-apply = Ghi vào lịch
calendar-change = Sửa lại
calendar-years = Chọn năm
calendar-special = Ngày nghỉ và ngày làm bù trong năm
calendar-state = Ngày đó
calendar-works = Làm việc
calendar-rests = Nghỉ
calendar-month = Tháng { $month }
calendar-legend = Chú giải
weekday-short-1 = T2
weekday-short-2 = T3
weekday-short-3 = T4
weekday-short-4 = T5
weekday-short-5 = T6
weekday-short-6 = T7
weekday-short-7 = CN
sign-holiday = Lễ
sign-holiday-what = nghỉ lễ, tết
sign-lieu = Bù
sign-lieu-what = nghỉ bù vì ngày lễ trùng ngày nghỉ
sign-off = Nghỉ
sign-off-what = nghỉ theo quyết định, hoán đổi
sign-work = Làm
sign-work-what = làm bù
sign-closed = Riêng
sign-closed-what = đơn vị nghỉ riêng
sign-rest = nghỉ
sign-rest-what = nghỉ hằng tuần
calendar-provisional-title = Lịch năm { $year } còn tạm tính
calendar-provisional-text = Ngày nghỉ Tết và Quốc khánh được suy ra theo luật; chưa có thông báo chính thức hoặc chưa được nhập. Thời hạn rơi vào năm này có thể đổi.

# Biểu mẫu
calendar-what = Nhập gì
calendar-what-is-off = Ngày nghỉ
calendar-what-is-off-help = Một hoặc nhiều ngày làm việc trở thành ngày nghỉ.
calendar-what-is-work = Ngày làm việc
calendar-what-is-work-help = Một ngày nghỉ trở thành ngày làm việc.
calendar-what-is-swap = Hoán đổi
calendar-what-is-swap-help = Nghỉ một ngày làm việc, làm bù vào một ngày nghỉ.
calendar-on = Ngày
calendar-until = Đến hết ngày
calendar-until-hint = Để trống nếu chỉ nghỉ một ngày. Ngày vốn đã nghỉ được bỏ qua.
calendar-partner = Làm bù ngày
calendar-partner-hint = Chỉ điền khi hoán đổi.
calendar-name = Lý do
calendar-name-hint = Ví dụ: Hoán đổi ngày làm việc dịp nghỉ lễ 30/4 và 01/5
calendar-name-hint-unit = Ví dụ: Nghỉ tránh bão số 9
calendar-decision-number = Số văn bản
calendar-decision-hint = Ví dụ: 1234/QĐ-TTg, 567/CV-UBND
calendar-decision-hint-all = Bắt buộc, trừ khi ghi tạm tính. Ví dụ: 1234/QĐ-TTg
calendar-decision-on = Ngày văn bản
calendar-provisional = Tạm tính
calendar-provisional-hint = Chưa có văn bản chính thức; thời hạn liên quan được ghi là có thể đổi.
calendar-no-date = chưa phải ngày; viết ngày/tháng/năm, ví dụ 23/11/2026
calendar-ends-before = trước ngày bắt đầu
calendar-same-day = trùng với ngày nghỉ
calendar-too-many-days = mỗi lần nhập nhiều nhất { $max } ngày

# Tuần làm việc
calendar-week-title = Tuần làm việc
calendar-week-lead = Chỉ tính ngày làm việc trọn; đơn vị trực nửa ngày thứ Bảy vẫn để thứ Bảy là ngày nghỉ.
calendar-rest = Ngày nghỉ hằng tuần
calendar-rest-hint = Thời hạn của đơn vị được tính theo tuần này.
calendar-rest-67 = Thứ Bảy và Chủ nhật
calendar-rest-7 = Chủ nhật (làm cả thứ Bảy)
calendar-from = Áp dụng từ ngày
calendar-week-past = phải từ hôm nay trở đi và nằm trong lịch đã mở

# Năm
calendar-year = Lịch năm { $year }
calendar-year-lead = Ngày đầu của kỳ nghỉ Tết và Quốc khánh do Thủ tướng Chính phủ quyết định mỗi năm. Hoán đổi ngày làm việc nhập riêng.
calendar-first-tet = Ngày đầu nghỉ Tết Nguyên đán
calendar-first-national-day = Ngày đầu nghỉ Quốc khánh
calendar-first-hint = Nghỉ { $days } ngày liền từ ngày này.
calendar-confirmed = Đã có thông báo chính thức
calendar-confirmed-hint = Bỏ trống thì lịch năm này vẫn ghi là tạm tính.
calendar-other-year = không thuộc năm { $year }
calendar-remind-open = Chưa có lịch năm { $year }. Thời hạn kéo sang năm đó sẽ bị từ chối.
calendar-remind-confirm = Lịch năm { $year } còn tạm tính. Khi có thông báo nghỉ Tết, Quốc khánh, hãy nhập và xác nhận.
calendar-remind-after = Lịch mới có đến hết năm sau. Hãy mở trước lịch năm { $year }.

# Xem trước
calendar-preview = Xem trước thay đổi lịch
calendar-preview-lead = Sẽ ghi: { $what }.
calendar-preview-moved = { $count } thời hạn đang chạy của { $units } đơn vị sẽ chuyển sang ngày khác
calendar-preview-none = Không có thời hạn đang chạy nào phải chuyển ngày
calendar-preview-closed = Việc đã trả lời hoặc đã dừng không bị tính lại.
calendar-preview-unit = Đơn vị
calendar-preview-clocks = Số thời hạn
calendar-preview-examples = Chuyển từ – sang
calendar-preview-example = { $from } → { $to } ({ $count } thời hạn)

# Trang công khai
calendar-page = Lịch làm việc
calendar-page-year = Lịch làm việc năm { $year }
calendar-page-lead = Ngày nghỉ, ngày làm bù và căn cứ. Mọi thời hạn giải quyết trên cổng được tính theo lịch này.
calendar-count = Tính thời hạn
calendar-count-lead = Chọn ngày nhận và loại việc để biết hạn cuối và cách tính từng ngày.
calendar-count-from = Từ ngày
calendar-count-what = Loại việc
calendar-count-do = Tính
calendar-count-due = Hạn cuối: hết ngày { $on }
