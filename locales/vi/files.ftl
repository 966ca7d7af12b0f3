media-refusal-infected = phần mềm diệt vi-rút tìm thấy mã độc trong tệp nên tệp không được nhận; hãy quét vi-rút trên máy rồi gửi tệp khác

file-held-waiting = Đang chờ kiểm tra vi-rút
file-held-locked = Có mã độc, đã khóa
file-held-waiting-what = Tệp này đã được nhận và lưu, đang chờ kiểm tra vi-rút. Tệp mở được ngay khi kiểm tra xong, thường trong ít phút; vui lòng quay lại sau.
file-held-locked-what = Phần mềm diệt vi-rút tìm thấy mã độc trong tệp này nên tệp đã bị khóa, không ai mở hoặc tải được. Nếu cần tệp, hãy đề nghị người gửi gửi lại bản sạch.

files-desk = Kiểm tra vi-rút
files-title = Kiểm tra vi-rút các tệp nhận vào
files-lead = Tệp đính kèm kiến nghị, ý kiến góp ý và tệp cán bộ tải lên được quét trước khi lưu. Khi máy quét không trả lời, tệp vẫn được nhận nhưng chưa ai mở được cho tới khi quét xong.
files-scanner-none = Các tệp nhận vào chưa được quét vi-rút
files-scanner-none-what = Chưa khai báo máy quét trong cấu hình (virus_scan). Hãy cài ClamAV và khai báo theo sổ tay vận hành; các tệp đang chờ chỉ được quét khi có máy quét.
files-scanner-away = Máy quét vi-rút không trả lời
files-scanner-away-what = Tệp vẫn được nhận và được giữ lại chờ quét; hệ thống hỏi lại mỗi phút. Hãy kiểm tra dịch vụ clamd trên máy chủ.
files-scanner-there = Máy quét đang hoạt động
files-waiting = Tệp đang chờ
files-oldest = Tệp chờ lâu nhất, từ
files-locked = Tệp đã khóa
files-line-waiting = { $count } tệp đang chờ kiểm tra vi-rút.
files-line-locked = { $count } tệp đã bị khóa vì có mã độc.
files-none = Không có tệp nào đang chờ hoặc bị khóa
files-none-what = Tệp chưa quét được và tệp có mã độc sẽ hiện ở đây.
files-column-name = Tệp
files-column-site = Trang
files-column-since = Nhận lúc
files-column-state = Tình trạng
files-tries = đã hỏi lại { $count } lần
files-mail-locked-subject = Tệp đã nhận có mã độc, đã khóa
files-mail-locked-text =
    Phần mềm diệt vi-rút vừa tìm thấy mã độc trong một tệp đã được nhận trong lúc máy quét không trả lời.

    Tệp: { $name }
    Mã độc: { $signature }
    Trang: { $site }

    Tệp đã bị khóa, không ai mở hoặc tải được. Trong thời gian chờ, tệp cũng chưa được đưa cho ai.
    Xem tại: { $address }

fact-group-files = Tệp nhận vào
fact-core-file-refused = Không nhận tệp “{ $name }”: có mã độc { $signature }.
fact-core-file-held = Tệp “{ $name }” được nhận và giữ lại, chờ kiểm tra vi-rút.
fact-core-file-released = Tệp “{ $name }” đã kiểm tra, không có mã độc; mở được từ lúc này.
fact-core-file-locked = Khóa tệp “{ $name }”: có mã độc { $signature }.
