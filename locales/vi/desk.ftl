# Bàn làm việc của cán bộ: vào từ mạng nào, giờ nào.
error-elsewhere-title = Chưa vào được bàn làm việc từ mạng này
error-elsewhere-text = Bàn làm việc và trang đăng nhập của cán bộ chỉ mở được từ mạng của cơ quan. Vui lòng dùng mạng của cơ quan hoặc mạng riêng ảo (VPN) được cấp.
error-elsewhere-from = Bàn làm việc và trang đăng nhập của cán bộ chỉ mở được từ mạng của cơ quan. Thiết bị này đang vào từ địa chỉ { $address }, chưa có trong danh sách cho phép. Vui lòng dùng mạng của cơ quan hoặc mạng riêng ảo (VPN) được cấp; nếu đang ở cơ quan mà vẫn thấy trang này, hãy báo địa chỉ trên cho bộ phận kỹ thuật.
error-after-hours-title = Bàn làm việc đang đóng
error-after-hours-text = Bàn làm việc của cán bộ đóng ngoài giờ theo quy định. Trang dành cho người đọc vẫn mở bình thường.
error-after-hours-until = Bàn làm việc của cán bộ đóng ngoài giờ theo quy định, mở lại lúc { $until }. Trang dành cho người đọc vẫn mở bình thường.
desk-on-duty = Người trực đăng nhập
desk-call = Cần vào ngay, mời liên hệ:
given-back-after-hours = Nội dung vừa nhập chưa được gửi. Vui lòng giữ nguyên trang này, hoặc chép nội dung ra chỗ khác, và bấm “Gửi lại” khi bàn làm việc mở cửa; bấm nhiều lần cũng chỉ được ghi nhận một lần.

error-packed-title = Nội dung gửi lên đang ở dạng nén
error-packed-text = Cổng không nhận nội dung nén (gzip, br và các dạng tương tự). Hãy gửi lại nội dung ở dạng thường.
error-long-address-title = Địa chỉ quá dài
error-long-address-text = Địa chỉ trang dài quá mức cho phép. Hãy kiểm tra lại đường dẫn, hoặc mở trang từ trang chủ.
error-long-head-title = Trình duyệt gửi kèm quá nhiều dữ liệu
error-long-head-text = Phần đầu của yêu cầu dài quá mức cho phép, thường do cookie của các trang khác cùng tên miền. Hãy xóa cookie của trang này trong trình duyệt rồi thử lại.
