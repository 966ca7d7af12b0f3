module-petitions = Kiến nghị – Hỏi đáp
module-petitions-what = Nhận, chuyển, trả lời và công khai phản ánh, kiến nghị, câu hỏi của công dân, tổ chức.
petition-kind-question = Câu hỏi
petition-kind-reflection = Phản ánh
petition-kind-proposal = Kiến nghị
petition-channel-web = Gửi qua cổng
petition-channel-mail = Gửi qua thư điện tử
petition-channel-paper = Văn bản giấy
petition-channel-phone = Điện thoại
petition-channel-reception = Tại buổi tiếp công dân
petition-state-received = Mới nhận
petition-state-registered = Đang giải quyết
petition-state-forwarded = Đã chuyển đơn vị giải quyết
petition-state-answered = Đã trả lời
petition-state-outside = Không thuộc thẩm quyền
petition-state-refused = Không đủ điều kiện tiếp nhận
petition-state-withdrawn = Người gửi đã rút
petition-state-merged = Đã gộp với kiến nghị trùng
petition-code-broken = Mã tra cứu gồm chữ KN, hai số của năm và tám ký tự, ví dụ KN-26-7F3K-9M2Q.
petition-code-slip = Có ký tự bị gõ nhầm. Xin xem lại phiếu tiếp nhận.
fact-petitions-petition-received = Cổng tiếp nhận { $what ->
    [question] câu hỏi
    [reflection] phản ánh
   *[proposal] kiến nghị
 } { $code }.
fact-petitions-petition-confirmed = Người gửi xác nhận địa chỉ của { $subject }.
fact-petitions-petition-added = Người gửi bổ sung { $subject }.
fact-petitions-petition-withdrawn = Người gửi rút { $subject }.
fact-petitions-sender-erasure-asked = Người gửi { $subject } đề nghị xóa dữ liệu cá nhân.
fact-petitions-sender-erased = Dữ liệu cá nhân của người gửi { $subject } đã được xóa.
petition-letter-head = Kính gửi ông/bà,
petition-letter-foot =
    Xem quá trình giải quyết bằng mã tra cứu và mã bí mật tại:
    { $url }

    { $unit }
    Đây là thư tự động, xin không trả lời thư này.
petition-letter-promised = Dự kiến trả lời chậm nhất ngày { $on }.
petition-letter-received = Thư báo tiếp nhận
petition-letter-forwarded = Thư báo chuyển đơn vị giải quyết
petition-letter-progress = Thư báo tiến độ
petition-letter-answered = Thư trả lời
petition-letter-outside = Thư hướng dẫn nơi giải quyết
petition-letter-refused = Thư báo không tiếp nhận
petition-letter-merged = Thư báo gộp nội dung trùng
petition-letter-withdrawn = Thư báo đã rút
petition-letter-deadline-moved = Thư báo thay đổi thời hạn
petition-letter-asked = Thư đề nghị bổ sung
petition-letter-received-subject = Đã tiếp nhận { $code }
petition-letter-received-text =
    { $unit } đã tiếp nhận { $kind } của ông/bà lúc { $at }.

    Mã tra cứu: { $code }
    Mã bí mật: { $secret }
    Xin giữ cả hai mã và không cho người khác biết mã bí mật.

    Việc tiếp theo:
    - chuyển đơn vị giải quyết chậm nhất ngày { $forward };
    - trả lời, hoặc báo tiến độ, chậm nhất ngày { $answer }.

    Xin mở liên kết sau và bấm “Xác nhận” để chúng tôi biết địa chỉ thư này là của ông/bà:
    { $confirm }
    Thời hạn giải quyết không phụ thuộc vào việc xác nhận. Nếu ông/bà không gửi nội dung này, xin bỏ qua thư.
petition-letter-forwarded-subject = { $code } đã được chuyển đơn vị giải quyết
petition-letter-forwarded-text =
    Nội dung mang mã { $code } của ông/bà đã được chuyển đến { $name } để xem xét, trả lời chậm nhất ngày { $answer }.
petition-letter-progress-subject = Tiến độ giải quyết { $code }
petition-letter-progress-text =
    Về nội dung mang mã { $code } ông/bà đã gửi, cơ quan giải quyết thông báo:
petition-letter-answered-subject = Đã có trả lời cho { $code }
petition-letter-answered-text =
    Về nội dung mang mã { $code } ông/bà đã gửi, cơ quan có thẩm quyền trả lời như sau:
petition-letter-outside-subject = Hướng dẫn nơi giải quyết { $code }
petition-letter-outside-text =
    Nội dung mang mã { $code } ông/bà đã gửi không thuộc thẩm quyền giải quyết của các cơ quan trong tỉnh.
petition-letter-refused-subject = Không tiếp nhận { $code }
petition-letter-refused-text =
    Nội dung mang mã { $code } ông/bà đã gửi không đủ điều kiện tiếp nhận.
petition-letter-merged-subject = { $code } được giải quyết cùng nội dung trùng
petition-letter-merged-text =
    Nội dung mang mã { $code } của ông/bà trùng với một nội dung đã được tiếp nhận và sẽ được trả lời cùng. Khi có trả lời, ông/bà sẽ nhận được thư.
petition-letter-withdrawn-subject = Đã rút { $code }
petition-letter-withdrawn-text =
    Theo đề nghị của ông/bà, nội dung mang mã { $code } đã được rút và không tiếp tục giải quyết.
petition-letter-deadline-moved-subject = Thời hạn trả lời { $code } thay đổi
petition-letter-deadline-moved-text =
    Do lịch làm việc thay đổi, thời hạn trả lời nội dung mang mã { $code } chuyển từ ngày { $from } sang ngày { $to }.
petition-letter-asked-subject = Đề nghị bổ sung thông tin cho { $code }
petition-letter-asked-text =
    Để giải quyết nội dung mang mã { $code }, cơ quan xử lý đề nghị ông/bà bổ sung thông tin:
