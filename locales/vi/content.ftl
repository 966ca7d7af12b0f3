state-draft = Bản nháp
state-submitted = Chờ duyệt
state-refused = Bị trả lại
state-approved = Đã duyệt
state-published = Đã đăng
state-withdrawn = Đã gỡ

verdict-submitted = Trình duyệt
verdict-approved = Duyệt
verdict-refused = Trả lại
verdict-published = Đăng
verdict-withdrawn = Gỡ

type-article = Tin bài
type-page = Trang tĩnh

refusal-own-text = Người viết hoặc người tạo bài không được tự duyệt, trả lại bài của mình.
refusal-wrong-state = Việc này không làm được khi bài đang ở trạng thái “{ $state }”.
refusal-text-changed = Bài đã có bản mới hơn sau khi bạn mở trang này. Hãy xem lại bản mới rồi quyết định.
refusal-not-approved = Bản này chưa được người khác duyệt nên chưa đăng được.
refusal-nothing-public = Bài này hiện không đăng, không có gì để gỡ.
refusal-reason-missing = Hãy chọn lý do trả lại theo quy chế.
refusal-reason-unknown = Lý do này không có trong quy chế.
refusal-note-missing = Hãy ghi rõ lý do.

section-refusal-no-such-parent = Không có chuyên mục cấp trên này trong cùng ngôn ngữ.
section-refusal-below-itself = Không thể đặt chuyên mục vào bên dưới chính nó.
section-refusal-required = Chuyên mục này bắt buộc theo quy định, không xóa được.
section-refusal-has-sections = Chuyên mục còn chuyên mục con, không xóa được.
section-refusal-has-items = Chuyên mục còn bài, không xóa được.
section-refusal-slug-taken = Đã có chuyên mục khác dùng tên địa chỉ này.

field-author = Tác giả
field-source = Nguồn
field-source_url = Địa chỉ của nguồn
field-caption = Chú thích ảnh
fault-source-url = cần là địa chỉ bắt đầu bằng http:// hoặc https://

article-published = Đăng
article-corrected = Sửa lần cuối
article-source = Nguồn
article-attachments = Tệp đính kèm
article-read = Nghe bài
article-read-stop = Dừng đọc
article-print = Bản in
article-related = Tin đã đăng trước đó


section-below = Chuyên mục con
section-all = Tất cả
section-empty-title = Chưa có bài nào
section-empty-text = Thông tin của chuyên mục này sẽ được cập nhật.

block-lead = Tin nổi bật
block-latest = Tin mới
block-more = Xem tất cả

page-about = Giới thiệu
page-contact = Liên hệ
page-privacy = Chính sách quyền riêng tư
page-accessibility = Tuyên bố về khả năng tiếp cận

module-content = Biên tập nội dung
module-content-what = Soạn, duyệt, đăng tin bài và trang; quản lý chuyên mục và tệp.
module-articles = Tin bài
module-articles-what = Trang tin bài, chuyên mục và các khối tin trên trang chủ.
module-pages = Trang tĩnh
module-pages-what = Các trang giới thiệu, liên hệ và những trang không theo ngày.
module-feeds = Nguồn tin RSS, Atom
module-feeds-what = Cho phép người đọc và trang khác theo dõi tin mới bằng RSS hoặc Atom.

desk-items = Bài và trang
desk-files = Ảnh và tệp
desk-sections = Chuyên mục
