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
clock-today = Hết hạn hôm nay
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
clock-version = Tính theo lịch làm việc số { $version }.
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
