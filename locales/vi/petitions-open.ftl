fact-petitions-petition-published = Công khai câu hỏi, phản ánh, kiến nghị cùng nội dung trả lời
fact-petitions-petition-hidden = Gỡ nội dung đã công khai của kiến nghị
