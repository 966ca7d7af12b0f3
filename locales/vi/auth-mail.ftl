# ── mật khẩu thư điện tử công vụ ─────────────────────────────────────────────────────────────────
mail-password-elsewhere = Mật khẩu của tài khoản này không đặt lại được tại đây. Vui lòng liên hệ bộ phận quản trị thư điện tử công vụ của tỉnh.
mail-password-no-mailbox = Hệ thống thư điện tử không có hộp thư này. Vui lòng liên hệ bộ phận quản trị thư điện tử công vụ của tỉnh.
mail-password-against-rules = Hệ thống thư điện tử không chấp nhận mật khẩu này. Vui lòng chọn mật khẩu khác dài hơn, khó đoán hơn và chưa từng sử dụng.
mail-password-unavailable = Hệ thống thư điện tử tạm thời không phản hồi nên mật khẩu chưa được thay đổi. Vui lòng thử lại sau ít phút.
