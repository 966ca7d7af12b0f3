# Lịch làm việc và thời hạn.

calendar-beyond = Chưa có lịch làm việc cho ngày { $on }. Lịch hiện có từ { $first } đến { $last }; đề nghị Văn phòng UBND tỉnh mở lịch năm tiếp theo.
fact-core-calendar-changed = { $who } thay đổi lịch làm việc: { $what } ({ $moved } thời hạn chuyển sang ngày khác).
