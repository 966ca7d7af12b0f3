module-reception = Lịch tiếp công dân
module-reception-what = Công bố lịch tiếp công dân của người đứng đầu và các thay đổi.
