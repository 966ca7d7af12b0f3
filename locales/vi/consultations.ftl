module-consultations = Lấy ý kiến dự thảo
module-consultations-what = Đăng dự thảo văn bản để nhân dân, tổ chức góp ý; tổng hợp, tiếp thu, giải trình.

may-consultations-write = Soạn đợt lấy ý kiến, mời cơ quan góp ý, viết nội dung tiếp thu, giải trình
may-consultations-moderate = Xem người gửi, duyệt hoặc không công bố ý kiến góp ý
may-consultations-approve = Duyệt đợt lấy ý kiến và bảng tiếp thu, giải trình do người khác soạn

consultations = Lấy ý kiến dự thảo

## Danh sách, trang công khai
consult-list-lead = Dự thảo văn bản của cơ quan nhà nước trong tỉnh. Mọi người, mọi tổ chức đều có thể góp ý trong thời gian lấy ý kiến; mỗi ý kiến đều được tổng hợp và trả lời.
consult-list-none = Không có dự thảo nào phù hợp
consult-list-none-text = Khi có dự thảo mới, dự thảo sẽ được đăng ở đây cùng thời hạn góp ý.
consult-block = Đang lấy ý kiến
consult-filter = Lọc danh sách
consult-filter-do = Xem kết quả
consult-filter-all = Tất cả
consult-group-open = Đang lấy ý kiến
consult-group-announced = Sắp lấy ý kiến
consult-group-answering = Đang tổng hợp, tiếp thu, giải trình
consult-group-finished = Đã hoàn tất
consult-days-word = ngày còn lại
consult-today = Hôm nay
consult-last-day = hết hạn
consult-until = Đến { $at }
consult-opens-on = Bắt đầu lấy ý kiến lúc { $at }
consult-closed-on = Đã hết thời hạn góp ý: { $at }
consult-opinions-count = { $count } ý kiến
consult-general-count = { $count } ý kiến chung về toàn bộ dự thảo
consult-days-left = { $count ->
    [0] Hôm nay là ngày cuối cùng
   *[other] Còn { $count } ngày
}
consult-open-text = Góp ý được nhận đến { $at }. Bạn có thể góp ý cho toàn bộ dự thảo hoặc cho từng điều, khoản bên dưới.
consult-announced-text = Toàn văn dự thảo và tài liệu kèm theo được đăng từ thời điểm bắt đầu.
consult-closed-text = Cơ quan soạn thảo đang tổng hợp, tiếp thu, giải trình. Kết quả sẽ được đăng tại trang này.
consult-comment-general = Góp ý cho dự thảo
consult-comment-hint = Bấm “Góp ý” dưới điều, khoản bạn quan tâm.
consult-comment = Góp ý
consult-comment-too = Gửi ý kiến của bạn
consult-read-all = Xem { $count } ý kiến đã công bố
consult-finished-title = Đã có kết quả tiếp thu, giải trình
consult-see-table = Xem bảng tổng hợp, tiếp thu, giải trình
consult-issued = Văn bản đã ban hành:
consult-issued-on = ngày { $date }
consult-documents = Tài liệu
consult-contents = Mục lục
consult-draft-public = Toàn văn dự thảo
consult-open-data = Dữ liệu mở (JSON)
consult-bodies-public = Cơ quan, tổ chức được mời góp ý
consult-opinions-all = Ý kiến đã công bố
consult-opinions-at = Ý kiến về { $place }
consult-opinions-none = Chưa có ý kiến nào được công bố
consult-opinions-none-text = Ý kiến được công bố sau khi cơ quan tiếp nhận xem xét.
consult-nameless-person = Người góp ý không công bố tên
consult-nameless-organisation = Tổ chức góp ý không công bố tên
consult-proposed = Đề nghị sửa thành:
consult-place-general = Toàn bộ dự thảo
consult-table-published = Công bố ngày { $at }.
consult-table-files = Tải bảng về máy
consult-extended = Gia hạn
consult-extended-from = thời hạn trước đây là { $from }; lý do: { $reason }
consult-ended-early = Kết thúc sớm
consult-law = Thời gian theo quy định

## Gửi ý kiến
consult-comment-title = Góp ý cho dự thảo
consult-said-place = Góp ý về
consult-said-place-hint = Chọn điều, khoản hoặc để “Toàn bộ dự thảo”.
consult-said-body = Nội dung góp ý
consult-said-proposal = Câu chữ đề nghị sửa
consult-said-proposal-hint = Nếu bạn đã có phương án viết lại điều, khoản này. Không bắt buộc.
consult-said-file = Tệp kèm theo
consult-said-file-hint = Một tệp PDF, DOCX hoặc ảnh, không quá 20 MB. Tệp không được công bố. Nếu phải gửi lại biểu mẫu, vui lòng chọn lại tệp.
consult-said-sender = Người góp ý
consult-said-organisation = Tên cơ quan, tổ chức, doanh nghiệp
consult-said-organisation-hint = Chỉ điền khi góp ý thay mặt tổ chức.
consult-said-name = Họ và tên
consult-said-name-hint = Nếu góp ý thay mặt tổ chức, ghi tên người đại diện.
consult-said-email = Thư điện tử
consult-said-email-hint = Để nhận thư xác nhận. Không bắt buộc.
consult-said-phone = Điện thoại
consult-said-address = Địa chỉ
consult-said-consent = Đồng ý xử lý thông tin
consult-said-received = Ngày nhận ý kiến
consult-sender-person = Cá nhân
consult-sender-organisation = Cơ quan, tổ chức, doanh nghiệp
consult-who = Thông tin của bạn
consult-who-hint = Thông tin này được mã hóa, chỉ cán bộ tiếp nhận xem được và không được công bố nếu bạn không cho phép.
consult-show-name = Công bố tên tôi (hoặc tên tổ chức) cùng ý kiến
consult-show-name-hint = Để trống thì ý kiến được công bố không kèm tên.
consult-consent = Tôi đồng ý để cơ quan tiếp nhận xử lý thông tin tôi cung cấp nhằm tổng hợp, trả lời ý kiến góp ý.
consult-privacy = Chính sách quyền riêng tư
consult-no-consent = cần đánh dấu đồng ý thì chúng tôi mới được nhận ý kiến
consult-send = Gửi ý kiến
consult-sending = Đang gửi…
consult-sent = Đã nhận ý kiến của bạn
consult-sent-text = Cảm ơn bạn đã góp ý. Ý kiến được cán bộ tiếp nhận xem xét trước khi công bố, sau đó được tổng hợp và trả lời trong bảng tiếp thu, giải trình.
consult-sent-mail = Nếu bạn đã ghi thư điện tử, hãy mở thư chúng tôi vừa gửi và bấm xác nhận.
consult-one-more = Góp ý thêm
consult-back-public = Về trang dự thảo
consult-not-now = Hiện không nhận góp ý
consult-confirm = Xác nhận ý kiến góp ý
consult-confirm-text = Bấm nút dưới đây để xác nhận bạn đã gửi ý kiến góp ý bằng địa chỉ thư điện tử này.
consult-confirm-do = Xác nhận
consult-confirmed = Đã xác nhận
consult-confirmed-text = Cảm ơn bạn. Ý kiến góp ý của bạn đã được xác nhận.
consult-mail-confirm-subject = Xác nhận ý kiến góp ý dự thảo
consult-mail-confirm-text =
    Kính gửi ông/bà,

    { $site } đã nhận được ý kiến góp ý của ông/bà đối với dự thảo “{ $title }”.

    Để xác nhận, mời ông/bà mở địa chỉ dưới đây và bấm “Xác nhận”:
    { $address }

    Nếu ông/bà không gửi ý kiến này, xin bỏ qua thư.

## Cơ quan được mời
consult-invited-title = Cơ quan, tổ chức góp ý dự thảo
consult-invited-text = Trang dành riêng cho { $body }. Ý kiến được nhận đến { $at }. Xin không chuyển địa chỉ trang này ra ngoài cơ quan.
consult-invited-later = Chưa đến thời gian lấy ý kiến.
consult-invited-said = Ý kiến đã gửi
consult-invited-speak = Góp ý cho dự thảo
consult-invited-more = Góp ý thêm
consult-read-draft = Đọc dự thảo
consult-agree-title = Nhất trí hoàn toàn với dự thảo
consult-agree = Nhất trí hoàn toàn
consult-agrees = Nhất trí hoàn toàn với dự thảo.
consult-letter = Công văn góp ý
consult-letter-hint = PDF, DOCX hoặc ảnh, không quá 20 MB. Không bắt buộc.
consult-body-waiting = Chưa trả lời
consult-body-agreed = Nhất trí
consult-body-answered = Đã góp ý
consult-mail-invitation-subject = Mời góp ý dự thảo: { $title }
consult-mail-invitation-text =
    Kính gửi: { $body }

    { $unit } đang lấy ý kiến đối với dự thảo “{ $title }”. Kính đề nghị quý cơ quan nghiên cứu, góp ý trước { $closes }.

    Quý cơ quan góp ý theo từng điều, khoản, hoặc trả lời nhất trí, tại địa chỉ dành riêng:
    { $address }

    Đầu mối liên hệ: { $contact }

    { $site }
consult-mail-reminder-subject = Nhắc góp ý dự thảo: { $title }
consult-mail-reminder-text =
    Kính gửi: { $body }

    Thời hạn góp ý dự thảo “{ $title }” của { $unit } kết thúc lúc { $closes }. Đến nay chưa nhận được ý kiến của quý cơ quan. Kính đề nghị quý cơ quan góp ý hoặc trả lời nhất trí tại:
    { $address }

    Đầu mối liên hệ: { $contact }

    { $site }

consult-mail-withdrawal-subject = Rút lại việc lấy ý kiến: { $title }
consult-mail-withdrawal-text =
    Kính gửi: { $body }

    { $unit } đã rút lại đợt lấy ý kiến đối với dự thảo “{ $title }” trước khi mở. Đề nghị Quý cơ quan, tổ chức chưa gửi góp ý. Lý do:

    { $note }

    Khi lấy ý kiến lại, chúng tôi sẽ gửi lời mời mới. Đầu mối: { $contact }

    { $site }
## Bàn làm việc: danh sách, biểu mẫu
consult-desk-title = Các đợt lấy ý kiến dự thảo
consult-desk-lead = Soạn, trình duyệt, theo dõi góp ý và lập bảng tổng hợp, tiếp thu, giải trình.
consult-none = Chưa có đợt lấy ý kiến nào
consult-none-text = Bắt đầu bằng việc khai báo dự thảo, thời gian và tải tệp dự thảo lên.
consult-new = Lập đợt lấy ý kiến
consult-new-lead = Sau bước này, bạn tải tệp dự thảo và tài liệu kèm theo. Chưa có gì được công khai cho đến khi được duyệt.
consult-edit = Sửa thông tin đợt lấy ý kiến
consult-leave = Nội dung bạn vừa nhập chưa được lưu. Bạn vẫn muốn rời trang?
consult-save = Lưu
consult-cancel = Bỏ qua
consult-tabs = Lọc theo tình trạng
consult-tab-all = Tất cả
consult-tab-draft = Đang soạn, chờ duyệt
consult-tab-open = Đang lấy ý kiến
consult-tab-answering = Đang tổng hợp
consult-tab-finished = Hoàn tất
consult-title = Tên dự thảo
consult-title-hint = Viết đầy đủ như trên trang đầu của dự thảo, ví dụ: Dự thảo Quyết định ban hành Quy chế…
consult-kind = Loại văn bản
consult-summary = Nội dung chính
consult-summary-hint = Vài câu để người dân biết dự thảo nói về việc gì, liên quan đến ai.
consult-field = Lĩnh vực
consult-field-hint = Ví dụ: Y tế, Đất đai, Giáo dục
consult-unit = Cơ quan chủ trì soạn thảo
consult-period = Thời gian lấy ý kiến
consult-period-hint = Trang tự mở và tự đóng đúng phút đã ghi. Sau khi được duyệt, thời hạn chỉ có thể gia hạn, không rút ngắn.
consult-opens-at = Bắt đầu
consult-closes-at = Kết thúc
consult-receive = Nơi nhận ý kiến
consult-address = Địa chỉ nhận ý kiến bằng văn bản
consult-address-hint = Cho người dân gửi thư hoặc đến trực tiếp
consult-email = Thư điện tử
consult-contact = Cán bộ đầu mối
consult-contact-hint = Họ tên, phòng, số điện thoại
consult-minimum = { $days } ngày, theo { $citation }
consult-minimum-of = Lấy ý kiến ít nhất { $days } ngày ({ $citation }).
consult-no-minimum = Pháp luật không quy định thời gian tối thiểu.
consult-unsure = Căn cứ cần được rà soát lại với văn bản gốc.
consult-papers-of = Tài liệu phải có: { $names }.
consult-from-to = { $from } đến { $to }
consult-bad-email = địa chỉ thư điện tử chưa đúng
consult-closes-before = thời điểm kết thúc phải sau thời điểm bắt đầu
consult-closes-past = thời điểm kết thúc đã qua
consult-closes-too-early = sớm nhất là { $at } (tối thiểu { $rule })
consult-no-moment = ghi ngày và giờ, ví dụ 24/11/2026 08:00
consult-no-day = ghi ngày, ví dụ 24/11/2026

consult-doc-draft = Dự thảo
consult-doc-submission = Tờ trình
consult-doc-impact = Báo cáo đánh giá tác động
consult-doc-comparison = Bản so sánh, thuyết minh
consult-doc-other = Tài liệu khác
consult-doc-table = Bảng tổng hợp, tiếp thu, giải trình

## Trang của một đợt
consult-stage-draft = Đang soạn
consult-stage-submitted = Chờ duyệt
consult-stage-announced = Sắp lấy ý kiến
consult-stage-open = Đang lấy ý kiến
consult-stage-closed = Hết hạn góp ý
consult-stage-answering = Đang tổng hợp
consult-stage-table-submitted = Bảng giải trình chờ duyệt
consult-stage-finished = Hoàn tất
consult-step-write = Soạn
consult-step-approve = Duyệt
consult-step-open = Lấy ý kiến
consult-step-answer = Tổng hợp, giải trình
consult-step-finish = Hoàn tất
consult-state = Tình trạng
consult-side = Tình trạng và việc cần làm
consult-left = Thời gian còn lại
consult-author = Người soạn
consult-approved-by = Người duyệt
consult-bodies = Cơ quan được mời góp ý
consult-bodies-count = { $answered }/{ $all } đã trả lời
consult-opinions = Ý kiến đã nhận
consult-opinions-waiting = Ý kiến chờ xem xét
consult-table = Bảng tiếp thu, giải trình
consult-rows-answered = { $answered }/{ $all } ý kiến đã giải trình
consult-see-public = Xem trang công khai
consult-obstacles = Còn thiếu
consult-lacks = Chưa có tài liệu: { $name }
consult-lacks-text = Chưa có toàn văn để góp ý theo từng điều, khoản
consult-acts = Việc làm được
consult-acts-none = Hiện chưa có việc nào dành cho bạn.
consult-acts-own = Bạn đã soạn hoặc trình nội dung này, nên cần một người khác duyệt.
consult-history = Lịch sử
consult-refused = Chưa thực hiện được
consult-came-back = Bị trả lại
consult-documents-none = Chưa có tệp nào.
consult-file = Tệp
consult-file-hint = PDF hoặc DOCX, không quá 20 MB
consult-file-role = Tài liệu
consult-file-add = Tải tệp lên
consult-file-remove = Xóa
consult-no-picture = chỉ nhận tệp PDF hoặc DOCX
consult-draft = Văn bản dự thảo
consult-draft-do = Nhập, sửa văn bản
consult-draft-see = Xem cách chia điều, khoản
consult-act-gui-duyet = Trình duyệt
consult-act-gui-duyet-says = Gửi tới người có thẩm quyền. Trong lúc chờ duyệt không sửa được.
consult-act-sua = Sửa thông tin
consult-act-sua-says = Tên, loại văn bản, thời gian, nơi nhận ý kiến.
consult-act-van-ban = Nhập, sửa văn bản
consult-act-van-ban-says = Lấy từ tệp Word hoặc dán vào; xem lại cách chia điều, khoản.
consult-act-co-quan = Cơ quan được mời góp ý
consult-act-co-quan-says = Mỗi cơ quan có một trang riêng để góp ý hoặc trả lời nhất trí.
consult-act-duyet = Duyệt và công bố
consult-act-duyet-says = Thông báo hiện ngay trên trang; dự thảo tự mở và tự đóng đúng giờ. Thư mời được gửi tới các cơ quan.
consult-act-tra-lai = Trả lại
consult-act-tra-lai-says = Trả về người soạn, kèm lý do.
consult-act-y-kien = Xem xét ý kiến
consult-act-y-kien-says = Công bố, không công bố, gộp ý kiến giống nhau, nhập ý kiến bằng văn bản.
consult-act-gia-han = Gia hạn
consult-act-gia-han-says = Lùi thời điểm kết thúc; thời hạn cũ vẫn được ghi lại cho mọi người thấy.
consult-act-rut = Rút lại
consult-act-rut-says = Chưa mở nên còn rút được: đợt lấy ý kiến không hiện trên trang nữa và trở lại bản thảo.
consult-act-ket-thuc = Kết thúc sớm
consult-act-ket-thuc-says = Ngừng nhận góp ý từ bây giờ; lý do hiện trên trang cho mọi người thấy.
consult-act-tong-hop = Bảng tổng hợp, tiếp thu, giải trình
consult-act-tong-hop-says = Lập bảng từ các ý kiến, viết nội dung trả lời, tải bản Word, Excel.
consult-act-tong-hop-gui-duyet = Trình duyệt bảng giải trình
consult-act-tong-hop-gui-duyet-says = Mọi dòng phải có nội dung trả lời. Trong lúc chờ duyệt không sửa được.
consult-act-tong-hop-duyet = Duyệt và công bố bảng giải trình
consult-act-tong-hop-duyet-says = Bảng và hai tệp được đăng ngay; đợt lấy ý kiến hoàn tất.
consult-act-ban-hanh = Gắn văn bản đã ban hành
consult-act-ban-hanh-says = Số, ngày và địa chỉ của văn bản được ban hành từ dự thảo này.

consult-event-drafted = lập đợt lấy ý kiến
consult-event-changed = sửa nội dung
consult-event-submitted = trình duyệt
consult-event-returned = trả lại
consult-event-approved = duyệt
consult-event-opened = Bắt đầu lấy ý kiến
consult-event-extended = gia hạn
consult-event-ended-early = kết thúc sớm
consult-event-withdrawn = rút lại khi chưa mở
consult-event-sender-seen = xem thông tin người gửi một ý kiến
consult-event-senders-erased = Dữ liệu cá nhân của người góp ý đã được xóa
consult-event-closed = Hết thời hạn góp ý
consult-event-body-invited = gửi lời mời góp ý
consult-event-body-removed = bỏ khỏi danh sách mời
consult-event-body-reminded = Nhắc góp ý
consult-event-body-answered = Cơ quan trả lời
consult-event-opinion-received = Nhận một ý kiến
consult-event-opinion-confirmed = Người gửi xác nhận ý kiến
consult-event-opinion-published = công bố một ý kiến
consult-event-opinion-refused = không công bố một ý kiến
consult-event-opinions-grouped = gộp các ý kiến giống nhau
consult-event-table-gathered = lập bảng từ các ý kiến
consult-event-row-answered = trả lời một dòng
consult-event-rows-merged = gộp các dòng
consult-event-table-submitted = trình duyệt bảng giải trình
consult-event-table-returned = trả lại bảng giải trình
consult-event-finished = duyệt, công bố bảng giải trình
consult-event-issued = gắn văn bản đã ban hành

consult-done-them = Đã lập. Tiếp theo hãy tải tệp dự thảo và tài liệu kèm theo.
consult-done-sua = Đã lưu.
consult-done-tep = Đã tải tệp lên.
consult-done-xoa-tep = Đã xóa tệp.
consult-done-cat = Đã lưu văn bản và chia lại điều, khoản.
consult-done-tai = Đã lấy văn bản từ tệp. Hãy xem lại cách chia điều, khoản.
consult-done-gui-duyet = Đã trình duyệt.
consult-done-duyet = Đã duyệt và công bố.
consult-done-tra-lai = Đã trả lại.
consult-done-gia-han = Đã gia hạn.
consult-done-rut = Đã rút lại. Đợt lấy ý kiến là bản thảo, sửa và trình duyệt lại được.
consult-done-ket-thuc = Đã kết thúc.
consult-done-ban-hanh = Đã gắn văn bản ban hành.
consult-done-co-quan = Đã cập nhật danh sách cơ quan.
consult-done-bo-co-quan = Đã bỏ khỏi danh sách.
consult-done-cong-bo = Đã công bố ý kiến.
consult-done-khong-cong-bo = Ý kiến không được công bố.
consult-done-gop = Đã gộp.
consult-done-chon-hai = Hãy chọn từ hai dòng trở lên rồi bấm gộp.
consult-done-them-giay = Đã ghi nhận ý kiến.
consult-done-lap = Đã lập bảng từ các ý kiến được công bố.
consult-done-dong = Đã lưu nội dung trả lời.
consult-done-gui-bang = Đã trình duyệt bảng giải trình.
consult-done-hoan-tat = Đã công bố bảng giải trình. Đợt lấy ý kiến hoàn tất.

## Văn bản dự thảo
consult-draft-lead = Văn bản được chia theo chương, điều, khoản, điểm để người dân góp ý đúng chỗ.
consult-draft-file = Tệp Word của dự thảo
consult-draft-file-hint = Tệp .docx, không quá 20 MB. Tệp gốc cũng được đăng để tải về.
consult-draft-again = Tải tệp khác lên sẽ thay văn bản hiện có.
consult-draft-take = Lấy văn bản từ tệp
consult-reading = Đang đọc tệp…
consult-not-docx = cần tệp Word (.docx); tệp PDF tải ở mục Tài liệu
consult-docx-unreadable = không đọc được văn bản trong tệp này; hãy mở bằng Word, lưu lại thành .docx hoặc dán văn bản vào ô bên dưới
consult-draft-edit = Dán hoặc sửa văn bản
consult-draft-text = Văn bản
consult-draft-text-hint = Mỗi chương, điều, khoản, điểm bắt đầu bằng một dòng mới.
consult-draft-cut = Lưu và chia lại
consult-cut = Văn bản được chia như sau
consult-cut-none = Chưa có văn bản.
consult-cut-counts = { $articles } điều, { $clauses } khoản, { $points } điểm
consult-cut-as = Phần
consult-cut-words = Bắt đầu bằng
consult-marks = Nếu chia chưa đúng, ghi dấu vào đầu dòng rồi lưu lại
consult-marks-heading = dòng này là chương, mục, điều, khoản, điểm
consult-marks-text = dòng này chỉ là lời văn, thuộc phần phía trên
consult-marks-tail = từ dòng này là phần cuối (nơi nhận, chữ ký)
consult-back = Về trang của đợt

## Trả lại, gia hạn, ban hành
consult-ask-return = Trả lại kèm lý do
consult-return-says = Người soạn thấy lý do ngay trên trang này và sửa lại.
consult-return-note = Lý do trả lại
consult-return-do = Trả lại
consult-ask-extend = Gia hạn thời gian lấy ý kiến
consult-extend-says = Thời hạn mới và lý do được công khai cùng thời hạn cũ. Không thể rút ngắn.
consult-extend-now = Thời điểm kết thúc hiện nay: { $at }
consult-extend-closes-at = Kết thúc mới
consult-extend-reason = Lý do gia hạn
consult-extend-reason-hint = Được công khai.
consult-extend-do = Gia hạn
consult-ask-withdraw = Rút lại đợt lấy ý kiến
consult-withdraw-says = Trang dự thảo được gỡ ngay. Cơ quan, tổ chức đã được mời nhận thư báo kèm lý do, và được mời lại khi đợt lấy ý kiến được duyệt lại.
consult-withdraw-note = Lý do rút lại
consult-withdraw-note-hint = Người soạn và các cơ quan đã được mời đọc lý do này.
consult-withdraw-do = Rút lại
consult-ask-end = Kết thúc lấy ý kiến sớm
consult-end-says = Từ lúc này không nhận góp ý nữa và không mở lại được. Thời hạn cũ và lý do được công khai.
consult-end-reason = Lý do kết thúc sớm
consult-end-do = Kết thúc ngay
consult-ask-issue = Gắn văn bản đã ban hành
consult-issue-says = Trang dự thảo sẽ dẫn tới văn bản này. Dự thảo, ý kiến và bảng giải trình vẫn giữ nguyên địa chỉ.
consult-issue-number = Số, ký hiệu
consult-issue-date = Ngày ban hành
consult-issue-title = Tên văn bản
consult-issue-url = Địa chỉ của văn bản
consult-issue-url-hint = Đường dẫn trong trang này (bắt đầu bằng /) hoặc địa chỉ https://
consult-issue-do = Gắn văn bản
consult-bad-url = cần địa chỉ bắt đầu bằng / hoặc https://

## Cơ quan được mời (bàn làm việc)
consult-bodies-lead = Mặt trận Tổ quốc, sở, ngành, xã, phường, hội… Mỗi nơi nhận một địa chỉ riêng và được nhắc trước khi hết hạn ba ngày làm việc.
consult-bodies-none = Chưa mời cơ quan nào.
consult-bodies-add = Thêm cơ quan, tổ chức
consult-bodies-hint = Mỗi dòng một nơi: tên; thư điện tử. Ví dụ: Sở Tư pháp; sotuphap@quangtri.gov.vn. Nơi không có thư điện tử thì chỉ ghi tên và gửi địa chỉ riêng kèm công văn.
consult-bodies-keep = Thêm vào danh sách
consult-bodies-send = Thêm và gửi lời mời
consult-body = Cơ quan, tổ chức
consult-body-asked = Đã mời
consult-body-link = Địa chỉ riêng để gửi kèm công văn:
consult-body-reminded = nhắc lúc { $at }
consult-body-remove = Bỏ
consult-bad-body = dòng “{ $line }” chưa đúng: ghi tên; thư điện tử
consult-too-many-bodies = quá nhiều dòng, hãy thêm thành nhiều lần

## Xem xét ý kiến
consult-moderation = Ý kiến góp ý
consult-moderation-lead = Ý kiến chỉ hiện trên trang sau khi được công bố. Ý kiến không đồng tình vẫn phải được công bố và trả lời.
consult-queue-waiting = Chờ xem xét
consult-queue-published = Đã công bố
consult-queue-refused = Không công bố
consult-queue-waiting-none = Không có ý kiến nào chờ xem xét
consult-queue-published-none = Chưa công bố ý kiến nào
consult-queue-refused-none = Không có ý kiến nào
consult-queue-none-text = Ý kiến mới xuất hiện ở mục Chờ xem xét.
consult-group = Gộp ý kiến giống nhau
consult-group-hint = Chọn các ý kiến cùng nội dung; chúng sẽ đứng chung một dòng trong bảng giải trình, vẫn đếm đủ số người góp ý.
consult-choose = Chọn
consult-opinion = Ý kiến
consult-opinion-number = Số { $number }
consult-opinion-title = Ý kiến số { $number }
consult-place = Góp ý về
consult-source = Cách gửi
consult-source-portal = Qua trang này
consult-source-paper = Bằng văn bản
consult-source-invited = Cơ quan được mời
consult-received = Nhận lúc
consult-same-as = cùng nội dung với ý kiến số { $number }
consult-with-file = có tệp kèm theo
consult-back-queue = Về danh sách ý kiến
consult-as-sent = Nguyên văn ý kiến
consult-publish-title = Nội dung công bố
consult-publish = Công bố
consult-decide-place = Góp ý về
consult-decide-body = Nội dung công bố
consult-decide-body-hint = Chỉ lược bỏ thông tin cá nhân, lời xúc phạm; giữ nguyên ý. Nguyên văn vẫn được lưu.
consult-decide-proposal = Câu chữ đề nghị sửa
consult-decide-reason = Lý do không công bố
consult-decide-note = Ghi chú
consult-decide-note-hint = Chỉ cán bộ xem được.
consult-alone = Tách khỏi nhóm ý kiến giống nhau
consult-refuse-title = Không công bố ý kiến này
consult-refuse = Không công bố
consult-sender = Người gửi
consult-sender-hint = Thông tin riêng tư: chỉ dùng để tiếp nhận, không ghi vào nội dung công bố.
consult-sender-look = Xem người gửi
consult-sender-look-says = Mỗi lần xem được ghi vào nhật ký.
consult-sender-erased = Thông tin người gửi đã được xóa: đã hết thời gian lưu, hoặc người gửi yêu cầu.
consult-organisation = Tổ chức
consult-name = Họ tên
consult-sender-address = Địa chỉ
consult-phone = Điện thoại
consult-email-state = Xác nhận thư
consult-email-none = Không ghi thư điện tử
consult-email-asked = Chưa xác nhận thư
consult-email-confirmed = Đã xác nhận thư
consult-name-shown = Được công bố tên
consult-yes = Có
consult-no = Không
consult-decided-by = Người quyết định
consult-paper = Nhập ý kiến bằng văn bản
consult-paper-lead = Ý kiến gửi qua bưu điện, công văn hoặc nói trực tiếp trong thời gian lấy ý kiến.
consult-paper-show-name = Người gửi đồng ý công bố tên
consult-paper-save = Ghi nhận ý kiến
consult-received-hint = Ngày ghi trên dấu công văn đến.
consult-received-outside = phải trong thời gian lấy ý kiến, từ { $from } đến { $to }

## Bảng tổng hợp
consult-table-title = Bảng tổng hợp, tiếp thu, giải trình ý kiến góp ý
consult-table-lead = Mỗi ý kiến được trả lời: tiếp thu, tiếp thu một phần hoặc giải trình.
consult-table-of = Đối với { $title }
consult-table-dated = Quảng Trị, ngày { $day } tháng { $month } năm { $year }
consult-table-file = bang-tong-hop-giai-trinh
consult-table-summary = Số cơ quan, tổ chức được mời góp ý: { $bodies }; đã trả lời: { $answered }. Số ý kiến góp ý: { $opinions }, tổng hợp thành { $rows } nội dung.
consult-table-empty = Không có ý kiến góp ý đối với dự thảo.
consult-table-later = Bảng được lập sau khi hết thời hạn góp ý.
consult-table-begin = Lập bảng từ các ý kiến
consult-table-begin-says = { $published } ý kiến đã công bố sẽ được đưa vào bảng theo thứ tự điều, khoản. Còn { $waiting } ý kiến chờ xem xét; có thể đưa vào sau.
consult-table-fresh = Có { $count } ý kiến mới được công bố chưa có trong bảng.
consult-table-take-in = Đưa vào bảng
consult-nation = CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
consult-motto = Độc lập - Tự do - Hạnh phúc
consult-column-number = TT
consult-column-place = Nhóm vấn đề, điều, khoản
consult-column-actors = Chủ thể góp ý
consult-column-content = Nội dung góp ý
consult-column-answer = Nội dung tiếp thu, giải trình
consult-actors-people = { $count } cá nhân không công bố tên
consult-actors-organisations = { $count } tổ chức không công bố tên
consult-verdict-accepted = Tiếp thu
consult-verdict-accepted-hint = Dự thảo được sửa theo ý kiến.
consult-verdict-partly = Tiếp thu một phần
consult-verdict-partly-hint = Ghi rõ phần tiếp thu và lý do phần còn lại.
consult-verdict-explained = Giải trình
consult-verdict-explained-hint = Giữ như dự thảo; ghi rõ lý do.
consult-rows-all = Tất cả các dòng
consult-rows-open = Chưa giải trình
consult-row-open = Chưa giải trình
consult-row-edit = Sửa
consult-row-write = Trả lời
consult-row-content = Nội dung góp ý
consult-row-content-hint = Có thể viết gọn lại, không đổi ý.
consult-row-verdict = Kết quả xem xét
consult-row-answer = Nội dung tiếp thu, giải trình
consult-row-answer-hint = Nêu điều, khoản được sửa hoặc căn cứ, lý do giữ nguyên.
consult-row-save = Lưu nội dung trả lời
consult-row-save-mine = Lưu bản của tôi
consult-merge = Gộp các dòng đã chọn
consult-merge-hint = Các dòng được gộp vào dòng đầu tiên; mọi nội dung được giữ lại.
consult-two-editors = Người khác vừa lưu dòng này
consult-two-editors-text = { $name } đã lưu lúc { $at }. Bản của bạn còn nguyên bên dưới; hãy đối chiếu, ghép lại nếu cần rồi lưu.
consult-theirs = Bản của { $name }
consult-yours = Bản của bạn
consult-download-docx = Tải bản Word
consult-download-xlsx = Tải bản Excel

## Vì sao chưa được
consult-no-draft = Chỉ sửa và trình được khi đợt lấy ý kiến đang soạn.
consult-no-submitted = Đợt lấy ý kiến này không ở trạng thái chờ duyệt.
consult-no-own-work = Người soạn hoặc người trình không được tự duyệt. Cần một người khác có thẩm quyền duyệt.
consult-no-changed = Nội dung đã thay đổi sau khi bạn mở trang. Hãy xem lại rồi duyệt.
consult-no-documents = Còn thiếu tài liệu: { $names }.
consult-no-too-short = Thời gian lấy ý kiến quá ngắn: phải ít nhất { $days } ngày theo { $citation }, tức là kết thúc sớm nhất lúc { $at }.
consult-no-time-past = Thời điểm kết thúc đã qua. Hãy trả lại để sửa thời gian.
consult-no-not-later = thời điểm mới phải sau { $at }; không thể kết thúc sớm hơn
consult-no-not-running = Đợt lấy ý kiến đã kết thúc hoặc chưa được duyệt.
consult-no-not-announced = Chỉ rút lại được khi đã duyệt mà chưa đến thời gian lấy ý kiến.
consult-no-not-yet = Chưa đến thời gian lấy ý kiến. Góp ý được nhận từ { $at }.
consult-no-no-longer = Đã hết thời gian lấy ý kiến từ { $at }. Cảm ơn bạn đã quan tâm; kết quả tiếp thu, giải trình sẽ được đăng tại trang dự thảo.
consult-no-still-open = Bảng được lập sau khi hết thời hạn góp ý.
consult-no-table-locked = Bảng giải trình đang chờ duyệt hoặc đã công bố nên không thay đổi được nữa.
consult-no-table = Bảng giải trình không ở trạng thái phù hợp với việc này.
consult-no-rows-open = Còn { $count } ý kiến chưa được giải trình.
consult-no-opinions-wait = Còn { $count } ý kiến chờ xem xét.
consult-no-own-table = Người đã viết hoặc trình bảng giải trình không được tự duyệt. Cần một người khác có thẩm quyền duyệt.
consult-no-not-finished = Chỉ gắn văn bản ban hành sau khi bảng giải trình đã công bố.
consult-no-opinion-settled = Ý kiến này đã nằm trong bảng tổng hợp nên không đổi được nữa.

## Nhật ký
fact-petitions-consultation-drafted = { $who } lập đợt lấy ý kiến “{ $subject }”.
fact-petitions-consultation-changed = { $who } sửa đợt lấy ý kiến “{ $subject }”.
fact-petitions-consultation-submitted = { $who } trình duyệt đợt lấy ý kiến “{ $subject }”.
fact-petitions-consultation-returned = { $who } trả lại đợt lấy ý kiến “{ $subject }”: { $note }
fact-petitions-consultation-approved = { $who } duyệt đợt lấy ý kiến “{ $subject }”.
fact-petitions-consultation-opened = Bắt đầu lấy ý kiến “{ $subject }”.
fact-petitions-consultation-extended = { $who } gia hạn lấy ý kiến “{ $subject }”: { $note }
fact-petitions-consultation-withdrawn = { $who } rút lại đợt lấy ý kiến “{ $subject }” khi chưa mở: { $note }
fact-petitions-consultation-ended-early = { $who } kết thúc sớm việc lấy ý kiến “{ $subject }”: { $note }
fact-petitions-consultation-sender-seen = { $who } xem thông tin người gửi một ý kiến góp ý “{ $subject }”.
fact-petitions-consultation-senders-erased = Dữ liệu cá nhân của người góp ý “{ $subject }” đã được xóa.
fact-petitions-consultation-closed = Hết thời hạn lấy ý kiến “{ $subject }”.
fact-petitions-consultation-body-invited = { $who } mời { $name } góp ý “{ $subject }”.
fact-petitions-consultation-body-removed = { $who } bỏ { $name } khỏi danh sách mời góp ý “{ $subject }”.
fact-petitions-consultation-body-reminded = Nhắc { $name } góp ý “{ $subject }”.
fact-petitions-consultation-body-answered = { $name } trả lời về “{ $subject }”.
fact-petitions-consultation-opinion-received = Nhận một ý kiến góp ý “{ $subject }”.
fact-petitions-consultation-opinion-confirmed = Người gửi xác nhận ý kiến góp ý “{ $subject }”.
fact-petitions-consultation-opinion-published = { $who } công bố một ý kiến góp ý “{ $subject }”.
fact-petitions-consultation-opinion-refused = { $who } không công bố một ý kiến góp ý “{ $subject }”.
fact-petitions-consultation-opinions-grouped = { $who } gộp các ý kiến giống nhau về “{ $subject }”.
fact-petitions-consultation-table-gathered = { $who } lập bảng giải trình của “{ $subject }”.
fact-petitions-consultation-row-answered = { $who } trả lời một ý kiến về “{ $subject }”.
fact-petitions-consultation-rows-merged = { $who } gộp các dòng trong bảng giải trình của “{ $subject }”.
fact-petitions-consultation-table-submitted = { $who } trình duyệt bảng giải trình của “{ $subject }”.
fact-petitions-consultation-table-returned = { $who } trả lại bảng giải trình của “{ $subject }”: { $note }
fact-petitions-consultation-finished = { $who } công bố bảng giải trình của “{ $subject }”.
fact-petitions-consultation-issued = { $who } gắn văn bản ban hành vào “{ $subject }”.
