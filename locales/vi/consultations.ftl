module-consultations = Lấy ý kiến dự thảo
module-consultations-what = Đăng dự thảo văn bản để nhân dân, tổ chức góp ý; tổng hợp, tiếp thu, giải trình.
