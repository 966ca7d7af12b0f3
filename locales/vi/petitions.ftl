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
petition-letter-files =
    Tệp gửi kèm trả lời, tải về ở trang theo dõi:
    { $files }
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
petition-kind-question-what = Hỏi về chủ trương, chính sách, quy định, cách làm thủ tục.
petition-kind-reflection-what = Báo một việc đang xảy ra: đường hỏng, rác tồn đọng, thái độ phục vụ, quy định vướng mắc.
petition-kind-proposal-what = Đề nghị cơ quan nhà nước làm hoặc thay đổi một việc.
petition-state-received-what = Bộ phận tiếp nhận đang xem nội dung.
petition-state-registered-what = Nội dung đã vào sổ và đang được giải quyết.
petition-state-forwarded-what = Đơn vị có thẩm quyền đang giải quyết.
petition-state-answered-what = Xem nội dung trả lời dưới đây.
petition-state-outside-what = Xem hướng dẫn nơi giải quyết trong phần Quá trình giải quyết.
petition-state-refused-what = Xem lý do trong phần Quá trình giải quyết.
petition-state-withdrawn-what = Nội dung không tiếp tục được giải quyết.
petition-state-merged-what = Sẽ được trả lời cùng nội dung trùng đã tiếp nhận trước.
petition-start-title = Gửi câu hỏi, phản ánh, kiến nghị
petition-start-lead = Cơ quan nhà nước tiếp nhận, chuyển đúng đơn vị có thẩm quyền và trả lời bạn. Không cần đăng ký tài khoản.
petition-start-what = Bạn muốn gửi gì?
petition-start-else = Việc có nơi tiếp nhận riêng
petition-start-else-lead = Những việc sau do pháp luật riêng quy định, không gửi bằng biểu mẫu này. Chọn việc của bạn để xem gửi ở đâu, giấy tờ gì.
petition-start-read = Tham khảo trước khi gửi
petition-start-answered = Câu hỏi, kiến nghị đã được trả lời
petition-start-figures = Thống kê giải quyết kiến nghị
petition-start-long = Bao lâu thì có trả lời?
petition-start-basis = Căn cứ: { $citation }
petition-start-long-text = Chuyển đến đơn vị có thẩm quyền trong { $forward }. Trả lời, hoặc báo tiến độ kèm ngày sẽ trả lời, trong { $answer } kể từ ngày nhận.
petition-start-calendar = Xem lịch làm việc và cách tính hạn
petition-start-contact = Liên hệ trực tiếp
petition-track-title = Tra cứu tình trạng giải quyết
petition-track-lead = Nhập hai mã ghi trên phiếu tiếp nhận hoặc trong thư báo tiếp nhận. Chữ hoa, chữ thường, có hay không có dấu gạch đều được.
petition-track-code = Mã tra cứu
petition-track-secret = Mã bí mật
petition-track-do = Tra cứu
petition-track-wrong = Không đúng, hoặc mã bí mật không đúng. Nếu đã gửi ở trang của cơ quan khác, xin tra cứu tại trang đó.
petition-track-lost = Mất mã? Xin gọi điện hoặc đến cơ quan tiếp nhận; nếu đã để lại thư điện tử, mã có trong thư báo tiếp nhận.
petition-guide-where = Gửi ở đâu
petition-guide-paper = Giấy tờ, nội dung cần có
petition-guide-law = Căn cứ pháp luật
petition-guide-address = Nơi tiếp công dân của { $unit }: { $address }.
petition-guide-reception = Xem lịch tiếp công dân
petition-guide-services = Mở Cổng Dịch vụ công quốc gia
petition-guide-back = Quay lại trang chọn việc cần gửi
petition-guide-khieu-nai = Khiếu nại
petition-guide-khieu-nai-title = Gửi đơn khiếu nại
petition-guide-khieu-nai-what = Bạn cho rằng một quyết định hành chính, hành vi hành chính hoặc quyết định kỷ luật là trái pháp luật, xâm phạm quyền, lợi ích của chính mình.
petition-guide-khieu-nai-where =
    Gửi lần đầu đến người đã ra quyết định hoặc cơ quan có người đã có hành vi bị khiếu nại. Không đồng ý với kết quả giải quyết lần đầu thì khiếu nại lần hai đến thủ trưởng cấp trên trực tiếp, hoặc khởi kiện vụ án hành chính tại Tòa án.

    Gửi đơn trực tiếp, qua bưu điện, hoặc trình bày tại nơi tiếp công dân. Thời hiệu khiếu nại là 90 ngày kể từ ngày nhận hoặc biết được quyết định, hành vi.
petition-guide-khieu-nai-paper =
    Đơn khiếu nại ghi rõ: ngày, tháng, năm; họ tên, địa chỉ người khiếu nại; tên, địa chỉ cơ quan, cá nhân bị khiếu nại; nội dung, lý do, tài liệu liên quan; yêu cầu giải quyết.

    Người khiếu nại ký tên hoặc điểm chỉ. Nếu ủy quyền cho người khác thì có giấy ủy quyền.
petition-guide-khieu-nai-law = Luật Khiếu nại số 02/2011/QH13; Luật Tiếp công dân số 42/2013/QH13.
petition-guide-to-cao = Tố cáo
petition-guide-to-cao-title = Gửi đơn tố cáo
petition-guide-to-cao-what = Bạn báo cho cơ quan có thẩm quyền biết hành vi vi phạm pháp luật của cán bộ, công chức, cơ quan hoặc cá nhân khác.
petition-guide-to-cao-where =
    Gửi đến người đứng đầu cơ quan quản lý trực tiếp người bị tố cáo. Nếu người bị tố cáo là người đứng đầu thì gửi đến cơ quan cấp trên trực tiếp.

    Gửi đơn trực tiếp, qua bưu điện, hoặc trình bày tại nơi tiếp công dân. Cơ quan tiếp nhận giữ bí mật họ tên, địa chỉ của người tố cáo.
petition-guide-to-cao-paper =
    Đơn tố cáo ghi rõ: ngày, tháng, năm; họ tên, địa chỉ, cách liên hệ của người tố cáo; hành vi vi phạm bị tố cáo; người bị tố cáo và thông tin liên quan.

    Người tố cáo ký tên hoặc điểm chỉ và chịu trách nhiệm về nội dung tố cáo.
petition-guide-to-cao-law = Luật Tố cáo số 25/2018/QH14; Luật Tiếp công dân số 42/2013/QH13.
petition-guide-toi-pham = Tố giác tội phạm
petition-guide-toi-pham-title = Tố giác, tin báo về tội phạm
petition-guide-toi-pham-what = Bạn thấy hoặc biết việc có dấu hiệu tội phạm: trộm cắp, lừa đảo, hành hung, ma túy, cháy nổ do phá hoại.
petition-guide-toi-pham-where =
    Việc khẩn cấp: gọi ngay 113 (công an), 114 (cứu hỏa, cứu nạn), 115 (cấp cứu).

    Việc khác: đến công an xã, phường gần nhất, cơ quan điều tra hoặc Viện kiểm sát. Các nơi này tiếp nhận mọi lúc.
petition-guide-toi-pham-paper = Không bắt buộc có đơn: trình bày bằng lời cũng được ghi nhận. Hãy nói rõ việc gì, ở đâu, lúc nào, ai liên quan, và giữ lại tin nhắn, hình ảnh nếu có.
petition-guide-toi-pham-law = Bộ luật Tố tụng hình sự số 101/2015/QH13, Điều 144 và Điều 145.
petition-guide-ho-so = Nộp, tra cứu hồ sơ thủ tục hành chính
petition-guide-ho-so-title = Nộp và tra cứu hồ sơ thủ tục hành chính
petition-guide-ho-so-what = Bạn muốn làm giấy tờ, nộp hồ sơ hoặc xem hồ sơ đã nộp đến đâu.
petition-guide-ho-so-where =
    Nộp trực tuyến trên Cổng Dịch vụ công quốc gia, hoặc đến Trung tâm Phục vụ hành chính công xã, phường nơi gần nhất.

    Tra cứu bằng mã hồ sơ ghi trên giấy tiếp nhận và hẹn trả kết quả.
petition-guide-ho-so-paper = Mỗi thủ tục có danh mục giấy tờ riêng, ghi trên Cổng Dịch vụ công quốc gia. Cán bộ tiếp nhận không được yêu cầu thêm giấy tờ ngoài danh mục đó.
petition-guide-ho-so-law = Nghị định số 118/2025/NĐ-CP về cơ chế một cửa, một cửa liên thông.
petition-guide-thong-tin = Yêu cầu cung cấp thông tin
petition-guide-thong-tin-what = Bạn cần một văn bản, tài liệu do cơ quan nhà nước tạo ra hoặc nắm giữ.
petition-form-page = Gửi câu hỏi, phản ánh, kiến nghị
petition-form-lead = Chỗ nào ghi “bắt buộc” thì cần điền. Gửi xong, bạn nhận mã tra cứu để theo dõi.
petition-form-matter = Nội dung
petition-form-kind = Bạn gửi
petition-form-title = Tiêu đề
petition-form-title-hint = Một câu nói rõ việc gì, ví dụ: Đèn đường thôn Hà hỏng hai tháng nay
petition-form-body = Nội dung chi tiết
petition-form-body-hint = Việc gì, từ lúc nào, đã báo cho ai chưa, bạn mong muốn điều gì. Nên gõ tiếng Việt có dấu.
petition-form-field = Lĩnh vực
petition-form-field-choose = Chọn một lĩnh vực
petition-form-place = Nơi xảy ra
petition-form-place-hint = Thôn, tổ dân phố, xã, phường; để trống nếu không có
petition-form-files = Ảnh, tài liệu kèm theo
petition-form-files-hint = Tối đa { $most } tệp, mỗi tệp không quá { $size }: ảnh JPEG, PNG, WebP, GIF; PDF; DOCX. Trên điện thoại có thể chụp ảnh ngay. Vị trí nơi chụp được gỡ khỏi ảnh.
petition-form-files-many = tối đa 5 tệp; những tệp sau không được nhận
petition-form-files-too-much = tổng dung lượng quá lớn; những tệp sau không được nhận
petition-form-files-gone = tệp gửi lần trước không còn; xin chọn lại
petition-form-files-not-now = hiện chưa lưu được tệp; xin chọn lại tệp và gửi lại sau ít phút, hoặc gửi trước phần nội dung, bổ sung tệp sau
petition-form-file-refused = không nhận được tệp “{ $name }”
petition-form-text-far-too-long = quá dài, không nhận được; xin rút gọn hoặc gửi kèm dưới dạng tệp
petition-form-kept = Tệp đã nhận
petition-form-kept-hint = Bỏ dấu chọn ở tệp nào thì tệp đó không được gửi.
petition-form-sender = Người gửi
petition-form-sender-hint = Chỉ cán bộ tiếp nhận và giải quyết được xem. Thông tin này được mã hóa và không bao giờ được công khai nếu bạn không đồng ý.
petition-form-name = Họ và tên
petition-form-organisation = Tổ chức, doanh nghiệp
petition-form-organisation-hint = Chỉ điền khi gửi thay mặt tổ chức
petition-form-address = Địa chỉ
petition-form-address-hint = Thôn, tổ dân phố, xã, phường, tỉnh
petition-form-phone = Điện thoại hoặc thư điện tử
petition-form-phone-field = Điện thoại
petition-form-phone-hint = Cần có điện thoại hoặc thư điện tử để trả lời bạn
petition-form-email = Thư điện tử
petition-form-email-field = Thư điện tử
petition-form-email-hint = Có thư điện tử thì nhận được thư báo từng bước
petition-form-unreachable = cần có ít nhất một trong hai
petition-form-phone-wrong = số điện thoại chưa đúng
petition-form-email-wrong = địa chỉ thư điện tử chưa đúng, ví dụ đúng: ten@vidu.vn
petition-form-wishes = Công khai và đồng ý
petition-form-name_shown = Được nêu tên tôi khi công khai câu trả lời
petition-form-name_shown-hint = Không chọn thì tên được giấu.
petition-form-confidential = Không công khai nội dung này
petition-form-confidential-hint = Câu hỏi và câu trả lời chỉ gửi riêng cho bạn.
petition-form-consent = Tôi đồng ý để cơ quan tiếp nhận và đơn vị giải quyết xử lý thông tin cá nhân trên để trả lời tôi
petition-form-consent-hint = Bạn có thể xem lại và đề nghị xóa bất cứ lúc nào bằng mã tra cứu.
petition-form-consent-missing = cần đồng ý thì chúng tôi mới được nhận và trả lời
petition-form-privacy = Chính sách quyền riêng tư (mở ở trang khác)
petition-form-do = Gửi
petition-form-sending = Đang gửi…
petition-form-lost = Chưa gửi được vì mất kết nối. Nội dung và tệp vẫn còn nguyên trên trang này; khi có mạng, hãy bấm gửi lại.
petition-form-away = Chưa tiếp nhận được: hệ thống đang gián đoạn. Nội dung của bạn vẫn còn nguyên dưới đây. Xin giữ trang này và bấm gửi lại sau ít phút.
petition-form-too-many = Từ mạng của bạn vừa có quá nhiều lượt gửi nên lượt này chưa được nhận. Nội dung vẫn còn nguyên dưới đây; xin chờ một phút rồi bấm gửi lại.
petition-form-keep-found = Trình duyệt còn giữ nội dung bạn đã nhập lúc { "{time}" }.
petition-form-keep-restore = Dùng lại
petition-form-keep-drop = Bỏ đi
petition-receipt-title = Phiếu tiếp nhận
petition-receipt-done = Đã tiếp nhận lúc { $at }.
petition-receipt-lead = Xin ghi lại hoặc in hai mã dưới đây. Mã bí mật chỉ hiện lúc này.
petition-receipt-at = Thời điểm tiếp nhận
petition-receipt-print = In phiếu
petition-receipt-follow = Xem quá trình giải quyết
petition-receipt-next = Việc tiếp theo
petition-receipt-letter = Nếu bạn đã để lại thư điện tử, một thư có cùng nội dung đang được gửi đến bạn. Xin mở thư và xác nhận địa chỉ; thời hạn giải quyết không phụ thuộc vào việc này.
petition-receipt-secret-gone = Xem trong thư báo tiếp nhận.
petition-step-forward = Chuyển đơn vị có thẩm quyền, chậm nhất
petition-step-answer = Trả lời hoặc báo tiến độ, chậm nhất
petition-copy = Sao chép
petition-copied = Đã sao chép
petition-slip-title = Phiếu tiếp nhận câu hỏi, phản ánh, kiến nghị
petition-slip-how = Quét mã hoặc mở địa chỉ dưới đây, nhập mã tra cứu và mã bí mật để xem quá trình giải quyết. Không đưa mã bí mật cho người khác.
petition-confirm-title = Xác nhận địa chỉ thư điện tử
petition-confirm-ask = Bạn đã gửi nội dung mang mã { $code } lúc { $at }? Bấm nút dưới đây để xác nhận địa chỉ thư là của bạn.
petition-confirm-do = Xác nhận
petition-confirm-done = Địa chỉ thư của nội dung mang mã { $code } đã được xác nhận. Cảm ơn bạn.
petition-confirm-track = Tra cứu tình trạng giải quyết
petition-follow-title = Quá trình giải quyết { $code }
petition-follow-unit = Đơn vị giải quyết: { $unit }
petition-follow-timeline = Quá trình giải quyết
petition-follow-due = Thời hạn
petition-follow-by = Chậm nhất ngày { $on }
petition-follow-sent = Nội dung đã gửi
petition-follow-sent-open = Xem lại nội dung
petition-follow-public = Công khai
petition-follow-confidential = Không công khai
petition-follow-name-shown = Có thể công khai, được nêu tên
petition-follow-name-hidden = Có thể công khai, không nêu tên
petition-follow-acts = Việc bạn có thể làm
petition-follow-close = Thoát khỏi trang này
petition-follow-close-hint = Nên thoát khi dùng chung máy. Không làm gì trong 30 phút thì trang tự đóng.
petition-follow-closed = Việc này đã kết thúc nên không bổ sung hoặc rút được nữa. Có tình tiết mới, xin gửi nội dung mới và nhắc mã tra cứu cũ.
petition-letters = Thư đã gửi cho bạn
petition-letters-sent = đã gửi lúc { $at }
petition-letters-waits = đang chờ gửi
petition-letters-nobody = không gửi, vì không có địa chỉ thư
petition-told-received = Đã tiếp nhận.
petition-told-confirmed = Bạn đã xác nhận địa chỉ thư điện tử.
petition-told-added = Bạn bổ sung thông tin.
petition-told-withdrawn = Bạn đã rút nội dung này.
petition-told-registered = Vào sổ tiếp nhận số { $number }/{ $year }.
petition-told-forwarded = Chuyển đến { $unit } để giải quyết.
petition-told-accepted = { $unit } đã nhận giải quyết.
petition-told-taken-back = { $acting } trực tiếp giải quyết.
petition-told-progress = { $acting } báo tiến độ, dự kiến trả lời chậm nhất ngày { $on }.
petition-told-answered = { $acting } đã trả lời.
petition-told-outside = { $acting } xác định việc này không thuộc thẩm quyền của các cơ quan trong tỉnh và hướng dẫn nơi giải quyết.
petition-told-refused = { $acting } không tiếp nhận, với lý do sau.
petition-told-merged = Gộp với nội dung trùng đã tiếp nhận trước; sẽ được trả lời cùng.
petition-told-unmerged = Tách khỏi nội dung trùng, được giải quyết riêng.
petition-told-extended = Thời hạn giải quyết được gia hạn.
petition-told-published = Câu hỏi và câu trả lời được công khai, không có thông tin cá nhân.
petition-told-deadline-moved = Lịch làm việc thay đổi: thời hạn chuyển từ ngày { $from } sang ngày { $to }.
petition-told-mail = Nhận được thư điện tử của bạn về việc này.
petition-told-erasure-asked = Bạn đề nghị xóa dữ liệu cá nhân.
petition-told-erased = Dữ liệu cá nhân của người gửi đã được xóa.
petition-add-title = Bổ sung thông tin
petition-add-open = Viết thêm, gửi thêm ảnh
petition-add-lead = Có thêm thông tin, ảnh hoặc muốn nói rõ hơn, xin viết tại đây. Nội dung đã gửi không bị thay đổi.
petition-add-text = Thông tin bổ sung
petition-add-files = Ảnh, tài liệu kèm theo
petition-add-do = Gửi bổ sung
petition-done-added = Đã nhận thông tin bổ sung.
petition-done-withdrawn = Đã rút. Cơ quan giải quyết được báo và không tiếp tục xử lý.
petition-done-rated = Cảm ơn bạn đã đánh giá.
petition-withdraw-title = Rút nội dung đã gửi
petition-withdraw-ask = Rút “{ $title }” (mã { $code })? Cơ quan sẽ không tiếp tục giải quyết và không trả lời nữa.
petition-withdraw-undo = Không hoàn lại được. Nếu đổi ý, bạn gửi nội dung mới.
petition-withdraw-do = Rút
petition-withdraw-not = Không rút
petition-rate-ask = Bạn có hài lòng với việc trả lời?
petition-rate-3 = Rất hài lòng
petition-rate-2 = Hài lòng
petition-rate-1 = Chưa hài lòng
petition-rate-hint = Đánh giá không gắn với tên hay mã của bạn.
petition-mine-title = Dữ liệu của tôi
petition-mine-lead = Cổng đang giữ những thông tin sau về người gửi. Để giữ bí mật, chỉ hiện một phần.
petition-mine-how-long = Sau khi giải quyết xong { $months } tháng, thông tin này tự động được xóa. Nội dung đã gửi và câu trả lời được lưu trong hồ sơ.
petition-mine-erase = Xóa thông tin về tôi
petition-mine-erase-open = Việc của bạn đang được giải quyết nên cơ quan cần biết trả lời cho ai. Nếu yêu cầu xóa, thông tin sẽ được xóa ngay sau khi giải quyết xong.
petition-mine-erase-closed = Thông tin được xóa ngay và không khôi phục được. Sau đó cơ quan không liên hệ với bạn về việc này được nữa.
petition-mine-asked = Đã ghi nhận yêu cầu xóa; thông tin được xóa ngay sau khi giải quyết xong.
petition-mine-erased = Thông tin về bạn đã được xóa.
petition-mine-nothing = Cổng không còn giữ thông tin nào về người gửi nội dung này.
petition-mine-back = Quay lại quá trình giải quyết
