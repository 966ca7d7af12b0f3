module-information-requests = Yêu cầu cung cấp thông tin
module-information-requests-what = Nhận và giải quyết yêu cầu cung cấp thông tin theo Luật Tiếp cận thông tin.
