module-satisfaction = Đánh giá mức độ hài lòng
module-satisfaction-what = Người đọc đánh giá từng trang; không lưu danh tính, công khai kết quả.
