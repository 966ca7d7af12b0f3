personal-phone = Số điện thoại
personal-email = Địa chỉ thư điện tử
personal-id-number = Số giấy tờ tùy thân
personal-bank-account = Số tài khoản
personal-address = Địa chỉ nhà, nơi ở
personal-plate = Biển số xe
