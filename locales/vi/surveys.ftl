module-surveys = Khảo sát, thăm dò ý kiến
module-surveys-what = Phiếu khảo sát, câu hỏi thăm dò và kết quả.
