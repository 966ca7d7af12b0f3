module-petitions = Kiến nghị – Hỏi đáp
module-petitions-what = Nhận, chuyển, trả lời và công khai phản ánh, kiến nghị, câu hỏi của công dân, tổ chức.
