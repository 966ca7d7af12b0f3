module-comments = Bình luận dưới bài
module-comments-what = Bạn đọc bình luận dưới tin bài; chỉ hiện sau khi được duyệt.
