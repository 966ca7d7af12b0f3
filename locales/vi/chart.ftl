chart-described = Biểu đồ cột; số liệu có trong bảng kèm theo.
chart-share = Tỷ lệ
