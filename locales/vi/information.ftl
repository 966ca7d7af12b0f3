module-information-requests = Yêu cầu cung cấp thông tin
module-information-requests-what = Nhận và giải quyết yêu cầu cung cấp thông tin theo Luật Tiếp cận thông tin.
may-information-handle = Tiếp nhận, vào sổ, soạn văn bản giải quyết yêu cầu cung cấp thông tin
may-information-approve = Duyệt văn bản giải quyết yêu cầu cung cấp thông tin
may-information-identity = Xem danh tính người yêu cầu cung cấp thông tin
may-information-read = Xem danh sách và số liệu yêu cầu cung cấp thông tin

deadline-info-request-answer-in-person = Cung cấp hoặc từ chối cung cấp thông tin (yêu cầu trực tiếp)
deadline-info-request-simple-by-post = Cung cấp thông tin đơn giản, có sẵn (yêu cầu qua bưu chính)

# Nhật ký
fact-petitions-information-requested = { $who } gửi { $subject }.
fact-petitions-information-confirmed = { $who } xác nhận địa chỉ thư điện tử của { $subject }.
fact-petitions-information-accepted = { $who } tiếp nhận, vào sổ { $subject }.
fact-petitions-information-incomplete = { $who } đề nghị bổ sung { $subject }.
fact-petitions-information-completed = { $who } bổ sung đầy đủ { $subject }.
fact-petitions-information-complex = { $who } thông báo thời hạn giải quyết { $subject } (thông tin phức tạp).
fact-petitions-information-reply-written = { $who } soạn hoặc sửa văn bản giải quyết { $subject }.
fact-petitions-information-secrets-checked = { $who } xác nhận đã kiểm tra bí mật nhà nước trước khi cung cấp theo { $subject }.
fact-petitions-information-reply-submitted = { $who } trình duyệt văn bản giải quyết { $subject }.
fact-petitions-information-reply-returned = { $who } trả lại văn bản giải quyết { $subject }.
fact-petitions-information-extended = { $who } duyệt và thông báo gia hạn { $subject }.
fact-petitions-information-answered = { $who } duyệt và cung cấp thông tin theo { $subject }.
fact-petitions-information-refused = { $who } duyệt và thông báo từ chối { $subject }.
fact-petitions-information-transferred = { $who } duyệt và chuyển { $subject } đến cơ quan có trách nhiệm.
fact-petitions-information-delivered = { $who } nhận hoặc giao thông tin theo { $subject }.
fact-petitions-information-reissued = { $who } cấp lại liên kết nhận thông tin của { $subject }.
fact-petitions-information-withdrawn = { $who } rút { $subject }.
fact-petitions-information-discarded = { $who } không xem xét { $subject }.
fact-petitions-information-identity-seen = { $who } xem danh tính người gửi { $subject }.
fact-petitions-information-identity-erased = Dữ liệu cá nhân của người gửi { $subject } đã được xóa.
belongings-information = { $count } yêu cầu cung cấp thông tin đang phụ trách
fact-petitions-information-exported = { $who } tải sổ yêu cầu cung cấp thông tin ({ $format }, { $count } dòng).

# Từ dùng chung
information-number = yêu cầu số { $number }/{ $year }
information-code-label = yêu cầu mã { $code }
information-numbered = Số { $number }
information-coded = Mã { $code }
information-form-citizen = Công dân (mẫu 01a)
information-form-organisation = Tổ chức, người đại diện (mẫu 01b)
information-form-citizen-blank = Mẫu 01a: Phiếu yêu cầu của công dân
information-form-organisation-blank = Mẫu 01b: Phiếu yêu cầu thông qua tổ chức, đoàn thể, doanh nghiệp
information-channel = Cách gửi đến
information-channel-web = Gửi qua cổng
information-channel-email = Thư điện tử
information-channel-post = Bưu chính, fax
information-channel-in-person = Trực tiếp tại cơ quan
information-channel-phone = Điện thoại
information-wish = Hình thức nhận thông tin
information-wish-email = Bản điện tử qua thư điện tử
information-wish-email-hint = Chúng tôi gửi đến hộp thư của bạn một liên kết để nhận tệp, không mất phí.
information-wish-view = Xem, đọc, ghi chép tại cơ quan
information-wish-view-hint = Chúng tôi hẹn thời gian và địa điểm.
information-wish-paper = Bản sao trên giấy, nhận tại cơ quan
information-wish-paper-hint = Chỉ trả chi phí in, sao, chụp thực tế.
information-wish-post = Bản sao trên giấy, gửi qua bưu chính
information-wish-post-hint = Chỉ trả chi phí in, sao, chụp và cước gửi thực tế.
information-state-arrived = Mới gửi đến
information-state-incomplete = Chờ bổ sung
information-state-accepted = Đang giải quyết
information-state-answered = Đã cung cấp thông tin
information-state-refused = Từ chối cung cấp
information-state-transferred = Đã chuyển cơ quan khác
information-state-withdrawn = Người yêu cầu đã rút
information-state-discarded = Không xem xét
information-reply-complete = Đề nghị bổ sung yêu cầu
information-reply-notice = Thông báo thời hạn giải quyết
information-reply-extension = Thông báo gia hạn
information-reply-answer = Cung cấp thông tin
information-reply-refusal = Thông báo từ chối cung cấp thông tin
information-reply-transfer = Thông báo chuyển yêu cầu
information-reply-state-draft = Đang soạn
information-reply-state-submitted = Chờ duyệt
information-reply-state-returned = Bị trả lại
information-reply-state-sent = Đã gửi

# Vì sao không được
information-refused-not-now = Yêu cầu này đã sang bước khác, không làm việc này được nữa. Hãy mở lại trang để xem tình trạng mới nhất.
information-refused-incomplete = Yêu cầu còn thiếu thông tin; chỉ vào sổ sau khi người yêu cầu bổ sung.
information-refused-another-reply = Đang có văn bản khác soạn dở. Hãy gửi hoặc bỏ văn bản đó trước.
information-refused-before-approver = Văn bản đang chờ duyệt, chưa sửa được.
information-refused-only-complex = Chỉ gia hạn được khi đã thông báo thời hạn giải quyết thông tin phức tạp.
information-refused-extended-before = Yêu cầu này đã được gia hạn một lần; luật không cho gia hạn lần nữa.
information-refused-too-late = Đã quá thời hạn trả lời; việc gia hạn phải được thông báo trước khi hết hạn.
information-refused-secrets = Hãy xác nhận đã kiểm tra bí mật nhà nước trước khi trình.
information-refused-no-reason = Hãy chọn ít nhất một lý do từ chối theo luật.
information-refused-own-reply = Người soạn không tự duyệt văn bản của mình.
information-refused-changed = Văn bản vừa có người sửa. Hãy mở lại trang và đọc bản mới nhất.
information-refused-no-address = Người yêu cầu không để lại địa chỉ thư điện tử, không gửi liên kết được.
information-refused-no-file = Người yêu cầu muốn nhận bản điện tử: hãy thêm ít nhất một tệp.

# Trang công khai
information-lead = Công dân có quyền yêu cầu cơ quan nhà nước cung cấp thông tin do cơ quan tạo ra hoặc nắm giữ.
information-tile-ask = Gửi yêu cầu
information-tile-ask-hint = Điền phiếu trực tuyến, nhận mã theo dõi ngay
information-tile-track = Tra cứu yêu cầu
information-tile-track-hint = Xem tình trạng, bổ sung hoặc rút yêu cầu
information-tile-public = Thông tin đã công khai
information-tile-public-hint = Xem trước: có thể thông tin đã có sẵn
information-tile-figures = Số liệu giải quyết
information-tile-figures-hint = Đã nhận, đã cung cấp, từ chối, đúng hạn
information-what = Có thể yêu cầu thông tin gì?
information-what-text = Mọi thông tin do cơ quan tạo ra, trừ thông tin công dân không được tiếp cận (bí mật nhà nước, thông tin gây nguy hại đến lợi ích chung) và thông tin tiếp cận có điều kiện (bí mật kinh doanh, đời sống riêng tư, bí mật cá nhân, gia đình). Thông tin đã công khai thì xem ngay, không cần gửi yêu cầu.
information-how = Các bước
information-how-1 = Điền phiếu yêu cầu, nhận mã theo dõi và khóa tra cứu.
information-how-2 = Mở thư điện tử để xác nhận địa chỉ (nếu có để lại địa chỉ).
information-how-3 = Cơ quan vào sổ, giải quyết và thông báo kết quả cho bạn.
information-how-4 = Nhận thông tin qua liên kết dùng một lần, hoặc tại cơ quan, hoặc qua bưu chính.
information-when = Khi nào có kết quả?
information-when-1 = Thông tin đơn giản, có sẵn: chậm nhất { $simple } ({ $by_post } nếu gửi qua bưu chính, fax).
information-when-2 = Thông tin phức tạp: trong { $notice } có thông báo, trong { $answer } có kết quả ({ $in_person } nếu yêu cầu trực tiếp tại cơ quan).
information-when-3 = Cần thêm thời gian: gia hạn một lần, không quá { $extension }, có thông báo và lý do.
information-when-4 = Phiếu còn thiếu: cơ quan đề nghị bổ sung, thời hạn tính lại từ khi đủ.
information-costs = Chi phí
information-costs-text = Không thu phí cung cấp thông tin. Người yêu cầu chỉ trả chi phí thực tế để in, sao, chụp, gửi bản giấy.
information-forms = Mẫu phiếu để in và viết tay
information-contact = Nơi tiếp nhận
information-contact-unit = Cơ quan
information-ask = Gửi yêu cầu cung cấp thông tin
information-ask-lead = Phiếu gửi { $site }. Thông tin cá nhân được mã hóa, chỉ cán bộ có trách nhiệm được xem.
information-which-form = Mẫu phiếu
information-part-who = Người yêu cầu
information-part-what = Thông tin yêu cầu
information-organisation = Tên tổ chức, đoàn thể, doanh nghiệp
information-organisation-hint = Chỉ điền khi yêu cầu theo mẫu 01b.
information-representative = Họ và tên người đại diện
information-name = Họ và tên
information-office = Địa chỉ của tổ chức
information-residence = Nơi cư trú
information-residence-hint = Số nhà, đường, thôn hoặc khu phố, xã, phường.
information-identity = Số căn cước hoặc hộ chiếu
information-identity-hint = Căn cước 12 số, chứng minh nhân dân 9 số, hoặc hộ chiếu.
information-identity-bad = Số căn cước có 12 số, chứng minh nhân dân có 9 số; hộ chiếu gồm chữ và số.
information-issued = Ngày cấp, nơi cấp
information-issued-hint = Ví dụ: 15/03/2022, Cục Cảnh sát QLHC về TTXH.
information-phone = Số điện thoại
information-phone-bad = Số chưa đúng; ví dụ 0905 123 456.
information-fax = Số fax (nếu có)
information-email = Thư điện tử
information-email-hint = Cần có nếu muốn nhận bản điện tử.
information-email-bad = Địa chỉ chưa đúng; ví dụ ten@example.vn.
information-email-wanted = Hãy ghi địa chỉ thư điện tử để nhận bản điện tử, hoặc chọn hình thức khác.
information-reach-missing = Hãy để lại số điện thoại hoặc địa chỉ thư điện tử để cơ quan liên hệ.
information-title = Tên văn bản, hồ sơ, tài liệu hoặc thông tin
information-title-hint = Càng rõ càng nhanh: số, ký hiệu, ngày, nội dung chính.
information-details = Nội dung cụ thể
information-details-hint = Không bắt buộc. Phần nào, thời gian nào, cần bao nhiêu bản.
information-purpose = Lý do, mục đích
information-purpose-hint = Thông tin được cung cấp để làm gì.
information-privacy = Thông tin cá nhân chỉ dùng để giải quyết yêu cầu này, không hiện công khai.
information-consent = Tôi cam đoan sử dụng thông tin đúng mục đích, đúng pháp luật và đồng ý để cơ quan xử lý thông tin cá nhân nêu trên để giải quyết yêu cầu.
information-consent-missing = Hãy đánh dấu đồng ý để gửi yêu cầu.
information-send = Gửi yêu cầu
information-sending = Đang gửi…
information-sent = Đã nhận yêu cầu của bạn
information-sent-text = Hãy ghi lại hoặc chụp lại mã và khóa dưới đây. Ai có cả hai đều xem được yêu cầu.
information-sent-keep = Khóa tra cứu chỉ hiện một lần ở trang này.
information-sent-confirm = Một thư đã được gửi đến địa chỉ bạn để lại. Hãy mở thư và xác nhận địa chỉ.
information-code = Mã theo dõi
information-code-hint = Ví dụ: TT-ABCD-EFGH
information-secret = Khóa tra cứu
information-secret-hint = Mười hai ký tự, ba nhóm.
information-received = Thời điểm nhận
information-follow = Xem yêu cầu
information-track = Tra cứu yêu cầu cung cấp thông tin
information-track-lead = Nhập mã theo dõi và khóa tra cứu bạn nhận được khi gửi phiếu.
information-track-do = Xem yêu cầu
information-track-none = Không tìm thấy yêu cầu với mã và khóa này. Hãy kiểm tra lại cả hai.
information-own = Yêu cầu { $code }
information-standing = Tình trạng
information-register-number = Số trong sổ
information-due = Thời hạn
information-until = Thời hạn mới: hết ngày { $until }.
information-body-is = Cơ quan tiếp nhận: { $body }.
information-costs-are = Chi phí thực tế: { $costs }.
information-sheet-open = Bản in
information-print-request = In phiếu yêu cầu
information-withdraw = Rút yêu cầu
information-withdraw-text = Cơ quan sẽ dừng giải quyết. Muốn có thông tin sau này thì gửi phiếu mới.
information-withdraw-do = Rút yêu cầu này
information-withdrawn-done = Bạn đã rút yêu cầu.
information-addition = Nội dung bổ sung
information-addition-hint = Trả lời những điểm cơ quan đề nghị bổ sung. Nội dung này được mã hóa như thông tin cá nhân.
information-addition-send = Gửi bổ sung
information-completed-done = Cơ quan đã nhận nội dung bổ sung. Thời hạn tính lại từ hôm nay.

# Xác nhận địa chỉ, nhận tệp
information-confirm-title = Xác nhận địa chỉ thư điện tử
information-confirm-text = Bấm nút dưới đây để xác nhận đây là địa chỉ của bạn. Kết quả giải quyết yêu cầu sẽ được gửi đến địa chỉ này.
information-confirm-do = Xác nhận
information-confirmed-title = Đã xác nhận địa chỉ
information-confirmed-text = Cảm ơn bạn. Cơ quan sẽ báo kết quả đến địa chỉ này.
information-confirm-over-title = Liên kết không còn dùng được
information-confirm-over-text = Địa chỉ đã được xác nhận, hoặc liên kết đã quá hạn. Yêu cầu của bạn vẫn được giải quyết; bạn xem tình trạng ở trang tra cứu.
information-deliver-title = Nhận thông tin
information-deliver-once = Liên kết chỉ dùng được một lần, đến { $until }. Hãy bấm khi máy của bạn sẵn sàng lưu tệp.
information-deliver-do = Nhận tệp
information-deliver-over-title = Liên kết không còn dùng được
information-deliver-over-text = Thông tin đã được nhận bằng liên kết này, hoặc liên kết đã quá hạn. Nếu bạn chưa nhận được tệp, hãy liên hệ cơ quan để được cấp lại liên kết.

# Số liệu
information-figures = Số liệu giải quyết yêu cầu cung cấp thông tin
information-figures-title = Giải quyết yêu cầu cung cấp thông tin năm { $year }
information-figures-lead = { $site }, tính đến ngày { $date }, theo năm nhận yêu cầu.
information-figures-received = Đã nhận
information-figures-decided = Đã giải quyết
information-figures-in-time = Giải quyết đúng hạn
information-figures-answered = Đã cung cấp thông tin
information-figures-refused = Từ chối cung cấp
information-figures-transferred = Chuyển cơ quan khác
information-figures-withdrawn = Người yêu cầu đã rút
information-figures-open = Đang giải quyết
information-figures-table = Kết quả giải quyết
information-figures-reasons = Lý do từ chối
information-figures-what = Kết quả
information-figures-count = Số yêu cầu
information-figures-share = Tỷ lệ
information-figures-years = Xem năm khác

# Thư
information-mail-received-subject = Xác nhận địa chỉ cho yêu cầu { $code }
information-mail-received =
    { $site } đã nhận yêu cầu cung cấp thông tin mã { $code }.

    Để xác nhận đây là địa chỉ của bạn, hãy mở liên kết sau (dùng được đến { $until }):
    { $link }

    Theo dõi yêu cầu bằng mã và khóa tra cứu tại:
    { $track }

    Nếu bạn không gửi yêu cầu này, hãy bỏ qua thư.
information-mail-replied-subject = { $what } – yêu cầu { $code }
information-mail-replied =
    { $site } gửi bạn văn bản “{ $what }” về yêu cầu cung cấp thông tin mã { $code }.

    { $text }

    Xem và in bản đầy đủ bằng mã và khóa tra cứu tại:
    { $track }
information-mail-ready-subject = Thông tin bạn yêu cầu đã sẵn sàng – { $code }
information-mail-ready =
    { $site } đã giải quyết yêu cầu cung cấp thông tin mã { $code }.

    Nhận tệp tại liên kết sau. Liên kết chỉ dùng được một lần, đến { $until }:
    { $link }

    Nếu tải không thành công, hãy liên hệ cơ quan để được cấp lại liên kết.
information-remind-subject = Nhắc việc: { $count } yêu cầu cung cấp thông tin đến hạn hoặc quá hạn
information-remind =
    { $site } có các yêu cầu cung cấp thông tin sau cần giải quyết:

    { $lines }

    Mở bàn làm việc: { $link }
information-remind-soon = - { $label }: hạn { $due }, còn { $days } ngày làm việc.
information-remind-late = - { $label }: hạn { $due }, quá hạn { $days } ngày làm việc.

# Bàn làm việc
information-desk-title = Yêu cầu cung cấp thông tin gửi { $site }
information-desk-lead = Tiếp nhận, vào sổ, giải quyết theo Luật Tiếp cận thông tin.
information-desk-empty = Không có yêu cầu nào
information-desk-empty-text = Yêu cầu gửi qua cổng sẽ hiện ở đây. Yêu cầu nhận trực tiếp, qua bưu chính, điện thoại thì bấm “Nhập yêu cầu”.
information-tabs = Danh sách yêu cầu cung cấp thông tin
information-tab-open = Đang giải quyết
information-tab-waiting = Chờ duyệt
information-tab-all = Tất cả
information-find = Tìm theo nội dung, mã
information-filter = Bộ lọc
information-filter-do = Lọc
information-year = Năm nhận
information-year-any = Mọi năm
information-column-what = Thông tin yêu cầu
information-enter = Nhập yêu cầu
information-enter-lead = Cho yêu cầu nhận trên giấy, qua bưu chính, thư điện tử, điện thoại. Thời hạn tính từ thời điểm nhận thật.
information-enter-save = Nhập vào danh sách
information-received-hint = Giờ trong nước, lúc cơ quan thật sự nhận được yêu cầu.
information-received-bad = Hãy ghi thời điểm đã qua, trong vòng 60 ngày.
information-back = Quay lại
information-saving = Đang lưu…
information-acts = Việc làm được
information-act-accept = Tiếp nhận, vào sổ
information-act-accept-says = Yêu cầu nhận số tiếp theo trong sổ của năm; bạn là người xử lý.
information-act-completed = Đã bổ sung đủ
information-act-completed-says = Khi người yêu cầu bổ sung bằng cách khác. Thời hạn tính lại từ bây giờ.
information-act-discard = Không xem xét
information-act-discard-says = Cho thư rác, phiếu không phải yêu cầu thông tin, hoặc không được bổ sung. Không tính vào số liệu.
information-act-handed-over = Đã giao thông tin
information-act-handed-over-says = Ghi nhận người yêu cầu đã xem, đã nhận bản giấy hoặc đã gửi bưu chính.
information-act-reissue = Cấp lại liên kết
information-act-reissue-says = Gửi liên kết mới đến thư điện tử của người yêu cầu; liên kết cũ hết tác dụng.
information-act-submit = Trình duyệt
information-act-submit-says = Người khác duyệt rồi văn bản mới được gửi đi.
information-act-send = Gửi cho người yêu cầu
information-act-send-says = Văn bản được gửi ngay và hiện ở trang tra cứu của người yêu cầu.
information-act-edit = Sửa văn bản
information-act-drop = Bỏ bản đang soạn
information-act-drop-says = Bỏ cả tệp kèm theo. Không lấy lại được.
information-act-approve = Duyệt và gửi
information-act-approve-says = Văn bản được gửi ngay cho người yêu cầu. Không rút lại được.
information-act-return = Trả lại người soạn
information-act-identity = Xem danh tính
information-act-identity-says = Mỗi lần xem đều được ghi vào nhật ký.
information-act-sheet = In phiếu yêu cầu
information-act-sheet-says = Phiếu có danh tính; lần in được ghi vào nhật ký.
information-note = Lý do trả lại
information-returned-note = Lý do trả lại
information-waits-for-approver = Văn bản đang chờ người có thẩm quyền duyệt.
information-secrets = Tôi đã kiểm tra: thông tin và tệp gửi kèm không thuộc bí mật nhà nước, không thuộc Điều 6, Điều 7 Luật Tiếp cận thông tin.
information-who = Người yêu cầu
information-who-sealed = Danh tính được mã hóa; chỉ mở khi cần giải quyết.
information-address-confirmed = Đã xác nhận thư điện tử
information-address-unconfirmed = Chưa xác nhận thư điện tử
information-identity-title = Danh tính người yêu cầu
information-identity-told = Lần xem này đã được ghi vào nhật ký, kèm tên và thời điểm.
information-not-registered = Chưa vào sổ
information-officer = Người xử lý
information-unproved = Phiếu gửi từ trình duyệt không qua được bước chống thư rác và địa chỉ chưa xác nhận: nên kiểm tra trước khi vào sổ.
information-history = Quá trình giải quyết
information-by-requester = Người yêu cầu
information-delivered-at = Ngày giao thông tin
information-closed-at = Ngày giải quyết xong
information-file = Tệp cung cấp
information-file-hint = PDF, DOCX, ảnh; không quá 20 MB. Tệp được mã hóa, chỉ người yêu cầu nhận được.
information-file-add = Thêm tệp
information-file-remove = Bỏ
information-file-remove-which = Bỏ tệp { $name }
information-write-complete = Đề nghị bổ sung
information-write-complete-lead = Khi phiếu thiếu nội dung. Thời hạn dừng cho đến khi người yêu cầu bổ sung.
information-write-notice = Thông báo thời hạn (thông tin phức tạp)
information-write-notice-lead = Khi không cung cấp ngay được: báo thời hạn, địa điểm, hình thức, chi phí. Thời hạn trả lời tính theo trường hợp phức tạp.
information-write-extension = Gia hạn
information-write-extension-lead = Một lần, trước khi hết hạn, có lý do. Cần người khác duyệt.
information-write-answer = Cung cấp thông tin
information-write-answer-lead = Soạn lời trả lời, sau đó thêm tệp và trình duyệt.
information-write-refusal = Từ chối cung cấp
information-write-refusal-lead = Chỉ vì lý do luật cho phép. Cần người khác duyệt.
information-write-transfer = Chuyển cơ quan khác
information-write-transfer-lead = Khi cơ quan khác có trách nhiệm cung cấp. Người yêu cầu được báo.
information-write-text = Nội dung gửi người yêu cầu
information-write-text-hint = Viết như trong văn bản gửi công dân. Không ghi thông tin cá nhân của người khác.
information-write-costs = Chi phí thực tế
information-write-costs-hint = Chỉ chi phí in, sao, chụp, gửi. Để trống nếu không thu.
information-write-body = Cơ quan tiếp nhận
information-write-until = Thời hạn mới
information-write-reasons = Lý do từ chối theo Điều 28
information-write-save = Lưu bản soạn
information-until-hint = Sau thời hạn hiện nay và không quá ngày { $longest }.
information-until-bad = Thời hạn mới phải sau thời hạn hiện nay và không vượt quá mức luật cho phép.
information-draft-complete = Phiếu yêu cầu của ông/bà chưa đủ nội dung để giải quyết. Đề nghị bổ sung:
information-draft-notice = Thông tin ông/bà yêu cầu cần thời gian tập hợp từ nhiều hồ sơ. Cơ quan sẽ giải quyết trong thời hạn luật định.
information-draft-extension = Cơ quan cần thêm thời gian để xem xét, tìm kiếm, tập hợp, phân tích hoặc lấy ý kiến của cơ quan liên quan vì:
information-draft-answer = Cơ quan cung cấp thông tin theo yêu cầu của ông/bà như sau:
information-draft-refusal = Cơ quan từ chối cung cấp thông tin theo yêu cầu của ông/bà. Cụ thể:
information-draft-transfer = Thông tin ông/bà yêu cầu không thuộc trách nhiệm cung cấp của cơ quan. Yêu cầu được chuyển đến cơ quan có trách nhiệm.
information-export = Tải sổ theo năm
information-export-xlsx = Tải bảng tính (Excel)
information-export-csv = Tải CSV
information-register-title = Sổ theo dõi yêu cầu cung cấp thông tin năm { $year }

# Bản in
information-sheet-form-citizen = Mẫu số 01a
information-sheet-form-organisation = Mẫu số 01b
information-sheet-nation = CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
information-sheet-motto = Độc lập - Tự do - Hạnh phúc
information-sheet-request = Phiếu yêu cầu cung cấp thông tin
information-sheet-to = Kính gửi: { $name }
information-sheet-promise = Tôi cam đoan những điều khai trên là đúng, sử dụng thông tin được cung cấp đúng mục đích, đúng pháp luật và trả chi phí thực tế (nếu có).
information-sheet-date = ………, ngày …… tháng …… năm ……
information-sheet-sent = Gửi lúc { $date }
information-sheet-signer = NGƯỜI YÊU CẦU
information-sheet-sign-hint = (ký và ghi rõ họ tên)
information-sheet-received = Gửi qua cổng thông tin điện tử, mã { $code } ({ $label }).
information-sheet-number = Về { $label }
information-sheet-day = Ngày { $date }
information-sheet-about = Ngày { $date }, { $site } nhận được yêu cầu cung cấp thông tin của ông/bà về: “{ $title }”.
information-sheet-complete = Thông báo đề nghị bổ sung yêu cầu cung cấp thông tin
information-sheet-complete-text = Để giải quyết được yêu cầu, đề nghị ông/bà bổ sung những nội dung sau:
information-sheet-notice = Phiếu giải quyết yêu cầu cung cấp thông tin
information-sheet-notice-text = Về thời hạn, địa điểm, hình thức cung cấp thông tin và chi phí, cơ quan thông báo như sau:
information-sheet-extension = Thông báo gia hạn cung cấp thông tin
information-sheet-extension-text = Cơ quan thông báo gia hạn thời gian cung cấp thông tin vì lý do sau:
information-sheet-answer = Phiếu cung cấp thông tin
information-sheet-answer-text = Cơ quan cung cấp thông tin theo yêu cầu của ông/bà như sau:
information-sheet-refusal = Thông báo từ chối cung cấp thông tin
information-sheet-refusal-text = Cơ quan từ chối cung cấp thông tin theo yêu cầu của ông/bà vì lý do sau:
information-sheet-transfer = Thông báo chuyển yêu cầu cung cấp thông tin
information-sheet-transfer-text = Cơ quan thông báo việc chuyển yêu cầu của ông/bà như sau:
information-sheet-complain = Ông/bà có quyền khiếu nại, khởi kiện việc từ chối cung cấp thông tin theo quy định của pháp luật.
information-sheet-head = THỦ TRƯỞNG CƠ QUAN
information-sheet-seal-hint = (ký, ghi rõ họ tên và đóng dấu)
